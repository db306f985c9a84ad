package ui

import (
	"fmt"
	"slices"
	"strings"
)

// Flow is where data goes: what is collected, for which purpose, who
// receives it.
type Flow struct {
	Caption  string
	Purposes []FlowPurpose
	Stays    string // "Stays at Lavka": where what nobody receives ends
}

// The tones of a band: how much the purpose rests on the customer's will.
const (
	ByConsent  = "consent"
	ByContract = "contract"
	ByLaw      = "law"
)

// FlowPurpose is a purpose, the fields it takes and who receives them.
type FlowPurpose struct {
	Label  string
	Note   string // its basis in words: "a contract with you"
	Tone   string
	Fields []string // labels
	Given  []FlowGiven
}

// FlowGiven is a recipient and the fields that the purpose gives them.
type FlowGiven struct {
	Label  string
	Fields []string
}

// staying are the purpose's fields that nobody receives.
func (p FlowPurpose) staying() []string {
	var stay []string
	for _, f := range p.Fields {
		if !slices.ContainsFunc(p.Given, func(g FlowGiven) bool { return slices.Contains(g.Fields, f) }) {
			stay = append(stay, f)
		}
	}
	return stay
}

// table is the flow in rows, one a purpose.
func (f Flow) table(heads [4]string) Table {
	t := Table{Caption: f.Caption}
	for _, head := range heads {
		t.Columns = append(t.Columns, Column{Label: head})
	}
	for _, p := range f.Purposes {
		var given []string
		for _, g := range p.Given {
			given = append(given, g.Label+" ("+lowered(g.Fields)+")")
		}
		if len(given) == 0 {
			given = []string{f.Stays}
		}
		t.Rows = append(t.Rows, Cells(p.Label, lowered(p.Fields), strings.Join(given, "; "), p.Note))
		t.Rows[len(t.Rows)-1].Cells[0] = Strong(p.Label)
	}
	return t
}

func lowered(labels []string) string { return strings.ToLower(strings.Join(labels, ", ")) }

// The picture's measures, in its own units, which are pixels when it is as
// wide as its page.
const (
	unit               = 10 // the width of one field's band
	leastRow, rowGap   = 46, 16
	fieldsX, purposesX = 190, 400
	purposesEnd, endsX = 640, 800
	nodeWide, flowWide = 5, 1000
)

// node is a bar with its label; its bands leave and arrive in order.
type node struct {
	label, note     string
	y, high         int
	arrived, leaves int
}

func (n *node) middle() int { return n.y + n.high/2 }

// band is a stripe between two nodes.
type band struct {
	Tone string
	Path string
}

// drawing is the flow laid out.
type drawing struct {
	fields, purposes, ends []*node
	bands                  []band
	high                   int
}

// draw lays the flow out: it is plain arithmetic, the same every time.
func (f Flow) draw() drawing {
	var d drawing
	for _, p := range f.Purposes {
		d.purposes = append(d.purposes, &node{label: p.Label, note: p.Note, high: max(1, len(p.Fields)) * unit})
		for _, name := range p.Fields {
			named(&d.fields, name).high += unit
		}
		for _, g := range p.Given {
			named(&d.ends, g.Label).high += len(g.Fields) * unit
		}
		if stay := p.staying(); len(stay) > 0 {
			named(&d.ends, f.Stays).high += len(stay) * unit
		}
	}
	d.high = max(stacked(d.fields), stacked(d.purposes), stacked(d.ends))
	for _, column := range [][]*node{d.fields, d.purposes, d.ends} {
		spread(column, d.high)
	}
	for i, p := range f.Purposes {
		d.join(d.purposes[i], p, f.Stays)
	}
	return d
}

// join draws the bands of one purpose, those in and those out.
func (d *drawing) join(at *node, p FlowPurpose, stays string) {
	for _, name := range p.Fields {
		from := named(&d.fields, name)
		d.bands = append(d.bands, band{p.Tone, stripe(fieldsX+nodeWide, from.y+from.leaves, purposesX, at.y+at.arrived, unit)})
		from.leaves += unit
		at.arrived += unit
	}
	out := p.Given
	if stay := p.staying(); len(stay) > 0 {
		out = append(slices.Clone(out), FlowGiven{Label: stays, Fields: stay})
	}
	left := at.y
	for _, g := range out {
		to, wide := named(&d.ends, g.Label), len(g.Fields)*unit
		// A field that two receive leaves twice: the bands share the bar.
		from := min(left, at.y+at.high-min(wide, at.high))
		d.bands = append(d.bands, band{p.Tone, stripe(purposesEnd+nodeWide, from, endsX, to.y+to.arrived, wide)})
		left += wide
		to.arrived += wide
	}
}

// named finds the node with the label, or adds it.
func named(column *[]*node, label string) *node {
	for _, n := range *column {
		if n.label == label {
			return n
		}
	}
	n := &node{label: label}
	*column = append(*column, n)
	return n
}

func stacked(column []*node) int {
	high := 0
	for _, n := range column {
		high += max(n.high, leastRow) + rowGap
	}
	return max(0, high-rowGap)
}

// spread gives each node its place, the column's spare room between them.
func spread(column []*node, high int) {
	spare := (high - stacked(column)) / max(1, len(column))
	y := spare / 2
	for _, n := range column {
		slot := max(n.high, leastRow)
		n.y = y + (slot-n.high)/2
		y += slot + rowGap + spare
	}
}

// stripe is the outline of a band that bends from one place to another.
func stripe(x0, y0, x1, y1, wide int) string {
	mid := (x0 + x1) / 2
	return fmt.Sprintf("M%d %dC%d %d %d %d %d %dV%dC%d %d %d %d %d %dZ",
		x0, y0, mid, y0, mid, y1, x1, y1, y1+wide, mid, y1+wide, mid, y0+wide, x0, y0+wide)
}

// wrapped breaks a label into lines of about that many signs.
func wrapped(label string, signs int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(label) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > signs {
			lines, line = append(lines, line), word
			continue
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}
