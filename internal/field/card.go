package field

import (
	"slices"
	"strconv"
	"strings"
)

// HasCard tells whether the text holds a payment card's full number, or
// its code written out.
func HasCard(text string) bool {
	digits := 0 // or more: a sign beyond ASCII may stand for some
	for _, r := range text {
		switch {
		case !isDigit(r):
		case r < 0x80:
			digits++
		default:
			digits += 3
		}
	}
	if digits == 0 || digits < 13 && asSeen(text) && !hinted(text) {
		return false
	}
	f := see(text)
	return digits >= 13 && len(cards(f)) > 0 || hasCode(f)
}

// CutCards returns the text with each card's number cut to its last four
// digits and each written-out code taken away.
func CutCards(text string) string {
	for HasCard(text) { // a cut may bring digits together; each takes digits away
		runes := []rune(text)
		f := see(text)
		var b strings.Builder
		from := 0
		for _, s := range merge(cards(f), codes(f)) {
			b.WriteString(string(runes[from:f.at[s.from]]))
			b.WriteString(s.put)
			from = f.at[s.to-1] + 1
		}
		b.WriteString(string(runes[from:]))
		text = b.String()
	}
	return text
}

// span is a piece of a folded text, and what to put in its place.
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
	from, to int // signs
	plus     bool
}

func (g group) len() int { return g.to - g.from }

// shape tells whether groups may be a card's; whole, where nothing stands
// beside them.
type shape func(f seen, groups []group, whole bool) bool

// cards finds the card numbers of a folded text. Signs that nobody sees do
// not part digits, and then again they do: both are looked at. So are letters
// that look like digits, both ways.
func cards(f seen) []span {
	f = f.spare()
	found := f.everyCard()
	if g, changed := f.read(); changed {
		found = append(found, apart(g.everyCard(), found)...)
	}
	slices.SortStableFunc(found, func(a, b span) int { return a.from - b.from })
	return merge(found, nil)
}

// apart returns the spans that touch none of the others.
func apart(spans, others []span) []span {
	return slices.DeleteFunc(spans, func(s span) bool {
		return slices.ContainsFunc(others, func(o span) bool { return s.from < o.to && o.from < s.to })
	})
}

func (f seen) everyCard() []span {
	found := f.cards(false)
	if f.hides {
		found = append(found, f.cards(true)...)
	}
	found = append(found, f.parted()...)
	return append(found, f.glued()...)
}

func (f seen) cards(apart bool) []span {
	var found []span
	for _, run := range f.runs(apart) {
		if total(run) < 13 {
			continue
		}
		found = append(found, f.search(run, fours)...)
		for _, rest := range f.besidePhones(run) {
			for _, near := range f.split(rest, f.narrow) {
				found = append(found, f.search(near, loose)...)
			}
			found = append(found, f.alike(rest)...)
		}
	}
	return found
}

// alike finds the cards with the same sign between all their groups.
func (f seen) alike(run []group) []span {
	var found []span
	for from := 0; from < len(run)-1; {
		to := from + 2
		for to < len(run) && f.between(run[to-1], run[to]) == f.between(run[from], run[from+1]) {
			to++
		}
		if between := f.between(run[from], run[from+1]); !strings.ContainsAny(between, ",;") || !strings.Contains(between, " ") {
			found = append(found, f.search(run[from:to], even)...)
		}
		from = to - 1
	}
	return found
}

// search finds the cards of the shape. The number of an account, written in
// fours, begins like a card: its groups are passed over.
func (f seen) search(groups []group, fits shape) []span {
	var found []span
	for i := 0; i < len(groups); {
		n := f.accountAt(groups[i:])
		if n == 0 {
			if n = f.cardAt(groups[i:], i == 0, fits); n > 0 {
				digits := f.digits(groups[i : i+n])
				found = append(found, span{groups[i].from, groups[i+n-1].to, "•••• " + digits[len(digits)-4:]})
			}
		}
		i += max(n, 1)
	}
	return found
}

