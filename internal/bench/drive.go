package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime/pprof"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// Rate is how fast answers came.
type Rate struct {
	PerSecond float64 `json:"per_second"` // answers of the 2xx kind
	P50       float64 `json:"p50_ms"`
	P99       float64 `json:"p99_ms"`
	Answered  int64   `json:"answered"`
	Failed    int64   `json:"failed"` // any other answer
}

// Drive lets the clients send the load, each the next request as soon as
// its last was answered, over one connection each that stays open.
func Drive(ctx context.Context, l Load, clients int, each time.Duration) (Rate, error) {
	at, err := url.Parse(l.URL)
	if err != nil {
		return Rate{}, fmt.Errorf("bench: %s: %w", l.Name, err)
	}
	took := make([]client, clients)
	work, ctx := errgroup.WithContext(ctx)
	began := time.Now()
	for i := range took {
		work.Go(func() (err error) {
			pprof.Do(ctx, pprof.Labels(asking, "yes"), func(ctx context.Context) { err = took[i].run(ctx, l, at.Host, i, began.Add(each)) })
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return Rate{}, fmt.Errorf("bench: %s: %w", l.Name, err)
	}
	return rateOf(took, time.Since(began)), nil
}

// client is one of those who ask, and how long each answer took.
type client struct {
	took   []time.Duration
	failed int64
}

// run speaks HTTP by hand: a whole client would take as much of the two
// cores as what it measures.
func (c *client) run(ctx context.Context, l Load, host string, number int, until time.Time) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", host)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // nothing is written any more
	answers := bufio.NewReader(conn)
	for n := 0; time.Now().Before(until) && ctx.Err() == nil; n++ {
		began := time.Now()
		if _, err := conn.Write(l.Ask(number, n)); err != nil {
			return err
		}
		status, err := answer(answers)
		if err != nil {
			return err
		}
		if status/100 != 2 {
			c.failed++
			continue
		}
		c.took = append(c.took, time.Since(began))
	}
	return ctx.Err()
}

// answer reads one answer to its end.
func answer(from *bufio.Reader) (status int, err error) {
	r, err := http.ReadResponse(from, nil)
	if err != nil {
		return 0, err
	}
	defer r.Body.Close() //nolint:errcheck // read to its end
	_, err = io.Copy(io.Discard, r.Body)
	return r.StatusCode, err
}

func rateOf(clients []client, whole time.Duration) Rate {
	var r Rate
	var took []time.Duration
	for _, c := range clients {
		took = append(took, c.took...)
		r.Failed += c.failed
	}
	if r.Answered = int64(len(took)); r.Answered == 0 {
		return r
	}
	slices.Sort(took)
	r.PerSecond = float64(r.Answered) / whole.Seconds()
	r.P50, r.P99 = millis(took[len(took)/2]), millis(took[len(took)*99/100])
	return r
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
