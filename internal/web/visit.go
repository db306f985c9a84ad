package web

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/a-h/templ"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/text"
	"slovo/internal/web/ui"
)

// The cookies: the session's secret, and the language chosen.
const (
	sessionCookie = "slovo"
	langCookie    = "lang"
)

// visit is who is there, and in which language they read.
type visit struct {
	actor slovo.Actor
	lang  slovo.Lang
	page  ui.Page
}

// open serves a page to anybody.
func (c *Console) open(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visit{lang: language(r)}
		v.page = ui.Page{Lang: v.lang, Company: c.Charter().Controller.Name.In(v.lang), Here: here(r)}
		if err := h(w, r, v); err != nil {
			c.fail(w, r, v, err)
		}
	})
}

// staffOnly serves a page to who is signed in; others go to the door first.
func (c *Console) staffOnly(h handler) http.Handler {
	return c.open(func(w http.ResponseWriter, r *http.Request, v visit) error {
		actor, err := c.Staff.SessionActor(r.Context(), session(r))
		if errors.Is(err, slovo.ErrUnauthenticated) {
			http.Redirect(w, r, ui.PathSignIn, http.StatusSeeOther)
			return nil
		}
		if err != nil {
			return err
		}
		v.actor = actor
		if err := c.furnish(r, &v); err != nil {
			return err
		}
		if err := h(w, r, v); err != nil {
			c.fail(w, r, v, err) // on a page that still knows who is there
		}
		return nil
	})
}

// furnish puts on the page who is signed in and where they can go.
func (c *Console) furnish(r *http.Request, v *visit) error {
	account, err := c.Staff.Account(r.Context(), v.actor.Account)
	if err != nil {
		return err
	}
	role := c.Charter().Roles[v.actor.Role]
	v.page.Who = &ui.Who{Name: account.Name, Role: role.Name.In(v.lang)}
	v.page.Nav = []ui.Link{{Label: text.T(v.lang, "page.desk"), Href: ui.PathDesk, Current: strings.HasPrefix(r.URL.Path, ui.PathDesk)}}
	if role.MayDo("requests") {
		v.page.Nav = append(v.page.Nav, ui.Link{
			Label: text.T(v.lang, "page.requests"), Href: ui.PathRequests, Current: strings.HasPrefix(r.URL.Path, ui.PathRequests),
		})
	}
	return nil
}

// session reads the session's secret.
func session(r *http.Request) slovo.Value {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return slovo.Value{}
	}
	return slovo.NewValue(cookie.Value)
}

// language is what was chosen, else what the browser asks for.
func language(r *http.Request) slovo.Lang {
	if cookie, err := r.Cookie(langCookie); err == nil {
		if lang, ok := text.Lang(cookie.Value); ok {
			return lang
		}
	}
	return text.Pick(r.Header.Get("Accept-Language"))
}

// here is where the language switch comes back to: an address that a GET
// can show.
func here(r *http.Request) string {
	path := r.URL.Path
	if !ours(path) || r.Pattern == "/" {
		return ui.PathDesk
	}
	if r.Method == http.MethodGet {
		return path
	}
	for _, act := range []string{ui.ActVerify, ui.ActReveal, ui.ActClose, ui.ActEnrol, ui.ActEnrolLink, ui.ActConfirm, ui.ActRefuse} {
		path = strings.TrimSuffix(path, "/"+act)
	}
	switch path {
	case ui.PathFind, ui.PathCases:
		return ui.PathDesk
	}
	return path
}

// cookie makes one that scripts cannot read and other sites do not send.
func (c *Console) cookie(name, value string, life time.Duration) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever people come by https
		Name: name, Value: value, Path: "/", HttpOnly: true, Secure: c.Secure,
		SameSite: http.SameSiteLaxMode, MaxAge: int(life.Seconds()),
	}
}

// from is the address that the request came from.
func from(r *http.Request) netip.Addr {
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return addr.Addr().Unmap()
}

// show renders to a buffer first, so that a page is sent whole or not at all.
func show(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	var whole bytes.Buffer
	if err := page.Render(r.Context(), &whole); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(whole.Bytes()) // a browser that left is no error
	return nil
}

// failures are the words for each kind of error. What caused it goes to
// the log, never to the page.
var failures = []struct {
	is     error
	status int
	words  string
}{
	{slovo.ErrNotFound, http.StatusNotFound, "not_found"},
	{slovo.ErrDenied, http.StatusForbidden, "denied"},
	{slovo.ErrConflict, http.StatusConflict, "conflict"},
	{slovo.ErrInvalid, http.StatusUnprocessableEntity, "invalid"},
	{slovo.ErrTooMany, http.StatusTooManyRequests, "too_many"},
	{slovo.ErrUnavailable, http.StatusServiceUnavailable, "unavailable"},
}

// fail turns an error into a page.
func (c *Console) fail(w http.ResponseWriter, r *http.Request, v visit, err error) {
	status, words := http.StatusInternalServerError, "fault"
	for _, f := range failures {
		if errors.Is(err, f.is) {
			status, words = f.status, f.words
			break
		}
	}
	if status >= http.StatusInternalServerError {
		slog.ErrorContext(r.Context(), "web: page failed", "pattern", r.Pattern, "cause", err)
	}
	body := text.T(v.lang, "error."+words+"_body")
	var denial *gate.Denial
	if errors.As(err, &denial) && len(denial.Reasons) > 0 {
		first := denial.Reasons[0]
		code, gaps := string(first.Code), text.Data(first.Gaps())
		body = text.Reason(v.lang, code, gaps) + " " + text.Remedy(v.lang, code, gaps)
	}
	page := ui.FailurePage(ui.Failure{
		Page: v.page, Title: text.T(v.lang, "error."+words), Body: body,
		Back: &ui.Link{Label: text.T(v.lang, "error.back"), Href: ui.PathDesk},
	})
	if err := show(w, r, status, page); err != nil {
		slog.ErrorContext(r.Context(), "web: failure page failed", "cause", err)
	}
}
