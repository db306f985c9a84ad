package help_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/manual"
	"slovo/internal/text"
	"slovo/internal/web"
	"slovo/internal/web/help"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
	"slovo/internal/web/webtest"
)

// nobody is signed in.
type nobody struct{ visit.Staff }

func (nobody) SessionActor(context.Context, slovo.Value) (slovo.Actor, error) {
	return slovo.Actor{}, slovo.ErrUnauthenticated
}

func pages() http.Handler {
	frame := &visit.Frame{Staff: nobody{}, Charter: func() *charter.Charter { return &charter.Charter{} }}
	return (&web.Console{Frame: frame, Help: &help.Pages{}}).Handler()
}

func get(t *testing.T, path string, lang slovo.Lang) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.AddCookie(&http.Cookie{Name: visit.LangCookie, Value: string(lang)})
	w := httptest.NewRecorder()
	pages().ServeHTTP(w, r)
	return w
}

// Whoever is not signed in reads every page, in both languages, and none
// that is not there.
func TestAnybodyReadsEveryPage(t *testing.T) {
	for _, l := range []slovo.Lang{slovo.RU, slovo.EN} {
		index := get(t, ui.PathHelp, l).Body.String()
		for _, page := range append(manual.Topics(l), manual.References(l)...) {
			path := ui.ManualPath(page.Slug)
			if !strings.Contains(index, `href="`+path+`"`) {
				t.Errorf("%s: the first page does not lead to %s", l, path)
			}
			if w := get(t, path, l); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), page.HTML) {
				t.Errorf("%s %s: %d, or not the page", l, path, w.Code)
			}
		}
		if w := get(t, ui.ManualPath("no-such"), l); w.Code != http.StatusNotFound {
			t.Errorf("a page that is not there: %d", w.Code)
		}
	}
}

// What keeps a page among its own, on a page that is there and one that is not.
func TestHeadersKeepAPageToItself(t *testing.T) {
	for _, path := range []string{ui.PathHelp, ui.ManualPath("no-such")} {
		h := get(t, path, slovo.EN).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
			"Content-Type": "text/html; charset=utf-8", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, h.Get(name), want)
			}
		}
		for _, part := range []string{"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} {
			if policy := h.Get("Content-Security-Policy"); !strings.Contains(policy, part) || strings.Contains(policy, "unsafe") {
				t.Errorf("%s: the policy is %q, without %s", path, policy, part)
			}
		}
	}
}

func find(t *testing.T, typed, site string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, ui.PathHelpFind, strings.NewReader(url.Values{"q": {typed}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", site)
	w := httptest.NewRecorder()
	pages().ServeHTTP(w, r)
	return w
}

// A search needs no script; what was typed is shown as it was typed, and a
// form that another site sent is refused.
func TestSearchingTheHelp(t *testing.T) {
	if w := find(t, "receipt", "same-origin"); !strings.Contains(w.Body.String(), "<mark>receipt") || !strings.Contains(w.Body.String(), ui.ManualPath("log")) {
		t.Error("a receipt is not found")
	}
	if w := find(t, `"><script>alert(1)</script>`, "same-origin"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<script>") {
		t.Errorf("what was typed became a part of the page: %d", w.Code)
	}
	if w := find(t, "zzz", "same-origin"); !strings.Contains(w.Body.String(), text.T(slovo.EN, "manual.none_help")) {
		t.Error("nothing found, and nothing said")
	}
	if w := find(t, "receipt", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("another site's form: %d", w.Code)
	}
}

func TestEverybodyCanUseTheHelp(t *testing.T) {
	server := httptest.NewServer(pages())
	defer server.Close()
	for _, tt := range []struct {
		lang, theme, typed string
		wide               int64
	}{{"ru", "light", "квитанц", 360}, {"en", "dark", "receipt", 1440}} {
		ctx := webtest.Browser(t, tt.lang)
		for _, path := range []string{"/help", "/help/verify", "/help/commands", "/help/charter-keys", "/help/api"} {
			if err := chromedp.Do(ctx, webtest.Look(tt.theme, tt.wide), chromedp.Navigate(server.URL+path)); err != nil {
				t.Fatal(err)
			}
			webtest.Audit(t, ctx)
		}
		err := chromedp.Do(
			ctx, chromedp.Navigate(server.URL+"/help"), chromedp.SendKeys(chromedp.CSS(`#manual-q`), tt.typed+"\r"),
			chromedp.WaitVisible(chromedp.CSS(`.manualhits a[href^="/help/log"]`)),
		)
		if err != nil {
			t.Fatal(err)
		}
		webtest.Audit(t, ctx)
		at, err := chromedp.Run(ctx, chromedp.Location())
		if err != nil || strings.Contains(at, "?") {
			t.Errorf("what was typed stands in the address %s, %v", at, err)
		}
	}
}
