package cli

import (
	"context"
	"io"
	"os"
	"strings"

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
func (c *console) secret(ctx context.Context, file, asked string) (slovo.Value, error) {
	if file != "" {
		return c.secretIn(file)
	}
	if !c.asks() {
		return slovo.Value{}, c.wrong("cli.fault.missing", "Name", "--password-file")
	}
	var first string
	err := c.form(ctx, question{title: c.t(asked), hidden: true, to: &first})
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
