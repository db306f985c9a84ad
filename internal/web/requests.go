package web

import (
	"net/http"

	"slovo"
	"slovo/internal/rights"
	"slovo/internal/text"
	"slovo/internal/web/ui"
)

// mostRequests is how many requests the list shows.
const mostRequests = 100

func (c *Console) requests(w http.ResponseWriter, r *http.Request, v visit) error {
	waiting, err := c.Requests.Open(r.Context(), v.actor, mostRequests)
	if err != nil {
		return err
	}
	v.page.Title = text.T(v.lang, "requests.title")
	page := ui.Requests{Page: v.page}
	for _, one := range waiting {
		page.Waiting = append(page.Waiting, c.waiting(v, one))
	}
	return show(w, r, http.StatusOK, ui.RequestsPage(page))
}

// waiting is a request in words. Its customer is told by the number's end:
// deciding is not a look at the record.
func (c *Console) waiting(v visit, one rights.Request) ui.Request {
	return ui.Request{
		ID: string(one.ID), Customer: text.T(v.lang, "requests.customer", "Number", short(one.Customer)),
		Asked: text.When(v.lang, one.AskedAt.Local(), c.Now()),
	}
}

func (c *Console) request(w http.ResponseWriter, r *http.Request, v visit) error {
	one, err := c.Requests.Request(r.Context(), v.actor, slovo.RequestID(r.PathValue("request")))
	if err != nil {
		return err
	}
	if one.State != rights.Asked {
		return slovo.ErrConflict // somebody was quicker
	}
	page := ui.Confirm{Page: v.page, Request: c.waiting(v, one)}
	for _, ground := range rights.Grounds() {
		page.Grounds = append(page.Grounds, ui.Option{Value: ground, Label: text.T(v.lang, "ground."+ground)})
	}
	return show(w, r, http.StatusOK, ui.ConfirmPage(page))
}

// confirm carries the erasure out.
func (c *Console) confirm(w http.ResponseWriter, r *http.Request, v visit) error {
	if _, err := c.Requests.Confirm(r.Context(), v.actor, slovo.RequestID(r.PathValue("request"))); err != nil {
		return err
	}
	http.Redirect(w, r, ui.PathRequests, http.StatusSeeOther)
	return nil
}

// refuseRequest leaves the record as it is, on the ground that was chosen.
func (c *Console) refuseRequest(w http.ResponseWriter, r *http.Request, v visit) error {
	_, err := c.Requests.Refuse(r.Context(), v.actor, slovo.RequestID(r.PathValue("request")), r.PostFormValue("ground"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, ui.PathRequests, http.StatusSeeOther)
	return nil
}
