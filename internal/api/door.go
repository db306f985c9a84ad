package api

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/text"
)

// door is what every request passes first: headers, the address's limit,
// a problem where the path leads nowhere, and a net under panics.
type door struct {
	*service
	mux       *http.ServeMux
	addresses *limiter
	programs  *limiter
	strangers *limiter
}

func newDoor(s *service) *door {
	return &door{
		service: s, mux: http.NewServeMux(),
		addresses: newLimiter(s.perAddress, s.now), programs: newLimiter(s.perToken, s.now),
		strangers: newLimiter(strange, s.now),
	}
}

// ServeHTTP implements http.Handler.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := slovo.RandomText(10)
	secure(w.Header(), id)
	r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
	defer d.catch(w, r)
	if wait := d.addresses.wait(network(remote(r))); wait > 0 {
		d.refuse(w, r, tooFast(wait))
		return
	}
	if _, pattern := d.mux.Handler(r); pattern == "" {
		d.nowhere(w, r)
		return
	}
	d.mux.ServeHTTP(w, r)
}

// secure sets what holds for every answer; one that may be kept says so
// itself, later.
func secure(h http.Header, request string) {
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Request-Id", request)
}

// catch answers for a handler that panicked.
func (d *door) catch(w http.ResponseWriter, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares so too
		panic(p)
	}
	d.log.ErrorContext(r.Context(), "api: panic", "request", requestID(r.Context()),
		"cause", fmt.Sprint(p), "stack", string(debug.Stack()))
	d.refuse(w, r, broken())
}

// nowhere tells in a problem what the mux would tell in plain text: no such
// path, or not this method.
func (d *door) nowhere(w http.ResponseWriter, r *http.Request) {
	deaf := &deaf{header: http.Header{}, status: http.StatusNotFound}
	d.mux.ServeHTTP(deaf, r)
	if deaf.status != http.StatusMethodNotAllowed {
		d.refuse(w, r, simple(http.StatusNotFound, "path"))
		return
	}
	w.Header()["Allow"] = deaf.header["Allow"]
	d.refuse(w, r, simple(http.StatusMethodNotAllowed, "method"))
}

// deaf takes a status and headers, and no body.
type deaf struct {
	header http.Header
	status int
}

// Header implements http.ResponseWriter.
func (d *deaf) Header() http.Header { return d.header }

// WriteHeader implements http.ResponseWriter.
func (d *deaf) WriteHeader(status int) { d.status = status }

// Write implements http.ResponseWriter.
func (d *deaf) Write(b []byte) (int, error) { return len(b), nil }

// guarded registers handlers behind the token's check.
type guarded struct {
	*http.ServeMux
	door *door
}

// HandleFunc lets only known programs through to the handler.
func (g guarded) HandleFunc(pattern string, handle func(http.ResponseWriter, *http.Request)) {
	g.ServeMux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		secret := bearer(r.Header.Get("Authorization"))
		actor, err := g.door.Tokens.TokenActor(r.Context(), secret, remote(r))
		if err != nil {
			g.door.turnAway(w, r, err)
			return
		}
		if wait := g.door.programs.wait(owner(actor)); wait > 0 {
			g.door.refuse(w, r, tooFast(wait))
			return
		}
		r, c := identified(r, actor, secret)
		c.knows = g.door.knows
		handle(w, r)
	})
}

// turnAway refuses whom nobody knows, and slows down who tries again and
// again. Programs that are known are let in meanwhile: many people may
// share one address.
func (d *door) turnAway(w http.ResponseWriter, r *http.Request, err error) {
	p := d.problem(r.Context(), err)
	if p.Status == http.StatusUnauthorized {
		if wait := d.strangers.wait(network(remote(r))); wait > 0 {
			p = tooFast(wait)
		}
	}
	d.refuse(w, r, p)
}

// bearer returns the token's secret out of the header, or nothing.
func bearer(authorization string) slovo.Value {
	scheme, secret, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return slovo.Value{}
	}
	return slovo.NewValue(strings.TrimSpace(secret))
}

type (
	requestKey struct{}
	callerKey  struct{}
)

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// caller is who asks, in what language, and the print of what is asked.
type caller struct {
	slovo.Actor
	lang  slovo.Lang
	print hash.Hash // of method, path and, once it is read, the body
	key   string    // what is kept of the idempotency key

	body  bytes.Buffer      // what was read of it, to tell places in it
	knows func(string) bool // the names that are not the client's own
}

// identified gives the request its caller. The print is keyed with the
// token's secret, which is not in the database: a plain hash of a body
// would let whoever steals the database, even after an erasure, try
// guesses of a record against it. So is what is kept of the idempotency
// key: that may hold anything, and stays after an erasure.
func identified(r *http.Request, a slovo.Actor, secret slovo.Value) (*http.Request, *caller) {
	c := &caller{Actor: a, lang: text.Pick(r.Header.Get("Accept-Language"))}
	if said := r.Header.Get("Idempotency-Key"); said != "" {
		key := hmac.New(sha256.New, []byte(secret.Show()))
		fmt.Fprintf(key, "Idempotency-Key\n%s", said) //nolint:errcheck // a hash takes all
		c.key = hex.EncodeToString(key.Sum(nil))
		c.print = hmac.New(sha256.New, []byte(secret.Show()))
		fmt.Fprintf(c.print, "%s\n%s\n", r.Method, r.URL.Path) //nolint:errcheck // a hash takes all
		r.Body = tee{io.TeeReader(r.Body, c.print), r.Body}
	}
	r.Body = tee{io.TeeReader(r.Body, &c.body), r.Body}
	return r.WithContext(context.WithValue(r.Context(), callerKey{}, c)), c
}

type tee struct {
	io.Reader
	io.Closer
}

// callerOf returns the caller that the door let in.
func callerOf(ctx context.Context) *caller {
	c, ok := ctx.Value(callerKey{}).(*caller)
	if !ok {
		return &caller{lang: slovo.EN, knows: func(string) bool { return false }}
	}
	return c
}

// once names the write under the caller's idempotency key.
func (c *caller) once(key string) gate.Once {
	if key == "" || c.print == nil {
		return gate.Once{}
	}
	return gate.Once{Owner: owner(c.Actor), Key: c.key, Request: c.print.Sum(nil)}
}

// owner is whose keys and limits they are.
func owner(a slovo.Actor) string {
	if a.Program() {
		return "token/" + string(a.Token)
	}
	return "staff/" + string(a.Account)
}

// remote is the connection's other end; invalid where it has no address.
func remote(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}

// network is what an address is counted under: itself, or, for IPv6, the
// /64 that one customer of a provider has whole.
func network(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// seconds rounds up: a client that comes back so late is let in.
func seconds(d time.Duration) int { return max(1, int((d+time.Second-1)/time.Second)) }
