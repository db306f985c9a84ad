package web

import (
	"errors"
	"net/http"
	"strings"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/verify"
	"slovo/internal/web/ui"
)

// mostLines is how many of a customer's entries a case's page looks through.
const mostLines = 200

func (c *Console) openCase(w http.ResponseWriter, r *http.Request, v visit) error {
	customer := slovo.CustomerID(r.PostFormValue("customer"))
	id, err := c.Cases.Open(r.Context(), v.actor, customer,
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

func (c *Console) casePage(w http.ResponseWriter, r *http.Request, v visit) error {
	return c.showCase(w, r, v, nil, "")
}

func (c *Console) closeCase(w http.ResponseWriter, r *http.Request, v visit) error {
	id := slovo.CaseID(r.PathValue("case"))
	if err := c.Cases.Close(r.Context(), v.actor, id); err != nil && !errors.Is(err, slovo.ErrConflict) {
		return err
	}
	http.Redirect(w, r, ui.CasePath(string(id)), http.StatusSeeOther) //nolint:gosec // a path of ours, whatever the id
	return nil
}

// verify tries what was typed; the answer is one for all.
func (c *Console) verify(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := r.ParseForm(); err != nil {
		return slovo.ErrInvalid
	}
	var answers []verify.Answer
	for _, kind := range c.Charter().Verification.Factors {
		if answer := strings.TrimSpace(r.PostForm.Get(kind)); answer != "" {
			answers = append(answers, verify.Answer{Kind: kind, Answer: slovo.NewValue(answer)})
		}
	}
	result, err := c.Verifier.Try(r.Context(), v.actor, slovo.CaseID(r.PathValue("case")), answers)
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

// reveal opens the fields that the form names, all or none.
func (c *Console) reveal(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := r.ParseForm(); err != nil {
		return slovo.ErrInvalid
	}
	one, err := c.Cases.Case(r.Context(), v.actor, slovo.CaseID(r.PathValue("case")))
	if err != nil {
		return err
	}
	ask := gate.Ask{
		Actor: v.actor, Customer: one.ID.Customer(), Fields: r.PostForm["field"], Purpose: one.Purpose, Case: one.ID,
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
func (c *Console) showCase(w http.ResponseWriter, r *http.Request, v visit, a *asked, outcome string) error {
	d, err := c.emptyDesk(r, v)
	if err != nil {
		return err
	}
	one, err := c.Cases.Case(r.Context(), v.actor, slovo.CaseID(r.PathValue("case")))
	if err != nil {
		return err
	}
	masked, err := c.Gate.View(r.Context(), v.actor, one.ID.Customer(), one.ID)
	if err != nil {
		return err
	}
	d.Customer = c.record(v, masked)
	d.Case = c.matter(v, one)
	state, err := c.state(r, v, one, &d, outcome)
	if err != nil {
		return err
	}
	if one.Closed.IsZero() {
		if err := c.draw(r, v, one, &d, a, state); err != nil {
			return err
		}
	}
	if d.Lines, err = c.lines(r, v, one); err != nil {
		return err
	}
	return show(w, r, http.StatusOK, ui.DeskPage(d))
}
