package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/app"
)

func (c *console) charterShow() *cobra.Command {
	var (
		asJSON    *bool
		dir, lang *string
	)
	cmd := c.command("show [FILE]", "cli.charter_show", func(_ *cobra.Command, args []string) error {
		if err := c.speak(*lang); err != nil {
			return err
		}
		return c.showCharter(*dir, first(args), *asJSON)
	})
	cmd.Args = func(_ *cobra.Command, given []string) error {
		return c.checkArgs([]string{"FILE"}[:min(len(given), 1)], given)
	}
	dir, asJSON, lang = c.dirFlag(cmd), c.jsonFlag(cmd), c.langFlag(cmd)
	return cmd
}

func (c *console) showCharter(dir, path string, asJSON bool) error {
	if path == "" && !app.IsCompany(dir) {
		return c.noCompany(dir)
	}
	s, err := app.ShowCharter(dir, path)
	if err != nil {
		return c.noCharter(err)
	}
	if asJSON {
		return c.print(s)
	}
	title := c.t("cli.charter_show.head", "Name", s.Controller.In(c.lang), "ID", s.ID, "Version", s.Version, "Effective", s.Effective)
	c.line(styled(c.out, headStyle, title))
	for _, p := range s.Purposes {
		c.line()
		c.line(styled(c.out, headStyle, p.Label.In(c.lang)))
		c.row("why", p.Why.In(c.lang))
		c.row("basis", c.joined(p.Basis, "; "))
		c.row("need", c.joined(p.Need, ", "))
		c.row("may", c.joined(p.May, ", "))
		c.row("consents", strings.Join(p.Consents, ", "))
		for i, r := range p.Who {
			c.rowUnder("who", i, r.Label.In(c.lang)+": "+c.joined(r.Does, ", "))
		}
		if len(p.Who) == 0 {
			c.row("who", c.t("cli.charter_show.nobody"))
		}
		c.rows("keep", p.Keep, "")
		c.rows("given", p.Given, c.t("cli.charter_show.given_nobody"))
		for _, a := range p.More {
			c.answer(a, purposeColumn)
		}
	}
	c.rolesAndProofs(s)
	c.parts(s)
	return nil
}

// The column at which answers begin: of a purpose, and of the rest, whose
// things have the company's own names.
const (
	purposeColumn = 18
	partColumn    = 26
)

// parts are all that the charter says beside purposes, roles and proofs.
func (c *console) parts(s app.CharterSummary) {
	for _, part := range s.Parts {
		c.line()
		c.line(styled(c.out, headStyle, part.Label.In(c.lang)))
		for _, a := range part.Lines {
			c.answer(a, partColumn)
		}
	}
}

// answer is a line of answers beside what it is about.
func (c *console) answer(a app.CharterAnswer, column int) {
	c.beside(a.Asks.In(c.lang), column, c.joined(a.Says, "; "))
}

// beside sets the text in its column; a name that is too long for the one
// before it gets a line of its own.
func (c *console) beside(name string, column int, said string) {
	gap := column - 2 - cells(name)
	if gap < 1 {
		c.line("  " + styled(c.out, dimStyle, name))
		name, gap = "", column-2
	}
	c.hang("  "+styled(c.out, dimStyle, name)+strings.Repeat(" ", gap), column, said)
}

func (c *console) rolesAndProofs(s app.CharterSummary) {
	c.line()
	c.head("cli.charter_show.roles")
	wide := 0
	for _, r := range s.Roles {
		wide = max(wide, cells(r.Label.In(c.lang)))
	}
	for _, r := range s.Roles {
		name, does := r.Label.In(c.lang), c.joined(r.Does, ", ")
		if does == "" {
			does = c.t("cli.charter_show.no_duty")
		}
		c.hang("  "+styled(c.out, dimStyle, name)+strings.Repeat(" ", wide-cells(name)+2), wide+4, does)
	}
	c.line()
	c.head("cli.charter_show.verification")
	for _, sentence := range s.Verification {
		c.hang("  ", 2, sentence.In(c.lang))
	}
}

func (c *console) joined(texts []slovo.Text, by string) string {
	var all []string
	for _, t := range texts {
		all = append(all, t.In(c.lang))
	}
	return strings.Join(all, by)
}

// rows are several answers to one question, or the words for none.
func (c *console) rows(id string, texts []slovo.Text, none string) {
	for i, t := range texts {
		c.rowUnder(id, i, t.In(c.lang))
	}
	if len(texts) == 0 {
		c.row(id, none)
	}
}

func (c *console) row(id, said string) { c.rowUnder(id, 0, said) }

// rowUnder is an answer beside its question, which stands only before the
// first; what there is nothing to say of is left out.
func (c *console) rowUnder(id string, i int, said string) {
	if said == "" {
		return
	}
	name := c.t("cli.charter_show." + id)
	if i > 0 {
		name = ""
	}
	c.beside(name, purposeColumn, said)
}
