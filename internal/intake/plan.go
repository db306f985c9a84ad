package intake

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/consent"
	"slovo/internal/field"
	"slovo/internal/gate"
)

// Options are what an operator may say about an import.
type Options struct {
	Purposes []string  // none: those that the file fits
	Source   string    // the system the file is from; "": the layout's name
	Now      time.Time // events after it are left out; the zero time: the clock's
}

// Plan says what an import will store, what not and why. It holds headers,
// counts and masks, never values. Its counts, those of its columns and the
// reasons of refused rows are filled in by Check and by Import.
type Plan struct {
	Layout    string         `json:"layout"` // "": none that is known; columns are mapped by headers and values
	Encoding  string         `json:"encoding"`
	Separator string         `json:"separator"`
	Source    string         `json:"source"` // the short name that the gate keeps of where the file is from
	Columns   []Column       `json:"columns"`
	Purposes  []string       `json:"purposes"`
	Why       slovo.Text     `json:"purposes_reason"`
	Others    []OtherPurpose `json:"other_purposes"`

	Counts
	Refused     []Refused `json:"refused,omitempty"`
	RefusedElse int       `json:"refused_else,omitempty"` // rows with reasons beyond those

	ids     map[uint64]struct{} // of the rows so far, hashed
	id      int                 // the column of the rows' own ids, or -1
	gone    int                 // the column that marks deleted rows, or -1
	secrets map[int]bool
	wishes  map[int]wished
	moments []moment
	targets []target
	charter *charter.Charter
	now     time.Time
}

// Column is one column of the file and what becomes of it.
type Column struct {
	Number   int               `json:"column"` // from 1
	Header   string            `json:"header"` // "" where it has none
	Field    string            `json:"field"`  // "" where it goes to none
	Event    string            `json:"event,omitempty"`
	Wish     consent.Kind      `json:"wish,omitempty"`
	Channels []consent.Channel `json:"channels,omitempty"` // of the wish
	Reason   *slovo.Text       `json:"reason,omitempty"`   // why it is not taken
	Note     *slovo.Text       `json:"note,omitempty"`     // how it is
	Samples  []string          `json:"samples,omitempty"`  // of what is stored, masked
	Filled   int               `json:"filled"`             // cells of the sample that hold something
	LeftOut  int               `json:"left_out"`           // cells of stored rows that were not taken: more phones than one, dates that cannot be read
}

// Title is the header, or the column's number where it has none.
func (c Column) Title(lang slovo.Lang) string {
	if c.Header != "" {
		return c.Header
	}
	return say("column.numbered", "N", c.Number).In(lang)
}

// OtherPurpose is one that the import does not serve, and why.
type OtherPurpose struct {
	Purpose string     `json:"purpose"`
	Reason  slovo.Text `json:"reason"`
}

// target is a field and the columns that it is made of, the best first.
type target struct {
	field string
	of    field.Type
	parts []part
}

// part is one column's share of a value.
type part struct {
	column int
	group  int // that headers count: of Address 2 it is 2
	meaning
}

// column is what is known of one while the plan is made.
type column struct {
	part
	header string
	pinned string // the charter's field that has this very name
	event  string // that the header tells of
	cells  []string
	byLook bool
	unfit  bool // what its header says, its values are not
}

// Plan maps the columns to the charter's fields, by what the headers say
// and then by what the cells look like.
func (t *Table) Plan(c *charter.Charter, o Options) (*Plan, error) {
	l := layoutOf(t.headers)
	columns := t.columns(c, l)
	from, err := source(l, o)
	if err != nil {
		return nil, err
	}
	p := &Plan{
		Layout: l.name, Encoding: t.Encoding, Separator: string(t.Separator), charter: c, id: -1, gone: -1,
		Source: from, secrets: map[int]bool{}, wishes: map[int]wished{}, now: o.Now,
	}
	if p.now.IsZero() {
		p.now = time.Now()
	}
	if err := p.choose(columns, o.Purposes); err != nil {
		return nil, fmt.Errorf("intake: plan: %w", err)
	}
	p.keys(columns)
	p.aim(columns)
	p.mark(columns)
	for _, col := range columns {
		p.Columns = append(p.Columns, p.verdict(col))
	}
	return p, nil
}

