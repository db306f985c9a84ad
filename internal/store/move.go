package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"slices"
	"strconv"
	"strings"

	"slovo"
	"slovo/internal/store/gen"
)

// moveRows is how many rows go over at once: a crash loses no more work.
const moveRows = 2000

// rowsAtOnce is how many of them one statement writes: SQLite takes 32,766
// values in one, and no table has more than 30 columns.
const rowsAtOnce = 500

// Moved tells what went over.
type Moved struct {
	Tables int    `json:"tables"`
	Rows   int64  `json:"rows"`
	Hash   string `json:"hash"` // SHA-256 over all rows, the same on both sides
}

// Move copies every row of s into the other store, of either engine, and
// then reads both to the end: the counts and hashes of all tables must be
// the same. Nobody writes to s meanwhile. A move that was stopped goes on
// where it was. slovo.ErrConflict where the other store holds another
// company, or rows that are not those of s: then it must be emptied.
func (s *Store) Move(ctx context.Context, to *Store, tell func(done, total int64)) (Moved, error) {
	tables, err := s.tables(ctx)
	if err != nil {
		return Moved{}, fmt.Errorf("store: move: %w", err)
	}
	if err := s.ready(ctx, to, tables); err != nil {
		return Moved{}, fmt.Errorf("store: move: %w", err)
	}
	m := mover{from: s, to: to, tell: tell}
	if m.total, err = s.rows(ctx); err != nil {
		return Moved{}, fmt.Errorf("store: move: %w", err)
	}
	all := sha256.New()
	for _, t := range tables {
		if err := m.table(ctx, t, all); err != nil {
			return Moved{}, fmt.Errorf("store: move: table %s: %w", t.name, err)
		}
	}
	return Moved{len(tables), m.total, hex.EncodeToString(all.Sum(nil))}, nil
}

// relation is a table with its columns, the primary key's named apart.
type relation struct {
	name    string
	columns []string
	texts   []string // those of them that hold texts
	key     []string
}

