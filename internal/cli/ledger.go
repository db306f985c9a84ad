package cli

import (
	"context"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/app"
)

// verification is the answer to `slovo ledger verify --json`.
type verification struct {
	OK          bool      `json:"ok"`
	Entries     int64     `json:"entries"`
	Sequenced   int64     `json:"sequenced"`
	Shredded    int64     `json:"shredded"`
	Checkpoints int       `json:"checkpoints"`
	Key         string    `json:"key"`
	Findings    []finding `json:"findings"`
}

// finding is one thing that is not as it was written: in the ledger, or in
// the vault.
type finding struct {
	In    string `json:"in"`
	Where string `json:"where"`
	What  string `json:"what"`
}

func (c *console) ledger() *cobra.Command {
	return c.group("ledger", "cli.ledger", c.ledgerVerify(), c.ledgerShow())
}

func (c *console) ledgerVerify() *cobra.Command {
	var (
		dir, against  *string
		vault, asJSON *bool
	)
	cmd := c.command("verify", "cli.ledger_verify", func(cmd *cobra.Command, _ []string) error {
		v, err := c.verifyLedger(cmd.Context(), *dir, *against, *vault)
		if err != nil {
			return err
		}
		return c.showVerification(v, *asJSON)
	})
	dir = c.dirFlag(cmd)
	vault = cmd.Flags().Bool("vault", false, c.t("cli.flag.vault"))
	against = c.textFlag(cmd, "against", "", "cli.flag.against")
	asJSON = c.jsonFlag(cmd)
	return cmd
}

func (c *console) verifyLedger(ctx context.Context, dir, against string, vault bool) (verification, error) {
	options := app.VerifyOptions{Vault: vault}
	if against != "" {
		checkpoint, err := os.ReadFile(against) //nolint:gosec // the caller's own file
		if err != nil {
			return verification{}, c.unreadable(against, err)
		}
		options.Against = checkpoint
	}
	var v app.Verification
	if err := c.do(ctx, dir, "ledger verify", options, nil, &v); err != nil {
		return verification{}, err
	}
	told := verification{
		OK: v.OK, Entries: v.Entries, Sequenced: v.Sequenced, Shredded: v.Shredded,
		Checkpoints: v.Checkpoints, Key: v.Key, Findings: []finding{},
	}
	for _, f := range v.Findings {
		told.Findings = append(told.Findings, finding{"ledger", f.Where, f.What})
	}
	for _, f := range v.Vault {
		told.Findings = append(told.Findings, finding{"vault", string(f.Customer), f.What})
	}
	return told, nil
}

func (c *console) showVerification(v verification, asJSON bool) error {
	if asJSON {
		if err := c.print(v); err != nil || v.OK {
			return err
		}
		return found
	}
	c.say("cli.ledger_verify.counted", "Entries", c.count(v.Entries), "Sequenced", c.count(v.Sequenced),
		"Shredded", c.count(v.Shredded), "Checkpoints", c.count(int64(v.Checkpoints)))
	if v.OK {
		c.say("cli.ledger_verify.fine")
		c.say("cli.ledger_verify.key", "Key", v.Key)
		return nil
	}
	for _, f := range v.Findings {
		c.line("  "+c.t("cli.ledger_verify.in_"+f.In), styled(c.out, nameStyle, c.findingSaid(f.Where)), c.findingSaid(f.What))
	}
	c.say("cli.ledger_verify.found", len(v.Findings))
	return found
}

// ledgerShow lists what was done with one customer's data, and by whom; or,
// with no customer named, what is about nobody in particular.
func (c *console) ledgerShow() *cobra.Command {
	var (
		dir, customer *string
		asJSON        *bool
	)
	cmd := c.command("show", "cli.ledger_show", func(cmd *cobra.Command, _ []string) error {
		lines := []app.Shown{}
		o := app.ShowOptions{Customer: slovo.CustomerID(*customer), Limit: 200}
		if err := c.do(cmd.Context(), *dir, "ledger show", o, nil, &lines); err != nil {
			return err
		}
		if *asJSON {
			return c.print(lines)
		}
		c.showLines(lines)
		return nil
	})
	dir = c.dirFlag(cmd)
	customer = c.textFlag(cmd, "customer", string(slovo.Firm), "cli.flag.of_customer")
	asJSON = c.jsonFlag(cmd)
	return cmd
}

// showLines prints a line each: when, its number, who, what was done or
// refused, and with what. Purposes, fields and reasons keep the names that
// programs and the charter know them by.
func (c *console) showLines(lines []app.Shown) {
	id, who := 0, 0
	for _, l := range lines {
		id, who = max(id, cells(string(l.ID))), max(who, cells(c.whoDid(l)))
	}
	for _, l := range lines {
		with := strings.TrimSpace(strings.Join(l.Fields, " ") + "  " + strings.Join(l.Reasons, " "))
		if l.Approval != "" {
			with += " approved:" + strings.ReplaceAll(l.Approval, " ", ",")
		}
		c.line(strings.TrimRight(strings.Join([]string{
			l.At.Local().Format("2006-01-02 15:04:05"), pad(string(l.ID), id), pad(c.whoDid(l), who),
			c.act(string(l.Act), l.Outcome), with,
		}, "  "), " "))
	}
}

// whoDid is an account and its role; of a program also who made its token.
func (c *console) whoDid(l app.Shown) string {
	who := strings.TrimSpace(string(l.Account) + " " + l.Role)
	if l.Token != "" {
		who += " (" + c.t("cli.ledger_show.token", "Token", string(l.Token), "Maker", string(l.Maker)) + ")"
	}
	return who
}
