package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"slovo"
	"slovo/internal/app"
)

// The exit codes, stable for programs.
const (
	exitDone  = 0
	exitFound = 1 // a finding or refusal
	exitWrong = 2 // wrong use, or no way to do it
)

// fault is what a command ends with when it is not done, in the reader's
// language. A fault without words has been told already.
type fault struct {
	id    string // what it is, to a program; stable
	words string
	code  int
	usage bool // the reader is shown the way to the help
}

func (f *fault) Error() string { return f.words }

// found ends a command that told of its findings.
var found = &fault{code: exitFound}

// wrong is a wrong use.
func (c *console) wrong(id string, data ...any) error {
	return &fault{id: named(id), words: c.t(id, data...), code: exitWrong, usage: true}
}

// unable is what could not be done for a reason outside slovo.
func (c *console) unable(id string, data ...any) error {
	return &fault{id: named(id), words: c.t(id, data...), code: exitWrong}
}

// refused is a finding that still has to be told.
func (c *console) refused(id string, data ...any) error {
	return &fault{id: named(id), words: c.t(id, data...), code: exitFound}
}

// named is a text's id as a program reads it: cli.fault.no_file is no_file,
// cli.charter_publish.denied is charter_publish.denied.
func named(id string) string {
	id = strings.TrimPrefix(id, "cli.")
	for _, head := range []string{"fault.", "cause.", "weak."} {
		id = strings.TrimPrefix(id, head)
	}
	return id
}

// tell says what went wrong, if anything, and returns the exit code.
func (c *console) tell(asked *cobra.Command, err error) int {
	if err == nil {
		return exitDone
	}
	var f *fault
	if !errors.As(err, &f) {
		f = c.explain(err)
	}
	switch {
	case f.words == "": // it has been told
	case c.program:
		_ = c.print(failure{Error: trouble{f.id, f.words}, Exit: f.code}) // there is nobody else to tell
	default:
		c.complain(asked, f)
	}
	return f.code
}

// failure is what a program reads, on standard output, where a command asked
// for JSON and did not come to its answer.
type failure struct {
	Error trouble `json:"error"`
	Exit  int     `json:"exit"`
}

// trouble is what went wrong: a stable code, and words in the reader's language.
type trouble struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// did tells that an act is done: {"done":true} to a program.
func (c *console) did(asJSON bool, id string, data ...any) error {
	if asJSON {
		return c.print(struct {
			Done bool `json:"done"`
		}{true})
	}
	c.say(id, data...)
	return nil
}

func (c *console) complain(asked *cobra.Command, f *fault) {
	fmt.Fprintln(c.err, styled(c.err, markStyle, "slovo:")+" "+f.words) //nolint:errcheck // there is nobody else to tell
	if f.usage {
		c.note("cli.fault.help", "Path", asked.CommandPath())
	}
}

// explain puts a head in the reader's language before what a room said.
func (c *console) explain(err error) *fault {
	f := &fault{code: exitWrong}
	if f.words = c.maybe("cli.weak." + weakness(err)); f.words != "" {
		f.id = "weak_" + weakness(err)
		return f
	}
	if f.id, f.words = c.fileRefused(err.Error()); f.words != "" {
		return f // a whole sentence
	}
	if errors.Is(err, context.Canceled) {
		f.id, f.words = "stopped", c.t("cli.fault.stopped")
		return f
	}
	foreseen, words := c.cause(err)
	id := "cli.fault.failed"
	switch {
	case app.Refused(err):
		id, f.code = "cli.fault.refused", exitFound
	case errors.Is(err, slovo.ErrInvalid):
		id = "cli.fault.invalid"
	case errors.Is(err, slovo.ErrNotFound):
		id = "cli.fault.not_found"
	case errors.Is(err, slovo.ErrConflict) && foreseen != "":
		id, f.code = "cli.fault.refused", exitFound // the cause says what it conflicts with
	case errors.Is(err, slovo.ErrConflict):
		id, f.code = "cli.fault.conflict", exitFound
	}
	f.id, f.words = cmp.Or(foreseen, named(id)), c.t(id, "Cause", words)
	return f
}

// unreadable explains why a file that was named cannot be read.
func (c *console) unreadable(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return c.unable("cli.fault.no_file", "Name", path)
	case errors.Is(err, fs.ErrPermission):
		return c.unable("cli.fault.closed_file", "Name", path)
	}
	return c.unable("cli.fault.unreadable", "Name", path)
}

// flagFault says in the reader's language what is wrong with a flag.
func (c *console) flagFault(_ *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		empty   *pflag.ValueRequiredError
		bad     *pflag.InvalidValueError
	)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return err
	case errors.As(err, &unknown):
		return c.wrong("cli.fault.flag", "Name", dashed(unknown.GetSpecifiedName()))
	case errors.As(err, &empty):
		return c.wrong("cli.fault.flag_empty", "Name", dashed(empty.GetSpecifiedName()))
	case errors.As(err, &bad):
		return c.wrong("cli.fault.flag_value", "Name", dashed(bad.GetFlag().Name), "Value", bad.GetValue())
	}
	return c.wrong("cli.fault.flag_form", "Cause", err.Error())
}

// dashed writes a flag's name as it is typed.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + strings.TrimLeft(name, "-")
}

// plain is what a room said, without the word at its end that the head of
// the sentence says already.
func plain(err error) string {
	words := err.Error()
	for _, known := range []error{slovo.ErrInvalid, slovo.ErrNotFound, slovo.ErrConflict, slovo.ErrDenied} {
		words = strings.TrimSuffix(words, ": "+known.Error())
	}
	return words
}
