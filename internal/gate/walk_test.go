package gate_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// walk drives a real gate by steps drawn at random, and keeps beside it the
// plainest picture of what should be so: never by asking the gate.
type walk struct {
	*gatetest.Kit
	t         *rapid.T
	customers []slovo.CustomerID
	records   map[slovo.CustomerID]*record
	cases     []*matter
	firm      int64 // entries about no one customer
}

type record struct {
	values   map[string]string // nil once erased
	versions map[string]int64
	purposes []string
	entries  int64
	looks    map[string]time.Time // agent and case, to the look written down last
}

type matter struct {
	gate.Case
	customer slovo.CustomerID
	closed   bool
	points   int // of the grant, if any
	fits     bool
	until    time.Time
	used     time.Time
}

// The people of the walk: two who answer, one who packs, one who mails, and
// a program that may only answer.
var people = []slovo.Actor{
	gatetest.Agent("ivan"), gatetest.Agent("olga"),
	gatetest.Actor("dmitri", "dispatcher"), gatetest.Actor("maria", "marketer"),
	{Account: "ivan", Role: "agent", Token: "robot", Purposes: []string{"fulfil"}},
}

var (
	manyNames    = []string{"Анна Захарова", "Пётр Щербаков", "Ли Бо", "John O'Neill", "Я Юн"}
	manyPhones   = []string{"+79161234567", "+79035550199", "+442071838750"}
	manyEmails   = []string{"anna@example.com", "p.shcherbakov@example.com"}
	manyAccounts = []string{"40817810000012345678", "40817810999998887777"}
)

func (w *walk) values() map[string]string {
	all := map[string]string{
		"name": rapid.SampledFrom(manyNames).Draw(w.t, "name"), "phone": rapid.SampledFrom(manyPhones).Draw(w.t, "phone"),
		"email": rapid.SampledFrom(manyEmails).Draw(w.t, "email"), "account": rapid.SampledFrom(manyAccounts).Draw(w.t, "account"),
		"address": "Москва, ул. Тверская, 7", "card_last4": "4242",
	}
	for _, name := range rapid.SliceOfN(rapid.SampledFrom(slices.Sorted(maps.Keys(all))), 0, 4).Draw(w.t, "without") {
		if len(all) > 1 {
			delete(all, name)
		}
	}
	return all
}

func (w *walk) actor() slovo.Actor { return rapid.SampledFrom(people).Draw(w.t, "who") }

// someone is any customer, the erased too.
func (w *walk) someone() slovo.CustomerID {
	if len(w.customers) == 0 {
		w.t.Skip("nobody yet")
	}
	return rapid.SampledFrom(w.customers).Draw(w.t, "customer")
}

func (w *walk) matter() *matter {
	if len(w.cases) == 0 {
		w.t.Skip("no case yet")
	}
	// Of the last ones, so that much happens in each.
	return w.cases[rapid.IntRange(max(0, len(w.cases)-3), len(w.cases)-1).Draw(w.t, "case")]
}

func (w *walk) write(do func(context.Context) error) {
	if err := w.Store.Atomic(context.Background(), do); err != nil {
		w.t.Fatal(err)
	}
}

func (w *walk) add(*rapid.T) {
	if len(w.customers) == 3 {
		w.t.Skip("enough")
	}
	values, purposes := w.values(), rapid.SampledFrom([][]string{{"support"}, {"support", "fulfil"}, {"support", "payment"}}).Draw(w.t, "purposes")
	who := w.actor()
	n := gate.NewCustomer{Fields: gatetest.Values(values), Purposes: purposes, Source: "walk"}
	id, err := w.Gate.Add(context.Background(), who, n, gate.Once{})
	if may := who.Role == "agent" && who.Token == "" && len(purposes) == 1; may != (err == nil) {
		w.t.Fatalf("Add by %s for %v: %v", who.Role, purposes, err)
	}
	if err != nil {
		w.firm++
		id, err = w.Gate.Add(context.Background(), gatetest.Actor("owner", "owner"), n, gate.Once{})
		if err != nil {
			w.t.Fatal(err)
		}
	}
	versions := map[string]int64{}
	for name := range values {
		versions[name] = 1
	}
	w.customers = append(w.customers, id)
	w.records[id] = &record{values: values, versions: versions, purposes: purposes, entries: 1, looks: map[string]time.Time{}}
}

