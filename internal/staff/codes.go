package staff

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"slovo"
)

// Enrollment is what an authenticator must be shown, once.
type Enrollment struct {
	Secret slovo.Value // base32, to type in
	URL    slovo.Value // otpauth://…, to show as a picture
}

const (
	seedLength = 20
	stepLength = 30 // seconds
)

var seedText = base32.StdEncoding.WithPadding(base32.NoPadding)

func seedLabel(id slovo.StaffID) string { return "staff/" + string(id) + "/totp" }

// enroll makes a fresh seed for the account, and seals it.
func (o *Office) enroll(a Account) (Enrollment, []byte, error) {
	seed := make([]byte, seedLength)
	rand.Read(seed) //nolint:errcheck // never fails since Go 1.24: it ends the program instead
	key, err := totp.Generate(totp.GenerateOpts{Issuer: o.issuer(), AccountName: a.Login, Secret: seed})
	if err != nil {
		return Enrollment{}, nil, fmt.Errorf("staff: seed of %s: %w", a.ID, err)
	}
	sealed, err := o.Sealer.Seal(seedLabel(a.ID), seed)
	if err != nil {
		return Enrollment{}, nil, fmt.Errorf("staff: seed of %s: %w", a.ID, err)
	}
	return Enrollment{Secret: slovo.NewValue(seedText.EncodeToString(seed)), URL: slovo.NewValue(key.URL())}, sealed, nil
}

// issuer is the name that the authenticator shows. A colon there would end it.
func (o *Office) issuer() string {
	company := o.Charter().Controller.Name
	for _, name := range []string{company.RU, company.EN} {
		if name = strings.TrimSpace(strings.ReplaceAll(name, ":", " ")); name != "" {
			return name
		}
	}
	return "slovo"
}

// seed opens the account's seed. Where there is none it is nobody's: the
// codes are computed all the same, so that the answer takes as long.
func (o *Office) seed(id slovo.StaffID, sealed []byte) ([]byte, error) {
	if sealed == nil {
		return make([]byte, seedLength), nil
	}
	seed, err := o.Sealer.Open(seedLabel(id), sealed)
	if err != nil {
		return nil, fmt.Errorf("staff: seed of %s: %w", id, err)
	}
	return seed, nil
}

// stepOf returns the 30 seconds whose code was given: those of now or one
// to either side, and only later than the last one used. 0 is none of them.
func stepOf(seed []byte, code slovo.Value, last int64, now time.Time) (int64, error) {
	given := []byte(strings.Join(strings.Fields(code.Show()), ""))
	secret, found := seedText.EncodeToString(seed), int64(0)
	for step := now.Unix()/stepLength + 1; step >= now.Unix()/stepLength-1; step-- {
		want, err := hotp.GenerateCode(secret, uint64(step)) //nolint:gosec // positive since 1970
		if err != nil {
			return 0, fmt.Errorf("staff: code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), given) == 1 && step > last {
			found = step
		}
	}
	return found, nil
}
