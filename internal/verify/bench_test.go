package verify_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"slovo"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store/storetest"
	"slovo/internal/verify"
)

// trial is one kind of try whose length must not tell it from the others.
type trial struct {
	name    string
	set     bool // the customer has a PIN
	answers []verify.Answer
}

func trials() []trial {
	return []trial{
		{"right", true, pair(pin)},
		{"wrong PIN", true, pair("804173")},
		{"wrong card", true, []verify.Answer{say(verify.PIN, pin), say(verify.CardLast4, "4243")}},
		{"unset", false, pair(pin)},
	}
}

// subject is a customer for one trial, with nobody's failures to count.
func (o *office) subject(t testing.TB, x trial) slovo.CustomerID {
	if x.set {
		return o.anna(t)
	}
	return o.Add(t, map[string]string{"name": "Пётр", "email": "p@example.com"})
}

// once makes the trial and returns how long it took. Each time another
// agent asks, and each fifth another customer is asked for: counting
// failures must not come between.
func (o *office) once(t testing.TB, x trial, c slovo.CustomerID, i int) time.Duration {
	who := gatetest.Agent(fmt.Sprintf("%s%d", x.name, i))
	id := o.Case(t, c, who, slovo.ChannelPhone).ID
	begun := time.Now()
	result, err := o.v.Try(t.Context(), who, id, x.answers)
	took := time.Since(begun)
	if err != nil || result.Passed != (x.name == "right") {
		t.Fatalf("%s: %+v, %v", x.name, result, err)
	}
	return took
}

// BenchmarkTry is how long a try takes whose answers are right, wrong, or
// about nothing that is kept. They must be level.
func BenchmarkTry(b *testing.B) {
	for _, x := range trials() {
		b.Run(x.name, func(b *testing.B) {
			o := newOffice(b, storetest.Open(b, storetest.SQLite(b)))
			o.v.Post = nil // a letter at the fifth failure is no part of a try
			var c slovo.CustomerID
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				if i%4 == 0 {
					c = o.subject(b, x)
				}
				b.StartTimer()
				o.once(b, x, c, i)
			}
		})
	}
}

// BenchmarkLevel is how far apart the middle times of the trials lie, taken
// in changing turns so that what else the machine does hits all alike. Near
// 1 is level; a hash left out would make it ten.
func BenchmarkLevel(b *testing.B) {
	o := newOffice(b, storetest.Open(b, storetest.SQLite(b)))
	all := trials()
	subjects := make([]slovo.CustomerID, len(all))
	took := make([][]time.Duration, len(all))
	for i := 0; b.Loop(); i++ {
		for n := range all {
			k := (i + n) % len(all)
			if i%4 == 0 {
				subjects[k] = o.subject(b, all[k])
			}
			took[k] = append(took[k], o.once(b, all[k], subjects[k], i))
		}
	}
	slowest, fastest := time.Duration(0), time.Duration(math.MaxInt64)
	for _, times := range took {
		slices.Sort(times)
		middle := times[len(times)/2]
		slowest, fastest = max(slowest, middle), min(fastest, middle)
	}
	b.ReportMetric(float64(slowest)/float64(fastest), "slowest/fastest")
}

// counted counts the slow comparisons, which are nearly all of a try's time.
type counted struct {
	verify.Hasher
	compared int
}

func (c *counted) Verify(ctx context.Context, hash string, secret slovo.Value) (bool, error) {
	c.compared++
	return c.Hasher.Verify(ctx, hash, secret)
}

// A try compares one PIN, slowly, whether it is right, wrong or not set:
// its time does not tell which.
func TestEveryTryComparesOnce(t *testing.T) {
	o := newOffice(t, storetest.Open(t, storetest.SQLite(t)))
	slow := &counted{Hasher: o.v.Hasher}
	o.v.Hasher = slow
	for i, x := range trials() {
		slow.compared = 0
		o.once(t, x, o.subject(t, x), i)
		if slow.compared != 1 {
			t.Errorf("%s: %d slow comparisons, want 1", x.name, slow.compared)
		}
	}
}
