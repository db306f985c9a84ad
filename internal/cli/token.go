package cli

import (
	"context"
	"net/netip"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/app"
	"slovo/internal/text"
)

func (c *console) token() *cobra.Command {
	return c.group("token", "cli.token", c.tokenCreate(), c.tokenRevoke())
}

// bounds are what a token is bound to, as flags.
type bounds struct {
	label              *string
	purposes, networks *[]string
	quota, days        *int
}

func (c *console) tokenCreate() *cobra.Command {
	var (
		dir    *string
		b      bounds
		asJSON *bool
	)
	cmd := c.command("create LOGIN", "cli.token_create", func(cmd *cobra.Command, args []string) error {
		networks, err := c.networks(*b.networks)
		if err != nil {
			return err
		}
		return c.createToken(cmd.Context(), *dir, *asJSON, app.TokenOptions{
			Login: args[0], Label: *b.label, Purposes: *b.purposes, Networks: networks, Quota: *b.quota, Days: *b.days,
		})
	})
	dir = c.dirFlag(cmd)
	b = bounds{
		label:    c.textFlag(cmd, "label", "", "cli.flag.label"),
		purposes: c.listFlag(cmd, "purpose", "cli.flag.token_purpose"),
		networks: c.listFlag(cmd, "network", "cli.flag.network"),
		quota:    cmd.Flags().Int("quota", 0, c.t("cli.flag.quota")),
		days:     cmd.Flags().Int("days", 90, c.t("cli.flag.days")),
	}
	asJSON = c.jsonFlag(cmd)
	return cmd
}

func (c *console) createToken(ctx context.Context, dir string, asJSON bool, o app.TokenOptions) error {
	if err := c.needed(flagValue{"label", o.Label}); err != nil {
		return err
	}
	if o.Days < 1 {
		return c.wrong("cli.fault.flag_value", "Name", "--days", "Value", strconv.Itoa(o.Days))
	}
	var done app.NewToken
	if err := c.do(ctx, dir, "token create", o, nil, &done); err != nil {
		return err
	}
	if asJSON {
		return c.print(done)
	}
	c.say("cli.token_create.done", "ID", string(done.ID), "Role", done.Role)
	c.line("  " + done.Secret)
	if !done.Expires.IsZero() {
		c.say("cli.token_create.expires", "Date", text.Date(c.lang, done.Expires, time.Now()))
	}
	return nil
}

// networks reads ranges of addresses; one address is a range of one.
func (c *console) networks(given []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, one := range given {
		if addr, err := netip.ParseAddr(one); err == nil {
			all = append(all, netip.PrefixFrom(addr, addr.BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(one)
		if err != nil {
			return nil, c.wrong("cli.fault.flag_value", "Name", "--network", "Value", one)
		}
		all = append(all, prefix)
	}
	return all, nil
}

func (c *console) tokenRevoke() *cobra.Command {
	var (
		dir    *string
		asJSON *bool
	)
	cmd := c.command("revoke TOKEN", "cli.token_revoke", func(cmd *cobra.Command, args []string) error {
		var done struct{}
		o := app.RevokeOptions{ID: slovo.TokenID(args[0])}
		if err := c.do(cmd.Context(), *dir, "token revoke", o, nil, &done); err != nil {
			return err
		}
		return c.did(*asJSON, "cli.token_revoke.done", "ID", args[0])
	})
	dir = c.dirFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	return cmd
}
