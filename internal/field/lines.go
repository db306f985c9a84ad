package field

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Readable writes a normal form as people read it: a phone in groups, a
// list in lines, anything else as it is.
func Readable(t Type, normal string) string {
	switch t {
	case Phone:
		if n, err := phonenumbers.Parse(normal, ""); err == nil {
			return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
		}
	case List:
		return Lines(normal)
	}
	return normal
}

// Lines writes a list's normal form as people read it: an item a line, its
// parts in the order in which a charter names them most often. Text that
// is no list comes back as it is.
func Lines(list string) string {
	var items []map[string]string
	if err := json.Unmarshal([]byte(list), &items); err != nil {
		return list
	}
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = strings.Join(parts(item), ", ")
	}
	return strings.Join(lines, "\n")
}

// usualParts come first, in this order; others follow by name.
var usualParts = []string{"number", "date", "sum", "state"}

func parts(item map[string]string) []string {
	names := make([]string, 0, len(item))
	for name := range item {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	var said []string
	for _, name := range names {
		if item[name] != "" {
			said = append(said, item[name])
		}
	}
	return said
}

func rank(name string) int {
	if i := slices.Index(usualParts, name); i >= 0 {
		return i
	}
	return len(usualParts)
}
