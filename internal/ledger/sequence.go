package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"slovo"
)

// tileHeight is 8 as in C2SP tlog-tiles: 256 hashes a tile.
const tileHeight = 8

// batchSize is how many entries one sequencing takes at the most.
const batchSize = 1024

// Sequence folds entries that have no place yet into the tree and returns
// how many. Another process that moved the tree meanwhile is no error: it
// returns 0 and the next call goes on from there.
func (l *Ledger) Sequence(ctx context.Context) (int, error) {
	taken := 0
	err := l.store.Atomic(ctx, func(ctx context.Context) error {
		waiting, err := l.store.Unsequenced(ctx, batchSize)
		if err != nil {
			return err
		}
		g, err := l.growth(ctx, waiting)
		if err != nil || len(g.Leaves) == 0 {
			return err
		}
		taken = len(g.Leaves)
		return l.store.Grow(ctx, g)
	})
	if errors.Is(err, slovo.ErrConflict) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("ledger: sequence: %w", err)
	}
	return taken, nil
}

// growth computes what the waiting entries add to the tree.
func (l *Ledger) growth(ctx context.Context, waiting []Entry) (Growth, error) {
	size, err := l.store.TreeSize(ctx)
	if err != nil || len(waiting) == 0 {
		return Growth{}, err
	}
	fresh := &freshHashes{under: l.hashes(ctx), from: tlog.StoredHashIndex(0, size)}
	g := Growth{From: size}
	for i, e := range waiting {
		if err := fresh.add(size+int64(i), e.Leaf); err != nil {
			return Growth{}, err
		}
		g.Leaves = append(g.Leaves, e.ID())
	}
	g.Tiles, err = fresh.tiles(size, size+int64(len(waiting)))
	return g, err
}

// freshHashes are hashes not yet stored, over those that are.
type freshHashes struct {
	under tlog.HashReader
	from  int64 // the first stored index that is fresh
	list  []tlog.Hash
}

func (f *freshHashes) add(index int64, leaf []byte) error {
	more, err := tlog.StoredHashes(index, leaf, f)
	f.list = append(f.list, more...)
	return err
}

// ReadHashes implements tlog.HashReader.
func (f *freshHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	var old []int64
	for i, index := range indexes {
		if index >= f.from {
			found[i] = f.list[index-f.from]
		} else {
			old = append(old, index)
		}
	}
	stored, err := f.under.ReadHashes(old)
	if err != nil {
		return nil, err
	}
	for i, index := range indexes {
		if index < f.from {
			found[i], stored = stored[0], stored[1:]
		}
	}
	return found, nil
}

// tiles returns every tile that the growth touches, whole as it then is.
func (f *freshHashes) tiles(from, to int64) ([]Tile, error) {
	var tiles []Tile
	for _, t := range tlog.NewTiles(tileHeight, from, to) {
		data, err := tlog.ReadTileData(t, f)
		if err != nil {
			return nil, err
		}
		tiles = append(tiles, Tile{Level: t.L, N: t.N, Data: data})
	}
	return slices.Clip(tiles), nil
}

// hashes reads the stored tree's hashes out of its tiles.
func (l *Ledger) hashes(ctx context.Context) tlog.HashReader {
	cache := map[[2]int64][]byte{}
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hash, err := l.storedHash(ctx, cache, index)
			if err != nil {
				return nil, err
			}
			found[i] = hash
		}
		return found, nil
	})
}

func (l *Ledger) storedHash(ctx context.Context, cache map[[2]int64][]byte, index int64) (tlog.Hash, error) {
	t := tlog.TileForIndex(tileHeight, index)
	key := [2]int64{int64(t.L), t.N}
	if cache[key] == nil {
		data, err := l.store.Tile(ctx, t.L, t.N)
		if err != nil {
			return tlog.Hash{}, fmt.Errorf("ledger: tile %d/%d: %w", t.L, t.N, err)
		}
		cache[key] = data
	}
	data := cache[key]
	t.W = len(data) / tlog.HashSize
	return tlog.HashFromTile(t, data, index)
}
