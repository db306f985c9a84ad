package charter

import (
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
	Change Level  // to change it; Level where the charter does not say
	Mask   string // how it is masked; empty masks all
	Search string // "", exact or words
	Show   string // "" or never
	Kind   string // "", general, special or biometric

	Item      map[string]field.Type // of a list
	DPV       string
	Fideslang string
}

// Shown tells whether the field may be shown at all; a field with
// `show: never` is only compared.
func (f Field) Shown() bool { return f.Show != "never" }
