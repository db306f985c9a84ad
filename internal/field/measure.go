package field

import (
	"regexp"
	"strings"
	"time"
)

// date takes a day as machines and as Russians write it.
func date(text string) (string, error) {
	text = strings.Map(plainDigit, text)
	for _, layout := range []string{time.DateOnly, "02.01.2006", "2.1.2006", time.RFC3339} {
		if day, err := time.Parse(layout, text); err == nil {
			return day.Format(time.DateOnly), nil
		}
	}
	return "", invalid(Date, "not a date")
}

var (
	sum     = regexp.MustCompile(`^(-?\d{1,15})(?:[.,](\d{1,4}))?(?:([A-Z]{3})|([₽$€£])|Р\.?|РУБ\.?)?$`)
	numeral = regexp.MustCompile(`^-?\d{1,30}([.,]\d{1,30})?$`)
	symbols = map[string]string{"₽": "RUB", "$": "USD", "€": "EUR", "£": "GBP"}
)

// money takes an amount and, where it is said, its currency: 1290.50 RUB.
func money(text string) (string, error) {
	text = strings.ToUpper(unspaced(text))
	m := sum.FindStringSubmatch(text)
	if m == nil {
		return "", invalid(Money, "not an amount")
	}
	out, currency := m[1], m[3]+symbols[m[4]]
	if m[2] != "" {
		out += "." + m[2]
	}
	if strings.Contains(text, "Р") {
		currency = "RUB"
	}
	return strings.TrimSpace(out + " " + currency), nil
}

func number(text string) (string, error) {
	text = unspaced(text)
	if !numeral.MatchString(text) {
		return "", invalid(Number, "not a number")
	}
	return strings.Replace(text, ",", ".", 1), nil
}

func unspaced(text string) string {
	text = strings.ReplaceAll(strings.Map(plainDigit, text), "\u2212", "-")
	return strings.Join(strings.Fields(text), "")
}
