package web

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"slovo"
	"slovo/internal/gate"
)

// matters holds the cases of one agent.
type matters struct {
	Cases
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
			c := &Console{Cases: matters{closed: tt.closed}, Enroller: out}
			r := httptest.NewRequestWithContext(t.Context(), "POST", "/desk/cases/x/enrolment-link", nil)
			r.SetPathValue("case", string(slovo.NewCaseID(slovo.NewCustomerID())))
			err := c.invite(httptest.NewRecorder(), r, visit{actor: slovo.Actor{Account: tt.agent}})
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
