package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strings"

	"slovo"
)

// postgresTables names the tables that hold what the rooms wrote.
const postgresTables = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()
AND table_type = 'BASE TABLE' AND table_name <> 'goose_db_version' ORDER BY table_name`

func (p *postgres) tables() string { return postgresTables }

func (p *postgres) key(ctx context.Context, table string) ([]string, error) {
	return column(ctx, p.db, `SELECT k.column_name FROM information_schema.table_constraints c
		JOIN information_schema.key_column_usage k ON k.constraint_name = c.constraint_name AND k.table_schema = c.table_schema
		WHERE c.constraint_type = 'PRIMARY KEY' AND c.table_schema = current_schema() AND c.table_name = '`+table+`'
		ORDER BY k.ordinal_position`)
}

// byBytes: a text sorts as the database's language says, unless told otherwise.
func (p *postgres) byBytes(column string) string { return column + ` COLLATE "C"` }

// damage: every index was built anew and every rule was checked when
// pg_restore loaded the tables, so there is nothing left to look at.
func (p *postgres) damage(context.Context) ([]string, error) { return nil, nil }

// copy holds a snapshot open, from which pg_dump then reads each part.
func (p *postgres) copy(ctx context.Context, _ string, _ func(done, total int64)) (*Copy, error) {
	tx, err := p.db.BeginTx(context.WithoutCancel(ctx), &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	var snapshot string
	err = tx.QueryRowContext(ctx, "SELECT pg_export_snapshot()").Scan(&snapshot)
	var counts map[string]int64
	if err == nil {
		counts, err = count(ctx, tx, postgresTables)
	}
	if err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	dump := func(options ...string) func(context.Context) (io.ReadCloser, error) {
		return func(ctx context.Context) (io.ReadCloser, error) {
			return p.dump(ctx, append(options, "--snapshot="+snapshot)...)
		}
	}
	var without, alone []string
	for _, table := range keyTables {
		without, alone = append(without, "--exclude-table-data="+table), append(alone, "--table="+table)
	}
	return &Copy{Counts: counts, data: dump(without...), keys: dump(append(alone, "--data-only")...), close: tx.Rollback}, nil
}

// dump reads what pg_dump writes.
func (p *postgres) dump(ctx context.Context, options ...string) (io.ReadCloser, error) {
	cmd, err := p.address.tool(ctx, "pg_dump", append(options, "--format=custom", "--compress=1", "--no-owner", "--no-privileges")...)
	if err != nil {
		return nil, err
	}
	said := &bytes.Buffer{}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, unstarted("pg_dump", err)
	}
	return &dumping{Reader: out, cmd: cmd, said: said}, nil
}

// dumping is what pg_dump writes; its Close tells whether it was all.
type dumping struct {
	io.Reader
	cmd  *exec.Cmd
	said *bytes.Buffer
}

// Close waits for the end of pg_dump. One that is still read is ended.
func (d *dumping) Close() error {
	if n, _ := d.Read(make([]byte, 1)); n > 0 {
		_ = d.cmd.Process.Kill()
	}
	return outcome("pg_dump", d.cmd.Wait(), d.said)
}

func loadPostgres(ctx context.Context, address string, from io.Reader) error {
	if err := emptyPostgres(ctx, address); err != nil {
		return err
	}
	return restorePostgres(ctx, address, from)
}

// emptyPostgres refuses a database that holds tables.
func emptyPostgres(ctx context.Context, address string) error {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return errors.New("the address is not one of PostgreSQL's")
	}
	names, err := column(ctx, db, postgresTables)
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	if len(names) > 0 {
		return fmt.Errorf("a database is there already: %w", slovo.ErrConflict)
	}
	return nil
}

func loadPostgresKeys(ctx context.Context, address string, from io.Reader) error {
	return restorePostgres(ctx, address, from, "--data-only")
}

func restorePostgres(ctx context.Context, address string, from io.Reader, options ...string) error {
	to, err := readPGAddress(address)
	if err != nil {
		return err
	}
	cmd, err := to.tool(ctx, "pg_restore", append(options, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")...)
	if err != nil {
		return err
	}
	said := &bytes.Buffer{}
	cmd.Stdin, cmd.Stderr = from, said
	if err := cmd.Start(); err != nil {
		return unstarted("pg_restore", err)
	}
	return outcome("pg_restore", cmd.Wait(), said)
}

// pgAddress is a database's address with the password apart: whoever lists
// the machine's processes sees a program's arguments.
type pgAddress struct {
	url      url.URL
	password string
}

func readPGAddress(address string) (pgAddress, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return pgAddress{}, errors.New("the address is not one of PostgreSQL's, postgres://…")
	}
	a := pgAddress{url: *u}
	if u.User != nil {
		a.password, _ = u.User.Password()
		a.url.User = url.User(u.User.Username())
	}
	return a, nil
}

// tool is one of PostgreSQL's own programs, on this database.
func (a pgAddress) tool(ctx context.Context, name string, options ...string) (*exec.Cmd, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, unstarted(name, err)
	}
	cmd := exec.CommandContext(ctx, path, append(options, "--dbname="+a.url.String())...) //nolint:gosec // a tool's name of ours, and the operator's address
	cmd.Env = os.Environ()
	if a.password != "" {
		cmd.Env = append(cmd.Env, "PGPASSWORD="+a.password)
	}
	return cmd, nil
}

func unstarted(name string, err error) error {
	return fmt.Errorf("%s of PostgreSQL's client programs is needed (apt-get install postgresql-client): %w: %w", name, slovo.ErrUnavailable, err)
}

// outcome is how a tool ended, with the first line it said: the lines after
// that could repeat a row.
func outcome(name string, err error, said *bytes.Buffer) error {
	if err == nil {
		return nil
	}
	line, _, _ := strings.Cut(said.String(), "\n")
	return fmt.Errorf("%s: %w: %s", name, err, line)
}

// trialPostgres makes an empty database beside the given one, under a name
// of its own that a process which was killed may have left behind.
func trialPostgres(ctx context.Context, address string) (at string, drop func(context.Context) error, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", nil, errors.New("the address is not one of PostgreSQL's, postgres://…")
	}
	name := strings.TrimPrefix(u.Path, "/") + "_slovo_trial"
	exec := func(ctx context.Context, texts ...string) error {
		db, err := sql.Open("pgx", address)
		if err != nil {
			return errors.New("the address is not one of PostgreSQL's")
		}
		for _, text := range texts {
			if _, fault := db.ExecContext(ctx, text); fault != nil {
				err = errors.Join(err, fault)
			}
		}
		return errors.Join(err, db.Close())
	}
	dropped := "DROP DATABASE IF EXISTS " + quoted(name) + " WITH (FORCE)"
	if err := exec(ctx, dropped, "CREATE DATABASE "+quoted(name)); err != nil {
		return "", nil, fmt.Errorf("a database to try the backup in (the role needs CREATEDB): %w", err)
	}
	u.Path = "/" + name
	return u.String(), func(ctx context.Context) error { return exec(ctx, dropped) }, nil
}
