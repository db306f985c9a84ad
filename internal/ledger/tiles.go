package ledger

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"slovo"
)

// ReadTile returns what C2SP tlog-tiles publishes under "tile/…": a tile of
// hashes, or a bundle of entries (the leaves; no half of any entry). Only
// what a published checkpoint covers is given out. slovo.ErrNotFound for
// a path that names nothing.
func (l *Ledger) ReadTile(ctx context.Context, path string) ([]byte, error) {
	t, entries, err := parseTilePath(path)
	if err != nil {
		return nil, err
	}
	last, err := l.store.LastCheckpoint(ctx)
	if err != nil {
		return nil, err
	}
	if !within(t, last.Size) {
		return nil, fmt.Errorf("ledger: tile %s: %w", path, slovo.ErrNotFound)
	}
	if entries {
		return l.bundle(ctx, t)
	}
	data, err := l.store.Tile(ctx, t.L, t.N)
	if err != nil {
		return nil, fmt.Errorf("ledger: tile %s: %w", path, err)
	}
	return data[:min(len(data), t.W*tlog.HashSize)], nil
}

// parseTilePath reads <level or "entries">/<n>[.p/<width>]; the level is
// tlog's own, apart from the height that tlog's paths carry and C2SP's do not.
func parseTilePath(path string) (t tlog.Tile, entries bool, err error) {
	level, rest, _ := strings.Cut(path, "/")
	if entries = level == "entries"; entries {
		level = "0"
	}
	t, err = tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s/%s", tileHeight, level, rest))
	if err != nil || t.L < 0 {
		return t, entries, fmt.Errorf("ledger: tile %s: %w", path, slovo.ErrNotFound)
	}
	return t, entries, nil
}

// within tells whether a tree of that size has the tile's hashes.
func within(t tlog.Tile, size int64) bool {
	for range t.L {
		size >>= tileHeight
	}
	return t.N<<tileHeight+int64(t.W) <= size
}

// bundle joins the tile's leaves, each behind its length in two bytes.
func (l *Ledger) bundle(ctx context.Context, t tlog.Tile) ([]byte, error) {
	list, err := l.store.LeavesFrom(ctx, t.N<<tileHeight, t.W)
	if err != nil {
		return nil, fmt.Errorf("ledger: bundle %d: %w", t.N, err)
	}
	var b []byte
	for _, e := range list {
		b = binary.BigEndian.AppendUint16(b, uint16(len(e.Leaf))) //nolint:gosec // a leaf is 64 bytes
		b = append(b, e.Leaf...)
	}
	return b, nil
}
