package office

import (
	"errors"
	"net/http"

	"slovo"
	"slovo/internal/password"
	"slovo/internal/staff"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// Own is one's own account.
func (c *Pages) Own(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	v.Page.Toast = done(v, r)
	return c.showOwn(w, r, v, http.StatusOK, nil)
}

func (c *Pages) showOwn(w http.ResponseWriter, r *http.Request, v visit.Visit, status int, wrong ui.Errors) error {
	account, err := c.Frame.Staff.Account(r.Context(), v.Actor.Account)
	if err != nil {
		return err
	}
	running, err := c.Sessions.Sessions(r.Context(), v.Actor, v.Actor.Account)
	if err != nil {
		return err
	}
	programs, err := c.programs(r, v)
	if err != nil {
		return err
	}
	v.Page.Title = text.T(v.Lang, "office.account")
	return visit.Show(w, r, status, ui.OwnPage(ui.Own{
		Page: v.Page, Login: account.Login, Role: c.roleName(v.Lang, account.Role), OneTime: account.OneTime,
		Sessions: c.sessions(v, running, visit.Session(r)), Programs: programs, Errors: wrong,
	}))
}

// programs are the tokens that count in one's own name. Who made one could
// act by it, so nobody's are hidden from them.
func (c *Pages) programs(r *http.Request, v visit.Visit) ([]ui.Token, error) {
	all, err := c.Tokens.Tokens(r.Context(), v.Actor, v.Actor.Account)
	if err != nil {
		return nil, err
	}
	known := map[slovo.StaffID]staff.Account{}
	for _, t := range all {
		for _, id := range []slovo.StaffID{t.Account, t.Maker} {
			a, err := c.Frame.Staff.Account(r.Context(), id)
			if err != nil && !errors.Is(err, slovo.ErrNotFound) {
				return nil, err
			}
			if err == nil {
				known[id] = a
			}
		}
	}
	var live []ui.Token
	for _, t := range all {
		if one := c.tokenOf(v, t, known); one.Live {
			live = append(live, one)
		}
	}
	return live, nil
}

// EndOwn ends those of one's own sign-ins that were chosen.
func (c *Pages) EndOwn(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return slovo.ErrInvalid
	}
	if err := c.Sessions.EndOwn(r.Context(), v.Actor, r.PostForm["session"]...); err != nil && !errors.Is(err, slovo.ErrNotFound) {
		return err
	}
	return back(w, r, ui.PathAccount, "staff.done_session")
}

// ChangePassword takes a password that its owner chose.
func (c *Pages) ChangePassword(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	chosen := slovo.NewValue(r.PostFormValue("new"))
	if chosen != slovo.NewValue(r.PostFormValue("again")) {
		return c.showOwn(w, r, v, http.StatusUnprocessableEntity, ui.Errors{"again": text.T(v.Lang, "account.mismatch")})
	}
	account, err := c.Frame.Staff.Account(r.Context(), v.Actor.Account)
	if err != nil {
		return err
	}
	err = c.Credentials.ChangePassword(r.Context(), staff.Attempt{
		Login: account.Login, Password: slovo.NewValue(r.PostFormValue("password")),
		Code: slovo.NewValue(r.PostFormValue("code")), Addr: visit.From(r),
	}, chosen)
	if err != nil {
		return c.changeAgain(w, r, v, err)
	}
	v.Page.Who, v.Page.Nav, v.Page.Here = nil, nil, ui.PathSignIn
	v.Page.Title = text.T(v.Lang, "account.changed")
	return visit.Show(w, r, http.StatusOK, ui.OwnPage(ui.Own{Page: v.Page, Changed: true}))
}

// changeAgain says what of the three does not do.
func (c *Pages) changeAgain(w http.ResponseWriter, r *http.Request, v visit.Visit, err error) error {
	var weak *password.Weak
	var wait *staff.Wait
	switch {
	case errors.As(err, &weak):
		return c.showOwn(w, r, v, http.StatusUnprocessableEntity, ui.Errors{"new": text.T(v.Lang, "weak."+string(weak.Code))})
	case errors.As(err, &wait):
		left := text.Minutes(v.Lang, wait.Until.Sub(c.Now()))
		return c.showOwn(w, r, v, http.StatusTooManyRequests, ui.Errors{"all": text.T(v.Lang, "account.wait", "Minutes", left)})
	case errors.Is(err, slovo.ErrUnauthenticated):
		return c.showOwn(w, r, v, http.StatusUnprocessableEntity, ui.Errors{"all": text.T(v.Lang, "account.wrong")})
	}
	return err
}
