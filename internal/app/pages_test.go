package app_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"slovo/internal/app"
	"slovo/internal/ledger"
)

// visitor is a browser without scripts: every form works without them.
type visitor struct {
	t      *testing.T
	base   string
	client *http.Client
}

func visit(t *testing.T, r app.DemoReady) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t, r.URL, &http.Client{Jar: jar, Timeout: 20 * time.Second}}
}

func (v *visitor) do(r *http.Request) (*http.Response, string) {
	v.t.Helper()
	answer, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer, string(body)
}

func (v *visitor) get(path string) (*http.Response, string) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.base+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", "en")
	return v.do(r)
}

// post sends the form, from our own page or from another site.
func (v *visitor) post(path, site string, form url.Values) (*http.Response, string) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", site)
	r.Header.Set("Accept-Language", "en")
	return v.do(r)
}

func (v *visitor) signIn(s app.DemoStaff) *visitor {
	v.t.Helper()
	code, err := totp.GenerateCode(s.TOTP, time.Now())
	if err != nil {
		v.t.Fatal(err)
	}
	answer, _ := v.post("/signin", "same-origin", url.Values{"login": {s.Login}, "password": {s.Password}, "code": {code}})
	if answer.Request.URL.Path != "/" {
		v.t.Fatalf("signed in, and came to %s with %d", answer.Request.URL.Path, answer.StatusCode)
	}
	return v
}

// openCase opens a case by phone and returns its path.
func (v *visitor) openCase(customer string) string {
	v.t.Helper()
	answer, _ := v.post("/desk/cases", "same-origin", url.Values{"customer": {customer}, "channel": {"phone"}, "purpose": {"support"}})
	return answer.Request.URL.Path
}

func TestPagesKeepToThemselves(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	matter := agent.openCase(string(r.Customer.ID))
	for _, path := range []string{"/signin", "/desk", "/desk/customers/" + string(r.Customer.ID), matter, "/nowhere"} {
		answer, body := agent.get(path)
		h := answer.Header
		if h.Get("Cache-Control") != "no-store" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: headers are %v", path, h)
		}
		for name, value := range r.Customer.Values {
			if strings.Contains(body, value) {
				t.Errorf("%s: %s is on the page of a customer who is not verified", path, name)
			}
		}
	}
}

// TestNothingWithAValueIsKept: whoever answers with a value, by page or by
// API, tells every cache to keep nothing.
func TestNothingWithAValueIsKept(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	matter := agent.openCase(string(r.Customer.ID))
	proof := url.Values{"pin": {r.Customer.Factors["pin"]}, "card_last4": {r.Customer.Factors["card_last4"]}}
	for _, tt := range []struct {
		path string
		form url.Values
		open bool // the phone is on the page
	}{
		{"/desk/find", url.Values{"q": {r.Customer.Values["phone"]}}, false},
		{matter + "/verification", proof, false},
		{matter + "/reveal", url.Values{"field": {"phone"}}, true},
		{matter + "/reveal", url.Values{"field": {"nothing"}}, false},
		{matter + "/close", url.Values{}, false},
	} {
		answer, body := agent.post(tt.path, "same-origin", tt.form)
		if answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: Cache-Control is %q", tt.path, answer.Header.Get("Cache-Control"))
		}
		if open := strings.Contains(body, "+7 900 000"); open != tt.open {
			t.Errorf("%s: the phone is open: %t, want %t", tt.path, open, tt.open)
		}
		if !strings.Contains(body, `hx-history="false"`) {
			t.Errorf("%s: htmx may take a picture of the page for its history", tt.path)
		}
	}
}

