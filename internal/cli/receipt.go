package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/app"
	"slovo/internal/text"
)

// verified is the answer to `slovo receipt verify --json`.
type verified struct {
	OK       bool   `json:"ok"`
	What     string `json:"what,omitempty"` // what does not hold
	OwnKey   bool   `json:"own_key"`        // the key came from the receipt itself
	TreeSize int64  `json:"tree_size"`
	Entry    any    `json:"entry,omitempty"`
}

func (c *console) receipt() *cobra.Command {
	return c.group("receipt", "cli.receipt", c.receiptVerify(), c.receiptGet())
}

func (c *console) receiptVerify() *cobra.Command {
	var (
		key    *string
		asJSON *bool
	)
	cmd := c.command("verify FILE", "cli.receipt_verify", func(_ *cobra.Command, args []string) error {
		return c.verifyReceipt(args[0], *key, *asJSON)
	})
	key = c.textFlag(cmd, "key", "", "cli.flag.key")
	asJSON = c.jsonFlag(cmd)
	return cmd
}

// verifyReceipt warns where the key came with the receipt: whoever made the
// one could have made the other.
func (c *console) verifyReceipt(path, key string, asJSON bool) error {
	v, err := app.VerifyReceipt(path, key)
	switch {
	case errors.Is(err, slovo.ErrInvalid) && asJSON:
		return errors.Join(found, c.print(verified{What: plain(err)}))
	case errors.Is(err, slovo.ErrInvalid):
		_, cause := c.cause(err)
		return c.refused("cli.receipt_verify.found", "Cause", cause)
	case err != nil:
		return c.unreadable(path, err)
	}
	if v.OwnKey {
		c.note("cli.receipt_verify.own_key")
	}
	if asJSON {
		return c.print(verified{OK: true, OwnKey: v.OwnKey, TreeSize: v.TreeSize, Entry: v.Entry})
	}
	c.say("cli.receipt_verify.fine", "Size", c.count(v.TreeSize))
	e := v.Entry
	c.pair(14, "cli.receipt_verify.act", c.act(string(e.Act), string(e.Outcome)))
	c.pair(14, "cli.receipt_verify.at", text.When(c.lang, e.At.Time(), time.Now()))
	c.pair(14, "cli.receipt_verify.fields", strings.Join(e.Fields, ", "))
	c.pair(14, "cli.receipt_verify.purpose", e.Purpose)
	c.pair(14, "cli.receipt_verify.who", strings.Trim(e.Role+" "+e.Colleague, " "))
	return nil
}

// act tells what was done. Purposes and fields keep the names that the
// company's charter gives them: it is not at hand where a receipt is checked.
func (c *console) act(act, outcome string) string {
	said := c.maybe("act." + act)
	if said == "" {
		said = act
	}
	if outcome == "refused" {
		return c.t("cli.receipt_verify.refused", "Act", said)
	}
	return said
}

func (c *console) receiptGet() *cobra.Command {
	var dir, out *string
	cmd := c.command("get ENTRY", "cli.receipt_get", func(cmd *cobra.Command, args []string) error {
		return c.getReceipt(cmd.Context(), *dir, args[0], *out)
	})
	dir = c.dirFlag(cmd)
	out = c.textFlag(cmd, "out", "", "cli.flag.out")
	return cmd
}

func (c *console) getReceipt(ctx context.Context, dir, entry, out string) error {
	var receipt json.RawMessage
	options := app.ReceiptOptions{Entry: slovo.EntryID(entry)}
	if err := c.do(ctx, dir, "receipt get", options, nil, &receipt); err != nil {
		return err
	}
	var file bytes.Buffer
	if err := json.Indent(&file, receipt, "", "  "); err != nil {
		return fmt.Errorf("cli: receipt: %w", err)
	}
	file.WriteByte('\n')
	if out == "" {
		_, err := file.WriteTo(c.out)
		return err
	}
	if err := os.WriteFile(out, file.Bytes(), 0o600); err != nil {
		return c.unable("cli.fault.unwritable", "Name", out)
	}
	c.say("cli.receipt_get.done", "File", out)
	return nil
}
