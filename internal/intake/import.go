package intake

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"slovo"
	"slovo/internal/gate"
)

// Gate is the door that records go through.
type Gate interface {
	AddMany(ctx context.Context, a slovo.Actor, records []gate.NewCustomer) ([]gate.Added, error)
}

// Counts tell how far a file came.
type Counts struct {
	Rows     int // of data, seen so far
	Stored   int
	Known    int // stored by an earlier import of the same rows
	Rejected int
}

// Progress is told after each batch.
type Progress struct {
	Counts
	Read, Size int64 // bytes of the file
}

// A batch is one transaction, bounded by records and by what they weigh.
const (
	batchRecords = 250
	batchBytes   = 4 << 20
)

// batch is rows that go to the gate together.
type batch struct {
	records []record
	read    int64
	added   []gate.Added
	err     error
	done    chan struct{}
}

// Check reads the whole file, stores nothing, and fills in the plan's counts.
func Check(ctx context.Context, t *Table, p *Plan, rejected *Rejections, told func(Progress)) (Counts, error) {
	none := func(ctx context.Context, b *batch) { b.added, b.err = p.try(b.records), ctx.Err() }
	counts, err := run(ctx, t, p, none, rejected, told)
	p.Rows, p.Stored, p.Rejected = counts.Rows, counts.Stored, counts.Rejected
	return counts, err
}

// Import hands the file's rows to the gate. It can be killed at any moment
// and run again: rows that are stored already are known and not doubled.
// Rows that are not taken are written to rejected.
func Import(ctx context.Context, to Gate, a slovo.Actor, t *Table, p *Plan, rejected *Rejections, told func(Progress)) (Counts, error) {
	if len(p.Purposes) == 0 || len(p.targets) == 0 {
		return Counts{}, fmt.Errorf("intake: import: %w", &Refusal{Why: noPurpose})
	}
	add := func(ctx context.Context, b *batch) { b.added, b.err = hand(ctx, to, a, b.records) }
	return run(ctx, t, p, add, rejected, told)
}

// hand gives the batch's good records to the gate.
func hand(ctx context.Context, to Gate, a slovo.Actor, records []record) ([]gate.Added, error) {
	var good []gate.NewCustomer
	for _, r := range records {
		if r.rejected == nil {
			good = append(good, r.customer)
		}
	}
	if len(good) == 0 {
		return nil, ctx.Err()
	}
	return to.AddMany(ctx, a, good)
}

// try tells what the gate would say of the records' values.
func (p *Plan) try(records []record) []gate.Added {
	var tried []gate.Added
	for _, r := range records {
		if r.rejected != nil {
			continue
		}
		var one gate.Added
		for name, value := range r.customer.Fields {
			if _, err := p.charter.Fields[name].Normalize(value.Show()); err != nil {
				one.Err = &gate.BadField{Field: name, Cause: err}
			}
		}
		tried = append(tried, one)
	}
	return tried
}

// run reads batches and has them handled, two at a time, so that one is
// prepared while the other is written; it counts outcomes in the file's order.
func run(ctx context.Context, t *Table, p *Plan, handle func(context.Context, *batch), rejected *Rejections, told func(Progress)) (Counts, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	raw, err := t.rewind()
	if err != nil {
		return Counts{}, fmt.Errorf("intake: import: %w", err)
	}
	handed, cut := make(chan *batch), false
	go func() {
		defer close(handed)
		for b := range batches(t, p, raw) {
			b.start(ctx, handle)
			select {
			case handed <- b:
			case <-ctx.Done():
				<-b.done
				cut = true
				return
			}
		}
	}()
	counts, err := p.gather(handed, stop, t.Size, rejected, told)
	if err == nil && cut {
		err = fmt.Errorf("intake: import: %w", ctx.Err())
	}
	return counts, err
}

// start has the batch handled, unless it could not be read.
func (b *batch) start(ctx context.Context, handle func(context.Context, *batch)) {
	b.done = make(chan struct{})
	go func() {
		defer close(b.done)
		if b.err == nil {
			handle(ctx, b)
		}
	}()
}

