package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/pressly/goose/v3"

	"slovo/internal/store/gen"
)

// tries is how often a transaction that another one stood in the way of
// is run again.
const tries = 5

// postgres is a PostgreSQL database: one transaction per caller.
type postgres struct {
	db      *sql.DB
	address pgAddress
}

func openPostgres(ctx context.Context, address string) (engine, error) {
	at, err := readPGAddress(address)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		return nil, errors.New("the address is not one of PostgreSQL's")
	}
	db.SetMaxOpenConns(20)
	db.SetMaxIdleConns(20)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := migrate(ctx, db, goose.DialectPostgres, "migrations/postgres"); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &postgres{db, at}, nil
}

func (p *postgres) reader() gen.DBTX { return p.db }

// atomic runs do again where the database says that a rerun may pass.
func (p *postgres) atomic(ctx context.Context, do func(gen.DBTX) error) error {
	var err error
	for try := range tries {
		if err = p.once(ctx, do); !again(err) {
			return err
		}
		time.Sleep(time.Duration(try+1) * 10 * time.Millisecond)
	}
	return err
}

func (p *postgres) once(ctx context.Context, do func(gen.DBTX) error) error {
	tx, err := p.db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to undo
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// again tells whether the error is a serialization failure or a deadlock.
func again(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

func (p *postgres) alone() bool { return false }

// settle removes deleted rows from the tables that hold keys and values.
// The server's own write-ahead log and backups are the operator's.
func (p *postgres) settle(ctx context.Context) error {
	for _, table := range []string{"customer_keys", "cells", "lookups", "factors"} {
		if _, err := p.db.ExecContext(ctx, "VACUUM "+table); err != nil {
			return err
		}
	}
	return nil
}

func (p *postgres) close() error { return p.db.Close() }
