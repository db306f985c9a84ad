package field

import (
	"strings"
	"unicode"
)

// cardLast4 takes four digits, or a whole or masked card number, of which
// it keeps the last four.
func cardLast4(text string) (string, error) {
	folded := strings.Map(plainDigit, text)
	digits := strings.Map(onlyDigit, folded)
	masked := strings.ContainsAny(folded, "*•xXхХ")
	if strings.ContainsFunc(folded, notInCard) {
		return "", invalid(CardLast4, "not a card's digits")
	}
	whole := len(digits) >= 13 && len(digits) <= 19
	rest := masked && len(digits) > 4 && len(digits) < 13 && endsInFour(folded)
	if whole && !isCard(digits, false) && joinedCard(digits) { // its last four would be a date's or the code's
		return "", holdsCard(CardLast4)
	}
	if len(digits) != 4 && !whole && !rest {
		return "", invalid(CardLast4, "not a card's last four digits")
	}
	return digits[len(digits)-4:], nil
}

func notInCard(r rune) bool {
	return onlyDigit(r) < 0 && !separates(r) && !strings.ContainsRune("*•xXхХ…", r)
}

// endsInFour tells whether the last four digits stand together.
func endsInFour(text string) bool {
	return len(text) >= 4 && strings.IndexFunc(text[len(text)-4:], func(r rune) bool { return onlyDigit(r) < 0 }) < 0
}

// account takes the number of an account or a contract: capital letters and
// digits without what people put between them. One with a card's number in
// its digits is taken only where it has all the form of an account.
func account(text string) (string, error) {
	text = joined(text)
	if n := len([]rune(text)); n < 4 || n > 34 || !strings.ContainsFunc(text, unicode.IsDigit) || strings.ContainsFunc(text, notInPaper) {
		return "", invalid(AccountNumber, "not an account's number")
	}
	if iban(text) || accountNumber(text) {
		return text, nil
	}
	if HasCard(text) || joinedCard(text) {
		return "", holdsCard(AccountNumber)
	}
	return text, nil
}

// passport takes the series and the number of an identity document.
func passport(text string) (string, error) {
	text = joined(text)
	for _, word := range []string{"ПАСПОРТ", "СЕРИЯ", "НОМЕР", "PASSPORT", "SERIES", "NUMBER", "№"} {
		text = strings.ReplaceAll(text, word, "")
	}
	digits := len(strings.Map(onlyDigit, text))
	if n := len([]rune(text)); n < 5 || n > 20 || digits < 4 || strings.ContainsFunc(text, notInPaper) {
		return "", invalid(Passport, "not a document's number")
	}
	return text, nil
}

// joined returns the text in capitals, with plain digits and nothing
// between the signs.
func joined(text string) string {
	text = strings.ToUpper(strings.Map(plainDigit, text))
	return strings.Map(func(r rune) rune {
		if separates(r) || r == ':' || r == ',' {
			return -1
		}
		return r
	}, text)
}

func notInPaper(r rune) bool {
	return !unicode.IsLetter(r) && onlyDigit(r) < 0 && r != '/'
}

// iban tells whether the text is an international account number, whose
// check digits leave no doubt that it is no card.
func iban(text string) bool {
	if len(text) < 15 || ibanLengths[text[:2]] != len(text) {
		return false
	}
	rest := 0
	for i, r := range text[4:] + text[:4] {
		letter := r >= 'A' && r <= 'Z'
		if head := i >= len(text)-4 && i < len(text)-2; head != letter && head || !letter && onlyDigit(r) < 0 {
			return false
		}
		if letter {
			rest = (rest*100 + int(r-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(r-'0')) % 97
		}
	}
	return rest == 1
}
