package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"unicode"
)

// deepest is how many arrays and objects lie in each other at the most: no
// operation takes a body as deep.
const deepest = 16

// What a body is refused for before anybody looks at what it holds. huma
// carries no more of an error than its words.
var (
	errTwice = errors.New("expected each key once, whatever its case")
	errDeep  = fmt.Errorf("expected at most %d levels", deepest)
)

// readBody fills v from a body in which no object has a key twice: a
// reader that takes the first of them and one that takes the last would
// check one value and use another.
func readBody(body []byte, v any) error {
	if _, first := v.(*any); first { // huma checks this one, and reads the same bytes again into the operation's own type
		if _, err := walk(body, func(spot) bool { return false }); err != nil {
			return err
		}
	}
	return json.Unmarshal(body, v)
}

// spot is one value of a body.
type spot struct {
	path  string // as huma writes it: body.fields.phone
	steps []step // the same, taken apart
	text  string // of a text, "" of anything else
}

// step leads from an object or array to what it holds.
type step struct {
	name  string // "" in an array
	place int    // counted from 0, in the order in which the body was written
	list  bool
}

// walker reads a body once, in its order.
type walker struct {
	*json.Decoder
	found func(spot) bool
	spot  spot // where it is
	done  bool
}

// walk returns the first value that found is true of, or where the body is
// refused, and why.
func walk(body []byte, found func(spot) bool) (spot, error) {
	w := &walker{Decoder: json.NewDecoder(bytes.NewReader(body)), found: found, spot: spot{path: "body"}}
	w.UseNumber()
	err := w.value()
	if err != nil || w.done {
		return w.spot, err
	}
	return spot{path: "body"}, nil
}

func (w *walker) value() error {
	token, err := w.Token()
	if err != nil {
		return err
	}
	w.spot.text, _ = token.(string)
	if w.done = w.found(w.spot); w.done {
		return nil
	}
	open, _ := token.(json.Delim)
	if open != '{' && open != '[' {
		return nil
	}
	if len(w.spot.steps) == deepest {
		return errDeep
	}
	return w.inside(open == '[')
}

// inside goes through an array or object up to its end. Where it stops, on
// an error too, the spot stays.
func (w *walker) inside(list bool) error {
	outer, known := w.spot, map[string]bool{}
	for place := 0; w.More(); place++ {
		next := step{place: place, list: list}
		if !list {
			token, err := w.Token()
			if err != nil {
				return err
			}
			next.name, _ = token.(string)
		}
		w.spot = outer.to(next)
		if same := folded(next.name); !list && known[same] {
			return errTwice
		} else if !list {
			known[same] = true
		}
		if err := w.value(); err != nil || w.done {
			return err
		}
	}
	w.spot = outer
	_, err := w.Token() // the end
	return err
}

func (s spot) to(next step) spot {
	path := s.path + "." + next.name
	if next.list {
		path = fmt.Sprintf("%s[%d]", s.path, next.place)
	}
	return spot{path: path, steps: append(s.steps[:len(s.steps):len(s.steps)], next)}
}

// folded is one text for all that differ only in case.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, s)
}

// where tells the spot without a name that the client made up: such a name
// may be a customer's value. location goes as far as the names are known;
// where that is not the whole way, position goes on by places.
func (s spot) where(known func(string) bool) (location, position string) {
	location, hidden := "body", false
	var pointer strings.Builder
	for _, step := range s.steps {
		unknown := step.list || !known(step.name)
		hidden = hidden || !step.list && unknown
		if unknown {
			fmt.Fprintf(&pointer, "/%d", step.place)
		} else {
			pointer.WriteString("/" + step.name)
		}
		switch {
		case hidden:
		case step.list:
			location += fmt.Sprintf("[%d]", step.place)
		default:
			location += "." + step.name
		}
	}
	if !hidden {
		return location, ""
	}
	return location, pointer.String()
}

// knows tells whether a name is one of ours: of the document or of the
// charter in force. All other names are the client's.
func (s *service) knows(name string) bool {
	_, declared := s.Charter().Fields[name]
	return declared || s.names[name]
}

// gatherNames takes down every name that the document gives to a part of a body.
func (s *service) gatherNames() {
	s.names = map[string]bool{}
	for _, schema := range s.document.Components.Schemas.Map() {
		for name := range maps.Keys(schema.Properties) {
			s.names[name] = true
		}
	}
}
