package store

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"slovo"
)

// known wraps an engine's error in the word of ours that it means. Codes
// are compared, never texts; and a driver's text stays out of the answer
// where it could quote a value.
func known(err error) error {
	var pg *pgconn.PgError
	var lite *driver.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return slovo.ErrNotFound
	case errors.As(err, &pg):
		return knownPostgres(pg)
	case errors.As(err, &lite):
		return knownSQLite(lite)
	}
	return err
}

func knownPostgres(pg *pgconn.PgError) error {
	switch {
	case pg.Code == "23505":
		return fmt.Errorf("%w: %s", slovo.ErrConflict, pg.ConstraintName)
	case again(pg):
		return pg // atomic runs it again
	}
	return fmt.Errorf("postgres %s %s: %w", pg.Code, pg.TableName, slovo.ErrUnavailable)
}

func knownSQLite(lite *driver.Error) error {
	switch code := lite.Code(); code {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return slovo.ErrConflict
	default:
		return fmt.Errorf("sqlite %d: %w", code, slovo.ErrUnavailable)
	}
}

// moved turns "how many rows changed" into slovo.ErrConflict where none did.
func moved(rows int64, err error) error {
	if err == nil && rows == 0 {
		return slovo.ErrConflict
	}
	return known(err)
}

// found turns "how many rows changed" into slovo.ErrNotFound where none did.
func found(rows int64, err error) error {
	if err == nil && rows == 0 {
		return slovo.ErrNotFound
	}
	return known(err)
}

// about tells what of which id an error is about; nil stays nil.
func about[ID ~string](noun string, id ID, err error) error {
	if err = known(err); err == nil {
		return nil
	}
	return fmt.Errorf("store: %s %s: %w", noun, id, err)
}

// bit is how both engines keep yes and no.
func bit(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}
