package web

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"slovo/internal/today"
	"slovo/internal/web/visit"
)

var gap = regexp.MustCompile(`\{[a-z]+\}`)

// shown tells whether a GET of the path shows a page.
func shown(path string) bool {
	mux := http.NewServeMux()
	for _, pattern := range Addresses() {
		mux.HandleFunc(pattern, func(http.ResponseWriter, *http.Request) {})
	}
	r, err := http.NewRequest(http.MethodGet, path, nil) //nolint:noctx // it is only looked up
	if err != nil {
		return false
	}
	_, pattern := mux.Handler(r)
	return strings.HasPrefix(pattern, "GET ")
}

// After a form's answer the language switch leads to a page that there is.
func TestEveryFormHasAPageToGoBackTo(t *testing.T) {
	forms := 0
	for _, pattern := range Addresses() {
		path, form := strings.CutPrefix(pattern, "POST ")
		if !form {
			continue
		}
		forms++
		path = gap.ReplaceAllString(path, "x1")
		if back := visit.Back(path); !shown(back) {
			t.Errorf("%s: the way back is %s, where no page is", path, back)
		}
	}
	if forms < 30 {
		t.Errorf("only %d forms were looked at", forms)
	}
}

// What the first page leads to is there.
func TestTodayLeadsToPagesThatThereAre(t *testing.T) {
	for check, places := range today.Places() {
		for _, place := range places {
			if !shown(place) {
				t.Errorf("%s leads to %s, where no page is", check, place)
			}
		}
	}
}

// An address that only takes forms, opened as a page, leads to the page on
// which the form stands.
func TestAFormsAddressLeadsToItsPage(t *testing.T) {
	for path, want := range map[string]string{
		"/desk/find": "/desk", "/desk/cases/c1/verification": "/desk/cases/c1", "/tokens/t1/revocation": "/tokens",
		"/signout": "/", "/nowhere": "", "/desk/find/": "",
	} {
		w := httptest.NewRecorder()
		led := visit.Lead(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if got := w.Header().Get("Location"); got != want || led != (want != "") {
			t.Errorf("%s leads to %q, want %q", path, got, want)
		}
	}
}

// Times on pages are told by the company's own clock, never the server's:
// nothing here asks for the server's.
func TestNoPageTellsTheServersTime(t *testing.T) {
	servers := regexp.MustCompile(`\.Local\(\)|time\.Local\b|text\.(When|Day|Date)\(.*, [a-z]\.Now\(\)\)`)
	seen := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path) //nolint:gosec // our own
		if servers.Match(source) {
			t.Errorf("%s: the server's clock: ask Frame.Local", path)
		}
		seen++
		return err
	})
	if err != nil || seen < 50 {
		t.Errorf("%d files were seen: %v", seen, err)
	}
}
