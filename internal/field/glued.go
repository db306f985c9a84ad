package field

import (
	"slices"
	"strings"
	"unicode"
)

// Digits glued to a card's number hide it from whoever looks at whole
// numbers. So every window of 13 to 19 digits counts that an issuer could
// have given out, unless the number around it is of a kind with check digits
// or a form of its own.

const (
	shortest = 13
	longest  = 19
)

// window returns where in the digits a card's number stands, the last of
// them excluded; to is 0 where none does.
func window(digits string) (from, to int) {
	for from := range max(0, len(digits)-shortest+1) {
		for n := min(longest, len(digits)-from); n >= shortest; n-- {
			if some := digits[from : from+n]; issued(some) && luhn(some) {
				return from, from + n
			}
		}
	}
	return 0, 0
}

func hasWindow(digits string) bool {
	_, to := window(digits)
	return to > 0
}

// otherKind tells whether a number of a text that holds a window is rather
// something else: no card by itself, and of a usual form.
func otherKind(digits string) bool {
	if issued(digits) && luhn(digits) {
		return false
	}
	return accountNumber(digits) || parcel(digits) || entrepreneur(digits) || device(digits)
}

// parcel checks the number of a parcel of Russian Post, or of a box of
// products: both reckon alike.
func parcel(digits string) bool { return len(digits) == 14 && productCode("0"+digits) }

// entrepreneur checks an OGRNIP: 3, the year, the region, a number and its
// remainder by 13.
func entrepreneur(digits string) bool {
	return len(digits) == 15 && digits[0] == '3' && digits[1:3] >= "04" && digits[1:3] <= "33" && rest(digits[:14], 13)%10 == int(digits[14]-'0')
}

// device checks an IMEI by the beginnings that telephones have.
func device(digits string) bool {
	return len(digits) == 15 && slices.Contains([]string{"35", "49", "86"}, digits[:2]) && luhn(digits)
}

func rest(digits string, by int) int {
	n := 0
	for _, d := range digits {
		n = (n*10 + int(d-'0')) % by
	}
	return n
}

// glued finds cards among digits that run on, beside a card in groups, and
// within one word that is nearly all digits. The whole number is cut: what is
// glued to a card may be its date and code.
func (f seen) glued() []span {
	var found []span
	for _, run := range f.runs(false) {
		for _, g := range run {
			digits := f.digits([]group{g})
			if g.len() <= shortest || g.plus && g.len() <= 15 || otherKind(digits) {
				continue
			}
			if from, to := window(digits); to > 0 {
				found = append(found, lastFour(g.from, g.to, digits[from:to]))
			}
		}
		for _, near := range f.split(run, f.narrow) {
			found = append(found, f.beside(near)...)
		}
	}
	return append(found, f.lettered()...)
}

func lastFour(from, to int, card string) span {
	return span{from, to, "•••• " + card[len(card)-4:]}
}

// beside finds cards in groups of which the first or the last is longer than
// on a card: 124276 8352 0280 9594, 4276 8352 0280 95941227.
func (f seen) beside(groups []group) []span {
	var found []span
	for i := range groups {
		for _, lens := range [][]int{{4, 4, 4, 4}, {4, 6, 5}} {
			some := groups[i:min(i+len(lens), len(groups))]
			if digits := f.trimmed(some, lens); digits != "" && issued(digits) && luhn(digits) && f.accountAt(groups[i:]) == 0 {
				found = append(found, lastFour(some[0].from, some[len(some)-1].to, digits))
			}
		}
	}
	return found
}

// trimmed returns the digits of groups of these lengths, where the first has
// more before them or the last more behind them; "" where they are not so.
func (f seen) trimmed(groups []group, lens []int) string {
	end := len(lens) - 1
	if len(groups) != len(lens) || groups[0].len() == lens[0] && groups[end].len() == lens[end] {
		return ""
	}
	var b strings.Builder
	for i, g := range groups {
		signs := f.signs[g.from:g.to]
		switch {
		case len(signs) < lens[i] || len(signs) > lens[i] && i > 0 && i < end:
			return ""
		case i == 0:
			signs = signs[len(signs)-lens[i]:]
		default:
			signs = signs[:lens[i]]
		}
		b.WriteString(string(signs))
	}
	return b.String()
}

// lettered finds cards in one word that letters part into few groups:
// 42768352abc02809594. Names of machines and files have shorter groups.
func (f seen) lettered() []span {
	groups := slices.Concat(f.runs(false)...)
	var found []span
	for from := 0; from < len(groups); {
		to := from + 1
		for to < len(groups) && f.inOneWord(groups[to-1], groups[to]) {
			to++
		}
		if to > from+1 {
			found = append(found, f.letteredIn(groups[from:to])...)
		}
		from = to
	}
	return found
}

