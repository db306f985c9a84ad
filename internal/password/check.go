package password

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"slovo"
)

// enough is how many characters must be left when each piece that can be
// guessed whole (a common word, a walk over the keys, a repetition, the
// company's name) counts as two: what NIST asks of a password beside a
// second factor. So «Пароль2024!» counts five, four random words are enough.
const (
	enough   = 8
	piece    = 2
	longest  = 40 // characters of a piece that we look up
	shortest = 4  // shorter common words stand in every good password
)

// Check says whether the secret is fit to be an account's password: a
// *Weak where it is not. words are what a stranger guesses about this one
// account: its login and name, the company's name and site.
func Check(secret slovo.Value, words ...string) error {
	text := norm.NFKC.String(secret.Show())
	switch n := utf8.RuneCountInString(text); {
	case n < MinLength:
		return &Weak{Short}
	case n > MaxLength:
		return &Weak{Long}
	}
	c := newCheck(text, words)
	if cost, why := c.left(); cost < enough {
		return &Weak{why}
	}
	return nil
}

// check is one password in the forms in which it is looked up. All forms
// have the same length, rune for rune.
type check struct {
	text     []rune
	forms    [][]rune
	personal map[string]bool
}

func newCheck(text string, words []string) check {
	folded := []rune(strings.Map(fold, text))
	return check{
		text: folded,
		forms: [][]rune{
			folded,
			swap(folded, toRussian),
			swap(folded, toLatin),
			[]rune(strings.Map(unleet('i'), string(folded))),
			[]rune(strings.Map(unleet('l'), string(folded))),
		},
		personal: personal(words),
	}
}

// fold makes one of what people do not tell apart.
func fold(r rune) rune {
	if r = unicode.ToLower(r); r == 'ё' {
		return 'е'
	}
	return r
}

// unleet reads p@ssw0rd; a one is an i or an l.
func unleet(one rune) func(rune) rune {
	return func(r rune) rune {
		switch r {
		case '1', '!':
			return one
		case '0':
			return 'o'
		case '3':
			return 'e'
		case '4', '@':
			return 'a'
		case '5', '$':
			return 's'
		case '7':
			return 't'
		}
		return r
	}
}

// personal returns the words, folded, and each in Latin letters.
func personal(words []string) map[string]bool {
	found := map[string]bool{}
	for _, word := range words {
		parts := strings.FieldsFunc(strings.Map(fold, norm.NFKC.String(word)), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r)
		})
		for _, part := range append(parts, strings.Join(parts, "")) {
			for _, form := range []string{part, latin(part)} {
				if utf8.RuneCountInString(form) >= 3 {
					found[form] = true
				}
			}
		}
	}
	return found
}

// left returns what the password costs to guess, in characters, by the
// cheapest way to cut it into pieces, and the code of the longest piece.
func (c check) left() (int, Code) {
	n := len(c.text)
	cost := make([]int, n+1)
	from := make([]cut, n+1)
	for end := 1; end <= n; end++ {
		cost[end], from[end] = cost[end-1]+1, cut{end - 1, ""}
		for start := end - 2; start >= 0; start-- {
			price, why := c.price(start, end)
			if why != "" && cost[start]+price < cost[end] {
				cost[end], from[end] = cost[start]+price, cut{start, why}
			}
		}
	}
	return cost[n], reason(from)
}

// cut is where a piece starts and what it is; "" is a character of its own.
type cut struct {
	start int
	why   Code
}

// reason returns the code of the longest piece of the way taken. Without
// any piece, which only a too short password has, it is Short.
func reason(from []cut) Code {
	code, length := Short, 1
	for end := len(from) - 1; end > 0; end = from[end].start {
		if size := end - from[end].start; from[end].why != "" && size > length {
			code, length = from[end].why, size
		}
	}
	return code
}

// price says what a stretch costs as one piece, and why; "" where it is none.
func (c check) price(start, end int) (int, Code) {
	part := c.text[start:end]
	switch {
	case len(part) >= 3 && same(part):
		return piece, Repeated
	case c.again(start, end):
		return 1, Repeated
	case len(part) > longest:
	case len(part) >= 3 && c.known(start, end, c.personal):
		return piece, Personal
	case len(part) >= shortest && c.known(start, end, lists()):
		return piece, Common
	case len(part) == 4 && year(part):
		return piece, Common
	}
	if len(part) >= 3 && (walks(part) || ordered(part)) {
		return piece, Walk
	}
	return 0, ""
}

// known tells whether the stretch is a word in one of its forms, forwards
// or backwards.
func (c check) known(start, end int, words map[string]bool) bool {
	for i, form := range c.forms {
		if i > 0 && slices.Equal(form[start:end], c.text[start:end]) {
			continue
		}
		word := slices.Clone(form[start:end])
		if words[string(word)] {
			return true
		}
		slices.Reverse(word)
		if words[string(word)] {
			return true
		}
	}
	return false
}

// again tells whether the stretch says once more what stands before it.
func (c check) again(start, end int) bool {
	size := end - start
	return size >= 2 && start >= size && slices.Equal(c.text[start-size:start], c.text[start:end])
}

func same(part []rune) bool {
	return !slices.ContainsFunc(part, func(r rune) bool { return r != part[0] })
}

// year tells whether the four are a year in which somebody was born or
// changed a password.
func year(part []rune) bool {
	return (part[0] == '1' && part[1] == '9' || part[0] == '2' && part[1] == '0') &&
		unicode.IsDigit(part[2]) && unicode.IsDigit(part[3])
}

func walks(part []rune) bool {
	for i := 1; i < len(part); i++ {
		if !neighbors(part[i-1], part[i]) {
			return false
		}
	}
	return true
}

func ordered(part []rune) bool {
	step := inOrder(part[0], part[1])
	for i := 1; i < len(part); i++ {
		if step == 0 || inOrder(part[i-1], part[i]) != step {
			return false
		}
	}
	return true
}
