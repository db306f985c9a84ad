package field

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Say puts a date or an amount of money, in its normal form, into words.
type Say func(t Type, normal string) string

// Readable writes a value in normal form as people read it: a list an item
// a line. Item tells the types of a list's parts.
func Readable(t Type, item map[string]Type, normal string, say Say) string {
	switch t {
	case Phone:
		if n, err := phonenumbers.Parse(normal, ""); err == nil {
			return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
		}
	case Date, Money:
		return say(t, normal)
	case List:
		return lines(normal, func(part, value string) string { return Readable(item[part], nil, value, say) })
	}
	return normal
}

// lines writes an item a line, its parts in the order in which a charter
// names them most often. Text that is no list comes back as it is.
func lines(list string, say func(part, value string) string) string {
	var items []map[string]string
	if err := json.Unmarshal([]byte(list), &items); err != nil {
		return list
	}
	said := make([]string, len(items))
	for i, item := range items {
		said[i] = strings.Join(parts(item, say), ", ")
	}
	return strings.Join(said, "\n")
}

// usualParts come first, in this order; others follow by name.
var usualParts = []string{"number", "date", "sum", "state"}

func parts(item map[string]string, say func(part, value string) string) []string {
	names := make([]string, 0, len(item))
	for name := range item {
		names = append(names, name)
	}
	slices.SortFunc(names, byRank)
	var said []string
	for _, name := range names {
		if item[name] != "" {
			said = append(said, say(name, item[name]))
		}
	}
	return said
}

func byRank(a, b string) int { return cmp.Or(rank(a)-rank(b), strings.Compare(a, b)) }

func rank(name string) int {
	if i := slices.Index(usualParts, name); i >= 0 {
		return i
	}
	return len(usualParts)
}

// Parts returns the names of an item's parts, in the order in which a line
// of it is written and read.
func Parts(item map[string]Type) []string {
	names := slices.Collect(maps.Keys(item))
	slices.SortFunc(names, byRank)
	return names
}

// FromLines makes a list of lines, an item each, whose parts stand in the
// order of Parts with semicolons between them. Parts at the end may be left
// out; more than there are is a slovo.ErrInvalid. What a part may hold is
// for NormalizeList to say.
func FromLines(item map[string]Type, text string) (string, error) {
	names := Parts(item)
	items := []map[string]string{}
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := strings.Split(strings.TrimSpace(line), ";")
		if len(parts) > len(names) {
			return "", invalid(List, "a line has more parts than an item")
		}
		one := map[string]string{}
		for i, part := range parts {
			one[names[i]] = strings.TrimSpace(part)
		}
		items = append(items, one)
	}
	if len(items) == 0 {
		return "", nil
	}
	return compact(items)
}
