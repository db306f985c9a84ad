// Package consent holds what was agreed, with proof, and what must not be
// sent. It begins with the two that an import brings: an opt-in that came
// without its proof, and an opt-out.
package consent

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/ledger"
)

// Kind is what a wish is worth.
type Kind string

// The kinds of wishes.
const (
	// Claimed: an opt-in that came without proof. It is kept to be asked
	// about, and is never a consent.
	Claimed Kind = "claimed"
	// Suppressed: an opt-out. It holds at once and whatever comes later.
	Suppressed Kind = "suppressed"
)

// Channel is the way over which a customer is written to or called.
type Channel string

// The channels that a wish may be about.
const (
	Email Channel = "email"
	SMS   Channel = "sms"
	Phone Channel = "phone"
)

// Channels returns every channel that a wish may be about.
func Channels() []Channel { return []Channel{Email, SMS, Phone} }

// Wish is what a customer is known to want over one channel.
type Wish struct {
	Kind    Kind
	Channel Channel
	Source  string    // a short name of where it came from: see gate.ValidSource
	At      time.Time // when the customer said so; the zero time: when it was recorded
}

// Store keeps wishes; *store.Store does.
type Store interface {
	Atomic(ctx context.Context, do func(context.Context) error) error
	gate.Lockable
	Wishes
}

// Wishes keeps one row for each customer, channel and kind, so that what
// was claimed and what was refused both stay to be seen.
type Wishes interface {
	// PutWish keeps the wish, and tells whether it was new: what stands, stays.
	PutWish(ctx context.Context, c slovo.CustomerID, w Wish) (bool, error)
	WishesOf(ctx context.Context, c slovo.CustomerID) ([]Wish, error)
}

// Book is where wishes are kept. Safe for concurrent use.
type Book struct {
	store   Store
	ledger  gate.Writer
	charter func() *charter.Charter
	now     slovo.Clock
}

// New returns the book that works by the charter in force.
func New(store Store, l gate.Writer, c func() *charter.Charter, now slovo.Clock) *Book {
	return &Book{store: store, ledger: l, charter: c, now: now}
}

// steady is the book under the charter that is in force now: each call is
// answered by one.
func (b *Book) steady() *Book {
	one := *b
	one.charter = charter.Steady(b.charter)
	return &one
}

// Record keeps what the customer is known to want, by one entry for all
// that is new; nothing new is no entry. It joins a transaction that the
// context carries. slovo.ErrInvalid for a wish of no such kind or channel; a
// *gate.Denial, written down, where the actor neither serves the customer
// nor may import.
func (b *Book) Record(ctx context.Context, a slovo.Actor, c slovo.CustomerID, wishes []Wish) error {
	b = b.steady()
	for _, w := range wishes {
		if err := b.valid(w); err != nil {
			return err
		}
	}
	if len(wishes) == 0 {
		return nil
	}
	var denial *gate.Denial
	err := b.store.Atomic(ctx, func(ctx context.Context) error {
		var err error
		denial, err = b.record(ctx, a, c, wishes)
		return err
	})
	if err != nil {
		return fmt.Errorf("consent: of %s: %w", c, err)
	}
	if denial != nil {
		return denial
	}
	return nil
}

// Suppress stops the channel for the customer, at once and for good.
func (b *Book) Suppress(ctx context.Context, a slovo.Actor, c slovo.CustomerID, over Channel) error {
	return b.Record(ctx, a, c, []Wish{{Kind: Suppressed, Channel: over, Source: "staff", At: b.now()}})
}

// Of returns what holds for each channel, the stricter where both were
// said, by channel. A *gate.Denial, written down, to whom the customer's
// record is none of theirs.
func (b *Book) Of(ctx context.Context, a slovo.Actor, c slovo.CustomerID) ([]Wish, error) {
	b = b.steady()
	customer, err := gate.Standing(ctx, b.store, c)
	if err != nil {
		return nil, fmt.Errorf("consent: of %s: %w", c, err)
	}
	if reasons := b.mayRead(a, customer); len(reasons) > 0 {
		return nil, b.refuse(ctx, a, customer.ID, reasons)
	}
	wishes, err := b.store.WishesOf(ctx, customer.ID)
	if err != nil {
		return nil, fmt.Errorf("consent: of %s: %w", c, err)
	}
	return Strictest(wishes), nil
}

