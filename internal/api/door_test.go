package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"slovo"
	"slovo/internal/api"
	"slovo/internal/gate"
	"slovo/internal/ledger"
	"slovo/internal/staff"
)

// TestTheDoor holds what no handler is asked about to problem details too.
func TestTheDoor(t *testing.T) {
	h := sqlite(t)
	large := `{"field":"name","value":"` + strings.Repeat("а", 40<<10) + `"}`
	for _, tt := range []struct {
		name, who, ask, body string
		headers              []string
		status               int
		wants                [2]string // a header and its value
	}{
		{"no token", "", "GET /api/v1/customers/" + nobody, "", nil, 401, [2]string{"Www-Authenticate", `Bearer realm="slovo"`}},
		{"no token, no customer", "", "GET /api/v1/customers/7", "", nil, 401, [2]string{}},
		{"no token, a bad body", "", "POST /api/v1/customers", "{", nil, 401, [2]string{}},
		{"another scheme", "", "GET /api/v1/requests", "", []string{"Authorization", "Basic " + h.token("owner")}, 401, [2]string{}},
		{"a token of nobody's", "", "GET /api/v1/requests", "", []string{"Authorization", "Bearer slovo_" + slovo.RandomText(20)}, 401, [2]string{}},
		{"a token in the query", "", "GET /api/v1/requests?access_token=" + h.token("owner"), "", nil, 401, [2]string{}},
		{"no such path", "agent", "GET /api/v1/secrets", "", nil, 404, [2]string{}},
		{"no such version", "agent", "GET /api/v2/customers", "", nil, 404, [2]string{}},
		{"no such path of the log", "", "GET /ledger/halves", "", nil, 404, [2]string{}},
		{"no docs page", "agent", "GET /docs", "", nil, 404, [2]string{}},
		{"no such method", "agent", "PUT /api/v1/customers/" + nobody, "{}", nil, 405, [2]string{"Allow", "DELETE, GET, HEAD, PATCH"}},
		{"nobody writes the log", "owner", "POST /ledger/checkpoint", "", nil, 405, [2]string{"Allow", "GET, HEAD"}},
		{"not JSON by its name", "agent", "POST /api/v1/customers/search", `field=name`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, [2]string{}},
		{"too large", "agent", "POST /api/v1/customers/search", large, nil, 413, [2]string{}},
		{"a key too long", "agent", "DELETE /api/v1/customers/" + nobody, "", []string{"Idempotency-Key", strings.Repeat("k", 256)}, 422, [2]string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			method, path, _ := strings.Cut(tt.ask, " ")
			a := h.as(tt.who, method, path, tt.body, tt.headers...)
			if a.status != tt.status {
				t.Fatalf("%d, want %d: %s", a.status, tt.status, a.body)
			}
			a.problem(t)
			if name := tt.wants[0]; name != "" && a.header.Get(name) != tt.wants[1] {
				t.Errorf("%s: %q, want %q", name, a.header.Get(name), tt.wants[1])
			}
			safe(t, a)
		})
	}
}

// safe checks the headers that every answer has.
func safe(t *testing.T, a answer) {
	t.Helper()
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if a.header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, a.header.Get(name), want)
		}
	}
	if a.header.Get("X-Request-Id") == "" {
		t.Error("no request id")
	}
}

func TestAnswersAreSafe(t *testing.T) {
	h := sqlite(t)
	id := h.create()
	safe(t, h.must(http.StatusOK, "agent", "GET", "/api/v1/customers/"+id, ""))
	safe(t, h.must(http.StatusOK, "agent", "POST", "/api/v1/customers/search", `{"field":"name","value":"Захар"}`))
	safe(t, h.must(http.StatusOK, "auditor", "GET", "/api/v1/customers/"+id+"/entries", ""))
}

func TestATokenEnds(t *testing.T) {
	h := sqlite(t)
	path := "/api/v1/customers/" + h.create()
	h.must(http.StatusOK, "agent", "GET", path, "")
	if err := h.office.RevokeToken(t.Context(), slovo.Actor{Role: "owner"}, h.actor("agent").Token); err != nil {
		t.Fatal(err)
	}
	h.must(http.StatusUnauthorized, "agent", "GET", path, "")
}

