package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// keyTables are the tables of wrapped keys. They are copied apart from the
// rest: each part alone opens nothing.
var keyTables = []string{"customer_keys", "keys"}

// Copy is the database as of one moment, in two parts.
type Copy struct {
	Counts map[string]int64 // rows, by table

	data, keys func(context.Context) (io.ReadCloser, error)
	close      func() error
}

// Data reads the part without keys: the tables of keys are there, empty.
func (c *Copy) Data(ctx context.Context) (io.ReadCloser, error) { return c.data(ctx) }

// Keys reads the tables of keys alone.
func (c *Copy) Keys(ctx context.Context) (io.ReadCloser, error) { return c.keys(ctx) }

// Close lets go of the copy and removes what it left on disk.
func (c *Copy) Close() error { return c.close() }

// Copy copies the database as of one moment, while it is written to; nobody
// waits for it but for moments. What it needs on disk lies in the folder
// scratch, which must be empty. tell hears how far it is.
func (s *Store) Copy(ctx context.Context, scratch string, tell func(done, total int64)) (*Copy, error) {
	c, err := s.engine.copy(ctx, scratch, tell)
	if err != nil {
		return nil, fmt.Errorf("store: copy: %w", err)
	}
	return c, nil
}

// LoadData makes a database at the address out of a copy's data; what is
// there must be empty.
func LoadData(ctx context.Context, address string, from io.Reader) error {
	load := loadPostgres
	if _, ok := strings.CutPrefix(address, "sqlite:"); ok {
		load = loadSQLite
	}
	if err := load(ctx, address, from); err != nil {
		return fmt.Errorf("store: load data: %w", err)
	}
	return nil
}

// LoadKeys puts the copy's keys to the data that LoadData put there.
func LoadKeys(ctx context.Context, address string, from io.Reader) error {
	load := loadPostgresKeys
	if _, ok := strings.CutPrefix(address, "sqlite:"); ok {
		load = loadSQLiteKeys
	}
	if err := load(ctx, address, from); err != nil {
		return fmt.Errorf("store: load keys: %w", err)
	}
	return nil
}

// Counts returns how many rows each table has.
func (s *Store) Counts(ctx context.Context) (map[string]int64, error) {
	counts, err := count(ctx, s.db(ctx), s.engine.tables())
	if err != nil {
		return nil, fmt.Errorf("store: counts: %w", err)
	}
	return counts, nil
}

// Damage returns what the engine's own check of its files finds, in its own
// words; nothing where all is whole.
func (s *Store) Damage(ctx context.Context) ([]string, error) {
	found, err := s.engine.damage(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: check: %w", err)
	}
	return found, nil
}

// count counts the rows of the tables whose names the query returns.
func count(ctx context.Context, db preparer, tables string) (map[string]int64, error) {
	names, err := column(ctx, db, tables)
	if err != nil {
		return nil, err
	}
	counts := map[string]int64{}
	for _, name := range names {
		var n int64
		if err := db.QueryRowContext(ctx, "SELECT count(*) FROM "+quoted(name)).Scan(&n); err != nil {
			return nil, fmt.Errorf("count %s: %w", name, err)
		}
		counts[name] = n
	}
	return counts, nil
}

// column returns a query's only column.
func column(ctx context.Context, db preparer, query string) (all []string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// quoted is a name that stands in the schema, as SQL.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Trial makes room for a database beside that at the address, of the same
// engine: in the folder, or in the same cluster. drop takes it away.
func Trial(ctx context.Context, address, folder string) (at string, drop func(context.Context) error, err error) {
	if strings.HasPrefix(address, "sqlite:") {
		return "sqlite:" + filepath.Join(folder, "slovo.db"), func(context.Context) error { return nil }, nil
	}
	if at, drop, err = trialPostgres(ctx, address); err != nil {
		return "", nil, fmt.Errorf("store: trial: %w", err)
	}
	return at, drop, nil
}
