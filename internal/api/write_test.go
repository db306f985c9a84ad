package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slovo"
)

// TestManyCreatesOfOneCustomer: a client that does not know whether its
// request arrived sends it again, and a hurried one sends it often.
func TestManyCreatesOfOneCustomer(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.actor("agent") // before all at once ask as one
		plain := `{"fields":` + anna + `,"purposes":["support"]}`
		sourced := `{"fields":` + anna + `,"purposes":["support"],"source":"shop","source_id":"8841"}`
		for name, tt := range map[string]struct {
			body    string
			headers []string
		}{
			"one idempotency key": {plain, []string{"Idempotency-Key", "0c1d"}},
			"one source id":       {sourced, nil},
		} {
			answers := make([]answer, 40)
			var work sync.WaitGroup
			for i := range answers {
				work.Go(func() { answers[i] = h.as("agent", "POST", "/api/v1/customers", tt.body, tt.headers...) })
			}
			work.Wait()
			first := answers[0]
			for _, a := range answers {
				if a.status != http.StatusCreated || a.body != first.body || a.header.Get("Location") != first.header.Get("Location") {
					t.Errorf("%s: %d %s, another was answered %s", name, a.status, a.body, first.body)
				}
			}
			if n := len(h.lines("auditor", first.text(t, "id"))); n != 1 {
				t.Errorf("%s: %d entries, want one", name, n)
			}
		}
		found := h.must(http.StatusOK, "agent", "POST", "/api/v1/customers/search", `{"field":"phone","value":"+79161234567"}`)
		if n := strings.Count(found.body, `"id"`); n != 2 {
			t.Errorf("80 creates made %d customers, want one each: %s", n, found.body)
		}
	})
}

func TestIdempotencyKeys(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		body := func(name string) string { return `{"fields":{"name":"` + name + `"},"purposes":["support"]}` }
		first := h.must(http.StatusCreated, "agent", "POST", "/api/v1/customers", body("Анна Ким"), "Idempotency-Key", "k1")
		for name, tt := range map[string]struct {
			who, body, key string
			status         int
			again          bool
		}{
			"the same":              {"agent", body("Анна Ким"), "k1", http.StatusCreated, true},
			"another body":          {"agent", body("Борис Ким"), "k1", http.StatusConflict, false},
			"another key":           {"agent", body("Анна Ким"), "k2", http.StatusCreated, false},
			"the key of another's":  {"second", body("Борис Ким"), "k1", http.StatusCreated, false},
			"no key, no memory too": {"agent", body("Анна Ким"), "", http.StatusCreated, false},
		} {
			a := h.must(tt.status, tt.who, "POST", "/api/v1/customers", tt.body, "Idempotency-Key", tt.key)
			if (a.body == first.body) != tt.again {
				t.Errorf("%s: %s, the first was %s", name, a.body, first.body)
			}
		}
		id := first.text(t, "id")
		matter := `{"customer":"` + id + `","channel":"phone","purpose":"support"}`
		h.must(http.StatusConflict, "agent", "POST", "/api/v1/cases", matter, "Idempotency-Key", "k1")
		one := h.must(http.StatusCreated, "agent", "POST", "/api/v1/cases", matter, "Idempotency-Key", "k3")
		two := h.must(http.StatusCreated, "agent", "POST", "/api/v1/cases", matter, "Idempotency-Key", "k3")
		if one.body != two.body {
			t.Errorf("one key opened two cases: %s, %s", one.body, two.body)
		}
		three := h.must(http.StatusAccepted, "agent", "DELETE", "/api/v1/customers/"+id, "", "Idempotency-Key", "k4")
		four := h.must(http.StatusAccepted, "agent", "DELETE", "/api/v1/customers/"+id, "", "Idempotency-Key", "k4")
		if three.body != four.body {
			t.Errorf("one key made two requests: %s, %s", three.body, four.body)
		}
	})
}

// TestASourceOfAnothers: who guesses ids of somebody else's source learns
// of nobody, and takes nobody's place.
func TestASourceOfAnothers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		body := `{"fields":{"name":"Анна Ким"},"purposes":["support"],"source":"demo","source_id":"1"}`
		guessed := h.must(http.StatusCreated, "second", "POST", "/api/v1/customers", body)
		own := h.must(http.StatusCreated, "agent", "POST", "/api/v1/customers", body)
		if own.body == guessed.body {
			t.Errorf("a guessed id found or took another's customer: %s", own.body)
		}
		if again := h.must(http.StatusCreated, "agent", "POST", "/api/v1/customers", body); again.body != own.body {
			t.Errorf("the same source id again: %s, the first was %s", again.body, own.body)
		}
	})
}

// TestErasedOverTheAPI: what is sent again after an erasure is refused, by
// its source's id and by its key.
func TestErasedOverTheAPI(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		body := `{"fields":{"name":"Анна Ким"},"purposes":["support"],"source":"shop","source_id":"1"}`
		id := h.must(http.StatusCreated, "agent", "POST", "/api/v1/customers", body, "Idempotency-Key", "k").text(t, "id")
		h.Erase(t, slovo.CustomerID(id))
		for _, header := range []string{"Idempotency-Key", "X-No-Key"} {
			a := h.must(http.StatusForbidden, "agent", "POST", "/api/v1/customers", body, header, "k")
			if diff := cmp.Diff([]string{"erased"}, a.codes(t)); diff != "" {
				t.Errorf("%s: %s", header, diff)
			}
		}
	})
}

