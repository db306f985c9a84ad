package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"slovo"
)

// Uproot implements ledger.Beginnings.
func (s *Store) Uproot(ctx context.Context) error {
	q := s.q(ctx)
	for _, do := range []func(context.Context) error{q.Uproot, q.DeleteTiles, q.DeleteCheckpoints, q.EmptyTree} {
		if err := do(ctx); err != nil {
			return fmt.Errorf("store: uproot: %w", known(err))
		}
	}
	return nil
}

// EndRunning ends what was under way when the database was copied: sessions,
// one-time links and what verifications had opened.
func (s *Store) EndRunning(ctx context.Context, now time.Time) error {
	return s.Atomic(ctx, func(ctx context.Context) error {
		q := s.q(ctx)
		err := errors.Join(q.EndAllSessions(ctx, slovo.Micros(now)), q.DeleteAllGrants(ctx), q.DeleteAllLinks(ctx))
		if err != nil {
			return fmt.Errorf("store: end what was running: %w", known(err))
		}
		return nil
	})
}

// Unload takes away what LoadData and LoadKeys put at the address.
func Unload(ctx context.Context, address string) error {
	if file, ok := strings.CutPrefix(address, "sqlite:"); ok {
		return errors.Join(remove(file), remove(file+"-wal"), remove(file+"-shm"), remove(file+"-keys"))
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		return errors.New("store: unload: the address is not one of PostgreSQL's")
	}
	names, err := column(ctx, db, postgresTables)
	for _, name := range append(names, "goose_db_version") {
		_, fault := db.ExecContext(ctx, "DROP TABLE IF EXISTS "+quoted(name))
		err = errors.Join(err, fault)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("store: unload: %w", err)
	}
	return nil
}

func remove(file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
