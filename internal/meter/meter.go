// Package meter counts what the running server does, for a program that
// watches it: requests, their time, and what the rooms tell of themselves.
// A series is named by words that stand in the source, never by what a
// request holds: no customer is in it, and their number is bounded.
package meter

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// seconds are the bounds by which answers are sorted.
var seconds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}

// Meter holds the counts of one server.
type Meter struct{ set *metrics.Set }

// New returns a meter at nought.
func New() *Meter { return &Meter{metrics.NewSet()} }

// Tell adds a figure that is asked for each time the meter is read. The
// name is one of ours, and told once.
func (m *Meter) Tell(name string, figure func() float64) { m.set.NewGauge(name, figure) }

// Write writes all figures in the text form of Prometheus.
func (m *Meter) Write(w io.Writer) {
	m.set.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
}

// Count counts what the handler answers, under the name of the part of
// slovo that it is.
func (m *Meter) Count(part string, next http.Handler) http.Handler {
	took := m.set.NewPrometheusHistogramExt(fmt.Sprintf(`slovo_http_seconds{part=%q}`, part), seconds)
	open := m.set.NewGauge(fmt.Sprintf(`slovo_http_open{part=%q}`, part), nil)
	var answered [6]*metrics.Counter
	for class := range answered {
		answered[class] = m.set.NewCounter(fmt.Sprintf(`slovo_http_answers_total{part=%q,status="%dxx"}`, part, class))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun, seen := time.Now(), &watched{ResponseWriter: w}
		open.Inc()
		defer func() {
			open.Dec()
			took.UpdateDuration(begun)
			answered[seen.class()].Inc()
		}()
		next.ServeHTTP(seen, r)
		if seen.status == 0 {
			seen.status = http.StatusOK // as net/http then says
		}
	})
}

// watched remembers the status that was answered.
type watched struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter; an answer has one last status.
func (w *watched) WriteHeader(status int) {
	if w.status < http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *watched) Write(b []byte) (int, error) {
	if w.status < http.StatusOK {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// class is the status's first digit; 0 where the handler broke off.
func (w *watched) class() int {
	if class := w.status / 100; class >= 1 && class <= 5 {
		return class
	}
	return 0
}
