package field

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Key returns the form of a normal value that exact search compares: what
// people do not tell apart when they look for somebody is the same.
func Key(t Type, normal string) string {
	switch t {
	case Name, Address, Text:
		return oneLine(folded(normal))
	case AccountNumber, Passport:
		return joined(normal)
	default:
		return strings.ToLower(normal)
	}
}

// folded lowers the case and makes ё an е.
func folded(text string) string {
	return strings.ReplaceAll(norm.NFC.String(strings.ToLower(text)), "ё", "е")
}