// TestAChangeSentAgainIsDoneOnce asks under one key twice.
func TestAChangeSentAgainIsDoneOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.create()
		matter := h.Verified(t, slovo.CustomerID(id), h.actor("agent"))
		change := `{"fields":{"name":"Анна Ким"},"purpose":"support","case":"` + string(matter.ID) + `"}`
		one := h.must(http.StatusOK, "agent", "PATCH", "/api/v1/customers/"+id, change, "Idempotency-Key", "c1")
		two := h.must(http.StatusOK, "agent", "PATCH", "/api/v1/customers/"+id, change, "Idempotency-Key", "c1")
		if one.body != two.body || !strings.HasPrefix(one.text(t, "entry"), id+"-") {
			t.Errorf("one key, two answers: %s, %s", one.body, two.body)
		}
	})
}

// TestRevealKnowsNoKey: each time that values are shown is an entry.
func TestRevealKnowsNoKey(t *testing.T) {
	h := sqlite(t)
	id := h.create()
	matter := h.Verified(t, slovo.CustomerID(id), h.actor("agent"))
	ask := `{"fields":["phone"],"purpose":"support","case":"` + string(matter.ID) + `"}`
	one := h.must(http.StatusOK, "agent", "POST", "/api/v1/customers/"+id+"/reveal", ask, "Idempotency-Key", "r1")
	two := h.must(http.StatusOK, "agent", "POST", "/api/v1/customers/"+id+"/reveal", ask, "Idempotency-Key", "r1")
	if one.text(t, "entry") == two.text(t, "entry") {
		t.Error("values were shown twice under one entry")
	}
}

type line struct {
	ID        string
	Number    int64
	At        string
	Act       string
	Outcome   string
	Purpose   string
	Fields    []string
	Role      string
	Colleague string
	Shredded  bool
	Firm      *struct{ Account, Act string }
}

func (h *house) lines(who, customer string) []line {
	h.t.Helper()
	var list struct{ Entries []line }
	a := h.must(http.StatusOK, who, "GET", "/api/v1/customers/"+customer+"/entries", "")
	if err := json.Unmarshal([]byte(a.body), &list); err != nil {
		h.t.Fatal(err)
	}
	return list.Entries
}

func TestEntriesPageByPage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.create()
		for range 4 {
			h.must(http.StatusForbidden, "agent", "POST", "/api/v1/customers/"+id+"/reveal", `{"fields":["phone"],"purpose":"support"}`)
		}
		var numbers []string
		at := "/api/v1/customers/" + id + "/entries?limit=2"
		for pages := 0; at != "" && pages < 9; pages++ {
			a := h.must(http.StatusOK, "auditor", "GET", at, "")
			var list struct{ Entries []line }
			if err := json.Unmarshal([]byte(a.body), &list); err != nil {
				t.Fatal(err)
			}
			for _, l := range list.Entries {
				numbers = append(numbers, fmt.Sprintf("%d %s %s", l.Number, l.Act, l.Outcome))
			}
			at, _, _ = strings.Cut(strings.TrimPrefix(a.header.Get("Link"), "<"), ">")
		}
		want := []string{"5 reveal refused", "4 reveal refused", "3 reveal refused", "2 reveal refused", "1 add done"}
		if diff := cmp.Diff(want, numbers); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAnErasureTakesTwo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.create()
		at := "/api/v1/customers/" + id
		h.must(http.StatusCreated, "agent", "POST", "/api/v1/cases", `{"customer":"`+id+`","channel":"phone","purpose":"support"}`)
		request := h.must(http.StatusAccepted, "agent", "DELETE", at, "").text(t, "request")
		h.must(http.StatusOK, "agent", "GET", at, "")
		h.must(http.StatusForbidden, "agent", "POST", "/api/v1/requests/"+request+"/confirm", "")

		h.rooms.Tokens = person{h.actor("owner")}
		h.serve()
		waiting := h.must(http.StatusOK, "owner", "GET", "/api/v1/requests", "")
		if !strings.Contains(waiting.body, `{"id":"`+request+`","customer":"`+id+`","kind":"erase","asked_by":"`+string(h.actor("agent").Account)+`"`) {
			t.Errorf("requests: %s", waiting.body)
		}
		entry := h.must(http.StatusOK, "owner", "POST", "/api/v1/requests/"+request+"/confirm", "").text(t, "entry")
		h.must(http.StatusConflict, "owner", "POST", "/api/v1/requests/"+request+"/confirm", "")
		same(t, h.must(http.StatusOK, "owner", "GET", "/api/v1/requests", "").body, `{"requests":[]}`)

		gone := h.must(http.StatusForbidden, "owner", "GET", at, "")
		if diff := cmp.Diff([]string{"erased"}, gone.codes(t)); diff != "" {
			t.Error(diff)
		}
		for _, l := range h.lines("owner", id) {
			if !l.Shredded || l.Act != "" || l.Colleague != "" {
				t.Errorf("a shredded line tells: %+v", l)
			}
			if l.Firm == nil || l.Firm.Act == "" || l.Firm.Account == "" {
				t.Errorf("an auditor does not see who did line %d: %+v", l.Number, l.Firm)
			}
		}
		h.Sequence(t)
		h.must(http.StatusNotFound, "owner", "GET", at+"/entries/"+entry+"/receipt", "")
	})
}
