package field

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// seen is a text as a reader sees it: plain digits and letters, and no
// signs that cannot be seen.
type seen struct {
	signs []rune
	at    []int // where in the text, by runes, each sign comes from
	hides bool  // that something was left out
}

// see returns the text folded. A sign that stands for two digits becomes
// two.
func see(text string) seen {
	f := seen{signs: make([]rune, 0, len(text)), at: make([]int, 0, len(text))}
	at := -1
	for _, r := range text {
		at++
		switch {
		case r < 0x80:
			f.signs = append(f.signs, r)
			f.at = append(f.at, at)
		case unseen(r):
			f.hides = true
		default:
			for _, plain := range plainSigns(r) {
				f.signs = append(f.signs, plain)
				f.at = append(f.at, at)
			}
		}
	}
	return f
}

// asSeen tells whether see would leave the text as it is: it has only ASCII
// and plain Cyrillic letters, as most texts.
func asSeen(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 && (r < 0x400 || r >= 0x460) })
}

// fillers are signs without a form, though Unicode counts them among letters
// and symbols.
var fillers = []rune{0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0}

// unseen tells whether the sign only changes the one before it, or nothing.
func unseen(r rune) bool {
	if r < 0x300 {
		return r == 0xAD // soft hyphen
	}
	if r >= 0x400 && r < 0x483 {
		return false // most of what is asked
	}
	return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me) || slices.Contains(fillers, r)
}

// rounds are the digits in circles that Unicode does not call digits'
// variants: the first of each row, what it stands for, and how many follow.
var rounds = []struct {
	first       rune
	value, many int
}{
	{0x24EB, 11, 10},
	{0x24F5, 1, 10},
	{0x24FF, 0, 1},
	{0x2776, 1, 10},
	{0x2780, 1, 10},
	{0x278A, 1, 10},
	{0x1F10B, 0, 1},
	{0x1F10C, 0, 1},
}

// plainSigns returns what a sign beyond ASCII stands for.
func plainSigns(r rune) []rune {
	if plain := plainDigit(r); plain != r || !isDigit(r) {
		return []rune{plain}
	}
	for _, row := range rounds {
		if n := int(r - row.first); n >= 0 && n < row.many {
			if n += row.value; n > 9 {
				return []rune{rune('0' + n/10), rune('0' + n%10)}
			}
			return []rune{rune('0' + n)}
		}
	}
	plain := norm.NFKC.String(string(r)) // ⑴ is (1), ⒈ is 1. and ⑫ is 12
	if strings.Trim(plain, "0123456789().,") != "" {
		return []rune{r}
	}
	return []rune(strings.Trim(plain, "()., "))
}

// widest is how many signs may stand between two groups of one card.
const widest = 40

// runs finds the digits, group by group; groups without a letter between
// them make a run. Apart says that what was left out parts digits.
func (f seen) runs(apart bool) [][]group {
	var all [][]group
	open, last := false, 0
	for i := 0; i < len(f.signs); i++ {
		switch {
		case onlyDigit(f.signs[i]) >= 0:
			g := group{from: i, plus: i > 0 && f.signs[i-1] == '+'}
			for i++; i < len(f.signs) && onlyDigit(f.signs[i]) >= 0 && (!apart || f.at[i] <= f.at[i-1]+1); i++ {
			}
			g.to = i
			i--
			if !open || g.from-last > widest {
				all = append(all, nil)
			}
			all[len(all)-1] = append(all[len(all)-1], g)
			open, last = true, g.to
		case f.inWord(i):
			open = false
		}
	}
	return all
}

// inWord tells whether a sign is a word's: a letter, but not an x alone.
func (f seen) inWord(i int) bool {
	letter := func(i int) bool {
		return i >= 0 && i < len(f.signs) && (unicode.IsLetter(f.signs[i]) || unicode.IsNumber(f.signs[i]) && onlyDigit(f.signs[i]) < 0)
	}
	return letter(i) && (!strings.ContainsRune("xXхХ", f.signs[i]) || letter(i-1) || letter(i+1))
}

// split parts the groups wherever two are not together.
func (f seen) split(groups []group, together func(a, b group) bool) [][]group {
	var all [][]group
	from := 0
	for i := range groups {
		if i == len(groups)-1 || !together(groups[i], groups[i+1]) {
			all = append(all, groups[from:i+1])
			from = i + 1
		}
	}
	return all
}

// narrow tells whether little stands between two groups, and only what
// people put between a card's digits.
func (f seen) narrow(a, b group) bool {
	for _, r := range f.signs[a.to:b.from] {
		if !separates(r) {
			return false
		}
	}
	return b.from-a.to <= 3
}

// between returns the signs between two groups, with at most one space,
// at their end.
func (f seen) between(a, b group) string {
	var signs strings.Builder
	spaced := false
	for _, r := range f.signs[a.to:b.from] {
		if unicode.IsSpace(r) {
			spaced = true
			continue
		}
		signs.WriteRune(r)
	}
	if spaced {
		signs.WriteByte(' ')
	}
	return signs.String()
}

func (f seen) digits(groups []group) string {
	var b strings.Builder
	for _, g := range groups {
		b.WriteString(string(f.signs[g.from:g.to]))
	}
	return b.String()
}

func total(groups []group) int {
	n := 0
	for _, g := range groups {
		n += g.len()
	}
	return n
}

// separates tells whether people put the sign between a card's digits, or
// cannot see it there.
func separates(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Zs, unicode.Pd, unicode.Cf) || strings.ContainsRune(".·_−", r)
}

// isDigit tells whether the sign is a digit, or stands for some.
func isDigit(r rune) bool {
	switch {
	case r < 0x80:
		return r >= '0' && r <= '9'
	case r >= 0x400 && r < 0x600:
		return false // most of what is asked
	}
	return unicode.In(r, unicode.Nd, unicode.No)
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
