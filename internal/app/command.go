package app

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"time"

	"slovo"
	"slovo/internal/ledger"
)

// Command is work on a company's folder that the command line asks for: its
// name, its options, and what it reads, if anything.
type Command struct {
	Name    string
	Options any // marshals to JSON
	Input   io.Reader
}

// Event is what a command tells while it runs: how far it is, and at its
// end the result or the error.
type Event struct {
	Progress *Progress       `json:"progress,omitempty"`
	Result   json.RawMessage `json:"result,omitempty"`
	Error    string          `json:"error,omitempty"`
	Kind     int             `json:"kind,omitempty"` // of the error: its place in kinds, from 1
}

// Progress is how far long work is: in bytes, and in rows.
type Progress struct {
	Done  int64 `json:"done"`
	Total int64 `json:"total"` // 0: unknown
	Rows  int64 `json:"rows"`
}

// action carries a command out on an open company.
type action func(c *Company, ctx context.Context, options json.RawMessage, input io.Reader, tell func(Progress)) (any, error)

// inspects tells whether the command only looks: it is then carried out on
// a database that nothing may be served from, too, and adds nothing to it.
func inspects(command string) bool { return command == "ledger verify" }

// actions are all commands there are.
var actions = map[string]action{
	"backup":           (*Company).backUp,
	"backup drill":     (*Company).drill,
	"doctor":           (*Company).doctor,
	"import":           (*Company).importFile,
	"charter preview":  (*Company).previewCharter,
	"charter publish":  (*Company).publishCharter,
	"charter versions": (*Company).charterVersions,
	"charter text":     (*Company).charterText,
	"ledger verify":    (*Company).verifyLedger,
	"ledger show":      (*Company).showLedger,
	"gate why":         (*Company).why,
	"token create":     (*Company).createToken,
	"token revoke":     (*Company).revokeToken,
	"staff add":        (*Company).addStaff,
	"staff list":       (*Company).listStaff,
	"staff block":      (*Company).blockStaff,
	"staff unblock":    (*Company).unblockStaff,
	"staff end":        (*Company).endStaff,
	"staff role":       (*Company).changeRole,
	"staff password":   (*Company).changePassword,
	"staff codes":      (*Company).resetCodes,
	"receipt get":      (*Company).receipt,
}

// Refused tells whether the error is a finding or a refusal, rather than a
// wrong use or a fault.
func Refused(err error) bool {
	return errors.Is(err, slovo.ErrDenied) || errors.Is(err, ledger.ErrOlder)
}

// kinds are the errors that callers tell apart, in the order in which the
// socket numbers them.
var kinds = []error{
	slovo.ErrDenied, ledger.ErrOlder, slovo.ErrInvalid, slovo.ErrNotFound, slovo.ErrConflict, slovo.ErrTooMany, slovo.ErrUnavailable,
}

func kindOf(err error) int {
	return slices.IndexFunc(kinds, func(kind error) bool { return errors.Is(err, kind) }) + 1
}

// Remote is a command's error as the running server told it.
type Remote struct {
	Text string
	Kind int
}

// Error returns the server's own words.
func (r *Remote) Error() string { return r.Text }

// Unwrap is the error's kind, nil for one that has none.
func (r *Remote) Unwrap() error {
	if r.Kind < 1 || r.Kind > len(kinds) {
		return nil
	}
	return kinds[r.Kind-1]
}

// Do carries the command out: by the server that runs on the folder, where
// there is one, else in this process under the folder's lock. Never are
// there two writers.
func Do(ctx context.Context, dir string, cmd Command, result any, tell func(Progress)) error {
	options, err := json.Marshal(cmd.Options)
	if err != nil {
		return fmt.Errorf("app: %s: options: %w", cmd.Name, err)
	}
	c, err := Open(ctx, dir, inspects(cmd.Name))
	if errors.Is(err, errBusy) {
		return ask(ctx, dir, cmd, options, result, tell)
	}
	if err != nil {
		return err
	}
	done, err := actions[cmd.Name](c, ctx, options, cmd.Input, tell)
	if err == nil && !inspects(cmd.Name) {
		if err = c.sequence(ctx); err == nil {
			err = c.sawAll(ctx)
		}
	}
	if err := errors.Join(err, c.Close()); err != nil {
		return err
	}
	return remarshal(done, result)
}

// ask sends the command over the folder's socket.
func ask(ctx context.Context, dir string, cmd Command, options []byte, result any, tell func(Progress)) error {
	socket := filepath.Join(dir, socketFile)
	client := &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "unix", socket)
		},
	}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://slovo/command", frame(options, cmd.Input))
	if err != nil {
		return fmt.Errorf("app: %s: %w", cmd.Name, err)
	}
	request.Header.Set("Slovo-Command", cmd.Name)
	answer, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("app: %s: the server on %s does not answer: %w", cmd.Name, dir, err)
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	return follow(json.NewDecoder(answer.Body), result, tell)
}

// frame is a request's body: the options on a line of their own, which
// json.Marshal leaves whole, then what the command reads. A header would
// bound how long they may be, and headers end up in logs.
func frame(options []byte, input io.Reader) io.Reader {
	line := bytes.NewReader(append(options, '\n'))
	if input == nil {
		return line
	}
	return io.MultiReader(line, input)
}

// unframe takes the options off a body.
func unframe(body io.Reader) (json.RawMessage, io.Reader, error) {
	input := bufio.NewReader(body)
	line, err := input.ReadBytes('\n')
	if err != nil {
		return nil, nil, fmt.Errorf("app: options: %w", slovo.ErrInvalid)
	}
	return line, input, nil
}

// follow reads events until the last.
func follow(events *json.Decoder, result any, tell func(Progress)) error {
	for {
		var e Event
		if err := events.Decode(&e); err != nil {
			return fmt.Errorf("app: the server went away: %w", err)
		}
		switch {
		case e.Error != "":
			return &Remote{e.Error, e.Kind}
		case e.Progress != nil:
			tell(*e.Progress)
		default:
			return json.Unmarshal(e.Result, result)
		}
	}
}

func remarshal(from, to any) error {
	text, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, to)
}

// commandServer carries commands out for whoever may open the socket: the
// folder's owner.
func (c *Company) commandServer() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		do, known := actions[r.Header.Get("Slovo-Command")]
		if !known {
			http.Error(w, "no such command", http.StatusNotFound)
			return
		}
		control, out := http.NewResponseController(w), json.NewEncoder(w)
		say := func(e Event) {
			_ = out.Encode(e)
			_ = control.Flush()
		}
		options, input, err := unframe(r.Body)
		if err != nil {
			say(Event{Error: err.Error(), Kind: kindOf(err)})
			return
		}
		done, err := do(c, r.Context(), options, input, func(p Progress) { say(Event{Progress: &p}) })
		text, _ := json.Marshal(done)
		if err != nil {
			say(Event{Error: err.Error(), Kind: kindOf(err)})
			return
		}
		say(Event{Result: text})
	})
}
