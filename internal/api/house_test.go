package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"slovo"
	"slovo/internal/api"
	"slovo/internal/charter"
	"slovo/internal/consent"
	"slovo/internal/desk"
	"slovo/internal/gate/gatetest"
	"slovo/internal/password"
	"slovo/internal/post"
	"slovo/internal/rights"
	"slovo/internal/staff"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
	"slovo/internal/verify"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// house is a company with all its rooms, and the API before it.
type house struct {
	*gatetest.Kit
	t        *testing.T
	rooms    api.Rooms
	handler  http.Handler
	office   *staff.Office
	verifier *verify.Verifier
	actors   map[string]slovo.Actor
	tokens   map[string]slovo.Value
	log      *record
}

// each runs the test in a house on each engine.
func each(t *testing.T, test func(t *testing.T, h *house)) {
	storetest.Each(t, func(t *testing.T, s *store.Store) { test(t, build(t, s)) })
}

func sqlite(t *testing.T) *house { return build(t, storetest.Open(t, storetest.SQLite(t))) }

var hasher = password.NewPatient(2, time.Minute)

func build(t *testing.T, s *store.Store) *house {
	k := gatetest.New(t, s)
	current := func() *charter.Charter { return k.Charter }
	h := &house{
		Kit: k, t: t, log: &record{}, actors: map[string]slovo.Actor{}, tokens: map[string]slovo.Value{},
		office: &staff.Office{Store: s, Sealer: k.Keys, Ledger: k.Ledger, Charter: current, Hasher: hasher, Now: k.Clock.Now},
		verifier: &verify.Verifier{
			Store: s, Gate: k.Gate, Keys: k.Keys, Ledger: k.Ledger, Hasher: hasher, Charter: current, Now: k.Clock.Now,
			Post: noPost{}, Link: func(secret string) string { return secret },
		},
	}
	h.rooms = api.Rooms{
		Gate: k.Gate, Ledger: k.Ledger, Tokens: h.office, Verifier: h.verifier, Charter: current,
		Cases: desk.New(s, k.Ledger, current, k.Clock.Now), Rights: rights.New(s, k.Gate, k.Ledger, current, k.Clock.Now),
		Merger: k.Gate, Consents: consent.New(s, k.Ledger, current, k.Clock.Now),
	}
	h.serve()
	return h
}

// serve puts the API before the rooms; by itself it limits nobody.
func (h *house) serve(options ...api.Option) {
	none := api.Limit{PerSecond: rate.Inf}
	with := []api.Option{api.WithLog(slog.New(slog.NewTextHandler(h.log, nil))), api.WithClock(h.Clock.Now), api.WithLimits(none, none)}
	h.handler = api.New(h.rooms, append(with, options...)...)
}

// actor returns the colleague, who is hired when first named: a login that
// is no role's name is an agent's.
func (h *house) actor(login string) slovo.Actor {
	h.t.Helper()
	if _, known := h.actors[login]; !known {
		role := login
		if _, declared := h.Charter.Roles[login]; !declared {
			role = "agent"
		}
		h.hire(login, role)
	}
	return h.actors[login]
}

func (h *house) token(login string) string {
	h.t.Helper()
	h.actor(login)
	return h.tokens[login].Show()
}

func (h *house) hire(login, role string) {
	h.t.Helper()
	operator := slovo.Actor{Role: "owner"}
	account, _, err := h.office.Add(h.t.Context(), operator, staff.NewAccount{
		Login: login, Name: login, Role: role, Password: slovo.NewValue("скрепка окно барсук маяк"),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	token, secret, err := h.office.CreateToken(h.t.Context(), operator, staff.NewToken{Account: account.ID, Label: "test"})
	if err != nil {
		h.t.Fatal(err)
	}
	h.tokens[login] = secret
	h.actors[login] = slovo.Actor{Account: account.ID, Role: role, Token: token.ID}
}

// noPost takes every letter and delivers none.
type noPost struct{}

func (noPost) Send(context.Context, post.Letter) error { return nil }

// record is a log that can be read back.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(b)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// as asks with the colleague's token; "" asks without. Headers are names
// and values in turn.
func (h *house) as(who, method, path, body string, headers ...string) answer {
	h.t.Helper()
	var from io.Reader
	if body != "" {
		from = strings.NewReader(body)
	}
	r := httptest.NewRequestWithContext(h.t.Context(), method, path, from)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+h.token(who))
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

// must asks like as, and ends the test where the status is another.
func (h *house) must(status int, who, method, path, body string, headers ...string) answer {
	h.t.Helper()
	a := h.as(who, method, path, body, headers...)
	if a.status != status {
		h.t.Fatalf("%s %s: %d, want %d: %s\n%s", method, path, a.status, status, a.body, h.log)
	}
	return a
}

// text returns one text of the answer's object.
func (a answer) text(t *testing.T, name string) string {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal([]byte(a.body), &all); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
	said, _ := all[name].(string)
	return said
}

// problem reads problem details, and checks their form.
func (a answer) problem(t *testing.T) api.Problem {
	t.Helper()
	var p api.Problem
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Fatalf("no problem: %v: %d %s", err, a.status, a.body)
	}
	if p.Status != a.status || p.Type == "" || p.Title == "" || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("not a whole problem: %d %s: %s", a.status, a.header.Get("Content-Type"), a.body)
	}
	return p
}

// codes are the reasons of a refusal, with their fields.
func (a answer) codes(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, r := range a.problem(t).Reasons {
		where := r.Field
		if r.Position != "" {
			where += "at " + r.Position
		}
		list = append(list, strings.TrimSpace(string(r.Code)+" "+where))
	}
	return list
}

const anna = `{"name":"Анна Захарова","phone":"8 916 123-45-67","email":"Anna.Zakharova@example.com",` +
	`"account":"40817810000012345678","card_last4":"4242","orders":[{"number":"A-17","state":"sent"}]}`

// create adds Anna for support.
func (h *house) create() string {
	h.t.Helper()
	return h.must(http.StatusCreated, "agent", "POST", "/api/v1/customers", `{"fields":`+anna+`,"purposes":["support"]}`).text(h.t, "id")
}

// open opens a case for support.
func (h *house) open(who, customer, channel string) string {
	h.t.Helper()
	body := `{"customer":"` + customer + `","channel":"` + channel + `","purpose":"support"}`
	return h.must(http.StatusCreated, who, "POST", "/api/v1/cases", body).text(h.t, "id")
}

// enroll gives the customer a PIN, at the counter.
func (h *house) enroll(customer, pin string) {
	h.t.Helper()
	at := h.open("agent", customer, "in_person")
	fact := verify.Answer{Kind: "account_number", Answer: slovo.NewValue("40817810000012345678")}
	err := h.verifier.EnrollInPerson(h.t.Context(), h.actor("agent"), slovo.CaseID(at), verify.Documents()[0], fact, slovo.NewValue(pin))
	if err != nil {
		h.t.Fatal(err)
	}
	h.must(http.StatusNoContent, "agent", "POST", "/api/v1/cases/"+at+"/close", "")
}

// person lets a colleague in without a token of a program's.
type person struct{ slovo.Actor }

func (p person) TokenActor(context.Context, slovo.Value, netip.Addr) (slovo.Actor, error) {
	p.Token = ""
	return p.Actor, nil
}
