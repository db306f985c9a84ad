package cases

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/text"
	"slovo/internal/verify"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// mostLines is how many of a customer's entries a case's page looks through.
const mostLines = 200

// OpenCase opens one with the customer whose record was looked at.
func (c *Pages) OpenCase(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	customer := slovo.CustomerID(r.PostFormValue("customer"))
	id, err := c.Matters.Open(r.Context(), v.Actor, customer,
		slovo.Channel(r.PostFormValue("channel")), r.PostFormValue("purpose"), gate.Once{})
	var denial *gate.Denial
	if errors.As(err, &denial) {
		return c.offerCase(w, r, v, customer, denial)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, ui.CasePath(string(id)), http.StatusSeeOther) //nolint:gosec // a path of ours, whatever the id
	return nil
}

// Case is the page on which the agent works with the customer.
func (c *Pages) Case(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.showCase(w, r, toasted(r, v), nil, "")
}

// dones are what a form that leads back to a page can have done.
var dones = []string{"corrected", "task", "finished", "event", "merged", "dismissed"}

// toasted puts on the page what the form that led here has done.
func toasted(r *http.Request, v visit.Visit) visit.Visit {
	if done := r.URL.Query().Get("done"); slices.Contains(dones, done) {
		v.Page.Toast = &ui.Toast{Kind: ui.OK, Text: text.T(v.Lang, "done."+done)}
	}
	return v
}

// back leads to the page that the form came from, if it is one of ours, and
// says there what was done.
func back(w http.ResponseWriter, r *http.Request, done string) error {
	to := r.PostFormValue("back")
	if !visit.Ours(to) {
		to = ui.PathDesk
	}
	http.Redirect(w, r, to+"?done="+done, http.StatusSeeOther) //nolint:gosec // a path of ours
	return nil
}

// CloseCase ends the case, and with it what was granted.
func (c *Pages) CloseCase(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	id := slovo.CaseID(r.PathValue("case"))
	if err := c.Matters.Close(r.Context(), v.Actor, id); err != nil && !errors.Is(err, slovo.ErrConflict) {
		return err
	}
	http.Redirect(w, r, ui.CasePath(string(id)), http.StatusSeeOther) //nolint:gosec // a path of ours, whatever the id
	return nil
}

// Verify tries what was typed; the answer is one for all.
func (c *Pages) Verify(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return slovo.ErrInvalid
	}
	var answers []verify.Answer
	for _, kind := range c.Charter().Verification.Factors {
		if answer := strings.TrimSpace(r.PostForm.Get(kind)); answer != "" {
			answers = append(answers, verify.Answer{Kind: kind, Answer: slovo.NewValue(answer)})
		}
	}
	result, err := c.Verifier.Try(r.Context(), v.Actor, slovo.CaseID(r.PathValue("case")), answers)
	outcome := "failed"
	switch {
	case err == nil && result.Passed:
		outcome = "passed"
	case errors.Is(err, slovo.ErrInvalid):
		outcome = "" // too few were typed: nothing was tried and nothing counts
	case err != nil && !errors.Is(err, slovo.ErrTooMany):
		return err
	}
	return c.showCase(w, r, v, nil, outcome)
}

// Reveal opens the fields that the form names, all or none.
func (c *Pages) Reveal(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return slovo.ErrInvalid
	}
	one, err := c.Matters.Case(r.Context(), v.Actor, slovo.CaseID(r.PathValue("case")))
	if err != nil {
		return err
	}
	ask := gate.Ask{
		Actor: v.Actor, Customer: one.ID.Customer(), Fields: r.PostForm["field"], Purpose: one.Purpose, Case: one.ID,
	}
	opened, _, err := c.Gate.Reveal(r.Context(), ask)
	var denial *gate.Denial
	if err != nil && !errors.As(err, &denial) {
		return err
	}
	return c.showCase(w, r, v, &asked{fields: ask.Fields, opened: opened, denial: denial}, "")
}

// asked is what a reveal was answered, to be drawn at its fields.
type asked struct {
	fields []string
	opened []gate.Opened
	denial *gate.Denial
}

// showCase draws the case as it stands now.
func (c *Pages) showCase(w http.ResponseWriter, r *http.Request, v visit.Visit, a *asked, outcome string) error {
	d, _, err := c.caseDesk(r, v, a, outcome)
	if err != nil {
		return err
	}
	return visit.Show(w, r, http.StatusOK, ui.DeskPage(d))
}

// caseDesk is the desk with the case that the address names.
func (c *Pages) caseDesk(r *http.Request, v visit.Visit, a *asked, outcome string) (ui.Desk, gate.Case, error) {
	d, err := c.emptyDesk(r, v)
	if err != nil {
		return d, gate.Case{}, err
	}
	one, err := c.Matters.Case(r.Context(), v.Actor, slovo.CaseID(r.PathValue("case")))
	if err != nil {
		return d, one, err
	}
	masked, err := c.Gate.View(r.Context(), v.Actor, one.ID.Customer(), one.ID)
	if err != nil {
		return d, one, err
	}
	d.Customer = c.record(v, masked)
	d.Case = c.matter(v, one)
	state, err := c.state(r, v, one, &d, outcome)
	if err != nil {
		return d, one, err
	}
	if one.Closed.IsZero() {
		if err := c.draw(r, v, one, &d, a, state); err != nil {
			return d, one, err
		}
		if !masked.Frozen {
			d.Missing = c.missing(v, one, &d)
		}
	}
	if err := c.beside(r, v, masked, &d); err != nil {
		return d, one, err
	}
	d.Lines, err = c.lines(r, v, one)
	return d, one, err
}
