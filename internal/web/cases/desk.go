package cases

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/field"
	"slovo/internal/gate"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// mostMine is how many of an agent's own cases the desk lists.
const mostMine = 12

// Desk is where an agent finds a customer, beside the agent's own cases.
func (c *Pages) Desk(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	d, err := c.emptyDesk(r, toasted(r, v))
	if err != nil {
		return err
	}
	alike, err := c.Merger.Proposals(r.Context(), v.Actor, mostMine)
	if err != nil {
		return err
	}
	d.Alike = len(alike)
	return visit.Show(w, r, http.StatusOK, ui.DeskPage(d))
}

// Find searches by what was typed: a phone, an e-mail, an account number
// or the starts of a name's words. What was typed travels in the body.
func (c *Pages) Find(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	d, err := c.emptyDesk(r, v)
	if err != nil {
		return err
	}
	typed := strings.TrimSpace(r.PostFormValue("q"))
	d.Find = ui.Find{Query: typed, Done: true}
	found, err := c.search(r, v, typed)
	var denial *gate.Denial
	switch {
	case errors.As(err, &denial):
		d.Find.Refusal = refusal(v.Lang, denial)
	case errors.Is(err, slovo.ErrInvalid):
		d.Find.Refusal = &ui.Refusal{Reason: text.T(v.Lang, "find.short_reason"), Remedy: text.T(v.Lang, "find.short_remedy")}
	case err != nil:
		return err
	}
	d.Find.More = found.More
	for _, hit := range found.Hits {
		d.Find.Hits = append(d.Find.Hits, ui.Hit{Href: ui.CustomerPath(string(hit.ID)), Name: hit.Name, What: hitLine(hit)})
	}
	return visit.Show(w, r, http.StatusOK, ui.DeskPage(d))
}

// refusal puts the first reason into words, with all that fills their gaps.
func refusal(l slovo.Lang, denial *gate.Denial) *ui.Refusal {
	first := denial.Reasons[0]
	return ui.Refuse(l, string(first.Code), text.Data(first.Gaps()))
}

// search asks the gate for the one field that what was typed looks like.
func (c *Pages) search(r *http.Request, v visit.Visit, typed string) (gate.Found, error) {
	for _, t := range looksLike(typed) {
		for _, name := range slices.Sorted(maps.Keys(c.Charter().Fields)) {
			if f := c.Charter().Fields[name]; f.Type != t || f.Search == "" {
				continue
			}
			found, err := c.Gate.Search(r.Context(), v.Actor, name, slovo.NewValue(typed))
			if len(found.Hits) > 0 || err != nil && !errors.Is(err, slovo.ErrInvalid) {
				return found, err
			}
			if err != nil && t == field.Name {
				return found, err
			}
		}
	}
	return gate.Found{}, nil
}

