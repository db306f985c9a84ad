package intake

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"slices"

	"slovo"
	"slovo/internal/consent"
	"slovo/internal/gate"
)

// Gate is the door that records go through; *gate.Gate is one.
type Gate interface {
	AddMany(ctx context.Context, a slovo.Actor, records []gate.NewCustomer) ([]gate.Added, error)
}

// Merges keeps who may be the same; *gate.Gate does. It joins the
// transaction that the context carries.
type Merges interface {
	Propose(ctx context.Context, a slovo.Actor, keep, other slovo.CustomerID) error
}

// Doors are where a file's rows go. Wishes and proposals are written in
// their record's own transaction.
type Doors struct {
	Gate   Gate
	Wishes Wishes
	Merges Merges
}

// Counts tell how far a file came.
type Counts struct {
	Rows       int `json:"rows"` // of data, seen so far
	Stored     int `json:"stored"`
	Known      int `json:"known"` // stored by an earlier import of the same rows
	Rejected   int `json:"rejected"`
	Same       int `json:"same"`       // stored, and proposed for merging: their e-mail address and name are another's too
	Claimed    int `json:"claimed"`    // rows with an opt-in that came without proof
	Suppressed int `json:"suppressed"` // rows with an opt-out
	Events     int `json:"events"`     // moments out of the rows that were stored
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
	repeats bool // holds a row whose id stood above: it is written after all that is above
	read    int64
	added   []gate.Added
	err     error
	done    chan struct{}
}

// Check reads the whole file, stores nothing, and fills in the plan's
// counts. Who is stored already and who is the same only Import finds.
func Check(ctx context.Context, t *Table, p *Plan, rejected *Rejections, told func(Progress)) (Counts, error) {
	try := func(ctx context.Context, b *batch) { b.added, b.err = p.try(b.records), ctx.Err() }
	return run(ctx, t, p, try, rejected, told)
}

// Import hands the file's rows to the doors. It can be killed at any moment
// and run again: rows that are stored already are known and not doubled.
// Rows that are not taken are written to rejected.
func Import(ctx context.Context, to Doors, a slovo.Actor, t *Table, p *Plan, rejected *Rejections, told func(Progress)) (Counts, error) {
	if len(p.Purposes) == 0 || len(p.targets) == 0 {
		return Counts{}, fmt.Errorf("intake: import: %w", refuse("purpose.none"))
	}
	add := func(ctx context.Context, b *batch) { b.added, b.err = to.hand(ctx, a, b.records) }
	return run(ctx, t, p, add, rejected, told)
}

// hand gives the batch's good records to the gate.
func (d Doors) hand(ctx context.Context, a slovo.Actor, records []record) ([]gate.Added, error) {
	var good []gate.NewCustomer
	for _, r := range records {
		if r.rejected != nil {
			continue
		}
		r.customer.Then = func(ctx context.Context, added gate.Added) error { return d.settle(ctx, a, added, r.wishes) }
		good = append(good, r.customer)
	}
	if len(good) == 0 {
		return nil, ctx.Err()
	}
	return d.Gate.AddMany(ctx, a, good)
}

// settle does what else belongs to the record, in its transaction. Of a
// record that was there an old file may only take permissions away.
func (d Doors) settle(ctx context.Context, a slovo.Actor, added gate.Added, wishes []consent.Wish) error {
	if added.Known {
		wishes = slices.DeleteFunc(slices.Clone(wishes), func(w consent.Wish) bool { return w.Kind != consent.Suppressed })
	}
	if len(wishes) > 0 {
		if err := d.Wishes.Record(ctx, a, added.ID, wishes); err != nil {
			return err
		}
	}
	for _, other := range added.Same {
		if err := d.Merges.Propose(ctx, a, other, added.ID); err != nil {
			return err
		}
	}
	return nil
}

// try tells what the gate would say of the records' values.
func (p *Plan) try(records []record) []gate.Added {
	var tried []gate.Added
	for _, r := range records {
		if r.rejected != nil {
			continue
		}
		one := gate.Added{Known: r.repeats}
		for name, value := range r.customer.Fields {
			if _, err := p.charter.Fields[name].Normalize(value.Show()); err != nil {
				one.Err = &gate.BadField{Field: name, Cause: err}
			}
		}
		tried = append(tried, one)
	}
	return tried
}

// run keeps the counts in the plan, too.
func run(ctx context.Context, t *Table, p *Plan, handle func(context.Context, *batch), rejected *Rejections, told func(Progress)) (Counts, error) {
	p.Counts, p.ids = Counts{}, map[uint64]struct{}{}
	p.Refused, p.RefusedElse = nil, 0
	for i := range p.Columns {
		p.Columns[i].LeftOut = 0
	}
	err := pump(ctx, t, p, handle, rejected, told)
	return p.Counts, err
}

