package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"slovo"
	"slovo/internal/consent"
)

func TestMerge(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		keep := h.create()
		h.Clock.Move(time.Hour)
		other := h.create()
		if err := h.Gate.Propose(t.Context(), h.actor("vera"), slovo.CustomerID(other), slovo.CustomerID(keep)); err != nil {
			t.Fatal(err)
		}
		book := h.rooms.Consents.(*consent.Book)
		if err := book.Suppress(t.Context(), h.actor("vera"), slovo.CustomerID(other), consent.SMS); err != nil {
			t.Fatal(err)
		}
		list := h.must(http.StatusOK, "vera", "GET", "/api/v1/merges", "")
		if !strings.Contains(list.body, `"keep":"`+keep+`","other":"`+other+`"`) {
			t.Errorf("proposals: %s", list.body)
		}
		if none := h.must(http.StatusOK, "marketer", "GET", "/api/v1/merges", ""); strings.Contains(none.body, keep) {
			t.Errorf("a marketer is told: %s", none.body)
		}
		path, body := "/api/v1/customers/"+keep+"/merge", `{"other":"`+other+`"}`
		told := h.must(http.StatusOK, "vera", "GET", path+"?other="+other, "")
		if !strings.Contains(told.body, `"closed":["account","card_last4"]`) || strings.Contains(told.body, "Захарова") {
			t.Errorf("told before: %s", told.body)
		}
		h.must(http.StatusForbidden, "marketer", "POST", path, body)
		h.must(http.StatusNotFound, "vera", "POST", path, `{"other":"nobody"}`)
		h.must(http.StatusForbidden, "agent", "POST", path, body) // who wrote both
		first := h.must(http.StatusOK, "vera", "POST", path, body, "Idempotency-Key", "m1")
		again := h.must(http.StatusOK, "vera", "POST", path, body, "Idempotency-Key", "m1")
		if first.body != again.body {
			t.Errorf("again: %s, want %s", again.body, first.body)
		}
		h.must(http.StatusConflict, "vera", "POST", path, body)
		for _, id := range []string{keep, other} {
			view := h.must(http.StatusOK, "vera", "GET", "/api/v1/customers/"+id, "")
			want := `"consents":[{"channel":"sms","state":"suppressed","at":"2026-12-01T13:00:00Z","proof":false}]`
			if view.text(t, "id") != keep || !strings.Contains(view.body, want) {
				t.Errorf("by %s: %s", id, view.body)
			}
			h.must(http.StatusOK, "vera", "GET", "/api/v1/customers/"+id+"/entries", "")
		}
	})
}
