package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"slovo"
	"slovo/internal/store"
)

// MovedStore is how a move to another database ended.
type MovedStore struct {
	store.Moved

	Old string `json:"old"` // the file that holds the rows still; keys of who is erased later, too
}

// MoveStore moves the company in the folder into the PostgreSQL at the
// address, and names that in the settings when both hold the same rows. No
// server may run meanwhile. One that was stopped goes on where it was.
func MoveStore(ctx context.Context, dir, to string, tell func(Progress)) (done MovedStore, err error) {
	if !strings.HasPrefix(to, "postgres://") && !strings.HasPrefix(to, "postgresql://") {
		return done, fmt.Errorf("app: move: the address is not one of PostgreSQL's: %w", slovo.ErrInvalid)
	}
	c, err := Open(ctx, dir, false)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	file, isFile := strings.CutPrefix(c.Settings.address(c.Dir), "sqlite:")
	if !isFile {
		return done, fmt.Errorf("app: move: the company is on PostgreSQL already: %w", slovo.ErrConflict)
	}
	other, err := store.Open(ctx, to)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, other.Close()) }()
	done.Moved, err = c.store.Move(ctx, other, func(n, total int64) { tell(Progress{Done: n, Total: total, Rows: n}) })
	if err != nil {
		return done, err
	}
	done.Old = file
	return done, nameStore(c.Dir, to)
}

var storeLine = regexp.MustCompile(`(?m)^store:.*$`)

// nameStore changes the one line of the settings, and keeps the rest as its
// owner wrote it.
func nameStore(dir, address string) error {
	path := filepath.Join(dir, settingsFile)
	text, err := os.ReadFile(path) //nolint:gosec // the operator's own folder
	if err != nil {
		return fmt.Errorf("app: move: %w", err)
	}
	line := []byte(fmt.Sprintf("store: %q", address))
	changed := storeLine.ReplaceAllLiteral(text, line)
	if !storeLine.Match(text) {
		changed = append(append(text, line...), '\n')
	}
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("app: move: %w", err)
	}
	if err := writeNew(fresh, changed); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return fmt.Errorf("app: move: %w", err)
	}
	return nil
}
