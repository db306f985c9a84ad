package cli

import (
	"context"
	"os"

	"github.com/spf13/cobra"

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
	return c.group("ledger", "cli.ledger", c.ledgerVerify())
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
		c.line("  "+c.t("cli.ledger_verify.in_"+f.In), styled(c.out, nameStyle, f.Where), f.What)
	}
	c.say("cli.ledger_verify.found", len(v.Findings))
	return found
}
