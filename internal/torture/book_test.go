package torture

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
)

// book is what the client was told: nothing stands in it that was not
// acknowledged, and what was sent without an answer stands as open.
type book struct {
	mu      sync.Mutex
	serial  int
	people  []*person
	wrong   []string // answers that no fault excuses
	acks    int
	written int // acknowledged writes, each an entry at least
	onAck   func(acks int)
	dark    atomic.Bool // the power is gone: what is answered now, nobody hears
}

// person is one customer as the client knows them.
type person struct {
	number  int
	ID      string
	phone   string
	account string
	card    string
	order   string
	changed string // sent, and not answered
	matter  string // the case it was sent in
	request string // of the erasure
	gone    state
	reveals []string // entries
}

// state is how far an erasure is known to be.
type state int

const (
	alive  state = iota
	unsure       // asked for, and not answered
	erased
)

// newPerson invents somebody whom no other person is like.
func (b *book) newPerson() *person {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.serial++
	p := &person{
		number: b.serial, phone: fmt.Sprintf("+7916%07d", b.serial*7+1000003), account: fmt.Sprintf("4081781%013d", b.serial),
		card: fmt.Sprintf("%04d", b.serial%10000), order: fmt.Sprintf("CANARY-%d", b.serial*7919+1000003),
	}
	b.people = append(b.people, p)
	return p
}

// ack counts an answer; writes is whether it stands for an entry.
func (b *book) ack(writes bool) {
	b.mu.Lock()
	b.acks++
	if writes {
		b.written++
	}
	acks, told := b.acks, b.onAck
	b.mu.Unlock()
	if told != nil {
		told(acks)
	}
}

// entries is how many entries the log has at the least.
func (b *book) entries() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.written
}

func (b *book) blame(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wrong = append(b.wrong, fmt.Sprintf(format, args...))
}

// all are the people so far, from the one with the number on.
func (b *book) all(from int) []*person {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.people[from:])
}
