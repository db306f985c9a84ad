package verify

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"slovo"
)

// ErrWrongCode says that the first code is not the authenticator's.
var ErrWrongCode = fmt.Errorf("verify: the code is not the authenticator's: %w", slovo.ErrInvalid)

// Seed is what an authenticator is shown, once.
type Seed struct {
	Mark   slovo.Value // gives the same seed again, for a form that comes back
	Secret slovo.Value // base32, to type in
	URL    slovo.Value // otpauth://…, to show as a picture
}

// NewSeed makes a seed for the page behind a link to show, or the one whose
// mark came back. Nothing is kept: the seed follows from the link's secret,
// the mark and a key that neither the page nor the database holds open. A
// fresh mark gives a fresh seed, so that who opened the link before the
// customer did has seen another one. slovo.ErrInvalid where the charter
// takes no such codes, slovo.ErrConflict where an authenticator is set.
func (v *Verifier) NewSeed(ctx context.Context, secret, mark slovo.Value) (Seed, error) {
	v = v.steady()
	if err := v.taken(TOTP); err != nil {
		return Seed{}, err
	}
	l, err := v.link(ctx, secret)
	if err != nil {
		return Seed{}, err
	}
	if err := v.unset(ctx, l.Customer, TOTP, slovo.ErrConflict); err != nil {
		return Seed{}, err
	}
	if mark.Empty() {
		mark = slovo.NewValue(slovo.RandomText(32))
	}
	plain, err := v.seed(l.Customer, secret, mark)
	if err != nil {
		return Seed{}, err
	}
	typed := seedText.EncodeToString(plain)
	return Seed{Mark: mark, Secret: slovo.NewValue(typed), URL: v.otpauth(typed)}, nil
}

// otpauth is the address that an authenticator reads out of a picture.
func (v *Verifier) otpauth(typed string) slovo.Value {
	issuer := v.company(slovo.RU)
	query := url.Values{"secret": {typed}, "issuer": {issuer}}.Encode()
	u := url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/" + issuer,
		RawQuery: strings.ReplaceAll(query, "+", "%20"), // authenticators show a plus as it stands
	}
	return slovo.NewValue(u.String())
}

// seed is the seed behind the link and the mark. A PIN, which is peppered
// with the same key, is digits only and so never these words.
func (v *Verifier) seed(c slovo.CustomerID, secret, mark slovo.Value) ([]byte, error) {
	hash := v.Keys.Pepper(c, slovo.NewValue("seed "+secret.Show()+" "+mark.Show()))
	plain, err := base64.StdEncoding.DecodeString(hash.Show())
	if err == nil && len(plain) < seedLength {
		err = errors.New("the keys' hash is too short")
	}
	if err != nil {
		return nil, fmt.Errorf("verify: seed of %s: %w", c, err)
	}
	return plain[:seedLength], nil
}

// authenticator makes the factor out of a seed whose code was typed, which
// shows that the seed arrived; that code cannot be used again.
func (v *Verifier) authenticator(ctx context.Context, c slovo.CustomerID, secret slovo.Value, own Own) (Factor, error) {
	if err := v.taken(TOTP); err != nil {
		return Factor{}, err
	}
	plain, err := v.seed(c, secret, own.Mark)
	if err != nil {
		return Factor{}, err
	}
	step, err := stepOf(plain, own.Code, 0, v.Now())
	if err != nil {
		return Factor{}, err
	}
	if step == 0 {
		return Factor{}, ErrWrongCode
	}
	sealed, err := v.Keys.SealFactor(ctx, c, TOTP, plain)
	return Factor{Customer: c, Kind: TOTP, Secret: sealed, Step: step, Set: v.Now()}, err
}
