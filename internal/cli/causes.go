package cli

import (
	"errors"
	"io/fs"
	"regexp"
	"strings"

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
	{regexp.MustCompile(`checkpoint kept outside: ledger: `), "checkpoint_damaged"},
	{regexp.MustCompile(`vault: key file (?P<Name>.+): others may read it`), "key_open"},
	{regexp.MustCompile(`(?s)store: open: .*(failed to connect|dial error|hostname resolving)`), "store_away"},
	{regexp.MustCompile(`(?s)store: open: .*cannot parse`), "store_address"},
	{regexp.MustCompile(`app: init: mkdir (?P<Dir>.+): `), "no_place"},
	{regexp.MustCompile(`app: demo: listen `), "demo_listen"},
	{regexp.MustCompile(`app: tls: both files and acme`), "tls_both"},
	{regexp.MustCompile(`app: tls: cert_file and key_file`), "tls_half"},
	{regexp.MustCompile(`app: tls: certificate: it ended on (?P<Day>[0-9-]+)`), "tls_ended"},
	{regexp.MustCompile(`app: tls: certificate: (?P<Said>.+)`), "tls_certificate"},
	{regexp.MustCompile(`app: restore: (?P<Dir>.+) is not empty`), "restore_taken"},
	{regexp.MustCompile(`app: restore: outside: checkpoint of another log`), "restore_other_log"},
	{regexp.MustCompile(`app: restore: outside: ledger: journal: line (?P<Line>\d+)`), "restore_journal"},
	{regexp.MustCompile(`app: restore: outside: `), "restore_outside"},
	{regexp.MustCompile(`app: restore: not approved`), "restore_not_approved"},
	{regexp.MustCompile(`app: restore: no account can approve`), "restore_nobody"},
	{regexp.MustCompile(`ledger: journal: line (?P<Line>\d+)`), "journal_changed"},
	{regexp.MustCompile(`store: load data: a database is there already`), "restore_database"},
	{regexp.MustCompile(`app: move: the company is on PostgreSQL already`), "moved_already"},
	{regexp.MustCompile(`app: move: the address`), "move_address"},
	{regexp.MustCompile(`store: move: .*conflict|store: move: the database holds|store: move: table (?P<Table>\w+): it has other rows`), "move_other"},
	{regexp.MustCompile(`backup: identity: `), "identity_form"},
	{regexp.MustCompile(`this identity does not open it`), "identity_other"},
	{regexp.MustCompile(`backup: it was cut`), "backup_cut"},
	{regexp.MustCompile(`backup: (in )?(?P<Dir>.+?): (.*: )?not found`), "no_backup"},
	{regexp.MustCompile(`app: first charter: charter: load`), "first_charter"},
	{regexp.MustCompile(`app: init: (?P<Dir>.+) holds (?P<Name>\S+) already`), "taken"},

	{regexp.MustCompile(`nobody would be left to look after accounts`), "last_keeper"},
	{regexp.MustCompile(`staff: role: not in the charter`), "no_role"},
	{regexp.MustCompile(`role "(?P<Role>[^"]*)" is above`), "role_above"},
	{regexp.MustCompile(`role "(?P<Role>[^"]*)" may not do`), "role_may_not"},
	{regexp.MustCompile(`staff: login: letters, digits`), "login_form"},
	{regexp.MustCompile(`one line of 1 to 200 characters`), "line_form"},
	{regexp.MustCompile(`staff: login (?P<Login>\S+): `), "login_taken"},
	{regexp.MustCompile(`app: account (?P<Login>\S+): .*not found`), "no_account"},
	{regexp.MustCompile(`store: token (?P<Token>\S+): .*not found`), "no_token"},
	{regexp.MustCompile(`gate: why (?P<Customer>\S+): store: customer \S+: .*not found`), "no_customer"},
	{regexp.MustCompile(`staff: expires: `), "token_year"},
	{regexp.MustCompile(`staff: purposes: `), "no_purpose"},
	{regexp.MustCompile(`staff: networks: `), "token_network"},
	{regexp.MustCompile(`staff: quota: `), "token_quota"},

	{regexp.MustCompile(`app: entries of `), "no_entries"},
	{regexp.MustCompile(`ledger: receipt of .*not sequenced yet`), "not_sequenced"},
	{regexp.MustCompile(`ledger: (receipt|proof) of `), "no_receipt"},
	{regexp.MustCompile(`its key is not the key given`), "receipt_key"},
	{regexp.MustCompile(`checkpoint or key is not as slovo writes it`), "receipt_checkpoint"},
	{regexp.MustCompile(`the entry is not in the signed tree|index is outside the tree`), "receipt_tree"},
	{regexp.MustCompile(`ledger: receipt: `), "receipt_form"},

	{regexp.MustCompile(`app: rejected rows: the file named is the one to import`), "rejects_same"},
	{regexp.MustCompile(`app: charter\.yaml: `), "charter_wrong"},
	{regexp.MustCompile(`app: charter: `), "charter_missing"},
	{regexp.MustCompile(`slovo\.yaml: .*proxies: line (?P<Line>\d+): .*every address`), "proxies_all"},
	{regexp.MustCompile(`slovo\.yaml: .*proxies: line (?P<Line>\d+): `), "proxies_wrong"},
	{regexp.MustCompile(`app: (settings|\S*slovo\.yaml): `), "settings_wrong"},
}

// fileRefusals are texts by which an import refuses a file or a purpose.
var fileRefusals = []string{
	"file.not_text", "file.no_rows", "file.bad_header", "file.bad_separator", "file.bad_source", "file.xlsx", "file.ods", "file.xls", "file.archive",
	"file.pdf", "file.html", "file.xml", "file.vcard", "file.json", "file.database", "purpose.none",
}

// fileRefused finds the reader's words for a file that was refused, and
// their id.
func (c *console) fileRefused(said string) (id, words string) {
	for _, id := range fileRefusals {
		if strings.HasSuffix(said, text.T(slovo.EN, "intake."+id)) {
			return id, c.t("intake." + id)
		}
	}
	for _, id := range []string{"purpose.unknown", "purpose.consent_wanted"} {
		words := text.T(slovo.EN, "intake."+id, "Purpose", gap)
		before, after, _ := strings.Cut(words, gap)
		if _, rest, ok := strings.Cut(said, before); ok && strings.HasSuffix(rest, after) {
			return id, c.t("intake."+id, "Purpose", strings.TrimSuffix(rest, after))
		}
	}
	return "", ""
}

// gap stands in a text where a purpose's name will be.
const gap = "\x00"

// cause is what went wrong in the reader's language, and its id. Where
// nobody foresaw it there is no id; an English reader gets the room's own
// words, and a Russian one the same, named as what they are.
func (c *console) cause(err error) (id, words string) {
	said := err.Error()
	if id, words := c.fileRefused(said); words != "" {
		return id, words
	}
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
		return one.id, c.t("cli.cause."+one.id, data)
	}
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "permission", c.t("cli.cause.permission")
	case errors.Is(err, slovo.ErrTooMany), errors.Is(err, slovo.ErrUnavailable):
		return "later", c.t("cli.cause.later")
	}
	return "", c.t("cli.cause.unforeseen", "Said", plain(err))
}
