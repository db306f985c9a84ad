package charter_test

import (
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"slovo/internal/charter"
)

func TestEveryKeyIsExplained(t *testing.T) {
	keys := charter.Keys()
	for _, k := range keys {
		for _, doc := range []string{k.Doc.RU, k.Doc.EN} {
			if strings.Contains(doc, "charter.key") || !strings.HasSuffix(doc, ".") {
				t.Errorf("%s: %q", k.Path, doc)
			}
		}
		if k.Type == "" {
			t.Errorf("%s: no type", k.Path)
		}
	}
	if len(keys) < 150 {
		t.Errorf("only %d keys", len(keys))
	}
}

// What Load takes in each mapping of the example is what Keys lists there:
// a key that nobody knows is answered with those that are known.
func TestKeysAreThoseThatLoadTakes(t *testing.T) {
	var root yaml.Node
	if err := yaml.Unmarshal(example(t), &root); err != nil {
		t.Fatal(err)
	}
	tried := 0
	mappings(root.Content[0], "", func(n *yaml.Node, path string) {
		want := under(path)
		if slices.Contains(want, "*") {
			return // any name is taken, or asked to be declared
		}
		n.Content = append(n.Content, scalar("zzz"), scalar("x"))
		data, err := yaml.Marshal(&root)
		n.Content = n.Content[:len(n.Content)-2]
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range charter.Check("c.yaml", data, charter.Look{}).Problems {
			if p.Code == "unknown_key" {
				_, known, _ := strings.Cut(strings.TrimSuffix(p.Do.EN, "."), "may be here: ")
				got := strings.Split(known, ", ")
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("%s: Load takes %v, Keys has %v", path, got, want)
				}
				tried++
			}
		}
	})
	if tried < 30 {
		t.Errorf("only %d mappings tried", tried)
	}
}

func scalar(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }

// under lists the keys that Keys has directly under the path. A text in
// two languages has the languages.
func under(path string) []string {
	var all []string
	for _, k := range charter.Keys() {
		if k.Path == path && k.Type == charter.TextsKind {
			return []string{"en", "ru"}
		}
		if last := k.Path[strings.LastIndex(k.Path, ".")+1:]; k.Path == strings.TrimPrefix(path+"."+last, ".") {
			all = append(all, last)
		}
	}
	slices.Sort(all)
	return all
}

// mappings calls for each mapping with the path that Keys gives it.
func mappings(n *yaml.Node, path string, each func(*yaml.Node, string)) {
	if n.Kind != yaml.MappingNode {
		return
	}
	each(n, path)
	for i := 0; i+1 < len(n.Content); i += 2 {
		step := n.Content[i].Value
		if !slices.Contains(under(path), step) {
			step = "*"
		}
		mappings(n.Content[i+1], strings.TrimPrefix(path+"."+step, "."), each)
	}
}
