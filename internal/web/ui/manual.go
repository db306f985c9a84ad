package ui

import "strings"

// Manual is the first page of the help, and what a search found.
type Manual struct {
	Page       Page
	Typed      string // what was looked for
	Searched   bool
	Found      []ManualHit
	Topics     []ManualEntry
	References []ManualEntry
}

// ManualEntry is a page of the help in a list.
type ManualEntry struct{ Title, Lead, Href string }

// ManualHit is a place of the help that a search found.
type ManualHit struct {
	Title, Heading string // of the page, and where on it
	Href           string
	Sentence       []ManualSpan
}

// ManualSpan is a piece of a sentence; Found marks what was looked for.
type ManualSpan struct {
	Text  string
	Found bool
}

// ManualTopic is one page of the help. HTML was made of our own Markdown,
// which lets no other through.
type ManualTopic struct {
	Page     Page
	Title    string
	Lead     string
	HTML     string
	Contents []Link // of a long page
}

// ManualPath returns the address of a page of the help.
func ManualPath(slug string) string { return PathHelp + "/" + slug }

func (h ManualHit) where() string { return strings.Trim(h.Title+" · "+h.Heading, " ·") }