// call is the usual beginning: somebody calls and is verified.
func (w *walk) call(*rapid.T) {
	w.openOver(w.someone(), rapid.SampledFrom(people[:2]).Draw(w.t, "who"), slovo.ChannelPhone, "support")
	w.give(w.cases[len(w.cases)-1])
}

func (w *walk) open(*rapid.T) {
	channel := rapid.SampledFrom([]slovo.Channel{slovo.ChannelPhone, slovo.ChannelTask}).Draw(w.t, "channel")
	purpose := rapid.SampledFrom([]string{"support", "fulfil", "fulfil", "payment"}).Draw(w.t, "purpose")
	w.openOver(w.someone(), w.actor(), channel, purpose)
}

func (w *walk) openOver(c slovo.CustomerID, who slovo.Actor, channel slovo.Channel, purpose string) {
	m := &matter{customer: c, Case: gate.Case{
		ID: slovo.NewCaseID(c), Agent: who.Account, Opened: w.Clock.Now(), Endpoint: slovo.RandomText(4),
		Channel: channel, Purpose: purpose,
	}}
	w.write(func(ctx context.Context) error { return w.Store.PutCase(ctx, m.Case) })
	w.cases = append(w.cases, m)
}

func (w *walk) grant(*rapid.T) { w.give(w.matter()) }

func (w *walk) give(m *matter) {
	if m.closed || w.records[m.customer].values == nil {
		w.t.Skip("too late")
	}
	g := gate.Grant{Case: m.ID, Agent: m.Agent, Channel: m.Channel, Endpoint: m.Endpoint, Kinds: []string{"pin"}}
	g.Points = rapid.SampledFrom([]int{5, 3, 5, 3, 4, 2, 1}).Draw(w.t, "points")
	g.Used, g.Until = w.Clock.Now(), w.Clock.Now().Add(15*time.Minute)
	switch rapid.IntRange(0, 9).Draw(w.t, "misfit") {
	case 7:
		g.Agent = "somebody"
	case 8:
		g.Endpoint = "another call"
	case 9:
		g.Channel = slovo.ChannelEmail
	}
	m.fits = g.Agent == m.Agent && g.Endpoint == m.Endpoint && g.Channel == m.Channel
	m.points, m.until, m.used = g.Points, g.Until, g.Used
	w.write(func(ctx context.Context) error { return w.Store.PutGrant(ctx, g) })
}

func (w *walk) close(*rapid.T) {
	m := w.matter()
	err := w.Store.CloseCase(context.Background(), m.ID, w.Clock.Now())
	if m.closed != errors.Is(err, slovo.ErrConflict) || !m.closed && err != nil {
		w.t.Fatalf("CloseCase of a case closed before (%v): %v", m.closed, err)
	}
	m.closed, m.points = true, 0
}

func (w *walk) move(*rapid.T) {
	w.Clock.Move(time.Duration(rapid.IntRange(1, 6*60).Draw(w.t, "seconds")) * time.Second)
}

// ask draws any ask: mostly one that could pass, and often one that cannot.
func (w *walk) ask(fields []string) (gate.Ask, *matter) {
	c := w.someone()
	ask := gate.Ask{Actor: w.actor(), Customer: c, Fields: fields}
	ask.Purpose = rapid.SampledFrom([]string{"support", "support", "fulfil", "payment", "returns", "promo", "spying"}).Draw(w.t, "purpose")
	if len(w.cases) == 0 || rapid.IntRange(0, 9).Draw(w.t, "no case") == 0 {
		ask.Case = rapid.SampledFrom([]slovo.CaseID{"", slovo.CaseID(string(c) + "-none"), "+79161234567"}).Draw(w.t, "case")
		return ask, nil
	}
	m := w.matter()
	ask.Case = m.ID
	if rapid.IntRange(0, 7).Draw(w.t, "straight") > 0 {
		ask.Customer, ask.Purpose, ask.Actor = m.customer, m.Purpose, w.whoIs(m.Agent)
	}
	// And then one thing changed.
	switch rapid.IntRange(0, 7).Draw(w.t, "but") {
	case 5:
		ask.Customer = w.someone()
	case 6:
		ask.Actor = w.actor()
	case 7:
		ask.Purpose = "fulfil"
	}
	return ask, m
}

