package field

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// cities are the places that a mask may name without a mark before them.
//
//go:embed cities.txt
var cities string

var known = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for city := range strings.Lines(cities) {
		all[folded(strings.TrimSpace(city))] = true
	}
	return all
})

// marked is a place that says that it is one: г. Химки, пос. Лесной.
var marked = regexp.MustCompile(`(?i)^(?:г|гор|город|пгт|пос|посёлок|поселок|с|село|д|дер|деревня|ст-ца|станица|аул)(?:\.\s*|\s+)(\p{Lu}[\p{L} \-]{1,39})$`)

// City returns the city of an address, or "" where it is not plain: a
// street must not pass for a city, since masks show it.
func City(address string) string {
	for part := range strings.SplitSeq(address, ",") {
		part = oneLine(part)
		if known()[folded(part)] {
			return part
		}
		if m := marked.FindStringSubmatch(part); m != nil {
			return m[1]
		}
		if first, rest, ok := strings.Cut(part, " "); ok && !strings.ContainsFunc(first, notCode) && known()[folded(rest)] {
			return rest // 101000 Москва
		}
	}
	return ""
}

// notCode tells whether a postal code cannot hold the sign.
func notCode(r rune) bool { return !unicode.IsDigit(r) && r != '-' }
