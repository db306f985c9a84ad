package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	driver "modernc.org/sqlite"

	"slovo"
)

// stepPages is how many pages are copied between two batches of writes:
// 4 MiB, which a writer waits for some milliseconds.
const stepPages = 1024

// sqliteTables names the tables that hold what the rooms wrote.
const sqliteTables = `SELECT name FROM sqlite_schema WHERE type = 'table'
AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version' ORDER BY name`

// backuper is the driver's connection: SQLite's online backup.
type backuper interface {
	NewBackup(to string) (*driver.Backup, error)
}

func (s *sqlite) tables() string { return sqliteTables }

func (s *sqlite) key(ctx context.Context, table string) ([]string, error) {
	return column(ctx, s.reads, "SELECT name FROM pragma_table_info('"+table+"') WHERE pk > 0 ORDER BY pk")
}

func (s *sqlite) byBytes(column string) string { return column }

// copy takes the pages with SQLite's backup API, and then the keys apart.
func (s *sqlite) copy(ctx context.Context, scratch string, tell func(done, total int64)) (*Copy, error) {
	file, keys := filepath.Join(scratch, "copy.db"), filepath.Join(scratch, "keys.db")
	remove := func() error { return errors.Join(os.RemoveAll(file), os.RemoveAll(keys)) }
	counts, err := s.copyApart(ctx, file, keys, tell)
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	open := func(name string) func(context.Context) (io.ReadCloser, error) {
		return func(context.Context) (io.ReadCloser, error) { return os.Open(name) } //nolint:gosec // our own scratch
	}
	return &Copy{Counts: counts, data: open(file), keys: open(keys), close: remove}, nil
}

func (s *sqlite) copyApart(ctx context.Context, file, keys string, tell func(done, total int64)) (map[string]int64, error) {
	for _, name := range []string{file, keys} {
		if err := keepPrivate(name); err != nil {
			return nil, err
		}
	}
	if err := s.copyPages(ctx, file, tell); err != nil {
		return nil, err
	}
	db, err := openScratch(file)
	if err != nil {
		return nil, err
	}
	counts, err := count(ctx, db, sqliteTables)
	if err == nil {
		err = apart(ctx, db, keys)
	}
	return counts, errors.Join(err, db.Close())
}

// copyPages copies on the connection that writes, between its batches: what
// is written meanwhile comes into the copy too, so that it never begins
// anew, and it is the database as of the moment in which it ends.
func (s *sqlite) copyPages(ctx context.Context, file string, tell func(done, total int64)) error {
	if err := s.writes.beginCopy(ctx, file); err != nil {
		return err
	}
	for {
		done, total, err := s.writes.stepCopy(ctx)
		if err != nil {
			return errors.Join(err, s.writes.endCopy(ctx))
		}
		tell(done, total)
		if done == total {
			return s.writes.endCopy(ctx)
		}
	}
}

// beginCopy opens the copy. There is one at a time.
func (w *writer) beginCopy(ctx context.Context, file string) error {
	return w.onConn(ctx, func(conn backuper) error {
		if w.copying != nil {
			return fmt.Errorf("another copy is being made: %w", slovo.ErrConflict)
		}
		var err error
		w.copying, err = conn.NewBackup(dsn(file, "immediate", "journal_mode(off)", "synchronous(off)"))
		return err
	})
}

func (w *writer) stepCopy(ctx context.Context) (done, total int64, err error) {
	err = w.onConn(ctx, func(backuper) error {
		more, err := w.copying.Step(stepPages)
		total = int64(w.copying.PageCount())
		if done = total; more {
			done -= max(1, int64(w.copying.Remaining()))
		}
		return err
	})
	return done, total, err
}

// endCopy lets go of the copy, also for a caller who gave up.
func (w *writer) endCopy(ctx context.Context) error {
	return w.onConn(context.WithoutCancel(ctx), func(backuper) error { return w.finishCopy() })
}

func (w *writer) finishCopy() error {
	if w.copying == nil {
		return nil
	}
	err := w.copying.Finish()
	w.copying = nil
	return err
}

// onConn runs do on the connection that writes, alone.
func (w *writer) onConn(ctx context.Context, do func(backuper) error) error {
	return w.wait(ctx, &work{done: make(chan struct{}), alone: func(_ context.Context, c *sql.Conn) error {
		return c.Raw(func(raw any) error {
			conn, ok := raw.(backuper)
			if !ok {
				return errors.New("the driver has no online backup")
			}
			return do(conn)
		})
	}})
}

// openScratch opens a file that nobody else has, and whose loss is no loss.
func openScratch(file string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(file, "immediate", "journal_mode(off)", "synchronous(off)", "secure_delete(on)", "cache_size(-65536)"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // what is attached is attached to one connection
	return db, nil
}

// apart moves the tables of keys into a file of their own.
func apart(ctx context.Context, db *sql.DB, keys string) error {
	if _, err := db.ExecContext(ctx, "ATTACH DATABASE $1 AS apart", keys); err != nil {
		return err
	}
	for _, table := range keyTables {
		var schema string
		err := db.QueryRowContext(ctx, "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = $1", table).Scan(&schema)
		if err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
		for _, text := range []string{
			"CREATE TABLE apart." + quoted(table) + " AS SELECT * FROM main." + quoted(table),
			"DROP TABLE main." + quoted(table), schema,
		} {
			if _, err := db.ExecContext(ctx, text); err != nil {
				return fmt.Errorf("table %s: %w", table, err)
			}
		}
	}
	return nil
}

func loadSQLite(_ context.Context, address string, from io.Reader) error {
	f, err := os.OpenFile(strings.TrimPrefix(address, "sqlite:"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("a database is there already: %w", slovo.ErrConflict)
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Sync(), f.Close())
}

func loadSQLiteKeys(ctx context.Context, address string, from io.Reader) error {
	file := strings.TrimPrefix(address, "sqlite:")
	keys := file + "-keys"
	defer os.Remove(keys) //nolint:errcheck // what it holds is in the database then
	if err := loadSQLite(ctx, keys, from); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", dsn(file, "immediate", "secure_delete(on)", "cache_size(-65536)"))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	return errors.Join(together(ctx, db, keys), db.Close())
}

// together puts the keys back, in the order of their index.
func together(ctx context.Context, db *sql.DB, keys string) error {
	if _, err := db.ExecContext(ctx, "ATTACH DATABASE $1 AS apart", keys); err != nil {
		return err
	}
	for _, table := range keyTables {
		text := "INSERT INTO main." + quoted(table) + " SELECT * FROM apart." + quoted(table) + " ORDER BY 1, 2" //nolint:gosec // names of ours
		if _, err := db.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
	}
	return nil
}

func (s *sqlite) damage(ctx context.Context) ([]string, error) {
	said, err := column(ctx, s.reads, "PRAGMA integrity_check(20)")
	if len(said) == 1 && said[0] == "ok" {
		said = nil
	}
	return said, err
}
