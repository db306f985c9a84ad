package ui

import "strconv"

// Chart is a count over time, a bar a piece, oldest first. What it shows
// is also said in words and stands in a table.
type Chart struct {
	Title string // "Accesses in 30 days"
	Text  string // what one sees in it, in a sentence: it is the picture's alternative
	When  string // head of the table's first column: "Day"
	What  string // head of the second: "Accesses"
	Note  string // what marked bars are: "refused"; empty: nothing is marked
	Bars  []Bar
}

// Bar is one piece of time.
type Bar struct {
	Label  string // "21 November"
	Count  int
	Marked int // of Count, drawn as stopped and counted apart
}

func (c Chart) most() int {
	most := 0
	for _, b := range c.Bars {
		most = max(most, b.Count)
	}
	return most
}

// The chart's drawing is stretched to its place; these are only its proportions.
const (
	barStep, barWide = 12, 9
	chartHigh        = 100
)

// high is how much of the chart's height a count takes. One is never
// nothing.
func (c Chart) high(count int) int {
	if count <= 0 {
		return 0
	}
	return max(2, count*chartHigh/max(1, c.most()))
}

func (c Chart) viewBox() string {
	return "0 0 " + strconv.Itoa(max(1, len(c.Bars))*barStep-barStep+barWide) + " " + strconv.Itoa(chartHigh)
}

// table is the chart in rows.
func (c Chart) table(say func(int) string) Table {
	t := Table{Caption: c.Title, Columns: []Column{{Label: c.When}, {Label: c.What, Number: true}}}
	if c.Note != "" {
		t.Columns = append(t.Columns, Column{Label: c.Note, Number: true})
	}
	for _, b := range c.Bars {
		row := []string{b.Label, say(b.Count)}
		if c.Note != "" {
			row = append(row, say(b.Marked))
		}
		t.Rows = append(t.Rows, Cells(row...))
	}
	return t
}
