package api

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"slovo"
)

// A limiter forgets whom it has not seen for one to two spans, or sooner
// when too many came: it must not be what fills the memory.
const (
	span      = 10 * time.Minute
	mostAtOne = 50_000
)

// strange is how fast one address may come with tokens that do not count.
var strange = Limit{10, 100}

// limiter holds each asker to one limit. Askers lie in two generations; a
// whole one is dropped at a time. Safe for concurrent use.
type limiter struct {
	limit Limit
	now   slovo.Clock

	mu         sync.Mutex
	young, old map[string]*rate.Limiter
	turned     time.Time
}

func newLimiter(l Limit, now slovo.Clock) *limiter {
	return &limiter{limit: l, now: now, young: map[string]*rate.Limiter{}, turned: now()}
}

// wait takes one request of the asker's; it returns how long to wait first,
// zero for not at all. What has to wait is not taken.
func (l *limiter) wait(asker string) time.Duration {
	now := l.now()
	r := l.of(asker, now).ReserveN(now, 1)
	if !r.OK() {
		return span
	}
	delay := r.DelayFrom(now)
	if delay > 0 {
		r.CancelAt(now)
	}
	return delay
}

func (l *limiter) of(asker string, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.young) >= mostAtOne || now.Sub(l.turned) > span {
		l.old, l.young, l.turned = l.young, map[string]*rate.Limiter{}, now
	}
	one, known := l.young[asker]
	if !known {
		if one, known = l.old[asker]; !known {
			one = rate.NewLimiter(l.limit.PerSecond, l.limit.Burst)
		}
		l.young[asker] = one
	}
	return one
}
