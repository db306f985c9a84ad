// Package today holds the first page: for whoever reads it, what is kept
// today of the promises; for everybody else, what waits for them.
package today

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/desk"
	"slovo/internal/text"
	"slovo/internal/today"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// Promises tell what is kept; *today.Room is one.
type Promises interface {
	Page(ctx context.Context, a slovo.Actor) (today.Page, error)
	Check(ctx context.Context, a slovo.Actor, id string) (today.Check, error)
}

// Queue tells what waits for somebody; *desk.Desk is one.
type Queue interface {
	Queue(ctx context.Context, a slovo.Actor, limit int) (desk.Queue, error)
}

// Pages are the first page and its evidence. All fields are needed.
type Pages struct {
	*visit.Frame
	Promises Promises
	Waiting  Queue
}

// mostWaiting is how many of each kind the queue shows.
const mostWaiting = 50

// Home is the first page of whoever is there.
func (p *Pages) Home(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if today.Reads(p.Charter(), v.Actor.Role) {
		return p.today(w, r, v)
	}
	return p.queue(w, r, v)
}

// kinds are the verdicts of a check's states.
var kinds = map[today.State]string{today.Passed: ui.OK, today.Failed: ui.Stop, today.Unknown: ui.Unknown}

func (p *Pages) today(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	page, err := p.Promises.Page(r.Context(), v.Actor)
	if err != nil {
		return err
	}
	v.Page.Title = text.T(v.Lang, "today.title")
	t := ui.Today{Page: v.Page, Title: text.T(v.Lang, "today.first", len(page.First))}
	if len(page.First) == 0 {
		t.Title = text.T(v.Lang, "today.first_none")
	}
	broken, unclear := 0, 0
	for _, one := range page.Headings {
		t.Promises = append(t.Promises, p.promise(v, one))
		unclear += one.Unknown
		if one.Failed > 0 {
			broken++
		}
	}
	t.Sum, t.SumHelp = sum(v.Lang, broken, unclear)
	for _, one := range page.First {
		t.First = append(t.First, ui.Todo{
			Kind: kinds[one.State], Do: say(v.Lang, one, "todo"), Why: found(v.Lang, one), Where: p.where(v, one), Evidence: one.Evidence,
		})
	}
	return visit.Show(w, r, http.StatusOK, ui.TodayPage(t))
}

// sum says in a sentence how it stands with the whole word.
func sum(l slovo.Lang, broken, unclear int) (said, help string) {
	switch {
	case broken > 0:
		return text.T(l, "today.broken", broken), text.T(l, "today.broken_help")
	case unclear > 0:
		return text.T(l, "today.unclear", unclear), text.T(l, "today.unclear_help")
	}
	return text.T(l, "today.kept"), text.T(l, "today.kept_help")
}

func (p *Pages) promise(v visit.Visit, t today.Tally) ui.Promise {
	one := ui.Promise{
		ID: t.ID, Title: text.T(v.Lang, "today.heading."+t.ID+".title"), What: text.T(v.Lang, "today.heading."+t.ID+".what"),
		Counts: ui.Tallied(v.Lang, t.Passed, t.Failed, t.Unknown),
	}
	one.Kind, one.Word = verdict(v.Lang, t)
	for _, c := range t.Checks {
		one.Checks = append(one.Checks, p.checked(v, c))
	}
	return one
}

// verdict of a heading: what failed outweighs what is unknown, and that
// outweighs what passed.
func verdict(l slovo.Lang, t today.Tally) (kind, word string) {
	switch {
	case !t.Watched():
		return ui.Unknown, text.T(l, "today.unwatched")
	case t.Failed > 0:
		return ui.Stop, text.T(l, "today.stop")
	case t.Unknown > 0:
		return ui.Unknown, text.T(l, "today.unknown")
	}
	return ui.OK, text.T(l, "today.ok")
}

func (p *Pages) checked(v visit.Visit, c today.Check) ui.Checked {
	at := text.T(v.Lang, "today.never")
	if !c.At.IsZero() {
		now := p.Charter().Local(p.Now())
		at = text.T(v.Lang, "today.measured", "When", text.When(v.Lang, c.At, now))
	}
	return ui.Checked{Kind: kinds[c.State], Title: say(v.Lang, c, "title"), Found: found(v.Lang, c), At: at, Href: c.Evidence}
}

