package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"slovo"
	"slovo/internal/field"
	"slovo/internal/gate"
	"slovo/internal/text"
)

// deniedType leads to where the reasons' codes are told.
const deniedType = documentPath + ".json#/components/schemas/Reason"

// Problem is an answer that is not what was asked for: RFC 9457.
type Problem struct {
	Type    string   `json:"type" format:"uri-reference" example:"about:blank" doc:"What kind of problem it is: about:blank, where the status says it all, or a reference to where it is described."`
	Title   string   `json:"title" example:"Denied" doc:"The kind of problem in words, always the same for the same type and status, in the language of Accept-Language (ru or en)."`
	Status  int      `json:"status" example:"403" doc:"The HTTP status again."`
	Detail  string   `json:"detail,omitempty" example:"The gate refused; the reasons say why." doc:"What is the matter here, in the language of Accept-Language. Never holds a customer's value."`
	Errors  []Fault  `json:"errors,omitempty" doc:"What of the request cannot be taken."`
	Reasons []Reason `json:"reasons,omitempty" doc:"Every reason why the gate refused, with what would help."`

	headers http.Header
	said    func(slovo.Lang) string // the detail
}

// Fault is one part of a request that cannot be taken.
type Fault struct {
	Location string `json:"location" example:"body.fields.phone" doc:"Where it is, as far as its names are the API's or the charter's own."`
	Position string `json:"position,omitempty" example:"/fields/1" doc:"Where it is by places, counted from 0 in the order of the request, if a name on the way is not declared: that name is never told back."`
	Message  string `json:"message" example:"phone: not a phone number" doc:"What is wrong with it, in English, for whoever mends the program; never the value."`
}

// Reason is one thing that stands in the way.
type Reason struct {
	Code     code   `json:"code"`
	Field    string `json:"field,omitempty" example:"phone" doc:"The field that it is about; left out where it is about the whole request, or the charter does not declare it. A factor's kind where that is refused over the channel."`
	Position string `json:"position,omitempty" example:"/fields/1" doc:"Where in the request, counted from 0 in its order, a field stands that the charter does not declare: its name is never told back."`
	Remedy   string `json:"remedy" example:"Verify the customer by two factors, such as the PIN and the card's last four." doc:"What would help, in the language of Accept-Language (ru or en)."`
}

// Error implements error.
func (p *Problem) Error() string { return p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// errNotYet is what a part of the API answers before its room is built.
var errNotYet = errors.New("not built yet")

// simple is a problem whose detail is the catalogue's text problem.ID.
func simple(status int, id string) *Problem {
	said := func(lang slovo.Lang) string { return text.T(lang, "problem."+id) }
	return &Problem{Type: "about:blank", Status: status, said: said}
}

// in says the problem in the language of whoever asked.
func (p *Problem) in(lang slovo.Lang) *Problem {
	p.Title, p.Detail = text.T(lang, "problem.title."+strconv.Itoa(p.Status)), p.said(lang)
	return p.with("Content-Language", string(lang)).with("Vary", "Accept-Language")
}

func (p *Problem) with(header, value string) *Problem {
	if p.headers == nil {
		p.headers = http.Header{}
	}
	p.headers.Set(header, value)
	return p
}

func tooFast(wait time.Duration) *Problem {
	return simple(http.StatusTooManyRequests, "too_fast").
		with("Retry-After", strconv.Itoa(seconds(wait)))
}

func broken() *Problem {
	return simple(http.StatusInternalServerError, "broken")
}

// plain are the errors that only need a status and a sentence, told by its id.
var plain = []struct {
	err    error
	status int
	said   string
	header [2]string
}{
	{slovo.ErrUnauthenticated, http.StatusUnauthorized, "token", [2]string{"WWW-Authenticate", `Bearer realm="slovo"`}},
	{slovo.ErrNotFound, http.StatusNotFound, "not_found", [2]string{}},
	{slovo.ErrConflict, http.StatusConflict, "conflict", [2]string{}},
	{slovo.ErrTooMany, http.StatusTooManyRequests, "too_many", [2]string{"Retry-After", "60"}},
	{slovo.ErrUnavailable, http.StatusServiceUnavailable, "unavailable", [2]string{"Retry-After", "1"}},
	{context.Canceled, http.StatusServiceUnavailable, "given_up", [2]string{"Retry-After", "1"}},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "too_long", [2]string{"Retry-After", "1"}},
	{errNotYet, http.StatusNotImplemented, "not_yet", [2]string{}},
}

