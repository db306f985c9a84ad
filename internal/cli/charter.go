package cli

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"slovo/internal/app"
)

func (c *console) charter() *cobra.Command {
	return c.group("charter", "cli.charter", c.charterCheck())
}

func (c *console) charterCheck() *cobra.Command {
	var asJSON *bool
	cmd := c.command("check FILE", "cli.charter_check", func(_ *cobra.Command, args []string) error {
		return c.checkCharter(args[0], *asJSON)
	})
	asJSON = c.jsonFlag(cmd)
	return cmd
}

func (c *console) checkCharter(path string, asJSON bool) error {
	report, err := app.CheckCharter(path)
	if err != nil {
		return c.unreadable(path, err)
	}
	if asJSON {
		if err := c.print(report); err != nil || report.OK {
			return err
		}
		return found
	}
	name := filepath.Base(path)
	if report.OK {
		c.say("cli.charter_check.fine", "File", name)
		return nil
	}
	for _, p := range report.Problems {
		c.line(styled(c.out, nameStyle, place(name, p.Line, p.Column)), p.What.In(c.lang), p.Do.In(c.lang))
	}
	c.say("cli.charter_check.found", len(report.Problems))
	return found
}

func place(name string, line, column int) string { return fmt.Sprintf("%s:%d:%d:", name, line, column) }
