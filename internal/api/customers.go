package api

import (
	"context"
	"net/http"
	"time"

	"slovo"
	"slovo/internal/field"
	"slovo/internal/gate"
)

// OnCustomer is a path under one customer.
type OnCustomer struct {
	ID string `path:"id" example:"0f3k9w2mzq7r5c8x1d4v6h0jta" doc:"The customer's id."`
}

// Idempotent is a write that may be sent again.
type Idempotent struct {
	Key string `header:"Idempotency-Key" maxLength:"255" doc:"Of your own making, fresh for each write. The same write sent again under it is done once and answered alike; another write under it is a conflict. Only a keyed hash of it is kept."`
}

type createIn struct {
	Idempotent
	Body struct {
		Fields   given    `json:"fields"`
		Purposes []string `json:"purposes" nullable:"false" minItems:"1" maxItems:"50" uniqueItems:"true" example:"[\"support\"]" doc:"What the record is for, as the charter declares."`
		Source   string   `json:"source,omitempty" maxLength:"64" pattern:"^[a-z0-9_.:-]{1,64}$" example:"shop" doc:"A short name of where the record comes from; api, if not said."`
		SourceID string   `json:"source_id,omitempty" maxLength:"200" example:"8841" doc:"The source's own id. The same one again, by a token of the same account, makes no second customer, but returns the first; of one who was erased it is refused as erased. Only a keyed hash of it is kept."`
	}
}

type createOut struct {
	Location string `header:"Location" doc:"The customer's path."`
	Body     struct {
		ID string `json:"id" example:"0f3k9w2mzq7r5c8x1d4v6h0jta"`
	}
}

func (s *service) create(ctx context.Context, c *caller, in *createIn) (*createOut, error) {
	n := gate.NewCustomer{Fields: in.Body.Fields, Purposes: in.Body.Purposes, Source: in.Body.Source, SourceID: in.Body.SourceID}
	if n.Source == "" {
		n.Source = "api"
	}
	id, err := s.Gate.Add(ctx, c.Actor, n, c.once(in.Key))
	if err != nil {
		return nil, err
	}
	out := &createOut{Location: root + "/customers/" + string(id)}
	out.Body.ID = string(id)
	return out, nil
}

type viewIn struct {
	OnCustomer
	Case string `query:"case" pattern:"^[0-9a-hjkmnp-tv-z]{26}-[0-9a-hjkmnp-tv-z]{13}$" doc:"The case in which it is looked at, if any."`
}

type viewOut struct {
	Body struct {
		ID       string            `json:"id"`
		Fields   map[string]string `json:"fields" doc:"The record's fields, masked." example:"{\"name\":\"А. З.\",\"phone\":\"+7 ••• ••• 67\"}"`
		Purposes []string          `json:"purposes" nullable:"false" doc:"Those of its purposes that you serve."`
		Consents []wish            `json:"consents" nullable:"false" doc:"What the customer is known to want, one for each channel."`
	}
}

func (s *service) view(ctx context.Context, c *caller, in *viewIn) (*viewOut, error) {
	id, err := customerID(in.ID)
	if err != nil {
		return nil, err
	}
	masked, err := s.Gate.View(ctx, c.Actor, id, slovo.CaseID(in.Case))
	if err != nil {
		return nil, err
	}
	out := &viewOut{}
	out.Body.ID, out.Body.Purposes = string(masked.ID), append([]string{}, masked.Purposes...)
	if out.Body.Consents, err = s.wishes(ctx, c, masked.ID); err != nil {
		return nil, err
	}
	out.Body.Fields = map[string]string{}
	for _, f := range masked.Fields {
		out.Body.Fields[f.Name] = f.Mask
	}
	return out, nil
}

type searchIn struct {
	Body struct {
		Field string `json:"field" minLength:"1" maxLength:"100" example:"phone" doc:"A field by which the charter lets customers be searched."`
		Value secret `json:"value" doc:"The whole value; of a name the starts of its words, three letters each at least."`
	}
}

type searchOut struct {
	Body struct {
		Customers []hit `json:"customers" nullable:"false" doc:"At most 20."`
		More      bool  `json:"more" doc:"There are more than these: say more exactly."`
	}
}

type hit struct {
	ID     string    `json:"id"`
	Fields hitFields `json:"fields" doc:"Enough to tell one from another, all masked."`
}

type hitFields struct {
	Name  string `json:"name,omitempty" example:"Анна З." doc:"The words that were searched for, initials of the rest."`
	Phone string `json:"phone,omitempty" example:"+7 ••• ••• 67"`
	City  string `json:"city,omitempty" example:"Москва"`
}

func (s *service) search(ctx context.Context, c *caller, in *searchIn) (*searchOut, error) {
	found, err := s.Gate.Search(ctx, c.Actor, in.Body.Field, in.Body.Value.Value)
	if err != nil {
		return nil, err
	}
	out := &searchOut{}
	out.Body.Customers, out.Body.More = []hit{}, found.More
	for _, h := range found.Hits {
		out.Body.Customers = append(out.Body.Customers, hit{string(h.ID), hitFields{h.Name, h.Phone, h.City}})
	}
	return out, nil
}

