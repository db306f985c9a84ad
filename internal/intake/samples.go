package intake

import (
	"fmt"
	"slices"

	"slovo"
	"slovo/internal/field"
)

// samplesAtMost is how many masked values of a column are shown.
const samplesAtMost = 3

// samples are the first values of a stored column as its field masks them,
// no two alike. Of a column that is not stored nothing is shown.
func (p *Plan) samples(t target, col column) []string {
	declared, how := p.charter.Fields[t.field], "all"
	if declared.Shown() {
		how = declared.Mask
	}
	var all []string
	for _, cell := range col.cells {
		text, wrong := prepared(t.of, trimmed(cell))
		if wrong != "" {
			continue
		}
		normal, err := declared.Normalize(text)
		if err != nil {
			continue
		}
		if mask := field.Mask(t.of, how, normal); !slices.Contains(all, mask) {
			all = append(all, mask)
		}
		if len(all) == samplesAtMost {
			break
		}
	}
	return all
}

// years are the first dates of a column of which only the year is shown.
func years(m moment, cells []string) []string {
	var all []string
	for _, cell := range cells {
		at, ok := readTime(trimmed(cell), m.order)
		if !ok {
			continue
		}
		if year := fmt.Sprintf("%04d-••-••", at.Year()); !slices.Contains(all, year) {
			all = append(all, year)
		}
		if len(all) == samplesAtMost {
			break
		}
	}
	return all
}

// Refused is why rows of the file are not taken, and how many.
type Refused struct {
	Column string     `json:"column,omitempty"` // its header, where one cell is to blame
	Reason slovo.Text `json:"reason"`
	Rows   int        `json:"rows"`
}

// refusalsAtMost is how many reasons are told apart.
const refusalsAtMost = 20

// blame counts the row under its reason.
func (p *Plan) blame(r rejected) {
	header := ""
	if r.column != none {
		header = p.Columns[r.column].Header
	}
	i := slices.IndexFunc(p.Refused, func(one Refused) bool { return one.Column == header && one.Reason == r.why })
	switch {
	case i >= 0:
		p.Refused[i].Rows++
	case len(p.Refused) < refusalsAtMost:
		p.Refused = append(p.Refused, Refused{header, r.why, 1})
	default:
		p.RefusedElse++
	}
}
