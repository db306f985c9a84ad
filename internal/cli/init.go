package cli

import (
	"context"
	"errors"
	"net/mail"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/app"
)

// beginning is what a new company's folder is made of, as it was given.
type beginning struct {
	kind                 *string
	companyRU, companyEN *string
	email                *string
	login, name          *string
	passwordFile         *string
	state, store, url    *string
	json                 *bool
}

// begun is the answer to a program. The authenticator's secret is shown once.
type begun struct {
	Dir       string `json:"dir"`
	Login     string `json:"login"`
	TOTP      string `json:"totp"`
	URL       string `json:"url"`
	KeyFile   string `json:"key_file"`
	LedgerKey string `json:"ledger_key"`
	Recovery  string `json:"recovery_identity"` // opens the backups
}

func (c *console) init() *cobra.Command {
	var b beginning
	cmd := c.command("init DIR", "cli.init", func(cmd *cobra.Command, args []string) error {
		return c.begin(cmd.Context(), args[0], b)
	})
	b = beginning{
		kind:         c.textFlag(cmd, "kind", "", "cli.flag.kind"),
		companyRU:    c.textFlag(cmd, "company-ru", "", "cli.flag.company_ru"),
		companyEN:    c.textFlag(cmd, "company-en", "", "cli.flag.company_en"),
		email:        c.textFlag(cmd, "email", "", "cli.flag.email"),
		login:        c.textFlag(cmd, "login", "", "cli.flag.login"),
		name:         c.textFlag(cmd, "name", "", "cli.flag.name"),
		passwordFile: c.passwordFlag(cmd),
		state:        c.textFlag(cmd, "state", "", "cli.flag.state"),
		store:        c.storeFlag(cmd),
		url:          c.textFlag(cmd, "url", "", "cli.flag.url"),
		json:         c.jsonFlag(cmd),
	}
	return cmd
}

func (c *console) begin(ctx context.Context, dir string, b beginning) error {
	if app.IsCompany(dir) {
		return c.refused("cli.fault.company_already", "Name", dir)
	}
	if *b.kind != "" && !slices.Contains(app.Kinds(), *b.kind) {
		return c.wrong("cli.fault.kind", "Names", strings.Join(app.Kinds(), ", "))
	}
	if err := c.complete(ctx, b); err != nil {
		return err
	}
	if err := c.addresses(*b.email, *b.url); err != nil {
		return err
	}
	charter, err := app.FirstCharter(*b.kind, slovo.Text{RU: *b.companyRU, EN: *b.companyEN}, *b.email)
	if err != nil {
		return err
	}
	f := app.Founding{Dir: dir, Charter: charter, Kind: *b.kind, Settings: b.settings()}
	f.Owner.Login, f.Owner.Name = *b.login, *b.name
	founded, err := c.found(ctx, f, *b.passwordFile)
	if err != nil {
		return err
	}
	done := begun{
		Dir: dir, Login: *b.login, TOTP: founded.Enrollment.Secret.Show(), URL: founded.Enrollment.URL.Show(),
		KeyFile: filepath.Join(dir, "keys", "installation.key"), LedgerKey: founded.PublicKey,
		Recovery: founded.Recovery.Show(),
	}
	if *b.json {
		return c.print(done)
	}
	c.welcome(done)
	if *b.email == "" {
		c.say("cli.init.no_email", "Email", app.NoEmail)
	}
	return nil
}

// addresses refuses what is no address where one is wanted.
func (c *console) addresses(email, page string) error {
	if _, err := mail.ParseAddress(email); email != "" && err != nil {
		return c.wrong("cli.fault.flag_value", "Name", "--email", "Value", email)
	}
	if page == "" {
		return nil
	}
	at, err := url.Parse(page)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return c.wrong("cli.fault.flag_value", "Name", "--url", "Value", page)
	}
	return nil
}

