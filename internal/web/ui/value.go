package ui

import "slovo"

// The states of a value.
const (
	Sealed     = "sealed"
	Checking   = "checking"
	Open       = "open"
	RunningOut = "running_out"
	Refused    = "refused"
	Frozen     = "frozen"
	Erased     = "erased"
)

// Value is one field's value as the page may show it. Only an open one
// holds a value; a mask says nothing of the length of what it hides.
type Value struct {
	State string
	Mask  string
	Open  slovo.Value
	Left  int    // seconds until an open value seals itself
	Total int    // seconds it had
	Note  string // at the right: "from 3 points", "act 118"
}

// Item is one field of a customer's record.
type Item struct {
	Key     string // the field's key in the charter
	Label   string
	Value   Value
	Reveal  string   // the address to open it at; empty: it cannot be asked for now
	Correct string   // the address to write it anew at; empty: not here
	ByHand  string   // why nobody writes it anew by hand, as of a file
	Refusal *Refusal // what the last ask for it was answered
}

// opened tells whether the value is on the page.
func (v Value) opened() bool { return v.State == Open || v.State == RunningOut }

// sealedAgain is the row to put in an open row's place once its time is over.
func (i Item) sealedAgain() Item {
	i.Value = Value{State: Sealed, Mask: i.Value.Mask, Note: i.Value.Note}
	return i
}
