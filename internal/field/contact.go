package field

import (
	"net/mail"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// phone returns E.164. Without a country's code the number is Russian, so
// that 8 900…, 7 900… and 900… are one number.
func phone(text string) (string, error) {
	text = strings.TrimPrefix(strings.Map(plainDigit, text), "tel:")
	digits := strings.Map(onlyDigit, text)
	if strings.ContainsFunc(text, notInPhone) || strings.LastIndexByte(text, '+') > 0 {
		return "", invalid(Phone, "holds more than one number")
	}
	switch {
	case len(digits) == 11 && (digits[0] == '8' || digits[0] == '7'):
		text = "+7" + digits[1:] // +8 900… is a slip for 8 900…
	case len(digits) == 10 && !strings.HasPrefix(text, "+"):
		text = "+7" + digits
	}
	number, err := phonenumbers.Parse(text, "RU")
	if err != nil || !phonenumbers.IsPossibleNumber(number) {
		return "", invalid(Phone, "not a phone number") // the library's error may quote it
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}

func notInPhone(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.Is(unicode.Pd, r) && !unicode.Is(unicode.Cf, r) && !strings.ContainsRune("0123456789+()./", r)
}

func onlyDigit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// email returns the address in lower case. Names before it, comments and
// quoted parts are refused: the address alone is stored.
func email(text string) (string, error) {
	text = strings.ToLower(text)
	at, err := mail.ParseAddress(text)
	if err != nil || at.Address != text || strings.ContainsAny(text, "\"()<> \t") {
		return "", invalid(Email, "not an e-mail address")
	}
	local, domain, _ := strings.Cut(text, "@")
	if len(local) > 64 || len(text) > 254 || !hostName(domain) {
		return "", invalid(Email, "not an e-mail address")
	}
	return text, nil
}

// hostName tells whether the domain has two labels at least, each of
// letters, digits and inner hyphens.
func hostName(domain string) bool {
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		odd := strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		})
		if label == "" || odd || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
	}
	return len(labels) > 1
}
