package intake

import (
	"regexp"
	"strings"
	"unicode"

	"slovo/internal/field"
)

// looked is what a column looks like by a sample of its cells, where its
// header says nothing.
func looked(cells []string) meaning {
	for _, l := range []struct {
		meaning
		looks func(string) bool
		share int // of the filled cells, in hundredths
	}{
		{card, looksCard, 30}, // one card is enough of a reason to cut
		{email, looksEmail, 80},
		{phone, looksPhone, 80},
		{wholeAddress, looksAddress, 60},
		{wholeName, looksName, 60},
	} {
		yes, all := 0, 0
		for _, cell := range cells {
			if cell = trimmed(cell); !nothing(cell) {
				all++
				if l.looks(cell) {
					yes++
				}
			}
		}
		if yes > 0 && yes*100 >= all*l.share {
			return l.meaning
		}
	}
	return unknown
}

func looksCard(cell string) bool {
	return digits(cell) >= 13 && !strings.ContainsFunc(cell, unicode.IsLetter) && field.HasCard(cell)
}

func looksEmail(cell string) bool {
	_, err := field.Normalize(field.Email, cell)
	return err == nil
}

// looksPhone takes numbers that begin as phones do: +, 8 or 7 and ten more
// digits, or ten digits of a mobile. Other long numbers are anything.
func looksPhone(cell string) bool {
	text, w := phoneText(cell)
	if w != "" || strings.ContainsFunc(text, unicode.IsLetter) {
		return false
	}
	n, plain := digits(text), strings.TrimLeft(text, "( ")
	fit := strings.HasPrefix(plain, "+") && n >= 8 && n <= 15 ||
		n == 11 && (plain[0] == '8' || plain[0] == '7') || n == 10 && plain[0] == '9'
	if !fit {
		return false
	}
	_, err := field.Normalize(field.Phone, text)
	return err == nil
}

var addressWords = regexp.MustCompile(`(?i)(^|[\s,])(ул|улица|пр-т|пр|просп|проспект|пер|переулок|ш|шоссе|наб|бул|бульвар|пл|д|дом|кв|г|обл|street|st|avenue|ave|road|rd|lane|ln|blvd|drive|dr)[.,\s]`)

func looksAddress(cell string) bool {
	return digits(cell) > 0 && strings.ContainsAny(cell, " ,") && addressWords.MatchString(cell)
}

var (
	patronymic = regexp.MustCompile(`(?i)^\p{L}+(вич|вна|ична|инична|оглы|кызы)$`)
	familyName = regexp.MustCompile(`(?i)^\p{L}+(ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|ян|швили|дзе|ук|юк|чук)$`)
)

// looksName takes two or three capitalized Cyrillic words of which one ends
// as a patronymic or two as a family name and a name do. Latin names look
// like anything else that is capitalized, so they need a header.
func looksName(cell string) bool {
	words := strings.Fields(cell)
	if len(words) < 2 || len(words) > 4 {
		return false
	}
	patronymics, families := 0, 0
	for _, word := range words {
		runes := []rune(word)
		if !unicode.IsUpper(runes[0]) || strings.ContainsFunc(word, func(r rune) bool { return !unicode.Is(unicode.Cyrillic, r) && r != '-' && r != '.' }) {
			return false
		}
		if patronymic.MatchString(word) {
			patronymics++
		} else if familyName.MatchString(word) {
			families++
		}
	}
	return patronymics == 1 || families > 0 && len(words) < 4
}

// looksID tells whether the cells can name rows: short, without spaces, no
// e-mail, no phone and no card among them, and each but once.
func looksID(cells []string) bool {
	seen := map[string]bool{}
	for _, cell := range cells {
		id, ok := idText(cell)
		if !ok || id != "" && seen[id] {
			return false
		}
		seen[id] = id != ""
	}
	return len(seen) > 0
}

var plainID = regexp.MustCompile(`^[\pL\d][\pL\d_.:/-]{0,63}$`)

// idText is a row's own id; "" where it has none, false where what stands
// there is a customer's value and may not be kept in the open.
func idText(cell string) (string, bool) {
	cell = trimmed(cell)
	if nothing(cell) {
		return "", true
	}
	if !plainID.MatchString(cell) || field.HasCard(cell) || looksPhone(cell) {
		return "", false
	}
	return cell, true
}
