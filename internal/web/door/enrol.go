package door

import (
	"errors"
	"net/http"
	"strings"

	"slovo"
	"slovo/internal/password"
	"slovo/internal/text"
	"slovo/internal/verify"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// EnrolPage is where the customer sets the PIN, or connects an app for
// codes, behind a one-time link.
func (c *Pages) EnrolPage(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	page, err := c.enrolling(r, v)
	if err != nil {
		return err
	}
	return visit.Show(w, r, http.StatusOK, ui.EnrolPage(page))
}

// enrolling tells whether the link still opens the form.
func (c *Pages) enrolling(r *http.Request, v visit.Visit) (ui.Enrol, error) {
	v.Page.Here = "" // the link is a secret: no form of the page repeats it
	page := ui.Enrol{Page: v.Page, Token: r.PathValue("token"), Keypad: true}
	sets, err := c.Links.LinkSets(r.Context(), slovo.NewValue(page.Token))
	switch {
	case errors.Is(err, slovo.ErrConflict):
		page.State = ui.EnrolUsed
	case errors.Is(err, slovo.ErrNotFound):
		page.State = ui.EnrolExpired
	case err != nil:
		return page, err
	default:
		page.App, err = c.appOf(r)
		if page.Alone = sets == verify.TOTP; page.Alone && page.App == nil {
			page.State = ui.EnrolUsed // one was connected meanwhile, and there is nothing else to set
		}
		return page, err
	}
	return page, nil
}

// appOf offers an app for codes, with the seed that the form brings back or
// a new one; nil where the company takes no codes, or there is one already.
func (c *Pages) appOf(r *http.Request) (*ui.App, error) {
	mark := slovo.NewValue(r.PostFormValue("mark"))
	seed, err := c.Links.NewSeed(r.Context(), slovo.NewValue(r.PathValue("token")), mark)
	if errors.Is(err, slovo.ErrInvalid) || errors.Is(err, slovo.ErrConflict) {
		return nil, nil //nolint:nilnil // no app is an answer here, said above
	}
	if err != nil {
		return nil, err
	}
	return &ui.App{
		Mark: seed.Mark, Seed: ui.InFours(seed.Secret), Picture: ui.QR(seed.URL), Open: r.PostFormValue("code") != "",
	}, nil
}

// Enrol sets the PIN, and the app if a code of it was typed. A weak PIN,
// two that differ or a wrong code keep the link.
func (c *Pages) Enrol(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	page, err := c.enrolling(r, v)
	if err != nil {
		return err
	}
	if page.State != ui.EnrolForm {
		return visit.Show(w, r, http.StatusOK, ui.EnrolPage(page))
	}
	set := c.setOwn
	if page.Alone {
		set = c.setApp
	}
	if err := set(r, &page); err != nil {
		return err
	}
	status := http.StatusOK
	if page.State == ui.EnrolForm {
		status = http.StatusUnprocessableEntity
	}
	return visit.Show(w, r, status, ui.EnrolPage(page))
}

// setOwn sets what was typed, or says on the page what is wrong with it.
func (c *Pages) setOwn(r *http.Request, page *ui.Enrol) error {
	lang := page.Page.Lang
	own := verify.Own{PIN: slovo.NewValue(r.PostFormValue("pin"))}
	if page.App != nil {
		own.Mark, own.Code = page.App.Mark, slovo.NewValue(strings.TrimSpace(r.PostFormValue("code")))
	}
	if own.PIN != slovo.NewValue(r.PostFormValue("again")) {
		page.Error = text.T(lang, "pin.mismatch")
		return nil
	}
	err := c.Links.SetByLink(r.Context(), slovo.NewValue(page.Token), own)
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

// setApp connects the app by itself, or says on the page that its code is wrong.
func (c *Pages) setApp(r *http.Request, page *ui.Enrol) error {
	own := verify.Own{Mark: page.App.Mark, Code: slovo.NewValue(strings.TrimSpace(r.PostFormValue("code")))}
	err := c.Links.SetTOTP(r.Context(), slovo.NewValue(page.Token), own)
	switch {
	case err == nil:
		page.State = ui.EnrolDone
	case errors.Is(err, verify.ErrWrongCode):
		page.App.Error = text.T(page.Page.Lang, "pin.app_alone_wrong")
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
