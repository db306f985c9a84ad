package door

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"slovo"
	"slovo/internal/staff"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// How long cookies live; the session itself ends sooner, on the server.
const (
	sessionLife = 12 * time.Hour
	langLife    = 365 * 24 * time.Hour
)

// Nowhere answers every address that there is not; one that only takes
// forms leads to their page.
func (c *Pages) Nowhere(w http.ResponseWriter, r *http.Request, _ visit.Visit) error {
	if visit.Lead(w, r) {
		return nil
	}
	return slovo.ErrNotFound
}

// SignInPage is the door.
func (c *Pages) SignInPage(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return visit.Show(w, r, http.StatusOK, ui.SignInPage(ui.SignIn{Page: v.Page}))
}

// SignIn has one answer for all that can be wrong.
func (c *Pages) SignIn(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	signed, err := c.SignIns.SignIn(r.Context(), staff.Attempt{
		Login: r.PostFormValue("login"), Password: slovo.NewValue(r.PostFormValue("password")),
		Code: slovo.NewValue(strings.ReplaceAll(r.PostFormValue("code"), " ", "")), Addr: visit.From(r),
	})
	if err != nil {
		return c.signInAgain(w, r, v, err)
	}
	http.SetCookie(w, c.Cookie(visit.SessionCookie, signed.Secret.Show(), sessionLife))
	http.Redirect(w, r, ui.PathHome, http.StatusSeeOther)
	return nil
}

func (c *Pages) signInAgain(w http.ResponseWriter, r *http.Request, v visit.Visit, err error) error {
	page := ui.SignIn{Page: v.Page, Login: r.PostFormValue("login")}
	var wait *staff.Wait
	switch {
	case errors.As(err, &wait):
		page.Error = text.T(v.Lang, "signin.wait", "Minutes", text.Minutes(v.Lang, wait.Until.Sub(c.Now())))
		if wait.Until.Sub(c.Now()) > 24*time.Hour { // nobody waits for so long
			page.Error = text.T(v.Lang, "signin.closed")
		}
		return visit.Show(w, r, http.StatusTooManyRequests, ui.SignInPage(page))
	case errors.Is(err, slovo.ErrUnauthenticated):
		page.Error = text.T(v.Lang, "signin.wrong")
		return visit.Show(w, r, http.StatusUnauthorized, ui.SignInPage(page))
	}
	return err
}

// SignOut ends the session, here and on the server.
func (c *Pages) SignOut(w http.ResponseWriter, r *http.Request, _ visit.Visit) error {
	if err := c.SignIns.EndSession(r.Context(), visit.Session(r)); err != nil && !errors.Is(err, slovo.ErrUnauthenticated) {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	http.SetCookie(w, c.Cookie(visit.SessionCookie, "", -time.Second))
	http.Redirect(w, r, ui.PathSignIn, http.StatusSeeOther)
	return nil
}

// SetLang keeps the language and goes back to where it was chosen.
func (c *Pages) SetLang(w http.ResponseWriter, r *http.Request, _ visit.Visit) error {
	lang, ok := text.Lang(r.PostFormValue("lang"))
	if !ok {
		return slovo.ErrInvalid
	}
	back := r.PostFormValue("back")
	if !visit.Ours(back) {
		back = ui.PathHome
	}
	http.SetCookie(w, c.Cookie(visit.LangCookie, string(lang), langLife))
	http.Redirect(w, r, back, http.StatusSeeOther) //nolint:gosec // checked above to be a path of ours
	return nil
}
