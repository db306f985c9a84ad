package bench

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// batch is how many callers one commit of the floor serves at the most.
const batch = 256

// Floor is the least that a recorded read takes here: one indexed read, one
// cell opened by AES-256-GCM, and one row chained to the last by its hash,
// durable (SQLite with synchronous=FULL, many callers to a commit) before
// the answer. It decides nothing and asks nobody.
type Floor struct {
	reads, writes *sql.DB
	find, put     *sql.Stmt
	aead          cipher.AEAD
	queue         chan *note
	done          sync.WaitGroup
}

// note is one row on its way into the chain.
type note struct {
	id   int
	err  error
	done chan struct{}
}

var floorTables = []string{
	"CREATE TABLE cells (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT",
	"CREATE TABLE chain (number INTEGER PRIMARY KEY, cell INTEGER NOT NULL, hash BLOB NOT NULL) STRICT",
}

// OpenFloor makes the floor in a new file, with so many cells.
func OpenFloor(ctx context.Context, file string, cells int) (*Floor, error) {
	f := &Floor{queue: make(chan *note, batch)}
	if err := errors.Join(f.open(ctx, file), f.key()); err != nil {
		return nil, fmt.Errorf("bench: floor: %w", err)
	}
	if err := errors.Join(f.fill(ctx, cells), f.ready(ctx)); err != nil {
		return nil, errors.Join(fmt.Errorf("bench: floor: %w", err), f.reads.Close(), f.writes.Close())
	}
	f.done.Go(f.write)
	return f, nil
}

func (f *Floor) open(ctx context.Context, file string) error {
	var err error
	if f.writes, err = sql.Open("sqlite", floorDSN(file)); err != nil {
		return err
	}
	f.writes.SetMaxOpenConns(1)
	for _, table := range floorTables {
		if _, err := f.writes.ExecContext(ctx, table); err != nil {
			return err
		}
	}
	if f.reads, err = sql.Open("sqlite", floorDSN(file)); err != nil {
		return err
	}
	f.reads.SetMaxOpenConns(4)
	f.reads.SetMaxIdleConns(4)
	return nil
}

// ready prepares what is said again and again.
func (f *Floor) ready(ctx context.Context) error {
	var err error
	if f.find, err = f.reads.PrepareContext(ctx, "SELECT body FROM cells WHERE id = ?"); err != nil {
		return err
	}
	f.put, err = f.writes.PrepareContext(ctx, "INSERT INTO chain (cell, hash) VALUES (?, ?)")
	return err
}

func floorDSN(file string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {"journal_mode(wal)", "synchronous(full)", "busy_timeout(5000)"}}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: q.Encode()}).String()
}

func (f *Floor) key() error {
	key := make([]byte, 32)
	rand.Read(key)
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	f.aead, err = cipher.NewGCMWithRandomNonce(block)
	return err
}

func (f *Floor) fill(ctx context.Context, cells int) error {
	tx, err := f.writes.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
	put, err := tx.PrepareContext(ctx, "INSERT INTO cells VALUES (?, ?)")
	if err != nil {
		return err
	}
	defer put.Close() //nolint:errcheck // it ends with the transaction
	for id := range cells {
		body := f.aead.Seal(nil, nil, []byte("+7900"+strconv.Itoa(1_000_000+id)), nil) //nolint:gosec // the mode makes nonces itself
		if _, err := put.ExecContext(ctx, id, body); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// ServeHTTP answers /ID with the cell's value, once its row is durable.
func (f *Floor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.URL.Path[1:])
	var body, value []byte
	if err == nil {
		err = f.find.QueryRowContext(r.Context(), id).Scan(&body)
	}
	if err == nil {
		err = f.chain(id)
	}
	if err == nil {
		value, err = f.aead.Open(nil, nil, body, nil)
	}
	if err != nil {
		http.Error(w, "floor: not answered", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"phone": string(value)})
}

// chain returns when the row is durable.
func (f *Floor) chain(id int) error {
	n := &note{id: id, done: make(chan struct{})}
	f.queue <- n
	<-n.done
	return n.err
}

// write commits what waits in line, together.
func (f *Floor) write() {
	last := sha256.Sum256(nil)
	for first := range f.queue {
		notes := []*note{first}
		for len(notes) < batch && len(f.queue) > 0 {
			notes = append(notes, <-f.queue)
		}
		hash, err := f.commit(notes, last)
		if err == nil {
			last = hash
		}
		for _, n := range notes {
			n.err = err
			close(n.done)
		}
	}
}

func (f *Floor) commit(notes []*note, last [32]byte) ([32]byte, error) {
	ctx := context.Background()
	tx, err := f.writes.BeginTx(ctx, nil)
	if err != nil {
		return last, err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
	put := tx.StmtContext(ctx, f.put)
	defer put.Close() //nolint:errcheck // the statement it stands for stays
	for _, n := range notes {
		last = sha256.Sum256(strconv.AppendInt(last[:], int64(n.id), 10))
		if _, err := put.ExecContext(ctx, n.id, last[:]); err != nil {
			return last, err
		}
	}
	return last, tx.Commit()
}

// Close ends the floor, after the last of its handlers.
func (f *Floor) Close() error {
	close(f.queue)
	f.done.Wait()
	return errors.Join(f.find.Close(), f.put.Close(), f.reads.Close(), f.writes.Close())
}
