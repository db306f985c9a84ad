package field

import (
	"encoding/json"
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
	slices.SortFunc(names, func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	var said []string
	for _, name := range names {
		if item[name] != "" {
			said = append(said, say(name, item[name]))
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
