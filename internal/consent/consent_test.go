package consent_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/consent"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var (
	agent    = gatetest.Agent("vera")
	owner    = gatetest.Actor("anna", "owner")
	marketer = gatetest.Actor("m", "marketer")
)

type office struct {
	*gatetest.Kit
	*consent.Book
}

func each(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		kit := gatetest.New(t, s)
		current := func() *charter.Charter { return kit.Charter }
		test(t, &office{kit, consent.New(s, kit.Ledger, current, kit.Clock.Now)})
	})
}

// entries returns the consent entries of the customer, oldest first, as the
// customer's own halves tell them.
func (o *office) entries(t testing.TB, c slovo.CustomerID) []ledger.CustomerHalf {
	t.Helper()
	lines, err := o.Ledger.Of(t.Context(), c, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var list []ledger.CustomerHalf
	for i := len(lines) - 1; i >= 0; i-- {
		half, err := o.Ledger.OpenCustomer(t.Context(), lines[i])
		if err != nil {
			t.Fatal(err)
		}
		if half.Act == ledger.ActConsent {
			list = append(list, half)
		}
	}
	return list
}

func claim(over consent.Channel) consent.Wish {
	return consent.Wish{Kind: consent.Claimed, Channel: over, Source: "shop", At: gatetest.Noon.Add(-time.Hour)}
}

func stop(over consent.Channel) consent.Wish {
	return consent.Wish{Kind: consent.Suppressed, Channel: over, Source: "shop", At: gatetest.Noon.Add(-48 * time.Hour)}
}

func TestRecord(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		wishes := []consent.Wish{stop(consent.SMS), claim(consent.Email), claim(consent.SMS)}
		for range 2 { // the second time nothing is new, and no entry
			if err := o.Record(t.Context(), agent, c, wishes); err != nil {
				t.Fatal(err)
			}
		}
		got, err := o.Of(t.Context(), agent, c)
		if diff := cmp.Diff([]consent.Wish{claim(consent.Email), stop(consent.SMS)}, got); err != nil || diff != "" {
			t.Errorf("Of: %v (-want +got):\n%s", err, diff)
		}
		told := o.entries(t, c)
		if len(told) != 1 {
			t.Fatalf("%d entries, want one", len(told))
		}
		if diff := cmp.Diff([]string{"claimed:email", "claimed:sms", "suppressed:sms"}, told[0].Fields); diff != "" {
			t.Errorf("the customer's half (-want +got):\n%s", diff)
		}
		if told[0].Outcome != ledger.Done || len(told[0].Charter) == 0 {
			t.Errorf("outcome %s, charter %x", told[0].Outcome, told[0].Charter)
		}
	})
}

func TestRecordRefuses(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		bound := agent
		bound.Purposes = []string{"warehouse"}
		boundOwner := owner
		boundOwner.Purposes = []string{"warehouse"}
		for _, who := range []slovo.Actor{marketer, bound, boundOwner, {}} {
			err := o.Suppress(t.Context(), who, c, consent.Email)
			if d := (*gate.Denial)(nil); !errors.As(err, &d) || !d.Has(gate.RoleNotAllowed) || d.Entry == "" {
				t.Errorf("%s: %v, want a denial that is written down", who.Role, err)
			}
			if _, err := o.Of(t.Context(), who, c); !errors.Is(err, slovo.ErrDenied) {
				t.Errorf("%s reads: %v", who.Role, err)
			}
		}
		for name, w := range map[string]consent.Wish{
			"no kind":         {Channel: consent.Email, Source: "shop"},
			"another kind":    {Kind: "agreed", Channel: consent.Email, Source: "shop"},
			"no channel":      {Kind: consent.Claimed, Source: "shop"},
			"another channel": {Kind: consent.Claimed, Channel: "fax", Source: "shop"},
			"no source":       {Kind: consent.Claimed, Channel: consent.Email},
			"source a value":  {Kind: consent.Claimed, Channel: consent.Email, Source: "Anna's own words"},
			"tomorrow":        {Kind: consent.Claimed, Channel: consent.Email, Source: "shop", At: gatetest.Noon.Add(24 * time.Hour)},
		} {
			if err := o.Record(t.Context(), agent, c, []consent.Wish{stop(consent.SMS), w}); !errors.Is(err, slovo.ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := o.Suppress(t.Context(), agent, slovo.NewCustomerID(), consent.Email); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		if got, err := o.Of(t.Context(), agent, c); err != nil || len(got) != 0 {
			t.Errorf("what was refused stands: %+v, %v", got, err)
		}
	})
}

func TestErasureTakesWishes(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		if err := o.Suppress(t.Context(), agent, c, consent.Phone); err != nil {
			t.Fatal(err)
		}
		o.Erase(t, c)
		if rows, err := o.Store.(consent.Store).WishesOf(t.Context(), c); err != nil || len(rows) != 0 {
			t.Errorf("%d wishes are left: %v", len(rows), err)
		}
		err := o.Suppress(t.Context(), agent, c, consent.Phone)
		if d := (*gate.Denial)(nil); !errors.As(err, &d) || !d.Has(gate.Erased) {
			t.Errorf("after the erasure: %v", err)
		}
	})
}

