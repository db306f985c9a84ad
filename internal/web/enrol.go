package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/password"
	"slovo/internal/text"
	"slovo/internal/verify"
	"slovo/internal/web/ui"
)

// admit lets a customer who stands here, a document shown and a fact of
// the record named, set the first PIN: the page that follows is handed
// over to the customer.
func (c *Console) admit(w http.ResponseWriter, r *http.Request, v visit) error {
	if r.PostFormValue("seen") != "yes" {
		return slovo.ErrInvalid
	}
	fact := verify.Answer{Kind: r.PostFormValue("fact"), Answer: slovo.NewValue(r.PostFormValue("answer"))}
	secret, err := c.Enroller.Admit(r.Context(), v.actor, slovo.CaseID(r.PathValue("case")), r.PostFormValue("document"), fact)
	if errors.Is(err, verify.ErrNotPassed) {
		return c.showCase(w, r, v, nil, "failed")
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, ui.EnrolPath(secret.Show()), http.StatusSeeOther) //nolint:gosec // a path of ours
	return nil
}

// invite sends a one-time link to the contact on record, in an own case
// that is open.
func (c *Console) invite(w http.ResponseWriter, r *http.Request, v visit) error {
	one, err := c.Cases.Case(r.Context(), v.actor, slovo.CaseID(r.PathValue("case")))
	if err != nil {
		return err
	}
	if !one.Closed.IsZero() {
		return &gate.Denial{Reasons: []gate.Reason{{Code: gate.CaseClosed}}}
	}
	err = c.Enroller.Invite(r.Context(), v.actor, one.ID.Customer())
	trouble := inviteTrouble(err)
	switch {
	case err == nil:
		v.page.Toast = &ui.Toast{Kind: ui.OK, Text: text.T(v.lang, "enrol.sent")}
	case trouble == "":
		return err
	default:
		v.page.Toast = &ui.Toast{Kind: ui.Stop, Text: text.T(v.lang, trouble)}
	}
	return c.showCase(w, r, v, nil, "")
}

// inviteTrouble names the text for what stands in a link's way; "" for the
// gate's refusal, and for a fault.
func inviteTrouble(err error) string {
	var denial *gate.Denial
	switch {
	case errors.As(err, &denial):
		return ""
	case errors.Is(err, slovo.ErrDenied):
		return "enrol.has_pin"
	case errors.Is(err, slovo.ErrUnavailable):
		return "enrol.no_mail"
	case errors.Is(err, slovo.ErrConflict):
		return "enrol.fresh_contact"
	case errors.Is(err, slovo.ErrTooMany):
		return "enrol.too_many"
	case errors.Is(err, slovo.ErrInvalid):
		return "enrol.no_contact"
	}
	return ""
}

// enrolPage is where the customer sets the PIN, behind a one-time link.
func (c *Console) enrolPage(w http.ResponseWriter, r *http.Request, v visit) error {
	page, err := c.enrolling(r, v)
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, ui.EnrolPage(page))
}

// enrolling tells whether the link still opens the form.
func (c *Console) enrolling(r *http.Request, v visit) (ui.Enrol, error) {
	v.page.Here = "" // the link is a secret: no form of the page repeats it
	page := ui.Enrol{Page: v.page, Token: r.PathValue("token"), Keypad: true}
	err := c.Enroller.LinkState(r.Context(), slovo.NewValue(page.Token))
	switch {
	case errors.Is(err, slovo.ErrConflict):
		page.State = ui.EnrolUsed
	case errors.Is(err, slovo.ErrNotFound):
		page.State = ui.EnrolExpired
	case err != nil:
		return page, err
	default:
		page.App, err = c.appOf(r)
		return page, err
	}
	return page, nil
}

// appOf offers an app for codes, with the seed that the form brings back or
// a new one; nil where the company takes no codes, or there is one already.
func (c *Console) appOf(r *http.Request) (*ui.App, error) {
	mark := slovo.NewValue(r.PostFormValue("mark"))
	seed, err := c.Enroller.NewSeed(r.Context(), slovo.NewValue(r.PathValue("token")), mark)
	if errors.Is(err, slovo.ErrInvalid) || errors.Is(err, slovo.ErrConflict) {
		return nil, nil //nolint:nilnil // no app is an answer here, said above
	}
	if err != nil {
		return nil, err
	}
	return &ui.App{
		Mark: seed.Mark, Seed: inFours(seed.Secret), Picture: picture(seed.URL), Open: r.PostFormValue("code") != "",
	}, nil
}

// inFours sets a space after every four letters, for eyes that type them.
func inFours(seed slovo.Value) slovo.Value {
	var groups []string
	for group := range slices.Chunk([]byte(seed.Show()), 4) {
		groups = append(groups, string(group))
	}
	return slovo.NewValue(strings.Join(groups, " "))
}

// enrol sets the PIN, and the app if a code of it was typed. A weak PIN,
// two that differ or a wrong code keep the link.
func (c *Console) enrol(w http.ResponseWriter, r *http.Request, v visit) error {
	page, err := c.enrolling(r, v)
	if err != nil {
		return err
	}
	if page.State != ui.EnrolForm {
		return show(w, r, http.StatusOK, ui.EnrolPage(page))
	}
	if err := c.setOwn(r, &page); err != nil {
		return err
	}
	status := http.StatusOK
	if page.State == ui.EnrolForm {
		status = http.StatusUnprocessableEntity
	}
	return show(w, r, status, ui.EnrolPage(page))
}

// setOwn sets what was typed, or says on the page what is wrong with it.
func (c *Console) setOwn(r *http.Request, page *ui.Enrol) error {
	lang := page.Page.Lang
	own := verify.Own{PIN: slovo.NewValue(r.PostFormValue("pin"))}
	if page.App != nil {
		own.Mark, own.Code = page.App.Mark, slovo.NewValue(strings.TrimSpace(r.PostFormValue("code")))
	}
	if own.PIN != slovo.NewValue(r.PostFormValue("again")) {
		page.Error = text.T(lang, "pin.mismatch")
		return nil
	}
	err := c.Enroller.SetByLink(r.Context(), slovo.NewValue(page.Token), own)
	var weak *password.Weak
	switch {
	case err == nil:
		page.State, page.Both = ui.EnrolDone, !own.Code.Empty()
	case errors.As(err, &weak):
		page.Error = text.T(lang, pinTrouble(weak))
	case errors.Is(err, verify.ErrWrongCode):
		page.App.Error = text.T(lang, "pin.app_wrong")
	default:
		return err
	}
	return nil
}

func pinTrouble(weak *password.Weak) string {
	switch weak.Code {
	case password.Short, password.Long, password.Digits:
		return "pin.length"
	}
	return "pin.weak"
}
