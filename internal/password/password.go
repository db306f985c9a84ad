// Package password says whether a password or a PIN is strong enough, and
// hashes it. It bounds how many hashes run at once, so that a flood of
// sign-ins takes neither the memory nor the processor from the gate.
package password

import (
	"fmt"

	"slovo"
)

// MinLength is how many characters a password has at least. NIST SP
// 800-63B-4 asks for 15 where the password stands alone and for 8 beside a
// second factor; slovo always asks for a second factor. We take 10: two
// more than it asks, because the hash of a stolen database is then out of
// reach of a single machine, and few enough that nobody writes it down.
const MinLength = 10

// MaxLength bounds the work of a check; NIST asks to take at least 64.
const MaxLength = 256

// MinPIN and PINLength: a service PIN has six digits where the company
// does not say otherwise, and never fewer than four.
const (
	MinPIN    = 4
	PINLength = 6
	MaxPIN    = 12
)

// Code says why a password or PIN is weak, so that the catalogue of texts
// can say it in both languages.
type Code string

// The codes, from the plainest.
const (
	Short    Code = "short"     // fewer than MinLength characters (MinPIN digits)
	Long     Code = "long"      // more than MaxLength characters (MaxPIN digits)
	Digits   Code = "digits"    // a PIN holds something that is no digit
	Common   Code = "common"    // mostly words that everybody tries first
	Walk     Code = "walk"      // mostly neighboring keys, or letters in order
	Repeated Code = "repeated"  // mostly the same thing again
	Personal Code = "personal"  // mostly the login, the name or the company
	DateLike Code = "date_like" // a PIN that reads as a day or a year
)

// Weak is why a password or PIN was not taken. It never holds the password.
type Weak struct {
	Code Code
}

// Error names the code.
func (w *Weak) Error() string { return fmt.Sprintf("password: too weak: %s", w.Code) }

// Unwrap makes it an slovo.ErrInvalid.
func (w *Weak) Unwrap() error { return slovo.ErrInvalid }
