package store

import (
	"context"
	"database/sql"
	"fmt"

	"slovo"
	"slovo/internal/ledger"
	"slovo/internal/store/gen"
)

// NextNumber implements ledger.Entries.
func (s *Store) NextNumber(ctx context.Context, c slovo.CustomerID) (int64, error) {
	n, err := s.q(ctx).NextNumber(ctx, string(c))
	return n, known(err)
}

// PutEntry implements ledger.Entries.
func (s *Store) PutEntry(ctx context.Context, e ledger.Entry) error {
	return known(s.q(ctx).PutEntry(ctx, gen.PutEntryParams{
		CustomerID: string(e.Customer), Number: e.Number, MadeAt: slovo.Micros(e.At),
		Leaf: e.Leaf, CustomerHalf: e.CustomerHalf, FirmHalf: e.FirmHalf,
	}))
}

// Entry implements ledger.Entries.
func (s *Store) Entry(ctx context.Context, id slovo.EntryID) (ledger.Entry, error) {
	row, err := s.q(ctx).Entry(ctx, string(id.Customer()), id.Number())
	if err != nil {
		return ledger.Entry{}, about("entry", id, err)
	}
	return entry(row), nil
}

// EntriesOf implements ledger.Pages.
func (s *Store) EntriesOf(ctx context.Context, c slovo.CustomerID, below int64, limit int) ([]ledger.Entry, error) {
	rows, err := s.q(ctx).EntriesOf(ctx, string(c), below, int32(limit)) //nolint:gosec // pages are small
	return each(rows, entry), known(err)
}

// EntriesAfter implements ledger.Pages.
func (s *Store) EntriesAfter(ctx context.Context, after slovo.EntryID, limit int) ([]ledger.Entry, error) {
	rows, err := s.q(ctx).EntriesAfter(ctx, string(after.Customer()), after.Number(), int32(limit)) //nolint:gosec // pages are small
	return each(rows, entry), known(err)
}

// LeavesFrom implements ledger.Pages.
func (s *Store) LeavesFrom(ctx context.Context, index int64, limit int) ([]ledger.Entry, error) {
	rows, err := s.q(ctx).LeavesFrom(ctx, sql.NullInt64{Int64: index, Valid: true}, int32(limit)) //nolint:gosec // pages are small
	return each(rows, entry), known(err)
}

// Counters implements ledger.Pages.
func (s *Store) Counters(ctx context.Context, after slovo.CustomerID, limit int) ([]ledger.Counter, error) {
	rows, err := s.q(ctx).Counters(ctx, string(after), int32(limit)) //nolint:gosec // pages are small
	return each(rows, func(r gen.Counter) ledger.Counter {
		return ledger.Counter{Customer: slovo.CustomerID(r.CustomerID), Entries: r.Entries}
	}), known(err)
}

// TreeSize implements ledger.Tree.
func (s *Store) TreeSize(ctx context.Context) (int64, error) {
	size, err := s.q(ctx).TreeSize(ctx)
	return size, known(err)
}

// Unsequenced implements ledger.Tree.
func (s *Store) Unsequenced(ctx context.Context, limit int) ([]ledger.Entry, error) {
	rows, err := s.q(ctx).Unsequenced(ctx, int32(limit)) //nolint:gosec // pages are small
	return each(rows, entry), known(err)
}

// Tile implements ledger.Tree.
func (s *Store) Tile(ctx context.Context, level int, n int64) ([]byte, error) {
	data, err := s.q(ctx).Tile(ctx, int64(level), n)
	return data, known(err)
}

// Grow implements ledger.Tree: the size moves first, so that whoever comes
// second changes nothing.
func (s *Store) Grow(ctx context.Context, g ledger.Growth) error {
	return s.Atomic(ctx, func(ctx context.Context) error {
		q := s.q(ctx)
		if err := moved(q.MoveTree(ctx, g.From+int64(len(g.Leaves)), g.From)); err != nil {
			return fmt.Errorf("store: tree of size %d: %w", g.From, err)
		}
		for i, id := range g.Leaves {
			index := sql.NullInt64{Int64: g.From + int64(i), Valid: true}
			if err := moved(q.SetLeafIndex(ctx, index, string(id.Customer()), id.Number())); err != nil {
				return about("leaf of", id, err)
			}
		}
		for _, t := range g.Tiles {
			if err := q.PutTile(ctx, int64(t.Level), t.N, t.Data); err != nil {
				return fmt.Errorf("store: tile %d/%d: %w", t.Level, t.N, known(err))
			}
		}
		return nil
	})
}

// PutCheckpoint implements ledger.Checkpoints.
func (s *Store) PutCheckpoint(ctx context.Context, c ledger.Checkpoint) error {
	return s.Atomic(ctx, func(ctx context.Context) error {
		return known(s.q(ctx).PutCheckpoint(ctx, c.Size, c.Note, slovo.Micros(c.At)))
	})
}

// LastCheckpoint implements ledger.Checkpoints.
func (s *Store) LastCheckpoint(ctx context.Context) (ledger.Checkpoint, error) {
	row, err := s.q(ctx).LastCheckpoint(ctx)
	return checkpoint(row), known(err)
}

// CheckpointsFrom implements ledger.Checkpoints.
func (s *Store) CheckpointsFrom(ctx context.Context, size int64, limit int) ([]ledger.Checkpoint, error) {
	rows, err := s.q(ctx).CheckpointsFrom(ctx, size, int32(limit)) //nolint:gosec // pages are small
	return each(rows, checkpoint), known(err)
}

func entry(r gen.Entry) ledger.Entry {
	e := ledger.Entry{
		Customer: slovo.CustomerID(r.CustomerID), Number: r.Number, At: slovo.Time(r.MadeAt),
		Leaf: r.Leaf, CustomerHalf: r.CustomerHalf, FirmHalf: r.FirmHalf, Index: -1,
	}
	if r.LeafIndex.Valid {
		e.Index = r.LeafIndex.Int64
	}
	return e
}

func checkpoint(r gen.Checkpoint) ledger.Checkpoint {
	return ledger.Checkpoint{Size: r.Size, Note: r.Note, At: slovo.Time(r.MadeAt)}
}

// each turns every row into a room's word.
func each[R, W any](rows []R, word func(R) W) []W {
	words := make([]W, len(rows))
	for i, row := range rows {
		words[i] = word(row)
	}
	return words
}