func TestDoorsAreShut(t *testing.T) {
	r := demoCompany(t, "")
	agent := member(t, r, "agent")
	stranger, inside := visit(t, r), visit(t, r).signIn(agent)
	other := visit(t, r).signIn(member(t, r, "accountant"))
	matter := inside.openCase(string(r.Customer.ID))
	for _, tt := range []struct {
		name   string
		answer func() (*http.Response, string)
		path   string // where it ends
		status int
	}{
		{"a stranger at the desk", func() (*http.Response, string) { return stranger.get("/desk") }, "/signin", 200},
		{"a stranger at a case", func() (*http.Response, string) { return stranger.get(matter) }, "/signin", 200},
		{"a wrong password", func() (*http.Response, string) {
			return stranger.post("/signin", "same-origin", url.Values{"login": {agent.Login}, "password": {"wrong"}, "code": {"000000"}})
		}, "/signin", 401},
		{"another site's form", func() (*http.Response, string) {
			return inside.post("/desk/cases", "cross-site", url.Values{"customer": {string(r.Customer.ID)}, "channel": {"phone"}, "purpose": {"support"}})
		}, "/desk/cases", 403},
		{"another colleague's case", func() (*http.Response, string) { return other.get(matter) }, matter, 403},
		{"requests without the duty", func() (*http.Response, string) { return inside.get("/requests") }, "/requests", 403},
		{"a link that never was", func() (*http.Response, string) { return stranger.get("/enrol/abc") }, "/enrol/abc", 200},
		{"an address back to another site", func() (*http.Response, string) {
			return stranger.post("/lang", "same-origin", url.Values{"lang": {"en"}, "back": {"//evil.example"}})
		}, "/signin", 200},
		{"an address that a tab hides", func() (*http.Response, string) {
			return stranger.post("/lang", "same-origin", url.Values{"lang": {"en"}, "back": {"/\t/evil.example/x"}})
		}, "/signin", 200},
		{"reveal before the proof", func() (*http.Response, string) {
			return inside.post(matter+"/reveal", "same-origin", url.Values{"field": {"phone"}})
		}, matter + "/reveal", 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			answer, body := tt.answer()
			if answer.Request.URL.Path != tt.path || answer.StatusCode != tt.status {
				t.Errorf("ended at %s with %d, want %s with %d", answer.Request.URL.Path, answer.StatusCode, tt.path, tt.status)
			}
			if strings.Contains(body, r.Customer.Values["phone"]) {
				t.Error("the phone is on the page")
			}
		})
	}
}

var receiptLink = regexp.MustCompile(`href="(/desk/cases/[^"]+/receipts/[0-9]+)"`)

func TestAReceiptFromThePageHolds(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	matter := agent.openCase(string(r.Customer.ID))
	agent.post(matter+"/verification", "same-origin", url.Values{"pin": {r.Customer.Factors["pin"]}, "card_last4": {r.Customer.Factors["card_last4"]}})
	_, page := agent.post(matter+"/reveal", "same-origin", url.Values{"field": {"phone"}})
	if !strings.Contains(page, "+7 900 000") {
		t.Fatal("the phone did not open")
	}
	links := receiptLink.FindAllStringSubmatch(page, -1)
	if len(links) == 0 {
		t.Fatal("no entry on the page leads to its receipt")
	}
	last := links[len(links)-1][1]
	var body string
	for range 40 { // it has its place in the tree within a second
		var answer *http.Response
		if answer, body = agent.get(last); answer.StatusCode == http.StatusOK {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	held, err := ledger.VerifyReceipt([]byte(body), r.LedgerKey)
	if err != nil || held.Entry.Act != ledger.ActReveal || held.Entry.Customer != r.Customer.ID {
		t.Errorf("the receipt: %+v, %v", held.Entry, err)
	}
	var whole map[string]any
	if err := json.Unmarshal([]byte(body), &whole); err != nil || strings.Contains(body, r.Customer.Values["phone"]) {
		t.Errorf("the receipt holds the value, or is not JSON: %v", err)
	}
	if answer, _ := agent.get(matter + "/receipts/1"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("an entry of before the case: %d, want 404", answer.StatusCode)
	}
}
