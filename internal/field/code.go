package field

import (
	"regexp"
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

// codes finds the card codes of a folded text.
func codes(text []rune) []span {
	line := string(text)
	var found, after []span
	for _, m := range codeAfter.FindAllStringSubmatchIndex(line, -1) {
		found = append(found, codeSpan(line, m))
	}
	for _, m := range codeBefore.FindAllStringSubmatchIndex(line, -1) {
		after = append(after, codeSpan(line, m))
	}
	return merge(found, after)
}

func codeSpan(line string, m []int) span {
	from := utf8.RuneCountInString(line[:m[2]])
	return span{from, from + utf8.RuneCountInString(line[m[2]:m[3]]), "•••"}
}
