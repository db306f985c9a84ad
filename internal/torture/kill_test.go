package torture

import (
	"math/rand/v2"
	"sync"
	"testing"
)

// TestKilled kills the server again and again in the middle of what four
// clients do, and each time finds all that was acknowledged.
func TestKilled(t *testing.T) {
	c, b := newCompany(t, ""), &book{}
	times := many(t, 50, 1000)
	dice := rand.New(rand.NewPCG(4, 9)) //nolint:gosec // which moment, not which secret
	from := 0
	for i := range times {
		s := c.start(t)
		asked := c.client(s, b)
		fresh := b.all(from)
		asked.settle(t, fresh)
		from += len(fresh)
		asked.check(t, append(sample(dice, b.all(0), 2), fresh...), c.LedgerKey)
		if t.Failed() {
			t.Fatalf("after kill %d; the server said:\n%s", i, s.said)
		}
		killAfter(s, b, 1+dice.IntN(40))
		asked.work(4, 100)
		s.kill()
		s.calm(t)
		if i%10 == 9 {
			c.whole(t, b)
		}
	}
	s := c.start(t)
	asked := c.client(s, b)
	asked.settle(t, b.all(from))
	asked.check(t, b.all(0), c.LedgerKey)
	s.stop(t)
	c.whole(t, b)
	t.Logf("%d kills, %d customers, %d answers", times, len(b.all(0)), b.acks)
}

// killAfter kills the server at so many answers from now.
func killAfter(s *server, b *book, answers int) {
	var once sync.Once
	b.mu.Lock()
	defer b.mu.Unlock()
	at := b.acks + answers
	b.onAck = func(acks int) {
		if acks >= at {
			once.Do(s.kill)
		}
	}
}

// sample takes some of the people.
func sample(dice *rand.Rand, people []*person, n int) []*person {
	var some []*person
	for range min(n, len(people)) {
		some = append(some, people[dice.IntN(len(people))])
	}
	return some
}
