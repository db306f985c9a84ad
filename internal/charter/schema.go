package charter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"slovo"
)

type object = map[string]any

// Schema returns the JSON Schema of a charter, for editors: drawn by the
// readers that Load uses, and explained as Keys explains it. What parts
// must agree on is Load's alone to judge.
func Schema() ([]byte, error) {
	docs := map[string]slovo.Text{}
	for _, k := range Keys() {
		docs[k.Path] = k.Doc
	}
	root := described(drawWhole(), "", docs)
	root["$schema"] = "http://json-schema.org/draft-07/schema#" // the one that editors of YAML know best
	root["title"] = "slovo charter"
	var out bytes.Buffer
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	to.SetIndent("", "  ")
	if err := to.Encode(root); err != nil {
		return nil, fmt.Errorf("charter: schema: %w", err)
	}
	return out.Bytes(), nil
}

func described(s *shape, path string, docs map[string]slovo.Text) object {
	to := schemaOf(s, path, docs)
	if doc, ok := docs[path]; ok {
		to["description"] = doc.EN + "\n" + doc.RU
	}
	return to
}

func schemaOf(s *shape, path string, docs map[string]slovo.Text) object {
	switch s.kind {
	case KeysKind:
		return keysSchema(s, path, docs)
	case ListKind:
		return object{"type": "array", "uniqueItems": true, "items": schemaOf(s.every, path, docs)}
	case WordKind:
		return object{"enum": s.words}
	case NumberKind:
		return object{"type": "integer", "minimum": whole(s.least), "maximum": whole(s.most)}
	case TextsKind:
		return object{"type": "object", "minProperties": 1, "additionalProperties": false, "properties": object{
			string(slovo.RU): oneLine(), string(slovo.EN): oneLine(),
		}}
	}
	if pattern, ok := patterns[s.kind]; ok {
		return object{"type": "string", "pattern": pattern}
	}
	return oneLine()
}

func keysSchema(s *shape, path string, docs map[string]slovo.Text) object {
	properties, required := object{}, []string{}
	for _, k := range s.keys {
		properties[k.key] = described(k.at, strings.TrimPrefix(path+"."+k.key, "."), docs)
		if k.must {
			required = append(required, k.key)
		}
	}
	to := object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	if s.names {
		to["additionalProperties"] = described(s.every, path+".*", docs)
	}
	if s.declaredIn != "" {
		to["propertyNames"] = object{"pattern": name.String()}
	}
	if len(s.words) > 0 {
		to["propertyNames"] = object{"enum": s.words}
	}
	return to
}

// oneLine is one line of text.
func oneLine() object { return object{"type": "string", "minLength": 1, "maxLength": lineAtMost} }

// patterns are those that the readers themselves match.
var patterns = map[Kind]string{
	NameKind:    name.String(),
	PeriodKind:  iso.String(),
	CountryKind: country.String(),
	HoursKind:   quiet.String(),
	DateKind:    `^\d{4}-\d{2}-\d{2}$`,
	EmailKind:   `^[^@\s]+@[^@\s]+$`,
}

// whole is a bound that a reader drew, which is a number by its making.
func whole(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
