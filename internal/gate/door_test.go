package gate_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

// TestReveal asks the real gate: each refusal is one thing away from the
// ask that passes.
func TestReveal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		ivan, anna, boris := gatetest.Agent("ivan"), k.Add(t, gatetest.Anna(), "support", "fulfil"), k.Add(t, gatetest.Anna())
		robot := slovo.Actor{Account: "ivan", Role: "agent", Token: "robot", Purposes: []string{"fulfil"}}
		for _, tt := range []struct {
			name string
			but  func(ask *gate.Ask, m gate.Case)
			want gate.Code // "" passes
		}{
			{"no field", func(a *gate.Ask, _ gate.Case) { a.Fields = nil }, gate.UndeclaredField},
			{"an undeclared field", func(a *gate.Ask, _ gate.Case) { a.Fields = append(a.Fields, "shoe") }, gate.UndeclaredField},
			{"a field of another purpose", func(a *gate.Ask, _ gate.Case) { a.Fields = []string{"passport"} }, gate.FieldNotInPurpose},
			{"a field never shown", func(a *gate.Ask, _ gate.Case) { a.Fields = []string{"card_last4"} }, gate.RoleNotAllowed},
			{"an undeclared purpose", func(a *gate.Ask, _ gate.Case) { a.Purpose = "spying" }, gate.UndeclaredPurpose},
			{"a purpose that the case is not for", func(a *gate.Ask, _ gate.Case) { a.Purpose = "fulfil" }, gate.OtherCustomer},
			{"a role without the duty", func(a *gate.Ask, _ gate.Case) { a.Actor.Role = "marketer" }, gate.RoleNotAllowed},
			{"a role that nobody declared", func(a *gate.Ask, _ gate.Case) { a.Actor.Role = "" }, gate.RoleNotAllowed},
			{"a token bound to another purpose", func(a *gate.Ask, _ gate.Case) { a.Actor = robot }, gate.RoleNotAllowed},
			{"a token bound to none", func(a *gate.Ask, _ gate.Case) { a.Actor.Purposes = []string{} }, gate.RoleNotAllowed},
			{"no case", func(a *gate.Ask, _ gate.Case) { a.Case = "" }, gate.NoCase},
			{"a case that is not there", func(a *gate.Ask, _ gate.Case) { a.Case += "x" }, gate.NoCase},
			{"a colleague's case", func(a *gate.Ask, _ gate.Case) { a.Actor.Account = "olga" }, gate.NoCase},
			{"another customer", func(a *gate.Ask, _ gate.Case) { a.Customer = boris }, gate.OtherCustomer},
			{"a closed case", func(_ *gate.Ask, m gate.Case) {
				if err := s.CloseCase(t.Context(), m.ID, k.Clock.Now()); err != nil {
					t.Fatal(err)
				}
			}, gate.CaseClosed},
			{"another of the customer's cases", func(a *gate.Ask, _ gate.Case) {
				a.Case = k.Case(t, anna, ivan, slovo.ChannelPhone).ID
			}, gate.Unverified},
			{"a point short", func(_ *gate.Ask, m gate.Case) { k.Grant(t, m, 2) }, gate.Unverified},
			{"another call", func(_ *gate.Ask, m gate.Case) { m.Endpoint = "another"; k.Grant(t, m, 5) }, gate.Unverified},
			{"another channel", func(_ *gate.Ask, m gate.Case) { m.Channel = slovo.ChannelChat; k.Grant(t, m, 5) }, gate.Unverified},
			{"a colleague's grant", func(_ *gate.Ask, m gate.Case) { m.Agent = "olga"; k.Grant(t, m, 5) }, gate.Unverified},
			{"idle for five minutes", func(*gate.Ask, gate.Case) { k.Clock.Move(5 * time.Minute) }, gate.GrantExpired},
			{"all in order", func(*gate.Ask, gate.Case) {}, ""},
			{"a moment before five idle minutes", func(*gate.Ask, gate.Case) { k.Clock.Move(5*time.Minute - time.Microsecond) }, ""},
		} {
			t.Run(tt.name, func(t *testing.T) {
				m := k.Verified(t, anna, ivan)
				ask := gate.Ask{Actor: ivan, Customer: anna, Fields: []string{"phone"}, Purpose: "support", Case: m.ID}
				tt.but(&ask, m)
				opened, _, err := k.Gate.Reveal(t.Context(), ask)
				if tt.want == "" {
					if err != nil || len(opened) != 1 || opened[0].Value.Show() != "+79161234567" {
						t.Fatalf("Reveal: %v, %v", opened, err)
					}
					return
				}
				var denial *gate.Denial
				if !errors.As(err, &denial) || !denial.Has(tt.want) || opened != nil {
					t.Fatalf("Reveal: %v, %v; want %s", opened, err, tt.want)
				}
				if _, err := s.Entry(t.Context(), denial.Entry); err != nil {
					t.Errorf("the refusal was not written down: %v", err)
				}
			})
		}
	})
}

