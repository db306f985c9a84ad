package cases

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"slovo"
	"slovo/internal/ledger"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

const (
	// mostEntries is how many entries a page of the history shows.
	mostEntries = 50
	// weeks is how far the chart looks back, and mostCounted how many entries
	// it reads for that at the most.
	weeks       = 12
	mostCounted = 1000
)

// History tells who used the customer's data, for what and when, newest
// first. Nothing on it is a value.
func (c *Pages) History(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	id := slovo.CustomerID(r.PathValue("customer"))
	if err := c.Reader.MayRead(r.Context(), v.Actor, id); err != nil {
		return err
	}
	below, err := strconv.ParseInt(cmp.Or(r.URL.Query().Get("below"), "0"), 10, 64)
	if err != nil || below < 0 {
		return slovo.ErrInvalid
	}
	entries, err := c.Log.Of(r.Context(), id, below, mostEntries)
	if err != nil {
		return err
	}
	v.Page.Title = text.T(v.Lang, "history.title")
	page := ui.History{Page: v.Page, Number: ui.Short(id), Back: ui.CustomerPath(string(id))}
	if page.Days, err = c.days(r, v, entries); err != nil {
		return err
	}
	if n := len(entries); n == mostEntries && entries[n-1].Number > 1 {
		page.Older = ui.HistoryPath(string(id)) + "?below=" + strconv.FormatInt(entries[n-1].Number, 10)
	}
	if below > 0 {
		page.Newest = ui.HistoryPath(string(id))
	} else if page.Chart, err = c.chart(r, v, id); err != nil {
		return err
	}
	return visit.Show(w, r, http.StatusOK, ui.HistoryPage(page))
}

// days groups entries by day, as they stand.
func (c *Pages) days(r *http.Request, v visit.Visit, entries []ledger.Entry) ([]ui.Day, error) {
	var days []ui.Day
	for _, e := range entries {
		line, err := c.told(r, v, e)
		if err != nil {
			return nil, err
		}
		name := text.Day(v.Lang, e.At, c.Local(c.Now()))
		if n := len(days); n == 0 || days[n-1].Name != name {
			days = append(days, ui.Day{Name: name})
		}
		last := &days[len(days)-1]
		last.Lines = append(last.Lines, line)
	}
	return days, nil
}

// told is one entry in words: what the customer's half says and, for who
// reads the log by duty, whose account it was.
func (c *Pages) told(r *http.Request, v visit.Visit, e ledger.Entry) (ui.Line, error) {
	half, err := c.Log.OpenCustomer(r.Context(), e)
	if errors.Is(err, slovo.ErrNotFound) {
		return ui.Line{At: text.Hour(c.Local(e.At)), Strong: text.T(v.Lang, "history.shredded")}, nil
	}
	if err != nil {
		return ui.Line{}, err
	}
	who, err := c.whose(r, v, e, half)
	if err != nil {
		return ui.Line{}, err
	}
	strong, kind := text.T(v.Lang, "act."+string(half.Act)), "done"
	if half.Outcome == ledger.Refused {
		strong, kind = text.T(v.Lang, "history.refused", "Act", strong), "stopped"
	}
	if fields := c.fieldNames(v, half.Fields); fields != "" {
		strong += ": " + fields
	}
	return ui.Line{
		At: text.Hour(c.Local(e.At)), Kind: kind, Strong: strong + ".", Rest: strings.Join(c.around(v, who, half), " · "),
		Entry: text.T(v.Lang, "history.receipt", "Number", text.Number(v.Lang, int(half.Number))), Href: ui.EntryPath(string(e.Customer), e.Number),
	}, nil
}

// around are who did it, for what and over which channel, as far as the
// entry tells.
func (c *Pages) around(v visit.Visit, who string, half ledger.CustomerHalf) []string {
	parts := []string{who}
	for name := range strings.FieldsSeq(half.Purpose) {
		parts = append(parts, cmp.Or(c.Charter().Purposes[name].Label.In(v.Lang), name))
	}
	if half.Channel != "" {
		parts = append(parts, text.T(v.Lang, "channel."+string(half.Channel)))
	}
	return parts
}

