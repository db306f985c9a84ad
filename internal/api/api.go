// Package api serves the REST API, its OpenAPI document and the public
// log. A handler reads the request, asks one room and shows the answer;
// one function turns errors into problem details, and values are shown in
// one place, where a body is written.
package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/time/rate"

	"slovo"
	"slovo/internal/charter"
)

// Rooms is whom the API asks. All are needed.
type Rooms struct {
	Gate     Gate
	Ledger   Ledger
	Tokens   Tokens
	Cases    Cases
	Verifier Verifier
	Rights   Rights
	Merger   Merger
	Consents Consents
	Charter  func() *charter.Charter // the one in force
	Editions Editions
	Today    Today
}

// Limit is how many requests per second one asker may make, and how many
// at once on top of that.
type Limit struct {
	PerSecond rate.Limit
	Burst     int
}

// settings is what options change.
type settings struct {
	log        *slog.Logger
	now        slovo.Clock
	perAddress Limit
	perToken   Limit
}

// Option changes what New takes for granted.
type Option func(*settings)

// WithLog logs there instead of to slog's default.
func WithLog(l *slog.Logger) Option { return func(s *settings) { s.log = l } }

// WithClock takes the time from there.
func WithClock(now slovo.Clock) Option { return func(s *settings) { s.now = now } }

// WithLimits sets how fast one address and one token may ask. An address
// is counted before anybody is asked who it is.
func WithLimits(perAddress, perToken Limit) Option {
	return func(s *settings) { s.perAddress, s.perToken = perAddress, perToken }
}

// service is what handlers hold.
type service struct {
	Rooms
	settings

	document *huma.OpenAPI
	names    map[string]bool // that the document gives to parts of bodies
}

// New returns the handler of everything under /api/ and /ledger/.
func New(rooms Rooms, options ...Option) http.Handler {
	s := &service{Rooms: rooms, settings: settings{
		log: slog.Default(), now: time.Now,
		perAddress: Limit{2000, 6000}, perToken: Limit{1000, 3000},
	}}
	for _, option := range options {
		option(&s.settings)
	}
	d := newDoor(s)
	document := s.operations(guarded{d.mux, d})
	s.serveDocument(d.mux, document)
	s.serveLog(d.mux)
	return d
}