// gather waits for each batch in turn. After the first error it counts no
// more, and lets what is on its way come to its end.
func (p *Plan) gather(handed <-chan *batch, stop func(), size int64, rejected *Rejections, told func(Progress)) (Counts, error) {
	var counts Counts
	var first error
	for b := range handed {
		<-b.done
		if first != nil {
			continue
		}
		if first = b.err; first == nil {
			first = p.count(&counts, b, rejected)
		}
		if first != nil {
			stop()
			continue
		}
		if told != nil {
			told(Progress{Counts: counts, Read: b.read, Size: size})
		}
	}
	if first != nil {
		return counts, fmt.Errorf("intake: import: %w", first)
	}
	return counts, nil
}

// count adds the batch's outcomes up.
func (p *Plan) count(counts *Counts, b *batch, rejected *Rejections) error {
	good := 0
	for _, r := range b.records {
		counts.Rows++
		if r.rejected == nil {
			added := b.added[good]
			good++
			switch {
			case added.Err != nil:
				r = p.refused(r, added.Err)
			case added.Known:
				counts.Known++
			default:
				counts.Stored++
			}
		}
		if r.rejected != nil {
			counts.Rejected++
			if err := rejected.put(*r.rejected); err != nil {
				return err
			}
		}
	}
	return nil
}

// refused is a record that the gate did not take. The gate's words stay in
// the log of programs; people get ours, in both languages.
func (p *Plan) refused(r record, err error) record {
	var bad *gate.BadField
	var denial *gate.Denial
	if errors.As(err, &denial) && denial.Has(gate.Erased) {
		return r.reject("", erasedBefore)
	}
	if !errors.As(err, &bad) {
		return r.reject("", nothingKept)
	}
	value := r.customer.Fields[bad.Field].Show()
	return r.reject(p.Columns[r.from[bad.Field]].Header, judge(p.charter.Fields[bad.Field].Type, value))
}

// batches reads the file's rows; blank ones are no rows.
func batches(t *Table, p *Plan, raw *counting) iter.Seq[*batch] {
	return func(yield func(*batch) bool) {
		b, size, number := &batch{}, 0, 0
		s, err := t.rows(raw)
		for err == nil {
			var r row
			if r, err = s.next(); err != nil || r.blank() {
				continue
			}
			number++
			b.records, size = append(b.records, p.record(t, r, number)), size+r.size
			if len(b.records) == batchRecords || size >= batchBytes {
				b.read = raw.read
				if !yield(b) {
					return
				}
				b, size = &batch{}, 0
			}
		}
		if !errors.Is(err, io.EOF) {
			b.err = err
		}
		b.read = raw.read
		yield(b)
	}
}

// Rejections writes the rows that were not taken to a file: where they
// stand and why, and never what they hold. A nil *Rejections keeps quiet.
type Rejections struct {
	to *csv.Writer
}

// NewRejections returns one that writes CSV. Flush ends it.
func NewRejections(to io.Writer) *Rejections {
	r := &Rejections{to: csv.NewWriter(to)}
	_ = r.to.Write([]string{"row", "line", "column", "reason_ru", "reason_en"}) // Flush tells of errors
	return r
}

func (r *Rejections) put(one Rejected) error {
	if r == nil {
		return nil
	}
	column := one.Column
	if column != "" && (column[0] == '=' || column[0] == '+' || column[0] == '-' || column[0] == '@') {
		column = "'" + column // no spreadsheet shall run it
	}
	return r.to.Write([]string{strconv.Itoa(one.Row), strconv.Itoa(one.Line), column, one.Why.RU, one.Why.EN})
}

// Flush writes what waits, and tells of any error so far.
func (r *Rejections) Flush() error {
	r.to.Flush()
	if err := r.to.Error(); err != nil {
		return fmt.Errorf("intake: rejected rows: %w", err)
	}
	return nil
}
