package webtest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What the kit would never find, it would never report: a page that breaks
// two rules is told so, under slovo's own content policy.
func TestFindsWhatIsBroken(t *testing.T) {
	bad := `<!DOCTYPE html><html><head><title>x</title></head><body><main><input><p><font color="#ccc">faint</font></p></main></body></html>`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'")
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(bad))
	}))
	t.Cleanup(server.Close)
	ctx := Browser(t, "en")
	if err := chromedp.Do(ctx, Look("light", 360), chromedp.Navigate(server.URL)); err != nil {
		t.Fatal(err)
	}
	found, err := audit(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, v := range found {
		rules = append(rules, v.Rule)
	}
	all := strings.Join(rules, " ")
	for _, want := range []string{"label", "html-has-lang", "color-contrast"} {
		if !strings.Contains(all, want) {
			t.Errorf("found %s, not %s", all, want)
		}
	}
}
