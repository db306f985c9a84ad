package cli

import (
	"regexp"

	"slovo"
	"slovo/internal/text"
)

// findings lead from what a verification found, in English as programs read
// it, to the catalogue. Named groups go into the text.
var findings = []struct {
	said *regexp.Regexp
	id   string
}{
	{regexp.MustCompile(`^numbers are not gapless before this entry$`), "gap"},
	{regexp.MustCompile(`^the history has lost its key, yet no entry tells of an erasure$`), "history_key"},
	{regexp.MustCompile(`^the leaf is (?P<N>\d+) bytes long$`), "leaf_length"},
	{regexp.MustCompile(`^the firm's half does not open$`), "firm_closed"},
	{regexp.MustCompile(`^the firm's half is not the one committed to$`), "firm_other"},
	{regexp.MustCompile(`^the firm's half tells of another entry or time$`), "firm_moved"},
	{regexp.MustCompile(`^the customer's half has lost its key, yet the customer was not erased$`), "customer_key"},
	{regexp.MustCompile(`^the customer's half does not open$`), "customer_closed"},
	{regexp.MustCompile(`^the customer's half is not the one committed to$`), "customer_other"},
	{regexp.MustCompile(`^(?P<N>\d+) customers have entries, only (?P<M>\d+) are counted$`), "uncounted"},
	{regexp.MustCompile(`^(?P<N>\d+) entries were counted, the last is missing$`), "last_missing"},
	{regexp.MustCompile(`^there are (?P<N>\d+) entries, only (?P<M>\d+) were counted$`), "too_many"},
	{regexp.MustCompile(`^the checkpoint's signature does not hold$`), "signature"},
	{regexp.MustCompile(`^the checkpoint is of size (?P<N>-?\d+)$`), "checkpoint_size"},
	{regexp.MustCompile(`^there is none$`), "none"},
	{regexp.MustCompile(`^the leaf is missing, or stands twice$`), "leaf_missing"},
	{regexp.MustCompile(`^the entries do not make the tree that was signed$`), "tree_other"},
	{regexp.MustCompile(`^the stored hashes are not those of the entries$`), "hashes"},
	{regexp.MustCompile(`^a checkpoint vouches for (?P<N>\d+) entries, only (?P<M>\d+) are here$`), "cut"},
	{regexp.MustCompile(`^entries have a place beyond its size (?P<N>\d+)$`), "beyond"},
	{regexp.MustCompile(`^its size is (?P<N>\d+), only (?P<M>\d+) entries have a place$`), "size"},
	{regexp.MustCompile(`^has entries and no record's row$`), "no_row"},
	{regexp.MustCompile(`^the customer was erased, yet the record has fields$`), "erased_fields"},
	{regexp.MustCompile(`^the record's key does not open$`), "record_key"},
	{regexp.MustCompile(`^field (?P<Field>\S+) does not open in its place$`), "field_closed"},
	{regexp.MustCompile(`^field (?P<Field>\S+) has version (?P<N>\d+), the log says (?P<M>\d+)$`), "field_version"},
	{regexp.MustCompile(`^field (?P<Field>\S+) is missing$`), "field_missing"},
	{regexp.MustCompile(`^(?P<N>\d+) rows were copied, (?P<M>\d+) restored$`), "rows"},
	{regexp.MustCompile(`^it is older than the checkpoint kept outside$`), "older"},

	// where it was found, unless that is an entry or a customer
	{regexp.MustCompile(`^checkpoint (?P<N>\d+)$`), "place_checkpoint"},
	{regexp.MustCompile(`^checkpoint outside$`), "place_outside"},
	{regexp.MustCompile(`^checkpoint given$`), "place_given"},
	{regexp.MustCompile(`^index (?P<N>\d+)$`), "place_index"},
	{regexp.MustCompile(`^size (?P<N>\d+)$`), "place_size"},
	{regexp.MustCompile(`^tile (?P<N>\d+/\d+)$`), "place_tile"},
	{regexp.MustCompile(`^tree$`), "place_tree"},
	{regexp.MustCompile(`^counters$`), "place_counters"},
	{regexp.MustCompile(`^table (?P<N>\w+)$`), "place_table"},
	{regexp.MustCompile(`^database$`), "place_database"},
}

// findingSaid tells a finding in the reader's language; one that nobody
// foresaw stays as it was found.
func (c *console) findingSaid(what string) string {
	if c.lang == slovo.EN {
		return what
	}
	for _, one := range findings {
		groups := one.said.FindStringSubmatch(what)
		if groups == nil {
			continue
		}
		data := text.Data{}
		for i, name := range one.said.SubexpNames() {
			data[name] = groups[i]
		}
		return c.t("cli.found."+one.id, data)
	}
	return what
}
