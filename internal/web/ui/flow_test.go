package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func flows() *rapid.Generator[Flow] {
	return rapid.Custom(func(t *rapid.T) Flow {
		f := Flow{Stays: "here"}
		for i := range rapid.IntRange(0, 5).Draw(t, "purposes") {
			p := FlowPurpose{Label: fmt.Sprint("purpose", i), Fields: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 0, 5, rapid.ID[string]).Draw(t, "fields")}
			for _, to := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"x", "y"}), 0, 2, rapid.ID[string]).Draw(t, "to") {
				given := FlowGiven{Label: to}
				for _, f := range p.Fields {
					if rapid.Bool().Draw(t, "given") {
						given.Fields = append(given.Fields, f)
					}
				}
				p.Given = append(p.Given, given)
			}
			f.Purposes = append(f.Purposes, p)
		}
		return f
	})
}

// Nothing in the picture overlaps or leaves it, and each band has its room
// at the node where it arrives.
func TestFlowKeepsItsPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := flows().Draw(t, "flow")
		d := f.draw()
		for _, column := range [][]*node{d.fields, d.purposes, d.ends} {
			below := 0
			for _, n := range column {
				if n.y < below || n.y+n.high > d.high {
					t.Fatalf("%q stands from %d to %d, after %d, in %d", n.label, n.y, n.y+n.high, below, d.high)
				}
				if n.leaves > n.high || n.arrived > n.high {
					t.Fatalf("%q is %d high, but %d leave and %d arrive", n.label, n.high, n.leaves, n.arrived)
				}
				below = n.y + n.high
			}
		}
	})
}

// Each purpose's fields reach somebody or stay: none is lost on the way.
func TestFlowLosesNoField(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := flows().Draw(t, "flow")
		for _, p := range f.Purposes {
			ends := p.staying()
			for _, g := range p.Given {
				ends = append(ends, g.Fields...)
			}
			for _, name := range p.Fields {
				if !slices.Contains(ends, name) {
					t.Fatalf("%s of %s ends nowhere", name, p.Label)
				}
			}
		}
	})
}

func TestWrapped(t *testing.T) {
	for _, tt := range []struct {
		give, want string
		signs      int
	}{
		{"", "", 10},
		{"Имя", "Имя", 10},
		{"Остаётся в «Лавке»", "Остаётся в|«Лавке»", 12},
		{"Электроннаяпочта да", "Электроннаяпочта|да", 5},
	} {
		if got := strings.Join(wrapped(tt.give, tt.signs), "|"); got != tt.want {
			t.Errorf("wrapped(%q, %d) = %q, want %q", tt.give, tt.signs, got, tt.want)
		}
	}
}

func TestBarsTellOneFromNone(t *testing.T) {
	c := Chart{Bars: []Bar{{Count: 0}, {Count: 1}, {Count: 10000}}}
	if got := []int{c.high(0), c.high(1), c.high(10000)}; !slices.Equal(got, []int{0, 2, chartHigh}) {
		t.Errorf("heights %v", got)
	}
}
