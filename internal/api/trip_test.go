package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo/internal/ledger"
)

const pin = "728351"

func factors(pin string) string {
	return `{"factors":[{"kind":"pin","answer":"` + pin + `"},{"kind":"card_last4","answer":"4242"}]}`
}

// TestTheWholeTrip goes the way of the design: in comes a customer, out
// goes what the case needs, and the customer can prove who saw what.
func TestTheWholeTrip(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		made := h.must(http.StatusCreated, "agent", "POST", "/api/v1/customers", `{"fields":`+anna+`,"purposes":["support"]}`)
		id := made.text(t, "id")
		at := "/api/v1/customers/" + id
		if made.header.Get("Location") != at {
			t.Errorf("Location: %s", made.header.Get("Location"))
		}
		h.enroll(id, pin)

		found := h.must(http.StatusOK, "agent", "POST", "/api/v1/customers/search", `{"field":"phone","value":"+79161234567"}`)
		same(t, found.body, `{"customers":[{"id":"`+id+`","fields":{"name":"А. З.","phone":"+7 ••• ••• 67"}}],"more":false}`)
		h.must(http.StatusOK, "agent", "GET", at, "")

		matter := h.open("agent", id, "phone")
		wanted := `{"fields":["phone","orders"],"purpose":"support","case":"` + matter + `"}`
		refused := h.must(http.StatusForbidden, "agent", "POST", at+"/reveal", wanted)
		if diff := cmp.Diff([]string{"unverified phone", "unverified orders"}, refused.codes(t)); diff != "" {
			t.Error(diff)
		}
		wrong := h.must(http.StatusOK, "agent", "POST", "/api/v1/cases/"+matter+"/verification", factors("111222"))
		same(t, wrong.body, `{"passed":false}`)
		until := h.Clock.Now().Add(15 * time.Minute).UTC().Format(time.RFC3339)
		right := h.must(http.StatusOK, "agent", "POST", "/api/v1/cases/"+matter+"/verification", factors(pin))
		same(t, right.body, `{"passed":true,"level":"normal","until":"`+until+`"}`)

		seen := h.must(http.StatusOK, "agent", "POST", at+"/reveal", wanted)
		entry := seen.text(t, "entry")
		same(t, seen.body, `{"fields":{"orders":[{"number":"A-17","state":"sent"}],"phone":"+79161234567"},"entry":"`+entry+`"}`)
		h.proves(id, entry)

		h.must(http.StatusNoContent, "agent", "POST", at+"/events", `{"event":"order_closed","at":"2026-11-30T10:00:00+03:00"}`)
		h.must(http.StatusOK, "agent", "PATCH", at, `{"fields":{"name":"Анна Ким"},"purpose":"support","case":"`+matter+`"}`)
		h.must(http.StatusNoContent, "agent", "POST", "/api/v1/cases/"+matter+"/close", "")
		h.must(http.StatusForbidden, "agent", "POST", at+"/reveal", wanted)
		h.must(http.StatusAccepted, "agent", "DELETE", at, "")
		for _, value := range []string{"Захарова", "916123", "Anna.Z", "40817", pin} {
			if strings.Contains(h.log.String(), value) {
				t.Errorf("the log holds a value: %s", h.log)
			}
		}
	})
}

// proves asks for the entry's receipt and checks it as a customer would.
func (h *house) proves(customer, entry string) {
	h.t.Helper()
	path := "/api/v1/customers/" + customer + "/entries/" + entry + "/receipt"
	early := h.must(http.StatusServiceUnavailable, "agent", "GET", path, "")
	if early.header.Get("Retry-After") != "1" {
		h.t.Errorf("Retry-After: %q", early.header.Get("Retry-After"))
	}
	h.Sequence(h.t)
	receipt := h.must(http.StatusOK, "agent", "GET", path, "")
	key := strings.TrimSpace(h.must(http.StatusOK, "", "GET", "/ledger/key", "").body)
	verified, err := ledger.VerifyReceipt([]byte(receipt.body), key)
	if err != nil {
		h.t.Fatal(err)
	}
	if verified.Entry.Act != ledger.ActReveal || verified.OwnKey {
		h.t.Errorf("the receipt proves %+v", verified)
	}
}

func same(t *testing.T, got, want string) {
	t.Helper()
	if diff := cmp.Diff(want+"\n", got); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
}
