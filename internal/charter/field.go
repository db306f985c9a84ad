package charter

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"slovo"
	"slovo/internal/field"
)

// Level is how much proof of identity it takes: low, normal or high.
type Level string

// The levels, weakest first.
const (
	Low    Level = "low"
	Normal Level = "normal"
	High   Level = "high"
)

// Field is one declared field of a customer's record.
type Field struct {
	Type   field.Type
	Label  slovo.Text
	Level  Level  // to tell it
	Change Level  // to change it; where the charter does not say, High for what is also a factor, else Level
	Mask   string // how it is masked; empty masks all
	Search string // "", exact or words
	Show   string // "" or never
	Kind   string // general, special or biometric; "" is general

	Item      map[string]field.Type // of a list
	DPV       string
	Fideslang string
}

// Shown tells whether the field may be shown at all; a field with
// `show: never` is only compared.
func (f Field) Shown() bool { return f.Show != "never" }

// Normalize brings a value into the form in which the field is stored; of a
// list only the declared parts, each by its type.
func (f Field) Normalize(text string) (string, error) {
	if f.Type == field.List {
		return field.NormalizeList(f.Item, text)
	}
	return field.Normalize(f.Type, text)
}

// levels, weakest first, so that an index compares.
var levels = []Level{Low, Normal, High}

// searches are the ways of searching that a type has; the others have none.
var searches = map[field.Type][]string{
	field.Name:          {"words", "exact"},
	field.Phone:         {"exact"},
	field.Email:         {"exact"},
	field.AccountNumber: {"exact"},
	field.Text:          {"exact"},
}

func (r *reading) field(n *yaml.Node, _ string, f *Field) {
	r.keys(
		n,
		need("type", word(r, &f.Type, field.Types()...)),
		need("label", r.text(&f.Label)),
		may("level", word(r, &f.Level, levels...)),
		may("change", word(r, &f.Change, levels...)),
		may("show", word(r, &f.Show, "never")),
		may("kind", word(r, &f.Kind, "general", "special", "biometric")),
		may("mask", func(n *yaml.Node) { r.mask(n, f) }),
		may("search", func(n *yaml.Node) { r.search(n, f) }),
		may("item", func(n *yaml.Node) { r.item(n, f) }),
		may("dpv", r.line(&f.DPV)),
		may("fideslang", r.line(&f.Fideslang)),
	)
	if f.Type == field.List && len(f.Item) == 0 && r.sound(n, "item") {
		r.refuse(n, itemWanted)
	}
	r.fieldLevels(n, f)
}

// fieldLevels asks for a level wherever a value can be told, and fills in
// the rest. A field never shown has the highest, in case anybody asks.
func (r *reading) fieldLevels(n *yaml.Node, f *Field) {
	switch {
	case !r.sound(n, "level"), !r.sound(n, "change"), !r.sound(n, "show"):
		return // told already
	case f.Level != "":
	case f.Shown():
		r.refuse(n, missingKey, "Key", "level")
		return
	default:
		f.Level = High
	}
	if f.Change == "" {
		f.Change = usualChange(*f)
	}
	if slices.Index(levels, f.Change) < slices.Index(levels, f.Level) {
		r.refuse(n, changeWeaker)
	}
}

// usualChange is what it takes to change the field where the charter does
// not say. A value that proves who a customer is takes the highest: who
// changes it can pass for the customer afterwards.
func usualChange(f Field) Level {
	if f.Type == field.AccountNumber || f.Type == field.CardLast4 {
		return High
	}
	return f.Level
}

func (r *reading) mask(n *yaml.Node, f *Field) {
	if r.draws(shape{kind: WordKind, words: masks()}) {
		return
	}
	text, ok := r.str(n)
	if fit := field.Masks(f.Type); ok && f.Type != "" && !slices.Contains(fit, text) {
		r.refuse(n, maskUnfit, "Mask", text, "Type", string(f.Type), "Masks", strings.Join(fit, ", "))
		return
	}
	f.Mask = text
}

// masks are those of all types.
func masks() []string {
	var all []string
	for _, t := range field.Types() {
		all = append(all, field.Masks(t)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (r *reading) search(n *yaml.Node, f *Field) {
	if r.draws(shape{kind: WordKind, words: []string{"exact", "words"}}) {
		return
	}
	text, ok := r.str(n)
	if ok && f.Type != "" && !slices.Contains(searches[f.Type], text) {
		r.refuse(n, searchUnfit, "Type", string(f.Type))
		return
	}
	f.Search = text
}

func (r *reading) item(n *yaml.Node, f *Field) {
	if f.Type != field.List && f.Type != "" && r.shape == nil {
		r.refuse(n, itemUnwanted)
		return
	}
	f.Item = map[string]field.Type{}
	r.free(n, func(e keyed) {
		var t field.Type
		word(r, &t, field.Text, field.Date, field.Money, field.Number)(e.value)
		f.Item[e.key.Value] = t
	})
}
