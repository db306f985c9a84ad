package office

import (
	"context"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/rights"
	"slovo/internal/web/visit"
)

// many waits behind a list that is full without the request asked for.
type many struct {
	Requests
	one     rights.Request
	refused string
}

func (m *many) Open(context.Context, slovo.Actor, int) ([]rights.Request, error) {
	return make([]rights.Request, mostRequests), nil
}

func (m *many) Request(_ context.Context, _ slovo.Actor, id slovo.RequestID) (rights.Request, error) {
	if id != m.one.ID {
		return rights.Request{}, slovo.ErrNotFound
	}
	return m.one, nil
}

func (m *many) Refuse(_ context.Context, _ slovo.Actor, id slovo.RequestID, ground string) (slovo.EntryID, error) {
	m.refused = string(id) + " " + ground
	return "", nil
}

// A request is found however many wait before it, and its page offers every
// ground on which it may be refused.
func TestARequestsPage(t *testing.T) {
	id := slovo.NewRequestID(slovo.NewCustomerID())
	all := &many{one: rights.Request{ID: id, Customer: id.Customer(), State: rights.Asked}}
	c := &Pages{Frame: &visit.Frame{Now: time.Now, Charter: func() *charter.Charter { return &charter.Charter{} }}, Requests: all}
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/requests/x", nil)
	r.SetPathValue("request", string(id))
	w := httptest.NewRecorder()
	if err := c.Request(w, r, visit.Visit{Lang: slovo.RU}); err != nil {
		t.Fatal(err)
	}
	for _, ground := range rights.Grounds() {
		if !strings.Contains(w.Body.String(), `value="`+ground+`"`) {
			t.Errorf("the page does not offer to refuse on %s", ground)
		}
	}
	form := url.Values{"ground": {rights.LegalHold}}
	r = httptest.NewRequestWithContext(t.Context(), "POST", "/requests/x/refusal", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetPathValue("request", string(id))
	if err := c.Refuse(httptest.NewRecorder(), r, visit.Visit{}); err != nil || all.refused != string(id)+" "+rights.LegalHold {
		t.Errorf("refused %q, %v", all.refused, err)
	}
	all.one.State = rights.Carried
	if err := c.Request(httptest.NewRecorder(), r, visit.Visit{Lang: slovo.RU}); err == nil {
		t.Error("a decided request is offered for decision")
	}
}
