package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"slovo"
)

// ErrOlder tells that the database is older than the checkpoint kept
// outside, or is not the same log: nothing is served from it.
var ErrOlder = errors.New("the database is older than the checkpoint kept outside it, or another log")

// Outside keeps the last checkpoint where the database is not.
type Outside interface {
	// Load returns the note, or slovo.ErrNotFound where none was ever kept.
	Load() ([]byte, error)
	Save(note []byte) error
}

// CheckOutside refuses (ErrOlder) a database that does not hold what the
// checkpoint kept outside vouches for. A missing checkpoint is refused too,
// unless the log is still empty: whoever puts an old database back could
// as well delete a file.
func (l *Ledger) CheckOutside(ctx context.Context) error {
	kept, err := l.outside.Load()
	if errors.Is(err, slovo.ErrNotFound) {
		return l.firstStart(ctx)
	}
	if err != nil {
		return fmt.Errorf("ledger: checkpoint kept outside: %w", err)
	}
	tree, err := OpenCheckpoint(kept, l.key.Public)
	if err != nil {
		return fmt.Errorf("ledger: checkpoint kept outside: %w", err)
	}
	return l.Holds(ctx, tree)
}

// Holds tells whether the stored log has that tree as its beginning; if
// not, the error is ErrOlder.
func (l *Ledger) Holds(ctx context.Context, tree tlog.Tree) error {
	size, err := l.store.TreeSize(ctx)
	if err != nil {
		return fmt.Errorf("ledger: tree: %w", err)
	}
	if size < tree.N {
		return fmt.Errorf("ledger: %d entries here, %d vouched for: %w", size, tree.N, ErrOlder)
	}
	root, err := tlog.TreeHash(tree.N, l.hashes(ctx))
	if err != nil {
		return fmt.Errorf("ledger: root of size %d: %w", tree.N, err)
	}
	if root != tree.Hash {
		return fmt.Errorf("ledger: another root at size %d: %w", tree.N, ErrOlder)
	}
	return nil
}

// KeepOutside signs the committed tree and keeps the checkpoint outside,
// where this process has not kept one of that size already.
func (l *Ledger) KeepOutside(ctx context.Context) error {
	size, err := l.store.TreeSize(ctx)
	if err != nil {
		return fmt.Errorf("ledger: tree: %w", err)
	}
	if l.keeps(size) {
		return nil
	}
	c, err := l.Sign(ctx)
	if err != nil {
		return err
	}
	return l.keepOutside(c)
}

func (l *Ledger) keeps(size int64) bool {
	l.keeping.Lock()
	defer l.keeping.Unlock()
	return size > 0 && size == l.kept
}

// keepOutside never steps back: of two checkpoints signed at once the
// smaller may come last.
func (l *Ledger) keepOutside(c Checkpoint) error {
	l.keeping.Lock()
	defer l.keeping.Unlock()
	if c.Size < l.kept {
		return nil
	}
	if err := l.outside.Save(c.Note); err != nil {
		return fmt.Errorf("ledger: keep checkpoint outside: %w", err)
	}
	l.kept = c.Size
	return nil
}

func (l *Ledger) firstStart(ctx context.Context) error {
	size, err := l.store.TreeSize(ctx)
	if err != nil {
		return fmt.Errorf("ledger: tree: %w", err)
	}
	if size > 0 {
		return fmt.Errorf("ledger: no checkpoint is kept outside, yet the log has %d entries: %w", size, ErrOlder)
	}
	return l.KeepOutside(ctx)
}

// StateFile is an Outside: a file, written whole and durably.
type StateFile string

// Load returns the file's note, or slovo.ErrNotFound.
func (f StateFile) Load() ([]byte, error) {
	b, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("state file %s: %w", f, slovo.ErrNotFound)
	}
	return b, err
}

// Save replaces the file: a crash leaves the old one or the new one.
func (f StateFile) Save(note []byte) error {
	dir := filepath.Dir(string(f))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, ".checkpoint-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) //nolint:errcheck // gone after the rename
	if err := writeSync(tmp, note); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), string(f)); err != nil {
		return err
	}
	return syncDir(dir)
}

func writeSync(f *os.File, b []byte) error {
	_, err := f.Write(b)
	return errors.Join(err, durable(f), f.Close())
}

func syncDir(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // the operator's own folder
	if err != nil {
		return err
	}
	return errors.Join(durable(d), d.Close())
}
