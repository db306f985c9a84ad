package app

import (
	"context"
	"encoding/json"
	"net/http"
	"sync/atomic"
	"time"

	"slovo/internal/meter"
)

// staleAfter is how long the log may stay unsequenced before the server no
// longer calls itself ready.
const staleAfter = 30 * time.Second

// health is what the server tells the programs that watch it.
type health struct {
	*meter.Meter

	sequenced atomic.Int64 // when the log was last folded in, Unix microseconds
	published atomic.Int64 // when its checkpoint was last published
}

// Ready tells whether the server can do its work; why names what is in the
// way: store, log.
type Ready struct {
	Ready bool     `json:"ready"`
	Why   []string `json:"why,omitempty"`
}

func (c *Company) ready(ctx context.Context) Ready {
	var why []string
	if _, err := c.store.TreeSize(ctx); err != nil {
		why = append(why, "store")
	}
	if time.Since(time.UnixMicro(c.health.sequenced.Load())) > staleAfter {
		why = append(why, "log")
	}
	return Ready{Ready: why == nil, Why: why}
}

// watched adds the figures of the rooms to the meter.
func (c *Company) watched() {
	c.health.Meter = meter.New()
	seconds := func(at *atomic.Int64) func() float64 {
		return func() float64 { return float64(at.Load()) / 1e6 }
	}
	c.health.Tell("slovo_log_sequenced_timestamp_seconds", seconds(&c.health.sequenced))
	c.health.Tell("slovo_log_published_timestamp_seconds", seconds(&c.health.published))
	c.health.Tell("slovo_backup_timestamp_seconds", c.backupSeconds(lastBackup))
	c.health.Tell("slovo_backup_drill_timestamp_seconds", c.backupSeconds(lastDrill))
	c.health.Tell("slovo_log_entries", func() float64 {
		size, err := c.store.TreeSize(context.Background())
		if err != nil {
			return -1
		}
		return float64(size)
	})
	c.health.Tell("slovo_ready", func() float64 {
		if c.ready(context.Background()).Ready {
			return 1
		}
		return 0
	})
}

// healthy serves what watches the server: that it lives, whether it is
// ready, and its figures. Those tell how much the company does, so only
// this machine and the networks under metrics: in the settings read them.
func (c *Company) healthy(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", alive)
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		answerReady(w, c.ready(r.Context()))
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		peer, known := parseHop(r.RemoteAddr)
		// A proxy that is not named hides where its clients come from.
		here := peer.IsLoopback() && r.Header.Get(forwarded) == ""
		if !known || !here && !c.Settings.Metrics.hold(peer) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		c.health.Write(w)
	})
}

// alive says that the process answers, and nothing else.
func alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("ok\n"))
}

func answerReady(w http.ResponseWriter, r Ready) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if !r.Ready {
		w.Header().Set("Retry-After", "5")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(r)
}
