package cli

import (
	"flag"
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/manual"
	"slovo/internal/manual/manualtest"
)

//go:generate go test -run ^TestTheManualNamesEveryCommand$ . -update

var update = flag.Bool("update", false, "write the manual's page of commands anew")

// TestTheManualNamesEveryCommand makes the manual's page out of the commands
// themselves, in both languages, and holds the committed page to it.
func TestTheManualNamesEveryCommand(t *testing.T) {
	t.Setenv(dirVariable, "")
	t.Setenv(storeVariable, "")
	for _, l := range []slovo.Lang{slovo.RU, slovo.EN} {
		c := &console{out: io.Discard, err: io.Discard, lang: l}
		var entries []manual.Entry
		each(c.root(), func(cmd *cobra.Command) {
			if cmd.Hidden {
				return
			}
			e := manual.Entry{
				Name: cmd.CommandPath(), Usage: c.usage(cmd), Says: []string{cmd.Short, cmd.Long}, Example: cmd.Example,
				Group: strings.Count(cmd.CommandPath(), " ") < 2,
			}
			for _, row := range c.flagRows(cmd) {
				if !strings.HasPrefix(row[0], "-h") {
					e.Rows = append(e.Rows, manual.Row{Name: row[0], Means: row[1]})
				}
			}
			if acts(cmd) {
				var codes []string
				for _, row := range c.exitRows(cmd) {
					codes = append(codes, c.t("usage.code", "Code", row[0], "Means", row[1]))
				}
				e.Says = append(e.Says, c.t("usage.exit")+": "+strings.Join(codes, "; ")+".")
			}
			entries = append(entries, e)
		})
		manualtest.Says(t, l, entries)
		manualtest.Committed(t, l, manual.Commands, manual.Made(c.t("manual.commands"), c.t("manual.commands_lead"), entries), *update)
	}
}
