// Package web serves the pages that staff and customers see. A handler
// reads the request, asks one room and shows the answer; it decides
// nothing, and no page that holds a value is kept anywhere.
package web

import (
	"context"
	"net/http"
	"strings"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/ledger"
	"slovo/internal/rights"
	"slovo/internal/staff"
	"slovo/internal/verify"
	"slovo/internal/web/assets"
	"slovo/internal/web/ui"
)

// Staff is who may sign in.
type Staff interface {
	SignIn(ctx context.Context, try staff.Attempt) (staff.SignedIn, error)
	SessionActor(ctx context.Context, secret slovo.Value) (slovo.Actor, error)
	EndSession(ctx context.Context, secret slovo.Value) error
	Account(ctx context.Context, id slovo.StaffID) (staff.Account, error)
}

// Gate is the door to customers' data.
type Gate interface {
	Search(ctx context.Context, a slovo.Actor, field string, typed slovo.Value) (gate.Found, error)
	View(ctx context.Context, a slovo.Actor, c slovo.CustomerID, in slovo.CaseID) (gate.Masked, error)
	Reveal(ctx context.Context, ask gate.Ask) ([]gate.Opened, slovo.EntryID, error)
	Why(ctx context.Context, ask gate.Ask) ([]gate.Reason, error)
}

// Cases are the matters with customers.
type Cases interface {
	Open(ctx context.Context, a slovo.Actor, c slovo.CustomerID, ch slovo.Channel, purpose string, once gate.Once) (slovo.CaseID, error)
	Close(ctx context.Context, a slovo.Actor, id slovo.CaseID) error
	Case(ctx context.Context, a slovo.Actor, id slovo.CaseID) (gate.Case, error)
	Mine(ctx context.Context, a slovo.Actor, limit int) ([]gate.Case, error)
}

// Verifier asks customers to prove who they are.
type Verifier interface {
	Try(ctx context.Context, a slovo.Actor, id slovo.CaseID, answers []verify.Answer) (verify.Result, error)
	State(ctx context.Context, a slovo.Actor, id slovo.CaseID) (verify.State, error)
}

// Enroller lets customers set their first factors.
type Enroller interface {
	Links
	Admit(ctx context.Context, a slovo.Actor, id slovo.CaseID, document string, fact verify.Answer) (secret slovo.Value, err error)
	Invite(ctx context.Context, a slovo.Actor, c slovo.CustomerID) error
}

// Links are the one-time ones, behind which a customer sets them.
type Links interface {
	LinkState(ctx context.Context, secret slovo.Value) error
	NewSeed(ctx context.Context, secret, mark slovo.Value) (verify.Seed, error)
	SetByLink(ctx context.Context, secret slovo.Value, own verify.Own) error
}

// Requests are what customers ask to be done with their data.
type Requests interface {
	Open(ctx context.Context, a slovo.Actor, limit int) ([]rights.Request, error)
	Request(ctx context.Context, a slovo.Actor, id slovo.RequestID) (rights.Request, error)
	Confirm(ctx context.Context, a slovo.Actor, id slovo.RequestID) (slovo.EntryID, error)
	Refuse(ctx context.Context, a slovo.Actor, id slovo.RequestID, ground string) (slovo.EntryID, error)
}

// Log is what was written down.
type Log interface {
	Of(ctx context.Context, c slovo.CustomerID, below int64, limit int) ([]ledger.Entry, error)
	OpenFirm(ctx context.Context, e ledger.Entry) (ledger.FirmHalf, error)
	Receipt(ctx context.Context, id slovo.EntryID) (ledger.Receipt, error)
}

// Console is the staff's side of slovo, and the few pages that customers
// reach by a link. All its fields are needed.
type Console struct {
	Staff    Staff
	Gate     Gate
	Cases    Cases
	Verifier Verifier
	Enroller Enroller
	Requests Requests
	Log      Log
	Charter  func() *charter.Charter
	Now      slovo.Clock
	// Secure tells that people come by https: cookies then travel by it only.
	Secure bool
}

// handler is a page: it answers, or returns why it cannot.
type handler func(w http.ResponseWriter, r *http.Request, v visit) error

// Handler returns the pages. The table names every address there is.
func (c *Console) Handler() http.Handler {
	mux := http.NewServeMux()
	open := func(pattern string, h handler) { mux.Handle(pattern, c.open(h)) }
	staff := func(pattern string, h handler) { mux.Handle(pattern, c.staffOnly(h)) }

	mux.Handle(assets.Prefix, assets.Handler())
	open("GET /{$}", c.home)
	open("GET "+ui.PathSignIn, c.signInPage)
	open("POST "+ui.PathSignIn, c.signIn)
	open("POST "+ui.PathSignOut, c.signOut)
	open("POST "+ui.PathLang, c.setLang)
	open("GET "+ui.PathEnrol+"/{token}", c.enrolPage)
	open("POST "+ui.PathEnrol+"/{token}", c.enrol)

	staff("GET "+ui.PathDesk, c.desk)
	staff("POST "+ui.PathFind, c.find)
	staff("GET "+ui.PathCustomer+"/{customer}", c.customer)
	staff("POST "+ui.PathCases, c.openCase)
	staff("GET "+ui.PathCases+"/{case}", c.casePage)
	staff("GET "+ui.PathCases+"/{case}/receipts/{number}", c.receipt)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActVerify, c.verify)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActReveal, c.reveal)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActClose, c.closeCase)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActEnrol, c.admit)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActEnrolLink, c.invite)
	staff("GET "+ui.PathRequests, c.requests)
	staff("GET "+ui.PathRequests+"/{request}", c.request)
	staff("POST "+ui.PathRequests+"/{request}/"+ui.ActConfirm, c.confirm)
	staff("POST "+ui.PathRequests+"/{request}/"+ui.ActRefuse, c.refuseRequest)
	open("/", c.nowhere)
	return protect(mux)
}

// policy lets a page load from its own host only, and run no inline script.
var policy = strings.Join([]string{
	"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
	"connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}, "; ")

// maxBody is the most that a form of ours can be.
const maxBody = 64 << 10

// protect puts on every answer what keeps a page among its own, and
// refuses forms that another site sent.
func protect(next http.Handler) http.Handler {
	sameSite := http.NewCrossOriginProtection()
	return sameSite.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	}))
}
