package gate_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

var (
	mergerVera  = gatetest.Agent("vera")
	mergerBoris = gatetest.Agent("boris")
)

// twins is one customer who came in twice.
type twins struct {
	*gatetest.Kit
	elder, younger slovo.CustomerID
}

func without(texts map[string]string, names ...string) map[string]string {
	for _, name := range names {
		delete(texts, name)
	}
	return texts
}

func with(texts map[string]string, name, text string) map[string]string {
	texts[name] = text
	return texts
}

// eachTwins gives the elder no phone, address and card, and the younger one
// all of it and another account.
func eachTwins(t *testing.T, test func(t *testing.T, k *twins)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := &twins{Kit: gatetest.New(t, s)}
		k.elder = k.Add(t, without(gatetest.Anna(), "phone", "address", "card_last4"))
		k.Clock.Move(time.Hour)
		k.younger = k.Add(t, with(gatetest.Anna(), "account", "40817810999998887777"), "support", "fulfil")
		k.Clock.Move(time.Hour)
		test(t, k)
	})
}

func (k *twins) propose(t *testing.T) {
	t.Helper()
	if err := k.Gate.Propose(t.Context(), mergerVera, k.younger, k.elder); err != nil {
		t.Fatal(err)
	}
}

func (k *twins) merge(t *testing.T) slovo.EntryID {
	t.Helper()
	k.propose(t)
	entry, err := k.Gate.Merge(t.Context(), mergerVera, k.younger, k.elder, gate.Once{})
	if err != nil {
		t.Fatal(err)
	}
	return entry
}

