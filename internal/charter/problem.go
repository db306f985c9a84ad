package charter

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

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

// of returns the findings of one severity.
func (p *Problems) of(s Severity) []Problem {
	some := []Problem{}
	for _, one := range p.List {
		if one.Severity == s {
			some = append(some, one)
		}
	}
	return some
}

func (p *Problems) errors() int { return len(p.of(Error)) }

// Report is the answer to `slovo charter check FILE --json`.
type Report struct {
	OK       bool      `json:"ok"` // no error; there may be warnings
	File     string    `json:"file"`
	Problems []Problem `json:"problems"` // errors
	Warnings []Problem `json:"warnings"`
}

// All returns errors and warnings, in the order of their places.
func (r Report) All() []Problem {
	all := Problems{List: slices.Concat(r.Problems, r.Warnings)}
	all.sort()
	return all.List
}

// Unseen tells whether texts of the charter's consents could not be looked at.
func (r Report) Unseen() bool {
	return slices.ContainsFunc(r.Warnings, func(p Problem) bool { return p.Code == string(textsUnseen) })
}

// Look is what a check knows beside the file. What is empty is not looked
// at: no day means that no contract has ended.
type Look struct {
	Laws  []string  // the packs to check by; none: those that the charter names
	Today time.Time // contracts must be in force on this day, by the charter's own clock
	Texts fs.FS     // the charter's own folder, where its consents' texts lie
}

// Check reads the data and reports everything that there is to say.
func Check(file string, data []byte, l Look) Report {
	_, report := Read(file, data, l)
	return report
}

// Read is Check for who goes on with the charter; where the report is not
// OK there is none.
func Read(file string, data []byte, l Look) (*Charter, Report) {
	r := look(data, l)
	report := Report{OK: r.problems.errors() == 0, File: file, Problems: r.problems.of(Error), Warnings: r.problems.of(Warning)}
	if !report.OK {
		return nil, report
	}
	r.charter.Hash = HashOf(data)
	return r.charter, report
}