// whose tells who it was: by account to who reads the log by duty, else as
// the charter lets customers see it, by role, pseudonym or name.
func (c *Pages) whose(r *http.Request, v visit.Visit, e ledger.Entry, half ledger.CustomerHalf) (string, error) {
	role := cmp.Or(c.Charter().Roles[half.Role].Name.In(v.Lang), half.Role, text.T(v.Lang, "history.nobody"))
	show := c.Charter().Portal.ShowStaffAs
	if !c.Reader.Audits(v.Actor) && show != "name" {
		if show == "role" || half.Colleague == "" {
			return role, nil
		}
		return role + " " + ui.Short(half.Colleague), nil
	}
	firm, err := c.Log.OpenFirm(r.Context(), e)
	if err != nil || firm.Account == "" {
		return role, err
	}
	account, err := c.Staff.Account(r.Context(), firm.Account)
	if errors.Is(err, slovo.ErrNotFound) {
		return role + ", " + string(firm.Account), nil // the operator at the command line, or nobody's any more
	}
	if err != nil || firm.Token == "" {
		return account.Name + ", " + role, err
	}
	maker, err := c.Staff.Account(r.Context(), firm.Maker)
	if errors.Is(err, slovo.ErrNotFound) { // made at the server, or by nobody's account any more
		maker.Name, err = strings.TrimPrefix(string(firm.Maker), slovo.AtServer), nil
	}
	return account.Name + ", " + role + ", " + text.T(v.Lang, "history.program", "Maker", maker.Name), err
}

// accesses are the acts by which data was looked at or changed.
var accesses = map[ledger.Act]bool{ledger.ActView: true, ledger.ActReveal: true, ledger.ActCorrect: true}

// chart counts accesses by the week, the oldest first.
func (c *Pages) chart(r *http.Request, v visit.Visit, id slovo.CustomerID) (ui.Chart, error) {
	now := c.Local(c.Now())
	monday := now.AddDate(0, 0, -(int(now.Weekday())+6)%7)
	first := time.Date(monday.Year(), monday.Month(), monday.Day()-7*(weeks-1), 0, 0, 0, 0, now.Location())
	bars := make([]ui.Bar, weeks)
	for i := range bars {
		bars[i].Label = text.Day(v.Lang, first.AddDate(0, 0, 7*i), now)
	}
	for below, read := int64(0), 0; read < mostCounted; read += mostLines {
		entries, err := c.Log.Of(r.Context(), id, below, mostLines)
		if err != nil {
			return ui.Chart{}, err
		}
		for _, e := range entries {
			half, err := c.Log.OpenCustomer(r.Context(), e)
			if err != nil && !errors.Is(err, slovo.ErrNotFound) {
				return ui.Chart{}, err
			}
			if accesses[half.Act] {
				count(bars, e.At.Sub(first), half.Outcome == ledger.Refused)
			}
		}
		if len(entries) < mostLines || entries[len(entries)-1].At.Before(first) {
			break
		}
		below = entries[len(entries)-1].Number
	}
	all, refused := 0, 0
	for _, b := range bars {
		all, refused = all+b.Count, refused+b.Marked
	}
	said := text.T(v.Lang, "history.chart_text", all)
	if refused > 0 {
		said += " " + text.T(v.Lang, "history.chart_refused", refused)
	}
	return ui.Chart{
		Title: text.T(v.Lang, "history.chart"), Text: said, When: text.T(v.Lang, "history.week"),
		What: text.T(v.Lang, "history.accesses"), Note: text.T(v.Lang, "history.refused_note"), Bars: bars,
	}, nil
}

// count adds an access to its week's bar, if the chart looks back that far.
func count(bars []ui.Bar, after time.Duration, refused bool) {
	for i := range bars {
		if from := time.Duration(i) * 7 * 24 * time.Hour; after >= from && after < from+7*24*time.Hour {
			bars[i].Count++
			if refused {
				bars[i].Marked++
			}
		}
	}
}

// EntryReceipt gives the proof of one entry to who may read the history.
func (c *Pages) EntryReceipt(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	id := slovo.CustomerID(r.PathValue("customer"))
	if err := c.Reader.MayRead(r.Context(), v.Actor, id); err != nil {
		return err
	}
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil || number < 1 {
		return slovo.ErrNotFound
	}
	list, err := c.Log.Of(r.Context(), id, number+1, 1)
	if err != nil {
		return err
	}
	if len(list) == 0 || list[0].Number != number {
		return slovo.ErrNotFound
	}
	return c.give(w, r, list[0].ID())
}