func (k *twins) fieldsOf(t *testing.T, c slovo.CustomerID) []string {
	t.Helper()
	cells, err := k.Store.Cells(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, cell := range cells {
		list = append(list, cell.Field)
	}
	return list
}

// acts are the customer's entries, oldest first.
func (k *twins) acts(t *testing.T, c slovo.CustomerID) []ledger.Act {
	t.Helper()
	lines, err := k.Ledger.Of(t.Context(), c, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var list []ledger.Act
	for _, line := range slices.Backward(lines) {
		half, err := k.Ledger.OpenFirm(t.Context(), line)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, half.Act)
	}
	return list
}

// clean verifies log and vault.
func (k *twins) clean(t *testing.T) {
	t.Helper()
	k.Sequence(t)
	report, err := k.Ledger.Verify(t.Context(), func(ctx context.Context, c slovo.CustomerID) (bool, error) {
		customer, err := k.Store.Customer(ctx, c)
		return !customer.Erased.IsZero(), err
	})
	if err != nil || !report.OK() {
		t.Errorf("the log: %+v, %v", report.Findings, err)
	}
	findings, err := k.Gate.CheckVault(t.Context(), k.Ledger.Versions)
	if err != nil || len(findings) > 0 {
		t.Errorf("the vault: %+v, %v", findings, err)
	}
}

func has(t *testing.T, err error, code gate.Code) {
	t.Helper()
	var denial *gate.Denial
	if !errors.As(err, &denial) || !denial.Has(code) || denial.Entry == "" {
		t.Errorf("got %v, want a denial: %s, written down", err, code)
	}
}

func TestMergeMovesWhatTheElderLacks(t *testing.T) {
	eachTwins(t, func(t *testing.T, k *twins) {
		k.propose(t)
		told, err := k.Gate.Merging(t.Context(), mergerVera, k.elder, k.younger)
		if err != nil {
			t.Fatal(err)
		}
		var moves []string
		for _, m := range told.Moves {
			moves = append(moves, m.Name)
			if m.Mask == "" || m.Mask == gatetest.Anna()[m.Name] {
				t.Errorf("%s is told as %q", m.Name, m.Mask)
			}
		}
		for name, diff := range map[string]string{
			"moves":    cmp.Diff([]string{"address", "phone"}, moves),
			"closed":   cmp.Diff([]string{"account", "card_last4"}, told.Closed),
			"purposes": cmp.Diff([]string{"fulfil"}, told.Purposes),
			"kept":     cmp.Diff(k.elder, told.Keep),
		} {
			if diff != "" {
				t.Errorf("told, %s (-want +got):\n%s", name, diff)
			}
		}
		if _, err := k.Gate.Merge(t.Context(), mergerVera, k.younger, k.elder, gate.Once{}); err != nil {
			t.Fatal(err)
		}
		for c, want := range map[slovo.CustomerID][]string{
			k.elder: {"account", "address", "email", "name", "phone"}, k.younger: {"account", "card_last4"},
		} {
			if diff := cmp.Diff(want, k.fieldsOf(t, c)); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		}
		k.clean(t)
	})
}

// Where both have a value the kept record's stays, and the agent is told
// before, in masks.
func TestMergeTellsWhatDiffers(t *testing.T) {
	eachTwins(t, func(t *testing.T, k *twins) {
		third := k.Add(t, with(gatetest.Anna(), "phone", "+79160000001"))
		if err := k.Gate.Propose(t.Context(), mergerVera, k.younger, third); err != nil {
			t.Fatal(err)
		}
		told, err := k.Gate.Merging(t.Context(), mergerVera, third, k.younger)
		if err != nil || len(told.Differs) != 1 || told.Differs[0].Name != "phone" {
			t.Fatalf("Merging: %+v, %v", told, err)
		}
		if d := told.Differs[0]; d.Keep == d.Other || d.Keep == "" || d.Keep == gatetest.Anna()["phone"] || d.Other == "+79160000001" {
			t.Errorf("masks: %+v", d)
		}
		if _, err := k.Gate.Merge(t.Context(), mergerVera, third, k.younger, gate.Once{}); err != nil {
			t.Fatal(err)
		}
		if ok, err := k.Gate.Match(t.Context(), k.younger, "phone", slovo.NewValue(gatetest.Anna()["phone"])); !ok || err != nil {
			t.Errorf("the kept phone changed: %v", err)
		}
		if !slices.Contains(k.fieldsOf(t, third), "phone") {
			t.Error("the other phone is lost")
		}
		k.clean(t)
	})
}

// Every read by the old id answers with the kept record.
func TestTheOldIDAnswers(t *testing.T) {
	eachTwins(t, func(t *testing.T, k *twins) {
		old := k.Case(t, k.younger, mergerVera, slovo.ChannelPhone)
		if entry := k.merge(t); entry.Customer() != k.elder {
			t.Errorf("the entry is of %s", entry.Customer())
		}
		masked, err := k.Gate.View(t.Context(), mergerVera, k.younger, old.ID)
		if err != nil || masked.ID != k.elder || len(masked.Fields) != 5 || !slices.Equal(masked.Purposes, []string{"fulfil", "support"}) {
			t.Errorf("View: %+v, %v", masked, err)
		}
		ask := gate.Ask{Actor: mergerVera, Customer: k.younger, Fields: []string{"phone"}, Purpose: "support", Case: old.ID}
		_, _, err = k.Gate.Reveal(t.Context(), ask)
		has(t, err, gate.CaseClosed)
		matter := k.Case(t, k.elder, mergerVera, slovo.ChannelPhone)
		k.Grant(t, matter, 5)
		ask.Case = matter.ID
		opened, _, err := k.Gate.Reveal(t.Context(), ask)
		if err != nil || len(opened) != 1 || opened[0].Value.Show() != gatetest.Anna()["phone"] {
			t.Errorf("Reveal: %v", err)
		}
		if _, err := k.Gate.Correct(t.Context(), ask, gatetest.Values(map[string]string{"phone": "+79160000000"}), gate.Once{}); err != nil {
			t.Errorf("Correct: %v", err)
		}
		if e, err := k.Gate.Event(t.Context(), mergerVera, k.younger, gate.Event{Name: "order_closed", At: gatetest.Noon}, gate.Once{}); err != nil || e.Customer() != k.elder {
			t.Errorf("Event: %s, %v", e, err)
		}
		if err := k.Gate.MayRead(t.Context(), mergerVera, k.younger); err != nil {
			t.Errorf("MayRead: %v", err)
		}
		for name, text := range with(without(gatetest.Anna(), "address", "account", "card_last4"), "phone", "+79160000000") {
			found, err := k.Gate.Search(t.Context(), mergerVera, name, slovo.NewValue(text))
			if err != nil || len(found.Hits) != 1 || found.Hits[0].ID != k.elder {
				t.Errorf("Search by %s: %+v, %v", name, found.Hits, err)
			}
		}
		k.Sequence(t)
		for n := int64(1); n <= 3; n++ {
			if _, err := k.Ledger.Receipt(t.Context(), slovo.EntryIDOf(k.younger, n)); err != nil {
				t.Errorf("receipt %d under the old id: %v", n, err)
			}
		}
		k.clean(t)
	})
}

// Nothing that was proved for either opens anything after the merge, and
// nothing that came with the other proves anything.
func TestAMergeProvesNothing(t *testing.T) {
	eachTwins(t, func(t *testing.T, k *twins) {
		mine, theirs := k.Verified(t, k.elder, mergerVera), k.Verified(t, k.younger, mergerVera)
		k.merge(t)
		for _, matter := range []gate.Case{mine, theirs} {
			ask := gate.Ask{Actor: mergerVera, Customer: k.elder, Fields: []string{"phone"}, Purpose: "support", Case: matter.ID}
			_, _, err := k.Gate.Reveal(t.Context(), ask)
			has(t, err, gate.Unverified)
		}
		for name, answer := range map[string]string{"card_last4": "4242", "account": "40817810999998887777"} {
			if ok, err := k.Gate.Match(t.Context(), k.elder, name, slovo.NewValue(answer)); ok || err != nil {
				t.Errorf("the other's %s proves who the customer is: %v", name, err)
			}
		}
	})
}

// A contact that came by a merge is never one that opens the record.
func TestAMovedContactIsNotSettled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := &twins{Kit: gatetest.New(t, s)}
		k.Charter.Fields["spare"] = k.Charter.Fields["email"]
		support := k.Charter.Purposes["support"]
		support.May = append(support.May, "spare")
		k.Charter.Purposes["support"] = support
		k.elder = k.Add(t, gatetest.Anna())
		k.Clock.Move(time.Second)
		k.younger = k.Add(t, with(gatetest.Anna(), "spare", "attacker@example.com"))
		k.merge(t)
		k.Clock.Move(365 * 24 * time.Hour)
		contacts, err := k.Gate.Contacts(t.Context(), k.elder)
		if err != nil || len(contacts) != 2 {
			t.Fatalf("%d contacts, %v", len(contacts), err)
		}
		for _, c := range contacts {
			if c.Settled != (c.Field == "email") {
				t.Errorf("%s: settled %v", c.Field, c.Settled)
			}
		}
	})
}

