// Package staff knows who may ask: accounts, sign-in with a password and
// a code, roles from the charter, sessions, and programs' tokens. Every
// change of these is written to the ledger in its own transaction.
package staff

import (
	"context"
	"fmt"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/ledger"
	"slovo/internal/password"
)

// Account is one colleague. Its password and seed are Secrets and travel
// apart, so that a list of accounts cannot show them.
type Account struct {
	ID      slovo.StaffID
	Login   string // folded: unique whatever its case
	Name    string
	Role    string // as declared in the charter
	Blocked bool
	Made    time.Time
	Seen    time.Time // last used, to the minute; zero: never
	OneTime bool      // somebody else made the password up: it is to be changed before anything else
}

// Actor returns the colleague as the one who asks.
func (a Account) Actor() slovo.Actor { return slovo.Actor{Account: a.ID, Role: a.Role} }

// Secrets is what an account signs in with, as it is kept.
type Secrets struct {
	Hash string // PHC string of the password
	Seed []byte // of the codes, sealed
	Step int64  // the last 30 seconds whose code was used
}

// Sealer seals seeds: the gate implements it. A label binds what is sealed
// to its place; nothing opens under another one.
type Sealer interface {
	Seal(label string, plain []byte) ([]byte, error)
	Open(label string, sealed []byte) ([]byte, error)
}

// Writer writes entries; *ledger.Ledger is one.
type Writer interface {
	Append(ctx context.Context, d ledger.Draft) (slovo.EntryID, error)
}

// Office keeps the accounts. All its fields are needed.
type Office struct {
	Store   Store
	Sealer  Sealer
	Ledger  Writer
	Charter func() *charter.Charter // the one in force
	Hasher  *password.Hasher        // shared by the whole program
	Now     slovo.Clock
}

// The duties of the charter that this room asks for.
const (
	dutyStaff  = "staff"
	dutyTokens = "tokens"
)

// high are the duties that nobody may give who does not hold them: with
// one of them in another's hands, the rest could be taken.
var high = []string{dutyStaff, dutyTokens, "publish", "approve", "seal"}

// permit refuses an actor whose role lacks all of the duties. Programs are
// refused whatever their role: a token that makes tokens never expires.
func (o *Office) permit(by slovo.Actor, duties ...string) error {
	if by.Program() {
		return fmt.Errorf("staff: %s: a program changes no accounts: %w", by.Token, slovo.ErrDenied)
	}
	mine := o.Charter().Roles[by.Role]
	for _, duty := range duties {
		if mine.MayDo(duty) {
			return nil
		}
	}
	return fmt.Errorf("staff: role %q may not do %v: %w", by.Role, duties, slovo.ErrDenied)
}

// over refuses an actor who would give, or lay hands on, a role with a high
// duty that the actor's own role lacks; otherwise IT, who may make tokens,
// could make itself the owner's.
func (o *Office) over(by slovo.Actor, role string) error {
	c := o.Charter()
	if c.Clash(role, role) { // Load refuses such a charter; an account must not depend on that
		return fmt.Errorf("staff: role %q talks to customers and works without them: %w", role, slovo.ErrInvalid)
	}
	if _, declared := c.Roles[role]; !declared {
		return &Wrong{"role", "not in the charter"}
	}
	return o.outranks(by, role)
}

// outranks is over without asking that the charter still has the role: an
// account whose role is gone can be given another.
func (o *Office) outranks(by slovo.Actor, role string) error {
	roles := o.Charter().Roles
	for _, duty := range high {
		if roles[role].MayDo(duty) && !roles[by.Role].MayDo(duty) {
			return fmt.Errorf("staff: role %q is above %q: %w", role, by.Role, slovo.ErrDenied)
		}
	}
	return nil
}

// Wrong is one part of what was asked for that cannot be taken: login, name,
// role, label, expires, purposes, networks or quota. It holds no value.
type Wrong struct{ Part, Why string }

// Error names the part.
func (w *Wrong) Error() string { return "staff: " + w.Part + ": " + w.Why }

// Unwrap makes it an slovo.ErrInvalid.
func (w *Wrong) Unwrap() error { return slovo.ErrInvalid }

// write appends an entry about an account or token: what of it changed.
func (o *Office) write(ctx context.Context, by slovo.Actor, act ledger.Act, subject string, what ...string) error {
	_, err := o.Ledger.Append(ctx, ledger.Draft{
		Customer: slovo.Firm, Actor: by, Act: act, Outcome: ledger.Done,
		Subject: subject, Fields: what, Charter: o.Charter().Hash, Outlasts: !slices.Contains(what, "added"),
	})
	return err
}