func (w *walk) whoIs(id slovo.StaffID) slovo.Actor {
	i := slices.IndexFunc(people, func(a slovo.Actor) bool { return a.Account == id })
	return people[i]
}

// allowed is the rule, told once more and from the other side: the charter
// of the shop by heart.
func (w *walk) allowed(ask gate.Ask, m *matter, change bool) bool {
	holds := map[string][]string{
		"support": {"name", "phone", "orders", "email", "address", "account", "card_last4", "messages"},
		"fulfil":  {"name", "phone", "address", "orders", "email"},
	}[ask.Purpose]
	roles := map[string][]string{"support": {"agent"}, "fulfil": {"agent", "dispatcher"}}[ask.Purpose]
	if change && ask.Purpose != "support" {
		roles = nil
	}
	record := w.records[ask.Customer]
	switch {
	case record.values == nil, len(ask.Fields) == 0, !slices.Contains(roles, ask.Actor.Role):
		return false
	case !slices.Contains(record.purposes, ask.Purpose):
		return false
	case ask.Actor.Purposes != nil && !slices.Contains(ask.Actor.Purposes, ask.Purpose):
		return false
	case m == nil || m.closed || m.customer != ask.Customer || m.Agent != ask.Actor.Account || m.Purpose != ask.Purpose:
		return false
	case m.Channel == slovo.ChannelPhone && ask.Purpose == "fulfil":
		return false
	}
	need := 0
	for _, f := range ask.Fields {
		if !slices.Contains(holds, f) || f == "card_last4" && !change {
			return false
		}
		need = max(need, map[string]int{"orders": 2}[f], 3)
		if change && slices.Contains([]string{"phone", "email", "address", "account", "card_last4"}, f) {
			need = 5
		}
	}
	if ask.Purpose == "fulfil" && ask.Actor.Role == "dispatcher" && m.Channel == slovo.ChannelTask && !w.talking(ask.Customer) {
		return true
	}
	now := w.Clock.Now()
	return m.fits && m.points >= need && now.Before(m.until) && now.Before(m.used.Add(5*time.Minute))
}

func (w *walk) talking(c slovo.CustomerID) bool {
	return slices.ContainsFunc(w.cases, func(m *matter) bool {
		return m.customer == c && !m.closed && m.Channel != slovo.ChannelTask
	})
}

var someFields = rapid.OneOf(
	rapid.SliceOfN(rapid.SampledFrom([]string{"name", "phone", "email", "address"}), 1, 2),
	rapid.SliceOfN(rapid.SampledFrom([]string{"name", "phone", "email", "account", "card_last4", "passport", "shoe"}), 0, 3),
)

func (w *walk) reveal(*rapid.T) {
	ask, m := w.ask(someFields.Draw(w.t, "fields"))
	allowed := w.allowed(ask, m, false)
	why, err := w.Gate.Why(context.Background(), ask)
	if err != nil || (len(why) == 0) != allowed {
		w.t.Fatalf("Why(%+v): %v, %v; want yes: %v", ask, why, err, allowed)
	}
	opened, entry, err := w.Gate.Reveal(context.Background(), ask)
	w.answered("Reveal", ask, entry, ledger.ActReveal, err, allowed)
	if !allowed {
		if opened != nil {
			w.t.Fatalf("refused, yet opened: %v", opened)
		}
		return
	}
	m.used = w.Clock.Now()
	want := map[string]string{}
	for _, f := range ask.Fields {
		if v, ok := w.records[ask.Customer].values[f]; ok {
			want[f] = v
		}
	}
	got := map[string]string{}
	for _, o := range opened {
		got[o.Field] = o.Value.Show()
	}
	if !maps.Equal(got, want) || len(opened) != len(want) {
		w.t.Fatalf("Reveal(%+v) opened %v, want %v", ask, got, want)
	}
}

func (w *walk) correct(*rapid.T) {
	values := w.values()
	ask, m := w.ask(slices.Sorted(maps.Keys(values)))
	allowed := w.allowed(ask, m, true)
	entry, err := w.Gate.Correct(context.Background(), ask, gatetest.Values(values), gate.Once{})
	w.answered("Correct", ask, entry, ledger.ActCorrect, err, allowed)
	if !allowed {
		return
	}
	for name, v := range values {
		w.records[ask.Customer].values[name] = v
		w.records[ask.Customer].versions[name]++
	}
}

