package office

import (
	"net/http"

	"slovo"
	"slovo/internal/rights"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// mostRequests is how many requests the list shows.
const mostRequests = 100

// AllRequests lists what waits for a yes or a no.
func (c *Pages) AllRequests(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	waiting, err := c.Requests.Open(r.Context(), v.Actor, mostRequests)
	if err != nil {
		return err
	}
	v.Page.Title = text.T(v.Lang, "requests.title")
	page := ui.Requests{Page: v.Page}
	for _, one := range waiting {
		page.Waiting = append(page.Waiting, c.waiting(v, one))
	}
	return visit.Show(w, r, http.StatusOK, ui.RequestsPage(page))
}

// waiting is a request in words. Its customer is told by the number's end:
// deciding is not a look at the record.
func (c *Pages) waiting(v visit.Visit, one rights.Request) ui.Request {
	return ui.Request{
		ID: string(one.ID), Customer: text.T(v.Lang, "requests.customer", "Number", ui.Short(one.Customer)),
		Asked: text.When(v.Lang, one.AskedAt, c.Local(c.Now())),
	}
}

// Request shows one, and offers to carry it out or to refuse it.
func (c *Pages) Request(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	one, err := c.Requests.Request(r.Context(), v.Actor, slovo.RequestID(r.PathValue("request")))
	if err != nil {
		return err
	}
	if one.State != rights.Asked {
		return slovo.ErrConflict // somebody was quicker
	}
	page := ui.Confirm{Page: v.Page, Request: c.waiting(v, one)}
	for _, ground := range rights.Grounds() {
		page.Grounds = append(page.Grounds, ui.Option{Value: ground, Label: text.T(v.Lang, "ground."+ground)})
	}
	return visit.Show(w, r, http.StatusOK, ui.ConfirmPage(page))
}

// Confirm carries the erasure out.
func (c *Pages) Confirm(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if _, err := c.Requests.Confirm(r.Context(), v.Actor, slovo.RequestID(r.PathValue("request"))); err != nil {
		return err
	}
	http.Redirect(w, r, ui.PathRequests, http.StatusSeeOther)
	return nil
}

// Refuse leaves the record as it is, on the ground that was chosen.
func (c *Pages) Refuse(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	_, err := c.Requests.Refuse(r.Context(), v.Actor, slovo.RequestID(r.PathValue("request")), r.PostFormValue("ground"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, ui.PathRequests, http.StatusSeeOther)
	return nil
}
