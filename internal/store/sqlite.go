package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"slovo/internal/store/gen"
)

// readers is how many connections read at once; more gain nothing.
const readers = 4

// sqlite is one file: many readers, and one writer that commits many
// callers' work in one transaction.
type sqlite struct {
	reads  *sql.DB
	cached *prepared
	writes *writer
}

// openSQLite opens the file. FULL makes each commit survive a power cut;
// secure_delete overwrites what is deleted. 64 MiB of cache and 16 MiB of
// log keep an import from writing the same pages again and again.
func openSQLite(ctx context.Context, file string) (engine, error) {
	if err := keepPrivate(file); err != nil {
		return nil, err
	}
	writes, err := sql.Open("sqlite", dsn(file, "immediate", "journal_mode(wal)", "synchronous(full)", "secure_delete(on)",
		"cache_size(-65536)", "wal_autocheckpoint(4000)"))
	if err != nil {
		return nil, err
	}
	writes.SetMaxOpenConns(1)
	w, err := startSQLite(ctx, writes)
	if err != nil {
		return nil, errors.Join(err, writes.Close())
	}
	reads, err := sql.Open("sqlite", dsn(file, "deferred", "query_only(on)"))
	if err != nil {
		w.stop()
		return nil, err
	}
	reads.SetMaxOpenConns(readers)
	reads.SetMaxIdleConns(readers)
	return &sqlite{reads: reads, cached: newPrepared(reads), writes: w}, nil
}

// startSQLite makes the file fit to be served, and starts its writer.
func startSQLite(ctx context.Context, db *sql.DB) (*writer, error) {
	if err := fitSQLite(ctx, db); err != nil {
		return nil, err
	}
	if err := migrate(ctx, db, goose.DialectSQLite3, "migrations/sqlite"); err != nil {
		return nil, err
	}
	return newWriter(ctx, db)
}

// keepPrivate makes the file for its owner only, where it is not there yet;
// SQLite gives what it writes beside it the same mode.
func keepPrivate(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// dsn writes the driver's address of the file.
func dsn(file, lock string, pragmas ...string) string {
	q := url.Values{"_txlock": {lock}, "_pragma": append(pragmas, "busy_timeout(5000)")}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// fitSQLite checks the engine's version and empties the write-ahead log
// before anything is served.
func fitSQLite(ctx context.Context, db *sql.DB) error {
	var version string
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return err
	}
	// Before 3.51.3 a reset of the write-ahead log could lose a commit.
	if !atLeast(version, 3, 51, 3) {
		return fmt.Errorf("SQLite %s is too old: 3.51.3 is needed", version)
	}
	return truncateWAL(ctx, db)
}

func atLeast(version string, want ...int) bool {
	have := make([]int, 3)
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &have[0], &have[1], &have[2]); err != nil {
		return false
	}
	for i, w := range want {
		if have[i] != w {
			return have[i] > w
		}
	}
	return true
}

// truncateWAL moves the write-ahead log into the file and empties it. A
// reader that still needs the log makes it wait, for a bounded time.
func truncateWAL(ctx context.Context, db preparer) error {
	for range 100 {
		var busy, pages, moved int
		if err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
			return err
		}
		if busy == 0 {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return errors.New("the write-ahead log is still being read after a second: try again")
}

func (s *sqlite) reader() gen.DBTX { return s.cached }

func (s *sqlite) atomic(ctx context.Context, do func(gen.DBTX) error) error {
	return s.writes.do(ctx, do)
}

func (s *sqlite) alone() bool { return true }

func (s *sqlite) settle(ctx context.Context) error { return s.writes.settle(ctx) }

func (s *sqlite) close() error {
	s.writes.stop()
	_ = s.cached.close()
	return s.reads.Close()
}
