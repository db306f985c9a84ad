package gate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/field"
	"slovo/internal/ledger"
)

// ErrNotAlike tells that two records have not, or no longer, the same
// e-mail and name, and so are not to be merged.
var ErrNotAlike = fmt.Errorf("gate: not the same e-mail and name: %w", slovo.ErrConflict)

// ErrWaiting tells that a request of one of the customers waits for its
// decision: that comes before a merge.
var ErrWaiting = fmt.Errorf("gate: a request of the customer's waits: %w", slovo.ErrConflict)

// Proposal is two records of the same e-mail and name. Keep is the elder.
type Proposal struct {
	Keep, Other slovo.CustomerID
	At          time.Time
}

// Propose puts two records down as one customer's, also where that was
// dismissed before. The gate itself proves that they are alike. Of the two
// the elder will be kept, whichever is named first. Both customers' logs tell
// of it. It joins a transaction that the context carries. Records that are
// closed in any way are not proposed, and that is no error. ErrNotAlike where
// they are not alike; a *Denial to whom one of the records is none of theirs.
func (g *Gate) Propose(ctx context.Context, a slovo.Actor, keep, other slovo.CustomerID) error {
	g = g.steady()
	var denial *Denial
	err := g.store.Atomic(ctx, func(ctx context.Context) error {
		two, err := g.pair(ctx, keep, other)
		if err != nil {
			return err
		}
		if len(closed(two)) > 0 {
			return nil
		}
		if reasons := g.mayPropose(a, two); len(reasons) > 0 {
			denial, err = g.denyBoth(ctx, a, ledger.ActPropose, two, reasons)
			return err
		}
		if same, err := g.proven(ctx, two.keep.ID, two.other.ID); err != nil {
			return err
		} else if !same {
			return ErrNotAlike
		}
		return g.propose(ctx, a, two)
	})
	if err != nil {
		return fmt.Errorf("gate: propose to merge %s: %w", keep, err)
	}
	if denial != nil {
		return denial
	}
	return nil
}

// Proposals returns open proposals that the actor's role may carry out, the
// oldest first. It opens nothing and reads no log: whoever wrote one of the
// two by hand sees the proposal, and is refused by Merging and Merge.
func (g *Gate) Proposals(ctx context.Context, a slovo.Actor, limit int) ([]Proposal, error) {
	g = g.steady()
	list := []Proposal{}
	for after := (Proposal{}); ; {
		some, err := g.store.ProposalsAfter(ctx, after, limit)
		if err != nil {
			return nil, fmt.Errorf("gate: proposals: %w", err)
		}
		for _, p := range some {
			after = p
			two, err := g.elder(ctx, p.Keep, p.Other)
			if errors.Is(err, slovo.ErrConflict) {
				continue // merged since the list was read
			}
			if err != nil {
				return nil, fmt.Errorf("gate: proposals: %w", err)
			}
			if len(list) < limit && len(g.mayMerge(a, two)) == 0 {
				list = append(list, p)
			}
		}
		if len(some) < limit || len(list) == limit {
			return list, nil
		}
	}
}

// Dismiss says that the two are not one customer: they are not proposed
// again by themselves. slovo.ErrNotFound where they were not proposed.
func (g *Gate) Dismiss(ctx context.Context, a slovo.Actor, keep, other slovo.CustomerID) error {
	g = g.steady()
	var denial *Denial
	err := g.store.Atomic(ctx, func(ctx context.Context) error {
		two, err := g.pair(ctx, keep, other)
		if err != nil {
			return err
		}
		if reasons := g.mayMerge(a, two); len(reasons) > 0 {
			denial, err = g.denyBoth(ctx, a, ledger.ActPropose, two, reasons)
			return err
		}
		if err := g.store.DismissProposal(ctx, two.keep.ID, two.other.ID); err != nil {
			return err
		}
		return g.noteBoth(ctx, two, ledger.Draft{Actor: a, Act: ledger.ActDismiss, Outcome: ledger.Done})
	})
	if err != nil {
		return fmt.Errorf("gate: dismiss a merge of %s: %w", keep, err)
	}
	if denial != nil {
		return denial
	}
	return nil
}

// pair is two records that are one customer's, perhaps.
type pair struct {
	keep, other Customer
}

// pair locks both, always in the same order, so that nobody waits for
// somebody who waits; and reads them.
func (g *Gate) pair(ctx context.Context, one, other slovo.CustomerID) (pair, error) {
	for _, id := range []slovo.CustomerID{min(one, other), max(one, other)} {
		if err := g.store.Lock(ctx, id); err != nil {
			return pair{}, err
		}
	}
	return g.elder(ctx, one, other)
}

// elder reads the two, and tells which one was made first. A record that somebody makes to
// be merged into another's is never the one that is kept.
func (g *Gate) elder(ctx context.Context, one, other slovo.CustomerID) (pair, error) {
	if one == other {
		return pair{}, fmt.Errorf("a record and itself: %w", slovo.ErrInvalid)
	}
	a, err := g.store.Customer(ctx, one)
	if err != nil {
		return pair{}, err
	}
	b, err := g.store.Customer(ctx, other)
	if err != nil {
		return pair{}, err
	}
	if a.Merged != "" || b.Merged != "" {
		return pair{}, fmt.Errorf("merged already: %w", slovo.ErrConflict)
	}
	if b.Made.Before(a.Made) || b.Made.Equal(a.Made) && b.ID < a.ID {
		a, b = b, a
	}
	return pair{keep: a, other: b}, nil
}

