package text

import (
	"strings"
	"unicode"

	"slovo"
)

const nbsp = '\u00a0'

// bind puts no-break spaces where a line must not break: after Russian
// one-letter words, after №, and between a number and the word it counts.
func bind(lang slovo.Lang, s string) string {
	if !strings.Contains(s, " ") {
		return s
	}
	runes := []rune(s)
	for i, r := range runes {
		if r == ' ' && i > 0 && holds(lang, runes, i) {
			runes[i] = nbsp
		}
	}
	return string(runes)
}

// holds tells whether the word that ends before i keeps to the next one.
func holds(lang slovo.Lang, runes []rune, i int) bool {
	last := runes[i-1]
	if last == '№' || unicode.IsDigit(last) && i+1 < len(runes) && unicode.IsLetter(runes[i+1]) {
		return true
	}
	alone := i == 1 || !unicode.IsLetter(runes[i-2]) && !unicode.IsDigit(runes[i-2])
	return lang == slovo.RU && alone && unicode.Is(unicode.Cyrillic, last)
}
