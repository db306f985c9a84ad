package charter

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"slovo"
	"slovo/internal/text"
)

// same is a text that is the same in both languages.
func same(s string) slovo.Text { return slovo.Text{RU: s, EN: s} }

func number(n int) slovo.Text { return same(strconv.Itoa(n)) }

// wordOf is a word of the charter's own vocabulary as people say it; a word
// without a text stands as it is.
func wordOf(group, word string) slovo.Text {
	if word == "" {
		word = "none"
	}
	id := "charter.word." + group + "." + word
	said := inBoth(id, nil)
	if said.EN == id {
		return same(word)
	}
	return said
}

// Words tells the period: 3 years, 1 hour 30 minutes.
func (p Period) Words() slovo.Text { return spoken(p) }

// spoken is a period in words: 3 years, 1 hour 30 minutes.
func spoken(p Period) slovo.Text {
	if p.IsZero() {
		return inBoth("charter.period.at_once", nil)
	}
	parts := []struct {
		unit string
		n    int
	}{
		{"years", p.Years},
		{"months", p.Months},
		{"days", p.Days},
		{"hours", int(p.Rest / time.Hour)},
		{"minutes", int(p.Rest % time.Hour / time.Minute)},
		{"seconds", int(p.Rest % time.Minute / time.Second)},
	}
	var ru, en []string
	for _, part := range parts {
		if part.n != 0 {
			id := "charter.period." + part.unit
			ru, en = append(ru, breaking(text.T(slovo.RU, id, part.n))), append(en, breaking(text.T(slovo.EN, id, part.n)))
		}
	}
	return slovo.Text{RU: strings.Join(ru, " "), EN: strings.Join(en, " ")}
}

// called is a declared label, in the other language where it is missing in
// one, and the name where there is none.
func called(label slovo.Text, name string) slovo.Text {
	for _, other := range []string{label.EN, label.RU, name} {
		if label.RU == "" {
			label.RU = other
		}
		if label.EN == "" {
			label.EN = other
		}
	}
	return label
}

// listed joins texts by commas.
func listed(all []slovo.Text) slovo.Text {
	var ru, en []string
	for _, t := range all {
		ru, en = append(ru, t.RU), append(en, t.EN)
	}
	return slovo.Text{RU: strings.Join(ru, ", "), EN: strings.Join(en, ", ")}
}

// labelOf is how people call a declared thing, by the first of the charters
// that declares it.
func labelOf[T any](name string, label func(T) slovo.Text, declared ...map[string]T) slovo.Text {
	for _, things := range declared {
		if one, ok := things[name]; ok {
			return called(label(one), name)
		}
	}
	return same(name)
}

func fieldLabel(f Field) slovo.Text     { return f.Label }
func purposeLabel(p Purpose) slovo.Text { return p.Label }
func roleLabel(r Role) slovo.Text       { return r.Name }
func eventLabel(e Event) slovo.Text     { return e.Name }
func storeLabel(s Store) slovo.Text     { return s.Place }

func (d *comparison) field(name string) slovo.Text {
	return labelOf(name, fieldLabel, d.new.Fields, d.old.Fields)
}

func (d *comparison) role(name string) slovo.Text {
	return labelOf(name, roleLabel, d.new.Roles, d.old.Roles)
}

func (d *comparison) purpose(name string) slovo.Text {
	return labelOf(name, purposeLabel, d.new.Purposes, d.old.Purposes)
}

func (d *comparison) store(name string) slovo.Text {
	return labelOf(name, storeLabel, d.new.Stores, d.old.Stores)
}

func (d *comparison) event(name string) slovo.Text {
	return labelOf(name, eventLabel, d.new.Events, d.old.Events)
}

// labels are the fields' labels in a sentence: name, phone, address.
func (c *Charter) labels(fields []string) slovo.Text {
	var all []slovo.Text
	for _, f := range slices.Sorted(slices.Values(fields)) {
		label := labelOf(f, fieldLabel, c.Fields)
		all = append(all, slovo.Text{RU: lowered(label.RU), EN: lowered(label.EN)})
	}
	return listed(all)
}

// lowered begins the sentence with a small letter, but not an abbreviation.
func lowered(s string) string {
	runes := []rune(s)
	if len(runes) == 0 || len(runes) > 1 && unicode.IsUpper(runes[1]) {
		return s
	}
	runes[0] = unicode.ToLower(runes[0])
	return string(runes)
}
