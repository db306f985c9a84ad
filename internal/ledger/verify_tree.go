package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"slovo"
)

// claims collects the trees that checkpoints vouch for, by size.
func (l *Ledger) claims(ctx context.Context, r *Report, against [][]byte) (map[int64][]tlog.Hash, error) {
	claims := map[int64][]tlog.Hash{}
	claim := func(where string, signed []byte) int64 {
		r.Checkpoints++
		tree, err := OpenCheckpoint(signed, l.key.Public)
		if err != nil {
			r.find(where, "the checkpoint's signature does not hold")
			return -1
		}
		claims[tree.N] = append(claims[tree.N], tree.Hash)
		return tree.N
	}
	for from := int64(0); ; {
		list, err := l.store.CheckpointsFrom(ctx, from, page)
		if err != nil {
			return nil, fmt.Errorf("ledger: verify: %w", err)
		}
		for _, c := range list {
			from = c.Size + 1
			where := fmt.Sprintf("checkpoint %d", c.Size)
			if size := claim(where, c.Note); size >= 0 && size != c.Size {
				r.find(where, "the checkpoint is of size %d", size)
			}
		}
		if len(list) < page {
			break
		}
	}
	if kept, err := l.outside.Load(); err == nil {
		claim("checkpoint outside", kept)
	} else if !errors.Is(err, slovo.ErrNotFound) {
		return nil, fmt.Errorf("ledger: checkpoint outside: %w", err)
	} else {
		r.find("checkpoint outside", "there is none")
	}
	for _, signed := range against {
		claim("checkpoint given", signed)
	}
	return claims, nil
}

// verifyTree builds the tree anew from the leaves, and holds every claim,
// the stored size and each stored tile against it. The log may grow
// meanwhile: what comes after the size read first is left for next time.
func (l *Ledger) verifyTree(ctx context.Context, r *Report, claims map[int64][]tlog.Hash) error {
	size, err := l.store.TreeSize(ctx)
	if err != nil {
		return fmt.Errorf("ledger: verify: %w", err)
	}
	size = max(size, slices.Max(append(slices.Collect(maps.Keys(claims)), 0)))
	b := &rebuilt{ledger: l, report: r, claims: claims}
	b.check()
	for b.size < size {
		list, err := l.store.LeavesFrom(ctx, b.size, page)
		if err != nil {
			return fmt.Errorf("ledger: verify: %w", err)
		}
		for _, e := range list[:min(int64(len(list)), size-b.size)] {
			if e.Index != b.size {
				r.find(fmt.Sprintf("index %d", b.size), "the leaf is missing, or stands twice")
				return nil
			}
			if err := b.add(ctx, tlog.RecordHash(e.Leaf)); err != nil {
				return err
			}
		}
		if len(list) == 0 {
			break
		}
	}
	r.Sequenced = b.size
	return b.end(ctx)
}

// rebuilt is the tree as the leaves make it.
type rebuilt struct {
	rising
	ledger *Ledger
	report *Report
	claims map[int64][]tlog.Hash
	tiles  []openTile // the last tile of each level
}

type openTile struct {
	n      int64
	hashes []tlog.Hash
}

func (b *rebuilt) add(ctx context.Context, h tlog.Hash) error {
	b.rising.add(h)
	b.check()
	return b.addTile(ctx, 0, h)
}

// check holds the claims of this size against the tree.
func (b *rebuilt) check() {
	for _, root := range b.claims[b.size] {
		if root != b.root() {
			b.report.find(fmt.Sprintf("size %d", b.size), "the entries do not make the tree that was signed")
		}
	}
	delete(b.claims, b.size)
}

// addTile adds a hash to the level's tile; a full tile is compared, and
// its root goes one level up.
func (b *rebuilt) addTile(ctx context.Context, level int, h tlog.Hash) error {
	if level == len(b.tiles) {
		b.tiles = append(b.tiles, openTile{})
	}
	t := &b.tiles[level]
	t.hashes = append(t.hashes, h)
	if len(t.hashes) < 1<<tileHeight {
		return nil
	}
	if err := b.compareTile(ctx, level, *t); err != nil {
		return err
	}
	var root rising
	for _, h := range t.hashes {
		root.add(h)
	}
	b.tiles[level] = openTile{n: t.n + 1}
	return b.addTile(ctx, level+1, root.root())
}

// compareTile finds a stored tile that does not begin with these hashes: a
// tile that is not full yet may have grown since.
func (b *rebuilt) compareTile(ctx context.Context, level int, t openTile) error {
	stored, err := b.ledger.store.Tile(ctx, level, t.n)
	if err != nil && !errors.Is(err, slovo.ErrNotFound) {
		return fmt.Errorf("ledger: verify: tile %d/%d: %w", level, t.n, err)
	}
	var want []byte
	for _, h := range t.hashes {
		want = append(want, h[:]...)
	}
	if !bytes.HasPrefix(stored, want) {
		b.report.find(fmt.Sprintf("tile %d/%d", level, t.n), "the stored hashes are not those of the entries")
	}
	return nil
}

// end compares the tiles that are not full, and tells of claims that no
// entries stand behind, and of leaves that lie beyond the tree.
func (b *rebuilt) end(ctx context.Context) error {
	for level, t := range b.tiles {
		if err := b.compareTile(ctx, level, t); err != nil {
			return err
		}
	}
	for _, size := range slices.Sorted(maps.Keys(b.claims)) {
		b.report.find(fmt.Sprintf("size %d", size), "a checkpoint vouches for %d entries, only %d are here", size, b.size)
	}
	beyond, err := b.ledger.store.LeavesFrom(ctx, b.size, 1)
	if err != nil {
		return fmt.Errorf("ledger: verify: %w", err)
	}
	size, err := b.ledger.store.TreeSize(ctx)
	if err != nil {
		return fmt.Errorf("ledger: verify: %w", err)
	}
	if size < b.size || len(beyond) > 0 && size <= beyond[0].Index {
		b.report.find("tree", "entries have a place beyond its size %d", size)
	}
	if len(beyond) == 0 && size > b.size {
		b.report.find("tree", "its size is %d, only %d entries have a place", size, b.size)
	}
	return nil
}

// rising is a Merkle tree of which only the roots of its full subtrees are
// kept, largest first.
type rising struct {
	size  int64
	roots []tlog.Hash
}

func (t *rising) add(h tlog.Hash) {
	for range bits.TrailingZeros64(^uint64(t.size)) { //nolint:gosec // sizes are not negative
		h = tlog.NodeHash(t.roots[len(t.roots)-1], h)
		t.roots = t.roots[:len(t.roots)-1]
	}
	t.roots = append(t.roots, h)
	t.size++
}

func (t *rising) root() tlog.Hash {
	if t.size == 0 {
		empty, _ := tlog.TreeHash(0, nil)
		return empty
	}
	h := t.roots[len(t.roots)-1]
	for i := len(t.roots) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.roots[i], h)
	}
	return h
}
