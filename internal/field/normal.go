package field

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"slovo"
)

// How long a value may be, in bytes.
const (
	lineAtMost = 1000
	textAtMost = 256 << 10
)

// Normalize returns the form in which the value is stored, or an error that
// wraps slovo.ErrInvalid and never holds the value. A value with a payment
// card's number or code in it is refused, except that a card's number given
// for its last four digits is cut to them.
func Normalize(t Type, text string) (string, error) {
	form, ok := normal[t]
	if !ok {
		return "", invalid(t, "no such type")
	}
	text, err := clean(t, text)
	if err != nil {
		return "", err
	}
	if mayNot(t, text) {
		return "", holdsCard(t)
	}
	out, err := form(text)
	if err == nil && out != text && mayNot(t, out) { // what was left out stood inside
		return "", holdsCard(t)
	}
	return out, err
}

// ErrCard is a slovo.ErrInvalid: the value holds a payment card's number or
// code, or so many digits that it may.
var ErrCard = fmt.Errorf("holds a payment card's number or code: %w", slovo.ErrInvalid)

func holdsCard(t Type) error { return fmt.Errorf("field: %s: %w", t, ErrCard) }

// nameDigits is how many digits a name may hold: a card has more.
const nameDigits = shortest - 1

// mayNot tells whether a value of the type holds a card. Where a value is
// one number or one word, nothing has a right to stand between its digits.
// Cards' last digits and accounts look for themselves.
func mayNot(t Type, text string) bool {
	switch t {
	case CardLast4, AccountNumber:
		return false
	case Name:
		return HasCard(text) || digitsIn(text) > nameDigits || joinedCard(text)
	case Phone:
		return HasCard(text) || !strings.Contains(text, "+") && joinedCard(text)
	case Email, Passport, Money, Number, Date:
		return HasCard(text) || joinedCard(text)
	}
	return HasCard(text)
}

// normal makes each type's form out of clean text.
var normal = map[Type]func(string) (string, error){
	Name:          name,
	Phone:         phone,
	Email:         email,
	Address:       address,
	List:          list,
	CardLast4:     cardLast4,
	AccountNumber: account,
	Passport:      passport,
	Conversation:  func(s string) (string, error) { return s, nil },
	File:          func(s string) (string, error) { return short(File, s) },
	Text:          func(s string) (string, error) { return s, nil },
	Date:          date,
	Money:         money,
	Number:        number,
}

// invalid says why a value cannot be taken. The value stays out of it.
func invalid(t Type, why string) error {
	return fmt.Errorf("field: %s: %s: %w", t, why, slovo.ErrInvalid)
}

// clean refuses what is no text at all, and makes one form of what looks
// the same: composed letters, one kind of line break, nothing invisible at
// the ends.
func clean(t Type, text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", invalid(t, "not UTF-8")
	}
	if len(text) > textAtMost {
		return "", invalid(t, "too long")
	}
	text = strings.ReplaceAll(norm.NFC.String(text), "\r\n", "\n")
	text = strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	if text == "" {
		return "", invalid(t, "empty")
	}
	if strings.ContainsFunc(text, control) {
		return "", invalid(t, "holds control characters")
	}
	return text, nil
}

func control(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t'
}

// oneLine folds every run of spaces and line breaks into one space.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// short is oneLine for the types that are never long.
func short(t Type, text string) (string, error) {
	text = oneLine(text)
	if len(text) > lineAtMost {
		return "", invalid(t, "too long")
	}
	return text, nil
}

func name(text string) (string, error) {
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		return "", invalid(Name, "no letters")
	}
	return short(Name, text)
}

// idle tells what may stand at a line's ends for nothing.
func idle(r rune) bool { return r == ' ' || r == ',' || unicode.Is(unicode.Cf, r) }

// address puts the lines of a postal address on one.
func address(text string) (string, error) {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimFunc(oneLine(line), idle); line != "" {
			lines = append(lines, line)
		}
	}
	text = strings.Join(lines, ", ")
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		return "", invalid(Address, "no letters")
	}
	return short(Address, text)
}
