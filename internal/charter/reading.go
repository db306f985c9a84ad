package charter

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"slovo"
	"slovo/internal/text"
)

// A file with more problems than this is not a charter with mistakes but
// another file.
const problemsAtMost = 200

// reading is one walk through a file. It goes on after a problem, so that
// all of them are told at once.
type reading struct {
	charter  *Charter
	root     *yaml.Node
	look     Look
	declared map[section]map[string]bool
	rules    []func() // names, which can be judged only when all is read
	agreed   []func() // what the parts must agree on, after the names

	consentOf map[string]string   // which purpose has the consent already
	blamed    map[*yaml.Node]bool // where something was refused
	problems  Problems

	shape *shape // not nil: what may be read here is drawn, and nothing read
}

func newReading() *reading {
	return &reading{
		charter: &Charter{}, declared: map[section]map[string]bool{},
		consentOf: map[string]string{}, blamed: map[*yaml.Node]bool{},
	}
}

// section is the part of a charter in which a kind of name is declared.
type section string

const (
	stores     section = "stores"
	events     section = "events"
	fields     section = "fields"
	purposes   section = "purposes"
	consents   section = "consents"
	recipients section = "recipients"
	roles      section = "roles"
)

// refuse notes a finding at the node. The pairs fill the gaps of what the
// catalogue says: "Key", "color" puts color in place of {{.Key}}.
func (r *reading) refuse(n *yaml.Node, s saying, pairs ...string) {
	if r.shape != nil {
		return
	}
	r.blamed[n] = true
	if len(r.problems.List) >= problemsAtMost {
		return
	}
	gaps := make([]any, len(pairs))
	for i := range pairs {
		gaps[i] = short(pairs[i])
	}
	r.problems.List = append(r.problems.List, Problem{
		Line: max(n.Line, 1), Column: max(n.Column, 1), Code: string(s),
		What: said(s, "what", gaps), Do: said(s, "do", gaps),
	})
}

// said asks the catalogue. Its no-break spaces are for pages: a terminal
// and a program that searches want plain ones.
func said(s saying, part string, gaps []any) slovo.Text {
	id := "charter." + string(s) + "." + part
	in := func(l slovo.Lang) string { return strings.ReplaceAll(text.T(l, id, gaps...), "\u00a0", " ") }
	return slovo.Text{RU: in(slovo.RU), EN: in(slovo.EN)}
}

