package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/app"
)

func (c *console) charter() *cobra.Command {
	return c.group("charter", "cli.charter", c.charterCheck(), c.charterDiff(), c.charterSchema(), c.charterShow(), c.charterPublish(), c.charterVersions())
}

func (c *console) charterCheck() *cobra.Command {
	var asJSON *bool
	var laws *[]string
	cmd := c.command("check FILE", "cli.charter_check", func(_ *cobra.Command, args []string) error {
		return c.checkCharter(args[0], *laws, *asJSON)
	})
	asJSON, laws = c.jsonFlag(cmd), c.listFlag(cmd, "law", "cli.flag.law")
	return cmd
}

func (c *console) checkCharter(path string, laws []string, asJSON bool) error {
	report, err := app.CheckCharter(path, laws)
	if errors.Is(err, slovo.ErrInvalid) {
		return c.wrong("cli.fault.law", "Names", strings.Join(app.Laws(), ", "))
	}
	if err != nil {
		return c.unreadable(path, err)
	}
	report.File = filepath.Base(path)
	return c.showReport(report, asJSON)
}

// showReport tells what is wrong with a charter, place by place.
func (c *console) showReport(report app.Report, asJSON bool) error {
	if asJSON {
		if err := c.print(report); err != nil || report.OK {
			return err
		}
		return found
	}
	name := report.File
	for _, p := range report.All() {
		c.finding(name, p)
	}
	if report.OK {
		c.say(fineness(report), "File", name)
		return nil
	}
	c.say("cli.charter_check.found", len(report.Problems))
	return found
}

// fineness is how a charter without a mistake is called: one whose consents'
// texts nobody saw is not in order as a whole.
func fineness(report app.Report) string {
	if report.Unseen() {
		return "cli.charter_check.fine_but"
	}
	return "cli.charter_check.fine"
}

// finding shows where it is, what, what to do, and what law asks for it.
func (c *console) finding(name string, p app.Finding) {
	words := []any{styled(c.out, nameStyle, place(name, p.Line, p.Column))}
	if p.Severity == app.Warning {
		words = append(words, c.t("cli.charter_check.warning"))
	}
	words = append(words, p.What.In(c.lang), p.Do.In(c.lang))
	if p.Law != "" {
		words = append(words, "("+c.lawful(p.Law)+")")
	}
	c.line(words...)
}

// lawful names an article as people of the language do: 152-FZ is 152-ФЗ.
func (c *console) lawful(source string) string {
	if c.lang != slovo.RU {
		return source
	}
	return strings.NewReplacer("-FZ", "-ФЗ", "Roskomnadzor order", "приказ Роскомнадзора №").Replace(source)
}

func place(name string, line, column int) string { return fmt.Sprintf("%s:%d:%d:", name, line, column) }
