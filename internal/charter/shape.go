package charter

import (
	"go.yaml.in/yaml/v3"
)

// shape is what may stand in one place of a charter. It is drawn by the
// same readers that Load uses: with a shape to draw, a reader notes what
// it takes instead of reading it. So there is no second list of keys.
type shape struct {
	kind       Kind
	keys       []shapeKey // of a mapping, the keys that it knows
	names      bool       // the other keys of a mapping are names
	every      *shape     // what stands under those names, or in a list
	words      []string   // what a word, or a name of these, may be
	declaredIn section    // where a name is declared
	least      string     // the bounds of a number or a period
	most       string
}

type shapeKey struct {
	key  string
	must bool
	at   *shape
}

// Kind is what is written under a key of a charter.
type Kind string

// What may be written: keys with values, lists, and the single values.
const (
	KeysKind    Kind = "keys"
	ListKind    Kind = "list"
	TextKind    Kind = "text"   // one line
	TextsKind   Kind = "texts"  // one line in each of the charter's languages
	WordKind    Kind = "word"   // one of a few
	NameKind    Kind = "name"   // lower-case letters, digits, _ and -
	NumberKind  Kind = "number" // whole
	DateKind    Kind = "date"
	PeriodKind  Kind = "period" // ISO 8601
	CountryKind Kind = "country"
	EmailKind   Kind = "email"
	PhoneKind   Kind = "phone"
	HoursKind   Kind = "hours"
)

// draws notes the shape, if one is being drawn, and tells so.
func (r *reading) draws(s shape) bool {
	if r.shape == nil {
		return false
	}
	*r.shape = s
	return true
}

// drawn is the shape that the reader draws.
func (r *reading) drawn(read func(*yaml.Node)) *shape {
	outer := r.shape
	inner := &shape{}
	r.shape = inner
	read(&yaml.Node{})
	r.shape = outer
	return inner
}

func (r *reading) drawKeys(rest func(keyed), parts []part) {
	at := r.shape
	*at = shape{kind: KeysKind}
	for _, p := range parts {
		at.keys = append(at.keys, shapeKey{p.key, p.must, r.drawn(p.read)})
	}
	if rest != nil {
		at.names = true
		at.every = r.drawn(func(n *yaml.Node) { rest(keyed{&yaml.Node{}, n}) })
	}
}

// named says that the names of the mapping just drawn are declared by
// standing there.
func (r *reading) named(s section) {
	if r.shape != nil {
		r.shape.declaredIn = s
	}
}

// only says what the names of the mapping just drawn may be.
func (r *reading) only(words []string) {
	if r.shape != nil {
		r.shape.words = words
	}
}

// drawWhole draws a charter.
func drawWhole() *shape {
	r := newReading()
	r.shape = &shape{}
	r.whole(&yaml.Node{})
	return r.shape
}
