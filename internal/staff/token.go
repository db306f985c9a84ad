package staff

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"slovo"
	"slovo/internal/ledger"
)

// tokenPrefix lets people and scanners see what a leaked string is.
const tokenPrefix = "slovo_"

// How long a token is good for: 90 days where nobody says, a year at most.
const (
	usualLife   = 90 * day
	longestLife = 366 * day
)

// Token is what a program signs its asks with, as it is listed: never its
// secret. It acts for its account, in the account's role and no other.
type Token struct {
	ID       slovo.TokenID
	Account  slovo.StaffID
	Maker    slovo.StaffID // who made it and saw its secret
	Label    string
	Role     string
	Purposes []string       // of the charter; none: whatever the role allows
	Networks []netip.Prefix // none: from anywhere
	Quota    int            // reveals per hour; 0: as the charter says
	Made     time.Time
	Expires  time.Time
	Revoked  time.Time // zero while it counts
	Seen     time.Time // last used, to the minute; zero: never
}

// NewToken is what a token is made of.
type NewToken struct {
	Account  slovo.StaffID
	Label    string
	Role     string // the account's; "" is the same
	Purposes []string
	Networks []netip.Prefix
	Quota    int
	Expires  time.Time // zero: in 90 days
}

// CreateToken makes a token and returns its secret, which is shown once. Who
// made it stands with the token, and in the log at each of its acts.
func (o *Office) CreateToken(ctx context.Context, by slovo.Actor, n NewToken) (Token, slovo.Value, error) {
	if err := o.permit(by, dutyTokens); err != nil {
		return Token{}, slovo.Value{}, err
	}
	secret := tokenPrefix + slovo.RandomText(secretBytes)
	var t Token
	err := o.Store.Atomic(ctx, func(ctx context.Context) error {
		account, err := o.Store.Account(ctx, n.Account)
		if err != nil {
			return err
		}
		if t, err = o.token(by, n, account); err != nil {
			return err
		}
		if err := o.Store.PutToken(ctx, t, hashOf(secret)); err != nil {
			return err
		}
		return o.write(ctx, by, ledger.ActToken, string(t.ID), "added", "account:"+string(t.Account))
	})
	if err != nil {
		return Token{}, slovo.Value{}, err
	}
	return t, slovo.NewValue(secret), nil
}

// token checks what a token is to be made of against account and charter.
func (o *Office) token(by slovo.Actor, n NewToken, account Account) (Token, error) {
	if err := o.over(by, account.Role); err != nil {
		return Token{}, err
	}
	if n.Role != "" && n.Role != account.Role || account.Blocked {
		return Token{}, fmt.Errorf("staff: token of %s: not a role that the account has: %w", account.ID, slovo.ErrInvalid)
	}
	if err := o.unverified(by, account.Role, n.Purposes); err != nil {
		return Token{}, err
	}
	n.Label = strings.TrimSpace(n.Label)
	if err := checkLine("label", n.Label); err != nil {
		return Token{}, err
	}
	if err := o.checkBounds(n); err != nil {
		return Token{}, err
	}
	now := o.Now()
	expires := n.Expires
	if expires.IsZero() {
		expires = now.Add(usualLife)
	}
	if !expires.After(now) || expires.After(now.Add(longestLife)) {
		return Token{}, &Wrong{"expires", "within a year"}
	}
	return Token{
		ID: slovo.NewTokenID(), Account: account.ID, Maker: by.Account, Label: n.Label, Role: account.Role, Purposes: n.Purposes,
		Networks: masked(n.Networks), Quota: n.Quota, Made: now, Expires: expires,
	}, nil
}

// unverified refuses a token that reads customers with nobody verified to
// whoever could not give out its role anyway: the secret is shown to who
// makes it.
func (o *Office) unverified(by slovo.Actor, role string, bound []string) error {
	c := o.Charter()
	if c.Roles[by.Role].MayDo(dutyStaff) {
		return nil
	}
	for name, p := range c.Purposes {
		if !p.Talks(role) && (len(bound) == 0 || slices.Contains(bound, name)) {
			return fmt.Errorf("staff: token: role %q reads with nobody verified: %w", role, slovo.ErrDenied)
		}
	}
	return nil
}

