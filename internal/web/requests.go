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
	waiting, err := c.Requests.Open(r.Context(), v.actor, mostRequests)
	if err != nil {
		return err
	}
	for _, one := range waiting {
		if string(one.ID) == r.PathValue("request") {
			return show(w, r, http.StatusOK, ui.ConfirmPage(ui.Confirm{Page: v.page, Request: c.waiting(v, one)}))
		}
	}
	return slovo.ErrNotFound
}

// confirm carries the erasure out.
func (c *Console) confirm(w http.ResponseWriter, r *http.Request, v visit) error {
	if _, err := c.Requests.Confirm(r.Context(), v.actor, slovo.RequestID(r.PathValue("request"))); err != nil {
		return err
	}
	http.Redirect(w, r, ui.PathRequests, http.StatusSeeOther)
	return nil
}