// source is the short name that the gate keeps of where the file is from.
func source(l layout, o Options) (string, error) {
	name := cmp.Or(o.Source, l.name, "file")
	short := strings.Join(strings.Fields(strings.ToLower(name)), "-")
	if !gate.ValidSource(short) {
		return "", fmt.Errorf("intake: plan: %w", refuse("file.bad_source"))
	}
	return short, nil
}

// columns reads the headers, and looks at the sample where they say nothing.
func (t *Table) columns(c *charter.Charter, l layout) []column {
	own := ownNames(c)
	columns := make([]column, len(t.headers))
	taken := map[field.Type]bool{}
	for i, name := range t.headers {
		col := column{header: shown(name, t.bare), part: part{column: i, group: groupOf(name)}}
		if !t.bare {
			col.meaning, col.pinned = read(name, l, own, c)
			col.event = eventOf(name, c)
		}
		if col.meaning != secret { // which is not even looked at
			col.cells = t.cells(i)
		}
		if col.unfit = unfit(c, col); col.unfit {
			col.meaning, col.pinned = unknown, ""
		}
		taken[types[col.meaning]] = true
		columns[i] = col
	}
	for i := range columns {
		if col := &columns[i]; col.meaning == unknown && !col.unfit && col.event == "" && !wishHeaders[bared(t.headers[i])].any() {
			if m := looked(col.cells); m != unknown && (t.bare || !taken[types[m]] && !foreignHeader(t.headers[i])) {
				col.meaning, col.byLook = m, true
			}
		}
	}
	return columns
}

// foreignHeader tells whether the header is about somebody else than the
// customer, so that what the cells look like does not count.
func foreignHeader(header string) bool {
	key := bared(header)
	return slices.ContainsFunc(aboutOthers, func(other string) bool { return strings.Contains(key, other) })
}

// ownNames are the charter's fields by name and label.
func ownNames(c *charter.Charter) map[string]string {
	own := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(c.Fields)) {
		for _, said := range []string{c.Fields[name].Label.RU, c.Fields[name].Label.EN, name} {
			own[bared(said)] = name
		}
	}
	return own
}

// read tells what the header means. A field of the charter's own name is
// pinned to it, but part of a name stays a part.
func read(header string, l layout, own map[string]string, c *charter.Charter) (meaning, string) {
	m := meant(header, l)
	_, other := l.differs[bared(header)]
	name, named := own[bared(header)]
	if !named || other || m == secret {
		return m, ""
	}
	if t := c.Fields[name].Type; types[m] != t {
		return wholes[t], name
	}
	return m, name
}

// direct is a value that goes as it stands to the field of the column's name.
const direct meaning = "value"

// wholes are the meanings of a whole value of each type.
var wholes = map[field.Type]meaning{
	field.Name: wholeName, field.Address: wholeAddress, field.Phone: phone, field.Email: email, field.AccountNumber: account,
	field.CardLast4: card, field.Passport: passport, field.List: direct, field.Conversation: direct, field.File: idle,
	field.Text: direct, field.Date: direct, field.Money: direct, field.Number: direct,
}

// unfit tells whether nearly no cell of a good sample is what the header
// promises, as the charter's field would take it: such a column would have
// every row refused.
func unfit(c *charter.Charter, col column) bool {
	t, typed := types[col.meaning]
	if col.pinned != "" {
		t, typed = c.Fields[col.pinned].Type, true
	}
	if whole := wholes[t]; !typed || col.meaning != whole && col.meaning != orders {
		return false
	}
	bad, all := 0, 0
	for _, cell := range col.cells {
		text, w := prepared(t, trimmed(cell))
		all++
		if w == "" && !fitsAny(c, col.pinned, t, text) {
			bad++
		}
	}
	return all >= 5 && bad*5 >= all*4
}

// fitsAny tells whether the column's own field takes the value, or where it
// has none any field of the type.
func fitsAny(c *charter.Charter, pinned string, t field.Type, text string) bool {
	if pinned != "" {
		_, err := c.Fields[pinned].Normalize(text)
		return err == nil
	}
	some := false
	for _, declared := range c.Fields {
		if declared.Type == t {
			some = true
			if _, err := declared.Normalize(text); err == nil {
				return true
			}
		}
	}
	if some {
		return false
	}
	_, err := field.Normalize(t, text)
	return err == nil
}

