// Package ledger keeps what was done with customers' data: it appends an
// entry in the transaction of what it records, folds entries into a Merkle
// tree, signs the tree's checkpoints, proves entries and verifies itself.
// An entry that was acknowledged cannot be changed or removed unseen.
package ledger

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/mod/sumdb/note"

	"slovo"
)

// Sealer seals and opens an entry's halves; the gate implements it. The
// customer's half goes under the customer's history key and is gone with
// it (slovo.ErrNotFound); the firm's half under the audit key of its year.
type Sealer interface {
	SealHalf(ctx context.Context, of Half, plain []byte) ([]byte, error)
	OpenHalf(ctx context.Context, of Half, sealed []byte) ([]byte, error)
	Pseudonym(c slovo.CustomerID, colleague slovo.StaffID) string
}

// Half names the half of an entry that is sealed: bound into its ciphertext.
type Half struct {
	Customer slovo.CustomerID
	Number   int64
	Firm     bool // the firm's half; false: the customer's
	Year     int  // of the entry, in UTC
}

// Ledger appends, sequences, signs and proves. Safe for concurrent use.
type Ledger struct {
	store   Store
	sealer  Sealer
	key     Key
	outside Outside
	now     slovo.Clock

	keeping sync.Mutex
	kept    int64 // size of the checkpoint that was kept outside last
}

// Key signs checkpoints; Public is what anybody verifies them with, in the
// form of golang.org/x/mod/sumdb/note.
type Key struct {
	Signer note.Signer
	Public string
}

// New returns the ledger over the store. outside is the place for the last
// checkpoint that the database cannot take along when it is put back.
func New(store Store, sealer Sealer, key Key, outside Outside, now slovo.Clock) *Ledger {
	return &Ledger{store: store, sealer: sealer, key: key, outside: outside, now: now}
}

// PublicKey returns the verifier's key: publish it, print it, keep it.
func (l *Ledger) PublicKey() string { return l.key.Public }

// Append writes the draft down as the customer's next entry. It must run
// inside the transaction of what it records (the context carries it): when
// that transaction fails, neither stands.
func (l *Ledger) Append(ctx context.Context, d Draft) (slovo.EntryID, error) {
	number, err := l.store.NextNumber(ctx, d.Customer)
	if err != nil {
		return "", fmt.Errorf("ledger: number for %s: %w", d.Customer, err)
	}
	e, err := l.seal(ctx, d, number)
	if err != nil {
		return "", fmt.Errorf("ledger: entry %s: %w", e.ID(), err)
	}
	if err := l.store.PutEntry(ctx, e); err != nil {
		return "", fmt.Errorf("ledger: entry %s: %w", e.ID(), err)
	}
	if d.Outlasts && d.Outcome == Done {
		l.store.Outlast(ctx, d.line(e))
	}
	return e.ID(), nil
}

// seal makes both halves of the entry, and the leaf that commits to them.
func (l *Ledger) seal(ctx context.Context, d Draft, number int64) (Entry, error) {
	at := l.now().UTC()
	e := Entry{Customer: d.Customer, Number: number, At: at}
	firm := d.firmHalf(number, at)
	firmPlain, err := encode(firm)
	if err != nil {
		return e, err
	}
	if e.FirmHalf, err = l.sealer.SealHalf(ctx, e.half(true), firmPlain); err != nil {
		return e, err
	}
	firmCommit := commit(firmPrefix, firm.Salt, firmPlain)
	if d.Customer == slovo.Firm {
		e.Leaf = leaf([]byte{}, firmCommit)
		return e, nil
	}
	mine := d.customerHalf(number, at, l.sealer.Pseudonym(d.Customer, d.Actor.Account))
	minePlain, err := encode(mine)
	if err != nil {
		return e, err
	}
	// Of an erased customer there is no key to seal under: the entry then
	// lives on in the firm's half alone, and the leaf commits to both.
	e.CustomerHalf, err = l.sealer.SealHalf(ctx, e.half(false), minePlain)
	if err != nil && !errors.Is(err, slovo.ErrNotFound) {
		return e, err
	}
	e.Leaf = leaf(commit(customerPrefix, mine.Salt, minePlain), firmCommit)
	return e, nil
}

// Versions returns the versions of the fields of the customer's record, as
// the last entry tells that wrote it; none where no entry did. A half that
// does not open is passed over: Verify finds it.
func (l *Ledger) Versions(ctx context.Context, c slovo.CustomerID) (map[string]int64, error) {
	const few = 50 // a record is written seldom, and read often
	for below := int64(0); ; {
		list, err := l.Of(ctx, c, below, few)
		if err != nil || len(list) == 0 {
			return map[string]int64{}, err
		}
		for _, e := range list {
			below = e.Number
			half, err := l.OpenFirm(ctx, e)
			if err != nil || half.Outcome != Done {
				continue
			}
			if half.Versions != nil {
				return half.Versions, nil
			}
			if half.Act == ActMerge { // nothing was left of the record
				return map[string]int64{}, nil
			}
		}
	}
}
