package bench

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime/pprof"
	"slices"
	"strings"

	"github.com/google/pprof/profile"
)

// asking is the label of the clients, who share the process: all that is
// not theirs is the server's.
const asking = "asking"

// Serve answers with the handler until the context ends.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h} //nolint:gosec // its clients are this process
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(l); ctx.Err() == nil {
		return fmt.Errorf("bench: serve: %w", err)
	}
	return nil
}

// Step is a part of the work, by the room that does it, and its share of
// the server's time on the processor.
type Step struct {
	Name  string  `json:"name"`
	Share float64 `json:"share"`
}

// Profiled runs do and tells where the server's time went meanwhile: by
// room, the largest first, and as a tree of calls.
func Profiled(do func() error) ([]Step, *Call, error) {
	var raw bytes.Buffer
	if err := pprof.StartCPUProfile(&raw); err != nil {
		return nil, nil, fmt.Errorf("bench: profile: %w", err)
	}
	err := do()
	pprof.StopCPUProfile()
	if err != nil {
		return nil, nil, err
	}
	p, err := profile.Parse(&raw)
	if err != nil {
		return nil, nil, fmt.Errorf("bench: profile: %w", err)
	}
	steps, calls := read(p)
	return steps, calls, nil
}

// read sums the server's samples up.
func read(p *profile.Profile) ([]Step, *Call) {
	calls, byRoom := &Call{Name: "all"}, map[string]int64{}
	for _, s := range p.Sample {
		if s.HasLabel(asking, "yes") {
			continue
		}
		spent := s.Value[len(s.Value)-1]
		stack := stackOf(s)
		calls.add(stack, spent)
		byRoom[roomOf(stack)] += spent
	}
	steps := make([]Step, 0, len(byRoom))
	for room, spent := range byRoom {
		steps = append(steps, Step{room, float64(spent) / float64(calls.Spent)})
	}
	slices.SortFunc(steps, func(a, b Step) int { return cmp.Or(cmp.Compare(b.Share, a.Share), strings.Compare(a.Name, b.Name)) })
	return steps, calls
}

// stackOf is the sample's calls, the outermost first.
func stackOf(s *profile.Sample) []string {
	var stack []string
	for _, at := range slices.Backward(s.Location) {
		for _, line := range slices.Backward(at.Line) {
			stack = append(stack, line.Function.Name)
		}
	}
	return stack
}

// roomOf is the room whose call is the innermost: what a room's library does
// for it is the room's work. What no room asked for is HTTP's, or else Go's own.
func roomOf(stack []string) string {
	for _, name := range slices.Backward(stack) {
		path, is := strings.CutPrefix(name, "slovo/internal/")
		if !is {
			continue
		}
		room, _, _ := strings.Cut(path, ".")
		return room
	}
	if slices.ContainsFunc(stack, func(name string) bool { return strings.HasPrefix(name, "net/http.") }) {
		return "http"
	}
	return "runtime"
}
