package cli

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/spf13/cobra"

	"slovo/internal/app"
)

func (c *console) demo() *cobra.Command {
	var (
		o      app.DemoOptions
		store  *string
		asJSON *bool
	)
	cmd := c.command("demo", "cli.demo", func(cmd *cobra.Command, _ []string) error {
		o.Store = *store
		var told error
		err := app.Demo(cmd.Context(), o, func(ready app.DemoReady) {
			if *asJSON {
				told = c.print(ready)
				return
			}
			c.tour(ready, o.Keep != "")
		})
		if errors.Is(err, syscall.EADDRINUSE) {
			return c.unable("cli.fault.listen", "Listen", o.Listen)
		}
		return errors.Join(err, told)
	})
	cmd.Flags().StringVar(&o.Listen, "listen", usualListen, c.t("cli.flag.listen"))
	cmd.Flags().StringVar(&o.Keep, "keep", "", c.t("cli.flag.keep"))
	store = c.storeFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	return cmd
}

// tour is one page: where to go in, as whom, whom to play, what to try.
func (c *console) tour(d app.DemoReady, kept bool) {
	c.line()
	c.line(styled(c.out, headStyle, c.t("cli.demo.ready", "URL", d.URL)))
	if kept {
		c.say("cli.demo.kept", "Dir", d.Dir)
	} else {
		c.say("cli.demo.folder", "Dir", d.Dir)
		c.say("cli.demo.gone")
	}
	c.line()
	c.say("cli.demo.recovery")
	c.line("  " + d.Recovery + "\n")
	c.signIns(d.Staff)
	c.person("cli.demo.customer", d.Customer)
	c.person("cli.demo.another", d.Other)
	c.tries(d)
}

func (c *console) signIns(staff []app.DemoStaff) {
	login, secret := 0, 0
	for _, s := range staff {
		login, secret = max(login, len(s.Login)), max(secret, len(s.Password))
	}
	c.head("cli.demo.staff")
	for _, s := range staff {
		code, err := totp.GenerateCode(s.TOTP, time.Now())
		if err != nil {
			code = "–"
		}
		c.line("  " + styled(c.out, nameStyle, pad(s.Login, login)) + "  " + pad(s.Password, secret) + "  " + code + "  " + s.Name)
	}
	c.line("\n" + c.t("cli.demo.codes"))
	for _, s := range staff {
		c.line("  " + pad(s.Login, login) + "  " + s.TOTP)
	}
	c.line()
}

func (c *console) person(id string, p app.DemoPerson) {
	const wide = 18
	c.head(id)
	c.line("  " + p.Values["name"])
	c.pair(wide, "cli.demo.phone", p.Values["phone"])
	c.pair(wide, "cli.demo.email", p.Values["email"])
	for _, kind := range []string{"pin", "card_last4", "account_number"} {
		c.pair(wide, "cli.demo."+kind, p.Factors[kind])
	}
	c.pair(wide, "cli.demo.number", p.ID)
	c.line()
}

// tries are five things to do by hand; commands stand ready to be copied.
func (c *console) tries(d app.DemoReady) {
	agent := first(logins(d.Staff, "agent"))
	slovo := os.Args[0] // as it was called, so that a copied line finds it
	commands := map[string]string{
		"refused": fmt.Sprintf("%s gate why --dir %s --as %s --customer %s --field phone --purpose support", slovo, d.Dir, agent, d.Customer.ID),
		"receipt": fmt.Sprintf("%s receipt get %s-1 --dir %s --out receipt.json && \\\n     %s receipt verify receipt.json --key '%s'",
			slovo, d.Customer.ID, d.Dir, slovo, d.LedgerKey),
	}
	c.head("cli.demo.try")
	for i, name := range []string{"find", "refused", "verify", "reveal", "receipt"} {
		c.line(fmt.Sprintf("  %d. %s", i+1, c.t("cli.demo.try_"+name)))
		if commands[name] != "" {
			c.line("     " + styled(c.out, nameStyle, commands[name]))
		}
	}
	c.line()
}

func logins(staff []app.DemoStaff, role string) []string {
	var all []string
	for _, s := range staff {
		if s.Role == role {
			all = append(all, s.Login)
		}
	}
	return all
}