// pump reads batches and has them handled, two at a time, so that one is
// prepared while the other is written; it counts outcomes in the file's order.
func pump(ctx context.Context, t *Table, p *Plan, handle func(context.Context, *batch), rejected *Rejections, told func(Progress)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	raw, err := t.rewind()
	if err != nil {
		return fmt.Errorf("intake: import: %w", err)
	}
	handed, cut := make(chan *batch), false
	go func() {
		defer close(handed)
		var before *batch
		for b := range batches(t, p, raw) {
			if b.repeats && before != nil {
				<-before.done
			}
			b.start(ctx, handle)
			before = b
			select {
			case handed <- b:
			case <-ctx.Done():
				<-b.done
				cut = true
				return
			}
		}
	}()
	err = p.gather(handed, stop, t.Size, rejected, told)
	if err == nil && cut {
		err = fmt.Errorf("intake: import: %w", ctx.Err())
	}
	return err
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
func (p *Plan) gather(handed <-chan *batch, stop func(), size int64, rejected *Rejections, told func(Progress)) error {
	var first error
	for b := range handed {
		<-b.done
		if first != nil {
			continue
		}
		if first = b.err; first == nil {
			first = p.count(b, rejected)
		}
		if first != nil {
			stop()
			continue
		}
		if told != nil {
			told(Progress{Counts: p.Counts, Read: b.read, Size: size})
		}
	}
	if first != nil {
		return fmt.Errorf("intake: import: %w", first)
	}
	return nil
}

// count adds the batch's outcomes up.
func (p *Plan) count(b *batch, rejected *Rejections) error {
	good := 0
	for _, r := range b.records {
		p.Rows++
		if r.rejected == nil {
			r = p.outcome(r, b.added[good])
			good++
		}
		if r.rejected != nil {
			p.Rejected++
			p.blame(*r.rejected)
			if err := rejected.put(*r.rejected); err != nil {
				return err
			}
		}
	}
	return nil
}

// outcome counts what became of a record that was handed over.
func (p *Plan) outcome(r record, added gate.Added) record {
	if added.Err != nil {
		return p.refused(r, added.Err)
	}
	if r.repeats && added.Known {
		return r.reject(p.id, sameID.text())
	}
	if added.Other {
		return r.reject(p.id, otherValues.text())
	}
	for _, column := range r.left {
		p.Columns[column].LeftOut++
	}
	if slices.ContainsFunc(r.wishes, func(w consent.Wish) bool { return w.Kind == consent.Suppressed }) {
		p.Suppressed++
	}
	switch {
	case added.Known:
		p.Known++
		return r
	case slices.ContainsFunc(r.wishes, func(w consent.Wish) bool { return w.Kind == consent.Claimed }):
		p.Claimed++
	}
	p.Stored++
	p.Events += len(r.customer.Events)
	if len(added.Same) > 0 {
		p.Same++
	}
	return r
}

// idsAtMost is of how many rows' own ids it is remembered that they stood
// in the file already: 2 million take about 40 MB.
const idsAtMost = 2_000_000

// repeats tells whether the row's own id stood in a row above: then it was
// known, and what this row says beside that one is not stored.
func (p *Plan) repeats(r record) bool {
	if p.id < 0 || r.customer.Source != p.Source || len(p.ids) >= idsAtMost {
		return false
	}
	key := maphash.String(idSeed, r.customer.SourceID)
	if _, again := p.ids[key]; again {
		return true
	}
	p.ids[key] = struct{}{}
	return false
}

var idSeed = maphash.MakeSeed()

// refused is a record that the gate did not take. The gate's words stay in
// the log of programs; people get ours, in both languages.
func (p *Plan) refused(r record, err error) record {
	var bad *gate.BadField
	var denial *gate.Denial
	if errors.As(err, &denial) && denial.Has(gate.Erased) {
		return r.reject(none, erasedBefore.text())
	}
	if !errors.As(err, &bad) {
		return r.reject(none, nothingKept.text())
	}
	value := r.customer.Fields[bad.Field].Show()
	return r.reject(r.from[bad.Field], judge(p.charter.Fields[bad.Field], value, bad.Cause))
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
			one := p.record(t, r, number)
			one.repeats = one.rejected == nil && p.repeats(one)
			b.records, b.repeats, size = append(b.records, one), b.repeats || one.repeats, size+r.size
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
