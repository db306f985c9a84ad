package meter

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnswersAreCountedByClass(t *testing.T) {
	m := New()
	served := m.Count("pages", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/early":
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusForbidden)
		case "/written":
			_, _ = w.Write([]byte("yes"))
		case "/panic":
			panic("of the handler's")
		}
	}))
	for path, status := range map[string]int{"/early": 403, "/written": 200, "/nothing": 200, "/panic": 0} {
		func() {
			w := httptest.NewRecorder()
			defer func() {
				if (recover() != nil) != (status == 0) {
					t.Errorf("%s: the panic was kept, or made", path)
				}
			}()
			served.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		}()
	}
	m.Tell("slovo_told", func() float64 { return 7 })
	var said strings.Builder
	m.Write(&said)
	for _, want := range []string{
		`slovo_http_answers_total{part="pages",status="0xx"} 1`, // the panic
		`slovo_http_answers_total{part="pages",status="2xx"} 2`,
		`slovo_http_answers_total{part="pages",status="4xx"} 1`,
		`slovo_http_open{part="pages"} 0`,
		`slovo_http_seconds_count{part="pages"} 4`,
		"slovo_told 7", "process_resident_memory_bytes ",
	} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("not told: %s", want)
		}
	}
	if strings.Contains(said.String(), "early") {
		t.Error("an address is among the figures")
	}
}
