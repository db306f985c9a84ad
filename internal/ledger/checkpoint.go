package ledger

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"slovo"
)

// Checkpoint is the tree's size and root, signed: a C2SP tlog-checkpoint.
type Checkpoint struct {
	Size int64
	Note []byte // the signed note, as it is published
	At   time.Time
}

// Last returns the last published checkpoint, or slovo.ErrNotFound.
func (l *Ledger) Last(ctx context.Context) (Checkpoint, error) {
	return l.store.LastCheckpoint(ctx)
}

// Publish signs the tree as it stands committed, publishes the checkpoint
// and keeps it outside. A tree that has not grown keeps the checkpoint it has.
func (l *Ledger) Publish(ctx context.Context) (Checkpoint, error) {
	c, err := l.Sign(ctx)
	if err != nil {
		return Checkpoint{}, err
	}
	last, err := l.store.LastCheckpoint(ctx)
	if err == nil && last.Size == c.Size {
		return last, nil
	}
	if err != nil && !errors.Is(err, slovo.ErrNotFound) {
		return Checkpoint{}, fmt.Errorf("ledger: last checkpoint: %w", err)
	}
	if err := l.store.PutCheckpoint(ctx, c); err != nil {
		return Checkpoint{}, fmt.Errorf("ledger: checkpoint of size %d: %w", c.Size, err)
	}
	return c, l.keepOutside(c)
}

// Sign signs the tree as it is read back committed, publishing nothing.
func (l *Ledger) Sign(ctx context.Context) (Checkpoint, error) {
	tree, err := l.tree(ctx)
	if err != nil {
		return Checkpoint{}, err
	}
	signed, err := note.Sign(&note.Note{Text: bodyOf(l.key.Signer.Name(), tree)}, l.key.Signer)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("ledger: sign size %d: %w", tree.N, err)
	}
	return Checkpoint{Size: tree.N, Note: signed, At: l.now()}, nil
}

// tree reads size and root back from the store.
func (l *Ledger) tree(ctx context.Context) (tlog.Tree, error) {
	size, err := l.store.TreeSize(ctx)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("ledger: tree: %w", err)
	}
	root, err := tlog.TreeHash(size, l.hashes(ctx))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("ledger: root of size %d: %w", size, err)
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

// bodyOf is the checkpoint's text: origin, size, root, a line each.
func bodyOf(origin string, t tlog.Tree) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, t.N, base64.StdEncoding.EncodeToString(t.Hash[:]))
}

// OpenCheckpoint verifies the note's signature with the public key and
// returns the tree it vouches for; slovo.ErrInvalid where it does not hold.
func OpenCheckpoint(signed []byte, public string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("ledger: public key: %w: %w", slovo.ErrInvalid, err)
	}
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("ledger: checkpoint's signature: %w: %w", slovo.ErrInvalid, err)
	}
	return parseBody(n.Text, verifier.Name())
}

// parseBody reads what bodyOf writes, and nothing else.
func parseBody(text, origin string) (tlog.Tree, error) {
	bad := fmt.Errorf("ledger: checkpoint's text: %w", slovo.ErrInvalid)
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) != 4 || lines[0] != origin || lines[3] != "" {
		return tlog.Tree{}, bad
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return tlog.Tree{}, bad
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, bad
	}
	tree := tlog.Tree{N: size, Hash: root}
	if bodyOf(origin, tree) != text {
		return tlog.Tree{}, bad
	}
	return tree, nil
}