func TestATokenIsBoundToItsNetworkAndPurposes(t *testing.T) {
	h := sqlite(t)
	path := "/api/v1/customers/" + h.create()
	for name, tt := range map[string]struct {
		bound  staff.NewToken
		status int
	}{
		"from elsewhere":  {staff.NewToken{Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}, http.StatusUnauthorized},
		"another purpose": {staff.NewToken{Purposes: []string{"promo"}}, http.StatusForbidden},
		"from here":       {staff.NewToken{Networks: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, Purposes: []string{"support"}}, http.StatusOK},
	} {
		tt.bound.Account, tt.bound.Label = h.actor("agent").Account, "bound"
		_, secret, err := h.office.CreateToken(t.Context(), slovo.Actor{Role: "owner"}, tt.bound)
		if err != nil {
			t.Fatal(err)
		}
		h.tokens["bound"], h.actors["bound"] = secret, slovo.Actor{}
		if a := h.as("bound", "GET", path, ""); a.status != tt.status {
			t.Errorf("%s: %d, want %d: %s", name, a.status, tt.status, a.body)
		}
	}
}

func TestLimits(t *testing.T) {
	none := api.Limit{PerSecond: rate.Inf}
	for name, tt := range map[string]struct{ address, token api.Limit }{
		"an address": {api.Limit{PerSecond: 0.5, Burst: 3}, none},
		"a token":    {none, api.Limit{PerSecond: 0.5, Burst: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			h := sqlite(t)
			path := "/api/v1/customers/" + h.create()
			h.serve(api.WithLimits(tt.address, tt.token))
			for range 3 {
				h.must(http.StatusOK, "agent", "GET", path, "")
			}
			a := h.must(http.StatusTooManyRequests, "agent", "GET", path, "")
			a.problem(t)
			if a.header.Get("Retry-After") != "2" {
				t.Errorf("Retry-After: %q", a.header.Get("Retry-After"))
			}
			if other := h.as("owner", "GET", path, "").status; (other == http.StatusTooManyRequests) != (tt.token == none) {
				t.Errorf("another token from the same address: %d", other)
			}
			h.Clock.Move(2 * time.Second)
			h.must(http.StatusOK, "agent", "GET", path, "")
		})
	}
}

// TestAnAddressIsCountedBeforeItIsKnown: guessing is slowed too.
func TestAnAddressIsCountedBeforeItIsKnown(t *testing.T) {
	h := sqlite(t)
	h.serve(api.WithLimits(api.Limit{PerSecond: 1, Burst: 2}, api.Limit{PerSecond: rate.Inf}))
	h.must(http.StatusUnauthorized, "", "GET", "/api/v1/requests", "")
	h.must(http.StatusNotFound, "", "GET", "/anything", "")
	h.must(http.StatusTooManyRequests, "", "GET", "/api/v1/requests", "")
}

func TestStrangersAreSlowedDown(t *testing.T) {
	h := sqlite(t)
	path := "/api/v1/customers/" + h.create()
	for range 100 {
		h.must(http.StatusUnauthorized, "", "GET", path, "")
	}
	h.must(http.StatusTooManyRequests, "", "GET", path, "")
	h.must(http.StatusOK, "agent", "GET", path, "")
}

// broken is a gate that fails in every way.
type broken struct {
	api.Gate
	with error
}

func (b broken) View(context.Context, slovo.Actor, slovo.CustomerID, slovo.CaseID) (gate.Masked, error) {
	if b.with == nil {
		panic("view fell over")
	}
	return gate.Masked{}, b.with
}

