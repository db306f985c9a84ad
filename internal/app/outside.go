package app

import (
	"context"
	"path/filepath"

	"slovo/internal/ledger"
)

// What is kept outside the database lies in one folder: the last checkpoint,
// the results of backups and drills, and the journal.
const journalFile = "journal"

func (c *Company) outside(name string) string {
	return filepath.Join(filepath.Dir(within(c.Dir, c.Settings.State)), name)
}

// openJournal gives the store the journal, and writes into it what a process
// that died left out. The whole log is in the tree before it is read.
func (c *Company) openJournal(ctx context.Context) error {
	var err error
	if c.journal, err = ledger.OpenJournal(c.outside(journalFile)); err != nil {
		return err
	}
	c.store.Outlive(c.journal)
	if err := c.fold(ctx); err != nil {
		return err
	}
	return c.ledger.FillJournal(ctx, c.journal)
}

// sawAll says that the journal is whole. It is called where all who wrote
// have been answered.
func (c *Company) sawAll(ctx context.Context) error {
	size, err := c.store.TreeSize(ctx)
	if err != nil {
		return err
	}
	return c.journal.Seen(size)
}
