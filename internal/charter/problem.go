package charter

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"slovo"
)

// Problem is one thing that a charter may not say, where it says it, and
// what to do about it. Lines and columns start at 1.
type Problem struct {
	Line     int        `json:"line"`
	Column   int        `json:"column"`
	Code     string     `json:"code"`
	Severity Severity   `json:"severity"`
	Law      string     `json:"law,omitempty"` // what asks for it, as 152-FZ 18(5)
	What     slovo.Text `json:"what"`
	Do       slovo.Text `json:"do"`
}

// Severity tells what stands in the way from what is worth a look.
type Severity string

// The severities. A charter with an error is not taken.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Problems is everything that is wrong with a charter, in the order of its
// lines. It is the error that Load returns.
type Problems struct{ List []Problem }

// Error lists the problems in English, a line each.
func (p *Problems) Error() string {
	var b strings.Builder
	b.WriteString("charter: load")
	for _, one := range p.List {
		fmt.Fprintf(&b, "\n%d:%d: %s %s", one.Line, one.Column, one.What.EN, one.Do.EN)
	}
	return b.String()
}

// Unwrap says that the charter cannot be taken.
func (p *Problems) Unwrap() error { return slovo.ErrInvalid }

func (p *Problems) sort() {
	slices.SortStableFunc(p.List, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// Report is the answer to `slovo charter check FILE --json`.
type Report struct {
	OK       bool      `json:"ok"`
	File     string    `json:"file"`
	Problems []Problem `json:"problems"` // errors
	Warnings []Problem `json:"warnings"`
}

// Check loads the data and reports what stands in the way.
func Check(file string, data []byte) Report {
	_, err := Load(data)
	report := Report{OK: err == nil, File: file, Problems: []Problem{}, Warnings: []Problem{}}
	var problems *Problems
	if errors.As(err, &problems) {
		report.Problems = problems.List
	}
	return report
}