// TestAGrantEnds: use keeps it alive for a quarter of an hour and no longer.
func TestAGrantEnds(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	anna, ivan := k.Add(t, gatetest.Anna()), gatetest.Agent("ivan")
	m := k.Verified(t, anna, ivan)
	ask := gate.Ask{Actor: ivan, Customer: anna, Fields: []string{"phone"}, Purpose: "support", Case: m.ID}
	for range 3 { // 4, 8, 12 minutes
		k.Clock.Move(4 * time.Minute)
		if _, _, err := k.Gate.Reveal(t.Context(), ask); err != nil {
			t.Fatal(err)
		}
	}
	k.Clock.Move(3 * time.Minute)
	var denial *gate.Denial
	if _, _, err := k.Gate.Reveal(t.Context(), ask); !errors.As(err, &denial) || !denial.Has(gate.GrantExpired) {
		t.Errorf("after a quarter of an hour: %v, want grant_expired", err)
	}
}

// TestNobodyToVerify: who packs parcels sees the address, as long as no
// line to the customer is open.
func TestNobodyToVerify(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	anna, dmitri := k.Add(t, gatetest.Anna(), "support", "fulfil"), gatetest.Actor("dmitri", "dispatcher")
	task := gate.Case{ID: slovo.NewCaseID(anna), Channel: slovo.ChannelTask, Endpoint: "x", Purpose: "fulfil", Agent: "dmitri", Opened: k.Clock.Now()}
	k.Atomic(t, func(ctx context.Context) error { return k.Store.PutCase(ctx, task) })
	ask := gate.Ask{Actor: dmitri, Customer: anna, Fields: []string{"address"}, Purpose: "fulfil", Case: task.ID}
	call := k.Case(t, anna, gatetest.Agent("ivan"), slovo.ChannelPhone)
	var denial *gate.Denial
	_, _, err := k.Gate.Reveal(t.Context(), ask)
	want := []gate.Reason{{Code: gate.Unverified, Talking: true}}
	if !errors.As(err, &denial) || !cmp.Equal(denial.Reasons, want) {
		t.Errorf("while a colleague talks to the customer: %v, want %+v", err, want)
	}
	if err := k.Store.CloseCase(t.Context(), call.ID, k.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := k.Gate.Reveal(t.Context(), ask); err != nil {
		t.Error(err)
	}
	ask.Actor = gatetest.Agent("dmitri") // the agent's role talks
	if _, _, err := k.Gate.Reveal(t.Context(), ask); !errors.As(err, &denial) || !denial.Has(gate.Unverified) {
		t.Errorf("by a role that talks: %v, want unverified", err)
	}
}

func TestParallelRevealsStayWithinTheQuota(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		anna, ivan := k.Add(t, gatetest.Anna()), gatetest.Agent("ivan")
		robot := slovo.Actor{Account: "ivan", Role: "agent", Token: "robot", Quota: 10}
		m := k.Verified(t, anna, ivan)
		for _, tt := range []struct {
			who   slovo.Actor
			limit int64
		}{{ivan, 60}, {robot, 10}} {
			var passed, refused atomic.Int64
			var wg sync.WaitGroup
			for range 50 {
				wg.Go(func() {
					_, _, err := k.Gate.Reveal(t.Context(), gate.Ask{Actor: tt.who, Customer: anna, Fields: []string{"phone", "name"}, Purpose: "support", Case: m.ID})
					var denial *gate.Denial
					switch {
					case err == nil:
						passed.Add(2)
					case errors.As(err, &denial) && denial.Has(gate.OverQuota):
						refused.Add(1)
					default:
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if passed.Load() > tt.limit || passed.Load() < tt.limit-2 {
				t.Errorf("%d fields were opened, the quota is %d", passed.Load(), tt.limit)
			}
		}
		k.Clock.Move(time.Hour)
		fresh := k.Verified(t, anna, ivan)
		if _, _, err := k.Gate.Reveal(t.Context(), gate.Ask{Actor: ivan, Customer: anna, Fields: []string{"phone"}, Purpose: "support", Case: fresh.ID}); err != nil {
			t.Errorf("an hour later: %v", err)
		}
	})
}

// TestAddHappensOnce: forty at once, by one key or one source's id, make
// one customer with one entry.
func TestAddHappensOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		for _, tt := range []struct {
			name, key, source string
		}{{"by key", "k1", ""}, {"by source's id", "", "17"}, {"by both", "k2", "18"}} {
			t.Run(tt.name, func(t *testing.T) {
				n := gate.NewCustomer{Fields: gatetest.Values(gatetest.Anna()), Purposes: []string{"support"}, Source: "shop", SourceID: tt.source}
				once := gate.Once{Owner: "ivan", Key: tt.key, Request: []byte("hash")}
				ids := make([]slovo.CustomerID, 40)
				var wg sync.WaitGroup
				for i := range ids {
					wg.Go(func() {
						var err error
						if ids[i], err = k.Gate.Add(t.Context(), gatetest.Agent("ivan"), n, once); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				if ids = slices.Compact(ids); len(ids) != 1 {
					t.Fatalf("%d customers, want one", len(ids))
				}
				if list, err := k.Ledger.Of(t.Context(), ids[0], 0, 10); err != nil || len(list) != 1 {
					t.Errorf("%d entries, want one: %v", len(list), err)
				}
			})
		}
		all, err := s.CustomersAfter(t.Context(), "", 100)
		if err != nil || len(all) != 3 {
			t.Errorf("%d customers in all, want three: %v", len(all), err)
		}
	})
}

// TestAddUnderAKnownSource keeps under the key the customer who is there,
// and refuses the key for another request.
func TestAddUnderAKnownSource(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	n := gate.NewCustomer{Fields: gatetest.Values(gatetest.Anna()), Purposes: []string{"support"}, Source: "shop", SourceID: "17"}
	first, err := k.Gate.Add(t.Context(), gatetest.Agent("ivan"), n, gate.Once{})
	if err != nil {
		t.Fatal(err)
	}
	once := gate.Once{Owner: "ivan", Key: "k", Request: []byte("hash")}
	for range 2 {
		if id, err := k.Gate.Add(t.Context(), gatetest.Agent("ivan"), n, once); err != nil || id != first {
			t.Errorf("Add: %s, %v, want %s", id, err, first)
		}
	}
	once.Request = []byte("another")
	if _, err := k.Gate.Add(t.Context(), gatetest.Agent("ivan"), n, once); !errors.Is(err, slovo.ErrConflict) {
		t.Errorf("Add of another request under the key: %v, want ErrConflict", err)
	}
}

func TestCorrectHappensOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		anna, ivan := k.Add(t, gatetest.Anna()), gatetest.Agent("ivan")
		m := k.Case(t, anna, ivan, slovo.ChannelPhone)
		k.Grant(t, m, 5)
		ask := gate.Ask{Actor: ivan, Customer: anna, Purpose: "support", Case: m.ID}
		correct := func(name, key string) slovo.EntryID {
			t.Helper()
			once := gate.Once{Owner: "ivan", Key: key, Request: []byte(name)}
			entry, err := k.Gate.Correct(t.Context(), ask, gatetest.Values(map[string]string{"name": name, "email": ""}), once)
			if err != nil {
				t.Fatal(err)
			}
			return entry
		}
		first := correct("Анна Новая", "a")
		second := correct("Анна Третья", "b")
		if again := correct("Анна Новая", "a"); again != first || second == first {
			t.Errorf("the replay made entry %s, the first was %s", again, first)
		}
		ask.Fields = []string{"name"}
		opened, _, err := k.Gate.Reveal(t.Context(), ask)
		if err != nil || opened[0].Value.Show() != "Анна Третья" {
			t.Errorf("the replay put the older name back: %v", err)
		}
		stored, err := s.Entry(t.Context(), second)
		if err != nil {
			t.Fatal(err)
		}
		half, err := k.Ledger.OpenFirm(t.Context(), stored)
		if diff := cmp.Diff([]string{"name"}, half.Fields); err != nil || diff != "" || half.Versions["name"] != 3 || half.Versions["email"] != 1 {
			t.Errorf("the entry tells of %v, %v: %v", half.Fields, half.Versions, err)
		}
	})
}

