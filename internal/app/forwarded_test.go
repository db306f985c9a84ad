package app_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"slovo/internal/app"
)

// TestWhoIsThrottledBehindAProxy tries from two addresses that a proxy on
// this machine names: apart where the settings name the proxy, together
// where they do not. What the client wrote itself changes nothing.
func TestWhoIsThrottledBehindAProxy(t *testing.T) {
	for _, tt := range []struct {
		name, proxy, then string
		want              int
	}{
		{"trusted, from elsewhere", "127.0.0.0/8", "203.0.113.2", http.StatusUnauthorized},
		{"trusted, the same with a forged part", "127.0.0.0/8", "203.0.113.2, 203.0.113.1", http.StatusTooManyRequests},
		{"not trusted", "192.0.2.0/24", "203.0.113.2", http.StatusTooManyRequests},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := served(t, app.Proxies{netip.MustParsePrefix(tt.proxy)})
			for range 5 {
				if got := tryFrom(t, s, "203.0.113.1"); got != http.StatusUnauthorized {
					t.Fatalf("a wrong password: %d, want 401", got)
				}
			}
			if got := tryFrom(t, s, "203.0.113.1"); got != http.StatusTooManyRequests {
				t.Errorf("the sixth: %d, want 429", got)
			}
			if got := tryFrom(t, s, tt.then); got != tt.want {
				t.Errorf("from %s: %d, want %d", tt.then, got, tt.want)
			}
		})
	}
}

// served is a new company on this machine, behind those proxies.
func served(t *testing.T, proxies app.Proxies) *httptest.Server {
	t.Helper()
	founding := founding(t, filepath.Join(t.TempDir(), "shop"), "quiet-harbor-sings-at-noon")
	founding.Settings.Proxies = proxies
	founding.Settings.Metrics = app.Proxies{netip.MustParsePrefix("198.51.100.0/24")}
	if _, err := app.Init(t.Context(), founding); err != nil {
		t.Fatal(err)
	}
	c, err := app.Open(t.Context(), founding.Dir, false)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(c.Handler())
	t.Cleanup(func() {
		s.Close()
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// tryFrom signs in wrongly as the proxy hands it on, and returns the status.
func tryFrom(t *testing.T, s *httptest.Server, from string) int {
	t.Helper()
	form := url.Values{"login": {"boss"}, "password": {"wrong"}, "code": {"000000"}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/signin", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("X-Forwarded-For", from)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Error(err)
	}
	return answer.StatusCode
}