// answered wants a yes or a *Denial, and in either case exactly one entry,
// with this agent, customer, act and these fields.
func (w *walk) answered(what string, ask gate.Ask, entry slovo.EntryID, act ledger.Act, err error, allowed bool) {
	w.t.Helper()
	var denial *gate.Denial
	outcome := ledger.Done
	if !allowed {
		outcome = ledger.Refused
		if !errors.As(err, &denial) || len(denial.Reasons) == 0 || !errors.Is(err, slovo.ErrDenied) {
			w.t.Fatalf("%s(%+v): %v, want a Denial", what, ask, err)
		}
		entry = denial.Entry
	} else if err != nil {
		w.t.Fatalf("%s(%+v): %v, want yes", what, ask, err)
	}
	w.records[ask.Customer].entries++
	if want := slovo.EntryIDOf(ask.Customer, w.records[ask.Customer].entries); entry != want {
		w.t.Fatalf("%s: entry %s, want %s", what, entry, want)
	}
	stored, err := w.Store.Entry(context.Background(), entry)
	if err != nil {
		w.t.Fatal(err)
	}
	half, err := w.Ledger.OpenFirm(context.Background(), stored)
	if err != nil {
		w.t.Fatal(err)
	}
	var known []string
	for _, f := range ask.Fields {
		if _, declared := w.Charter.Fields[f]; declared {
			known = append(known, f)
		}
	}
	if half.Act != act || half.Outcome != outcome || half.Account != ask.Actor.Account || half.Token != ask.Actor.Token ||
		half.Customer != ask.Customer || !slices.Equal(half.Fields, known) || !half.At.Time().Equal(w.Clock.Now()) {
		w.t.Fatalf("%s(%+v): the entry tells of %+v", what, ask, half)
	}
	if strings.Contains(fmt.Sprintf("%+v", half), "+79") || strings.Contains(fmt.Sprintf("%+v", half), "shoe") {
		w.t.Fatalf("%s: the entry keeps what was typed: %+v", what, half)
	}
}

func (w *walk) erase(*rapid.T) {
	c := w.someone()
	_, err := w.Gate.Erase(context.Background(), gatetest.Actor("owner", "owner"), slovo.NewRequestID(c), nil)
	r := w.records[c]
	if again := r.values == nil; again != errors.Is(err, slovo.ErrDenied) || !again && err != nil {
		w.t.Fatalf("Erase, erased before %v: %v", again, err)
	}
	r.values, r.purposes = nil, nil
	r.entries++
	for _, m := range w.cases {
		if m.customer == c {
			m.points = 0
		}
	}
}

func (w *walk) view(*rapid.T) {
	c, who, r := w.someone(), w.actor(), (*record)(nil)
	r = w.records[c]
	var in slovo.CaseID
	mine := true
	if len(w.cases) > 0 && rapid.Bool().Draw(w.t, "in a case") {
		m := w.matter()
		in, mine = m.ID, m.customer == c && m.Agent == who.Account
	}
	masked, err := w.Gate.View(context.Background(), who, c, in)
	serves := slices.ContainsFunc(r.purposes, func(p string) bool {
		return p == "support" && who.Role == "agent" && who.Token == "" || p == "fulfil" && who.Role != "marketer"
	})
	if may := r.values != nil && serves && mine; may != (err == nil) {
		w.t.Fatalf("View(%s, %s, %s): %v, want yes: %v", who.Account, c, in, err, may)
	}
	at := string(who.Account) + " " + string(in)
	if last, seen := r.looks[at]; err != nil || !seen || w.Clock.Now().Sub(last) >= 15*time.Minute {
		r.entries++
		if err == nil {
			r.looks[at] = w.Clock.Now()
		}
	}
	w.hides(fmt.Sprintf("%+v", masked), r.values)
}

// hides wants none of the values, nor what tells one from another like it.
func (w *walk) hides(text string, values map[string]string) {
	w.t.Helper()
	for name, v := range values {
		short := v
		switch name {
		case "phone":
			short = v[len(v)-4:]
		case "email":
			short, _, _ = strings.Cut(v, "@")
		case "account":
			short = v[len(v)-5:]
		case "address":
			short = "Тверская"
		case "name":
			continue // of which letters may be shown
		}
		if strings.Contains(text, short) {
			w.t.Fatalf("%s %q shows in %s", name, short, text)
		}
	}
}