// found is what was measured, in words.
func found(l slovo.Lang, c today.Check) string {
	if c.Cause {
		return text.T(l, "today.cause")
	}
	return say(l, c, string(c.State))
}

// say is one of the check's own texts, its numbers as people write them.
func say(l slovo.Lang, c today.Check, which string) string {
	gaps := maps.Clone(c.Args)
	for name, gap := range gaps {
		if n, ok := gap.(int); ok {
			gaps[name] = text.Number(l, n)
		}
	}
	return text.T(l, "today.check."+c.ID+"."+which, text.Data(gaps))
}

// where leads only to where the role may go.
func (p *Pages) where(v visit.Visit, c today.Check) ui.Link {
	for _, link := range v.Page.Nav {
		if link.Href != ui.PathHome && visit.At(c.Where, link.Href) {
			return ui.Link{Label: link.Label, Href: c.Where}
		}
	}
	return ui.Link{}
}

// Evidence is the page of one check: the number, when it was measured, and
// what to do.
func (p *Pages) Evidence(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	c, err := p.Promises.Check(r.Context(), v.Actor, r.PathValue("check"))
	if err != nil {
		return err
	}
	words := map[today.State]string{today.Passed: "today.ok", today.Failed: "today.stop", today.Unknown: "today.unknown"}
	e := ui.Evidence{
		Heading: text.T(v.Lang, "today.heading."+c.Heading+".title"), Check: p.checked(v, c), Word: text.T(v.Lang, words[c.State]),
		Where: p.where(v, c),
	}
	for _, note := range c.Notes {
		e.Notes = append(e.Notes, note.In(v.Lang))
	}
	if c.State != today.Passed {
		e.Do, e.Command = say(v.Lang, c, "todo"), c.Command
	}
	v.Page.Title = e.Check.Title
	e.Page = v.Page
	return visit.Show(w, r, http.StatusOK, ui.EvidencePage(e))
}

func (p *Pages) queue(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	waiting, err := p.Waiting.Queue(r.Context(), v.Actor, mostWaiting)
	if err != nil {
		return err
	}
	v.Page.Title = text.T(v.Lang, "queue.title")
	q := ui.Queue{Page: v.Page, Title: text.T(v.Lang, "queue.none"), Find: finds(v)}
	if n := len(waiting.Cases) + len(waiting.Tasks); n > 0 {
		q.Title = text.T(v.Lang, "queue.waiting", n)
	}
	c, now := p.Charter(), p.Charter().Local(p.Now())
	for _, one := range waiting.Cases {
		q.Cases = append(q.Cases, ui.Hit{
			Href: ui.CasePath(string(one.ID)), Icon: "message-circle", Name: text.T(v.Lang, "case.number", "Number", ui.Short(one.ID)),
			What: c.Purposes[one.Purpose].Label.In(v.Lang), At: text.When(v.Lang, one.Opened, now),
		})
	}
	for _, one := range waiting.Tasks {
		q.Tasks = append(q.Tasks, p.task(v, c, one, now))
	}
	return visit.Show(w, r, http.StatusOK, ui.QueuePage(q))
}

// task tells its customer by the case, not by name: the list is not a look
// at the record.
func (p *Pages) task(v visit.Visit, c *charter.Charter, t desk.Task, now time.Time) ui.Hit {
	words := "queue.by"
	if t.Due.Before(now) {
		words = "queue.late"
	}
	what := []string{
		c.Purposes[t.Purpose].Label.In(v.Lang), text.T(v.Lang, "case.number", "Number", ui.Short(t.Case)),
	}
	return ui.Hit{
		Href: ui.CustomerPath(string(t.Customer)), Icon: "clock", Name: text.T(v.Lang, "task.kind_"+t.Kind),
		What: strings.Join(what, ", "), At: text.T(v.Lang, words, "When", text.When(v.Lang, t.Due, now)),
	}
}

// finds tells whether the role looks customers up: then the navigation
// leads to the desk.
func finds(v visit.Visit) bool {
	for _, link := range v.Page.Nav {
		if link.Href == ui.PathDesk {
			return true
		}
	}
	return false
}
