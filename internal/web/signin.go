package web

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
	"time"

	"slovo"
	"slovo/internal/staff"
	"slovo/internal/text"
	"slovo/internal/web/ui"
)

// How long cookies live; the session itself ends sooner, on the server.
const (
	sessionLife = 12 * time.Hour
	langLife    = 365 * 24 * time.Hour
)

func (c *Console) home(w http.ResponseWriter, r *http.Request, _ visit) error {
	http.Redirect(w, r, ui.PathDesk, http.StatusSeeOther)
	return nil
}

func (c *Console) nowhere(http.ResponseWriter, *http.Request, visit) error { return slovo.ErrNotFound }

func (c *Console) signInPage(w http.ResponseWriter, r *http.Request, v visit) error {
	return show(w, r, http.StatusOK, ui.SignInPage(ui.SignIn{Page: v.page}))
}

// signIn has one answer for all that can be wrong.
func (c *Console) signIn(w http.ResponseWriter, r *http.Request, v visit) error {
	signed, err := c.Staff.SignIn(r.Context(), staff.Attempt{
		Login: r.PostFormValue("login"), Password: slovo.NewValue(r.PostFormValue("password")),
		Code: slovo.NewValue(strings.ReplaceAll(r.PostFormValue("code"), " ", "")), Addr: from(r),
	})
	if err != nil {
		return c.signInAgain(w, r, v, err)
	}
	http.SetCookie(w, c.cookie(sessionCookie, signed.Secret.Show(), sessionLife))
	http.Redirect(w, r, ui.PathDesk, http.StatusSeeOther)
	return nil
}

func (c *Console) signInAgain(w http.ResponseWriter, r *http.Request, v visit, err error) error {
	page := ui.SignIn{Page: v.page, Login: r.PostFormValue("login")}
	var wait *staff.Wait
	switch {
	case errors.As(err, &wait):
		page.Error = text.T(v.lang, "signin.wait", "Minutes", text.Minutes(v.lang, wait.Until.Sub(c.Now())))
		return show(w, r, http.StatusTooManyRequests, ui.SignInPage(page))
	case errors.Is(err, slovo.ErrUnauthenticated):
		page.Error = text.T(v.lang, "signin.wrong")
		return show(w, r, http.StatusUnauthorized, ui.SignInPage(page))
	}
	return err
}

func (c *Console) signOut(w http.ResponseWriter, r *http.Request, _ visit) error {
	if err := c.Staff.EndSession(r.Context(), session(r)); err != nil && !errors.Is(err, slovo.ErrUnauthenticated) {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	http.SetCookie(w, c.cookie(sessionCookie, "", -time.Second))
	http.Redirect(w, r, ui.PathSignIn, http.StatusSeeOther)
	return nil
}

// setLang keeps the language and goes back to where it was chosen.
func (c *Console) setLang(w http.ResponseWriter, r *http.Request, _ visit) error {
	lang, ok := text.Lang(r.PostFormValue("lang"))
	if !ok {
		return slovo.ErrInvalid
	}
	back := r.PostFormValue("back")
	if !ours(back) {
		back = ui.PathDesk
	}
	http.SetCookie(w, c.cookie(langCookie, string(lang), langLife))
	http.Redirect(w, r, back, http.StatusSeeOther) //nolint:gosec // checked above to be a path of ours
	return nil
}

// plainPath is what every address of ours that can be come back to looks
// like. Anything else, a control sign or a second slash among it, browsers
// may read as another site's address.
var plainPath = regexp.MustCompile(`^(/[a-z0-9-]+)+$`)

func ours(path string) bool { return plainPath.MatchString(path) }
