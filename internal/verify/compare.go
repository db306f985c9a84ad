package verify

import (
	"context"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"

	"slovo"
	"slovo/internal/password"
)

// proof is what comparing has found.
type proof struct {
	right bool  // all of the answers
	step  int64 // the one-time code's, to be used up
}

// compare looks at every answer, and goes on after a wrong one: how long
// it takes says nothing about which was wrong.
func (v *Verifier) compare(ctx context.Context, t *try) (proof, error) {
	p := proof{right: true}
	for _, answer := range t.answers {
		var right bool
		var err error
		switch answer.Kind {
		case PIN:
			right, err = v.pin(ctx, t.id.Customer(), answer.Answer)
		case TOTP:
			p.step, err = v.code(ctx, t.id.Customer(), answer.Answer)
			right = p.step > 0
		case Document:
			right = true // the agent has seen it; wellFormed knows the word
		default:
			right, err = v.fact(ctx, t.id.Customer(), answer)
		}
		if err != nil {
			return proof{}, fmt.Errorf("verify: %s of %s: %w", answer.Kind, t.id.Customer(), err)
		}
		p.right = p.right && right
	}
	return p, nil
}

// pin runs the hash also where no PIN is set.
func (v *Verifier) pin(ctx context.Context, c slovo.CustomerID, said slovo.Value) (bool, error) {
	hash := password.Dummy
	kept, err := v.Store.Factor(ctx, c, PIN)
	if err == nil {
		hash = string(kept.Secret)
	} else if !errors.Is(err, slovo.ErrNotFound) {
		return false, err
	}
	return v.Hasher.Verify(ctx, hash, v.Keys.Pepper(c, bare(said)))
}

// fact compares with every field of the kind's type; a company rarely has
// more than one.
func (v *Verifier) fact(ctx context.Context, c slovo.CustomerID, answer Answer) (bool, error) {
	right := false
	for _, field := range v.fields(answer.Kind) {
		same, err := v.Gate.Match(ctx, c, field, answer.Answer)
		if err != nil {
			return false, err
		}
		right = right || same
	}
	return right, nil
}

const (
	seedLength = 20
	stepLength = 30 // seconds
)

var seedText = base32.StdEncoding.WithPadding(base32.NoPadding)

// code returns the 30 seconds whose code was said, 0 for a wrong one. With
// no seed kept the same work is done on one that nobody has.
func (v *Verifier) code(ctx context.Context, c slovo.CustomerID, said slovo.Value) (int64, error) {
	kept, err := v.Store.Factor(ctx, c, TOTP)
	if errors.Is(err, slovo.ErrNotFound) {
		kept.Secret, err = v.Keys.SealFactor(ctx, c, TOTP, make([]byte, seedLength))
		kept.Step = math.MaxInt64 // no code is later than that
	}
	if err != nil {
		return 0, err
	}
	seed, err := v.Keys.OpenFactor(ctx, c, TOTP, kept.Secret)
	if err != nil {
		return 0, err
	}
	return stepOf(seed, said, kept.Step, v.Now())
}

// stepOf returns the 30 seconds whose code was said: those of now or one
// to either side, and only later than the last one used. 0 is none of them.
func stepOf(seed []byte, said slovo.Value, last int64, now time.Time) (int64, error) {
	given := []byte(bare(said).Show())
	secret, found := seedText.EncodeToString(seed), int64(0)
	for step := now.Unix()/stepLength + 1; step >= now.Unix()/stepLength-1; step-- {
		want, err := hotp.GenerateCode(secret, uint64(step)) //nolint:gosec // positive since 1970
		if err != nil {
			return 0, fmt.Errorf("verify: code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), given) == 1 && step > last {
			found = step
		}
	}
	return found, nil
}

// bare leaves out the spaces with which people say numbers.
func bare(said slovo.Value) slovo.Value {
	return slovo.NewValue(strings.Join(strings.Fields(said.Show()), ""))
}
