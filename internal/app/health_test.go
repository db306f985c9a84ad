package app_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"slovo/internal/app"
)

// journal takes what the server logs.
type journal struct {
	sync.Mutex
	bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.Lock()
	defer j.Unlock()
	return j.Buffer.Write(b)
}

func (j *journal) text() string {
	j.Lock()
	defer j.Unlock()
	return j.String()
}

// listened logs in JSON, as a server without a terminal does, into a journal.
func listened(t *testing.T) *journal {
	t.Helper()
	before, j := slog.Default(), &journal{}
	slog.SetDefault(slog.New(slog.NewJSONHandler(j, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	return j
}

// grumbler is a mail server that repeats every address and takes none.
func grumbler(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close() //nolint:errcheck // a test's
				fmt.Fprint(conn, "220 here\r\n")
				for lines := bufio.NewScanner(conn); lines.Scan(); {
					answer := "250 fine"
					if strings.HasPrefix(strings.ToUpper(lines.Text()), "RCPT") {
						answer = "550 nobody here: " + lines.Text()
					}
					fmt.Fprint(conn, answer+"\r\n")
				}
			}()
		}
	}()
	return l.Addr().String()
}

// mailing is the demo's company, served anew with a mail server.
func mailing(t *testing.T, server string) app.DemoReady {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	made, stop := context.WithCancel(t.Context())
	var r app.DemoReady
	if err := app.Demo(made, app.DemoOptions{Keep: dir, Listen: "localhost:0"}, func(d app.DemoReady) { r = d; stop() }); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "slovo.yaml")
	settings, err := os.ReadFile(path) //nolint:gosec // the test's own
	if err != nil {
		t.Fatal(err)
	}
	mail := fmt.Sprintf("mail: {server: %q, from: shop@example.org, tls: none}\n", server)
	settings = regexp.MustCompile(`(?m)^mail:\n(?:    .*\n)*`).ReplaceAll(settings, []byte(mail))
	if err := os.WriteFile(path, settings, 0o600); err != nil {
		t.Fatal(err)
	}
	r.URL = serving(t, dir)
	return r
}

// serving opens the folder and serves it until the test ends.
func serving(t *testing.T, dir string) string {
	t.Helper()
	c, err := app.Open(t.Context(), dir, false)
	if err != nil {
		t.Fatal(err)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- c.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return fmt.Sprintf("http://localhost:%d", l.Addr().(*net.TCPAddr).Port)
}

// forms are the ways in which a value could stand somewhere.
func forms(value string) map[string]string {
	return map[string]string{
		"as it is": value, "in an address": url.QueryEscape(value), "in a path": url.PathEscape(value),
		"hex": hex.EncodeToString([]byte(value)), "base64": base64.StdEncoding.EncodeToString([]byte(value))[:len(value)/3*4],
	}
}

// TestLogsAndMetricsHoldNoValue drives the whole trip by page and API, with
// its refusals, its slips and a mail server that repeats addresses.
func TestLogsAndMetricsHoldNoValue(t *testing.T) {
	j := listened(t)
	r := mailing(t, grumbler(t))
	canaries := map[string]string{
		"typed name": "Канарейка Жёлтая", "typed e-mail": "canary-7781@example.org", "typed phone": "+79000817263",
		"wrong PIN": "770815", "bad phone": "canary-no-phone-55", "search": "canary-search-99",
		"password": member(t, r, "agent").Password, "codes": member(t, r, "agent").TOTP, "token": r.Tokens.Agent,
	}
	for name, value := range r.Customer.Values {
		if len(value) > 4 {
			canaries["customer's "+name] = value
		}
	}
	canary(t, r, canaries)
	figures := read200(t, r.URL+"/metrics")
	if !strings.Contains(j.text(), "letter was not sent") || !strings.Contains(figures, `slovo_http_answers_total{part="api",status="4xx"}`) {
		t.Fatalf("nothing was logged or counted that could hold a value: %s", j.text())
	}
	for line := range strings.Lines(j.text()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %s", line)
		}
	}
	for name, value := range canaries {
		for form, written := range forms(value) {
			for where, text := range map[string]string{"log": j.text(), "metrics": figures} {
				if strings.Contains(text, written) {
					t.Errorf("the %s, %s, is in the %s", name, form, where)
				}
			}
		}
	}
	if strings.Contains(figures, string(r.Customer.ID)) {
		t.Error("a customer's id is among the figures")
	}
}