// TestWhatIsNeverShownIsNowhere looks into the files themselves, in every
// form in which a value could lie there.
func TestWhatIsNeverShownIsNowhere(t *testing.T) {
	folder := t.TempDir()
	s := storetest.Open(t, "sqlite:"+filepath.Join(folder, "slovo.db"))
	k := gatetest.New(t, s)
	record := gatetest.Anna()
	record["card_last4"], record["account"] = "7391", "40817810000077776666"
	anna := k.Add(t, record)
	k.Sequence(t)
	for _, tt := range []struct {
		answer string
		want   bool
	}{{"7391", true}, {"7392", false}, {"", false}, {"abcd", false}, {"739", false}} {
		if got, err := k.Gate.Match(t.Context(), anna, "card_last4", slovo.NewValue(tt.answer)); err != nil || got != tt.want {
			t.Errorf("Match(%q) = %v, %v, want %v", tt.answer, got, err, tt.want)
		}
	}
	masked, err := k.Gate.View(t.Context(), gatetest.Agent("ivan"), anna, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range masked.Fields {
		if f.Name == "card_last4" && (!f.Never || strings.ContainsAny(f.Mask, "0123456789")) {
			t.Errorf("the mask shows %q", f.Mask)
		}
	}
	for name, content := range files(t, folder) {
		for field, value := range record {
			if field == "card_last4" { // four digits alone occur by chance in half a megabyte
				continue
			}
			for form, text := range gatetest.Forms(value) {
				if bytes.Contains(content, text) {
					t.Errorf("%s lies in %s as %s", field, name, form)
				}
			}
		}
		for _, near := range []string{"\"7391\"", "7391\x00", "\x047391", "card_last47391", "7391card"} {
			if bytes.Contains(content, []byte(near)) {
				t.Errorf("card_last4 lies in %s beside its name or length: %q", name, near)
			}
		}
	}
}

func files(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range list {
		if all[f.Name()], err = os.ReadFile(filepath.Join(folder, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestSearchShowsOnlyWhatWasTyped: a search must not spell a name out.
func TestSearchShowsOnlyWhatWasTyped(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	for _, name := range []string{"Пётр Щербаков", "Я Юн Захарова", "Александра Константинопольская", "O'Neill Shaughnessy"} {
		record := gatetest.Anna()
		record["name"] = name
		k.Add(t, record)
	}
	for _, tt := range []struct{ typed, want string }{
		{"Щер", "П. Щер…"},
		{"щерб", "П. Щерб…"},
		{"Shche", "П. Ще…"},
		{"Shcherb", "П. Щерб…"},
		{"Захарова", "•. Ю. Захарова"},
		{"Zakharov", "•. Ю. Захаров…"},
		{"Алекса конст", "Алекса… Конст…"},
		{"oneill", "O'Neil… S."}, // doubled letters count once
	} {
		found, err := k.Gate.Search(t.Context(), gatetest.Agent("ivan"), "name", slovo.NewValue(tt.typed))
		if err != nil || len(found.Hits) != 1 || found.Hits[0].Name != tt.want {
			t.Errorf("Search(%q): %v, %v; want %q", tt.typed, found.Hits, err, tt.want)
			continue
		}
		if hit := found.Hits[0]; hit.Phone != "+7 ••• ••• 67" || hit.City != "Москва" {
			t.Errorf("Search(%q): phone %q, city %q", tt.typed, hit.Phone, hit.City)
		}
	}
	for _, short := range []string{"", "Ще", "Щерб Пё", "***", "П. Щ."} {
		if _, err := k.Gate.Search(t.Context(), gatetest.Agent("ivan"), "name", slovo.NewValue(short)); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("Search(%q): %v, want ErrInvalid", short, err)
		}
	}
	for _, tt := range []struct {
		who   slovo.Actor
		field string
		want  gate.Code
	}{
		{gatetest.Actor("maria", "marketer"), "name", gate.RoleNotAllowed},
		{gatetest.Actor("x", ""), "name", gate.RoleNotAllowed},
		{gatetest.Agent("ivan"), "address", gate.UndeclaredField},
		{gatetest.Agent("ivan"), "card_last4", gate.UndeclaredField},
		{gatetest.Agent("ivan"), "shoe", gate.UndeclaredField},
	} {
		var denial *gate.Denial
		if _, err := k.Gate.Search(t.Context(), tt.who, tt.field, slovo.NewValue("Захарова")); !errors.As(err, &denial) || !denial.Has(tt.want) {
			t.Errorf("Search by %s for %s: %v, want %s", tt.who.Role, tt.field, err, tt.want)
		}
	}
}

// TestASearchKeepsToTheAskersPurposes: a customer held for a purpose that
// the asker does not serve is not found, and fields of it are not shown.
func TestASearchKeepsToTheAskersPurposes(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	dmitri := gatetest.Actor("dmitri", "dispatcher")
	k.Add(t, gatetest.Anna(), "support")
	if found, err := k.Gate.Search(t.Context(), dmitri, "phone", slovo.NewValue("8 916 123-45-67")); err != nil || len(found.Hits) != 0 {
		t.Errorf("a customer held for support only: %v, %v", found.Hits, err)
	}
	k.Add(t, gatetest.Anna(), "support", "fulfil")
	if found, err := k.Gate.Search(t.Context(), dmitri, "phone", slovo.NewValue("8 916 123-45-67")); err != nil || len(found.Hits) != 1 {
		t.Errorf("a customer held for fulfil: %v, %v", found.Hits, err)
	}
}
