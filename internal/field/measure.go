package field

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
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

// list takes a JSON array of objects of texts. It is stored with sorted
// keys, so that equal lists are equal bytes.
func list(text string) (string, error) {
	from := json.NewDecoder(strings.NewReader(text))
	var items []map[string]*string
	if err := from.Decode(&items); err != nil {
		return "", invalid(List, "not a JSON array of objects of texts") // the decoder's error may quote it
	}
	if _, err := from.Token(); !errors.Is(err, io.EOF) || items == nil {
		return "", invalid(List, "not one JSON array")
	}
	clean := make([]map[string]string, 0, len(items))
	for _, item := range items {
		texts, err := listItem(item)
		if err != nil {
			return "", err
		}
		clean = append(clean, texts)
	}
	return compact(clean)
}

// listItem looks for cards again: JSON can spell a digit in other ways.
func listItem(item map[string]*string) (map[string]string, error) {
	if item == nil {
		return nil, invalid(List, "holds null")
	}
	texts := make(map[string]string, len(item))
	for key, value := range item {
		if value == nil {
			return nil, invalid(List, "holds null")
		}
		if HasCard(key) || HasCard(*value) {
			return nil, invalid(List, "holds a payment card's number or code")
		}
		if strings.ContainsFunc(key+*value, control) {
			return nil, invalid(List, "holds control characters")
		}
		texts[norm.NFC.String(key)] = norm.NFC.String(*value)
	}
	return texts, nil
}

func compact(items []map[string]string) (string, error) {
	var b bytes.Buffer
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	if err := to.Encode(items); err != nil {
		return "", invalid(List, "cannot be written as JSON")
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
