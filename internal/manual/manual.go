// Package manual holds the manual: help pages that people wrote, and pages
// made of what they document, in both languages, with search. A page holds
// no customer's data and is the same for everybody.
package manual

import (
	"embed"
	"fmt"
	"sync"

	"slovo"
)

//go:embed pages
var files embed.FS

// The pages that are made, not written. The first three are made by the rooms
// that they document and committed; the others when the program starts.
const (
	Commands = "commands"
	API      = "api"
	Console  = "console"
	Keys     = "charter-keys"
	Reasons  = "reasons"
)

// topics are the written pages, in the order in which they are listed.
var topics = []string{
	"first-day", "find-a-customer", "verify", "reveal", "correct", "requests", "merge",
	"log", "charter", "import", "today", "programs", "backup", "keyboard", "limits",
}

var references = []string{Commands, Console, API, Keys, Reasons}

// Page is one page of the manual.
type Page struct {
	Slug     string // the end of its address, in both languages
	Title    string
	Lead     string // what it is about, in a sentence
	HTML     string // the page below its lead, ready to be shown
	Sections []Section
}

// Section is what stands under one heading of a page.
type Section struct {
	Anchor  string // "" for what stands before the first heading
	Heading string
	Top     bool     // a heading that a list of contents names
	Says    []string // its sentences, without marks
}

// book is the manual in one language.
type book struct {
	pages map[string]Page
}

// Topics are the pages that explain how to work, in their order.
func Topics(l slovo.Lang) []Page { return open(l).list(topics) }

// References are the pages that name everything of one kind: commands,
// addresses of the API, keys of a charter, reasons.
func References(l slovo.Lang) []Page { return open(l).list(references) }

// Find returns the page of that name, or slovo.ErrNotFound.
func Find(l slovo.Lang, slug string) (Page, error) {
	page, found := open(l).pages[slug]
	if !found {
		return Page{}, fmt.Errorf("manual: page: %w", slovo.ErrNotFound)
	}
	return page, nil
}

func (b book) list(slugs []string) []Page {
	pages := make([]Page, len(slugs))
	for i, slug := range slugs {
		pages[i] = b.pages[slug]
	}
	return pages
}

// open returns the manual in a language; both are made once.
func open(l slovo.Lang) book {
	if l == slovo.RU {
		return russian()
	}
	return english()
}

var (
	russian = sync.OnceValue(func() book { return bind(slovo.RU) })
	english = sync.OnceValue(func() book { return bind(slovo.EN) })
)

// bind makes the manual. Its pages are part of the program and held by a
// test, so one that is missing ends it at once.
func bind(l slovo.Lang) book {
	b := book{pages: map[string]Page{}}
	made := map[string]string{Keys: keysPage(l), Reasons: reasonsPage(l)}
	for _, slugs := range [][]string{topics, references} {
		for _, slug := range slugs {
			src, is := made[slug]
			if !is {
				src = written(l, slug)
			}
			b.pages[slug] = render(slug, []byte(src))
		}
	}
	return b
}

func written(l slovo.Lang, slug string) string {
	src, err := files.ReadFile("pages/" + string(l) + "/" + slug + ".md")
	if err != nil {
		panic("manual: " + slug + ": " + err.Error())
	}
	return string(src)
}
