package cases

import (
	"errors"
	"net/http"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/text"
	"slovo/internal/verify"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// Admit lets a customer who stands here, a document shown and a fact of
// the record named, set the first PIN: the page that follows is handed
// over to the customer.
func (c *Pages) Admit(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if r.PostFormValue("seen") != "yes" {
		return slovo.ErrInvalid
	}
	fact := verify.Answer{Kind: r.PostFormValue("fact"), Answer: slovo.NewValue(r.PostFormValue("answer"))}
	secret, err := c.Enroller.Admit(r.Context(), v.Actor, slovo.CaseID(r.PathValue("case")), r.PostFormValue("document"), fact)
	if errors.Is(err, verify.ErrNotPassed) {
		return c.showCase(w, r, v, nil, "failed")
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, ui.EnrolPath(secret.Show()), http.StatusSeeOther) //nolint:gosec // a path of ours
	return nil
}

// AdmitApp lets a customer who stands here, verified at the level high,
// connect an app for codes: the page that follows is handed over.
func (c *Pages) AdmitApp(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	secret, err := c.Enroller.AdmitTOTP(r.Context(), v.Actor, slovo.CaseID(r.PathValue("case")))
	if errors.Is(err, slovo.ErrConflict) {
		v.Page.Toast = &ui.Toast{Kind: ui.Stop, Text: text.T(v.Lang, "enrol.app_there")}
		return c.showCase(w, r, v, nil, "")
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, ui.EnrolPath(secret.Show()), http.StatusSeeOther) //nolint:gosec // a path of ours
	return nil
}

// Invite sends a one-time link to the contact on record, in an own case
// that is open.
func (c *Pages) Invite(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	one, err := c.Matters.Case(r.Context(), v.Actor, slovo.CaseID(r.PathValue("case")))
	if err != nil {
		return err
	}
	if !one.Closed.IsZero() {
		return &gate.Denial{Reasons: []gate.Reason{{Code: gate.CaseClosed}}}
	}
	err = c.Enroller.Invite(r.Context(), v.Actor, one.ID.Customer())
	trouble := inviteTrouble(err)
	switch {
	case err == nil:
		v.Page.Toast = &ui.Toast{Kind: ui.OK, Text: text.T(v.Lang, "enrol.sent")}
	case trouble == "":
		return err
	default:
		v.Page.Toast = &ui.Toast{Kind: ui.Stop, Text: text.T(v.Lang, trouble, text.Data{"When": c.settles(v, err)})}
	}
	return c.showCase(w, r, v, nil, "")
}

// settles is when a link can go out, "" where time alone does not tell.
func (c *Pages) settles(v visit.Visit, err error) string {
	var early *verify.Unsettled
	if !errors.As(err, &early) || early.Until.IsZero() {
		return ""
	}
	rules := c.Charter()
	return text.When(v.Lang, rules.Local(early.Until), rules.Local(c.Now()))
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
