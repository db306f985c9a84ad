package app_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"slovo"
	"slovo/internal/app"
	"slovo/internal/text"
)

// here opens a case in person, and verifies the customer at the level high.
func (v *visitor) here(p app.DemoPerson) string {
	v.t.Helper()
	matter := v.open(string(p.ID), "in_person")
	v.post(matter+"/verification", "same-origin", url.Values{"pin": {p.Factors["pin"]}, "document": {"seen"}})
	return matter
}

var hiddenOnce = regexp.MustCompile(`name="once" value="([^"]+)"`)

func TestAFieldIsCorrectedAndSealedAgain(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	phone := agent.openCase(string(r.Customer.ID))
	form := phone + "/fields/phone"
	const fresh = "+7 900 000-77-66"
	if _, page := agent.get(form); strings.Contains(page, `name="value"`) || !strings.Contains(page, "Points missing: 5") {
		t.Error("the form is there before the customer is verified, or does not say what is missing")
	}
	if answer, page := agent.post(form, "same-origin", url.Values{"value": {fresh}}); answer.StatusCode != http.StatusForbidden || strings.Contains(digits(page), digits(fresh)) {
		t.Errorf("without verification: %d, or the value came back", answer.StatusCode)
	}
	matter := agent.here(r.Customer)
	form = matter + "/fields/phone"
	_, page := agent.get(form)
	mark := found(t, hiddenOnce, page)
	for _, tt := range []struct{ name, typed, says string }{
		{"nothing", "  ", "There is nothing here"},
		{"no phone", "12 99 77", "This is not a whole number"},
		{"a card", "4111 1111 1111 1111", "payment card"},
	} {
		answer, page := agent.post(form, "same-origin", url.Values{"value": {tt.typed}, "once": {mark}})
		if answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, tt.says) {
			t.Errorf("%s: %d, without “%s”", tt.name, answer.StatusCode, tt.says)
		}
		if typed := strings.TrimSpace(tt.typed); typed != "" && strings.Contains(page, typed) {
			t.Errorf("%s: the page repeats it", tt.name)
		}
	}
	for range 2 { // a form that is sent twice writes once
		answer, page := agent.post(form, "same-origin", url.Values{"value": {fresh}, "once": {mark}})
		if answer.Request.URL.Path != matter || strings.Count(page, "Corrected: phone.") != 1 {
			t.Errorf("ended at %s with %d lines", answer.Request.URL.Path, strings.Count(page, "Corrected: phone."))
		}
		if strings.Contains(digits(page), digits(fresh)) || !strings.Contains(page, "66</span>") {
			t.Error("the new value is open, or its mask is not there")
		}
	}
	if answer, _ := agent.get(matter + "/fields/nothing"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("a field that is not there: %d", answer.StatusCode)
	}
}

// TestEveryFieldIsWrittenThatCanBe: a list by its lines, a value that the
// record lacks, and of a conversation the page says that nobody types it.
func TestEveryFieldIsWrittenThatCanBe(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	status, body := api(t, r, http.MethodPost, "/customers", `{"purposes": ["support"], "fields": {"name": "Олег Новый", "phone": "+79000007788", "card_last4": "4321"}}`)
	var made struct{ ID string }
	if err := json.Unmarshal(body, &made); err != nil || status != http.StatusCreated {
		t.Fatalf("added with %d: %v", status, err)
	}
	matter := agent.open(made.ID, "in_person")
	agent.post(matter+"/verification", "same-origin", url.Values{"card_last4": {"4321"}, "document": {"seen"}})
	_, page := agent.get(matter)
	for field, offered := range map[string]bool{"account": true, "orders": true, "email": true, "messages": false} {
		if strings.Contains(page, `href="`+matter+"/fields/"+field+`"`) != offered {
			t.Errorf("%s is offered: want %t", field, offered)
		}
	}
	for _, tt := range []struct {
		field, typed string
		status       int
		says         string
	}{
		{"orders", "1; 2; 3; 4; 5", http.StatusUnprocessableEntity, "parts with semicolons"},
		{"orders", "4417; soon; 1190", http.StatusUnprocessableEntity, "parts with semicolons"},
		{"orders", "4417; 2026-11-12; 1190\n4102; 4111 1111 1111 1111", http.StatusUnprocessableEntity, "payment card"},
		{"orders", "4417; 2026-11-12; 1190; with the courier\n4102", http.StatusOK, "Corrected: orders."},
		{"messages", "hello", http.StatusUnprocessableEntity, "not written by hand"},
	} {
		answer, page := agent.post(matter+"/fields/"+tt.field, "same-origin", url.Values{"value": {tt.typed}})
		if answer.StatusCode != tt.status || !strings.Contains(page, tt.says) {
			t.Errorf("%s: %d, want %d and “%s”", tt.field, answer.StatusCode, tt.status, tt.says)
		}
	}
	if _, page = agent.post(matter+"/reveal", "same-origin", url.Values{"field": {"orders"}}); !strings.Contains(page, "with the courier\n4102") {
		t.Error("the list does not read as it was written")
	}
	if _, page = agent.get(matter + "/fields/orders"); !strings.Contains(page, "Correct: orders") {
		t.Error("what was added is offered to be added again")
	}
}

