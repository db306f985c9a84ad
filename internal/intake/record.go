package intake

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"slovo"
	"slovo/internal/field"
	"slovo/internal/gate"
)

// record is one row on its way to the gate.
type record struct {
	row, line int
	size      int
	customer  gate.NewCustomer
	from      map[string]int // the column that each field's value is from
	rejected  *Rejected
}

// record makes a customer of a row. What is wrong with the row itself is
// told at once; whether each value is of its type, the gate judges.
func (p *Plan) record(t *Table, r row, number int) record {
	out := record{row: number, line: r.line, size: r.size}
	switch {
	case r.wrong != "":
		return out.reject("", r.wrong)
	case filledAfter(r.cells, len(p.Columns)):
		return out.reject("", moreCells)
	case p.gone >= 0 && p.gone < len(r.cells) && yes(r.cells[p.gone]):
		return out.reject(p.Columns[p.gone].Header, deletedThere)
	}
	out.from = make(map[string]int, len(p.targets))
	out.customer = gate.NewCustomer{Fields: make(map[string]slovo.Value, len(p.targets)), Purposes: p.Purposes}
	for _, target := range p.targets {
		text, column := target.value(r.cells)
		if text == "" {
			continue
		}
		out.from[target.field] = column
		text, w := prepared(target.of, text)
		if w != "" {
			return out.reject(p.Columns[column].Header, w)
		}
		out.customer.Fields[target.field] = slovo.NewValue(text)
	}
	if len(out.customer.Fields) == 0 {
		return out.reject("", nothingKept)
	}
	out.customer.Source, out.customer.SourceID = p.name(t, r, number)
	return out
}

func (r record) reject(column string, w wrong) record {
	r.rejected = &Rejected{Row: r.row, Line: r.line, Column: column, Why: w.text()}
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
			return p.source, id
		}
	}
	return "file:" + t.Fingerprint[:16], strconv.Itoa(number)
}

// value is the field's text out of the row's cells, and the column that a
// complaint about it should name.
func (t target) value(cells []string) (string, int) {
	for _, p := range t.parts {
		if p.meaning == wholes[t.of] || p.meaning == orders {
			if text := cellOf(cells, p.column); text != "" {
				return text, p.column
			}
		}
	}
	switch t.of {
	case field.Name:
		return t.join(cells, nameOrder(cells, t.parts), " ")
	case field.Address:
		if text, _ := t.join(cells, []meaning{city, street}, ""); text == "" {
			return "", 0
		}
		return t.join(cells, []meaning{postal, country, region, city, street, extended}, ", ")
	}
	return "", 0
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
	if !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError) {
		return "", brokenLetters
	}
	switch t {
	case field.Phone:
		return phoneText(text)
	case field.Email:
		return emailText(text), ""
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
		return "", notOfType + wrong(field.CardLast4)
	}
	return four, ""
}

// dateText reads a spreadsheet's day number, and leaves a time of day out.
func dateText(text string) string {
	if n, err := strconv.Atoi(text); err == nil && n > 10000 && n < 80000 {
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format(time.DateOnly)
	}
	day, _, _ := strings.Cut(text, " ")
	return day
}

// judge says what is wrong with a value that its field did not take.
func judge(t field.Type, text string) wrong {
	if t != field.CardLast4 && field.HasCard(text) {
		return holdsCard
	}
	return notOfType + wrong(t)
}
