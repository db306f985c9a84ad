package ui

// Correct is one field that is being written anew. It never holds a value:
// what was refused is typed again.
type Correct struct {
	Field   string // its key
	Label   string
	Kind    string // text, tel, digits or lines
	Parts   string // of a list: what a line of it holds, in order
	New     bool   // the record has no such value yet
	Once    string // makes the form's write happen once
	Error   string // what is wrong with what was typed
	Refusal *Refusal
}

func (c Correct) attrs() map[string]any {
	a := map[string]any{"autocomplete": "off", "spellcheck": "false", "required": true, "autofocus": true, "data-secret": true, "maxlength": "1000"}
	switch c.Kind {
	case "tel":
		a["inputmode"] = "tel"
	case "digits":
		a["inputmode"], a["maxlength"] = "numeric", "4"
	case "lines":
		a["maxlength"] = "20000"
	}
	return a
}

// Task is something still to be done for a customer.
type Task struct {
	ID   string
	What string // call back
	Due  string // by 24 November
	Late bool
	Who  string // whom it is for
}

// AddTask is what a task can be made of.
type AddTask struct {
	Kinds  []Option
	First  string // the first day it can be due, as in 2026-11-24
	Due    string // the day that stands in the form
	Login  string // whom it is for, as it was typed
	Errors map[string]string
}

// Fact is something that happened, and when.
type Fact struct {
	What string
	At   string
}

// AddEvent is which moments can be written down.
type AddEvent struct {
	Kinds []Option
	Today string // the last day there is, as in 2026-11-24
	Once  string // makes the form's write happen once
}

// Mark is a word with its sign.
type Mark struct {
	Kind string // a Verdict's kind
	Word string
}

// here is where a form of the desk leads back to.
func (d Desk) here() string {
	if d.Case != nil {
		return CasePath(d.Case.ID)
	}
	return CustomerPath(d.Customer.ID)
}
