package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// help is the manual of a command: what it does, how it is called, what
// lies under it, every flag, examples and exit codes.
func (c *console) help(cmd *cobra.Command, _ []string) {
	if given := cmd.Flags().Args(); !acts(cmd) && len(given) > 0 {
		c.lost = c.wrong("cli.fault.command", "Name", given[0], "Path", cmd.CommandPath())
		return
	}
	for _, paragraph := range []string{cmd.Short, cmd.Long} {
		if paragraph != "" {
			c.line(strings.Join(wrap(paragraph, width(c.out)), "\n") + "\n")
		}
	}
	c.head("cli.help.usage")
	c.line("  " + c.usage(cmd))
	if acts(cmd) && cmd.HasAvailableSubCommands() {
		c.line("  " + cmd.CommandPath() + " " + c.t("cli.help.command"))
	}
	c.line()
	var under [][2]string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			under = append(under, [2]string{c.arguments(sub.Use), sub.Short})
		}
	}
	c.table("cli.help.commands", under)
	c.table("cli.help.flags", c.flagRows(cmd))
	c.examples(cmd)
	c.exits(cmd)
}

// examples are lines to be typed as they stand.
func (c *console) examples(cmd *cobra.Command) {
	if cmd.Example == "" {
		return
	}
	c.head("usage.example")
	for line := range strings.SplitSeq(cmd.Example, "\n") {
		c.line("  " + strings.Join(wrap(line, width(c.out)-6), " \\\n    "))
	}
	c.line()
}

// exits tells what each exit code means.
func (c *console) exits(cmd *cobra.Command) {
	if !cmd.HasParent() {
		c.line(strings.Join(wrap(c.t("cli.help.exit"), width(c.out)), "\n"))
	}
	if !acts(cmd) {
		return
	}
	c.head("usage.exit")
	for _, row := range c.exitRows(cmd) {
		c.hang("  "+styled(c.out, nameStyle, row[0])+"   ", 6, row[1])
	}
}

func (c *console) exitRows(cmd *cobra.Command) [][2]string {
	rows := [][2]string{{"0", c.t("usage.done")}}
	if note := cmd.Annotations[exitNote]; note != "" {
		rows = append(rows, [2]string{"1", note})
	}
	return append(rows, [2]string{"2", c.t("usage.failed")})
}

// arguments writes a use as the reader's language names its arguments.
func (c *console) arguments(use string) string {
	words := strings.Fields(use)
	for i, w := range words {
		if w == strings.ToUpper(w) {
			words[i] = c.argument(w)
		}
	}
	return strings.Join(words, " ")
}

// argument is an argument's name in the reader's language: [FILE] is [ФАЙЛ].
func (c *console) argument(name string) string {
	bare := strings.Trim(name, "[]")
	said := c.maybe("usage.arg." + strings.ToLower(bare))
	if said == "" {
		return name
	}
	return strings.Replace(name, bare, said, 1)
}

func (c *console) head(id string, data ...any) { c.line(styled(c.out, headStyle, c.t(id, data...))) }

func (c *console) usage(cmd *cobra.Command) string {
	use := c.arguments(cmd.UseLine())
	if !acts(cmd) {
		use += " " + c.t("cli.help.command")
	}
	if cmd.HasAvailableLocalFlags() && cmd.HasParent() {
		use += " [--…]"
	}
	return use
}

// flagRows lists the command's flags with what they are where not given.
func (c *console) flagRows(cmd *cobra.Command) [][2]string {
	var rows [][2]string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		usage := f.Usage
		if !slices.Contains([]string{"", "false", "0", "[]", "."}, f.DefValue) && f.Name != "store" {
			usage += " (" + c.t("cli.help.usually", "Value", strings.Trim(f.DefValue, "[]")) + ")"
		}
		rows = append(rows, [2]string{"--" + f.Name + values[f.Value.Type()], usage})
	})
	if f := cmd.Flag("help"); f != nil {
		rows = append(rows, [2]string{"-h, --help", f.Usage})
	}
	return rows
}

// values shows how a flag's value is written, by its type.
var values = map[string]string{"string": " …", "stringSlice": " …,…", "int": " N", "intSlice": " N,N"}

// table prints names and what they mean, in two columns.
func (c *console) table(id string, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	wide := 0
	for _, r := range rows {
		wide = max(wide, cells(r[0]))
	}
	c.head(id)
	for _, r := range rows {
		gap := strings.Repeat(" ", wide-cells(r[0])+3)
		what := wrap(r[1], max(30, width(c.out)-wide-5))
		c.line("  " + styled(c.out, nameStyle, r[0]) + gap + strings.Join(what, "\n"+strings.Repeat(" ", wide+5)))
	}
	c.line()
}

// wrap breaks a text into lines, at spaces only: a flag stays whole.
func wrap(text string, wide int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			switch {
			case line == "":
				line = word
			case cells(line)+1+cells(word) > wide:
				lines, line = append(lines, line), word
			default:
				line += " " + word
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// pair prints one thing and its name, names in a column.
func (c *console) pair(wide int, id string, value any) {
	name := c.t(id)
	pad := strings.Repeat(" ", max(1, wide-cells(name)))
	c.line("  " + styled(c.out, dimStyle, name) + pad + fmt.Sprint(value))
}
