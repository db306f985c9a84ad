package assets

import (
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestServesUnderANameThatHoldsTheContent(t *testing.T) {
	for name, kind := range map[string]string{
		"slovo.css": "text/css; charset=utf-8", "slovo.js": "text/javascript; charset=utf-8",
		"htmx.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml",
		"fonts/golos-cyrillic.woff2": "font/woff2", "licenses/golos-text.txt": "text/plain; charset=utf-8",
	} {
		got := get(URL(name))
		if got.Code != http.StatusOK || got.Header().Get("Content-Type") != kind || got.Body.Len() == 0 {
			t.Errorf("%s: %d %s, %d bytes", name, got.Code, got.Header().Get("Content-Type"), got.Body.Len())
		}
		if !strings.Contains(got.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: Cache-Control %q", name, got.Header().Get("Cache-Control"))
		}
	}
}

func TestUnknownNamesAreNotFound(t *testing.T) {
	for _, path := range []string{Prefix, Prefix + "slovo.css", Prefix + "../assets.go", URL("none.css")} {
		if got := get(path); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
}

// The content policy allows nothing from elsewhere, and no data: either.
func TestStyleSheetAsksNobodyElse(t *testing.T) {
	css := get(URL("slovo.css")).Body.String()
	links := regexp.MustCompile(`url\(([^)]*)\)`).FindAllStringSubmatch(css, -1)
	if len(links) != 5 || strings.Contains(css, "@import") {
		t.Errorf("%d links; want the five fonts and no import", len(links))
	}
	for _, link := range links {
		if got := get(Prefix + strings.Trim(link[1], `"`)); got.Code != http.StatusOK {
			t.Errorf("%s: %d", link[1], got.Code)
		}
	}
}

func TestLockNamesNoHost(t *testing.T) {
	lock, err := os.ReadFile("package-lock.json")
	if err != nil || strings.Contains(string(lock), `"resolved"`) {
		t.Errorf("package-lock.json names where packages came from (or %v)", err)
	}
}

func TestIcon(t *testing.T) {
	if !strings.Contains(Icon("lock"), "<rect") || Icon("no such icon") != "" {
		t.Errorf("lock is %q", Icon("lock"))
	}
}

func get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}