func TestMergeIsRefused(t *testing.T) {
	bound := mergerVera
	bound.Purposes = []string{"fulfil"}
	eachTwins(t, func(t *testing.T, k *twins) {
		k.propose(t)
		for name, who := range map[string]slovo.Actor{
			"no duty": gatetest.Actor("m", "marketer"), "no duty to correct": gatetest.Actor("d", "dispatcher"),
			"a token bound elsewhere": bound, "nobody": {},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := k.Gate.Merge(t.Context(), who, k.elder, k.younger, gate.Once{})
				has(t, err, gate.RoleNotAllowed)
				_, err = k.Gate.Merging(t.Context(), who, k.elder, k.younger)
				has(t, err, gate.RoleNotAllowed)
				has(t, k.Gate.Dismiss(t.Context(), who, k.elder, k.younger), gate.RoleNotAllowed)
				if list, err := k.Gate.Proposals(t.Context(), who, 10); err != nil || len(list) != 0 {
					t.Errorf("Proposals: %+v, %v", list, err)
				}
			})
		}
		k.clean(t)
	})
}

// Whoever wrote one of the two by hand does not merge them: a record that is
// made up to get into a customer's takes two people.
func TestNobodyMergesWhatTheyWrote(t *testing.T) {
	eachTwins(t, func(t *testing.T, k *twins) {
		n := gate.NewCustomer{Fields: gatetest.Values(gatetest.Anna()), Purposes: []string{"support"}, Source: "test"}
		fake, err := k.Gate.Add(t.Context(), mergerVera, n, gate.Once{})
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Gate.Propose(t.Context(), mergerVera, k.elder, fake); err != nil {
			t.Fatal(err)
		}
		program := mergerVera
		program.Token = "t"
		for _, who := range []slovo.Actor{mergerVera, program} {
			_, err = k.Gate.Merge(t.Context(), who, k.elder, fake, gate.Once{})
			has(t, err, gate.NeedsApproval)
		}
		if _, err := k.Gate.Merge(t.Context(), mergerBoris, fake, k.elder, gate.Once{}); err != nil {
			t.Errorf("a colleague: %v", err)
		}
		if customer, err := k.Store.Customer(t.Context(), fake); err != nil || customer.Merged != k.elder {
			t.Errorf("the newer record is kept: %+v, %v", customer, err)
		}
	})
}

func TestOnlyWhatIsProposedAndAlikeIsMerged(t *testing.T) {
	eachTwins(t, func(t *testing.T, k *twins) {
		if _, err := k.Gate.Merge(t.Context(), mergerVera, k.elder, k.younger, gate.Once{}); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("not proposed: %v", err)
		}
		stranger := k.Add(t, with(gatetest.Anna(), "email", "other@example.com"))
		sister := k.Add(t, with(gatetest.Anna(), "name", "Мария Захарова"))
		for _, c := range []slovo.CustomerID{stranger, sister} {
			if err := k.Gate.Propose(t.Context(), mergerVera, k.elder, c); !errors.Is(err, gate.ErrNotAlike) {
				t.Errorf("Propose: %v, want ErrNotAlike", err)
			}
		}
		if err := k.Gate.Propose(t.Context(), mergerVera, k.elder, k.elder); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("with itself: %v", err)
		}
		k.propose(t)
		matter := k.Case(t, k.younger, mergerBoris, slovo.ChannelPhone)
		k.Grant(t, matter, 5)
		ask := gate.Ask{Actor: mergerBoris, Customer: k.younger, Purpose: "support", Case: matter.ID}
		if _, err := k.Gate.Correct(t.Context(), ask, gatetest.Values(map[string]string{"email": "other@example.com"}), gate.Once{}); err != nil {
			t.Fatal(err)
		}
		if _, err := k.Gate.Merge(t.Context(), mergerVera, k.elder, k.younger, gate.Once{}); !errors.Is(err, gate.ErrNotAlike) {
			t.Errorf("no longer alike: %v", err)
		}
		k.clean(t)
	})
}

