package intake

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"slovo"
	"slovo/internal/consent"
	"slovo/internal/field"
	"slovo/internal/gate"
)

// record is one row on its way to the gate.
type record struct {
	row      int
	line     int
	size     int
	cells    []string
	customer gate.NewCustomer
	wishes   []consent.Wish
	from     map[string]int // the column that each field's value is from
	left     []int          // columns of which the row's cell is not taken
	rejected *rejected
	repeats  bool // its own id stood in a row above
}

// record makes a customer of a row. What is wrong with the row itself is
// told at once; whether each value is of its type, the gate judges.
func (p *Plan) record(t *Table, r row, number int) record {
	out := record{row: number, line: r.line, size: r.size, cells: r.cells}
	switch {
	case r.wrong != "":
		return out.unread(p).reject(none, r.wrong.text())
	case filledAfter(r.cells, len(p.Columns)):
		return out.unread(p).reject(none, moreCells.text())
	case p.gone >= 0 && p.gone < len(r.cells) && yes(r.cells[p.gone]):
		return out.reject(p.gone, deletedThere.text())
	}
	out.from = make(map[string]int, len(p.targets))
	out.customer = gate.NewCustomer{Fields: make(map[string]slovo.Value, len(p.targets)), Purposes: p.Purposes}
	for _, target := range p.targets {
		taken := target.value(r.cells)
		out.left = append(out.left, taken.left...)
		if taken.wrong != "" {
			return out.reject(taken.column, taken.wrong.text())
		}
		if taken.text != "" {
			out.from[target.field] = taken.column
			out.customer.Fields[target.field] = slovo.NewValue(taken.text)
		}
	}
	if len(out.customer.Fields) == 0 {
		return out.reject(none, nothingKept.text())
	}
	out.customer.Source, out.customer.SourceID = p.name(t, r, number)
	p.tell(&out)
	return out
}

// tell reads what the row says of wishes and moments.
func (p *Plan) tell(out *record) {
	for _, column := range slices.Sorted(maps.Keys(p.wishes)) {
		if column < len(out.cells) {
			out.wishes = append(out.wishes, p.wishes[column].said(out.cells[column], p.Source)...)
		}
	}
	for _, m := range p.moments {
		text := cellOf(out.cells, m.column)
		if text == "" {
			continue
		}
		at, ok := readTime(text, m.order)
		if !ok || at.Year() < 1900 || at.After(p.now) {
			out.left = append(out.left, m.column)
			continue
		}
		out.customer.Events = append(out.customer.Events, gate.Event{Name: m.event, At: at})
	}
}

// unread is a row in which nobody knows what stands where: if there is a
// column that is never read, the row is not repeated either.
func (r record) unread(p *Plan) record {
	if len(p.secrets) > 0 {
		r.cells = nil
	}
	return r
}

// none is no column: the whole row is meant.
const none = -1

func (r record) reject(column int, why slovo.Text) record {
	r.rejected = &rejected{row: r.row, line: r.line, column: column, why: why, cells: r.cells}
	return r
}

// filledAfter tells whether a row goes on after its last column.
func filledAfter(cells []string, columns int) bool {
	return len(cells) > columns && slices.ContainsFunc(cells[columns:], func(cell string) bool { return trimmed(cell) != "" })
}

// name is what makes a second import of the row find the first: its own id
// in its system, or else its place in this very file. A hash of what the
// row holds would be a way to guess it, and is not used.
func (p *Plan) name(t *Table, r row, number int) (source, id string) {
	if p.id >= 0 && p.id < len(r.cells) {
		if id, ok := idText(r.cells[p.id]); ok && id != "" {
			return p.Source, id
		}
	}
	return "file:" + t.Fingerprint[:16], strconv.Itoa(number)
}

// taken is a field's value out of a row.
type taken struct {
	text   string
	column int   // that a complaint about it should name
	left   []int // columns of which a value stands back behind this one
	wrong  wrong
}

// value is the field's text out of the row's cells.
func (t target) value(cells []string) taken {
	switch t.of {
	case field.Phone, field.Email:
		return t.usable(cells)
	case field.Address:
		return t.place(cells).prepare(t.of)
	}
	out := t.wholeOf(cells)
	if out.text == "" && t.of == field.Name {
		out.text, out.column = t.join(cells, nameOrder(cells, t.parts), " ")
	}
	return out.prepare(t.of)
}

func (v taken) prepare(t field.Type) taken {
	if v.text != "" {
		v.text, v.wrong = prepared(t, v.text)
	}
	return v
}

// wholeOf is the first cell that is the whole value; others that differ
// stand back.
func (t target) wholeOf(cells []string) taken {
	var out taken
	for _, p := range t.parts {
		if p.meaning != wholes[t.of] && p.meaning != orders {
			continue
		}
		switch text := cellOf(cells, p.column); {
		case text == "" || text == out.text:
		case out.text == "":
			out.text, out.column = text, p.column
		default:
			out.left = append(out.left, p.column)
		}
	}
	return out
}

