package cases

import (
	"errors"
	"net/http"
	"strings"

	"slovo"
	"slovo/internal/field"
	"slovo/internal/gate"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// mostMerges is how many proposals the list shows.
const mostMerges = 50

// AllMerges lists records that may be one customer's. It opens nothing, and
// tells them by their numbers.
func (c *Pages) AllMerges(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.showMerges(w, r, toasted(r, v), http.StatusOK)
}

func (c *Pages) showMerges(w http.ResponseWriter, r *http.Request, v visit.Visit, status int) error {
	list, err := c.Merger.Proposals(r.Context(), v.Actor, mostMerges)
	if err != nil {
		return err
	}
	v.Page.Title = text.T(v.Lang, "merge.title")
	page := ui.Merges{Page: v.Page}
	for _, p := range list {
		page.List = append(page.List, ui.Hit{
			Href: ui.MergePath(string(p.Keep), string(p.Other)), Icon: "user",
			Name: text.T(v.Lang, "merge.pair", "Keep", ui.Short(p.Keep), "Other", ui.Short(p.Other)),
			What: text.T(v.Lang, "merge.alike"), At: text.Day(v.Lang, p.At, c.Local(c.Now())),
		})
	}
	return visit.Show(w, r, status, ui.MergesPage(page))
}

// MergePage tells of two records what a merge would do, all in masks.
func (c *Pages) MergePage(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	m, err := c.Merger.Merging(r.Context(), v.Actor, slovo.CustomerID(r.PathValue("keep")), slovo.CustomerID(r.PathValue("other")))
	if err != nil {
		return err
	}
	v.Page.Title = text.T(v.Lang, "merge.title")
	page := ui.Merge{Page: v.Page, Path: ui.MergePath(string(m.Keep), string(m.Other)), Once: slovo.RandomText(32)}
	if page.Keep, err = c.side(r, v, m.Keep); err != nil {
		return err
	}
	if page.Other, err = c.side(r, v, m.Other); err != nil {
		return err
	}
	for _, f := range m.Moves {
		page.Moves = append(page.Moves, ui.Pair{Label: c.label(v.Lang, f.Name), Other: f.Mask})
	}
	for _, f := range m.Differs {
		page.Differs = append(page.Differs, ui.Pair{
			Label: c.label(v.Lang, f.Name), Keep: f.Keep, Other: f.Other, List: c.Charter().Fields[f.Name].Type == field.List,
		})
	}
	for _, name := range m.Closed {
		page.Closed = append(page.Closed, strings.ToLower(c.label(v.Lang, name)))
	}
	for _, name := range m.Purposes {
		page.Purposes = append(page.Purposes, c.Charter().Purposes[name].Label.In(v.Lang))
	}
	return visit.Show(w, r, http.StatusOK, ui.MergePage(page))
}

func (c *Pages) label(l slovo.Lang, name string) string { return c.Charter().Fields[name].Label.In(l) }

// side is one of the two, masked.
func (c *Pages) side(r *http.Request, v visit.Visit, id slovo.CustomerID) (ui.Side, error) {
	masked, err := c.Gate.View(r.Context(), v.Actor, id, "")
	if err != nil {
		return ui.Side{}, err
	}
	customer := c.record(v, masked)
	side := ui.Side{Number: ui.Short(id), Name: customer.Name, Since: customer.Since}
	for _, item := range customer.Items {
		side.Items = append(side.Items, ui.Item{Key: item.Key + "-" + ui.Short(id), Label: item.Label, Value: ui.Value{State: item.Value.State, Mask: item.Value.Mask}})
	}
	return side, nil
}

// Merge makes one record of the two. It cannot be undone, and the form says so.
func (c *Pages) Merge(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	keep := slovo.CustomerID(r.PathValue("keep"))
	_, err := c.Merger.Merge(r.Context(), v.Actor, keep, slovo.CustomerID(r.PathValue("other")), once(r, v))
	switch {
	case err == nil:
		http.Redirect(w, r, ui.CustomerPath(string(keep))+"?done=merged", http.StatusSeeOther) //nolint:gosec // a path of ours, whatever the id
		return nil
	case errors.Is(err, gate.ErrNotAlike):
		return c.mergeTrouble(w, r, v, "merge.not_alike")
	case errors.Is(err, gate.ErrWaiting):
		return c.mergeTrouble(w, r, v, "merge.waiting")
	}
	return err
}

// mergeTrouble draws the list with why the two were not merged.
func (c *Pages) mergeTrouble(w http.ResponseWriter, r *http.Request, v visit.Visit, words string) error {
	v.Page.Toast = &ui.Toast{Kind: ui.Stop, Text: text.T(v.Lang, words)}
	return c.showMerges(w, r, v, http.StatusConflict)
}

// Dismiss says that the two are not one customer. A form that was sent twice
// finds the proposal gone, which is what was wanted.
func (c *Pages) Dismiss(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	err := c.Merger.Dismiss(r.Context(), v.Actor, slovo.CustomerID(r.PathValue("keep")), slovo.CustomerID(r.PathValue("other")))
	if err != nil && !errors.Is(err, slovo.ErrNotFound) {
		return err
	}
	http.Redirect(w, r, ui.PathMerges+"?done=dismissed", http.StatusSeeOther)
	return nil
}