// Strictest returns one wish for each channel, by channel: a suppression
// where there is one, whenever it came, else the claim.
func Strictest(wishes []Wish) []Wish {
	best := map[Channel]Wish{}
	for _, w := range wishes {
		if had, ok := best[w.Channel]; !ok || had.Kind == Claimed && w.Kind == Suppressed {
			best[w.Channel] = w
		}
	}
	list := make([]Wish, 0, len(best))
	for _, w := range best {
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b Wish) int { return strings.Compare(string(a.Channel), string(b.Channel)) })
	return list
}

func (b *Book) valid(w Wish) error {
	switch {
	case w.Kind != Claimed && w.Kind != Suppressed:
		return fmt.Errorf("consent: wish: of no kind that there is: %w", slovo.ErrInvalid)
	case !slices.Contains(Channels(), w.Channel):
		return fmt.Errorf("consent: wish: over no channel that there is: %w", slovo.ErrInvalid)
	case !gate.ValidSource(w.Source):
		return fmt.Errorf("consent: wish: source is not a short name of a-z, 0-9, _, ., : and -: %w", slovo.ErrInvalid)
	case w.At.After(b.now().Add(time.Minute)):
		return fmt.Errorf("consent: wish: its time is ahead: %w", slovo.ErrInvalid)
	}
	return nil
}

// record runs inside the transaction.
func (b *Book) record(ctx context.Context, a slovo.Actor, c slovo.CustomerID, wishes []Wish) (*gate.Denial, error) {
	customer, err := gate.LockStanding(ctx, b.store, c)
	if err != nil {
		return nil, err
	}
	if reasons := b.mayRecord(a, customer); len(reasons) > 0 {
		return b.deny(ctx, a, customer.ID, reasons)
	}
	var fresh []string
	for _, w := range wishes {
		if w.At.IsZero() {
			w.At = b.now()
		}
		isNew, err := b.store.PutWish(ctx, customer.ID, w)
		if err != nil {
			return nil, err
		}
		if isNew {
			fresh = append(fresh, string(w.Kind)+":"+string(w.Channel))
		}
	}
	if len(fresh) == 0 {
		return nil, nil //nolint:nilnil // no denial, and no error
	}
	slices.Sort(fresh)
	draft := b.draft(a, customer.ID, fresh)
	draft.Outlasts = slices.ContainsFunc(fresh, refuses)
	_, err = b.ledger.Append(ctx, draft)
	return nil, err
}

// refuses tells whether a name of a draft is of an opt-out.
func refuses(name string) bool { return strings.HasPrefix(name, string(Suppressed)+":") }

// draft tells the customer too what was put down, as kind and channel.
func (b *Book) draft(a slovo.Actor, c slovo.CustomerID, fresh []string) ledger.Draft {
	return ledger.Draft{
		Customer: c, Actor: a, Act: ledger.ActConsent, Outcome: ledger.Done, Fields: fresh, Charter: b.charter().Hash,
	}
}

func (b *Book) refuse(ctx context.Context, a slovo.Actor, c slovo.CustomerID, reasons []gate.Reason) error {
	var denial *gate.Denial
	err := b.store.Atomic(ctx, func(ctx context.Context) error {
		var err error
		denial, err = b.deny(ctx, a, c, reasons)
		return err
	})
	if err != nil {
		return fmt.Errorf("consent: of %s: %w", c, err)
	}
	return denial
}

func (b *Book) deny(ctx context.Context, a slovo.Actor, c slovo.CustomerID, reasons []gate.Reason) (*gate.Denial, error) {
	return gate.Deny(ctx, b.ledger, b.draft(a, c, nil), reasons)
}

func (b *Book) mayRecord(a slovo.Actor, c gate.Customer) []gate.Reason {
	return may(b.charter().Imports(a) || b.charter().ServesOne(a, c.Purposes), c)
}

func (b *Book) mayRead(a slovo.Actor, c gate.Customer) []gate.Reason {
	role := b.charter().Roles[a.Role]
	watches := a.Purposes == nil && (role.MayDo("requests") || role.MayDo("read_ledger"))
	return may(watches || b.charter().ServesOne(a, c.Purposes), c)
}

func may(allowed bool, c gate.Customer) []gate.Reason {
	if !c.Erased.IsZero() {
		return []gate.Reason{{Code: gate.Erased}}
	}
	if !allowed {
		return []gate.Reason{{Code: gate.RoleNotAllowed}}
	}
	return nil
}
