// Package today tells what is kept today of the promises, under five
// headings, and the three things to do first. What was not measured is
// unknown, and unknown is never passed.
package today

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter"
)

// The five headings, in their order: what every part of slovo serves.
const (
	Security      = "security"
	Communication = "communication"
	Relationships = "relationships"
	Service       = "service"
	Tools         = "tools"
)

// Headings returns the five, in the order in which they are shown.
func Headings() []string {
	return []string{Security, Communication, Relationships, Service, Tools}
}

// State is how a check went.
type State string

// The states of a check.
const (
	Passed  State = "passed"
	Failed  State = "failed"
	Unknown State = "unknown" // not measured, or not to be measured; never passed
)

// Check is one promise held against what is measured.
type Check struct {
	ID      string
	Heading string // as the table of checks says
	State   State
	// Evidence is the page with the number that was measured, and when. No
	// address and no argument ever holds a customer's data.
	Evidence string
	Where    string         // the page where it is mended; "" where there is none
	Command  string         // the command that mends it; "" where there is none
	Args     map[string]any // what fills the gaps of its texts: counts
	Notes    []slovo.Text   // what was found, one by one: a login, a finding
	At       time.Time      // when it was measured; zero: never yet
	Cause    bool           // a measuring went wrong, as the program's log tells
}

// Watch measures some of the checks.
type Watch interface {
	// IDs are the checks that Checks answers for. They are in the table, and
	// no other watch has them.
	IDs() []string
	// Checks returns their states; what it leaves out is unknown.
	Checks(ctx context.Context) ([]Check, error)
}

// Tally is one heading with its checks.
type Tally struct {
	ID                      string
	Passed, Failed, Unknown int
	Checks                  []Check // failed first, then unknown; by weight
}

// Watched tells whether anything is looked at under the heading.
func (t Tally) Watched() bool { return len(t.Checks) > 0 }

// Page is the owner's first page.
type Page struct {
	Headings []Tally // all five
	First    []Check // what to do first: three at most
}

// most is how many things to do are shown. More than three is a list that
// nobody begins.
const most = 3

// Room asks the watches. All its fields are needed.
type Room struct {
	Watches []Watch
	Charter func() *charter.Charter
	Now     slovo.Clock
}

// Page returns what is kept today, to whose role reads it; slovo.ErrDenied
// to others. It never fails for a watch that does: its checks are unknown.
func (r *Room) Page(ctx context.Context, a slovo.Actor) (Page, error) {
	if err := r.mayRead(a); err != nil {
		return Page{}, err
	}
	var checks []Check
	for _, w := range r.Watches {
		checks = append(checks, r.ask(ctx, w)...)
	}
	return sum(checks), nil
}

// Reads tells whether the first page of the role is this one.
func Reads(c *charter.Charter, role string) bool { return c.Roles[role].MayDo("read_today") }

func (r *Room) mayRead(a slovo.Actor) error {
	if Reads(r.Charter(), a.Role) {
		return nil
	}
	return fmt.Errorf("today: role %q does not read it: %w", a.Role, slovo.ErrDenied)
}

// Check returns one check, under the same rule; slovo.ErrNotFound where
// nobody watches for it.
func (r *Room) Check(ctx context.Context, a slovo.Actor, id string) (Check, error) {
	if err := r.mayRead(a); err != nil {
		return Check{}, err
	}
	for _, w := range r.Watches {
		if at := slices.Index(w.IDs(), id); at >= 0 {
			return r.ask(ctx, w)[at], nil
		}
	}
	return Check{}, fmt.Errorf("today: a check of that name: %w", slovo.ErrNotFound)
}

// ask hides none of the watch's checks, whatever it answers.
func (r *Room) ask(ctx context.Context, w Watch) []Check {
	found, err := w.Checks(ctx)
	if err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "today: not measured", "checks", w.IDs(), "cause", err)
	}
	return settle(w.IDs(), found, err, r.Now())
}

// settle answers for each id once: with what was found, else as unknown. A
// state that is no state is unknown too.
func settle(ids []string, found []Check, err error, now time.Time) []Check {
	all := make([]Check, 0, len(ids))
	for _, id := range ids {
		c := Check{ID: id, State: Unknown, Cause: err != nil}
		if i := slices.IndexFunc(found, func(f Check) bool { return f.ID == id }); i >= 0 && err == nil {
			c = found[i]
			if c.At.IsZero() && c.State != Unknown {
				c.At = now
			}
		}
		if c.State != Passed && c.State != Failed {
			c.State = Unknown
		}
		row := table[id]
		c.Heading, c.Where, c.Command, c.Evidence = row.heading, row.where, row.command, EvidencePath(id)
		all = append(all, c)
	}
	return all
}

// EvidencePath is the page that shows what was measured.
func EvidencePath(id string) string { return "/today/" + id }

// sum puts checks under their headings and chooses what to do first.
func sum(checks []Check) Page {
	checks = slices.Clone(checks)
	slices.SortStableFunc(checks, urgent)
	p := Page{First: []Check{}}
	for _, heading := range Headings() {
		t := Tally{ID: heading}
		for _, c := range checks {
			if c.Heading == heading {
				t.add(c)
			}
		}
		p.Headings = append(p.Headings, t)
	}
	for _, c := range checks {
		if c.State != Passed && table[c.ID].todo && len(p.First) < most {
			p.First = append(p.First, c)
		}
	}
	return p
}

func (t *Tally) add(c Check) {
	t.Checks = append(t.Checks, c)
	switch c.State {
	case Passed:
		t.Passed++
	case Failed:
		t.Failed++
	default:
		t.Unknown++
	}
}

// urgent orders by what needs somebody first.
func urgent(a, b Check) int {
	rank := map[State]int{Failed: 0, Unknown: 1, Passed: 2}
	return cmp.Or(
		cmp.Compare(rank[a.State], rank[b.State]),
		cmp.Compare(table[b.ID].weight, table[a.ID].weight),
		cmp.Compare(a.ID, b.ID),
	)
}