// found makes the company. Where a person sits, a weak password is asked
// for again, and no other answer is lost.
func (c *console) found(ctx context.Context, f app.Founding, passwordFile string) (app.Founded, error) {
	for {
		var err error
		if f.Owner.Password, err = c.secret(ctx, passwordFile, "cli.init.ask_password"); err != nil {
			return app.Founded{}, err
		}
		founded, err := app.Init(ctx, f)
		weak := weakness(err)
		if weak == "" || passwordFile != "" || !c.asks() {
			return founded, err
		}
		c.note("cli.weak." + weak)
	}
}

// weakness is why a password was not taken, "" where that is not the matter.
// It is read from the error's text, for a running server tells no more.
func weakness(err error) string {
	if err == nil || !errors.Is(err, slovo.ErrInvalid) {
		return ""
	}
	_, code, _ := strings.Cut(err.Error(), "password: too weak: ")
	return code
}

// complete asks for what the flags left out, or names the first of it.
func (c *console) complete(ctx context.Context, b beginning) error {
	questions := []struct {
		flag, id string
		answer   *string
	}{
		{"company-ru", "cli.init.ask_company_ru", b.companyRU},
		{"company-en", "cli.init.ask_company_en", b.companyEN},
		{"email", "cli.init.ask_email", b.email},
		{"name", "cli.init.ask_name", b.name},
		{"login", "cli.init.ask_login", b.login},
	}
	var open []question
	if *b.kind == "" {
		*b.kind = app.Kinds()[0] // what there was before one could choose
		if c.asks() {
			open = append(open, c.kinds(b.kind))
		}
	}
	for _, q := range questions {
		if *q.answer != "" {
			continue
		}
		if q.flag == "email" && !c.asks() {
			continue // programs may leave it for later
		}
		if !c.asks() {
			return c.wrong("cli.fault.missing", "Name", "--"+q.flag)
		}
		open = append(open, question{title: c.t(q.id), to: q.answer})
	}
	return c.form(ctx, open...)
}

// kinds asks what the company is.
func (c *console) kinds(to *string) question {
	var all []choice
	for _, kind := range app.Kinds() {
		all = append(all, choice{c.t("cli.init.kind_" + kind), kind})
	}
	return question{title: c.t("cli.init.ask_kind"), choices: all, to: to}
}

func (b beginning) settings() app.Settings {
	s := app.UsualSettings()
	for _, one := range []struct{ to, from *string }{{&s.State, b.state}, {&s.Store, b.store}, {&s.URL, b.url}} {
		if *one.from != "" {
			*one.to = *one.from
		}
	}
	return s
}

// welcome shows what the founder must keep, and what to do next.
func (c *console) welcome(b begun) {
	c.say("cli.init.done", "Dir", b.Dir)
	c.line()
	c.enrolled(b.Login, b.TOTP, b.URL)
	c.say("cli.init.key", "File", b.KeyFile)
	c.say("cli.init.recovery")
	c.line("  " + b.Recovery + "\n")
	c.say("cli.init.ledger_key")
	c.line("  " + b.LedgerKey + "\n")
	c.head("cli.init.next")
	for _, step := range [][2]string{
		{"cli.init.next_charter", "slovo charter check " + filepath.Join(b.Dir, "charter.yaml")},
		{"cli.init.next_import", "slovo import customers.csv --dry-run --dir " + b.Dir},
		{"cli.init.next_staff", "slovo staff add " + c.argument("LOGIN") + " --role agent --name … --dir " + b.Dir},
		{"cli.init.next_serve", "slovo serve --dir " + b.Dir},
	} {
		c.say(step[0])
		c.line("    " + styled(c.out, nameStyle, step[1]))
	}
}

// enrolled shows an authenticator's secret, the only time it is shown: as a
// picture to a phone, where a person looks, and in letters.
func (c *console) enrolled(login, secret, url string) {
	c.say("cli.enrolled", "Login", login)
	if terminal(c.out) {
		c.line(picture(url))
	}
	c.line("  " + secret)
	c.line("  " + url + "\n")
}
