package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"slovo/internal/app"
)

// noValue fails where the page shows a value of the customer's.
func noValue(t *testing.T, where, page string, r app.DemoReady) {
	t.Helper()
	for name, value := range r.Customer.Values {
		if strings.Contains(page, value) || name == "phone" && strings.Contains(digits(page), digits(value)) {
			t.Errorf("%s: %s is on the page", where, name)
		}
	}
}

var finishForm = regexp.MustCompile(`action="(/desk/tasks/[^"]+)"`)

func TestATaskIsWrittenOnceAndFinished(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	matter := agent.openCase(string(r.Customer.ID))
	form := url.Values{"kind": {"call_back"}, "due": {time.Now().AddDate(0, 0, 1).Format(time.DateOnly)}, "login": {""}}
	for name, wrong := range map[string]url.Values{
		"a day gone by":                 {"kind": {"call_back"}, "due": {"2020-01-01"}},
		"no day":                        {"kind": {"call_back"}, "due": {"soon"}},
		"nobody":                        {"kind": {"call_back"}, "due": form["due"], "login": {"nobody"}},
		"who does not work for support": {"kind": {"call_back"}, "due": form["due"], "login": {member(t, r, "marketer").Login}},
	} {
		if answer, page := agent.post(matter+"/tasks", "same-origin", wrong); answer.StatusCode != http.StatusUnprocessableEntity || finishForm.MatchString(page) {
			t.Errorf("%s: %d", name, answer.StatusCode)
		}
	}
	for range 2 {
		answer, page := agent.post(matter+"/tasks", "same-origin", form)
		if answer.Request.URL.Path != matter || len(finishForm.FindAllString(page, -1)) != 1 {
			t.Errorf("ended at %s with %d tasks", answer.Request.URL.Path, len(finishForm.FindAllString(page, -1)))
		}
	}
	customer := "/desk/customers/" + string(r.Customer.ID)
	for _, path := range []string{"/desk", customer} {
		_, page := agent.get(path)
		noValue(t, path, page, r)
		if !strings.Contains(page, "Call back") {
			t.Errorf("%s: the task is not there", path)
		}
	}
	_, page := agent.get(customer)
	done := found(t, finishForm, page)
	for range 2 { // done twice is done
		if answer, page := agent.post(done, "same-origin", url.Values{"back": {customer}}); answer.Request.URL.Path != customer || finishForm.MatchString(page) {
			t.Errorf("finish: ended at %s with %d", answer.Request.URL.Path, answer.StatusCode)
		}
	}
	if answer, _ := agent.post(done, "same-origin", url.Values{"back": {"//evil.example"}}); answer.Request.URL.Path != "/desk" {
		t.Errorf("a way back to another site ended at %s", answer.Request.URL)
	}
}

// byProgram looks at the customer's record as a program does.
func byProgram(t *testing.T, r app.DemoReady) {
	t.Helper()
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.URL+"/api/v1/customers/"+string(r.Customer.ID), nil)
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Authorization", "Bearer "+r.Tokens.Agent)
	answer, err := http.DefaultClient.Do(ask)
	if err != nil || answer.Body.Close() != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("a program's look: %v, %v", answer, err)
	}
}

func TestTheHistoryTellsWhoAndHoldsNoValue(t *testing.T) {
	r := demoCompany(t, "")
	colleague := member(t, r, "agent")
	agent := visit(t, r).signIn(colleague)
	matter := agent.openCase(string(r.Customer.ID))
	agent.post(matter+"/reveal", "same-origin", url.Values{"field": {"phone"}}) // refused
	agent.post(matter+"/verification", "same-origin", url.Values{"pin": {r.Customer.Factors["pin"]}, "card_last4": {r.Customer.Factors["card_last4"]}})
	if _, page := agent.post(matter+"/reveal", "same-origin", url.Values{"field": {"phone"}}); !strings.Contains(page, "+7 900 000") {
		t.Fatal("the phone did not open")
	}
	history := "/desk/customers/" + string(r.Customer.ID) + "/history"
	_, page := agent.get(history)
	noValue(t, history, page, r)
	for _, want := range []string{"Opened: phone.", "Refused: Opened: phone.", "Check of the customer", "Accesses by the week"} {
		if !strings.Contains(page, want) {
			t.Errorf("the history does not tell “%s”", want)
		}
	}
	body := page[strings.Index(page, `id="main"`):]
	if strings.Contains(body, colleague.Name) {
		t.Error("who does not read the log by duty is told the account's name, which the charter keeps from customers")
	}
	receipt := found(t, regexp.MustCompile(`href="([^"]+/receipts/[0-9]+)"`), body)
	if answer, proof := agent.get(receipt); answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "application/json" {
		t.Errorf("the receipt: %d %s", answer.StatusCode, proof)
	}
	owner := visit(t, r).signIn(member(t, r, "owner"))
	if _, page := owner.get(history); !strings.Contains(page, colleague.Name) {
		t.Error("who reads the log by duty is not told the account's name")
	}
	byProgram(t, r)
	if _, page := owner.get(history); !strings.Contains(page, "by a program, whose token was made by") {
		t.Error("who reads the log by duty is not told of a program, and who made its token")
	}
	marketer := visit(t, r).signIn(member(t, r, "marketer"))
	for _, path := range []string{history, receipt} {
		if answer, page := marketer.get(path); answer.StatusCode != http.StatusForbidden || strings.Contains(page, "Opened") {
			t.Errorf("a marketer at %s: %d", path, answer.StatusCode)
		}
	}
	if answer, _ := agent.get(history + "?below=x"); answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a page of no number: %d", answer.StatusCode)
	}
	if _, page := agent.get(history + "?below=2"); strings.Count(page, `class="line `) != 1 || !strings.Contains(page, "To the latest") {
		t.Error("the page below the second entry does not hold the first alone")
	}
}

func TestAnEventIsWrittenOnce(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	customer := "/desk/customers/" + string(r.Customer.ID)
	form := url.Values{"event": {"return_closed"}, "at": {"2026-01-15"}, "back": {customer}}
	for range 2 {
		answer, page := agent.post(customer+"/events", "same-origin", form)
		if answer.Request.URL.Path != customer || strings.Count(page, "<dt>return closed</dt>") != 1 {
			t.Errorf("ended at %s; the event stands %d times", answer.Request.URL.Path, strings.Count(page, "<dt>return closed</dt>"))
		}
	}
	if _, page := agent.get(customer + "/history"); strings.Count(page, "Event written down") != 1 {
		t.Error("the log does not tell of it once")
	}
	for name, wrong := range map[string]url.Values{
		"what slovo sets itself": {"event": {"created"}, "at": {"2026-01-15"}},
		"a day to come":          {"event": {"return_closed"}, "at": {"2999-01-01"}},
		"no day":                 {"event": {"return_closed"}, "at": {""}},
	} {
		if answer, _ := agent.post(customer+"/events", "same-origin", wrong); answer.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, answer.StatusCode)
		}
	}
	if answer, _ := visit(t, r).signIn(member(t, r, "marketer")).post(customer+"/events", "same-origin", form); answer.StatusCode != http.StatusForbidden {
		t.Errorf("a marketer: %d", answer.StatusCode)
	}
}
