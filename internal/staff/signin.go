package staff

import (
	"context"
	"errors"
	"fmt"
	"net/netip"

	"slovo"
	"slovo/internal/password"
)

// Attempt is somebody who says to be a colleague.
type Attempt struct {
	Login    string
	Password slovo.Value
	Code     slovo.Value // of the authenticator
	Addr     netip.Addr  // where the request came from
}

// SignedIn is a new session. Its secret is shown to the browser and kept
// nowhere else.
type SignedIn struct {
	Secret  slovo.Value
	Account Account
}

// errSignIn is the one answer to everybody who is not let in: unknown,
// blocked, wrong password, wrong code, used code.
var errSignIn = fmt.Errorf("staff: sign-in: %w", slovo.ErrUnauthenticated)

// SignIn opens a session for who knows the password and holds the
// authenticator. All failures are the same slovo.ErrUnauthenticated after
// the same work; a *Wait comes back where there were too many.
func (o *Office) SignIn(ctx context.Context, try Attempt) (SignedIn, error) {
	p, err := o.prove(ctx, try)
	if err != nil {
		return SignedIn{}, err
	}
	fresh := o.rehash(ctx, p, try.Password)
	secret, session := o.newSession(p.account.ID)
	err = o.Store.Atomic(ctx, func(ctx context.Context) error {
		if err := o.spend(ctx, p); err != nil {
			return err
		}
		if fresh != "" {
			if err := o.Store.SetPassword(ctx, p.account.ID, fresh); err != nil {
				return err
			}
		}
		if err := o.Store.SeeAccount(ctx, p.account.ID, session.Made); err != nil {
			return err
		}
		return o.Store.PutSession(ctx, session)
	})
	if err != nil {
		return SignedIn{}, err
	}
	return SignedIn{Secret: secret, Account: p.account}, nil
}

// ChangePassword gives a colleague the password that they chose, on the
// same proof as a sign-in. All sessions end and all tokens are revoked.
func (o *Office) ChangePassword(ctx context.Context, try Attempt, secret slovo.Value) error {
	p, err := o.prove(ctx, try)
	if err != nil {
		return err
	}
	hash, err := o.fit(ctx, p.account, secret)
	if err != nil {
		return errors.Join(err, o.Store.Atomic(ctx, func(ctx context.Context) error { return o.release(ctx, p.tries) }))
	}
	return o.Store.Atomic(ctx, func(ctx context.Context) error {
		if err := o.spend(ctx, p); err != nil {
			return err
		}
		if err := o.own(ctx, p.account.ID, hash); err != nil {
			return err
		}
		return o.endAll(ctx, p.account.Actor(), p.account.ID, "password")
	})
}

// proof is an attempt that was right when it was looked at.
type proof struct {
	account Account
	seen    Secrets
	step    int64
	tries   tries
}

// prove looks at an attempt. It does the same for everybody, whether the
// login is known or not, and whichever of the two is wrong.
func (o *Office) prove(ctx context.Context, try Attempt) (proof, error) {
	login := foldLogin(try.Login)
	counted, err := o.count(ctx, login, try.Addr)
	if err != nil {
		return proof{}, err
	}
	account, seen, err := o.whoever(ctx, login)
	if err != nil {
		return proof{}, err
	}
	right, err := o.Hasher.Verify(ctx, seen.Hash, try.Password)
	if err != nil {
		// Nobody looked at the password: this was no failure of theirs.
		return proof{}, errors.Join(err, o.Store.Atomic(ctx, func(ctx context.Context) error { return o.release(ctx, counted) }))
	}
	seed, err := o.seed(account.ID, seen.Seed)
	if err != nil {
		return proof{}, err
	}
	step, err := stepOf(seed, try.Code, seen.Step, o.Now())
	if err != nil {
		return proof{}, err
	}
	if !right || step == 0 || seen.Seed == nil || account.Blocked {
		return proof{}, errSignIn
	}
	return proof{account, seen, step, counted}, nil
}

// whoever returns the account, or nobody with a hash that takes the same
// work and fits no password.
func (o *Office) whoever(ctx context.Context, login string) (Account, Secrets, error) {
	account, seen, err := o.Store.AccountByLogin(ctx, login)
	if errors.Is(err, slovo.ErrNotFound) {
		return Account{}, Secrets{Hash: password.Dummy}, nil
	}
	return account, seen, err
}

// spend uses the code up and takes the try back. Who comes second with the
// same code, or after the account was changed, is not let in.
func (o *Office) spend(ctx context.Context, p proof) error {
	err := o.Store.SpendStep(ctx, p.account.ID, p.seen, p.step)
	if errors.Is(err, slovo.ErrConflict) {
		return errSignIn
	}
	if err != nil {
		return err
	}
	return o.welcome(ctx, p.tries)
}

// rehash returns the password's hash with today's parameters where it was
// kept with older ones, otherwise "". Where that does not succeed there is
// a next time.
func (o *Office) rehash(ctx context.Context, p proof, secret slovo.Value) string {
	if !password.Stale(p.seen.Hash) {
		return ""
	}
	hash, err := o.Hasher.Hash(ctx, secret)
	if err != nil {
		return ""
	}
	return hash
}