// problem turns a room's error into what the client is told, in the
// client's language. A cause that is nobody's fault but ours goes to the
// log, under the request's id.
func (s *service) problem(ctx context.Context, err error) *Problem {
	return s.cause(ctx, err).in(callerOf(ctx).lang)
}

func (s *service) cause(ctx context.Context, err error) *Problem {
	var already *Problem
	var denial *gate.Denial
	switch {
	case errors.As(err, &already):
		return already
	case errors.As(err, &denial):
		return denied(denial.Reasons, callerOf(ctx))
	case errors.Is(err, slovo.ErrDenied):
		return denied([]gate.Reason{{Code: gate.RoleNotAllowed}}, callerOf(ctx))
	case errors.Is(err, slovo.ErrInvalid):
		return s.invalid(err)
	}
	for _, p := range plain {
		if errors.Is(err, p.err) {
			told := simple(p.status, p.said)
			if p.header[0] != "" {
				told = told.with(p.header[0], p.header[1])
			}
			return told
		}
	}
	s.log.ErrorContext(ctx, "api: not answered", "request", requestID(ctx), "cause", err)
	return broken()
}

// denied tells all the reasons, each with its remedy.
func denied(reasons []gate.Reason, c *caller) *Problem {
	p := simple(http.StatusForbidden, "denied")
	p.Type = deniedType
	for _, r := range reasons {
		told := Reason{Code: code(r.Code), Field: r.Field, Remedy: text.Remedy(c.lang, string(r.Code), text.Data(r.Gaps()))}
		if r.Field != "" && !r.Factor && !c.knows(r.Field) {
			told.Field, told.Position = "", c.position(r.Field)
		}
		p.Reasons = append(p.Reasons, told)
	}
	return p
}

// position finds the field that the request names.
func (c *caller) position(field string) string {
	at, err := walk(c.body.Bytes(), func(s spot) bool {
		if len(s.steps) != 2 || s.steps[0].name != "fields" {
			return false
		}
		last := s.steps[1]
		return !last.list && last.name == field || last.list && s.text == field
	})
	if err != nil || len(at.steps) == 0 {
		return ""
	}
	return fmt.Sprintf("/fields/%d", at.steps[1].place)
}

// invalid tells what cannot be taken. Rooms write such errors of names and
// causes only, never of values.
func (s *service) invalid(err error) *Problem {
	var bad *gate.BadField
	if !errors.As(err, &bad) {
		return unfit(Fault{Location: "body", Message: unprefixed(err)})
	}
	p := unfit(Fault{Location: "body.fields." + bad.Field, Message: unprefixed(bad.Cause)})
	why := "wrong." + string(s.Charter().Fields[bad.Field].Type)
	if errors.Is(err, field.ErrCard) || errors.Is(bad.Cause, field.ErrCard) {
		why = "wrong.card"
	}
	p.said = func(lang slovo.Lang) string {
		return text.T(lang, "problem.field", "Field", bad.Field, "Why", text.T(lang, why))
	}
	return p
}

// unfit is the problem of a request that was read and cannot be taken.
func unfit(faults ...Fault) *Problem {
	p := simple(http.StatusUnprocessableEntity, "invalid")
	p.Errors = faults
	return p
}

