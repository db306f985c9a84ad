package consent_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/consent"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
)

// twin is one of two records of one customer, as the test knows it.
type twin struct {
	id       slovo.CustomerID
	fields   map[string]string
	purposes []string
	wishes   []consent.Wish
	closings []time.Time // when orders of the customer's were closed
	entries  int64
}

// values are what a field may hold: two of each, so that some differ.
var values = map[string][]string{
	"phone": {"+79161234567", "+79160000001"}, "address": {"125009, Москва, ул. Тверская, 7", "170100, Тверь, ул. Советская, 3"},
	"orders":  {`[{"number":"101"}]`, `[{"number":"202"}]`},
	"account": {"40817810000012345678", "40817810999998887777"}, "card_last4": {"4242", "1881"},
	"passport": {"4509 123456", "4510 654321"},
}

// draw makes up the record: for support always, and what the purposes hold.
func (w *merging) draw(email string) *twin {
	t := &twin{purposes: []string{"support"}, fields: map[string]string{"name": "Анна Захарова", "email": email}}
	for _, p := range []string{"fulfil", "payment", "returns"} {
		if rapid.Bool().Draw(w.t, p) {
			t.purposes = append(t.purposes, p)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if held := slices.ContainsFunc(t.purposes, w.holds(name)); held && rapid.Bool().Draw(w.t, name) {
			text, err := w.Charter.Fields[name].Normalize(rapid.SampledFrom(values[name]).Draw(w.t, name+" is"))
			if err != nil {
				w.t.Fatal(err)
			}
			t.fields[name] = text
		}
	}
	for _, over := range consent.Channels() {
		for _, one := range []consent.Wish{claim(over), stop(over)} {
			if rapid.Bool().Draw(w.t, string(one.Kind)+" "+string(over)) {
				t.wishes = append(t.wishes, one)
			}
		}
	}
	for i := range rapid.IntRange(0, 2).Draw(w.t, "orders closed") {
		t.closings = append(t.closings, gatetest.Noon.Add(-time.Duration(i+1)*time.Hour))
	}
	return t
}

// merging is two records on their way to be one.
type merging struct {
	*office
	t *rapid.T
}

func (w *merging) holds(field string) func(string) bool {
	return func(p string) bool { return w.Charter.Purposes[p].Holds(field) }
}

func (w *merging) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// comes puts the record into the store, by the company's import.
func (w *merging) comes(t *testing.T, one *twin) {
	w.Clock.Move(time.Minute)
	one.id, one.entries = w.Add(t, maps.Clone(one.fields), one.purposes...), 1
	w.must(w.Record(context.Background(), owner, one.id, one.wishes))
	if len(one.wishes) > 0 {
		one.entries++
	}
	for _, at := range one.closings {
		_, err := w.Gate.Event(context.Background(), agent, one.id, gate.Event{Name: "order_closed", At: at}, gate.Once{})
		w.must(err)
		one.entries++
	}
}

// expect is the merge's rule, told once more: what the elder record becomes.
func (w *merging) expect(keep, other *twin) *twin {
	after := &twin{id: keep.id, fields: maps.Clone(keep.fields), purposes: slices.Clone(keep.purposes)}
	var came []string
	for name, text := range other.fields {
		if name == "account" || name == "card_last4" {
			continue
		}
		if mine, both := keep.fields[name]; !both {
			after.fields[name] = text
		} else if mine != text {
			continue
		}
		came = append(came, name)
	}
	for _, p := range other.purposes {
		holds := slices.ContainsFunc(came, func(name string) bool { return w.Charter.Purposes[p].Holds(name) })
		if holds && !slices.Contains(after.purposes, p) {
			after.purposes = append(after.purposes, p)
		}
	}
	after.wishes = consent.Strictest(slices.Concat(keep.wishes, other.wishes))
	after.closings = slices.Concat(keep.closings, other.closings)
	return after
}

// shows wants each id to show each role what the charter gives it of the
// record, and nothing else.
func (w *merging) shows(after *twin, id slovo.CustomerID) {
	for role := range w.Charter.Roles {
		if slices.Contains(w.Charter.Roles[role].May, "requests") {
			continue // sees whose request it is: every purpose, in masks
		}
		serves := func(p string) bool {
			return slices.ContainsFunc([]charter.Duty{charter.Add, charter.See, charter.Correct, charter.Tell, charter.Share}, func(d charter.Duty) bool {
				return slices.Contains(w.Charter.Purposes[p].Roles[d], role)
			})
		}
		want := map[string]bool{}
		for name := range after.fields {
			for _, p := range after.purposes {
				if serves(p) && w.Charter.Purposes[p].Holds(name) {
					want[name] = true
				}
			}
		}
		masked, err := w.Gate.View(context.Background(), gatetest.Actor("any "+role, role), id, "")
		if some := slices.ContainsFunc(after.purposes, serves); some != (err == nil) || some && masked.ID != after.id {
			w.t.Fatalf("View by %s under %s: %s, %v; want %s, serves %v", role, id, masked.ID, err, after.id, some)
		}
		got := map[string]bool{}
		for _, f := range masked.Fields {
			got[f.Name] = true
			if f.Mask == after.fields[f.Name] {
				w.t.Fatalf("%s is shown as it is", f.Name)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			w.t.Fatalf("%s sees under %s (-want +got):\n%s", role, id, diff)
		}
	}
}

// opens wants each field's value under the id, to whoever verified the
// customer anew, and no proof that the record does not hold itself.
func (w *merging) opens(t *testing.T, after *twin, id slovo.CustomerID) {
	matter := w.Case(t, after.id, agent, slovo.ChannelPhone)
	w.Grant(t, matter, 5)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		ask := gate.Ask{Actor: agent, Customer: id, Fields: []string{name}, Purpose: "support", Case: matter.ID}
		opened, _, err := w.Gate.Reveal(context.Background(), ask)
		want, has := after.fields[name]
		may := w.holds(name)("support") && w.Charter.Fields[name].Shown()
		got := ""
		if len(opened) > 0 {
			got = opened[0].Value.Show()
		}
		if may != (err == nil) || may && (has != (len(opened) > 0) || got != want) {
			w.t.Fatalf("Reveal of %s under %s: %v, opened %v; want it opened %v, held %v", name, id, err, len(opened) > 0, may, has)
		}
	}
	for _, name := range []string{"account", "card_last4"} {
		for _, text := range values[name] {
			ok, err := w.Gate.Match(context.Background(), after.id, name, slovo.NewValue(text))
			if want := after.fields[name] == text; err != nil || ok != want {
				w.t.Fatalf("Match of %s: %v, %v; want %v", name, ok, err, want)
			}
		}
	}
}

// tells wants the wishes and the moments of both under the id.
func (w *merging) tells(after *twin, id slovo.CustomerID) {
	got, err := w.Of(context.Background(), agent, id)
	w.must(err)
	if len(got) != len(after.wishes) {
		w.t.Fatalf("wishes under %s: %+v, want %+v", id, got, after.wishes)
	}
	for i, one := range after.wishes {
		if got[i].Channel != one.Channel || got[i].Kind != one.Kind {
			w.t.Fatalf("wishes under %s: %+v, want %+v", id, got, after.wishes)
		}
	}
	events, err := w.Gate.Events(context.Background(), agent, id)
	w.must(err)
	closings := map[int64]bool{}
	for _, e := range events {
		if e.Name == "order_closed" {
			closings[slovo.Micros(e.At)] = true
		}
	}
	want := map[int64]bool{}
	for _, at := range after.closings {
		want[slovo.Micros(at)] = true
	}
	if diff := cmp.Diff(want, closings); diff != "" {
		w.t.Fatalf("orders closed under %s (-want +got):\n%s", id, diff)
	}
}

// written wants as many entries as were written, and none besides.
func (w *merging) written(one *twin) {
	lines, err := w.Ledger.Of(context.Background(), one.id, 0, 1)
	w.must(err)
	if len(lines) != 1 || lines[0].Number != one.entries {
		w.t.Fatalf("%s has not the %d entries that were written", one.id, one.entries)
	}
}

// TestAMergeKeepsItsWord: whatever two records of one customer hold, both ids
// answer with the same record, the stricter consent wins, nobody sees what
// the charter does not give, and every write has its entry.
func TestAMergeKeepsItsWord(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.Charter.Staff.Quotas = map[string]charter.Quota{"reveals": {Other: 1e6}, "searches": {Other: 1e6}}
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			w := &merging{office: o, t: rt}
			n++
			email := fmt.Sprintf("anna%d@example.com", n)
			elder, younger := w.draw(email), w.draw(email)
			w.comes(t, elder)
			w.comes(t, younger)
			one, two := elder.id, younger.id
			if rapid.Bool().Draw(rt, "named the other way round") {
				one, two = two, one
			}
			w.must(w.Gate.Propose(context.Background(), agent, one, two))
			_, err := w.Gate.Merging(context.Background(), agent, one, two)
			w.must(err)
			entry, err := w.Gate.Merge(context.Background(), agent, two, one, gate.Once{})
			w.must(err)
			if entry.Customer() != elder.id {
				rt.Fatalf("the entry is of %s, want the elder, %s", entry.Customer(), elder.id)
			}
			after := w.expect(elder, younger)
			stands, err := gate.Standing(context.Background(), o.Store, younger.id)
			w.must(err)
			if diff := cmp.Diff(slices.Sorted(slices.Values(after.purposes)), slices.Sorted(slices.Values(stands.Purposes))); stands.ID != elder.id || diff != "" {
				rt.Fatalf("%s stands for the younger; purposes (-want +got):\n%s", stands.ID, diff)
			}
			for _, was := range []*twin{elder, younger} {
				was.entries += 3 // proposed, looked at, merged
				w.written(was)
			}
			for _, id := range []slovo.CustomerID{elder.id, younger.id} {
				w.shows(after, id)
				w.opens(t, after, id)
				w.tells(after, id)
			}
			w.written(younger) // nothing is written there any more
		})
		o.sound(t)
	})
}

// sound verifies log and vault as they lie.
func (o *office) sound(t *testing.T) {
	t.Helper()
	o.Sequence(t)
	report, err := o.Ledger.Verify(t.Context(), func(context.Context, slovo.CustomerID) (bool, error) { return false, nil })
	if err != nil || !report.OK() {
		t.Errorf("the log: %+v, %v", report.Findings, err)
	}
	findings, err := o.Gate.CheckVault(t.Context(), o.Ledger.Versions)
	if err != nil || len(findings) > 0 {
		t.Errorf("the vault: %+v, %v", findings, err)
	}
}