// A wish stands or falls with the transaction that it is part of.
func TestRecordJoinsATransaction(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		broken := errors.New("broken")
		err := o.Store.Atomic(t.Context(), func(ctx context.Context) error {
			if err := o.Record(ctx, owner, c, []consent.Wish{stop(consent.Email)}); err != nil {
				return err
			}
			return broken
		})
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if got, err := o.Of(t.Context(), agent, c); err != nil || len(got) != 0 || len(o.entries(t, c)) != 0 {
			t.Errorf("half of it stands: %+v, %v", got, err)
		}
	})
}

// A claim is no consent: what needs one stays shut, whatever was claimed.
func TestAClaimOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.Add(t, gatetest.Anna())
		matter := o.Verified(t, c, agent)
		support := o.Charter.Purposes["support"]
		support.Consents = []string{"marketing_email"}
		o.Charter.Purposes["support"] = support
		for _, over := range consent.Channels() {
			if err := o.Record(t.Context(), owner, c, []consent.Wish{claim(over)}); err != nil {
				t.Fatal(err)
			}
		}
		_, _, err := o.Gate.Reveal(t.Context(), gate.Ask{Actor: agent, Customer: c, Fields: []string{"phone"}, Purpose: "support", Case: matter.ID})
		if d := (*gate.Denial)(nil); !errors.As(err, &d) || !d.Has(gate.NoConsent) {
			t.Errorf("Reveal: %v, want no_consent", err)
		}
	})
}

// Whatever comes in whatever order: what was once suppressed stays so, and
// each change has an entry.
func TestTheStricterAlwaysWins(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		rapid.Check(t, func(rt *rapid.T) {
			c := o.Add(t, gatetest.Anna())
			want, seen := map[consent.Channel]consent.Kind{}, map[string]bool{}
			entries := 0
			for range rapid.IntRange(1, 6).Draw(rt, "calls") {
				var wishes []consent.Wish
				fresh := false
				for range rapid.IntRange(0, 4).Draw(rt, "wishes") {
					w := consent.Wish{
						Kind:    rapid.SampledFrom([]consent.Kind{consent.Claimed, consent.Suppressed}).Draw(rt, "kind"),
						Channel: rapid.SampledFrom(consent.Channels()).Draw(rt, "channel"), Source: "shop",
						At: gatetest.Noon.Add(-time.Duration(rapid.IntRange(0, 1000).Draw(rt, "hours")) * time.Hour),
					}
					wishes = append(wishes, w)
					if want[w.Channel] != consent.Suppressed {
						want[w.Channel] = w.Kind
					}
					fresh = fresh || !seen[string(w.Kind+"/"+consent.Kind(w.Channel))]
					seen[string(w.Kind+"/"+consent.Kind(w.Channel))] = true
				}
				if fresh {
					entries++
				}
				if err := o.Record(t.Context(), agent, c, wishes); err != nil {
					rt.Fatal(err)
				}
			}
			got := map[consent.Channel]consent.Kind{}
			list, err := o.Of(t.Context(), agent, c)
			for _, w := range list {
				got[w.Channel] = w.Kind
			}
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				rt.Errorf("%v (-want +got):\n%s", err, diff)
			}
			if n := len(o.entries(t, c)); n != entries {
				rt.Errorf("%d entries, want %d", n, entries)
			}
		})
	})
}

// What was said over either of two records holds for the one that is kept,
// under both ids, and the stricter wins.
func TestAMergeKeepsTheStricter(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		keep := o.Add(t, gatetest.Anna())
		o.Clock.Move(time.Hour)
		other := o.Add(t, gatetest.Anna())
		for c, wishes := range map[slovo.CustomerID][]consent.Wish{
			keep: {claim(consent.Email), stop(consent.SMS)}, other: {stop(consent.Email), claim(consent.SMS), claim(consent.Phone)},
		} {
			if err := o.Record(t.Context(), agent, c, wishes); err != nil {
				t.Fatal(err)
			}
		}
		if err := o.Gate.Propose(t.Context(), agent, keep, other); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Gate.Merge(t.Context(), agent, keep, other, gate.Once{}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []slovo.CustomerID{keep, other} {
			got, err := o.Of(t.Context(), agent, c)
			want := []consent.Wish{stop(consent.Email), claim(consent.Phone), stop(consent.SMS)}
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		}
		if err := o.Suppress(t.Context(), agent, other, consent.Phone); err != nil {
			t.Fatal(err)
		}
		if got, err := o.Of(t.Context(), agent, keep); err != nil || got[1].Kind != consent.Suppressed {
			t.Errorf("said under the old id: %+v, %v", got, err)
		}
	})
}
