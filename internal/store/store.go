// Package store keeps what the rooms hold in a store of SQL: SQLite in one
// file, or PostgreSQL, by one text per query. No rule lives here. Writes
// run inside Atomic; every method joins the transaction its context carries.
package store

import (
	"context"
	"fmt"
	"strings"

	"slovo/internal/ledger"
	"slovo/internal/store/gen"
)

// Store is the company's database. Safe for concurrent use.
type Store struct {
	engine  engine
	journal ledger.Journal
}

// engine is what differs between SQLite and PostgreSQL.
type engine interface {
	// reader reads outside of any transaction of ours.
	reader() gen.DBTX
	// atomic runs do in a transaction; its changes are durable when atomic
	// returns nil, and undone when it returns an error.
	atomic(ctx context.Context, do func(gen.DBTX) error) error
	// alone tells whether a transaction that writes is the only one.
	alone() bool
	// settle leaves no deleted row readable in the engine's files.
	settle(ctx context.Context) error
	// copy copies the database as of one moment.
	copy(ctx context.Context, scratch string, tell func(done, total int64)) (*Copy, error)
	// tables is the query that names the tables the rooms wrote.
	tables() string
	// key names the columns of the table's primary key, in its order.
	key(ctx context.Context, table string) ([]string, error)
	// byBytes is a column of texts as SQL that sorts by its bytes.
	byBytes(column string) string
	// lax names a setting by which a commit could be lost; "" for none.
	lax(ctx context.Context) (string, error)
	// damage tells what the engine finds wrong with its files.
	damage(ctx context.Context) ([]string, error)
	close() error
}

// Open opens the store that the address names, "sqlite:FILE" or
// "postgres://…", and brings its tables up to date.
func Open(ctx context.Context, address string) (*Store, error) {
	e, err := open(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	return &Store{engine: e}, nil
}

func open(ctx context.Context, address string) (engine, error) {
	if file, ok := strings.CutPrefix(address, "sqlite:"); ok {
		return openSQLite(ctx, file)
	}
	return openPostgres(ctx, address)
}

// Close lets running writes end and closes the database.
func (s *Store) Close() error { return s.engine.close() }

// Settle is called after an erasure, before it is called done: no deleted
// key stays readable in the files that the store itself writes.
func (s *Store) Settle(ctx context.Context) error {
	if err := s.engine.settle(ctx); err != nil {
		return fmt.Errorf("store: settle: %w", err)
	}
	return nil
}

// txKey carries the running *transaction in a context.
type txKey struct{}

// transaction is one that runs, with the lines that outlast it.
type transaction struct {
	db    gen.DBTX
	lines []ledger.Line
}

// Atomic runs do with a context that carries one transaction: all that do
// writes is durable when Atomic returns nil, and none of it stands when it
// returns an error, unless that is the journal's: then it stands, and its
// lines are written at the next start. Inside another Atomic it joins that
// transaction.
func (s *Store) Atomic(ctx context.Context, do func(context.Context) error) error {
	if _, inside := ctx.Value(txKey{}).(*transaction); inside {
		return do(ctx)
	}
	tx := &transaction{}
	err := s.engine.atomic(ctx, func(db gen.DBTX) error {
		*tx = transaction{db: db}
		// A caller who hangs up must not tear a transaction that others share.
		return do(context.WithValue(context.WithoutCancel(ctx), txKey{}, tx))
	})
	if err != nil || s.journal == nil {
		return err
	}
	return s.journal.Keep(tx.lines...)
}

// Outlive gives the store the journal for what Outlast is told. It is called
// before anything is written.
func (s *Store) Outlive(j ledger.Journal) { s.journal = j }

// Outlast implements ledger.Entries.
func (s *Store) Outlast(ctx context.Context, l ledger.Line) {
	if tx, inside := ctx.Value(txKey{}).(*transaction); inside {
		tx.lines = append(tx.lines, l)
	}
}

// q returns the queries, on the context's transaction if there is one.
func (s *Store) q(ctx context.Context) *gen.Queries { return gen.New(s.db(ctx)) }

// db returns the context's transaction, or else what reads outside of any.
func (s *Store) db(ctx context.Context) gen.DBTX {
	if tx, inside := ctx.Value(txKey{}).(*transaction); inside {
		return tx.db
	}
	return s.engine.reader()
}