// looksLike tells which types of fields the typed text can be of.
func looksLike(typed string) []field.Type {
	digits := 0
	for _, r := range typed {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	switch {
	case strings.Contains(typed, "@"):
		return []field.Type{field.Email}
	case digits >= 5:
		return []field.Type{field.Phone, field.AccountNumber}
	}
	return []field.Type{field.Name}
}

// hitLine is what tells hits apart: the phone's last digits and the city.
func hitLine(hit gate.Hit) string {
	var parts []string
	for _, part := range []string{hit.Phone, hit.City} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// Customer shows the masked record, and offers to open a case.
func (c *Pages) Customer(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.offerCase(w, r, toasted(r, v), slovo.CustomerID(r.PathValue("customer")), nil)
}

// offerCase draws the masked record with the form that opens a case, and
// why the last try did not.
func (c *Pages) offerCase(w http.ResponseWriter, r *http.Request, v visit.Visit, id slovo.CustomerID, denial *gate.Denial) error {
	d, err := c.emptyDesk(r, v)
	if err != nil {
		return err
	}
	masked, err := c.Gate.View(r.Context(), v.Actor, id, "")
	if err != nil {
		return err
	}
	d.Customer = c.record(v, masked)
	d.Opening = c.opening(v, masked.Purposes)
	if err := c.beside(r, v, masked, &d); err != nil {
		return err
	}
	status := http.StatusOK
	if denial != nil {
		d.Opening.Refusal = refusal(v.Lang, denial)
		status = http.StatusForbidden
	}
	return visit.Show(w, r, status, ui.DeskPage(d))
}

// emptyDesk is the desk with the agent's own cases.
func (c *Pages) emptyDesk(r *http.Request, v visit.Visit) (ui.Desk, error) {
	v.Page.Title = text.T(v.Lang, "desk.title")
	d := ui.Desk{Page: v.Page}
	mine, err := c.Matters.Mine(r.Context(), v.Actor, mostMine)
	if err != nil {
		return d, err
	}
	for _, one := range mine {
		if one.Closed.IsZero() {
			d.Mine = append(d.Mine, c.mine(r, v, one))
		}
	}
	d.ToDo, err = c.toDo(r, v)
	return d, err
}

// mine is one of the agent's own cases. Its customer is told by the case,
// not by name: the list is not a look at the record.
func (c *Pages) mine(r *http.Request, v visit.Visit, one gate.Case) ui.Hit {
	return ui.Hit{
		Href: ui.CasePath(string(one.ID)), Icon: channelIcon(one.Channel), Name: text.T(v.Lang, "case.number", "Number", ui.Short(one.ID)),
		What: c.Charter().Purposes[one.Purpose].Label.In(v.Lang), At: text.Hour(c.Local(one.Opened)),
		Current: r.PathValue("case") == string(one.ID),
	}
}

// record is the customer's masked record.
func (c *Pages) record(v visit.Visit, m gate.Masked) *ui.Customer {
	customer := &ui.Customer{ID: string(m.ID), Name: text.T(v.Lang, "desk.somebody"), Since: text.Date(v.Lang, m.Made, c.Local(c.Now()))}
	for _, f := range c.inOrder(m.Fields) {
		declared := c.Charter().Fields[f.Name]
		item := ui.Item{Key: f.Name, Label: declared.Label.In(v.Lang), Value: ui.Value{State: ui.Sealed, Mask: f.Mask}}
		switch {
		case f.Never:
			item.Value.Note = text.T(v.Lang, "value.never")
		case m.Frozen:
			item.Value.State, item.Value.Note = ui.Frozen, text.T(v.Lang, "value.frozen_by")
		default:
			item.Value.Note = text.T(v.Lang, "value.from", f.Points)
		}
		if declared.Type == field.Name {
			customer.Name = f.Mask
		}
		customer.Items = append(customer.Items, item)
	}
	return customer
}

// order is how a record reads: who, how to reach, where, then the rest.
var order = []field.Type{field.Name, field.Phone, field.Email, field.Address, field.List, field.AccountNumber, field.CardLast4}

func (c *Pages) inOrder(fields []gate.MaskedField) []gate.MaskedField {
	place := func(f gate.MaskedField) int {
		if i := slices.Index(order, c.Charter().Fields[f.Name].Type); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(fields, func(a, b gate.MaskedField) int { return place(a) - place(b) })
	return fields
}

// opening offers the purposes that the agent may open a case for, and
// their channels; the phone first, because somebody is waiting on it.
func (c *Pages) opening(v visit.Visit, purposes []string) *ui.Opening {
	o := &ui.Opening{}
	for _, name := range purposes {
		p := c.Charter().Purposes[name]
		channels := waysFor(p, v.Actor.Role)
		if !p.Allows(v.Actor.Role, charter.See) || len(channels) == 0 {
			continue
		}
		o.Purposes = append(o.Purposes, ui.Option{Value: name, Label: p.Label.In(v.Lang)})
		for _, ch := range channels {
			if !offered(o.Channels, ch) {
				o.Channels = append(o.Channels, ui.Option{Value: string(ch), Label: text.T(v.Lang, "channel."+string(ch))})
			}
		}
	}
	if len(o.Purposes) == 0 {
		o.Refusal = ui.Refuse(v.Lang, string(gate.RoleNotAllowed))
	}
	return o
}

// waysFor are the channels over which the role works for the purpose: a
// role that talks to nobody has only tasks, and the others have none.
func waysFor(p charter.Purpose, role string) []slovo.Channel {
	if !p.Talks(role) {
		return []slovo.Channel{slovo.ChannelTask}
	}
	var ways []slovo.Channel
	for _, ch := range []slovo.Channel{slovo.ChannelPhone, slovo.ChannelInPerson} {
		if p.Over(ch) {
			ways = append(ways, ch)
		}
	}
	return ways
}

func offered(options []ui.Option, ch slovo.Channel) bool {
	return slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == string(ch) })
}

func channelIcon(ch slovo.Channel) string {
	switch ch {
	case slovo.ChannelPhone:
		return "phone"
	case slovo.ChannelInPerson:
		return "store"
	}
	return "user"
}