// mayPropose lets whoever works with both records, and whoever imports.
func (g *Gate) mayPropose(a slovo.Actor, two pair) []Reason {
	c := g.charter()
	return standsAgainst(two, c.Imports(a) || c.ServesOne(a, two.keep.Purposes) && c.ServesOne(a, two.other.Purposes))
}

// mayMerge asks for the duty to correct in every purpose of both that the
// charter gives it for, and in one at least of each: in a shop nobody corrects
// what is only compared for a payment, and its customers are merged all the same.
func (g *Gate) mayMerge(a slovo.Actor, two pair) []Reason {
	return standsAgainst(two, g.corrects(a, two.keep.Purposes) && g.corrects(a, two.other.Purposes))
}

func (g *Gate) corrects(a slovo.Actor, purposes []string) bool {
	some := false
	for _, name := range purposes {
		p := g.charter().Purposes[name]
		if len(p.Roles[charter.Correct]) == 0 {
			continue
		}
		if !p.Allows(a.Role, charter.Correct) || !a.BoundTo(name) {
			return false
		}
		some = true
	}
	return some
}

// standsAgainst puts the refusal of the role before those of the records.
func standsAgainst(two pair, allowed bool) []Reason {
	if allowed {
		return closed(two)
	}
	return append([]Reason{{Code: RoleNotAllowed}}, closed(two)...)
}

// closed is the rule, pure: nothing of a record that is closed in any way
// goes into another, and nothing goes into it.
func closed(two pair) []Reason {
	var reasons []Reason
	no := func(stands bool, code Code) {
		if stands {
			reasons = append(reasons, Reason{Code: code})
		}
	}
	no(two.keep.Restricted || two.other.Restricted, Restricted)
	no(!two.keep.Erased.IsZero() || !two.other.Erased.IsZero(), Erased)
	no(two.keep.Frozen || two.other.Frozen, Frozen)
	no(two.keep.Held || two.other.Held, LegalHold)
	return reasons
}

// proven tells whether the e-mail and the name of the two are the same. Both
// are compared inside the gate, by the rule by which they were found.
func (g *Gate) proven(ctx context.Context, one, other slovo.CustomerID) (bool, error) {
	mine, _, err := g.whole(ctx, one)
	if err != nil {
		return false, err
	}
	theirs, _, err := g.whole(ctx, other)
	return err == nil && g.sameOne(mine, theirs), err
}

// sameOne is the rule: the same e-mail address, and the same words of a name.
func (g *Gate) sameOne(mine, theirs map[string]slovo.Value) bool {
	mail, name := g.fieldOf(field.Email), g.fieldOf(field.Name)
	a, b := mine[mail].Show(), theirs[mail].Show()
	return a != "" && field.Key(field.Email, a) == field.Key(field.Email, b) && sameName(mine[name].Show(), theirs[name].Show())
}

// propose keeps the proposal and writes it down, if it is new.
func (g *Gate) propose(ctx context.Context, a slovo.Actor, two pair) error {
	fresh, err := g.store.PutProposal(ctx, Proposal{two.keep.ID, two.other.ID, g.now()})
	if err != nil || !fresh {
		return err
	}
	return g.noteBoth(ctx, two, ledger.Draft{Actor: a, Act: ledger.ActPropose, Outcome: ledger.Done})
}

// noteBoth appends the draft to both customers' logs, each naming the other
// in the firm's half.
func (g *Gate) noteBoth(ctx context.Context, two pair, d ledger.Draft) error {
	d.Charter = g.charter().Hash
	d.Customer, d.Subject = two.other.ID, string(two.keep.ID)
	if _, err := g.ledger.Append(ctx, d); err != nil {
		return err
	}
	d.Customer, d.Subject = two.keep.ID, string(two.other.ID)
	_, err := g.ledger.Append(ctx, d)
	return err
}

func (g *Gate) denyBoth(ctx context.Context, a slovo.Actor, act ledger.Act, two pair, reasons []Reason) (*Denial, error) {
	d := ledger.Draft{
		Customer: two.keep.ID, Subject: string(two.other.ID), Actor: a, Act: act,
		Outcome: ledger.Refused, Reasons: CodesOf(reasons), Charter: g.charter().Hash,
	}
	entry, err := g.ledger.Append(ctx, d)
	if err != nil {
		return nil, err
	}
	d.Customer, d.Subject = two.other.ID, string(two.keep.ID)
	_, err = g.ledger.Append(ctx, d)
	return &Denial{Reasons: reasons, Entry: entry}, err
}

// refuseBoth writes a refusal down in both logs by itself, and returns it.
func (g *Gate) refuseBoth(ctx context.Context, a slovo.Actor, act ledger.Act, two pair, reasons []Reason) error {
	var denial *Denial
	err := g.store.Atomic(ctx, func(ctx context.Context) error {
		var err error
		denial, err = g.denyBoth(ctx, a, act, two, reasons)
		return err
	})
	if err != nil {
		return fmt.Errorf("gate: refuse %s: %w", two.keep.ID, err)
	}
	return denial
}

// resolve returns the id that answers for the customer: its own, or that of
// the record it was merged into.
func (g *Gate) resolve(ctx context.Context, id slovo.CustomerID) (slovo.CustomerID, error) {
	customer, err := Standing(ctx, g.store, id)
	if err != nil {
		return id, err
	}
	return customer.ID, nil
}
