package verify

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/ledger"
	"slovo/internal/password"
)

const (
	// linkLife is how long a one-time link opens: a day, so that a letter
	// read in the evening still does, and one found next week does not.
	linkLife = 24 * time.Hour
	// invitesADay is how many links one customer is sent in a day.
	invitesADay = 3
	// linkTries is how many secrets may be tried behind one link: who holds
	// it could otherwise learn the record's numbers from what is refused.
	linkTries = 10
)

// Invite sends the customer a link, good once and for a day, to set the
// first PIN. It goes to an e-mail address that has been on record for 72
// hours and is no other customer's; the other addresses are told. The
// letters hold no data of the customer's. slovo.ErrDenied where a PIN is
// set, slovo.ErrInvalid where there is no address, slovo.ErrConflict, an *Unsettled, where
// there is none fit yet, slovo.ErrTooMany after three in a day, and
// slovo.ErrUnavailable where the letter cannot be sent.
func (v *Verifier) Invite(ctx context.Context, a slovo.Actor, c slovo.CustomerID) error {
	v = v.steady()
	if err := v.mayInvite(ctx, a, c); err != nil {
		return err
	}
	secret, now := slovo.NewValue(slovo.RandomText(32)), v.Now()
	link := Link{Hash: hashOf(secret), Customer: c, Sets: PIN, Made: now, Expires: now.Add(linkLife)}
	var to gate.Contact
	var others []gate.Contact
	err := v.Store.Atomic(ctx, func(ctx context.Context) error {
		var err error
		to, others, err = v.invite(ctx, a, link)
		return err
	})
	if err != nil {
		return fmt.Errorf("verify: invite %s: %w", c, err)
	}
	if err := v.Post.Send(ctx, v.letter(to, letterInvite, "Link", v.Link(secret.Show()))); err != nil {
		return fmt.Errorf("verify: invite %s: %w", c, err)
	}
	v.tell(ctx, others, letterInvited)
	return nil
}

// mayInvite asks for a duty in a purpose of the customer's.
func (v *Verifier) mayInvite(ctx context.Context, a slovo.Actor, c slovo.CustomerID) error {
	if v.Post == nil || v.Link == nil {
		return fmt.Errorf("verify: invite: no post is set up: %w", slovo.ErrUnavailable)
	}
	if err := v.taken(PIN); err != nil {
		return err
	}
	customer, err := gate.Standing(ctx, v.Store, c)
	if err != nil {
		return fmt.Errorf("verify: invite %s: %w", c, err)
	}
	c = customer.ID
	reasons := state(customer)
	if !v.Charter().ServesOne(a, customer.Purposes) {
		reasons = append(reasons, gate.Reason{Code: gate.RoleNotAllowed})
	}
	if len(reasons) > 0 {
		return v.refuse(ctx, ledger.Draft{Customer: c, Actor: a, Act: ledger.ActInvite}, reasons)
	}
	now := v.Now()
	sent, err := v.Store.UseQuota(ctx, "customer/"+string(c), "invites", 1, now.AddDate(0, 0, -1), now)
	if err == nil && sent > invitesADay {
		err = slovo.ErrTooMany
	}
	if err != nil {
		return fmt.Errorf("verify: invite %s: %w", c, err)
	}
	return nil
}

// refuse writes a refusal down and returns it.
func (v *Verifier) refuse(ctx context.Context, d ledger.Draft, reasons []gate.Reason) error {
	d.Charter = v.Charter().Hash
	var denial *gate.Denial
	err := v.Store.Atomic(ctx, func(ctx context.Context) error {
		var err error
		denial, err = gate.Deny(ctx, v.Ledger, d, reasons)
		return err
	})
	if err != nil {
		return fmt.Errorf("verify: %s %s: %w", d.Act, d.Customer, err)
	}
	return denial
}

// invite keeps the link with its entry, and finds where the letter goes.
func (v *Verifier) invite(ctx context.Context, a slovo.Actor, link Link) (to gate.Contact, others []gate.Contact, err error) {
	customer, err := gate.LockStanding(ctx, v.Store, link.Customer)
	if err != nil {
		return to, nil, err
	}
	link.Customer = customer.ID
	if err := v.unset(ctx, link.Customer, PIN, slovo.ErrDenied); err != nil {
		return to, nil, err
	}
	contacts, err := v.Gate.Contacts(ctx, link.Customer)
	if err != nil {
		return to, nil, err
	}
	at := slices.IndexFunc(contacts, func(c gate.Contact) bool { return c.Settled })
	switch {
	case len(contacts) == 0:
		return to, nil, fmt.Errorf("no e-mail address is on record: %w", slovo.ErrInvalid)
	case at < 0:
		return to, nil, &Unsettled{Until: soonest(contacts)}
	}
	if err := v.putLink(ctx, link); err != nil {
		return to, nil, err
	}
	_, err = v.Ledger.Append(ctx, ledger.Draft{
		Customer: link.Customer, Actor: a, Act: ledger.ActInvite, Outcome: ledger.Done,
		Channel: slovo.ChannelEmail, Fields: fieldsOf(contacts), Charter: v.Charter().Hash,
	})
	return contacts[at], slices.Delete(slices.Clone(contacts), at, at+1), err
}

// Unsettled says that no address on record is fit for a link yet.
type Unsettled struct {
	Until time.Time // when one will be; zero: time alone does not make it fit
}

// Error tells when, and no address.
func (u *Unsettled) Error() string {
	said := "no e-mail address has been on record for 72 hours and is this customer's alone"
	if !u.Until.IsZero() {
		said += "; one will be at " + u.Until.UTC().Format(time.RFC3339)
	}
	return said
}

