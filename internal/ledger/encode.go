package ledger

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"
)

// The prefixes keep one half's commitment from passing for the other's.
const (
	customerPrefix = "slovo customer half 1\n"
	firmPrefix     = "slovo firm half 1\n"
)

const (
	commitSize = sha256.Size
	saltSize   = 16
	// LeafSize is the length of a leaf: the customer's commitment (zeros
	// where there is no customer), then the firm's.
	LeafSize = 2 * commitSize
)

// Halves are encoded as deterministic CBOR (RFC 8949, 4.2.1), so that the
// same half is the same bytes wherever it is verified.
var (
	encMode = must(cbor.CoreDetEncOptions().EncMode())
	decMode = must(cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
	}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func encode(half any) ([]byte, error) { return encMode.Marshal(half) }

func decode(plain []byte, half any) error {
	if err := decMode.Unmarshal(plain, half); err != nil {
		return fmt.Errorf("half is not readable: %w", err)
	}
	return nil
}

// commit hides the half behind its salt: HMAC-SHA-256 keyed by the salt.
func commit(prefix string, salt, plain []byte) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(prefix))
	mac.Write(plain)
	return mac.Sum(nil)
}

// leaf joins the commitments; an empty one becomes zeros.
func leaf(customer, firm []byte) []byte {
	l := make([]byte, LeafSize)
	copy(l, customer)
	copy(l[commitSize:], firm)
	return l
}

func newSalt() Hex {
	salt := make([]byte, saltSize)
	rand.Read(salt) //nolint:errcheck // never fails since Go 1.24
	return salt
}

// Hex is bytes that read as lower-case hex in JSON.
type Hex []byte

// MarshalText writes lower-case hex.
func (h Hex) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(h)), nil }

// UnmarshalText reads hex.
func (h *Hex) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	if err != nil {
		return fmt.Errorf("not hex: %w", err)
	}
	*h = b
	return nil
}

func unhex(text string) Hex {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) == 0 {
		return nil
	}
	return b
}

// stampLayout is UTC with microseconds, always written whole.
const stampLayout = "2006-01-02T15:04:05.000000Z"

// Stamp is a moment in Unix microseconds that reads as UTC in JSON.
type Stamp int64

func stamp(t time.Time) Stamp { return Stamp(t.UnixMicro()) }

// Time returns the moment in UTC.
func (s Stamp) Time() time.Time { return time.UnixMicro(int64(s)).UTC() }

// MarshalText writes the moment as 2006-01-02T15:04:05.000000Z.
func (s Stamp) MarshalText() ([]byte, error) { return []byte(s.Time().Format(stampLayout)), nil }

// UnmarshalText reads what MarshalText writes, and nothing else.
func (s *Stamp) UnmarshalText(text []byte) error {
	t, err := time.Parse(stampLayout, string(text))
	if err != nil {
		return fmt.Errorf("not a time: %w", err)
	}
	*s = stamp(t)
	return nil
}