// unprefixed leaves out the room at the error's begin and the word at its
// end: they are for whoever reads the log.
func unprefixed(err error) string {
	said := strings.TrimSuffix(err.Error(), ": "+slovo.ErrInvalid.Error())
	if room, rest, ok := strings.Cut(said, ": "); ok && !strings.Contains(room, " ") {
		return rest
	}
	return said
}

// refuse writes the problem where no handler of huma's does.
func (s *service) refuse(w http.ResponseWriter, r *http.Request, p *Problem) {
	body, err := json.Marshal(p.in(text.Pick(r.Header.Get("Accept-Language"))))
	if err != nil {
		s.log.ErrorContext(r.Context(), "api: problem", "request", requestID(r.Context()), "cause", err)
		return
	}
	for name, values := range p.headers {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	if _, err := w.Write(append(body, '\n')); err != nil {
		s.log.DebugContext(r.Context(), "api: problem", "request", requestID(r.Context()), "cause", err)
	}
}

// huma makes its own errors by these two. Its details echo values: ours
// take where and why, in huma's fixed words, and nothing else.
func init() { //nolint:gochecknoinits // huma offers no other place
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return unread(status, errs, callerOf(context.Background())).in(slovo.EN)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
		c := callerOf(ctx.Context())
		p := unread(status, errs, c).in(c.lang)
		for name := range p.headers { // of an error of its own huma writes none
			ctx.SetHeader(name, p.headers.Get(name))
		}
		return p
	}
	huma.ValidateStrictCasing = true // a key in another case is another key, wherever it is read
}

// unread is the problem of a request that could not be read.
func unread(status int, errs []error, c *caller) *Problem {
	if refused := c.ambiguous(status, errs); refused != nil {
		return refused
	}
	if status == http.StatusUnprocessableEntity {
		return unfit(c.faults(errs)...)
	}
	said, known := unreadable[status]
	if !known {
		said = "unread"
	}
	return simple(status, said)
}

// unreadable is what is wrong with a body by the status that tells it.
var unreadable = map[int]string{
	http.StatusBadRequest:            "no_json",
	http.StatusRequestEntityTooLarge: "too_large",
	http.StatusUnsupportedMediaType:  "media",
	http.StatusRequestTimeout:        "late",
	http.StatusInternalServerError:   "broken",
}

func (c *caller) faults(errs []error) []Fault {
	var list []Fault
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			list = append(list, c.fault(d.ErrorDetail()))
		}
	}
	return list
}

// ambiguous is the problem of a body that was JSON, but was refused before
// anybody looked at what it holds; nil for any other.
func (c *caller) ambiguous(status int, errs []error) *Problem {
	if status != http.StatusBadRequest || len(errs) == 0 {
		return nil
	}
	at, err := walk(c.body.Bytes(), func(spot) bool { return false })
	if !errors.Is(err, errTwice) && !errors.Is(err, errDeep) {
		return nil
	}
	f := Fault{Message: err.Error()}
	f.Location, f.Position = at.where(c.knows)
	return unfit(f)
}

// fault takes over only what huma says in fixed words, what a decoder says
// may quote a value; and of where it is, only names that are known.
func (c *caller) fault(d *huma.ErrorDetail) Fault {
	f := Fault{Location: d.Location, Message: fixedWords(d.Message)}
	switch {
	case strings.HasPrefix(f.Message, "unknown query"):
		f.Location = "query"
	case d.Location == "body" || strings.HasPrefix(d.Location, "body.") || strings.HasPrefix(d.Location, "body["):
		at, err := walk(c.body.Bytes(), func(s spot) bool { return s.path == d.Location })
		if err != nil {
			at = spot{}
		}
		f.Location, f.Position = at.where(c.knows)
	}
	return f
}

func fixedWords(message string) string {
	for _, fixed := range []string{"expected ", "unexpected property", "required ", "unknown query parameter"} {
		if strings.HasPrefix(message, fixed) {
			return message
		}
	}
	return "not of the wanted form"
}
