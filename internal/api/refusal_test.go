package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
)

// nobody is an id of the right form that names no one.
var nobody = string(slovo.NewCustomerID())

// TestRefusals holds every operation to what it refuses. ID, CASE and OTHER
// stand for a customer, an unverified case of that customer's, and another
// customer.
func TestRefusals(t *testing.T) {
	h := sqlite(t)
	id, other := h.create(), h.create()
	matter := h.open("agent", id, "phone")
	names := strings.NewReplacer("ID", id, "CASE", matter, "OTHER", other, "NOBODY", nobody, "NOCASE", nobody+"-"+strings.Repeat("0", 13))
	for _, tt := range []struct {
		name   string
		who    string
		ask    string
		body   string
		status int
		codes  []string // where the gate refuses
		says   string   // of the body, elsewhere
	}{
		{"create: not a known purpose", "agent", "POST /customers", `{"fields":{"name":"Анна"},"purposes":["spam"]}`, 403, []string{"undeclared_purpose", "field_not_in_purpose name"}, ""},
		{"create: a role that adds nobody", "dispatcher", "POST /customers", `{"fields":{"name":"Анна"},"purposes":["support"]}`, 403, []string{"role_not_allowed"}, ""},
		{"create: a field that the charter does not have", "agent", "POST /customers", `{"fields":{"shoe":"42"},"purposes":["support"]}`, 403, []string{"undeclared_field at /fields/0"}, ""},
		{"create: a field that no purpose needs", "agent", "POST /customers", `{"fields":{"passport":"4510 123456"},"purposes":["support"]}`, 403, []string{"field_not_in_purpose passport"}, ""},
		{"create: consents that nobody gave", "agent", "POST /customers", `{"fields":{"email":"a@example.com"},"purposes":["promo"]}`, 403, []string{"role_not_allowed"}, ""},
		{"create: not a phone number", "agent", "POST /customers", `{"fields":{"phone":"call me maybe"},"purposes":["support"]}`, 422, nil, `"location":"body.fields.phone"`},
		{"create: a card's full number", "agent", "POST /customers", `{"fields":{"name":"4111 1111 1111 1111"},"purposes":["support"]}`, 422, nil, `holds a payment card's number`},
		{"create: a number for a text", "agent", "POST /customers", `{"fields":{"phone":79161234567},"purposes":["support"]}`, 422, nil, `"location":"body.fields.phone"`},
		{"create: no fields", "agent", "POST /customers", `{"purposes":["support"]}`, 422, nil, "expected required property fields"},
		{"create: no purposes", "agent", "POST /customers", `{"fields":{"name":"Анна"},"purposes":[]}`, 422, nil, "body.purposes"},
		{"create: a key of another's", "agent", "POST /customers", `{"fields":{"name":"Анна"},"purposes":["support"],"vip":true}`, 422, nil, `"location":"body","position":"/2","message":"unexpected property"`},
		{"create: a source that is no short name", "agent", "POST /customers", `{"fields":{"name":"Анна"},"purposes":["support"],"source":"Anna Zakharova"}`, 422, nil, `expected string to match pattern ^[a-z0-9_.:-]{1,64}$`},
		{"create: a card's number as the source", "agent", "POST /customers", `{"fields":{"name":"Анна"},"purposes":["support"],"source":"4111111111111111"}`, 422, nil, "source: not a short name"},
		{"create: nothing", "agent", "POST /customers", ``, 400, nil, "The body is missing"},
		{"create: half a JSON", "agent", "POST /customers", `{"fields":{"name":"Секрет`, 400, nil, "not JSON"},
		{"create: two JSONs", "agent", "POST /customers", `{"fields":{"name":"Анна"},"purposes":["support"]} {}`, 400, nil, "not JSON"},

		{"view: nobody", "agent", "GET /customers/NOBODY", "", 404, nil, ""},
		{"view: an id of no form", "agent", "GET /customers/7", "", 404, nil, ""},
		{"view: a role without a purpose of the customer's", "marketer", "GET /customers/ID", "", 403, []string{"role_not_allowed"}, ""},
		{"view: a case of no form", "agent", "GET /customers/ID?case=7", "", 422, nil, "query.case"},
		{"view: an unknown parameter", "agent", "GET /customers/ID?full=1", "", 422, nil, `"location":"query","message":"unknown query parameter"`},

		{"search: a field that is not searched", "agent", "POST /customers/search", `{"field":"orders","value":"A-17"}`, 403, []string{"undeclared_field"}, ""},
		{"search: a role that serves none", "auditor", "POST /customers/search", `{"field":"phone","value":"89161234567"}`, 403, []string{"role_not_allowed phone"}, ""},
		{"search: two letters", "agent", "POST /customers/search", `{"field":"name","value":"За"}`, 422, nil, "three letters"},
		{"search: not a phone number", "agent", "POST /customers/search", `{"field":"phone","value":"12"}`, 422, nil, "body.fields.phone"},

		{"event: not of the charter", "agent", "POST /customers/ID/events", `{"event":"birthday"}`, 422, nil, "not one that the charter lets others set"},
		{"event: slovo's own", "agent", "POST /customers/ID/events", `{"event":"created"}`, 422, nil, "not one that the charter lets others set"},
		{"event: of nobody", "agent", "POST /customers/NOBODY/events", `{"event":"order_closed"}`, 404, nil, ""},
		{"event: a role that does not serve", "marketer", "POST /customers/ID/events", `{"event":"order_closed"}`, 403, []string{"role_not_allowed"}, ""},
		{"event: not a time", "agent", "POST /customers/ID/events", `{"event":"order_closed","at":"yesterday"}`, 422, nil, "body.at"},

		{"case: without a customer", "agent", "POST /cases", `{"channel":"phone","purpose":"support"}`, 501, nil, "not built yet"},
		{"case: of nobody", "agent", "POST /cases", `{"customer":"NOBODY","channel":"phone","purpose":"support"}`, 404, nil, ""},
		{"case: an id of no form", "agent", "POST /cases", `{"customer":"7","channel":"phone","purpose":"support"}`, 404, nil, ""},
		{"case: no such channel", "agent", "POST /cases", `{"customer":"ID","channel":"fax","purpose":"support"}`, 422, nil, "body.channel"},
		{"case: a channel that the purpose does not have", "agent", "POST /cases", `{"customer":"ID","channel":"phone","purpose":"fulfil"}`, 403, []string{"field_not_in_purpose", "channel_not_allowed"}, ""},
		{"case: no such purpose", "agent", "POST /cases", `{"customer":"ID","channel":"phone","purpose":"spam"}`, 403, []string{"undeclared_purpose"}, ""},
		{"case: a role that does not serve", "marketer", "POST /cases", `{"customer":"ID","channel":"phone","purpose":"support"}`, 403, []string{"role_not_allowed"}, ""},
		{"close: nothing", "agent", "POST /cases/NOCASE/close", "", 404, nil, ""},
		{"close: an id of no form", "agent", "POST /cases/7/close", "", 404, nil, ""},
		{"close: a colleague's", "second", "POST /cases/CASE/close", "", 403, []string{"no_case"}, ""},
		{"codes", "agent", "POST /cases/CASE/codes", `{"kind":"sms_code"}`, 501, nil, "not built yet"},
		{"codes: an id of no form", "agent", "POST /cases/7/codes", `{"kind":"sms_code"}`, 404, nil, ""},

		{"verification: nothing", "agent", "POST /cases/CASE/verification", `{"factors":[]}`, 422, nil, "body.factors"},
		{"verification: one factor", "agent", "POST /cases/CASE/verification", `{"factors":[{"kind":"pin","answer":"728351"}]}`, 422, nil, "2 different factors"},
		{"verification: a face", "agent", "POST /cases/CASE/verification", `{"factors":[{"kind":"face","answer":"1"},{"kind":"pin","answer":"1"}]}`, 422, nil, "proves nothing"},
		{"verification: no answer", "agent", "POST /cases/CASE/verification", `{"factors":[{"kind":"pin"}]}`, 422, nil, "body.factors[0]"},
		{"verification: a number for a text", "agent", "POST /cases/CASE/verification", `{"factors":[{"kind":"pin","answer":728351}]}`, 422, nil, "body.factors[0].answer"},
		{"verification: of no case", "agent", "POST /cases/NOCASE/verification", factors(pin), 404, nil, ""},
		{"verification: a colleague's case", "second", "POST /cases/CASE/verification", factors(pin), 403, []string{"no_case"}, ""},

		{"reveal: nobody", "agent", "POST /customers/NOBODY/reveal", `{"fields":["phone"],"purpose":"support","case":"CASE"}`, 404, nil, ""},
		{"reveal: unverified", "agent", "POST /customers/ID/reveal", `{"fields":["phone"],"purpose":"support","case":"CASE"}`, 403, []string{"unverified phone"}, ""},
		{"reveal: without a case", "agent", "POST /customers/ID/reveal", `{"fields":["phone"],"purpose":"support"}`, 403, []string{"no_case", "unverified phone"}, ""},
		{"reveal: a case of no form", "agent", "POST /customers/ID/reveal", `{"fields":["phone"],"purpose":"support","case":"89161234567"}`, 403, []string{"no_case", "unverified phone"}, ""},
		{"reveal: in another's case", "agent", "POST /customers/OTHER/reveal", `{"fields":["phone"],"purpose":"support","case":"CASE"}`, 403, []string{"other_customer", "unverified phone"}, ""},
		{"reveal: in a colleague's case", "second", "POST /customers/ID/reveal", `{"fields":["phone"],"purpose":"support","case":"CASE"}`, 403, []string{"no_case", "unverified phone"}, ""},
		{"reveal: never shown", "agent", "POST /customers/ID/reveal", `{"fields":["card_last4"],"purpose":"support","case":"CASE"}`, 403, []string{"role_not_allowed card_last4"}, ""},
		{"reveal: no such field", "agent", "POST /customers/ID/reveal", `{"fields":["phone","shoe"],"purpose":"support","case":"CASE"}`, 403, []string{"undeclared_field at /fields/1", "unverified phone"}, ""},
		{"reveal: no fields", "agent", "POST /customers/ID/reveal", `{"fields":[],"purpose":"support","case":"CASE"}`, 422, nil, "body.fields"},
		{"reveal: a field twice", "agent", "POST /customers/ID/reveal", `{"fields":["phone","phone"],"purpose":"support","case":"CASE"}`, 422, nil, "body.fields"},
		{"reveal: no purpose", "agent", "POST /customers/ID/reveal", `{"fields":["phone"],"case":"CASE"}`, 422, nil, "purpose"},

		{"change: unverified", "agent", "PATCH /customers/ID", `{"fields":{"name":"Анна Ким"},"purpose":"support","case":"CASE"}`, 403, []string{"unverified name"}, ""},
		{"change: nobody", "agent", "PATCH /customers/NOBODY", `{"fields":{"name":"Анна Ким"},"purpose":"support"}`, 404, nil, ""},
		{"change: a text of no form", "agent", "PATCH /customers/ID", `{"fields":{"name":null},"purpose":"support"}`, 422, nil, "body.fields.name"},

		{"erase: nobody", "agent", "DELETE /customers/NOBODY", "", 404, nil, ""},
		{"erase: a role that does not serve", "marketer", "DELETE /customers/ID", "", 403, []string{"role_not_allowed"}, ""},
		{"requests: not the owner", "agent", "GET /requests", "", 403, []string{"role_not_allowed"}, ""},
		{"confirm: nothing", "owner", "POST /requests/NOCASE/confirm", "", 404, nil, ""},
		{"confirm: an id of no form", "owner", "POST /requests/7/confirm", "", 404, nil, ""},

		{"refuse: nothing", "owner", "POST /requests/NOCASE/refusal", `{"ground":"legal_hold"}`, 404, nil, ""},
		{"refuse: an id of no form", "owner", "POST /requests/7/refusal", `{"ground":"legal_hold"}`, 404, nil, ""},
		{"refuse: no lawful ground", "owner", "POST /requests/NOCASE/refusal", `{"ground":"no_time"}`, 422, nil, "body.ground"},
		{"refuse: no ground", "owner", "POST /requests/NOCASE/refusal", `{}`, 422, nil, "ground"},

		{"entries: nobody", "auditor", "GET /customers/NOBODY/entries", "", 404, nil, ""},
		{"entries: a role that does not serve", "marketer", "GET /customers/ID/entries", "", 403, []string{"role_not_allowed"}, ""},
		{"entries: too many at once", "auditor", "GET /customers/ID/entries?limit=201", "", 422, nil, "query.limit"},
		{"entries: before the first", "auditor", "GET /customers/ID/entries?below=-1", "", 422, nil, "query.below"},
		{"receipt: another customer's entry", "auditor", "GET /customers/ID/entries/OTHER-1/receipt", "", 404, nil, ""},
		{"receipt: the firm's entry", "auditor", "GET /customers/ID/entries/firm-1/receipt", "", 404, nil, ""},
		{"receipt: no such entry", "auditor", "GET /customers/ID/entries/ID-999/receipt", "", 404, nil, ""},
		{"receipt: a role that does not serve", "marketer", "GET /customers/ID/entries/ID-1/receipt", "", 403, []string{"role_not_allowed"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			method, path, _ := strings.Cut(names.Replace(tt.ask), " ")
			a := h.as(tt.who, method, "/api/v1"+path, names.Replace(tt.body))
			if a.status != tt.status || !strings.Contains(a.body, tt.says) {
				t.Fatalf("%d, want %d and %q: %s", a.status, tt.status, tt.says, a.body)
			}
			if diff := cmp.Diff(tt.codes, a.codes(t)); diff != "" {
				t.Errorf("reasons (-want +got):\n%s", diff)
			}
			if a.header.Get("Cache-Control") != "no-store" {
				t.Errorf("Cache-Control: %q", a.header.Get("Cache-Control"))
			}
		})
	}
	if log := h.log.String(); log != "" {
		t.Errorf("refusals were logged as faults: %s", log)
	}
}

