package field

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How people name a card's code. Letters that look alike in both alphabets
// count as one.
const (
	codeName = `(?:[cс][vв][vcсвd]2?|[cс][./_*-]\s?[vв][./_*-]\s?[vcсв]2?\.?|[cс]\s{1,3}[vв]\s{1,3}[vcсв]2?|` +
		`cvn2?|cav2|csc2?|c\.?i\.?d\.?|цв[вц]2?)`
	backSide = `(?:(?:с|со|на)\s+(?:об(?:рат|орот)|задн)\pL*(?:\s+сторон\pL*)?|(?:с|со|на)\s+обр\.\s*сторон\pL*|(?:обратн|задн)\pL*\s+сторон\pL*|(?:on|from)\s+the\s+back)`
	codeNoun = `(?:код\pL*|цифр\pL*|числ\pL*|code|digits|number)`
	security = `(?:(?:security|verification|secret)\s+(?:code|value)|код\pL*\s+безопасности|секретн\pL*\s+(?:код|цифр|числ)\pL*|` +
		`(?:три|3|тр[её]х|three)\s+(?:последн\pL*\s+|last\s+)?(?:цифр\pL*|digits))`
	between = `(?:[^\pL\d]|код|code|карт\pL*|card|my|is|это|номер|мо\pL{1,2}|вот|c[vc][vc]2?){0,20}?`
	aside   = `(?:\pL{1,12}[^\pL\d]{1,5}){0,2}?` // cvv нужен? пишу 123
	figures = `(\d{3,4}|\d[^\pL\d]{1,3}\d[^\pL\d]{1,3}\d(?:[^\pL\d]{1,3}\d)?)(?:[^\d]|$)`
)

// The code stands after its name, or before it.
var (
	codeAfter = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + codeName + between + aside + `|(?:` + security + `|(?:` + codeNoun + `\s+)?` + backSide + `)` +
		between + `)` + figures)
	codeBefore = regexp.MustCompile(`(?i)(?:^|[^\d])(\d{3,4})[^\pL\d]{1,4}(?:это\s+)?(?:` + codeName + `(?:[^\pL\d]|$)|` + backSide + `)`)
)

// hasCode tells whether a folded text holds a card's code.
func hasCode(f seen) bool {
	line := string(f.signs)
	return hinted(line) && (codeAfter.MatchString(line) || codeBefore.MatchString(line))
}

// hints are letters of which every card's code has some beside it: its name,
// or where on the card it stands. Most values have none, and looking for them
// costs a thirtieth of the patterns.
var hints = []string{
	"cv", "cв", "сv", "св", "цв", "code", "value", "безопасн", "обрат", "оборот", "задн", "bac",
	"cav", "csc", "cid", "секретн", "цифр", "digit",
}

// hinted looks at letters alone: people put dots between those of a name.
func hinted(line string) bool {
	line = strings.Map(func(r rune) rune {
		switch {
		case r == 'ſ':
			return 's'
		case !unicode.IsLetter(r):
			return -1
		}
		return unicode.ToLower(r)
	}, line)
	for _, hint := range hints {
		if strings.Contains(line, hint) {
			return true
		}
	}
	return false
}

// codes finds the card codes of a folded text.
func codes(f seen) []span {
	line := string(f.signs)
	return merge(codesBy(codeAfter, line), codesBy(codeBefore, line))
}

// codesBy counts runes from match to match, not from the start each time: a
// text may hold thousands.
func codesBy(how *regexp.Regexp, line string) []span {
	var found []span
	bytes, runes := 0, 0
	for _, m := range how.FindAllStringSubmatchIndex(line, -1) {
		from := runes + utf8.RuneCountInString(line[bytes:m[2]])
		to := from + utf8.RuneCountInString(line[m[2]:m[3]])
		found = append(found, span{from, to, hidden})
		bytes, runes = m[3], to
	}
	return found
}
