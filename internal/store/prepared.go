package store

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"strconv"
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
	whole bool // a statement that was begun is not interrupted
	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

func newPrepared(on preparer) *prepared {
	return &prepared{on: on, stmts: map[string]*sql.Stmt{}}
}

// newWhole is for the one connection that writes. The driver would start a
// goroutine for every statement to watch whether its caller gives up; a
// write takes microseconds, so the caller is heard before each instead.
func newWhole(on preparer) *prepared {
	return &prepared{on: on, whole: true, stmts: map[string]*sql.Stmt{}}
}

// heard is the context to run a statement under.
func (p *prepared) heard(ctx context.Context) (context.Context, error) {
	if !p.whole {
		return ctx, nil
	}
	return context.WithoutCancel(ctx), ctx.Err()
}

// ExecContext implements gen.DBTX.
func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx, err := p.heard(ctx)
	if err != nil {
		return nil, err
	}
	stmt, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// QueryContext implements gen.DBTX.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx, err := p.heard(ctx)
	if err != nil {
		return nil, err
	}
	stmt, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// QueryRowContext implements gen.DBTX.
func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	ctx, err := p.heard(ctx)
	if err != nil {
		gone, leave := context.WithCancel(ctx)
		leave()
		return p.on.QueryRowContext(gone, query, args...) // carries the error
	}
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
	stmt, err := p.on.PrepareContext(context.WithoutCancel(ctx), unnamed(query))
	if err == nil {
		p.stmts[query] = stmt
	}
	return stmt, err
}

var placeholder = regexp.MustCompile(`\$(\d+)`)

// unnamed is the query with ? for $1, $2 and so on, where they stand in
// that order, each once. SQLite looks every name up in a list from its
// beginning, so that a statement of many rows takes a time with their square.
func unnamed(query string) string {
	for i, found := range placeholder.FindAllStringSubmatch(query, -1) {
		if found[1] != strconv.Itoa(i+1) {
			return query
		}
	}
	return placeholder.ReplaceAllString(query, "?")
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