func TestRemediesInBothLanguages(t *testing.T) {
	h := sqlite(t)
	id := h.create()
	ask := `{"fields":["phone"],"purpose":"support","case":"` + h.open("agent", id, "phone") + `"}`
	for accept, want := range map[string]string{
		"":               "Verify the customer by two factors",
		"en":             "Verify the customer by two factors",
		"fr":             "Verify the customer by two factors",
		"ru;q=0.5,en":    "Verify the customer by two factors",
		"ru-RU,en;q=0.9": "Проверьте клиента двумя способами",
	} {
		a := h.must(http.StatusForbidden, "agent", "POST", "/api/v1/customers/"+id+"/reveal", ask, "Accept-Language", accept)
		if said := a.problem(t).Reasons[0].Remedy; !strings.HasPrefix(strings.ReplaceAll(said, "\u00a0", " "), want) {
			t.Errorf("%q: %s", accept, said)
		}
		if a.header.Get("Vary") != "Accept-Language" || a.header.Get("Content-Language") == "" {
			t.Errorf("%q: language is not told: %v", accept, a.header)
		}
	}
}

// TestWhoTalksToNobodyIsToldWhatHelps: verifying is not for a dispatcher to
// do, so the remedy names the conversation that must end.
func TestWhoTalksToNobodyIsToldWhatHelps(t *testing.T) {
	h := sqlite(t)
	id := string(h.Add(t, gatetest.Anna(), "support", "fulfil"))
	task := h.must(http.StatusCreated, "dispatcher", "POST", "/api/v1/cases", `{"customer":"`+id+`","channel":"task","purpose":"fulfil"}`).text(t, "id")
	ask := `{"fields":["address"],"purpose":"fulfil","case":"` + task + `"}`
	call := h.open("agent", id, "phone")
	reasons := h.must(http.StatusForbidden, "dispatcher", "POST", "/api/v1/customers/"+id+"/reveal", ask).problem(t).Reasons
	want := "Another conversation with this customer is open: end it, or wait until it ends."
	if len(reasons) != 1 || strings.ReplaceAll(reasons[0].Remedy, "\u00a0", " ") != want {
		t.Errorf("reasons: %+v, want the remedy %q", reasons, want)
	}
	if err := h.Store.CloseCase(t.Context(), slovo.CaseID(call), h.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	h.must(http.StatusOK, "dispatcher", "POST", "/api/v1/customers/"+id+"/reveal", ask)
}

// TestNoGluedCardComesThrough: a card's number with its date and code glued
// to it is refused in every field at a creation, and at a change.
func TestNoGluedCardComesThrough(t *testing.T) {
	h := sqlite(t)
	id := h.create()
	matter := h.open("agent", id, "phone")
	h.enroll(id, pin)
	h.must(http.StatusOK, "agent", "POST", "/api/v1/cases/"+matter+"/verification", factors(pin))
	for _, tt := range []struct{ field, value string }{
		{"account", "4276835202809594 12/27 123"},
		{"account", "42768352028095941227"},
		{"account", "4276835202809594123"},
		{"account", "124276835202809594"},
		{"email", "42768352028095941227@x.ru"},
		{"email", "427683520280959412/27@x.ru"},
		{"address", "дом 42768352028095947"},
		{"address", "дом 42768352O28O9594"},
		{"address", "с обратной стороны 737"},
		{"name", "Иван 42768352028095941227"},
		{"name", "42768352abc02809594"},
		{"card_last4", "4276835202809594123"},
	} {
		fields := `{"fields":{"` + tt.field + `":"` + tt.value + `"},"purpose`
		noCard(t, h.as("agent", "POST", "/api/v1/customers", fields+`s":["support"]}`))
		if tt.field == "name" { // the others take more factors before the value is looked at
			noCard(t, h.as("agent", "PATCH", "/api/v1/customers/"+id, fields+`":"support","case":"`+matter+`"}`))
		}
	}
}

func noCard(t *testing.T, a answer) {
	t.Helper()
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "holds a payment card's number or code") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// TestFailuresAreOneAnswer: whatever was wrong, the bytes are the same.
func TestFailuresAreOneAnswer(t *testing.T) {
	h := sqlite(t)
	id := h.create()
	h.enroll(id, pin)
	path := "/api/v1/cases/" + h.open("agent", id, "phone") + "/verification"
	for _, tried := range []string{
		`{"factors":[{"kind":"pin","answer":"111222"},{"kind":"card_last4","answer":"4242"}]}`,
		`{"factors":[{"kind":"pin","answer":"728351"},{"kind":"card_last4","answer":"0000"}]}`,
		`{"factors":[{"kind":"pin","answer":""},{"kind":"account_number","answer":"none"}]}`,
		`{"factors":[{"kind":"totp","answer":"123456"},{"kind":"card_last4","answer":"4242"}]}`,
		`{"factors":[{"kind":"pin","answer":"111222"},{"kind":"card_last4","answer":"0000"}]}`,
	} {
		same(t, h.must(http.StatusOK, "agent", "POST", path, tried).body, `{"passed":false}`)
	}
	locked := h.must(http.StatusForbidden, "agent", "POST", path, factors(pin))
	if diff := cmp.Diff([]string{string(gate.TooManyAttempts)}, locked.codes(t)); diff != "" {
		t.Error(diff)
	}
}

func TestQuotaIsAReason(t *testing.T) {
	h := sqlite(t)
	for range 20 {
		h.must(http.StatusOK, "dispatcher", "POST", "/api/v1/customers/search", `{"field":"phone","value":"+79161234567"}`)
	}
	over := h.must(http.StatusForbidden, "dispatcher", "POST", "/api/v1/customers/search", `{"field":"phone","value":"+79161234567"}`)
	if diff := cmp.Diff([]string{"over_quota"}, over.codes(t)); diff != "" {
		t.Error(diff)
	}
}

// TestNamesAreNotToldBack: a client may put a value where a name belongs.
// No answer and no line of the log repeats it.
func TestNamesAreNotToldBack(t *testing.T) {
	h := sqlite(t)
	id := h.create()
	matter := h.open("agent", id, "phone")
	names := strings.NewReplacer("ID", id, "CASE", matter)
	for _, tt := range []struct {
		name, ask, body string
		status          int
		says            string
	}{
		{"a field", "POST /customers", `{"fields":{"name":"Анна","Zakharova":"1"},"purposes":["support"]}`, 403, `"position":"/fields/1"`},
		{"a field's wrong value", "POST /customers", `{"fields":{"name":"Анна","Zakharova":1},"purposes":["support"]}`, 422, `"location":"body.fields","position":"/fields/1"`},
		{"an item's key", "POST /customers", `{"fields":{"orders":[{"number":"1"},{"Zakharova":1}]},"purposes":["support"]}`, 422, `"location":"body.fields.orders"`},
		{"a property", "POST /customers", `{"Zakharova":1,"fields":{"name":"Анна"},"purposes":["support"]}`, 422, `"location":"body","position":"/0"`},
		{"a property in another case", "POST /customers", `{"Fields":{"name":"Анна"},"purposes":["support"]}`, 422, `"location":"body","position":"/0"`},
		{"a key twice", "POST /customers", `{"fields":{"name":"Анна","Zakharova":"1","zakharova":"2"},"purposes":["support"]}`, 422, `"location":"body.fields","position":"/fields/2"`},
		{"a known key twice", "POST /customers", `{"fields":{"name":"Анна","name":"Zakharova"},"purposes":["support"]}`, 422, `"location":"body.fields.name","message":"expected each key once`},
		{"two limits by two keys", "POST /customers/search", `{"field":"phone","value":"1","VALUE":"Zakharova"}`, 422, `"location":"body","position":"/2"`},
		{"too deep", "POST /customers", strings.Repeat(`{"Zakharova":`, 20) + "1" + strings.Repeat("}", 20), 422, "at most 16 levels"},
		{"a field to show", "POST /customers/ID/reveal", `{"fields":["phone","Zakharova"],"purpose":"support","case":"CASE"}`, 403, `"position":"/fields/1"`},
		{"a field to change", "PATCH /customers/ID", `{"fields":{"Zakharova":"1"},"purpose":"support","case":"CASE"}`, 403, `"position":"/fields/0"`},
		{"a field to search", "POST /customers/search", `{"field":"Zakharova","value":"1"}`, 403, "undeclared_field"},
		{"a parameter", "GET /customers/ID?Zakharova=1", "", 422, `"location":"query"`},
		{"a factor", "POST /cases/CASE/verification", `{"factors":[{"kind":"pin","answer":"1"},{"kind":"Zakharova","answer":"1"}]}`, 422, "proves nothing"},
		{"an event", "POST /customers/ID/events", `{"event":"Zakharova"}`, 422, "not one that the charter lets"},
		{"a purpose", "POST /cases", `{"customer":"ID","channel":"phone","purpose":"Zakharova"}`, 403, "undeclared_purpose"},
		{"a channel", "POST /cases", `{"customer":"ID","channel":"Zakharova","purpose":"support"}`, 422, "body.channel"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			method, path, _ := strings.Cut(names.Replace(tt.ask), " ")
			a := h.must(tt.status, "agent", method, "/api/v1"+path, names.Replace(tt.body))
			if !strings.Contains(a.body, tt.says) {
				t.Errorf("want %q: %s", tt.says, a.body)
			}
			if told := a.body + h.log.String(); strings.Contains(strings.ToLower(told), "zakharova") {
				t.Errorf("the name is told back: %s", told)
			}
		})
	}
}

