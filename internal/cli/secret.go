package cli

import (
	"errors"
	"io"
	"os"
	"strings"

	"charm.land/huh/v2"
	"github.com/spf13/cobra"

	"slovo"
)

// secretAtMost is more than any password: a wrong file is not read whole.
const secretAtMost = 4096

// passwordFlag names the file with a password. A password itself is never a
// flag: everybody on the machine sees a program's arguments.
func (c *console) passwordFlag(cmd *cobra.Command) *string {
	return c.textFlag(cmd, "password-file", "", "cli.flag.password_file")
}

// secret reads a password: from the file ("-" for stdin), else by asking.
func (c *console) secret(file, question string) (slovo.Value, error) {
	if file != "" {
		return c.secretIn(file)
	}
	if !c.asks() {
		return slovo.Value{}, c.wrong("cli.fault.missing", "Name", "--password-file")
	}
	var first string
	err := c.form(huh.NewInput().Title(c.t(question)).EchoMode(huh.EchoModePassword).Value(&first).Validate(c.notEmpty))
	return slovo.NewValue(first), err
}

func (c *console) secretIn(file string) (slovo.Value, error) {
	from := c.in
	if file != "-" {
		f, err := os.Open(file) //nolint:gosec // the caller's own file
		if err != nil {
			return slovo.Value{}, c.unreadable(file, err)
		}
		defer f.Close() //nolint:errcheck // only read
		from = f
	}
	text, err := io.ReadAll(io.LimitReader(from, secretAtMost))
	if err != nil {
		return slovo.Value{}, c.unreadable(file, err)
	}
	line := strings.TrimRight(string(text), "\r\n")
	if line == "" || strings.ContainsAny(line, "\r\n") {
		return slovo.Value{}, c.unable("cli.fault.password_line", "Name", file)
	}
	return slovo.NewValue(line), nil
}

// asks tells whether a person is there to answer.
func (c *console) asks() bool { return terminal(c.in) && terminal(c.err) }

// form asks questions one after another.
func (c *console) form(fields ...huh.Field) error {
	err := huh.NewForm(huh.NewGroup(fields...)).WithShowHelp(false).WithInput(c.in).WithOutput(c.err).Run()
	if errors.Is(err, huh.ErrUserAborted) {
		return c.unable("cli.fault.aborted")
	}
	return err
}

func (c *console) notEmpty(answer string) error {
	if strings.TrimSpace(answer) == "" {
		return errors.New(c.t("cli.init.empty"))
	}
	return nil
}
