// Package cli holds the commands of slovo: it reads arguments, asks app,
// and tells people, in their language, or programs, in JSON, what came of it.
package cli

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/text"
)

// console is where a command reads and tells, and in which language.
type console struct {
	in       io.Reader
	out, err io.Writer
	lang     slovo.Lang
	lines    *bufio.Reader // of in, once somebody was asked
	lost     error         // the help was asked for of a command that there is not
	program  bool          // a program asks, by --json: what goes wrong is told as it reads
}

// Main carries the arguments out and returns the exit code: 0 done, 1 a
// finding or refusal, 2 wrong use or no way to do it. A terminal that is
// closed (SIGHUP) ends a command as in order as Ctrl+C does.
func Main(args []string, in io.Reader, out, err io.Writer) int {
	c := &console{in: in, out: out, err: err, lang: language(os.Getenv)}
	c.program = asksJSON(args)
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl+C does not wait
	root := c.root()
	root.SetArgs(args)
	asked, wrong := root.ExecuteContextC(ctx)
	return c.tell(asked, cmp.Or(wrong, c.lost))
}

// asksJSON tells whether the arguments ask for JSON. They are read before
// cobra reads them, for it may be them that are wrong.
func asksJSON(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return slices.Contains(args, "--json") || slices.Contains(args, "--json=true")
}

// endings are the signals that ask a command to end; whoever started it
// with SIGHUP ignored (nohup) wants it to outlive the terminal.
func endings() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}

// language is the one that the system's variables name, the strongest first.
func language(env func(string) string) slovo.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" {
			if strings.HasPrefix(strings.ToLower(v), "ru") {
				return slovo.RU
			}
			return slovo.EN
		}
	}
	return slovo.EN
}

// The annotations: when a command ends with 1, and that it only holds others.
const (
	exitNote  = "exit"
	groupNote = "group"
)

// acts tells whether the command does something itself.
func acts(cmd *cobra.Command) bool { return cmd.Annotations[groupNote] == "" }

func (c *console) root() *cobra.Command {
	root := c.group("slovo", "cli.root",
		c.demo(), c.init(), c.serve(), c.charter(), c.importFile(), c.backup(), c.restore(), c.migrateStore(), c.doctor(), c.ledger(), c.receipt(),
		c.gate(), c.staff(), c.token(), c.bench(), c.version())
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Hidden: true, Use: "help", RunE: c.helpOn})
	root.SetFlagErrorFunc(c.flagFault)
	root.SetHelpFunc(c.help)
	root.PersistentFlags().BoolP("help", "h", false, c.t("cli.flag.help"))
	return root
}

// helpOn is `slovo help import`: the same as `slovo import --help`.
func (c *console) helpOn(cmd *cobra.Command, args []string) error {
	about, rest, err := cmd.Root().Find(args)
	if err == nil && len(rest) == 0 {
		return about.Help()
	}
	return c.wrong("cli.fault.command", "Name", strings.Join(args, " "), "Path", cmd.Root().CommandPath())
}

// group is a command that only holds others: alone it shows its help.
func (c *console) group(use, id string, under ...*cobra.Command) *cobra.Command {
	cmd := c.command(use, id, func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return c.wrong("cli.fault.command", "Name", args[0], "Path", cmd.CommandPath())
		}
		return cmd.Help()
	})
	cmd.Args = cobra.ArbitraryArgs
	cmd.Annotations = map[string]string{groupNote: use}
	cmd.AddCommand(under...)
	return cmd
}

// command makes a command whose texts lie in the catalogue under id: what
// it does in a line (short), what else one should know (long), how it is
// called (example) and when it ends with 1 (exit). The names in use that are
// in capitals are its arguments, all of them needed.
func (c *console) command(use, id string, run func(*cobra.Command, []string) error) *cobra.Command {
	usage := strings.Replace(id, "cli.", "usage.", 1)
	return &cobra.Command{
		Use: use, Short: c.t(id + ".short"), Long: c.maybe(id + ".long"), RunE: run,
		Example: c.maybe(usage + ".example"), Annotations: map[string]string{exitNote: c.maybe(usage + ".exit")},
		DisableFlagsInUseLine: true,
		Args: func(_ *cobra.Command, given []string) error {
			return c.checkArgs(strings.Fields(use)[1:], given)
		},
	}
}

func (c *console) checkArgs(want, given []string) error {
	if len(given) < len(want) {
		return c.wrong("cli.fault.missing", "Name", c.argument(want[len(given)]))
	}
	if len(given) > len(want) {
		return c.wrong("cli.fault.extra", "Name", given[len(want)])
	}
	return nil
}

// t is the text under id. Spaces may break here: what stands in a terminal
// is also copied from it.
func (c *console) t(id string, data ...any) string {
	return strings.ReplaceAll(text.T(c.lang, id, data...), "\u00a0", " ")
}

// maybe is the text under id, "" where there is none.
func (c *console) maybe(id string) string {
	if said := c.t(id); said != id {
		return said
	}
	return ""
}

// say tells the text under id, on a line of its own.
func (c *console) say(id string, data ...any) { c.line(c.t(id, data...)) }

func (c *console) line(parts ...any) { fmt.Fprintln(c.out, parts...) } //nolint:errcheck // a reader that went away needs no telling

// note tells what is not the command's answer.
func (c *console) note(id string, data ...any) { fmt.Fprintln(c.err, c.t(id, data...)) } //nolint:errcheck // as above

// print gives a program its answer: one JSON value, in one write.
func (c *console) print(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("cli: answer: %w", err)
	}
	if _, err := c.out.Write(append(text, '\n')); err != nil {
		return fmt.Errorf("cli: answer: %w", err)
	}
	return nil
}
