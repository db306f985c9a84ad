package field

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/unicode/norm"
)

// hidden stands for everything that is not shown, whatever its length.
const hidden = "•••"

// Masks returns the masks that fit the type, in the charter's words. Any
// other masks all.
func Masks(t Type) []string {
	var fit []string
	if how, ok := fitting[t]; ok {
		fit = append(fit, how.name)
	}
	return append(fit, "all")
}

// fitting is the one mask that each type has beside `all`.
var fitting = map[Type]struct {
	name string
	mask func(string) string
}{
	Name:          {"initials", initials},
	Phone:         {"last2", last2},
	Email:         {"email", emailMask},
	Address:       {"city", cityMask},
	AccountNumber: {"last4", last4},
}

// Mask returns the normal value with its shape but not its letters, and
// never their count. A mask that is unknown, or is another type's, masks
// all.
func Mask(t Type, how, normal string) string {
	fit, ok := fitting[t]
	if !ok || how != fit.name || normal == "" {
		return hidden
	}
	return fit.mask(normal)
}

// initials shows the first letters of at most three words. A word of one
// letter would be shown whole, so it is not shown.
func initials(name string) string {
	var out []string
	for _, word := range strings.Fields(norm.NFC.String(name)) {
		letters := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return r
			}
			return -1
		}, word)
		runes := []rune(letters)
		switch {
		case len(out) == 3 || len(runes) == 0:
		case len(runes) == 1:
			out = append(out, "•.")
		default:
			out = append(out, string(unicode.ToUpper(runes[0]))+".")
		}
	}
	if len(out) == 0 {
		return hidden
	}
	return strings.Join(out, " ")
}

// last2 shows the country's code and the last two digits.
func last2(phone string) string {
	number, err := phonenumbers.Parse(phone, "ZZ") // no region: only with its code
	if err != nil || len(phonenumbers.GetNationalSignificantNumber(number)) < 6 {
		return hidden
	}
	code := strconv.Itoa(int(number.GetCountryCode()))
	return "+" + code + " " + hidden + " " + hidden + " " + phone[len(phone)-2:]
}

// emailMask shows the first letter and the domain. A box of one letter
// shows only its domain.
func emailMask(email string) string {
	local, domain, ok := strings.Cut(email, "@")
	runes := []rune(local)
	switch {
	case !ok:
		return hidden
	case len(runes) < 2:
		return hidden + "@" + domain
	}
	return string(runes[0]) + hidden + "@" + domain
}

// cityMask shows the city, where there is no doubt which part it is.
func cityMask(address string) string {
	if city := City(address); city != "" {
		return city + ", " + hidden
	}
	return hidden
}

// last4 shows the last four signs of a number at least twice as long.
func last4(number string) string {
	runes := []rune(number)
	if len(runes) < 8 {
		return "••••"
	}
	return "•••• " + string(runes[len(runes)-4:])
}
