package ledger_test

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"slovo"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

// reader knows the log as the world does: by what is published, and by
// Go's own sumdb packages.
type reader struct {
	t *testing.T
	l *ledger.Ledger
}

// Height, ReadTiles and SaveTiles implement tlog.TileReader.
func (r reader) Height() int { return 8 }

func (r reader) SaveTiles([]tlog.Tile, [][]byte) {}

func (r reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		data, err := r.l.ReadTile(r.t.Context(), path(t))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// path is the tile's path in C2SP tlog-tiles, which has no height.
func path(t tlog.Tile) string { return strings.TrimPrefix(t.Path(), "tile/8/") }

// tree opens the published checkpoint by the note package alone.
func (r reader) tree() tlog.Tree {
	r.t.Helper()
	c, err := r.l.Last(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	verifier, err := note.NewVerifier(r.l.PublicKey())
	if err != nil {
		r.t.Fatal(err)
	}
	n, err := note.Open(c.Note, note.VerifierList(verifier))
	if err != nil {
		r.t.Fatal(err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		r.t.Fatalf("the checkpoint's text has other lines: %q", n.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		r.t.Fatal(err)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil {
		r.t.Fatal(err)
	}
	return tlog.Tree{N: size, Hash: tlog.Hash(root)}
}

// leaf reads the entry out of its bundle.
func (r reader) leaf(tree tlog.Tree, index int64) []byte {
	r.t.Helper()
	t := tlog.Tile{H: 8, N: index >> 8, W: int(min(256, tree.N-index>>8<<8))}
	bundle, err := r.l.ReadTile(r.t.Context(), "entries/"+strings.TrimPrefix(path(t), "0/"))
	if err != nil {
		r.t.Fatal(err)
	}
	for range index & 255 {
		bundle = bundle[2+binary.BigEndian.Uint16(bundle):]
	}
	return bundle[2 : 2+binary.BigEndian.Uint16(bundle)]
}

// TestAnIndependentReaderIsConvinced grows the log in uneven steps over
// more than two tiles, and proves each step and each entry.
func TestAnIndependentReaderIsConvinced(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		r := reader{t, k.Ledger}
		anna := k.Add(t, gatetest.Anna())
		var trees []tlog.Tree
		for _, more := range []int{0, 1, 2, 60, 191, 1, 1, 255, 30} {
			for range more {
				appendTo(t, k, anna)
			}
			k.Sequence(t)
			trees = append(trees, r.tree())
		}
		last := trees[len(trees)-1]
		hashes := tlog.TileHashReader(last, r)
		for i, old := range trees {
			for _, tree := range trees[i:] {
				proof, err := tlog.ProveTree(tree.N, old.N, hashes)
				if err != nil {
					t.Fatal(err)
				}
				if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
					t.Errorf("%d in %d: %v", old.N, tree.N, err)
				}
			}
		}
		for index := range last.N {
			proof, err := tlog.ProveRecord(last.N, index, hashes)
			if err != nil {
				t.Fatal(err)
			}
			if err := tlog.CheckRecord(proof, last.N, last.Hash, index, tlog.RecordHash(r.leaf(last, index))); err != nil {
				t.Errorf("entry %d: %v", index, err)
			}
		}
	})
}

// TestReadTileGivesOutOnlyWhatIsPublished: entries that no checkpoint
// covers yet would tell the world each call as it comes.
func TestReadTileGivesOutOnlyWhatIsPublished(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	k := gatetest.New(t, s)
	anna := k.Add(t, gatetest.Anna())
	for range 9 {
		appendTo(t, k, anna)
	}
	k.Sequence(t)
	appendTo(t, k, anna)
	if _, err := k.Ledger.Sequence(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []string{
		"0/000", "0/000.p/11", "0/001", "0/000.p/0", "0/000.p/256", "1/000.p/1", "64/000", "-1/000", "0/0", "0/00",
		"entries/000.p/11", "entries/000", "entries/", "entries", "", "0", "0/", "0/000/", "/0/000", "0/../0/000",
		"0/000.p/1/x", "00/000.p/1", "data/000.p/1", "0/x000/000.p/1", "0/999", "0/x999/x999/x999/x999/x999/x999/999",
		"99999999999999999999/000", "0/000.p/99999999999999999999",
	} {
		if data, err := k.Ledger.ReadTile(t.Context(), tt); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("ReadTile(%q): %d bytes, %v, want ErrNotFound", tt, len(data), err)
		}
	}
	for _, tt := range []struct {
		path string
		size int
	}{{"0/000.p/10", 320}, {"0/000.p/3", 96}, {"entries/000.p/10", 660}} {
		if data, err := k.Ledger.ReadTile(t.Context(), tt.path); err != nil || len(data) != tt.size {
			t.Errorf("ReadTile(%q): %d bytes, want %d: %v", tt.path, len(data), tt.size, err)
		}
	}
}

func ExampleOpenCheckpoint() {
	_, err := ledger.OpenCheckpoint([]byte("slovo/x\n1\nAAAA\n\n— slovo/x AAAA\n"), "slovo/x+12345678+AAAA")
	fmt.Println(errors.Is(err, slovo.ErrInvalid))
	// Output: true
}
