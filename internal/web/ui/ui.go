// Package ui draws slovo's pages: the parts that every page is made of and
// the pages themselves, as templ components that take plain views. It asks
// no room for anything; handlers fill the views.
package ui

import (
	"strconv"
	"strings"

	"slovo"
	"slovo/internal/text"
)

// Page is what every page knows.
type Page struct {
	Lang    slovo.Lang
	Title   string // of the window; the page's own heading when empty
	Company string
	Nav     []Link
	Who     *Who   // nil: nobody is signed in
	Here    string // the path the language switch comes back to; holds no personal data
	Toast   *Toast
}

// Who is the colleague who is signed in.
type Who struct {
	Name string
	Role string // in words
}

// Link is a place in the navigation.
type Link struct {
	Label   string
	Href    string
	Current bool
	Count   int
	Go      string // what a key that leads here is called: find
}

// Toast is a short word about what was just done.
type Toast struct {
	Kind string // a Verdict's kind
	Text string
	Undo *Link
}

// The kinds of a verdict.
const (
	OK      = "ok"
	Warn    = "warn"
	Stop    = "stop"
	Unknown = "unknown"
)

// Refusal is why not, and what would help. It is never a dead end: with
// Href the remedy is a link, else it is said.
type Refusal struct {
	Title  string // may be empty where it stands at its field
	Reason string
	Remedy string
	Href   string
}

// Refuse puts a reason code into words. Data fills the remedy's gaps, as
// in text.Remedy.
func Refuse(lang slovo.Lang, code string, data ...any) *Refusal {
	return &Refusal{
		Reason: text.Reason(lang, code, data...),
		Remedy: text.Remedy(lang, code, data...),
	}
}

// Person is somebody in words: a colleague, a customer, a program.
type Person struct {
	Kind string // staff, customer or program
	Name string
	What string
}

func (p Person) initials() string {
	initials := ""
	for _, word := range strings.Fields(p.Name) {
		if r := []rune(word); len(initials) < 4 {
			initials += string(r[:1])
		}
	}
	return strings.ToUpper(initials)
}

// Line is one line of the timeline or the ledger.
type Line struct {
	At     string // "14:25"
	Kind   string // "", done, stopped or said
	Strong string
	Rest   string
	Entry  string // "запись 18 204"
	Href   string // of the entry; empty: not a link
}

// Goal is something that points open: contacts from 3, an address from 5.
type Goal struct {
	Label string
	Need  int
	Sure  int  // points confirmed
	Aim   bool // what this case needs
}

func (g Goal) left() int { return max(0, g.Need-g.Sure) }

// Step is one step of a piece of work.
type Step struct {
	Label   string
	Past    bool
	Current bool
}

// Option is a choice in a list.
type Option struct {
	Value    string
	Label    string
	Selected bool
}

// Short is an id as people say it: its last five signs.
func Short[ID ~string](id ID) string { return strings.ToUpper(string(id[max(0, len(id)-5):])) }

// Counts are how the checks under one heading went, with the words for
// passed, failed and unknown.
type Counts struct {
	Passed, Failed, Unknown int
	Words                   [3]string
}

// Tallied counts in the page's language.
func Tallied(l slovo.Lang, passed, failed, unknown int) Counts {
	return Counts{
		Passed: passed, Failed: failed, Unknown: unknown,
		Words: [3]string{text.T(l, "tally.passed"), text.T(l, "tally.failed"), text.T(l, "tally.unknown")},
	}
}

func plain(n int) string { return strconv.Itoa(n) }

func (l Link) count() string { return plain(l.Count) }
