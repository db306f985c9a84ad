package field

import (
	"slices"
	"strings"
	"unicode"
)

// parted finds cards with letters between their groups: 4111a1111b1111c1111
// or one word three times. Numbers in a sentence are nobody's card, so the
// groups must be as long as on a card, and what stands between them the same
// each time, or a letter or two.
func (f seen) parted() []span {
	groups := slices.Concat(f.runs(false)...)
	var found []span
	for i := 0; i < len(groups); i++ {
		if n := f.partedAt(groups[i:]); n > 0 {
			digits := f.digits(groups[i : i+n])
			found = append(found, span{groups[i].from, groups[i+n-1].to, "•••• " + digits[len(digits)-4:]})
			i += n - 1
		}
	}
	return found
}

// partedAt returns how many of the first groups make a card, 0 for none.
func (f seen) partedAt(groups []group) int {
	digits, lettered := 0, false
	for i, g := range groups {
		if digits += g.len(); digits > 19 {
			return 0
		}
		if i > 0 {
			between := f.signs[groups[i-1].to:g.from]
			if len(between) > closest {
				return 0
			}
			lettered = lettered || slices.ContainsFunc(between, unicode.IsLetter)
		}
		some := groups[:i+1]
		if lettered && digits >= 13 && f.partedAlike(some) && isCard(f.digits(some), groups[0].plus) {
			return i + 1
		}
	}
	return 0
}

// closest is how many signs may stand between two groups that letters part.
const closest = 20

// partedAlike tells whether the groups are written like a card's. Round
// numbers and numbers that are counted up are prices, years and orders.
func (f seen) partedAlike(groups []group) bool {
	if !asWritten(groups) || f.counted(groups) || f.round(groups) {
		return false
	}
	same, short, glued := true, true, true
	first := f.signs[groups[0].to:groups[1].from]
	for i := range groups[1:] {
		between := f.signs[groups[i].to:groups[i+1].from]
		same = same && strings.EqualFold(string(between), string(first))
		short = short && lettersIn(between) <= 2 && len(between) <= 6
		glued = glued && lettersIn(between) == len(between)
	}
	if len(groups) == 2 { // two numbers and a word are mostly two numbers
		return glued && short
	}
	fours := groups[0].len() == 4
	return same || short && fours
}

// round tells whether every group ends in a zero.
func (f seen) round(groups []group) bool {
	return !slices.ContainsFunc(groups, func(g group) bool { return f.signs[g.to-1] != '0' })
}

func lettersIn(signs []rune) int {
	n := 0
	for _, r := range signs {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