type eventIn struct {
	OnCustomer
	Idempotent
	Body struct {
		Event string    `json:"event" minLength:"1" maxLength:"100" example:"order_closed" doc:"An event of the charter that slovo does not set itself."`
		At    time.Time `json:"at,omitempty" example:"2026-12-01T12:00:00Z" doc:"When; now, if not said."`
	}
}

// nothing is the answer of 204.
type nothing struct{}

func (s *service) event(ctx context.Context, c *caller, in *eventIn) (*nothing, error) {
	id, err := customerID(in.ID)
	if err != nil {
		return nil, err
	}
	at := in.Body.At
	if at.IsZero() {
		at = s.now()
	}
	_, err = s.Gate.Event(ctx, c.Actor, id, gate.Event{Name: in.Body.Event, At: at}, c.once(in.Key))
	return &nothing{}, err
}

type revealIn struct {
	OnCustomer
	Body struct {
		Fields  []string `json:"fields" nullable:"false" minItems:"1" maxItems:"100" uniqueItems:"true" example:"[\"phone\"]" doc:"All or none of them are shown."`
		Purpose string   `json:"purpose" maxLength:"100" example:"support" doc:"What for, as the charter declares."`
		Case    string   `json:"case,omitempty" maxLength:"100" doc:"The open case of this customer's, verified as the fields take."`
	}
}

type revealOut struct {
	Body struct {
		Fields shown  `json:"fields"`
		Entry  string `json:"entry" doc:"The line of the log that tells of it."`
	}
}

// reveal keeps nothing of its answer and knows no idempotency key: each
// time that values are shown is an entry of its own.
func (s *service) reveal(ctx context.Context, c *caller, in *revealIn) (*revealOut, error) {
	id, err := customerID(in.ID)
	if err != nil {
		return nil, err
	}
	ask := gate.Ask{Actor: c.Actor, Customer: id, Fields: in.Body.Fields, Purpose: in.Body.Purpose, Case: namedCase(in.Body.Case)}
	opened, entry, err := s.Gate.Reveal(ctx, ask)
	if err != nil {
		return nil, err
	}
	out := &revealOut{}
	out.Body.Fields, out.Body.Entry = shown{opened, s.list}, string(entry)
	return out, nil
}

// list tells whether the field is a list, which is kept as JSON.
func (s *service) list(name string) bool { return s.Charter().Fields[name].Type == field.List }

type correctIn struct {
	OnCustomer
	Idempotent
	Body struct {
		Fields  given  `json:"fields"`
		Purpose string `json:"purpose" maxLength:"100" example:"support"`
		Case    string `json:"case,omitempty" maxLength:"100" doc:"The open case of this customer's, verified as a change of the fields takes."`
	}
}

type entryOut struct {
	Body struct {
		Entry string `json:"entry" doc:"The line of the log that tells of it."`
	}
}

func (s *service) correct(ctx context.Context, c *caller, in *correctIn) (*entryOut, error) {
	id, err := customerID(in.ID)
	if err != nil {
		return nil, err
	}
	ask := gate.Ask{Actor: c.Actor, Customer: id, Purpose: in.Body.Purpose, Case: namedCase(in.Body.Case)}
	entry, err := s.Gate.Correct(ctx, ask, in.Body.Fields, c.once(in.Key))
	return told(entry), err
}

func told(entry slovo.EntryID) *entryOut {
	out := &entryOut{}
	out.Body.Entry = string(entry)
	return out
}

type eraseIn struct {
	OnCustomer
	Idempotent
}

type eraseOut struct {
	Body struct {
		Request string `json:"request" doc:"The request that was made; the owner's confirmation carries it out."`
	}
}

func (s *service) erase(ctx context.Context, c *caller, in *eraseIn) (*eraseOut, error) {
	id, err := customerID(in.ID)
	if err != nil {
		return nil, err
	}
	request, err := s.Rights.Ask(ctx, c.Actor, id, c.once(in.Key))
	if err != nil {
		return nil, err
	}
	out := &eraseOut{}
	out.Body.Request = string(request)
	return out, nil
}

func (s *service) customers(on *registrar) {
	const path = "/customers"
	register(on, http.MethodPost, path, createCustomer, s.create)
	register(on, http.MethodPost, path+"/search", searchCustomers, s.search)
	register(on, http.MethodGet, path+"/{id}", viewCustomer, s.view)
	register(on, http.MethodPatch, path+"/{id}", correctCustomer, s.correct)
	register(on, http.MethodDelete, path+"/{id}", eraseCustomer, s.erase)
	register(on, http.MethodPost, path+"/{id}/events", addEvent, s.event)
	register(on, http.MethodPost, path+"/{id}/reveal", revealFields, s.reveal)
}