func TestFaultsTellTheClientNothing(t *testing.T) {
	h := sqlite(t)
	for name, tt := range map[string]struct {
		with   error
		status int
		logged string
	}{
		"the store fell over": {errors.New("disk on fire"), 500, "disk on fire"},
		"a panic":             {nil, 500, "view fell over"},
		"not writable":        {fmt.Errorf("gate: %w", slovo.ErrUnavailable), 503, ""},
		"too many":            {fmt.Errorf("gate: %w", slovo.ErrTooMany), 429, ""},
		"changed meanwhile":   {fmt.Errorf("gate: %w", slovo.ErrConflict), 409, ""},
		"not by the gate":     {fmt.Errorf("staff: %w", slovo.ErrDenied), 403, ""},
		"hung up":             {fmt.Errorf("gate: %w", context.Canceled), 503, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h.rooms.Gate, h.log = broken{with: tt.with}, &record{}
			h.serve()
			a := h.must(tt.status, "agent", "GET", "/api/v1/customers/"+nobody, "")
			if p := a.problem(t); strings.Contains(a.body, "fire") || strings.Contains(a.body, "fell") {
				t.Errorf("the client was told the cause: %+v", p)
			}
			if log := h.log.String(); !strings.Contains(log, tt.logged) || tt.logged == "" && log != "" {
				t.Errorf("logged: %s", log)
			}
			if tt.logged != "" && !strings.Contains(h.log.String(), a.header.Get("X-Request-Id")) {
				t.Error("the log does not name the request")
			}
			if retry := a.header.Get("Retry-After"); (retry != "") != (tt.status == 503 || tt.status == 429) {
				t.Errorf("Retry-After: %q", retry)
			}
			safe(t, a)
		})
	}
}

// TestAddressesAreCountedAsTheyAreGiven: a /64 is one customer of a provider.
func TestAddressesAreCountedAsTheyAreGiven(t *testing.T) {
	h := sqlite(t)
	h.serve(api.WithLimits(api.Limit{PerSecond: 1, Burst: 1}, api.Limit{PerSecond: rate.Inf}))
	for _, tt := range []struct {
		from   string
		status int
	}{
		{"[2001:db8::1]:1", 200},
		{"[2001:db8::2]:1", 429},
		{"[2001:db8:0:1::1]:1", 200},
		{"192.0.2.1:1", 200},
		{"[::ffff:192.0.2.1]:2", 429},
		{"192.0.2.2:1", 200},
		{"@", 200},
		{"@", 429},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/ledger/key", nil)
		r.RemoteAddr = tt.from
		w := httptest.NewRecorder()
		if h.handler.ServeHTTP(w, r); w.Code != tt.status {
			t.Errorf("%s: %d, want %d", tt.from, w.Code, tt.status)
		}
	}
}

func TestThePublicLog(t *testing.T) {
	h := sqlite(t)
	h.must(http.StatusNotFound, "", "GET", "/ledger/checkpoint", "")
	for range 300 {
		h.must(http.StatusForbidden, "marketer", "POST", "/api/v1/customers/search", `{"field":"phone","value":"1"}`)
	}
	h.Sequence(t)
	key := strings.TrimSpace(h.must(http.StatusOK, "", "GET", "/ledger/key", "").body)
	note := h.must(http.StatusOK, "", "GET", "/ledger/checkpoint", "")
	tree, err := ledger.OpenCheckpoint([]byte(note.body), key)
	if err != nil || tree.N < 300 || note.header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Fatalf("checkpoint of %d: %v: %v", tree.N, err, note.header)
	}
	part := fmt.Sprintf("/ledger/tile/0/001.p/%d", tree.N-256)
	for _, tt := range []struct {
		path   string
		status int
		length int
		keep   string
	}{
		{"/ledger/tile/0/000", 200, 256 * 32, "public, max-age=31536000, immutable"},
		{"/ledger/tile/entries/000", 200, 256 * (2 + ledger.LeafSize), "public, max-age=31536000, immutable"},
		{part, 200, int(tree.N-256) * 32, "public, max-age=3600"},
		{"/ledger/tile/0/001", 404, 0, "no-store"},
		{"/ledger/tile/0/7", 404, 0, "no-store"},
		{"/ledger/tile/", 404, 0, "no-store"},
		{"/ledger/tile/entries", 404, 0, "no-store"},
	} {
		a := h.as("", "GET", tt.path, "")
		if a.status != tt.status || a.header.Get("Cache-Control") != tt.keep || tt.status == 200 && len(a.body) != tt.length {
			t.Errorf("%s: %d, %d bytes, %s", tt.path, a.status, len(a.body), a.header.Get("Cache-Control"))
		}
	}
}