func (w *walk) search(*rapid.T) {
	who := rapid.SampledFrom(people[:2]).Draw(w.t, "who")
	name := rapid.SampledFrom([]string{"phone", "name"}).Draw(w.t, "by")
	var typed string
	fits := func(v string) bool { return v == typed }
	if name == "phone" {
		typed = rapid.SampledFrom(manyPhones).Draw(w.t, "typed")
	} else {
		typed = rapid.SampledFrom([]string{"Анна", "Захаро", "Щерб", "O'Ne", "Нет"}).Draw(w.t, "typed")
		fits = func(v string) bool { return strings.Contains(v, typed) }
	}
	found, err := w.Gate.Search(context.Background(), who, name, slovo.NewValue(typed))
	if err != nil {
		w.t.Fatal(err)
	}
	w.firm++
	want := map[slovo.CustomerID]bool{}
	for id, r := range w.records {
		if v, ok := r.values[name]; ok && fits(v) {
			want[id] = true
		}
	}
	if len(found.Hits) != min(len(want), 20) || found.More != (len(want) > 20) {
		w.t.Fatalf("Search(%s, %q): %d hits, more %v, want %d", name, typed, len(found.Hits), found.More, len(want))
	}
	for _, hit := range found.Hits {
		if !want[hit.ID] {
			w.t.Fatalf("Search(%s, %q): %s does not fit", name, typed, hit.ID)
		}
		w.hides(fmt.Sprintf("%+v", hit), w.records[hit.ID].values)
	}
}

// sound is the end of each step: as many entries as things were done, and
// none less.
func (w *walk) sound(*rapid.T) {
	for id, r := range w.records {
		w.newest(id, r.entries)
	}
	w.newest(slovo.Firm, w.firm)
}

func (w *walk) newest(id slovo.CustomerID, want int64) {
	list, err := w.Ledger.Of(context.Background(), id, 0, 1)
	if err != nil {
		w.t.Fatal(err)
	}
	got := int64(0)
	if len(list) > 0 {
		got = list[0].Number
	}
	if got != want {
		w.t.Fatalf("%s has %d entries, want %d", id, got, want)
	}
}

// end verifies log and vault as they lie.
func (w *walk) end() {
	for n := 1; n > 0; {
		var err error
		if n, err = w.Ledger.Sequence(context.Background()); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := w.Ledger.KeepOutside(context.Background()); err != nil {
		w.t.Fatal(err)
	}
	report, err := w.Ledger.Verify(context.Background(), func(_ context.Context, c slovo.CustomerID) (bool, error) {
		return w.records[c].values == nil, nil
	})
	if err != nil || !report.OK() {
		w.t.Fatalf("Verify: %v, %v", report.Findings, err)
	}
	findings, err := w.Gate.CheckVault(context.Background(), w.Ledger.Versions)
	if err != nil || len(findings) > 0 {
		w.t.Fatalf("CheckVault: %v, %v", findings, err)
	}
}

// TestNothingOpensWithoutItsEntryOrOutsideItsGrant walks at random: on
// PostgreSQL a few times only, for a database of its own each time.
func TestNothingOpensWithoutItsEntryOrOutsideItsGrant(t *testing.T) {
	for _, engine := range []struct {
		name    string
		address func(testing.TB) string
		walks   int
	}{{"sqlite", storetest.SQLite, 1000}, {"postgres", storetest.Postgres, 8}} {
		t.Run(engine.name, func(t *testing.T) {
			engine.address(t) // skips where there is none
			walks := 0
			rapid.Check(t, func(rt *rapid.T) {
				if walks++; walks > engine.walks {
					return
				}
				k := gatetest.New(t, storetest.Open(t, engine.address(t)))
				k.Charter.Staff.Quotas = map[string]charter.Quota{"reveals": {Other: 1e6}, "searches": {Other: 1e6}}
				w := &walk{Kit: k, t: rt, records: map[slovo.CustomerID]*record{}}
				rt.Repeat(map[string]func(*rapid.T){
					"": w.sound, "add": w.add, "call": w.call, "open": w.open, "grant": w.grant, "close": w.close, "move": w.move,
					"reveal": w.reveal, "reveal again": w.reveal, "and again": w.reveal, "correct": w.correct, "erase": w.erase,
					"view": w.view, "search": w.search,
				})
				w.end()
			})
		})
	}
}
