package cases

import (
	"context"
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/verify"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// matters holds the cases of one agent.
type matters struct {
	Matters
	closed time.Time
}

func (m matters) Case(_ context.Context, a slovo.Actor, id slovo.CaseID) (gate.Case, error) {
	if a.Account != "vera" {
		return gate.Case{}, &gate.Denial{Reasons: []gate.Reason{{Code: gate.NoCase}}}
	}
	return gate.Case{ID: id, Agent: "vera", Closed: m.closed}, nil
}

// letters counts the links that go out.
type letters struct {
	Enroller
	sent int
}

func (l *letters) Invite(context.Context, slovo.Actor, slovo.CustomerID) error {
	l.sent++
	return errors.New("sent")
}

func TestALinkGoesOutOnlyInAnOwnOpenCase(t *testing.T) {
	for _, tt := range []struct {
		name   string
		agent  slovo.StaffID
		closed time.Time
		sent   int
		want   gate.Code
	}{
		{"an own case", "vera", time.Time{}, 1, ""},
		{"an own closed case", "vera", time.Unix(1, 0), 0, gate.CaseClosed},
		{"a colleague's case", "oleg", time.Time{}, 0, gate.NoCase},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := &letters{}
			c := &Pages{Matters: matters{closed: tt.closed}, Enroller: out}
			r := httptest.NewRequestWithContext(t.Context(), "POST", "/desk/cases/x/enrolment-link", nil)
			r.SetPathValue("case", string(slovo.NewCaseID(slovo.NewCustomerID())))
			err := c.Invite(httptest.NewRecorder(), r, visit.Visit{Actor: slovo.Actor{Account: tt.agent}})
			var denial *gate.Denial
			if refused := errors.As(err, &denial); refused != (tt.want != "") || refused && !denial.Has(tt.want) {
				t.Errorf("invite: %v, want %q", err, tt.want)
			}
			if out.sent != tt.sent {
				t.Errorf("%d links were sent, want %d", out.sent, tt.sent)
			}
		})
	}
}

// What is offered at the counter is what verify takes and the charter lets.
func TestOfferAsksVerifyAndTheCharter(t *testing.T) {
	rules := &charter.Charter{Verification: charter.Verification{Factors: []string{verify.PIN, verify.CardLast4, verify.Document}}}
	c := &Pages{Frame: &visit.Frame{Charter: func() *charter.Charter { return rules }}}
	o := c.offer(visit.Visit{Lang: slovo.RU}, gate.Case{Channel: slovo.ChannelInPerson}, &ui.Customer{})
	var documents []string
	for _, d := range o.Documents {
		documents = append(documents, d.Value)
		if strings.Contains(d.Label, d.Value) {
			t.Errorf("document %s has no words", d.Value)
		}
	}
	if !slices.Equal(documents, verify.Documents()) {
		t.Errorf("documents offered: %v, taken: %v", documents, verify.Documents())
	}
	if len(o.Facts) != 1 || o.Facts[0].Value != verify.CardLast4 {
		t.Errorf("facts offered: %v, the charter takes only the card's last four", o.Facts)
	}
	if o := c.offer(visit.Visit{Lang: slovo.RU}, gate.Case{Channel: slovo.ChannelPhone}, &ui.Customer{}); len(o.Documents)+len(o.Facts) > 0 {
		t.Errorf("by phone nobody shows a document: %v", o)
	}
}
