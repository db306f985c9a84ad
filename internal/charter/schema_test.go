package charter_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"slovo/internal/charter"
)

// The committed schema is what slovo charter schema prints.
func TestSchemaIsCommitted(t *testing.T) {
	got, err := charter.Schema()
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../docs/charter.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/charter.schema.json is old; make it again by `slovo charter schema` (-have +want):\n%s", diff)
	}
}

func TestSchemaTakesGoodCharters(t *testing.T) {
	schema := compiled(t)
	files := map[string][]byte{"example": example(t)}
	for _, name := range []string{"shop", "clinic", "broker", "scratch"} {
		data, err := charter.Sample(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	for name, data := range files {
		if err := schema.Validate(value(t, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the schema refuses, Load refuses too; each row is one of its kinds.
func TestSchemaRefuses(t *testing.T) {
	schema := compiled(t)
	for _, tt := range []struct{ name, old, new string }{
		{"unknown section", "ledger: {keep", "colors: {a: b}\nledger: {keep"},
		{"unknown key", "by: push", "by: push, sauce: x"},
		{"missing key", "  id: lavka\n", ""},
		{"duplicate in list", "channels: [phone, email, chat", "channels: [phone, phone, chat"},
		{"mapping for a list", "languages: [ru, en]", "languages: {ru: en}"},
		{"list for a mapping", "roles: {}", "roles: []"},
		{"number for a text", `inn: "7700000000"`, `inn: 7700000000`},
		{"text for a number", "version: 7", "version: seven"},
		{"number too low", "factors_at_least: 2", "factors_at_least: 1"},
		{"unknown word", "level: low", "level: lowest"},
		{"unknown law", "laws: [ru-152fz, eu-gdpr]", "laws: [ru-152fz, eu-gdpr, moon]"},
		{"law of a basis", `basis: {ru-152fz: "6.1.2"`, `basis: {moon: "6.1.2"`},
		{"not a period", "for: PT15M", "for: 15 minutes"},
		{"country", "main: {country: RU", "main: {country: Russia"},
		{"bad name", "  contract:   {type: file", "  Contract:   {type: file"},
		{"quiet hours", `"21:00-09:00"`, `"21-9"`},
		{"empty text", `place: {ru: "сервер компании, Москва"`, `place: {ru: ""`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := []byte(strings.Replace(string(example(t)), tt.old, tt.new, 1))
			if bytes.Equal(data, example(t)) {
				t.Fatalf("the example has no %q", tt.old)
			}
			if err := schema.Validate(value(t, data)); err == nil {
				t.Error("the schema takes it")
			}
			if _, err := charter.Load(data); err == nil {
				t.Error("Load takes it")
			}
		})
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := charter.Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("charter.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("charter.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// value is the file as JSON has it: a day is a text.
func value(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return asJSON(v)
}

func asJSON(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			v[name] = asJSON(v[name])
		}
	case []any:
		for i := range v {
			v[i] = asJSON(v[i])
		}
	case time.Time:
		return v.Format(time.DateOnly)
	}
	return v
}