// accountAt returns how many of the first groups make an account's number.
// Four fours are one only with a fifth, and not with a date after them.
func (f seen) accountAt(groups []group) int {
	digits := 0
	for i, g := range groups {
		if digits += g.len(); digits < 20 {
			continue
		}
		if digits > 20 || !accountNumber(f.digits(groups[:i+1])) || f.hidesCard(groups[:i+1]) {
			break
		}
		return i + 1
	}
	return 0
}

// hidesCard tells whether what reads as an account is rather a card and
// something beside it: groups in it are written as a card's, and it begins
// as nobody's account does, or its groups do not stand evenly.
func (f seen) hidesCard(groups []group) bool {
	inFours := len(groups) > 4 && groups[0].len() == 4 && asWritten(groups[:4])
	if inFours && len(groups) > 5 {
		return true
	}
	if !f.cardWithin(groups) {
		return false
	}
	even := true
	for i := range groups[1:] {
		even = even && string(f.signs[groups[i].to:groups[i+1].from]) == string(f.signs[groups[0].to:groups[1].from])
	}
	return !even || !usualAccount(f.digits(groups))
}

// cardWithin tells whether some of the groups are written as a card's.
func (f seen) cardWithin(groups []group) bool {
	for i := range groups {
		for j := i + 3; j <= len(groups); j++ {
			some := groups[i:j]
			if n := total(some); some[0].len() == 4 && n >= 13 && n <= 19 && asWritten(some) && isCard(f.digits(some), some[0].plus) {
				return true
			}
		}
	}
	return false
}

// cardAt returns how many of the first groups make a card number, 0 for
// none.
func (f seen) cardAt(groups []group, first bool, fits shape) int {
	digits := 0
	for i, g := range groups {
		if digits += g.len(); digits > 19 {
			return 0
		}
		some := groups[:i+1]
		if digits >= 13 && fits(f, some, first && len(some) == len(groups)) && isCard(f.digits(some), groups[0].plus) {
			return i + 1
		}
	}
	return 0
}

// loose is for digits with little between them. A whole run may be split in
// any way; inside a longer run only the ways in which people write cards
// count, or every table of figures would hold one.
// What stands behind a bracket is the rest of a phone, and a phone may
// follow it.
func loose(f seen, groups []group, whole bool) bool {
	first, last := groups[0], groups[len(groups)-1]
	phone := len(groups) == 2 && last.len() == 11 && strings.ContainsRune("78", f.signs[last.from]) ||
		first.from > 0 && f.signs[first.from-1] == ')'
	return whole && !phone || asWritten(groups)
}

// fours is for digits with anything but words between them: phones, dates
// and sums, one after the other, are not grouped like a card.
func fours(f seen, groups []group, _ bool) bool {
	return groups[0].len() == 4 && asWritten(groups) && !f.counted(groups)
}

// even is for digits with the same sign between them all. Two groups are
// often two numbers, as a company's with a slash between them.
func even(f seen, groups []group, whole bool) bool {
	alike, quarters := true, true
	for _, g := range groups {
		alike = alike && g.len() == groups[0].len()
		quarters = quarters && g.len()%4 == 0
	}
	written := len(groups) > 2 && asWritten(groups) || len(groups) > 3 && whole
	return (alike && len(groups) > 2 || quarters || written) && !f.counted(groups)
}

// counted tells whether the groups look like numbers that somebody counts
// up or down, as those of orders: a card's parts hardly ever do.
func (f seen) counted(groups []group) bool {
	if len(groups) < 2 {
		return false
	}
	var values []float64
	largest := 1.0
	for range groups[0].len() {
		largest *= 10
	}
	for _, g := range groups {
		value, err := strconv.ParseFloat(f.digits([]group{g}), 64)
		if err != nil || g.len() != groups[0].len() {
			return false
		}
		values = append(values, value)
	}
	if values[0] > values[1] {
		slices.Reverse(values)
	}
	for i, value := range values[1:] {
		if value <= values[i] {
			return false
		}
	}
	near := 0.03
	if len(groups) == 2 {
		near = 0.0005
	}
	return values[len(values)-1]-values[0] < near*largest
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