// checkBounds checks what the token is bound to.
func (o *Office) checkBounds(n NewToken) error {
	for _, purpose := range n.Purposes {
		if _, declared := o.Charter().Purposes[purpose]; !declared {
			return &Wrong{"purposes", "one is not in the charter"}
		}
	}
	for _, network := range n.Networks {
		if !network.IsValid() {
			return &Wrong{"networks", "one is not valid"}
		}
	}
	if n.Quota < 0 {
		return &Wrong{"quota", "below zero"}
	}
	return nil
}

// masked writes 10.1.2.3/8 as the network that it means.
func masked(networks []netip.Prefix) []netip.Prefix {
	out := slices.Clone(networks)
	for i := range out {
		out[i] = out[i].Masked()
	}
	return out
}

// TokenActor returns the program that the secret is of, asking from addr.
// All failures are the same slovo.ErrUnauthenticated.
func (o *Office) TokenActor(ctx context.Context, secret slovo.Value, addr netip.Addr) (slovo.Actor, error) {
	if !strings.HasPrefix(secret.Show(), tokenPrefix) {
		return slovo.Actor{}, errSession
	}
	t, err := o.Store.TokenByHash(ctx, hashOf(secret.Show()))
	if err != nil {
		return slovo.Actor{}, unknown(err)
	}
	account, err := o.Store.Account(ctx, t.Account)
	if err != nil {
		return slovo.Actor{}, unknown(err)
	}
	if !t.counts(account, addr, o.Now()) {
		return slovo.Actor{}, errSession
	}
	if now := o.Now(); now.Sub(t.Seen) >= seeEvery {
		err = o.Store.Atomic(ctx, func(ctx context.Context) error { return o.Store.SeeToken(ctx, t.ID, now) })
	}
	return slovo.Actor{Account: t.Account, Role: t.Role, Token: t.ID, Maker: t.Maker, Purposes: t.Purposes, Quota: t.Quota}, err
}

// counts tells whether the token opens anything now, from there, for an
// account as it is now.
func (t Token) counts(a Account, addr netip.Addr, now time.Time) bool {
	addr = addr.Unmap().WithZone("")
	near := len(t.Networks) == 0 || slices.ContainsFunc(t.Networks, func(n netip.Prefix) bool { return n.Contains(addr) })
	return near && t.Counts(a, now)
}

// Tokens returns the account's tokens, those that ended too. Everybody sees
// their own: a token in their name may be somebody else's making.
func (o *Office) Tokens(ctx context.Context, by slovo.Actor, id slovo.StaffID) ([]Token, error) {
	if own := id == by.Account && !by.Program(); !own {
		if err := o.permit(by, dutyTokens, dutyStaff); err != nil {
			return nil, err
		}
	}
	return o.Store.TokensOf(ctx, id)
}

// AllTokens returns a page of the company's tokens, those that ended too, in
// the order of their ids, from the one after that id on.
func (o *Office) AllTokens(ctx context.Context, by slovo.Actor, after slovo.TokenID, limit int) ([]Token, error) {
	if err := o.permit(by, dutyTokens, dutyStaff); err != nil {
		return nil, err
	}
	return o.Store.TokensAfter(ctx, after, limit)
}

// Counts tells whether the token opens anything now, for an account as it is.
func (t Token) Counts(a Account, now time.Time) bool {
	return t.Revoked.IsZero() && now.Before(t.Expires) && !a.Blocked && a.Role == t.Role
}

// RevokeToken ends a token at once. Whoever holds the duty may: to take
// away is never above anybody.
func (o *Office) RevokeToken(ctx context.Context, by slovo.Actor, id slovo.TokenID) error {
	if err := o.permit(by, dutyTokens, dutyStaff); err != nil {
		return err
	}
	return o.Store.Atomic(ctx, func(ctx context.Context) error {
		t, err := o.Store.Token(ctx, id)
		if err != nil {
			return err
		}
		if !t.Revoked.IsZero() {
			return nil
		}
		if err := o.Store.RevokeToken(ctx, id, o.Now()); err != nil {
			return err
		}
		return o.write(ctx, by, ledger.ActToken, string(id), "revoked", "account:"+string(t.Account))
	})
}
