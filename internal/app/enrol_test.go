package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"slovo/internal/demo"
)

var (
	markField = regexp.MustCompile(`name="mark" value="([^"]+)"`)
	seedText  = regexp.MustCompile(`<code>([A-Z2-7 ]{39})</code>`)
	foundOne  = regexp.MustCompile(`/desk/customers/([A-Za-z0-9_-]+)`)
)

// found returns the group's text on the page, or fails the test.
func found(t *testing.T, what *regexp.Regexp, page string) string {
	t.Helper()
	match := what.FindStringSubmatch(page)
	if match == nil {
		t.Fatalf("the page has no %s", what)
	}
	return match[1]
}

// open opens a case over the channel and returns its path.
func (v *visitor) open(customer, channel string) string {
	v.t.Helper()
	answer, _ := v.post("/desk/cases", "same-origin", url.Values{"customer": {customer}, "channel": {channel}, "purpose": {"support"}})
	return answer.Request.URL.Path
}

// codeAt is the app's code some steps of 30 seconds from now.
func codeAt(t *testing.T, seed string, steps int) string {
	t.Helper()
	code, err := totp.GenerateCode(seed, time.Now().Add(time.Duration(steps)*30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// A customer at the counter sets the PIN and connects an app on one page,
// and then proves on the phone with the two of them.
func TestACustomerSetsAPINAndAnApp(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	anna := demo.People()[2] // the first two have a PIN
	_, page := agent.post("/desk/find", "same-origin", url.Values{"q": {anna.Account}})
	id := found(t, foundOne, page)
	handed, page := agent.post(agent.open(id, "in_person")+"/enrolment", "same-origin", url.Values{
		"seen": {"yes"}, "document": {"passport"}, "fact": {"account_number"}, "answer": {anna.Account},
	})
	link, mark, shown := handed.Request.URL.Path, found(t, markField, page), found(t, seedText, page)
	if !strings.HasPrefix(link, "/enrol/") || !strings.Contains(page, "<svg role=\"img\"") || handed.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("the page that is handed over: %s, %v", link, handed.Header)
	}
	customer, seed := visit(t, r), strings.ReplaceAll(shown, " ", "")
	form := func(again, code string) url.Values {
		return url.Values{"pin": {"804172"}, "again": {again}, "mark": {mark}, "code": {code}}
	}
	for name, wrong := range map[string]url.Values{
		"a wrong code":     form("804172", "12"),
		"PINs that differ": form("804173", codeAt(t, seed, 0)),
	} {
		answer, page := customer.post(link, "same-origin", wrong)
		if answer.StatusCode != http.StatusUnprocessableEntity || found(t, seedText, page) != shown || !strings.Contains(page, "open>") {
			t.Errorf("%s: %d, or another seed than before", name, answer.StatusCode)
		}
	}
	if answer, page := customer.post(link, "same-origin", form("804172", codeAt(t, seed, 0))); answer.StatusCode != http.StatusOK || !strings.Contains(page, "The PIN and the app are saved") {
		t.Fatalf("set: %d", answer.StatusCode)
	}
	if _, page := customer.get(link); !strings.Contains(page, "This link was") || strings.Contains(page, `name="mark"`) {
		t.Errorf("the link opens twice: %s", page)
	}
	call := agent.open(id, "phone")
	if _, page := agent.post(call+"/verification", "same-origin", url.Values{"pin": {"804172"}, "totp": {codeAt(t, seed, 1)}}); !strings.Contains(page, call+"/reveal") {
		t.Error("the PIN and the app's next code do not pass")
	}
}
