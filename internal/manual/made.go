package manual

import (
	"strings"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/text"
)

// Entry is one thing on a page that is made: a command, an address, a key.
type Entry struct {
	Name  string // as it is typed
	Usage string // how it is called, if that is more than the name
	Says  []string
	Rows  []Row // its parts: flags, answers
	// Example are lines to be typed as they stand.
	Example string
	Group   bool // it only holds those that follow
}

// Row is a part of an entry and what it means.
type Row struct{ Name, Means string }

// Made writes a page of entries, as Markdown.
func Made(title, lead string, entries []Entry) string {
	var page strings.Builder
	page.WriteString("# " + Escape(title) + "\n\n" + Escape(lead) + "\n")
	for _, e := range entries {
		level := "### "
		if e.Group {
			level = "## "
		}
		page.WriteString("\n" + level + code(e.Name) + "\n")
		if e.Usage != "" {
			page.WriteString("\n    " + e.Usage + "\n")
		}
		for _, said := range e.Says {
			for paragraph := range strings.SplitSeq(said, "\n") {
				if paragraph != "" {
					page.WriteString("\n" + Escape(paragraph) + "\n")
				}
			}
		}
		if e.Example != "" {
			page.WriteString("\n    " + strings.ReplaceAll(e.Example, "\n", "\n    ") + "\n")
		}
		for i, r := range e.Rows {
			if i == 0 {
				page.WriteByte('\n')
			}
			page.WriteString("- " + code(r.Name) + ": " + Escape(r.Means) + "\n")
		}
	}
	return page.String()
}

func code(name string) string { return "`" + name + "`" }

// Escape makes of a text one that Markdown shows as it is, on one line.
// What stands between backquotes stays code.
func Escape(said string) string {
	parts := strings.Split(strings.Join(strings.Fields(said), " "), "`")
	for i := range parts {
		if i%2 == 0 {
			parts[i] = marks.Replace(parts[i])
		}
	}
	return strings.Join(parts, "`")
}

var marks = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "#", `\#`, "&", `\&`)

// reasonsPage tells every reason that the gate can give.
func reasonsPage(l slovo.Lang) string {
	var entries []Entry
	for _, c := range gate.Codes() {
		entries = append(entries, Entry{Name: string(c), Says: []string{
			text.Reason(l, string(c)), text.T(l, "manual.remedy") + " " + text.Remedy(l, string(c)),
		}})
	}
	return Made(text.T(l, "manual.reasons"), text.T(l, "manual.reasons_lead"), entries)
}

// keysPage tells every key of a charter.
func keysPage(l slovo.Lang) string {
	var entries []Entry
	for _, k := range charter.Keys() {
		entries = append(entries, Entry{
			Name: k.Path, Group: !strings.Contains(k.Path, "."), Says: []string{k.Doc.In(l), kindOf(l, k)},
		})
	}
	return Made(text.T(l, "manual.keys"), text.T(l, "manual.keys_lead"), entries)
}

// kindOf says in a line what is written under the key.
func kindOf(l slovo.Lang, k charter.Key) string {
	said := []string{text.T(l, "manual.kind."+string(k.Type))}
	if k.Required {
		said = append(said, text.T(l, "manual.required"))
	}
	if len(k.Words) > 0 {
		said = append(said, text.T(l, "manual.words", "Words", "`"+strings.Join(k.Words, "`, `")+"`"))
	}
	if k.Of != "" {
		said = append(said, text.T(l, "manual.of", "Section", "`"+k.Of+"`"))
	}
	if k.Least != "" || k.Most != "" {
		said = append(said, text.T(l, "manual.bounds", "Least", k.Least, "Most", k.Most))
	}
	return strings.Join(said, " · ")
}