func TestProposals(t *testing.T) {
	eachTwins(t, func(t *testing.T, k *twins) {
		k.propose(t)
		k.propose(t) // once more is nothing new
		list, err := k.Gate.Proposals(t.Context(), mergerBoris, 10)
		want := []gate.Proposal{{Keep: k.elder, Other: k.younger, At: k.Clock.Now()}}
		if diff := cmp.Diff(want, list); err != nil || diff != "" {
			t.Fatalf("Proposals: %v (-want +got):\n%s", err, diff)
		}
		if err := k.Gate.Dismiss(t.Context(), mergerBoris, k.younger, k.elder); err != nil {
			t.Fatal(err)
		}
		if err := k.Gate.Dismiss(t.Context(), mergerBoris, k.younger, k.elder); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("dismissed twice: %v", err)
		}
		if _, err := k.Gate.Merge(t.Context(), mergerVera, k.elder, k.younger, gate.Once{}); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("Merge of what was dismissed: %v", err)
		}
		for _, c := range []slovo.CustomerID{k.elder, k.younger} {
			if diff := cmp.Diff([]ledger.Act{ledger.ActAdd, ledger.ActPropose, ledger.ActDismiss}, k.acts(t, c)); diff != "" {
				t.Errorf("acts (-want +got):\n%s", diff)
			}
		}
		k.merge(t) // proposed again on purpose
	})
}

func TestMergeHappensOnce(t *testing.T) {
	eachTwins(t, func(t *testing.T, k *twins) {
		k.propose(t)
		once := gate.Once{Owner: "vera", Key: "k", Request: []byte("r")}
		first, err := k.Gate.Merge(t.Context(), mergerVera, k.elder, k.younger, once)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := k.Gate.Merge(t.Context(), mergerVera, k.elder, k.younger, once); err != nil || again != first {
			t.Errorf("again: %s, %v, want %s", again, err, first)
		}
		once.Key = "another"
		for _, o := range []gate.Once{{}, once} {
			if _, err := k.Gate.Merge(t.Context(), mergerVera, k.elder, k.younger, o); !errors.Is(err, slovo.ErrConflict) {
				t.Errorf("merged twice: %v", err)
			}
		}
		for _, c := range []slovo.CustomerID{k.elder, k.younger} {
			if diff := cmp.Diff([]ledger.Act{ledger.ActAdd, ledger.ActPropose, ledger.ActMerge}, k.acts(t, c)); diff != "" {
				t.Errorf("acts (-want +got):\n%s", diff)
			}
		}
	})
}

// An erasure takes all that was merged, also over two merges.
func TestErasureTakesAllThatWasMerged(t *testing.T) {
	eachTwins(t, func(t *testing.T, k *twins) {
		k.Clock.Move(time.Hour)
		third := k.Add(t, gatetest.Anna())
		for _, two := range [][2]slovo.CustomerID{{k.younger, third}, {k.elder, k.younger}} {
			if err := k.Gate.Propose(t.Context(), mergerVera, two[0], two[1]); err != nil {
				t.Fatal(err)
			}
			if _, err := k.Gate.Merge(t.Context(), mergerVera, two[0], two[1], gate.Once{}); err != nil {
				t.Fatal(err)
			}
		}
		if masked, err := k.Gate.View(t.Context(), mergerVera, third, ""); err != nil || masked.ID != k.elder {
			t.Errorf("the first of two merges answers with %s, %v", masked.ID, err)
		}
		k.clean(t)
		k.Erase(t, k.elder)
		for _, c := range []slovo.CustomerID{k.elder, k.younger, third} {
			for _, kind := range []string{"record", "history"} {
				if _, err := k.Store.CustomerKey(t.Context(), c, kind); !errors.Is(err, slovo.ErrNotFound) {
					t.Errorf("a key is left: %v", err)
				}
			}
			if left := k.fieldsOf(t, c); len(left) > 0 {
				t.Errorf("fields are left: %v", left)
			}
			_, err := k.Gate.View(t.Context(), mergerVera, c, "")
			has(t, err, gate.Erased)
		}
		k.clean(t)
	})
}
