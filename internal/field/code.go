package field

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// How people name a card's code. Letters that look alike in both alphabets
// count as one.
const (
	codeName = `(?:[cс][vв][vcсв]2?|cvn2?|цв[вц]2?)`
	backSide = `(?:(?:с|со|на)\s+(?:об(?:рат|орот)|задн)\pL*(?:\s+сторон\pL*)?|(?:on|from)\s+the\s+back)`
	codeNoun = `(?:код\pL*|цифр\pL*|числ\pL*|code|digits|number)`
	security = `(?:(?:security|verification)\s+(?:code|value)|код\pL*\s+безопасности)`
	between  = `(?:[^\pL\d]|код|code|карт\pL*|card|my|is|это|номер|мо\pL{1,2}|вот|c[vc][vc]2?){0,20}?`
)

// The code stands after its name, or before it.
var (
	codeAfter = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + codeName + `|` + security + `|` + codeNoun + `\s+` + backSide + `)` +
		between + `(\d{3,4}|\d[ .-]\d[ .-]\d(?:[ .-]\d)?)(?:[^\d]|$)`)
	codeBefore = regexp.MustCompile(`(?i)(?:^|[^\d])(\d{3,4})[^\pL\d]{1,4}(?:это\s+)?(?:` + codeName + `(?:[^\pL\d]|$)|` + backSide + `)`)
)

// hasCode tells whether a folded text holds a card's code.
func hasCode(text []rune) bool {
	line := string(text)
	return hinted(line) && (codeAfter.MatchString(line) || codeBefore.MatchString(line))
}

// hints are letters of which every card's code has some beside it: its name,
// or where on the card it stands. Most values have none, and looking for them
// costs a thirtieth of the patterns.
var hints = []string{"cv", "cв", "сv", "св", "цв", "code", "value", "безопасн", "обрат", "оборот", "задн", "bac"}

func hinted(line string) bool {
	line = strings.ToLower(line)
	for _, hint := range hints {
		if strings.Contains(line, hint) {
			return true
		}
	}
	return false
}

// codes finds the card codes of a folded text.
func codes(text []rune) []span {
	line := string(text)
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
