package cli

import (
	"github.com/spf13/cobra"

	"slovo/internal/app"
	"slovo/internal/text"
)

// doctor looks at the host and the settings.
func (c *console) doctor() *cobra.Command {
	var (
		dir    *string
		asJSON *bool
	)
	cmd := c.command("doctor", "cli.doctor", func(cmd *cobra.Command, _ []string) error {
		var d app.Doctor
		if err := c.do(cmd.Context(), *dir, "doctor", struct{}{}, nil, &d); err != nil {
			return err
		}
		if *asJSON {
			return c.answered(d, d.OK)
		}
		c.showDoctor(d)
		if !d.OK {
			return found
		}
		return nil
	})
	dir = c.dirFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	return cmd
}

// signs stand before each check, beside the words.
var signs = map[app.State]string{app.Fine: "✓", app.Advice: "·", app.Problem: "✗", app.Unknown: "?"}

func (c *console) showDoctor(d app.Doctor) {
	problems, advices := 0, 0
	for _, check := range d.Checks {
		c.line(signs[check.State], styled(c.out, nameStyle, c.t("cli.doctor.about."+check.ID)))
		switch check.State {
		case app.Problem:
			problems++
		case app.Advice:
			advices++
		case app.Unknown:
			c.line("  ", c.t("cli.doctor.unknown"))
		}
		if check.Why != "" {
			with := text.Data{}
			for name, value := range check.With {
				with[name] = value
			}
			c.line("  ", c.t("cli.doctor.do."+check.ID+"_"+check.Why, with))
		}
	}
	c.line()
	if problems > 0 {
		c.say("cli.doctor.problems", problems)
	} else {
		c.say("cli.doctor.fine")
	}
	if advices > 0 {
		c.say("cli.doctor.advices", advices)
	}
}