// canary goes the trip, and slips wherever something is typed.
func canary(t *testing.T, r app.DemoReady, c map[string]string) {
	t.Helper()
	for path, body := range map[string]string{
		"/customers":                fmt.Sprintf(`{"purposes":["support"],"fields":{"name":%q,"email":%q,"phone":%q}}`, c["typed name"], c["typed e-mail"], c["typed phone"]),
		"/customers?" + c["search"]: fmt.Sprintf(`{"purposes":["support"],"fields":{"phone":%q}}`, c["bad phone"]),
		"/customers/search":         fmt.Sprintf(`{"field":"email","value":%q}`, c["search"]),
		"/cases":                    `{"broken ` + c["typed name"],
		"/nowhere/" + c["search"]:   `{}`,
	} {
		api(t, r, http.MethodPost, path, body)
	}
	agent := visit(t, r).signIn(member(t, r, "agent"))
	agent.get("/desk/customers/" + c["search"])
	agent.post("/desk/search", "same-origin", url.Values{"q": {c["typed e-mail"]}})
	agent.post("/desk/search", "cross-site", url.Values{"q": {c["search"]}})
	matter := agent.openCase(string(r.Customer.ID))
	agent.post(matter+"/verification", "same-origin", url.Values{"pin": {c["wrong PIN"]}, "card_last4": {"0001"}})
	agent.post(matter+"/verification", "same-origin", url.Values{"pin": {r.Customer.Factors["pin"]}, "card_last4": {r.Customer.Factors["card_last4"]}})
	if _, page := agent.post(matter+"/reveal", "same-origin", url.Values{"field": {"phone"}}); !strings.Contains(page, "+7 900 000") {
		t.Error("the phone did not open")
	}
	here := agent.here(r.Customer)
	agent.post(here+"/fields/phone", "same-origin", url.Values{"value": {c["bad phone"]}})
	agent.post(here+"/fields/phone", "same-origin", url.Values{"value": {c["typed phone"]}})
}

func read200(t *testing.T, address string) string {
	t.Helper()
	status, text := asked(t, address, "")
	if status != http.StatusOK {
		t.Fatalf("%s: %d", address, status)
	}
	return text
}

func asked(t *testing.T, address, from string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if from != "" {
		request.Header.Set("X-Forwarded-For", from)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	var text bytes.Buffer
	if _, err := text.ReadFrom(answer.Body); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, text.String()
}

func TestAServerTellsThatItIsReady(t *testing.T) {
	r := demoCompany(t, "")
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": `{"ready":true}` + "\n"} {
		if got := read200(t, r.URL+path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	for _, want := range []string{"\nslovo_ready 1\n", "\nslovo_backup_timestamp_seconds 0\n", "\nslovo_backup_drill_timestamp_seconds 0\n", "\nslovo_log_entries ", "\nslovo_log_sequenced_timestamp_seconds 1"} {
		if !strings.Contains("\n"+read200(t, r.URL+"/metrics"), want) {
			t.Errorf("metrics do not tell %q", want)
		}
	}
}

// TestALogThatStandsStillIsNotReady serves a handler whose log nobody
// folds in: everything else would pass.
func TestALogThatStandsStillIsNotReady(t *testing.T) {
	s := served(t, nil)
	if status, text := asked(t, s.URL+"/readyz", ""); status != http.StatusServiceUnavailable || text != `{"ready":false,"why":["log"]}`+"\n" {
		t.Errorf("%d %s", status, text)
	}
	if status, _ := asked(t, s.URL+"/healthz", ""); status != http.StatusOK {
		t.Errorf("alive: %d", status)
	}
}

// TestFiguresAreNotForEverybody: they tell how much a company does.
func TestFiguresAreNotForEverybody(t *testing.T) {
	here := netip.MustParsePrefix("127.0.0.0/8")
	for _, tt := range []struct {
		name, from string
		proxies    app.Proxies
		want       int
	}{
		{"from this machine", "", nil, http.StatusOK},
		{"through a proxy that is not named", "203.0.113.1", nil, http.StatusNotFound},
		{"through a proxy that is", "203.0.113.1", app.Proxies{here}, http.StatusNotFound},
		{"through it from a network that may", "198.51.100.7", app.Proxies{here}, http.StatusOK},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := served(t, tt.proxies)
			if status, _ := asked(t, s.URL+"/metrics", tt.from); status != tt.want {
				t.Errorf("%d, want %d", status, tt.want)
			}
		})
	}
}