// short keeps a quoted word from flooding the report.
func short(s string) string {
	const most = 200
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// later keeps a rule about names until the whole file has been read.
func (r *reading) later(rule func()) { r.rules = append(r.rules, rule) }

// agree keeps a rule about what is said in several places until all names
// are known. Such a rule asks first whether the places are sound, so that
// one mistake is not told again by what follows from it.
func (r *reading) agree(rule func()) { r.agreed = append(r.agreed, rule) }

// sound tells whether nothing was refused at, or under, what stands under
// the keys; what does not stand there is sound.
func (r *reading) sound(n *yaml.Node, path ...string) bool {
	n = under(n, path...)
	if n == nil {
		return true
	}
	if r.blamed[n] {
		return false
	}
	for _, inside := range n.Content {
		if !r.sound(inside) {
			return false
		}
	}
	return true
}

// under returns what stands under the keys, nil where nothing does.
func under(n *yaml.Node, path ...string) *yaml.Node {
	for _, key := range path {
		_, value := line(n, key)
		if value == nil {
			return nil
		}
		n = value
	}
	return n
}

// line returns the key and the value of one line of a mapping.
func line(n *yaml.Node, key string) (*yaml.Node, *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// at returns the first of the nodes that is there.
func at(nodes ...*yaml.Node) *yaml.Node {
	for _, n := range nodes {
		if n != nil {
			return n
		}
	}
	return &yaml.Node{}
}

// part is one key of a mapping and what reads it.
type part struct {
	key  string
	must bool
	read func(*yaml.Node)
}

func need(key string, read func(*yaml.Node)) part { return part{key, true, read} }
func may(key string, read func(*yaml.Node)) part  { return part{key, false, read} }

// keys reads a mapping that has these parts and no others, in the order of
// the parts and not of the file.
func (r *reading) keys(n *yaml.Node, parts ...part) {
	if r.shape != nil {
		r.drawKeys(nil, parts)
		return
	}
	var known []string
	for _, p := range parts {
		known = append(known, p.key)
	}
	r.parts(n, parts, func(e keyed) {
		r.refuse(e.key, unknownKey, "Key", e.key.Value, "Known", strings.Join(known, ", "), "Near", nearest(e.key.Value, known))
	})
}

// free reads a mapping whose keys, beside these parts, the file chooses.
func (r *reading) free(n *yaml.Node, rest func(keyed), parts ...part) {
	if r.shape != nil {
		r.drawKeys(rest, parts)
		return
	}
	r.parts(n, parts, rest)
}

// parts reads the parts that are there, and then the rest.
func (r *reading) parts(n *yaml.Node, parts []part, rest func(keyed)) {
	there, ok := r.mapping(n)
	if !ok {
		return
	}
	known := map[string]bool{}
	for _, p := range parts {
		known[p.key] = true
		value := find(there, p.key)
		switch {
		case value != nil:
			p.read(value)
		case p.must:
			r.refuse(n, missing(p.key), "Key", p.key)
		}
	}
	for _, e := range there {
		if !known[e.key.Value] {
			rest(e)
		}
	}
}

// missing is what is said of a key that must be there: of a basis more than
// its name, since who copied a policy from the web never met the word.
func missing(key string) saying {
	if key == "basis" {
		return basisUnnamed
	}
	return missingKey
}

// keyed is one line of a mapping.
type keyed struct{ key, value *yaml.Node }

func find(there []keyed, key string) *yaml.Node {
	for _, e := range there {
		if e.key.Value == key {
			return e.value
		}
	}
	return nil
}

// mapping returns the lines of a mapping, each key once.
func (r *reading) mapping(n *yaml.Node) ([]keyed, bool) {
	if n.Kind != yaml.MappingNode {
		r.refuse(n, notMapping)
		return nil, false
	}
	var there []keyed
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case key.Kind != yaml.ScalarNode || key.ShortTag() != "!!str":
			r.refuse(key, notKey)
		case seen[key.Value]:
			r.refuse(key, twice, "Key", key.Value)
		default:
			seen[key.Value] = true
			there = append(there, keyed{key, n.Content[i+1]})
		}
	}
	return there, true
}

// list reads a list item by item.
func (r *reading) list(n *yaml.Node, each func(*yaml.Node)) {
	if r.shape != nil {
		*r.shape = shape{kind: ListKind, every: r.drawn(each)}
		return
	}
	if n.Kind != yaml.SequenceNode {
		r.refuse(n, notList)
		return
	}
	seen := map[string]bool{}
	for _, item := range n.Content {
		if item.Kind == yaml.ScalarNode && seen[item.Value] {
			r.refuse(item, twice, "Key", item.Value)
			continue
		}
		seen[item.Value] = true
		each(item)
	}
}

// declare reads a section whose keys are names, and remembers the names
// even of what is wrong inside, so that one mistake is told once.
func declare[T any](r *reading, s section, to *map[string]T, read func(*yaml.Node, string, *T)) func(*yaml.Node) {
	r.declared[s] = map[string]bool{}
	return func(n *yaml.Node) {
		*to = map[string]T{}
		r.free(n, func(e keyed) {
			if !name.MatchString(e.key.Value) {
				r.refuse(e.key, badName, "Name", e.key.Value)
			}
			r.declared[s][e.key.Value] = true
			var one T
			read(e.value, e.key.Value, &one)
			(*to)[e.key.Value] = one
		})
		r.named(s)
	}
}

// refer asks that the name be declared in the section. Where the section
// itself cannot be read, that alone is the mistake.
func (r *reading) refer(n *yaml.Node, s section, to string) {
	r.later(func() {
		if !r.declared[s][to] && r.lists(s) {
			r.refuse(n, undeclared, "Name", to, "Section", string(s), "Near", nearest(to, slices.Collect(maps.Keys(r.declared[s]))))
		}
	})
}

// lists tells whether the section's names are known, be there any or none.
func (r *reading) lists(s section) bool {
	n := under(r.root, string(s))
	if n == nil {
		return s == consents || s == recipients
	}
	return n.Kind == yaml.MappingNode
}
