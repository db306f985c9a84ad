package charter

import (
	"strings"

	"slovo"
)

// Key is one key of a charter, for its manual and for editors. In Path a *
// stands for a name of the file's own: purposes.*.keep.for.
type Key struct {
	Path     string
	Type     Kind
	Required bool     // where what holds it is there
	Words    []string // what a word, each of a list of words, or a key's names may be
	Of       string   // the section in which a name is declared
	Least    string   // the bounds of a number or a period
	Most     string
	Doc      slovo.Text
}

// Keys lists every key that Load takes, in the order in which it is read.
// It is drawn by the readers themselves.
func Keys() []Key {
	var all []Key
	keysOf(drawWhole(), "", &all)
	return all
}

func keysOf(s *shape, path string, all *[]Key) {
	for _, k := range s.keys {
		at := strings.TrimPrefix(path+"."+k.key, ".")
		*all = append(*all, keyOf(at, k))
		keysOf(k.at, at, all)
	}
	if s.every == nil {
		return
	}
	if s.names {
		at := path + ".*"
		*all = append(*all, keyOf(at, shapeKey{at: s.every}))
		keysOf(s.every, at, all)
		return
	}
	keysOf(s.every, path, all)
}

func keyOf(path string, k shapeKey) Key {
	key := Key{Path: path, Type: k.at.kind, Required: k.must, Doc: inBoth("charter.key."+slug(path), nil)}
	for s := k.at; s != nil; s = s.every {
		key.Words = append(key.Words, s.words...)
		key.Of, key.Least, key.Most = key.Of+string(s.declaredIn), key.Least+s.least, key.Most+s.most
		if s.kind != ListKind {
			break // what stands under names has keys of its own
		}
	}
	return key
}

// slug is the id of the key's text: the catalogue has no * in its ids.
func slug(path string) string {
	return strings.ReplaceAll(strings.ReplaceAll(path, ".*", ""), ".", "-") + stars[strings.HasSuffix(path, ".*")]
}

var stars = map[bool]string{true: "-each"}
