package cli

import (
	"context"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/app"
	"slovo/internal/text"
)

// told is the answer to `slovo gate why --json`.
type told struct {
	Allowed bool     `json:"allowed"`
	Reasons []reason `json:"reasons"`
}

// reason is one thing in the way, in the reader's language.
type reason struct {
	Code   string `json:"code"`
	Field  string `json:"field,omitempty"`
	Why    string `json:"why"`
	Remedy string `json:"remedy"`
}

func (c *console) gate() *cobra.Command {
	return c.group("gate", "cli.gate", c.gateWhy())
}

func (c *console) gateWhy() *cobra.Command {
	var (
		dir, as, customer, purpose, matter *string
		fields                             *[]string
		asJSON                             *bool
	)
	cmd := c.command("why", "cli.gate_why", func(cmd *cobra.Command, _ []string) error {
		if err := c.needed(flagValue{"as", *as}, flagValue{"customer", *customer}, flagValue{"field", first(*fields)}, flagValue{"purpose", *purpose}); err != nil {
			return err
		}
		return c.why(cmd.Context(), *dir, *asJSON, app.WhyOptions{
			Login: *as, Customer: slovo.CustomerID(*customer), Fields: *fields, Purpose: *purpose, Case: slovo.CaseID(*matter),
		})
	})
	dir = c.dirFlag(cmd)
	as = c.textFlag(cmd, "as", "", "cli.flag.as")
	customer = c.textFlag(cmd, "customer", "", "cli.flag.customer")
	fields = c.listFlag(cmd, "field", "cli.flag.field")
	purpose = c.textFlag(cmd, "purpose", "", "cli.flag.purpose")
	matter = c.textFlag(cmd, "case", "", "cli.flag.case")
	asJSON = c.jsonFlag(cmd)
	return cmd
}

// why prints what the gate would say, with every reason and what would help.
func (c *console) why(ctx context.Context, dir string, asJSON bool, o app.WhyOptions) error {
	var answer app.Answer
	if err := c.do(ctx, dir, "gate why", o, nil, &answer); err != nil {
		return err
	}
	reasons := c.reasons(answer)
	if asJSON {
		if err := c.print(told{answer.Allowed, reasons}); err != nil {
			return err
		}
	} else {
		c.showReasons(answer.Allowed, reasons)
	}
	if !answer.Allowed {
		return found
	}
	return nil
}

func (c *console) reasons(answer app.Answer) []reason {
	all := []reason{}
	for _, r := range answer.Reasons {
		code := string(r.Code)
		gaps := text.Data(r.Gaps())
		all = append(all, reason{code, r.Field, text.Reason(c.lang, code, gaps), text.Remedy(c.lang, code, gaps)})
	}
	return all
}

func (c *console) showReasons(allowed bool, reasons []reason) {
	if allowed {
		c.say("cli.gate_why.allowed")
		return
	}
	c.say("cli.gate_why.refused", len(reasons))
	for _, r := range reasons {
		line := styled(c.out, nameStyle, r.Code)
		if r.Field != "" {
			line += " (" + r.Field + ")"
		}
		c.line("  " + line)
		c.line("    " + r.Why)
		c.line("    " + styled(c.out, dimStyle, r.Remedy))
	}
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
