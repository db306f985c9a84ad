package cli

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/app"
	"slovo/internal/text"
)

func (c *console) charterDiff() *cobra.Command {
	var (
		asJSON *bool
		lang   *string
	)
	cmd := c.command("diff OLD NEW", "cli.charter_diff", func(_ *cobra.Command, args []string) error {
		if err := c.speak(*lang); err != nil {
			return err
		}
		return c.diffCharters(args[0], args[1], *asJSON)
	})
	asJSON, lang = c.jsonFlag(cmd), c.langFlag(cmd)
	return cmd
}

// langFlag is the language of the answer, where it is not the reader's own.
func (c *console) langFlag(cmd *cobra.Command) *string {
	return c.textFlag(cmd, "lang", "", "cli.flag.lang")
}

// speak takes the language that the flag names, if it names one.
func (c *console) speak(lang string) error {
	if lang == "" {
		return nil
	}
	known, ok := text.Lang(lang)
	if !ok {
		return c.wrong("cli.fault.flag_value", "Name", "--lang", "Value", lang)
	}
	c.lang = known
	return nil
}

func (c *console) diffCharters(old, updated string, asJSON bool) error {
	answer, err := app.DiffCharters(old, updated)
	if err != nil {
		return c.noCharter(err)
	}
	if asJSON {
		err = c.print(answer)
	} else {
		c.showChanges(answer)
		for _, path := range answer.Unseen {
			c.note("cli.charter_diff.unseen", "File", path)
		}
	}
	if err == nil && answer.Widens {
		return found
	}
	return err
}

// noCharter explains why a charter's file cannot be worked with.
func (c *console) noCharter(err error) error {
	var (
		bad  *app.BadCharter
		file *fs.PathError
	)
	switch {
	case errors.As(err, &bad):
		first := bad.First()
		return c.unable("cli.fault.bad_charter", "Name", bad.File, "Line", first.Line, "What", first.What.In(c.lang))
	case errors.As(err, &file):
		return c.unreadable(file.Path, err)
	}
	return err
}

// effects are the sign and the color of what a change does; its word is in
// the catalogue, so that nobody has to know the signs.
var effects = map[string]struct {
	sign  string
	style style
}{
	"widens":  {"+", wideStyle},
	"narrows": {"−", goodStyle},
	"neutral": {"·", dimStyle},
}

func (c *console) showChanges(answer app.Changes) {
	widening := 0
	group := slovo.Text{}
	for _, change := range answer.Changes {
		if change.Group != group {
			group = change.Group
			c.line(styled(c.out, headStyle, group.In(c.lang)))
		}
		c.showChange(string(change.Effect), change.Said.In(c.lang))
		if change.Effect == "widens" {
			widening++
		}
	}
	if len(answer.Changes) == 0 {
		c.say("cli.charter_diff.same")
		return
	}
	c.line()
	c.say("cli.charter_diff.changes", len(answer.Changes))
	c.say("cli.charter_diff.widening", widening)
}

func (c *console) showChange(effect, said string) {
	e := effects[effect]
	wide := 0
	for _, one := range []string{"widens", "narrows", "neutral"} {
		wide = max(wide, cells(c.t("cli.charter_diff."+one)))
	}
	word := c.t("cli.charter_diff." + effect)
	head := "  " + styled(c.out, e.style, e.sign+" "+word) + strings.Repeat(" ", wide-cells(word)+2)
	c.hang(head, wide+6, said)
}

// hang prints a head and, beside it, a text that keeps to its column.
func (c *console) hang(head string, column int, said string) {
	lines := wrap(said, max(30, width(c.out)-column))
	c.line(head + strings.Join(lines, "\n"+strings.Repeat(" ", column)))
}
