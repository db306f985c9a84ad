package ui

// Correct is one field that is being written anew. It never holds a value:
// what was refused is typed again.
type Correct struct {
	Field   string // its key
	Label   string
	Kind    string // text, tel or digits
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
	}
	return a
}
