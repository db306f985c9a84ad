package api

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestReadBody(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       error
	}{
		{"a key twice", `{"a":1,"a":2}`, errTwice},
		{"a key in two cases", `{"value":"x","VALUE":"y"}`, errTwice},
		{"a key with the Kelvin sign", `{"kind":1,"\u212aind":2}`, errTwice},
		{"a key written by its code", `{"a":1,"\u0061":2}`, errTwice},
		{"Cyrillic in two cases", `{"Имя":1,"имя":2}`, errTwice},
		{"deep inside", `{"fields":{"orders":[{"n":"1"},{"n":"1","n":"2"}]}}`, errTwice},
		{"as deep as can be", strings.Repeat("[", deepest) + strings.Repeat("]", deepest), nil},
		{"deeper", strings.Repeat("[", deepest+1) + strings.Repeat("]", deepest+1), errDeep},
		{"the same key in two objects", `{"fields":{"orders":[{"n":"1"},{"n":"1"}]},"n":1}`, nil},
		{"a text that is a key too", `{"a":"b","b":["a","a"]}`, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var v any
			if err := readBody([]byte(tt.body), &v); !errors.Is(err, tt.want) || (tt.want == nil) != (err == nil) {
				t.Errorf("readBody: %v, want %v", err, tt.want)
			}
		})
	}
}

// FuzzReadBody: what passes is read alike by whoever reads the first of
// equal keys and whoever reads the last, and no made-up name is told.
func FuzzReadBody(f *testing.F) {
	for _, body := range []string{
		`{"fields":{"phone":"1","Иванова Анна":5},"purposes":["a"]}`, `{"a":1,"A":2}`, `[[{"x":null}]]`, `{"a":{}} {}`, `"`, `{"":[]}`, `{"a":1e999}`,
	} {
		f.Add([]byte(body))
	}
	known := func(name string) bool { return name == "fields" || name == "phone" }
	f.Fuzz(func(t *testing.T, body []byte) {
		var v, plain any
		err := readBody(body, &v)
		if err == nil {
			if json.Unmarshal(body, &plain) != nil || !reflect.DeepEqual(v, plain) {
				t.Errorf("read as %v, is %v", v, plain)
			}
			again, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			if err := readBody(again, &plain); err != nil {
				t.Errorf("what passed does not pass when written anew: %v", err)
			}
		}
		_, _ = walk(body, func(s spot) bool {
			location, position := s.where(known)
			for _, name := range strings.FieldsFunc(location+position, func(r rune) bool { return strings.ContainsRune("./[]0123456789", r) }) {
				if name != "body" && !known(name) {
					t.Errorf("%q is told", name)
				}
			}
			return false
		})
	})
}
