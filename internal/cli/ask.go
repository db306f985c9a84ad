package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/term"
)

// question is one thing that a person is asked, a line at a time, so that a
// screen reader and a slow line can follow.
type question struct {
	title   string
	choices []choice // empty: any answer that is not
	hidden  bool     // what is typed is not shown
	to      *string
}

// choice is an answer that can be chosen by its number.
type choice struct{ label, value string }

// asks tells whether a person is there to answer.
func (c *console) asks() bool { return terminal(c.in) && terminal(c.err) }

// form asks questions one after another.
func (c *console) form(ctx context.Context, questions ...question) error {
	for _, q := range questions {
		for again := true; again; {
			answer, err := c.ask(ctx, q)
			if err != nil {
				return err
			}
			if *q.to, again = q.read(answer); again {
				c.note(q.complaint(), "Most", strconv.Itoa(len(q.choices)))
			}
		}
	}
	return nil
}

// read turns what was typed into the answer; again tells that it is none.
func (q question) read(typed string) (answer string, again bool) {
	if len(q.choices) == 0 {
		return typed, strings.TrimSpace(typed) == ""
	}
	n, err := strconv.Atoi(strings.TrimSpace(typed))
	if err != nil || n < 1 || n > len(q.choices) {
		return "", true
	}
	return q.choices[n-1].value, false
}

// mark stands between a question and its answer.
func (q question) mark() string {
	if strings.HasSuffix(q.title, "?") || strings.HasSuffix(q.title, ".") {
		return " "
	}
	return ": "
}

func (q question) complaint() string {
	if len(q.choices) == 0 {
		return "cli.init.empty"
	}
	return "cli.init.choose"
}

// ask puts the question and waits for a line, or for Ctrl+C or the end of
// the input, which both leave everything as it was.
func (c *console) ask(ctx context.Context, q question) (string, error) {
	if ctx.Err() != nil {
		return "", c.unable("cli.fault.aborted")
	}
	for i, one := range q.choices {
		fmt.Fprintf(c.err, "  %d. %s\n", i+1, one.label) //nolint:errcheck // a reader that went away needs no telling
	}
	fmt.Fprint(c.err, styled(c.err, headStyle, q.title)+q.mark()) //nolint:errcheck // as above
	seen, restore := c.echo(!q.hidden)
	defer restore()
	type line struct {
		text string
		err  error
	}
	typed := make(chan line, 1) // whoever leaves by Ctrl+C leaves the reading behind, too
	go func() {
		text, err := c.readLine(seen)
		typed <- line{text, err}
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(c.err) //nolint:errcheck // as above
		return "", c.unable("cli.fault.aborted")
	case l := <-typed:
		if l.err != nil {
			fmt.Fprintln(c.err) //nolint:errcheck // as above
			return "", c.unable("cli.fault.aborted")
		}
		return l.text, nil
	}
}

// echo makes ready for a line that is shown or hidden as it is typed, and
// returns what puts the terminal back as it was.
func (c *console) echo(shown bool) (bool, func()) {
	f, ok := c.in.(term.File)
	if shown || !ok {
		return true, func() {}
	}
	before, err := term.GetState(f.Fd())
	if err != nil {
		return true, func() {}
	}
	return false, func() { _ = term.Restore(f.Fd(), before) }
}

func (c *console) readLine(shown bool) (string, error) {
	if f, ok := c.in.(term.File); ok && !shown {
		text, err := term.ReadPassword(f.Fd())
		if err != nil {
			return "", fmt.Errorf("cli: password: %w", err)
		}
		fmt.Fprintln(c.err) //nolint:errcheck // the Enter that was not shown
		return string(text), nil
	}
	if c.lines == nil {
		c.lines = bufio.NewReader(c.in)
	}
	text, err := c.lines.ReadString('\n')
	if err != nil && (!errors.Is(err, io.EOF) || text == "") {
		return "", fmt.Errorf("cli: answer: %w", err)
	}
	return strings.TrimRight(text, "\r\n"), nil
}
