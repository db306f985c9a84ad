package field

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// HasCard tells whether the text holds a payment card's full number, or
// its code written out.
func HasCard(text string) bool {
	if !strings.ContainsFunc(text, isDigit) {
		return false
	}
	runes := foldRunes(text)
	return len(cards(runes)) > 0 || hasCode(runes)
}

// CutCards returns the text with each card's number cut to its last four
// digits and each written-out code taken away.
func CutCards(text string) string {
	for HasCard(text) { // a cut may bring digits together; each takes digits away
		runes := []rune(text)
		folded := foldRunes(text)
		var b strings.Builder
		from := 0
		for _, s := range merge(cards(folded), codes(folded)) {
			b.WriteString(string(runes[from:s.from]))
			b.WriteString(s.put)
			from = s.to
		}
		b.WriteString(string(runes[from:]))
		text = b.String()
	}
	return text
}

// span is a piece of a text, by runes, and what to put in its place.
type span struct {
	from, to int
	put      string
}

// merge returns the spans in order; of two that overlap, the first.
func merge(a, b []span) []span {
	var out []span
	end := 0
	for len(a)+len(b) > 0 {
		next := &a
		if len(a) == 0 || len(b) > 0 && b[0].from < a[0].from {
			next = &b
		}
		if s := (*next)[0]; s.from >= end {
			out = append(out, s)
			end = s.to
		}
		*next = (*next)[1:]
	}
	return out
}

// group is digits that stand together.
type group struct {
	from, to int // runes
	plus     bool
}

func (g group) len() int { return g.to - g.from }

// cards finds the card numbers of a folded text.
func cards(text []rune) []span {
	var found []span
	for _, run := range runs(text) {
		for i := 0; i < len(run); {
			n := cardAt(text, run[i:], i == 0)
			if n == 0 {
				i++
				continue
			}
			found = append(found, span{run[i].from, run[i+n-1].to, "•••• " + lastFour(text, run[i:i+n])})
			i += n
		}
	}
	return found
}

func lastFour(text []rune, groups []group) string {
	digits := digitsOf(text, groups)
	return digits[len(digits)-4:]
}

// cardAt returns how many of the first groups make a card number, 0 for
// none. A whole run may be split in any way; inside a longer run only the
// ways in which people write cards count, or every table of figures would
// hold one.
func cardAt(text []rune, groups []group, first bool) int {
	if first && accountNumber(digitsOf(text, groups)) {
		return 0
	}
	total := 0
	for i, g := range groups {
		total += g.len()
		if total > 19 {
			return 0
		}
		whole := first && i == len(groups)-1
		if total >= 13 && (whole || asWritten(groups[:i+1])) && isCard(digitsOf(text, groups[:i+1]), groups[0].plus) {
			return i + 1
		}
	}
	return 0
}

// asWritten tells whether the groups are as long as on a card: all alike
// but the last, or 4-6-5 and 4-6-4.
func asWritten(groups []group) bool {
	if len(groups) == 3 && groups[0].len() == 4 && groups[1].len() == 6 {
		return true
	}
	for i, g := range groups {
		last := i == len(groups)-1
		if !last && g.len() != groups[0].len() || last && g.len() > groups[0].len() {
			return false
		}
	}
	return true
}

func digitsOf(text []rune, groups []group) string {
	var b strings.Builder
	for _, g := range groups {
		b.WriteString(string(text[g.from:g.to]))
	}
	return b.String()
}

// runs finds the digits of a folded text, group by group; groups with at
// most three signs between them make a run.
func runs(text []rune) [][]group {
	var all [][]group
	gap := 4 // nothing stands before the first
	for i := 0; i < len(text); i++ {
		switch {
		case onlyDigit(text[i]) >= 0:
			g := group{from: i, plus: i > 0 && text[i-1] == '+'}
			for i < len(text) && onlyDigit(text[i]) >= 0 {
				i++
			}
			g.to = i
			i--
			if gap > 3 {
				all = append(all, nil)
			}
			all[len(all)-1] = append(all[len(all)-1], g)
			gap = 0
		case separates(text[i]):
			gap++
		default:
			gap = 4
		}
	}
	return all
}

// separates tells whether people put the sign between a card's digits, or
// cannot see it there.
func separates(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Zs, unicode.Pd, unicode.Cf) || strings.ContainsRune(".·_−", r)
}

func isDigit(r rune) bool { return unicode.In(r, unicode.Nd, unicode.No) }

// foldRunes returns the text rune by rune, with plain digits.
func foldRunes(text string) []rune {
	runes := []rune(text)
	for i, r := range runes {
		runes[i] = plainDigit(r)
	}
	return runes
}

// plainDigit returns the ASCII digit for a digit of any script, and the
// ASCII letter for a wide one.
func plainDigit(r rune) rune {
	if wide := r - 0xFEE0; wide >= 'A' && wide <= 'Z' || wide >= 'a' && wide <= 'z' {
		return wide
	}
	if r < 0x80 || !isDigit(r) {
		return r
	}
	for _, at := range unicode.Nd.R16 {
		if r >= rune(at.Lo) && r <= rune(at.Hi) {
			return '0' + (r-rune(at.Lo))%10
		}
	}
	for _, at := range unicode.Nd.R32 {
		if r >= rune(at.Lo) && r <= rune(at.Hi) {
			return '0' + (r-rune(at.Lo))%10
		}
	}
	if plain := norm.NFKC.String(string(r)); len(plain) == 1 { // ① and ⁴, but not ⑫
		return rune(plain[0])
	}
	return r
}
