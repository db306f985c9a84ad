package slovo

import (
	"fmt"
	"io"
	"log/slog"
)

// sealed is what an opened value looks like to everything but Show.
const sealed = "[sealed]"

// Value is an opened value of a customer, or a secret on its way in. It
// prints, logs and marshals as "[sealed]"; only Show shows it.
type Value struct{ text string }

// NewValue wraps text, so that it cannot be shown by accident.
func NewValue(text string) Value { return Value{text} }

// Show returns the text. Each call is a place to look at in a review.
func (v Value) Show() string { return v.text }

// Empty tells whether there is nothing inside.
func (v Value) Empty() bool { return v.text == "" }

// String, GoString, Format, MarshalText and LogValue keep the text inside.
func (v Value) String() string { return sealed }

// GoString keeps the text inside under %#v.
func (v Value) GoString() string { return sealed }

// Format keeps the text inside under every verb.
func (v Value) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, sealed) }

// MarshalText keeps the text inside JSON, XML and YAML.
func (v Value) MarshalText() ([]byte, error) { return []byte(sealed), nil }

// LogValue keeps the text inside log/slog.
func (v Value) LogValue() slog.Value { return slog.StringValue(sealed) }