// TestProblemsInBothLanguages: what is the matter is said to whoever asks in
// the language of the question, at the door and behind it.
func TestProblemsInBothLanguages(t *testing.T) {
	h := sqlite(t)
	for _, tt := range []struct {
		name, who, ask, body string
		status               int
		en, ru               string
	}{
		{"nobody", "", "GET /customers/" + nobody, "", 401, "A token that counts is needed", "Нужен действующий токен"},
		{"no path", "agent", "GET /shoes", "", 404, "under this path", "По этому адресу"},
		{"no method", "agent", "PUT /customers", "", 405, "does not take this method", "не принимает такой метод"},
		{"no customer", "agent", "GET /customers/" + nobody, "", 404, "nothing under this id", "Под этим идентификатором"},
		{"half a JSON", "agent", "POST /customers", `{"fields":`, 400, "not JSON", "не JSON"},
		{"no fields", "agent", "POST /customers", `{"purposes":["support"]}`, 422, "under errors it says", "сказано в errors"},
		{"no phone", "agent", "POST /customers", `{"fields":{"phone":"call me maybe"},"purposes":["support"]}`, 422, "The field phone was not taken. This is not a whole number.", "Поле phone не принято. "},
		{"a card", "agent", "POST /customers", `{"fields":{"name":"4111 1111 1111 1111"},"purposes":["support"]}`, 422, "payment card", "карты"},
		{"denied", "dispatcher", "POST /customers", `{"fields":{"name":"Анна"},"purposes":["support"]}`, 403, "The gate refused", "Отказано; "},
	} {
		method, path, _ := strings.Cut(tt.ask, " ")
		for accept, want := range map[string]string{"en": tt.en, "ru": tt.ru} {
			a := h.must(tt.status, tt.who, method, "/api/v1"+path, tt.body, "Accept-Language", accept)
			p := a.problem(t)
			if !strings.Contains(strings.ReplaceAll(p.Detail, "\u00a0", " "), want) || strings.Contains(p.Title, ".") {
				t.Errorf("%s, %s: %q, %q, want %q", tt.name, accept, p.Title, p.Detail, want)
			}
			if a.header.Get("Content-Language") != accept {
				t.Errorf("%s: Content-Language %q, want %s", tt.name, a.header.Get("Content-Language"), accept)
			}
		}
	}
}
