package staff

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"slovo"
	"slovo/internal/ledger"
	"slovo/internal/password"
)

// NewAccount is what an account is made of.
type NewAccount struct {
	Login    string
	Name     string
	Role     string
	Password slovo.Value
	OneTime  bool // the password is somebody else's invention, to be changed at the first sign-in
}

var loginForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$`)

// foldLogin makes one login of all its spellings.
func foldLogin(login string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(login)))
}

func (n NewAccount) check() error {
	if !loginForm.MatchString(n.Login) {
		return &Wrong{"login", "letters, digits and . _ @ + - only, 64 at most"}
	}
	return checkLine("name", n.Name)
}

// checkLine takes a line of text that people read in lists.
func checkLine(what, text string) error {
	if text == "" || utf8.RuneCountInString(text) > 200 || strings.ContainsFunc(text, unicode.IsControl) {
		return &Wrong{what, "one line of 1 to 200 characters"}
	}
	return nil
}

// Add makes an account and returns what its owner's authenticator must be
// shown, once. A *password.Weak comes back where the password is weak,
// slovo.ErrConflict where the login is taken.
func (o *Office) Add(ctx context.Context, by slovo.Actor, n NewAccount) (Account, Enrollment, error) {
	n.Login, n.Name = foldLogin(n.Login), strings.TrimSpace(n.Name)
	if err := o.mayAdd(by, n); err != nil {
		return Account{}, Enrollment{}, err
	}
	a := Account{ID: slovo.NewStaffID(), Login: n.Login, Name: n.Name, Role: n.Role, Made: o.Now(), OneTime: n.OneTime}
	hash, err := o.fit(ctx, a, n.Password)
	if err != nil {
		return Account{}, Enrollment{}, err
	}
	enrollment, seed, err := o.enroll(a)
	if err != nil {
		return Account{}, Enrollment{}, err
	}
	err = o.Store.Atomic(ctx, func(ctx context.Context) error {
		if err := o.Store.PutAccount(ctx, a, Secrets{Hash: hash, Seed: seed}); err != nil {
			return fmt.Errorf("staff: login %s: %w", a.Login, err)
		}
		return o.write(ctx, by, ledger.ActStaff, string(a.ID), "added", "role:"+a.Role)
	})
	if err != nil {
		return Account{}, Enrollment{}, err
	}
	return a, enrollment, nil
}

func (o *Office) mayAdd(by slovo.Actor, n NewAccount) error {
	if err := o.permit(by, dutyStaff); err != nil {
		return err
	}
	if err := n.check(); err != nil {
		return err
	}
	return o.over(by, n.Role)
}

// fit hashes a password that is strong enough for the account.
func (o *Office) fit(ctx context.Context, a Account, secret slovo.Value) (string, error) {
	company := o.Charter().Controller
	if err := password.Check(secret, a.Login, a.Name, company.Name.RU, company.Name.EN, company.Contact.Email); err != nil {
		return "", err
	}
	return o.Hasher.Hash(ctx, secret)
}

// Account returns the colleague with that id.
func (o *Office) Account(ctx context.Context, id slovo.StaffID) (Account, error) {
	return o.Store.Account(ctx, id)
}

// ByLogin returns the colleague with that login.
func (o *Office) ByLogin(ctx context.Context, login string) (Account, error) {
	a, _, err := o.Store.AccountByLogin(ctx, foldLogin(login))
	return a, err
}

// Accounts returns a page of colleagues in the order of logins, from the
// one after that login on.
func (o *Office) Accounts(ctx context.Context, by slovo.Actor, after string, limit int) ([]Account, error) {
	if err := o.permit(by, dutyStaff, dutyTokens); err != nil {
		return nil, err
	}
	return o.Store.AccountsAfter(ctx, after, limit)
}

// SetBlocked blocks an account, which ends its sessions and revokes its
// tokens, or lets it sign in again, with new ones.
func (o *Office) SetBlocked(ctx context.Context, by slovo.Actor, id slovo.StaffID, blocked bool) error {
	what := "unblocked"
	if blocked {
		what = "blocked"
	}
	return o.change(ctx, by, id, func(ctx context.Context, a Account) error {
		a.Blocked = blocked
		return o.Store.ChangeAccount(ctx, a)
	}, what)
}

// SetRole gives the account another role of the charter; it signs in anew.
func (o *Office) SetRole(ctx context.Context, by slovo.Actor, id slovo.StaffID, role string) error {
	if err := o.over(by, role); err != nil {
		return err
	}
	return o.change(ctx, by, id, func(ctx context.Context, a Account) error {
		a.Role = role
		return o.Store.ChangeAccount(ctx, a)
	}, "role:"+role)
}

// SetPassword gives the account a password that somebody else chose; a
// colleague's own way is ChangePassword.
func (o *Office) SetPassword(ctx context.Context, by slovo.Actor, id slovo.StaffID, secret slovo.Value) error {
	if err := o.permit(by, dutyStaff); err != nil {
		return err
	}
	a, err := o.Store.Account(ctx, id)
	if err != nil {
		return err
	}
	hash, err := o.fit(ctx, a, secret)
	if err != nil {
		return err
	}
	return o.change(ctx, by, id, func(ctx context.Context, a Account) error {
		if err := o.forgive(ctx, foldLogin(a.Login)); err != nil {
			return err
		}
		return o.own(ctx, a.ID, hash)
	}, "password")
}

// own keeps a password that is nobody else's invention.
func (o *Office) own(ctx context.Context, id slovo.StaffID, hash string) error {
	if err := o.Store.SetPassword(ctx, id, hash); err != nil {
		return err
	}
	return o.Store.SetOneTime(ctx, id, false)
}

// GivePassword gives the account a password that is good for one sign-in:
// its owner must change it before anything else. It is shown once.
func (o *Office) GivePassword(ctx context.Context, by slovo.Actor, id slovo.StaffID) (slovo.Value, error) {
	if err := o.permit(by, dutyStaff); err != nil {
		return slovo.Value{}, err
	}
	secret := OneTimePassword()
	hash, err := o.Hasher.Hash(ctx, secret)
	if err != nil {
		return slovo.Value{}, err
	}
	err = o.change(ctx, by, id, func(ctx context.Context, a Account) error {
		if err := o.forgive(ctx, foldLogin(a.Login)); err != nil {
			return err
		}
		if err := o.Store.SetPassword(ctx, a.ID, hash); err != nil {
			return err
		}
		return o.Store.SetOneTime(ctx, a.ID, true)
	}, "one_time_password")
	if err != nil {
		return slovo.Value{}, err
	}
	return secret, nil
}

// OneTimePassword makes one up: 80 random bits.
func OneTimePassword() slovo.Value { return slovo.NewValue(slovo.RandomText(10)) }

// ResetCodes gives the account a new seed: its authenticator was lost.
func (o *Office) ResetCodes(ctx context.Context, by slovo.Actor, id slovo.StaffID) (Enrollment, error) {
	if err := o.permit(by, dutyStaff); err != nil {
		return Enrollment{}, err
	}
	a, err := o.Store.Account(ctx, id)
	if err != nil {
		return Enrollment{}, err
	}
	enrollment, seed, err := o.enroll(a)
	if err != nil {
		return Enrollment{}, err
	}
	err = o.change(ctx, by, id, func(ctx context.Context, a Account) error {
		return o.Store.SetSeed(ctx, a.ID, seed)
	}, "codes")
	if err != nil {
		return Enrollment{}, err
	}
	return enrollment, nil
}

// change does one thing to an account on behalf of somebody whose duty it
// is, ends all that the account has running, and writes it down. It does
// not take the last account away that can still do this.
func (o *Office) change(ctx context.Context, by slovo.Actor, id slovo.StaffID, do func(context.Context, Account) error, what string) error {
	if err := o.permit(by, dutyStaff); err != nil {
		return err
	}
	return o.Store.Atomic(ctx, func(ctx context.Context) error {
		a, err := o.Store.Account(ctx, id)
		if err != nil {
			return err
		}
		if err := o.outranks(by, a.Role); err != nil {
			return err
		}
		if err := do(ctx, a); err != nil {
			return err
		}
		if err := o.someoneLeft(ctx, a.Role); err != nil {
			return err
		}
		return o.endAll(ctx, by, id, what)
	})
}

// someoneLeft is slovo.ErrConflict where the role that was touched could
// look after accounts and now nobody who can is left.
func (o *Office) someoneLeft(ctx context.Context, touched string) error {
	roles := o.Charter().Roles
	if !roles[touched].MayDo(dutyStaff) {
		return nil
	}
	for name, role := range roles {
		if !role.MayDo(dutyStaff) {
			continue
		}
		n, err := o.Store.ActiveInRole(ctx, name)
		if err != nil || n > 0 {
			return err
		}
	}
	return fmt.Errorf("staff: nobody would be left to look after accounts: %w", slovo.ErrConflict)
}

// endAll ends the account's sessions, revokes its tokens and writes down why.
func (o *Office) endAll(ctx context.Context, by slovo.Actor, id slovo.StaffID, what string) error {
	if err := o.Store.EndSessionsOf(ctx, id, o.Now()); err != nil {
		return err
	}
	if err := o.Store.RevokeTokensOf(ctx, id, o.Now()); err != nil {
		return err
	}
	return o.write(ctx, by, ledger.ActStaff, string(id), what)
}
