package charter

import "go.yaml.in/yaml/v3"

// Find returns where the charter's file holds the value under the keys, one
// inside the other, or else where what lies nearest to it begins: for a
// complaint that only the charter before this one gives cause for.
func Find(file []byte, keys ...string) (line, column int) {
	var document yaml.Node
	if yaml.Unmarshal(file, &document) != nil || len(document.Content) == 0 {
		return 1, 1
	}
	at := document.Content[0]
	for _, key := range keys {
		inside := under(at, key)
		if inside == nil {
			break
		}
		at = inside
	}
	return at.Line, at.Column
}
