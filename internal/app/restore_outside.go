package app

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"slovo"
	"slovo/internal/ledger"
	"slovo/internal/staff"
)

// outside is what was kept outside the database that was lost.
type outside struct {
	folder  string // "" where it was lost too
	tree    tlog.Tree
	journal []ledger.Line
}

// findOutside reads the last checkpoint and the journal. Where nobody said
// that they are lost, they must be there: without them those who were erased
// come back, and nobody knows what else is missing.
func (r *restore) findOutside(ctx context.Context) (outside, error) {
	if r.o.Outside == NoOutside {
		tree, err := ledger.OpenCheckpoint(r.manifest.Checkpoint, r.company.PublicKey())
		return outside{tree: tree}, err
	}
	folder := r.o.Outside
	if folder == "" {
		folder = r.manifest.Outside
	}
	note, err := ledger.StateFile(filepath.Join(folder, filepath.Base(r.state))).Load()
	if err != nil {
		return outside{}, fmt.Errorf("app: restore: outside: checkpoint: %w", err)
	}
	o := outside{folder: folder}
	if o.tree, err = ledger.OpenCheckpoint(note, r.company.PublicKey()); err != nil {
		return o, fmt.Errorf("app: restore: outside: checkpoint of another log: %w", err)
	}
	if o.journal, err = ledger.ReadJournal(filepath.Join(folder, journalFile)); err != nil {
		return o, fmt.Errorf("app: restore: outside: %w", err)
	}
	return o, nil
}

// unknown are the journal's lines that the restored log has no entry of.
func (r *restore) unknown(ctx context.Context) ([]ledger.Line, error) {
	var lines []ledger.Line
	for _, l := range r.outside.journal {
		e, err := r.company.store.Entry(ctx, l.Entry)
		if err != nil && !errors.Is(err, slovo.ErrNotFound) {
			return nil, err
		}
		// A database that was put back counts on from where it was: another
		// entry can bear the same id.
		if err != nil || slovo.Micros(e.At) != slovo.Micros(l.At) {
			lines = append(lines, l)
		}
	}
	return lines, nil
}

// lost compares the log that was restored with the last checkpoint known.
func (r *restore) lost(ctx context.Context) (Lost, error) {
	counts, err := r.company.store.Counts(ctx)
	if err != nil {
		return Lost{}, err
	}
	have := counts["entries"]
	return Lost{Known: r.outside.folder != "", From: have, To: max(have, r.outside.tree.N)}, nil
}

// draft is the new log's first entry: it commits to the last checkpoint
// known of the old one, and names what was lost and who approved.
func (r *restore) draft(approved []staff.Account, lost Lost) ledger.Draft {
	var who []string
	for _, a := range approved {
		who = append(who, string(a.ID))
	}
	return ledger.Draft{
		Customer: slovo.Firm, Act: ledger.ActRestore, Outcome: ledger.Done, Subject: r.manifest.ID, Approval: strings.Join(who, " "),
		Fields: []string{
			"log:" + r.company.PublicKey(),
			fmt.Sprintf("checkpoint:%d:%s", r.outside.tree.N, base64.StdEncoding.EncodeToString(r.outside.tree.Hash[:])),
			fmt.Sprintf("lost:%d-%d", lost.From, lost.To),
		},
	}
}

// copyJournal copies what was outside, or where that was lost, what the
// backup has of it.
func (r *restore) copyJournal(to string) error {
	text := r.journal
	var err error
	if r.outside.folder != "" {
		text, err = os.ReadFile(filepath.Join(r.outside.folder, journalFile))
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o700)
	}
	if err != nil {
		return fmt.Errorf("app: restore: journal: %w", err)
	}
	return writeNew(to, text)
}

// takeJournal goes on with the journal there was: an older backup than this
// one may yet be restored.
func (r *restore) takeJournal() error {
	c := r.company
	to := c.outside(journalFile)
	if _, err := os.Stat(to); errors.Is(err, os.ErrNotExist) {
		if err := r.copyJournal(to); err != nil {
			return err
		}
	}
	var err error
	if c.journal, err = ledger.OpenJournal(to); err != nil {
		return err
	}
	c.store.Outlive(c.journal)
	return nil
}
