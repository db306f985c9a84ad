package cli

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/app"
)

// restore makes a company of a backup: the one way back.
func (c *console) restore() *cobra.Command {
	var (
		o        app.RestoreOptions
		identity *string
		place    [3]*string
		asJSON   *bool
	)
	cmd := c.command("restore SRC DIR", "cli.restore", func(cmd *cobra.Command, args []string) error {
		o.Src, o.Dir, o.Store, o.State, o.Outside = args[0], args[1], *place[0], *place[1], *place[2]
		return c.restoreFrom(cmd.Context(), o, *identity, *asJSON)
	})
	identity = c.textFlag(cmd, "identity", "", "cli.flag.identity")
	place[0] = c.storeFlag(cmd)
	place[1] = c.textFlag(cmd, "state", "", "cli.flag.state")
	place[2] = c.textFlag(cmd, "outside", "", "cli.flag.outside")
	asJSON = c.jsonFlag(cmd)
	return cmd
}

func (c *console) restoreFrom(ctx context.Context, o app.RestoreOptions, identity string, asJSON bool) error {
	key, err := c.identity(ctx, identity)
	if err != nil {
		return err
	}
	defer key.Close() //nolint:errcheck // only read
	o.Identity = key
	r, err := app.Restore(ctx, o, c.askApproval)
	if err != nil {
		return err
	}
	if asJSON {
		return c.answered(r, r.Backup.OK)
	}
	c.trial(r.Backup)
	if !r.Backup.OK {
		c.say("cli.restore.dropped")
		return found
	}
	c.restored(r)
	return nil
}

// identity opens the file with the recovery identity, or asks for it.
func (c *console) identity(ctx context.Context, file string) (io.ReadCloser, error) {
	if file == "-" { // those who approve answer there
		return nil, c.wrong("cli.fault.flag_value", "Name", "--identity", "Value", file)
	}
	if file != "" {
		return c.identityFile(file)
	}
	var typed string
	err := c.form(ctx, question{title: c.t("cli.restore.ask_identity"), hidden: true, to: &typed})
	return io.NopCloser(strings.NewReader(typed + "\n")), err
}

// askApproval asks one who approves. It works for a program, too: three
// lines for each.
func (c *console) askApproval(ctx context.Context, nth, of int, why app.WrongApproval) (app.Attempt, error) {
	if why != "" {
		c.note("cli.restore.wrong_" + string(why))
	}
	c.note("cli.restore.approval", "Nth", strconv.Itoa(nth), "Of", strconv.Itoa(of))
	var login, password, code string
	err := c.form(
		ctx,
		question{title: c.t("cli.restore.ask_login"), to: &login},
		question{title: c.t("cli.restore.ask_password"), hidden: true, to: &password},
		question{title: c.t("cli.restore.ask_code"), to: &code},
	)
	return app.Attempt{Login: login, Password: slovo.NewValue(password), Code: slovo.NewValue(code)}, err
}

// restored tells what came back, what did not, and what to do now.
func (c *console) restored(r app.Restored) {
	c.say("cli.restore.done", "Dir", r.Dir, "Names", strings.Join(r.Approved, ", "))
	switch {
	case !r.Lost.Known:
		c.say("cli.restore.no_outside")
	case r.Lost.To > r.Lost.From:
		c.say("cli.restore.lost", "N", r.Lost.To-r.Lost.From)
	default:
		c.say("cli.restore.nothing_lost")
	}
	c.say("cli.restore.replayed", "Erased", c.count(int64(r.Replayed.Erased)), "Refused", c.count(int64(r.Replayed.Refused)),
		"Accounts", c.count(int64(r.Replayed.Accounts)), "Tokens", c.count(int64(r.Replayed.Tokens)))
	if len(r.Replayed.Blocked) > 0 {
		c.say("cli.restore.blocked", "Names", strings.Join(r.Replayed.Blocked, ", "))
	}
	if len(r.Replayed.Left) > 0 {
		c.say("cli.restore.left", "Names", strings.Join(r.Replayed.Left, ", "))
	}
	c.say("cli.restore.key")
	c.line("  " + r.Key + "\n")
	c.head("cli.init.next")
	for _, step := range [][2]string{
		{"cli.restore.next_verify", "slovo ledger verify --vault --dir " + r.Dir},
		{"cli.init.next_serve", "slovo serve --dir " + r.Dir},
		{"cli.restore.next_backup", "slovo backup " + c.argument("DEST") + " --dir " + r.Dir},
	} {
		c.say(step[0])
		c.line("    " + styled(c.out, nameStyle, step[1]))
	}
}