// tables are those that the rooms wrote, the installation's id first: it
// tells whose the rows are.
func (s *Store) tables(ctx context.Context) ([]relation, error) {
	names, err := column(ctx, s.db(ctx), s.engine.tables())
	if err != nil {
		return nil, err
	}
	slices.SortFunc(names, func(a, b string) int {
		if first := "installation"; a == first || b == first {
			return strings.Compare(strconv.FormatBool(b == first), strconv.FormatBool(a == first))
		}
		return strings.Compare(a, b)
	})
	var all []relation
	for _, name := range names {
		r := relation{name: name}
		if r.key, err = s.engine.key(ctx, name); err != nil {
			return nil, err
		}
		if err := r.look(ctx, s.db(ctx)); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// look reads which columns there are.
func (t *relation) look(ctx context.Context, db gen.DBTX) (err error) {
	rows, err := db.QueryContext(ctx, "SELECT * FROM "+quoted(t.name)+" WHERE 1 = 0") //nolint:gosec // a name of ours
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	types, err := rows.ColumnTypes()
	for _, c := range types {
		t.columns = append(t.columns, c.Name())
		if c.DatabaseTypeName() == "TEXT" {
			t.texts = append(t.texts, c.Name())
		}
	}
	slices.Sort(t.columns) // one engine may have got a column later than the other
	return errors.Join(err, rows.Err())
}

func (s *Store) rows(ctx context.Context) (int64, error) {
	counts, err := s.Counts(ctx)
	total := int64(0)
	for _, n := range counts {
		total += n
	}
	return total, err
}

// ready refuses a store that holds another company. One that holds none yet
// is emptied of what its migrations put there.
func (s *Store) ready(ctx context.Context, to *Store, tables []relation) error {
	there, err := to.q(ctx).Installation(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return to.Atomic(ctx, func(ctx context.Context) error {
			for _, t := range tables {
				if _, err := to.db(ctx).ExecContext(ctx, "DELETE FROM "+quoted(t.name)); err != nil { //nolint:gosec // a name of ours
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return known(err)
	}
	if here, err := s.q(ctx).Installation(ctx); err != nil || here != there {
		return errors.Join(known(err), fmt.Errorf("the database holds another company: %w", slovo.ErrConflict))
	}
	return nil
}

// mover moves one store into another.
type mover struct {
	from, to    *Store
	tell        func(done, total int64)
	done, total int64
}

// table moves a table from where it was left, and compares the two.
func (m *mover) table(ctx context.Context, t relation, all hash.Hash) error {
	last, err := m.to.last(ctx, t)
	if err != nil {
		return err
	}
	for {
		page, err := m.from.page(ctx, t, last)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		if err := m.to.fill(ctx, t, page); err != nil {
			return err
		}
		last = t.keyOf(page[len(page)-1])
		m.done += int64(len(page))
		m.tell(m.done, m.total)
	}
	here, err := m.from.sum(ctx, t)
	if err != nil {
		return err
	}
	there, err := m.to.sum(ctx, t)
	if err != nil {
		return err
	}
	if !bytes.Equal(here, there) {
		return fmt.Errorf("it has other rows there than here: %w", slovo.ErrConflict)
	}
	all.Write(here)
	return nil
}

func (t relation) keyOf(row []any) []any {
	key := make([]any, len(t.key))
	for i, name := range t.key {
		key[i] = row[slices.Index(t.columns, name)]
	}
	return key
}

// order names the key's columns so that both engines sort alike: by bytes.
func (s *Store) order(t relation) []string {
	all := make([]string, len(t.key))
	for i, name := range t.key {
		if all[i] = quoted(name); slices.Contains(t.texts, name) {
			all[i] = s.engine.byBytes(all[i])
		}
	}
	return all
}

func (t relation) list() string {
	all := make([]string, len(t.columns))
	for i, name := range t.columns {
		all[i] = quoted(name)
	}
	return strings.Join(all, ", ")
}

// last is the key of the last row there is; nil where there is none.
func (s *Store) last(ctx context.Context, t relation) ([]any, error) {
	text := "SELECT " + t.list() + " FROM " + quoted(t.name) + " ORDER BY " + strings.Join(s.order(t), " DESC, ") + " DESC LIMIT 1" //nolint:gosec // names of ours
	rows, err := s.read(ctx, t, text)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return t.keyOf(rows[0]), nil
}

// page reads rows after the key, in its order.
func (s *Store) page(ctx context.Context, t relation, after []any) ([][]any, error) {
	where := ""
	if after != nil {
		marks := make([]string, len(after))
		for i := range after {
			marks[i] = "$" + strconv.Itoa(i+1)
		}
		where = " WHERE (" + strings.Join(s.order(t), ", ") + ") > (" + strings.Join(marks, ", ") + ")"
	}
	text := "SELECT " + t.list() + " FROM " + quoted(t.name) + where + " ORDER BY " + strings.Join(s.order(t), ", ") + " LIMIT " + strconv.Itoa(moveRows) //nolint:gosec // names of ours
	return s.read(ctx, t, text, after...)
}

func (s *Store) read(ctx context.Context, t relation, text string, args ...any) (all [][]any, err error) {
	err = s.scan(ctx, t, text, args, func(row []any) error {
		all = append(all, slices.Clone(row))
		return nil
	})
	return all, err
}

// scan gives each row; it is only good until the next one.
func (s *Store) scan(ctx context.Context, t relation, text string, args []any, each func([]any) error) (err error) {
	rows, err := s.db(ctx).QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	row, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := each(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// fill writes a page, all of it or nothing.
func (s *Store) fill(ctx context.Context, t relation, page [][]any) error {
	return s.Atomic(ctx, func(ctx context.Context) error {
		for part := range slices.Chunk(page, rowsAtOnce) {
			var marks []string
			var args []any
			for _, row := range part {
				one := make([]string, len(row))
				for i, v := range row {
					args = append(args, v)
					one[i] = "$" + strconv.Itoa(len(args))
				}
				marks = append(marks, "("+strings.Join(one, ", ")+")")
			}
			text := "INSERT INTO " + quoted(t.name) + " (" + t.list() + ") VALUES " + strings.Join(marks, ", ") //nolint:gosec // names of ours
			if _, err := s.db(ctx).ExecContext(ctx, text, args...); err != nil {
				return known(err)
			}
		}
		return nil
	})
}

// sum is the hash of all rows of the table, in the order of its key.
func (s *Store) sum(ctx context.Context, t relation) ([]byte, error) {
	h := sha256.New()
	h.Write([]byte(t.name))
	n := int64(0)
	text := "SELECT " + t.list() + " FROM " + quoted(t.name) + " ORDER BY " + strings.Join(s.order(t), ", ") //nolint:gosec // names of ours
	err := s.scan(ctx, t, text, nil, func(row []any) error {
		n++
		for _, v := range row {
			if err := feed(h, v); err != nil {
				return err
			}
		}
		return nil
	})
	return binary.BigEndian.AppendUint64(h.Sum(nil), uint64(n)), err //nolint:gosec // a count
}

// feed puts a value into the hash with its kind and length.
func feed(h hash.Hash, v any) error {
	var kind byte
	var text []byte
	switch v := v.(type) {
	case nil:
		kind = 'n'
	case int64:
		kind, text = 'i', binary.BigEndian.AppendUint64(nil, uint64(v)) //nolint:gosec // its bits are hashed
	case string:
		kind, text = 't', []byte(v)
	case []byte:
		kind, text = 'b', v
	default:
		return fmt.Errorf("a value of a kind that no table has: %T", v)
	}
	h.Write(binary.BigEndian.AppendUint32([]byte{kind}, uint32(len(text)))) //nolint:gosec // a row's value is short
	h.Write(text)
	return nil
}
