package cli

import (
	"errors"
	"io/fs"
	"regexp"

	"slovo"
	"slovo/internal/text"
)

// causes lead from what a room or the running server said, in English, to
// the catalogue: the server sends no more than an error's words and kind.
// Named groups go into the text.
var causes = []struct {
	said *regexp.Regexp
	id   string
}{
	{regexp.MustCompile(`another slovo works on this folder`), "busy"},
	{regexp.MustCompile(`the server went away|the server on .* does not answer`), "server_gone"},
	{regexp.MustCompile(`older than the checkpoint kept outside`), "older"},
	{regexp.MustCompile(`app: init: (?P<Dir>.+) holds (?P<Name>\S+) already`), "taken"},

	{regexp.MustCompile(`nobody would be left to look after accounts`), "last_keeper"},
	{regexp.MustCompile(`role "(?P<Role>[^"]*)" is not in the charter`), "no_role"},
	{regexp.MustCompile(`role "(?P<Role>[^"]*)" is above`), "role_above"},
	{regexp.MustCompile(`role "(?P<Role>[^"]*)" may not do`), "role_may_not"},
	{regexp.MustCompile(`staff: login: letters, digits`), "login_form"},
	{regexp.MustCompile(`one line of 1 to 200 characters`), "line_form"},
	{regexp.MustCompile(`staff: login (?P<Login>\S+): `), "login_taken"},
	{regexp.MustCompile(`app: account (?P<Login>\S+): .*not found`), "no_account"},
	{regexp.MustCompile(`token: expires within a year`), "token_year"},
	{regexp.MustCompile(`token: purpose "(?P<Purpose>[^"]*)" is not in the charter`), "no_purpose"},
	{regexp.MustCompile(`token: a network is not valid`), "token_network"},
	{regexp.MustCompile(`token: quota below zero`), "token_quota"},

	{regexp.MustCompile(`app: entries of `), "no_entries"},
	{regexp.MustCompile(`ledger: receipt of .*not sequenced yet`), "not_sequenced"},
	{regexp.MustCompile(`ledger: (receipt|proof) of `), "no_receipt"},
	{regexp.MustCompile(`its key is not the key given`), "receipt_key"},
	{regexp.MustCompile(`checkpoint or key is not as slovo writes it`), "receipt_checkpoint"},
	{regexp.MustCompile(`the entry is not in the signed tree|index is outside the tree`), "receipt_tree"},
	{regexp.MustCompile(`^receipt: |: receipt: `), "receipt_form"},

	{regexp.MustCompile(`not a table of text`), "table_text"},
	{regexp.MustCompile(`the file has no rows`), "table_rows"},
	{regexp.MustCompile(`the first row is no header`), "table_header"},
	{regexp.MustCompile(`the line sep= names`), "table_separator"},
	{regexp.MustCompile(`the source's name must be short`), "source_form"},
	{regexp.MustCompile(`no purpose of the charter holds what`), "table_purpose"},
	{regexp.MustCompile(`app: charter\.yaml: `), "charter_wrong"},
	{regexp.MustCompile(`app: charter: `), "charter_missing"},
	{regexp.MustCompile(`app: (settings|\S*slovo\.yaml): `), "settings_wrong"},
}

// cause is what went wrong in the reader's language. Where nobody foresaw
// it, an English reader gets the room's own words, and a Russian one the
// same, named as what they are.
func (c *console) cause(err error) string {
	said := err.Error()
	for _, one := range causes {
		groups := one.said.FindStringSubmatch(said)
		if groups == nil {
			continue
		}
		data := text.Data{}
		for i, name := range one.said.SubexpNames() {
			if name != "" {
				data[name] = groups[i]
			}
		}
		return c.t("cli.cause."+one.id, data)
	}
	switch {
	case errors.Is(err, fs.ErrPermission):
		return c.t("cli.cause.permission")
	case errors.Is(err, slovo.ErrTooMany), errors.Is(err, slovo.ErrUnavailable):
		return c.t("cli.cause.later")
	}
	return c.t("cli.cause.unforeseen", "Said", plain(err))
}
