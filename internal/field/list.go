package field

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"slovo"
)

// NormalizeList is Normalize for a list of which the parts of an item are
// declared: a part that is not is refused, and each is brought into its
// type's form. Empty parts are left out. Of the text an error names a
// declared part at most.
func NormalizeList(item map[string]Type, text string) (string, error) {
	text, err := Normalize(List, text)
	if err != nil {
		return "", err
	}
	var items []map[string]string
	if err := json.Unmarshal([]byte(text), &items); err != nil {
		return "", invalid(List, "not a JSON array of objects of texts")
	}
	for _, one := range items {
		if err := typed(item, one); err != nil {
			return "", err
		}
	}
	form, err := compact(items)
	if err == nil && form != text && cardAcross(items) { // the text itself was looked at
		return "", holdsCard(List)
	}
	return form, err
}

// BadPart tells which declared part of a list's item cannot be taken; ""
// stands for one that is not declared, whose name is nobody's to repeat.
type BadPart struct {
	Part  string
	Type  Type
	Cause error
}

// Error names the part and the cause, never a value.
func (b *BadPart) Error() string {
	if b.Part == "" {
		return "field: list: has a part that the charter does not declare"
	}
	return fmt.Sprintf("field: list: part %s: %v", b.Part, b.Cause)
}

// Unwrap makes a BadPart a slovo.ErrInvalid.
func (b *BadPart) Unwrap() error { return slovo.ErrInvalid }

// typed brings the parts of an item into their types' forms.
func typed(item map[string]Type, one map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(one)) {
		t, declared := item[name]
		if !declared {
			return &BadPart{}
		}
		if strings.TrimSpace(one[name]) == "" {
			delete(one, name)
			continue
		}
		form, err := Normalize(t, one[name])
		if err != nil {
			return &BadPart{name, t, err}
		}
		one[name] = form
	}
	return nil
}

// list takes a JSON array of objects of texts. It is stored with sorted
// keys, so that equal lists are equal bytes.
func list(text string) (string, error) {
	from := json.NewDecoder(strings.NewReader(text))
	var items []map[string]*string
	if err := from.Decode(&items); err != nil {
		return "", invalid(List, "not a JSON array of objects of texts") // the decoder's error may quote it
	}
	if _, err := from.Token(); !errors.Is(err, io.EOF) || items == nil {
		return "", invalid(List, "not one JSON array")
	}
	clean := make([]map[string]string, 0, len(items))
	for _, item := range items {
		texts, err := listItem(item)
		if err != nil {
			return "", err
		}
		clean = append(clean, texts)
	}
	if cardAcross(clean) {
		return "", holdsCard(List)
	}
	return compact(clean)
}

// cardAcross tells whether a card's number or code stands in several parts
// of one item, or in the same part of several.
func cardAcross(items []map[string]string) bool {
	down := map[string][]string{}
	for _, item := range items {
		names := slices.Sorted(maps.Keys(item))
		across := make([]string, len(names))
		for i, name := range names {
			across[i] = item[name]
			down[name] = append(down[name], item[name])
		}
		if cardIn(across) {
			return true
		}
	}
	for _, texts := range down {
		if len(texts) > 1 && HasCard(strings.Join(texts, " | ")) {
			return true
		}
	}
	return false
}

// cardIn looks at all parts in both orders, and at each two: what stands
// between two of them must not hide a card.
func cardIn(parts []string) bool {
	const most = 8 // parts of which each two are looked at; charters declare fewer
	back := slices.Clone(parts)
	slices.Reverse(back)
	if len(parts) > 1 && (HasCard(strings.Join(parts, " | ")) || HasCard(strings.Join(back, " | "))) {
		return true
	}
	if len(parts) < 3 || len(parts) > most {
		return false
	}
	for i, a := range parts {
		for j, b := range parts {
			if i != j && HasCard(a+" | "+b) {
				return true
			}
		}
	}
	return false
}

// listItem looks for cards again: JSON can spell a digit in other ways.
func listItem(item map[string]*string) (map[string]string, error) {
	if item == nil {
		return nil, invalid(List, "holds null")
	}
	texts := make(map[string]string, len(item))
	for key, value := range item {
		if value == nil {
			return nil, invalid(List, "holds null")
		}
		if HasCard(key) || HasCard(*value) {
			return nil, holdsCard(List)
		}
		if strings.ContainsFunc(key+*value, control) {
			return nil, invalid(List, "holds control characters")
		}
		texts[norm.NFC.String(key)] = norm.NFC.String(*value)
	}
	return texts, nil
}

func compact(items []map[string]string) (string, error) {
	var b bytes.Buffer
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	if err := to.Encode(items); err != nil {
		return "", invalid(List, "cannot be written as JSON")
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