// Unwrap makes an Unsettled a slovo.ErrConflict.
func (*Unsettled) Unwrap() error { return slovo.ErrConflict }

// soonest is when the first of them settles, the zero time for never.
func soonest(contacts []gate.Contact) time.Time {
	var at time.Time
	for _, c := range contacts {
		if !c.Settles.IsZero() && (at.IsZero() || c.Settles.Before(at)) {
			at = c.Settles
		}
	}
	return at
}

// putLink keeps the link, in place of any earlier one.
func (v *Verifier) putLink(ctx context.Context, link Link) error {
	if err := v.Store.DropLinks(ctx, link.Customer); err != nil {
		return err
	}
	return v.Store.PutLink(ctx, link)
}

// LinkState tells whether the link still opens: slovo.ErrConflict where it
// was used, slovo.ErrNotFound where it has run out or never was.
func (v *Verifier) LinkState(ctx context.Context, secret slovo.Value) error {
	_, err := v.link(ctx, secret)
	return err
}

// LinkSets tells what the link sets: PIN, for the first factors, or TOTP,
// for an authenticator alone. Errors are those of LinkState.
func (v *Verifier) LinkSets(ctx context.Context, secret slovo.Value) (string, error) {
	l, err := v.link(ctx, secret)
	return l.Sets, err
}

// link returns the live link behind the secret.
func (v *Verifier) link(ctx context.Context, secret slovo.Value) (Link, error) {
	none := fmt.Errorf("verify: link: %w", slovo.ErrNotFound)
	l, err := v.Store.Link(ctx, hashOf(secret))
	switch {
	case err != nil:
		return Link{}, fmt.Errorf("verify: link: %w", err)
	case !l.Used.IsZero():
		return Link{}, fmt.Errorf("verify: link of %s was used: %w", l.Customer, slovo.ErrConflict)
	case !l.Expires.After(v.Now()):
		return Link{}, none
	}
	// An address that was changed after the letter went out may mean that
	// the letter lies where it should not.
	contacts, err := v.Gate.Contacts(ctx, l.Customer)
	if err != nil {
		return Link{}, err
	}
	if slices.ContainsFunc(contacts, func(c gate.Contact) bool { return c.Written.After(l.Made) }) {
		return Link{}, none
	}
	return l, nil
}

// Own is what a customer sets behind a link: the first PIN and, where a
// code is given, the authenticator that showed it.
type Own struct {
	PIN  slovo.Value
	Mark slovo.Value // of the seed that the authenticator was shown
	Code slovo.Value // empty: no authenticator
}

// SetByLink sets what whom the link was sent to has chosen, all of it or
// nothing, and uses the link up. A *password.Weak for the PIN, ErrWrongCode
// for the code; both leave the link as it was. A later change is refused,
// slovo.ErrConflict: it takes a verified customer.
func (v *Verifier) SetByLink(ctx context.Context, secret slovo.Value, own Own) error {
	v = v.steady()
	l, err := v.behind(ctx, secret, PIN)
	if err != nil {
		return err
	}
	if err := errors.Join(v.taken(PIN), password.CheckPIN(bare(own.PIN))); err != nil {
		return err
	}
	if err := v.echo(ctx, l.Customer, own.PIN); err != nil {
		return err
	}
	var chosen []Factor
	if !bare(own.Code).Empty() {
		app, err := v.authenticator(ctx, l.Customer, secret, own)
		if err != nil {
			return err
		}
		chosen = append(chosen, app)
	}
	f, err := v.hashed(ctx, l.Customer, own.PIN)
	if err != nil {
		return err
	}
	return v.byLink(ctx, l, append([]Factor{f}, chosen...))
}

// behind returns the live link that sets the kind, and counts that a secret
// is tried with it.
func (v *Verifier) behind(ctx context.Context, secret slovo.Value, kind string) (Link, error) {
	l, err := v.link(ctx, secret)
	if err != nil {
		return Link{}, err
	}
	if l.Sets != kind {
		return Link{}, fmt.Errorf("verify: link sets no %s: %w", kind, slovo.ErrNotFound)
	}
	tried, err := v.Store.UseQuota(ctx, fmt.Sprintf("link/%x", l.Hash[:8]), "tries", 1, l.Made.Add(-time.Second), v.Now())
	if err == nil && tried > linkTries {
		err = slovo.ErrTooMany
	}
	if err != nil {
		return Link{}, fmt.Errorf("verify: link of %s: %w", l.Customer, err)
	}
	return l, nil
}

// byLink sets the factors and uses the link up, in one transaction.
func (v *Verifier) byLink(ctx context.Context, l Link, chosen []Factor) error {
	var contacts []gate.Contact
	err := v.Store.Atomic(ctx, func(ctx context.Context) error {
		if err := v.Store.Lock(ctx, l.Customer); err != nil {
			return err
		}
		customer, err := v.Store.Customer(ctx, l.Customer)
		if err != nil {
			return err
		}
		if reasons := state(customer); len(reasons) > 0 {
			return &gate.Denial{Reasons: reasons}
		}
		if err := v.Store.UseLink(ctx, l.Hash, v.Now()); err != nil {
			return err
		}
		contacts, err = v.set(ctx, l.Customer, chosen)
		return err
	})
	if err != nil {
		return fmt.Errorf("verify: set factors of %s: %w", l.Customer, err)
	}
	v.tell(ctx, contacts, letterSet)
	return nil
}

func hashOf(secret slovo.Value) []byte {
	sum := sha256.Sum256([]byte(secret.Show()))
	return sum[:]
}