// place is an address: of several, numbered by their headers, the first;
// whole where it stands whole, else put together of its parts.
func (t target) place(cells []string) taken {
	var out taken
	var groups []int
	for _, p := range t.parts {
		if !slices.Contains(groups, p.group) {
			groups = append(groups, p.group)
		}
	}
	slices.Sort(groups)
	for _, group := range groups {
		one := target{t.field, t.of, slices.DeleteFunc(slices.Clone(t.parts), func(p part) bool { return p.group != group })}
		whole := one.wholeOf(cells)
		if whole.text == "" {
			if text, _ := one.join(cells, []meaning{city, street}, ""); text != "" {
				whole.text, whole.column = one.join(cells, []meaning{postal, country, region, city, street, extended}, ", ")
			}
		}
		switch {
		case whole.text == "":
		case out.text == "":
			out = whole
		default:
			out.left = append(append(out.left, whole.column), whole.left...)
		}
	}
	return out
}

// usable is the first phone or e-mail address of the row that can be used,
// from the best column on; where none can, the first is, to be complained of.
func (t target) usable(cells []string) taken {
	all := t.candidates(cells)
	if len(all) == 0 {
		return taken{}
	}
	if len(all) == 1 {
		return all[0]
	}
	chosen, normal := -1, make([]string, len(all))
	for i, one := range all {
		var err error
		if one.wrong == "" {
			normal[i], err = field.Normalize(t.of, one.text)
		}
		if chosen < 0 && one.wrong == "" && err == nil {
			chosen = i
		}
	}
	if chosen < 0 {
		return all[0]
	}
	out := all[chosen]
	for i, one := range all {
		if normal[i] != normal[chosen] && !slices.Contains(out.left, one.column) {
			out.left = append(out.left, one.column)
		}
	}
	return out
}

// candidates are all phones or addresses that the row holds for the field.
func (t target) candidates(cells []string) []taken {
	var all []taken
	for _, p := range t.parts {
		text := cellOf(cells, p.column)
		if text == "" {
			continue
		}
		var texts []string
		var w wrong
		switch {
		case broken(text):
			w = brokenLetters
		case t.of == field.Phone:
			texts, w = phoneTexts(text)
		default:
			texts = emailTexts(text)
		}
		if w != "" {
			all = append(all, taken{column: p.column, wrong: w})
			continue
		}
		for _, text := range texts {
			all = append(all, taken{text: text, column: p.column})
		}
	}
	return all
}

// nameOrder puts the family name first where names are written in Cyrillic.
func nameOrder(cells []string, parts []part) []meaning {
	for _, p := range parts {
		if strings.ContainsFunc(cellOf(cells, p.column), func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
			return []meaning{lastName, firstName, middleName}
		}
	}
	return []meaning{firstName, middleName, lastName}
}

func (t target) join(cells []string, order []meaning, with string) (string, int) {
	var texts []string
	first := -1
	for _, m := range order {
		for _, p := range t.parts {
			if text := cellOf(cells, p.column); p.meaning == m && text != "" && !slices.Contains(texts, text) {
				texts = append(texts, text)
				if first < 0 {
					first = p.column
				}
				break
			}
		}
	}
	return strings.Join(texts, with), first
}

// cellOf is the cell's text; "" where it is nothing or the row is short.
func cellOf(cells []string, column int) string {
	if column >= len(cells) {
		return ""
	}
	if text := trimmed(cells[column]); !nothing(text) {
		return text
	}
	return ""
}

// prepared brings a cell into a form that its type takes, and cuts what may
// never be stored before it goes any further.
func prepared(t field.Type, text string) (string, wrong) {
	if broken(text) {
		return "", brokenLetters
	}
	switch t {
	case field.Phone:
		return phoneText(text)
	case field.Email:
		return emailTexts(text)[0], ""
	case field.CardLast4:
		return lastFour(text)
	case field.AccountNumber, field.Passport:
		if m := scientific.FindStringSubmatch(text); m != nil {
			return unscientific(m)
		}
	case field.Text, field.Conversation:
		return field.CutCards(text), ""
	case field.Date:
		return dateText(text), ""
	}
	return text, ""
}

// lastFour keeps no more of a card than may be kept. Spreadsheets drop the
// zeros before a number, so fewer digits than four get theirs back.
func lastFour(text string) (string, wrong) {
	if m := scientific.FindStringSubmatch(text); m != nil {
		var w wrong
		if text, w = unscientific(m); w != "" {
			return "", w
		}
	}
	if n := digits(text); n == len(text) && n < 4 {
		text = strings.Repeat("0", 4-n) + text
	}
	four, err := field.Normalize(field.CardLast4, text)
	if err != nil {
		return "", notA(field.CardLast4)
	}
	return four, ""
}

// broken tells whether letters were lost on the way.
func broken(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError)
}
