package api

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/danielgtaylor/huma/v2"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/text"
)

// errForm says no more: what does not fit may be a value.
var errForm = errors.New("not of the wanted form")

// given are values on their way in, by field: a text, or for a field of
// type list its JSON array as it was written.
type given map[string]slovo.Value

// UnmarshalJSON reads an object of texts and arrays.
func (g *given) UnmarshalJSON(data []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return errForm
	}
	*g = make(given, len(raw))
	for name, value := range raw {
		if bytes.HasPrefix(value, []byte("[")) {
			(*g)[name] = slovo.NewValue(string(value))
			continue
		}
		var said string
		if err := json.Unmarshal(value, &said); err != nil {
			return errForm
		}
		(*g)[name] = slovo.NewValue(said)
	}
	return nil
}

// Schema implements huma.SchemaProvider.
func (given) Schema(huma.Registry) *huma.Schema {
	return valuesSchema("Values by field of the charter: a text, or for a field of type list an array of objects of texts.")
}

// secret is an answer of the customer's, on its way in.
type secret struct{ slovo.Value }

// UnmarshalJSON reads a text.
func (s *secret) UnmarshalJSON(data []byte) error {
	var said string
	if err := json.Unmarshal(data, &said); err != nil {
		return errForm
	}
	s.Value = slovo.NewValue(said)
	return nil
}

// Schema implements huma.SchemaProvider.
func (secret) Schema(huma.Registry) *huma.Schema {
	longest := 200
	return &huma.Schema{Type: huma.TypeString, MaxLength: &longest, Examples: []any{"483920"}, Description: "What the customer said."}
}

// shown are values that the gate opened, on their way to who asked.
type shown struct {
	opened []gate.Opened
	list   func(field string) bool
}

// MarshalJSON writes the body of a reveal. It is the one place of the API
// where a value is shown.
func (s shown) MarshalJSON() ([]byte, error) {
	body := make(map[string]any, len(s.opened))
	for _, o := range s.opened {
		value := o.Value.Show()
		if body[o.Field] = value; s.list(o.Field) && json.Valid([]byte(value)) {
			body[o.Field] = json.RawMessage(value)
		}
	}
	return json.Marshal(body)
}

// Schema implements huma.SchemaProvider.
func (shown) Schema(huma.Registry) *huma.Schema {
	return valuesSchema("The values, by field: a text, or for a field of type list an array of objects of texts. A field that the record does not hold is left out.")
}

func valuesSchema(description string) *huma.Schema {
	most := 100
	item := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{Type: huma.TypeString}}
	return &huma.Schema{
		Type: huma.TypeObject, Description: description, MaxProperties: &most,
		AdditionalProperties: &huma.Schema{AnyOf: []*huma.Schema{
			{Type: huma.TypeString}, {Type: huma.TypeArray, Items: item},
		}},
		Examples: []any{map[string]any{
			"name": "Анна Захарова", "phone": "+79161234567",
			"orders": []any{map[string]any{"number": "A-17", "state": "sent"}},
		}},
	}
}

// code is a reason's code.
type code string

// Schema implements huma.SchemaProvider: every code, and what it means.
func (code) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString, Examples: []any{string(gate.Unverified)}, Description: "Why not:\n"}
	for _, c := range gate.Codes() {
		s.Enum = append(s.Enum, string(c))
		s.Description += "\n* `" + string(c) + "`: " + text.Reason(slovo.EN, string(c))
	}
	return s
}
