package ui

// Today is the owner's first page: what to do first, then what is kept of
// the promises, under five headings.
type Today struct {
	Page     Page
	Title    string // "3 things to do today"
	Sum      string
	SumHelp  string
	First    []Todo
	Promises []Promise
}

// Todo is one of the things to do first.
type Todo struct {
	Kind     string // a verdict's
	Do       string
	Why      string
	Where    Link // the page where it is done; empty where there is none
	Evidence string
}

// Promise is one heading with its checks.
type Promise struct {
	ID     string
	Title  string
	What   string
	Kind   string // a verdict's
	Word   string
	Counts Counts
	Checks []Checked
}

// Checked is one check of a promise.
type Checked struct {
	Kind  string
	Title string
	Found string // what was measured, in words
	At    string // when
	Href  string // its own page
}

// Evidence is the page of one check.
type Evidence struct {
	Page    Page
	Heading string
	Check   Checked
	Word    string
	Notes   []string
	Do      string // "" where nothing is to be done
	Command string
	Where   Link
}

// Queue is the first page of those who work with customers: what waits for
// them, the soonest first.
type Queue struct {
	Page  Page
	Title string
	Find  bool // they look customers up
	Cases []Hit
	Tasks []Hit
}
