// Package visit is the frame around every page: who is there, where they
// can go, and what is said where a page cannot be shown.
package visit

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"time"

	"github.com/a-h/templ"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/staff"
	"slovo/internal/text"
	"slovo/internal/web/ui"
)

// The cookies: the session's secret, and the language chosen.
const (
	SessionCookie = "slovo"
	LangCookie    = "lang"
)

// Visit is who is there, in which language they read, and the page that
// answers them, furnished.
type Visit struct {
	Actor slovo.Actor
	Lang  slovo.Lang
	Page  ui.Page
}

// Handler is a page: it answers, or returns why it cannot.
type Handler func(w http.ResponseWriter, r *http.Request, v Visit) error

// Staff is who may be signed in.
type Staff interface {
	SessionActor(ctx context.Context, secret slovo.Value) (slovo.Actor, error)
	Account(ctx context.Context, id slovo.StaffID) (staff.Account, error)
}

// Frame stands around every page. All its fields are needed.
type Frame struct {
	Staff   Staff
	Charter func() *charter.Charter
	Now     slovo.Clock
	// Secure tells that people come by https: cookies then travel by it only.
	Secure bool
}

// Local is the moment by the company's own clock, which the charter names:
// colleagues elsewhere, and a server elsewhere, read the same times.
func (f *Frame) Local(at time.Time) time.Time { return f.Charter().Local(at) }

// Open serves a page to anybody.
func (f *Frame) Open(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := Visit{Lang: language(r)}
		v.Page = ui.Page{Lang: v.Lang, Company: f.Charter().Controller.Name.In(v.Lang), Here: here(r)}
		if err := h(w, r, v); err != nil {
			f.fail(w, r, v, err)
		}
	})
}

// Known serves a page to anybody, and furnishes it for who is signed in.
func (f *Frame) Known(h Handler) http.Handler {
	return f.Open(func(w http.ResponseWriter, r *http.Request, v Visit) error {
		actor, err := f.Staff.SessionActor(r.Context(), Session(r))
		if err == nil {
			v.Actor = actor
			_, err = f.furnish(r, &v)
		}
		if err != nil && !errors.Is(err, slovo.ErrUnauthenticated) {
			return err
		}
		if err := h(w, r, v); err != nil {
			f.fail(w, r, v, err) // on a page that still knows who is there
		}
		return nil
	})
}

// StaffOnly serves a page to who is signed in; others go to the door first.
func (f *Frame) StaffOnly(h Handler) http.Handler {
	return f.Open(func(w http.ResponseWriter, r *http.Request, v Visit) error {
		actor, err := f.Staff.SessionActor(r.Context(), Session(r))
		if errors.Is(err, slovo.ErrUnauthenticated) {
			http.Redirect(w, r, ui.PathSignIn, http.StatusSeeOther)
			return nil
		}
		if err != nil {
			return err
		}
		v.Actor = actor
		account, err := f.furnish(r, &v)
		if err != nil {
			return err
		}
		if account.OneTime && !strings.HasPrefix(r.URL.Path, ui.PathAccount) {
			http.Redirect(w, r, ui.PathAccount, http.StatusSeeOther)
			return nil
		}
		if err := h(w, r, v); err != nil {
			f.fail(w, r, v, err) // on a page that still knows who is there
		}
		return nil
	})
}

// furnish puts on the page who is signed in and where they can go.
func (f *Frame) furnish(r *http.Request, v *Visit) (staff.Account, error) {
	account, err := f.Staff.Account(r.Context(), v.Actor.Account)
	if err != nil {
		return staff.Account{}, err
	}
	role := f.Charter().Roles[v.Actor.Role]
	v.Page.Who = &ui.Who{Name: account.Name, Role: role.Name.In(v.Lang)}
	if !account.OneTime {
		v.Page.Nav = f.nav(v.Lang, v.Actor.Role, r.URL.Path)
	}
	return account, nil
}

// Session reads the session's secret.
func Session(r *http.Request) slovo.Value {
	cookie, err := r.Cookie(SessionCookie)
	if err != nil {
		return slovo.Value{}
	}
	return slovo.NewValue(cookie.Value)
}

// language is what was chosen, else what the browser asks for.
func language(r *http.Request) slovo.Lang {
	if cookie, err := r.Cookie(LangCookie); err == nil {
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
	if !Ours(path) || r.Pattern == "/" {
		return ui.PathHome
	}
	if r.Method == http.MethodGet {
		return path
	}
	return Back(path)
}

// Back is the page on which the form stands that is sent to the address.
func Back(path string) string {
	for _, act := range ui.Acts() {
		path = strings.TrimSuffix(path, "/"+act)
	}
	switch {
	case path == ui.PathLang, path == ui.PathSignOut:
		return ui.PathHome
	case path == ui.PathFind, path == ui.PathCases, strings.HasPrefix(path, ui.PathTasks+"/"):
		return ui.PathDesk
	case path == ui.PathHelpFind:
		return ui.PathHelp
	case strings.HasPrefix(path, ui.PathTokens+"/"):
		return ui.PathTokens
	}
	return path
}

// Lead leads who opened a form's address, as by reloading its answer, to the
// page on which the form stands, and tells whether there is such a page.
func Lead(w http.ResponseWriter, r *http.Request) bool {
	path := r.URL.Path
	to := Back(path)
	if r.Method != http.MethodGet || to == path || !Ours(path) {
		return false
	}
	http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // a path of ours
	return true
}

// plainPath is what every address of ours that can be come back to looks
// like. Anything else, a control sign or a second slash among it, browsers
// may read as another site's address.
var plainPath = regexp.MustCompile(`^(/|(/[a-z0-9_-]+)+)$`)

// Ours tells whether the path is an address of slovo's own.
func Ours(path string) bool { return plainPath.MatchString(path) }

// Cookie makes one that scripts cannot read and other sites do not send.
func (f *Frame) Cookie(name, value string, life time.Duration) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever people come by https
		Name: name, Value: value, Path: "/", HttpOnly: true, Secure: f.Secure,
		SameSite: http.SameSiteLaxMode, MaxAge: int(life.Seconds()),
	}
}

// From is the address that the request came from.
func From(r *http.Request) netip.Addr {
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return addr.Addr().Unmap()
}

// Show renders to a buffer first, so that a page is sent whole or not at all.
func Show(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
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
func (f *Frame) fail(w http.ResponseWriter, r *http.Request, v Visit, err error) {
	status, words := http.StatusInternalServerError, "fault"
	for _, known := range failures {
		if errors.Is(err, known.is) {
			status, words = known.status, known.words
			break
		}
	}
	if status >= http.StatusInternalServerError {
		slog.ErrorContext(r.Context(), "web: page failed", "pattern", r.Pattern, "cause", err)
	}
	body := text.T(v.Lang, "error."+words+"_body")
	var denial *gate.Denial
	if errors.As(err, &denial) && len(denial.Reasons) > 0 {
		first := denial.Reasons[0]
		code, gaps := string(first.Code), text.Data(first.Gaps())
		body = text.Reason(v.Lang, code, gaps) + " " + text.Remedy(v.Lang, code, gaps)
	}
	page := ui.FailurePage(ui.Failure{
		Page: v.Page, Title: text.T(v.Lang, "error."+words), Body: body,
		Back: &ui.Link{Label: text.T(v.Lang, "error.back"), Href: ui.PathHome},
	})
	if err := Show(w, r, status, page); err != nil {
		slog.ErrorContext(r.Context(), "web: failure page failed", "cause", err)
	}
}