// TestAnEventSentAtOnceIsWrittenOnce: one form that is sent many times at once.
func TestAnEventSentAtOnceIsWrittenOnce(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	home := "/desk/customers/" + string(r.Customer.ID)
	_, page := agent.get(home)
	form := url.Values{"event": {"order_closed"}, "at": {time.Now().AddDate(0, 0, -3).Format(time.DateOnly)}, "once": {found(t, hiddenOnce, page)}}
	var sent sync.WaitGroup
	for range 8 {
		sent.Go(func() { agent.post(home+"/events", "same-origin", form) })
	}
	sent.Wait()
	_, page = agent.get(home + "/history")
	if n := strings.Count(page, text.T(slovo.EN, "act.event")); n != 1 {
		t.Errorf("the log tells of %d events, want one", n)
	}
}

// TestWhatIsWrongWithATaskStandsAtItsField, and what was typed is kept.
func TestWhatIsWrongWithATaskStandsAtItsField(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	matter := agent.openCase(string(r.Customer.ID))
	for _, tt := range []struct {
		field string
		form  url.Values
	}{
		{"due", url.Values{"kind": {"other"}, "due": {"2020-01-01"}, "login": {"kept.login"}}},
		{"due", url.Values{"kind": {"other"}, "due": {"soon"}, "login": {"kept.login"}}},
		{"login", url.Values{"kind": {"other"}, "due": {time.Now().AddDate(0, 0, 2).Format(time.DateOnly)}, "login": {"kept.login"}}},
	} {
		answer, page := agent.post(matter+"/tasks", "same-origin", tt.form)
		if answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, `id="error-`+tt.field+`"`) || !strings.Contains(page, `value="kept.login"`) {
			t.Errorf("%v: %d, want an error at %s and the login kept", tt.form, answer.StatusCode, tt.field)
		}
	}
}

// TestAnAppIsConnectedInPerson: the page behind the link asks for the app's
// code alone, and connects it.
func TestAnAppIsConnectedInPerson(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	matter := agent.here(r.Customer)
	if _, page := agent.get(matter); !strings.Contains(page, matter+"/authenticator") {
		t.Fatal("the case does not offer it")
	}
	answer, page := agent.post(matter+"/authenticator", "same-origin", nil)
	link := answer.Request.URL.Path
	if !strings.HasPrefix(link, "/enrol/") || strings.Contains(page, `name="pin"`) {
		t.Fatalf("ended at %s, or it asks for a PIN", link)
	}
	seed, mark := found(t, seedText, page), found(t, markField, page)
	if answer, page := agent.post(link, "same-origin", url.Values{"mark": {mark}, "code": {"000000"}}); answer.StatusCode != http.StatusUnprocessableEntity || found(t, seedText, page) != seed {
		t.Errorf("a wrong code: %d, or another seed", answer.StatusCode)
	}
	if _, page := agent.post(link, "same-origin", url.Values{"mark": {mark}, "code": {codeAt(t, strings.ReplaceAll(seed, " ", ""), 0)}}); !strings.Contains(page, "The app is connected") {
		t.Error("the right code did not connect it")
	}
	if _, page := agent.post(matter+"/authenticator", "same-origin", nil); !strings.Contains(page, "connected already") {
		t.Error("a second one is not refused in words")
	}
}

// TestThePageTellsWhichConversationIsInTheWay: a role that talks to nobody
// works while nobody talks, and is told so where somebody does.
func TestThePageTellsWhichConversationIsInTheWay(t *testing.T) {
	r := demoCompany(t, "")
	dispatcher := visit(t, r).signIn(member(t, r, "dispatcher"))
	answer, page := dispatcher.post("/desk/cases", "same-origin", url.Values{"customer": {string(r.Customer.ID)}, "channel": {"task"}, "purpose": {"fulfil"}})
	const told = "Another conversation with this customer is open"
	if strings.Contains(page, told) {
		t.Error("nobody talks, and the page says somebody does")
	}
	visit(t, r).signIn(member(t, r, "agent")).openCase(string(r.Customer.ID))
	if _, page = dispatcher.get(answer.Request.URL.Path); !strings.Contains(page, told) {
		t.Error("the page does not tell of the conversation")
	}
	if strings.Contains(page, "Verify the customer") {
		t.Error("it tells a role that talks to nobody to verify somebody")
	}
}
