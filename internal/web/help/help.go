// Package help holds the pages of the manual, which anybody may read.
package help

import (
	"net/http"

	"slovo/internal/manual"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// longPage is from how many parts on a page begins with its contents, and
// mostContents from how many those would themselves be too long.
const (
	longPage     = 4
	mostContents = 40
)

// Pages are the manual's.
type Pages struct{} // it asks no room but manual, which has no state

// Index lists all there is to read.
func (p *Pages) Index(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return p.show(w, r, v, ui.Manual{})
}

// Find searches. What is typed comes in the body and is kept nowhere.
func (p *Pages) Find(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	typed := r.PostFormValue("q")
	m := ui.Manual{Typed: typed, Searched: true}
	for _, hit := range manual.Search(v.Lang, typed) {
		found := ui.ManualHit{Title: hit.Title, Heading: hit.Heading, Href: address(hit.Slug, hit.Anchor)}
		for _, s := range hit.Sentence {
			found.Sentence = append(found.Sentence, ui.ManualSpan(s))
		}
		m.Found = append(m.Found, found)
	}
	return p.show(w, r, v, m)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, v visit.Visit, m ui.Manual) error {
	m.Page = v.Page
	m.Page.Title = text.T(v.Lang, "manual.title")
	m.Topics, m.References = entries(manual.Topics(v.Lang)), entries(manual.References(v.Lang))
	return visit.Show(w, r, http.StatusOK, ui.ManualPage(m))
}

func entries(pages []manual.Page) []ui.ManualEntry {
	all := make([]ui.ManualEntry, len(pages))
	for i, page := range pages {
		all[i] = ui.ManualEntry{Title: page.Title, Lead: page.Lead, Href: ui.ManualPath(page.Slug)}
	}
	return all
}

// Topic shows one page.
func (p *Pages) Topic(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	page, err := manual.Find(v.Lang, r.PathValue("topic"))
	if err != nil && visit.Lead(w, r) {
		return nil
	}
	if err != nil {
		return err
	}
	m := ui.ManualTopic{Page: v.Page, Title: page.Title, Lead: page.Lead, HTML: page.HTML, Contents: contents(page)}
	m.Page.Title = page.Title
	return visit.Show(w, r, http.StatusOK, ui.ManualTopicPage(m))
}

// contents are the parts of a page that is long, and not too many.
func contents(page manual.Page) []ui.Link {
	var links []ui.Link
	for _, s := range page.Sections {
		if s.Top {
			links = append(links, ui.Link{Label: s.Heading, Href: "#" + s.Anchor})
		}
	}
	if len(links) < longPage || len(links) > mostContents {
		return nil
	}
	return links
}

func address(slug, anchor string) string {
	if anchor == "" {
		return ui.ManualPath(slug)
	}
	return ui.ManualPath(slug) + "#" + anchor
}