// cells are the sample's, of one column. Rows that will not be taken, since
// nobody knows what stands where in them, say nothing of it.
func (t *Table) cells(column int) []string {
	var cells []string
	for _, r := range t.sample {
		if r.wrong != "" || filledAfter(r.cells, len(t.headers)) {
			continue
		}
		if column < len(r.cells) && !nothing(trimmed(r.cells[column])) {
			cells = append(cells, r.cells[column])
		}
	}
	return cells
}

// shown is a header as reports name it: short, and never a value.
func shown(header string, bare bool) string {
	header = strings.Join(strings.Fields(header), " ")
	if bare {
		return ""
	}
	if runes := []rune(header); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return header
}

// mark finds the columns that are about wishes, moments and secrets.
func (p *Plan) mark(columns []column) {
	told := map[string]bool{}
	for _, col := range columns {
		if col.meaning == secret {
			p.secrets[col.column] = true
		}
		if wish := wishHeaders[bared(col.header)]; wish.any() {
			p.wishes[col.column] = wish
		}
		if col.event == "" || told[col.event] || col.pinned != "" && p.held(col.pinned) || !gate.ToldBySource(p.charter, col.event) {
			continue
		}
		if o := orderOf(col.cells); dated(col.cells) && o != unclear {
			told[col.event] = true
			p.moments = append(p.moments, moment{col.column, col.event, o})
		}
	}
}

// keys finds the rows' own ids, and the mark of deleted ones.
func (p *Plan) keys(columns []column) {
	for _, col := range columns {
		switch {
		case col.meaning == rowID && p.id < 0 && looksID(col.cells):
			p.id = col.column
		case col.meaning == gone && p.gone < 0:
			p.gone = col.column
		}
	}
}

// aim gathers for each field the columns that it is made of.
func (p *Plan) aim(columns []column) {
	at := map[string]int{}
	for _, col := range columns {
		name, ok := p.fieldOf(col)
		if !ok {
			continue
		}
		i, known := at[name]
		if !known {
			i = len(p.targets)
			at[name] = i
			p.targets = append(p.targets, target{field: name, of: p.charter.Fields[name].Type})
		}
		p.targets[i].parts = append(p.targets[i].parts, col.part)
	}
	p.targets = slices.DeleteFunc(p.targets, func(t target) bool { return t.of == field.Address && !placed(t.parts) })
	for _, t := range p.targets {
		slices.SortStableFunc(t.parts, func(a, b part) int { return rank(t.of, a, columns) - rank(t.of, b, columns) })
	}
}

// placed tells whether the parts make an address: a country alone does not.
func placed(parts []part) bool {
	return slices.ContainsFunc(parts, func(p part) bool {
		return p.meaning == wholeAddress || p.meaning == street || p.meaning == city
	})
}

// rank puts a mobile before other phones, and the work's last.
func rank(t field.Type, p part, columns []column) int {
	key := bared(columns[p.column].header)
	if t != field.Phone {
		return 0
	}
	for i, words := range [][]string{{"мобил", "моб", "mobile", "cell", "сотов"}, {"рассыл", "default"}, {"домаш", "home"}, {"рабоч", "work"}, {"друг", "other"}} {
		for _, word := range words {
			if strings.Contains(key, word) {
				return []int{0, 2, 3, 4, 5}[i]
			}
		}
	}
	return 1
}

// fieldOf is the field that the column goes to: its own, or the first of
// its type that the purposes hold, what they need before what they may.
func (p *Plan) fieldOf(col column) (string, bool) {
	if col.pinned != "" {
		return col.pinned, p.held(col.pinned)
	}
	t, typed := types[col.meaning]
	if !typed {
		return "", false
	}
	var may string
	for _, name := range slices.Sorted(maps.Keys(p.charter.Fields)) {
		if p.charter.Fields[name].Type != t || !p.held(name) {
			continue
		}
		for _, purpose := range p.Purposes {
			if slices.Contains(p.charter.Purposes[purpose].Need, name) {
				return name, true
			}
		}
		if may == "" {
			may = name
		}
	}
	return may, may != ""
}

func (p *Plan) held(name string) bool {
	return slices.ContainsFunc(p.Purposes, func(purpose string) bool { return p.charter.Purposes[purpose].Holds(name) })
}
