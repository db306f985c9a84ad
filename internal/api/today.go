package api

import (
	"context"
	"net/http"
	"time"

	"slovo"
	"slovo/internal/text"
	"slovo/internal/today"
)

// Today tells what is kept today of the promises; *today.Room is one.
type Today interface {
	Page(ctx context.Context, a slovo.Actor) (today.Page, error)
}

type todayOut struct {
	Body struct {
		Headings []heading `json:"headings" nullable:"false" doc:"All five, in their order."`
		First    []todo    `json:"first" nullable:"false" maxItems:"3" doc:"What to do first: three at most, failed checks before unknown ones."`
	}
}

type heading struct {
	ID      string  `json:"id" enum:"security,communication,relationships,service,tools"`
	Passed  int     `json:"passed"`
	Failed  int     `json:"failed"`
	Unknown int     `json:"unknown" doc:"Not measured. Unknown is not passed."`
	Checks  []check `json:"checks" nullable:"false" doc:"None where nothing is watched yet."`
}

type check struct {
	ID       string     `json:"id" example:"codes"`
	State    string     `json:"state" enum:"passed,failed,unknown"`
	Title    string     `json:"title" doc:"In the language asked for."`
	Evidence string     `json:"evidence" example:"/today/codes" doc:"The console's page with what was measured."`
	Measured *time.Time `json:"measured_at,omitempty" doc:"None: never yet."`
}

type todo struct {
	ID    string `json:"id" example:"codes"`
	State string `json:"state" enum:"failed,unknown"`
	Do    string `json:"do" doc:"In the language asked for."`
	Where string `json:"where,omitempty" example:"/requests" doc:"The console's page where it is done, if there is one."`
}

func (s *service) today(ctx context.Context, c *caller, _ *struct{}) (*todayOut, error) {
	page, err := s.Today.Page(ctx, c.Actor)
	if err != nil {
		return nil, err
	}
	out := &todayOut{}
	out.Body.Headings, out.Body.First = []heading{}, []todo{}
	for _, t := range page.Headings {
		h := heading{ID: t.ID, Passed: t.Passed, Failed: t.Failed, Unknown: t.Unknown, Checks: []check{}}
		for _, one := range t.Checks {
			h.Checks = append(h.Checks, checkOf(c.lang, one))
		}
		out.Body.Headings = append(out.Body.Headings, h)
	}
	for _, one := range page.First {
		out.Body.First = append(out.Body.First, todo{one.ID, string(one.State), text.T(c.lang, "today.check."+one.ID+".todo"), one.Where})
	}
	return out, nil
}

func checkOf(l slovo.Lang, c today.Check) check {
	out := check{ID: c.ID, State: string(c.State), Title: text.T(l, "today.check."+c.ID+".title"), Evidence: c.Evidence}
	if at := c.At.UTC(); !c.At.IsZero() {
		out.Measured = &at
	}
	return out
}

func (s *service) promises(on *registrar) {
	register(on, http.MethodGet, "/today", readToday, s.today)
}
