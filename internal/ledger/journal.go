package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"slovo"
)

// Line is an entry of which an old database that is put back must know: who
// was erased, what was refused, which account was blocked and which token
// revoked since. It holds ids and names, never a value.
type Line struct {
	Entry   slovo.EntryID `json:"entry"`
	At      time.Time     `json:"at"`
	Act     Act           `json:"act"`
	Names   []string      `json:"names,omitempty"`   // what of it: suppressed:email, blocked
	Subject string        `json:"subject,omitempty"` // the account, token or request
}

// Journal keeps lines where the database is not; *JournalFile is one.
type Journal interface {
	// Keep is durable when it returns nil.
	Keep(lines ...Line) error
}

func (d Draft) line(e Entry) Line {
	return Line{Entry: e.ID(), At: e.At, Act: d.Act, Names: d.Fields, Subject: d.Subject}
}

func (h FirmHalf) line() Line {
	return Line{
		Entry: slovo.EntryIDOf(h.Customer, h.Number), At: h.At.Time(), Act: h.Act, Names: h.Fields, Subject: h.Subject,
	}
}

// FillJournal writes the lines that are missing there: a process can die
// when an entry is durable and its line is not. It reads the sequenced log
// from where the journal was seen to be complete last.
func (l *Ledger) FillJournal(ctx context.Context, j *JournalFile) error {
	from, missing := j.seen, []Line(nil)
	for {
		list, err := l.store.LeavesFrom(ctx, from, batchSize)
		if err != nil {
			return fmt.Errorf("ledger: journal: leaves from %d: %w", from, err)
		}
		if len(list) == 0 {
			return errors.Join(j.Keep(missing...), j.Seen(from))
		}
		for _, e := range list {
			from = e.Index + 1
			half, err := l.OpenFirm(ctx, e)
			if err != nil { // Verify finds it; the rest is not lost for it
				continue
			}
			if half.Outlasts && !j.has(e.ID()) {
				missing = append(missing, half.line())
			}
		}
	}
}
