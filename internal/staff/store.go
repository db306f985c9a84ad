package staff

import (
	"context"
	"time"

	"slovo"
)

// Store is what this room keeps. Methods join the transaction that Atomic
// put into their context; nothing found is slovo.ErrNotFound.
type Store interface {
	Atomic(ctx context.Context, do func(context.Context) error) error
	Accounts
	Credentials
	SignIns
	Sessions
	Tokens
	Endings
	Sweeps
}

// Accounts keeps colleagues.
type Accounts interface {
	// PutAccount is slovo.ErrConflict where the login is taken.
	PutAccount(ctx context.Context, a Account, s Secrets) error
	// ChangeAccount writes name, role and blocked.
	ChangeAccount(ctx context.Context, a Account) error
	Account(ctx context.Context, id slovo.StaffID) (Account, error)
	// AccountsAfter returns accounts in the order of logins.
	AccountsAfter(ctx context.Context, login string, limit int) ([]Account, error)
}

// Credentials keeps what accounts sign in with.
type Credentials interface {
	AccountByLogin(ctx context.Context, login string) (Account, Secrets, error)
	SetPassword(ctx context.Context, id slovo.StaffID, hash string) error
	// SetOneTime says whether the password must be changed.
	SetOneTime(ctx context.Context, id slovo.StaffID, oneTime bool) error
	// SetSeed also forgets the last step: the new seed has used none.
	SetSeed(ctx context.Context, id slovo.StaffID, sealed []byte) error
	// SpendStep moves the last step forward where the account is not
	// blocked and its secrets are still those seen, otherwise it is
	// slovo.ErrConflict: so a code is good once, and a sign-in that was
	// under way when the password changed does not end in a session.
	SpendStep(ctx context.Context, id slovo.StaffID, seen Secrets, step int64) error
}

// SignIn is one try to sign in as one bucket counts it.
type SignIn struct {
	Owner string // the bucket; never a login or an address in clear
	ID    string
	At    time.Time
	Until time.Time // when it may be forgotten
}

// SignIns keeps tries.
type SignIns interface {
	PutSignIn(ctx context.Context, s SignIn) error
	// SignInsAfter returns the owner's tries later than the moment, newest first.
	SignInsAfter(ctx context.Context, owner string, after time.Time, limit int) ([]SignIn, error)
	DropSignIn(ctx context.Context, s SignIn) error
	DropSignInsOf(ctx context.Context, owner string) error
}

// Session is one sign-in, as it is kept: by the SHA-256 of its secret.
type Session struct {
	Hash    []byte
	Account slovo.StaffID
	Made    time.Time
	Seen    time.Time
	Expires time.Time
	Ended   time.Time // zero while it runs
}

// Sessions keeps sessions.
type Sessions interface {
	PutSession(ctx context.Context, s Session) error
	Session(ctx context.Context, hash []byte) (Session, error)
	// SessionsOf returns those that neither ended nor expired, the last used first.
	SessionsOf(ctx context.Context, id slovo.StaffID, now time.Time) ([]Session, error)
	SeeSession(ctx context.Context, hash []byte, at time.Time) error
	SeeAccount(ctx context.Context, id slovo.StaffID, at time.Time) error
}

// Tokens keeps programs' tokens, found by the SHA-256 of their secret.
type Tokens interface {
	PutToken(ctx context.Context, t Token, hash []byte) error
	Token(ctx context.Context, id slovo.TokenID) (Token, error)
	TokenByHash(ctx context.Context, hash []byte) (Token, error)
	TokensOf(ctx context.Context, id slovo.StaffID) ([]Token, error)
	// TokensAfter returns tokens in the order of ids, from the one after that id on.
	TokensAfter(ctx context.Context, id slovo.TokenID, limit int) ([]Token, error)
	SeeToken(ctx context.Context, id slovo.TokenID, at time.Time) error
}

// Endings ends what runs; what has ended keeps its first end.
type Endings interface {
	EndSession(ctx context.Context, hash []byte, at time.Time) error
	EndSessionsOf(ctx context.Context, id slovo.StaffID, at time.Time) error
	RevokeToken(ctx context.Context, id slovo.TokenID, at time.Time) error
	RevokeTokensOf(ctx context.Context, id slovo.StaffID, at time.Time) error
}

// Sweeps forgets what is over, and counts who is there.
type Sweeps interface {
	ActiveInRole(ctx context.Context, role string) (int64, error)
	SweepSignIns(ctx context.Context, now time.Time) error
	SweepSessions(ctx context.Context, expiredBefore time.Time) error
}
