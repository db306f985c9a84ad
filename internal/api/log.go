package api

import (
	"net/http"
	"strings"
)

// forever is how long a full tile may be kept: it never changes.
const forever = "public, max-age=31536000, immutable"

// serveLog serves what everybody may read of the log, by C2SP tlog-tiles.
func (s *service) serveLog(mux *http.ServeMux) {
	mux.HandleFunc("GET /ledger/checkpoint", s.checkpoint)
	mux.HandleFunc("GET /ledger/key", s.key)
	mux.HandleFunc("GET /ledger/tile/{path...}", s.tile)
}

func (s *service) checkpoint(w http.ResponseWriter, r *http.Request) {
	last, err := s.Ledger.Last(r.Context())
	if err != nil {
		s.refuse(w, r, s.problem(r.Context(), err))
		return
	}
	s.public(w, r, "text/plain; charset=utf-8", "no-cache", last.Note)
}

func (s *service) key(w http.ResponseWriter, r *http.Request) {
	s.public(w, r, "text/plain; charset=utf-8", "no-cache", []byte(s.Ledger.PublicKey()+"\n"))
}

func (s *service) tile(w http.ResponseWriter, r *http.Request) {
	path := r.PathValue("path")
	data, err := s.Ledger.ReadTile(r.Context(), path)
	if err != nil {
		s.refuse(w, r, s.problem(r.Context(), err))
		return
	}
	keep := forever
	if strings.Contains(path, ".p/") {
		keep = "public, max-age=3600" // it gives way to the full one
	}
	s.public(w, r, "application/octet-stream", keep, data)
}

// public answers with what holds no secret, for pages of other origins too.
func (s *service) public(w http.ResponseWriter, r *http.Request, contentType, keep string, body []byte) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", keep)
	h.Set("Content-Type", contentType)
	if _, err := w.Write(body); err != nil { //nolint:gosec // G705: signed notes, hashes and our own document, never as HTML
		s.log.DebugContext(r.Context(), "api: public log", "request", requestID(r.Context()), "cause", err)
	}
}
