package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// preparer is a database or one connection of it.
type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// prepared runs each query's text as a statement prepared once. The texts
// are sqlc's constants, so the map stays as small as the set of queries.
type prepared struct {
	on    preparer
	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

func newPrepared(on preparer) *prepared {
	return &prepared{on: on, stmts: map[string]*sql.Stmt{}}
}

// ExecContext implements gen.DBTX.
func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// QueryContext implements gen.DBTX.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// QueryRowContext implements gen.DBTX.
func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	stmt, err := p.PrepareContext(ctx, query)
	if err != nil {
		return p.on.QueryRowContext(ctx, query, args...) // carries the same error
	}
	return stmt.QueryRowContext(ctx, args...)
}

// PrepareContext returns the query's statement, prepared at its first use.
func (p *prepared) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mu.RLock()
	stmt := p.stmts[query]
	p.mu.RUnlock()
	if stmt != nil {
		return stmt, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if stmt := p.stmts[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := p.on.PrepareContext(context.WithoutCancel(ctx), query)
	if err == nil {
		p.stmts[query] = stmt
	}
	return stmt, err
}

func (p *prepared) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all error
	for _, stmt := range p.stmts {
		all = errors.Join(all, stmt.Close())
	}
	clear(p.stmts)
	return all
}