// fewGroups is how many groups letters may part a card into.
const fewGroups = 4

func (f seen) letteredIn(groups []group) []span {
	for i := range groups {
		for j := i + 2; j <= min(i+fewGroups, len(groups)); j++ {
			some := groups[i:j]
			if digits := f.digits(some); hasWindow(digits) {
				from, to := window(digits)
				return []span{lastFour(some[0].from, some[len(some)-1].to, digits[from:to])}
			}
		}
	}
	return nil
}

// inOneWord tells whether a few letters and nothing else part two groups of
// some length.
func (f seen) inOneWord(a, b group) bool {
	const least, most = 3, 5
	between := f.signs[a.to:b.from]
	return a.len() >= least && b.len() >= least && len(between) <= most && lettersIn(between) == len(between)
}

// alike are letters that pass for digits.
var alike = map[rune]rune{
	'O': '0', 'o': '0', 'О': '0', 'о': '0', 'Ο': '0', 'ο': '0',
	'l': '1', 'I': '1', 'i': '1', 'І': '1', 'і': '1', 'Ӏ': '1', 'ӏ': '1', '|': '1', 'ı': '1',
	'Z': '2', 'З': '3', 'з': '3', 'Ч': '4', 'ч': '4', 'S': '5', 's': '5', 'Ѕ': '5', 'ѕ': '5', 'б': '6', 'В': '8', 'B': '8',
}

// read returns the text with letters that stand for digits made digits:
// those beside a digit, with no other letter between. It is false where
// there are none.
func (f seen) read() (seen, bool) {
	out, changed := seen{slices.Clone(f.signs), f.at, f.hides}, false
	for from := 0; from < len(f.signs); from++ {
		to, digits := from, 0
		for ; to < len(f.signs); to++ {
			if onlyDigit(f.signs[to]) >= 0 {
				digits++
			} else if alike[f.signs[to]] == 0 {
				break
			}
		}
		if digits > 0 && digits < to-from {
			changed = true
			for i := from; i < to; i++ {
				if d := alike[f.signs[i]]; d != 0 {
					out.signs[i] = d
				}
			}
		}
		from = to
	}
	return out, changed
}

// spare blanks the international accounts: their check digits leave little
// doubt, and they hold many windows.
func (f seen) spare() seen {
	out := f
	for from := 0; from+15 <= len(f.signs); from++ {
		if from > 0 && (unicode.IsLetter(f.signs[from-1]) || onlyDigit(f.signs[from-1]) >= 0) || !capital(f.signs[from]) {
			continue
		}
		to := f.ibanAt(from)
		if to == 0 {
			continue
		}
		if &out.signs[0] == &f.signs[0] {
			out.signs = slices.Clone(f.signs)
		}
		for i := from; i < to; i++ {
			out.signs[i] = unicode.ReplacementChar
		}
		from = to
	}
	return out
}

func capital(r rune) bool { return r >= 'A' && r <= 'Z' }

// ibanAt returns where an international account that begins there ends, 0
// for none. A single space or dash may stand between its signs.
func (f seen) ibanAt(from int) int {
	var b strings.Builder
	for i := from; i < len(f.signs) && b.Len() < 34; i++ {
		r := f.signs[i]
		switch {
		case capital(r) || onlyDigit(r) >= 0:
			b.WriteRune(r)
		case !separates(r) || separates(f.signs[i-1]):
			return 0
		}
		if b.Len() == 2 && ibanLengths[b.String()] == 0 {
			return 0
		}
		if b.Len() > 2 && b.Len() == ibanLengths[b.String()[:2]] {
			next := i + 1
			if next < len(f.signs) && (unicode.IsLetter(f.signs[next]) || onlyDigit(f.signs[next]) >= 0) || !iban(b.String()) {
				return 0
			}
			return next
		}
	}
	return 0
}

// joinedCard tells whether a text of which only the digits matter holds a
// card's number in them, whatever stands between.
func joinedCard(text string) bool {
	f := see(text)
	if hasWindow(strings.Map(onlyDigit, string(f.signs))) {
		return true
	}
	g, changed := f.read()
	return changed && hasWindow(strings.Map(onlyDigit, string(g.signs)))
}

// digitsIn counts the digits of a text in any script.
func digitsIn(text string) int { return len(strings.Map(onlyDigit, string(see(text).signs))) }
