package today

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/charter"
)

// said is a watch that answers with what it was told.
type said struct {
	ids    []string
	checks []Check
	err    error
}

func (s said) IDs() []string                           { return s.ids }
func (s said) Checks(context.Context) ([]Check, error) { return s.checks, s.err }

func room(watches ...Watch) *Room {
	c := &charter.Charter{Roles: map[string]charter.Role{"owner": {May: []string{"read_today"}}, "agent": {May: []string{"requests"}}}}
	return &Room{Watches: watches, Charter: func() *charter.Charter { return c }, Now: func() time.Time { return noon }}
}

var owner = slovo.Actor{Account: "anna", Role: "owner"}

func TestOnlyWhoReadsTodayReadsIt(t *testing.T) {
	r := room(said{ids: []string{"codes"}, checks: []Check{{ID: "codes", State: Passed}}})
	for _, a := range []slovo.Actor{{}, {Account: "vera", Role: "agent"}, {Account: "x", Role: "nobody"}} {
		if _, err := r.Page(t.Context(), a); !errors.Is(err, slovo.ErrDenied) {
			t.Errorf("%v reads the page: %v", a, err)
		}
		if _, err := r.Check(t.Context(), a, "codes"); !errors.Is(err, slovo.ErrDenied) {
			t.Errorf("%v reads a check: %v", a, err)
		}
	}
	c, err := r.Check(t.Context(), owner, "codes")
	if err != nil || c.Heading != Security || c.Evidence != "/today/codes" || !c.At.Equal(noon) {
		t.Errorf("the owner's: %+v, %v", c, err)
	}
	if _, err := r.Check(t.Context(), owner, "nothing"); !errors.Is(err, slovo.ErrNotFound) {
		t.Errorf("a check that there is not: %v", err)
	}
}

func TestWhatIsNotMeasuredIsUnknown(t *testing.T) {
	broken := errors.New("broken")
	for _, tt := range []struct {
		name  string
		watch said
		want  map[string]State
	}{
		{"nothing said", said{ids: []string{"codes", "idle"}}, map[string]State{"codes": Unknown, "idle": Unknown}},
		{"one left out", said{ids: []string{"codes", "idle"}, checks: []Check{{ID: "idle", State: Failed}}}, map[string]State{"codes": Unknown, "idle": Failed}},
		{"a state that is none", said{ids: []string{"codes"}, checks: []Check{{ID: "codes", State: "fine"}}}, map[string]State{"codes": Unknown}},
		{"no state", said{ids: []string{"codes"}, checks: []Check{{ID: "codes"}}}, map[string]State{"codes": Unknown}},
		{"an error hides nothing", said{[]string{"codes", "idle"}, []Check{{ID: "codes", State: Passed}}, broken}, map[string]State{"codes": Unknown, "idle": Unknown}},
		{"another's check", said{ids: []string{"idle"}, checks: []Check{{ID: "codes", State: Passed}, {ID: "idle", State: Passed}}}, map[string]State{"idle": Passed}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page, err := room(tt.watch).Page(t.Context(), owner)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]State{}
			for _, c := range page.Headings[0].Checks {
				got[c.ID] = c.State
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("states (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFiveHeadingsAlways(t *testing.T) {
	page := sum(nil)
	var ids []string
	for _, h := range page.Headings {
		ids = append(ids, h.ID)
		if h.Watched() || h.Passed+h.Failed+h.Unknown > 0 {
			t.Errorf("%+v is watched by nobody", h)
		}
	}
	if diff := cmp.Diff([]string{"security", "communication", "relationships", "service", "tools"}, ids); diff != "" {
		t.Errorf("headings (-want +got):\n%s", diff)
	}
}

func TestWhatToDoFirst(t *testing.T) {
	check := func(id string, s State) Check { return Check{ID: id, Heading: table[id].heading, State: s} }
	for _, tt := range []struct {
		name string
		give []Check
		want []string
	}{
		{"nothing", nil, nil},
		{"all in order", []Check{check("codes", Passed), check("whole", Passed)}, nil},
		{"the heavier first", []Check{check("idle", Failed), check("whole", Failed), check("requests", Failed)}, []string{"whole", "requests", "idle"}},
		{"failed before unknown", []Check{check("whole", Unknown), check("idle", Failed)}, []string{"idle", "whole"}},
		{"three at most", []Check{check("idle", Failed), check("tasks", Failed), check("law", Failed), check("codes", Failed)}, []string{"codes", "law", "tasks"}},
		{"what nobody can do is nobody's task", []Check{check("devices", Unknown), check("training", Unknown)}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range sum(tt.give).First {
				got = append(got, c.ID)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("first (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSlowTellsWhatItFoundLastAndWhen(t *testing.T) {
	now, watch := noon, &said{ids: []string{"whole"}, checks: []Check{{ID: "whole", State: Passed}}}
	slow := &Slow{Watch: watch, Now: func() time.Time { return now }}
	state := func() Check { return room(slow).ask(t.Context(), slow)[0] }
	if c := state(); c.State != Unknown || !c.At.IsZero() {
		t.Errorf("before it was measured: %+v", c)
	}
	slow.Measure(t.Context())
	now = noon.Add(time.Hour)
	if c := state(); c.State != Passed || !c.At.Equal(noon) {
		t.Errorf("an hour later: %+v", c)
	}
	now = noon.Add(stale + 1)
	if c := state(); c.State != Unknown {
		t.Errorf("too long ago: %+v", c)
	}
	watch.err = errors.New("broken")
	slow.Measure(t.Context())
	if c := state(); c.State != Unknown || !c.Cause {
		t.Errorf("after it broke: %+v", c)
	}
	stopped, stop := context.WithCancel(t.Context())
	watch.err, watch.checks = nil, []Check{{ID: "whole", State: Failed}}
	stop()
	slow.Measure(stopped)
	if c := state(); c.State != Unknown {
		t.Errorf("a measuring that was stopped counts: %+v", c)
	}
}

func TestTheTableIsWhole(t *testing.T) {
	for id, r := range table {
		if r.weight <= 0 || r.heading == "" {
			t.Errorf("%s has no heading or weighs nothing: %+v", id, r)
		}
	}
}
