package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"slovo"
	"slovo/internal/store/gen"
)

// batchLimit is how many callers one commit serves at the most.
const batchLimit = 256

// writer is the one connection that writes. It takes whatever waits, runs
// each caller's work behind a savepoint of its own, commits once, and only
// then answers: durability costs one fsync per batch, not per caller.
type writer struct {
	db      *sql.DB
	conn    *sql.Conn
	stmts   *prepared
	queue   chan *work
	stopped sync.WaitGroup
	die     func(error)    // ends the process; tests look instead
	copying *driver.Backup // that is being made, on conn; run alone touches it

	mu     sync.RWMutex
	closed bool
}

// work is one caller's part of a batch.
type work struct {
	do    func(gen.DBTX) error
	alone func(context.Context, *sql.Conn) error // outside any transaction, if not nil
	err   error
	done  chan struct{}
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{db: db, conn: conn, stmts: newWhole(conn), queue: make(chan *work, batchLimit), die: die}
	w.stopped.Go(w.run)
	return w, nil
}

// die ends the process: after an error at COMMIT nobody knows what is
// durable, so nobody is answered. The next start reads what is on disk.
func die(err error) {
	slog.Error("store: commit was refused, the process ends", "cause", err)
	os.Exit(70)
}

// torn tells whether the engine's files could not be written. What an fsync
// failed at is no more certain after another that went well.
func torn(err error) bool {
	var lite *driver.Error
	if !errors.As(err, &lite) {
		return false
	}
	code := lite.Code() & 0xff // without what it says more exactly
	return code == sqlite3.SQLITE_IOERR || code == sqlite3.SQLITE_FULL
}

// do hands the work to the writer and waits for its commit. A caller who
// gives up while waiting in line leaves; one whose work has begun does not.
func (w *writer) do(ctx context.Context, do func(gen.DBTX) error) error {
	return w.wait(ctx, &work{do: do, done: make(chan struct{})})
}

func (w *writer) settle(ctx context.Context) error {
	return w.wait(ctx, &work{done: make(chan struct{}), alone: func(ctx context.Context, c *sql.Conn) error {
		err := truncateWAL(ctx, c)
		if torn(err) {
			w.die(fmt.Errorf("checkpoint: %w", err))
		}
		return err
	}})
}

func (w *writer) wait(ctx context.Context, job *work) error {
	if err := w.line(ctx, job); err != nil {
		return err
	}
	<-job.done
	return job.err
}

// line puts the job in line. Whoever comes after the store was closed is
// told so; whoever is in line then is still served.
func (w *writer) line(ctx context.Context, job *work) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return fmt.Errorf("store: closed: %w", slovo.ErrUnavailable)
	}
	select {
	case w.queue <- job:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) stop() {
	w.mu.Lock()
	w.closed = true
	close(w.queue)
	w.mu.Unlock()
	w.stopped.Wait()
	_ = w.finishCopy() // of a caller who was too late to end it
	_ = w.stmts.close()
	_ = w.conn.Close()
	_ = w.db.Close()
}

func (w *writer) run() {
	for job := range w.queue {
		w.serve(w.gather(job))
	}
}

// gather takes what waits in line behind the first, without waiting itself.
func (w *writer) gather(first *work) []*work {
	batch := []*work{first}
	for first.alone == nil && len(batch) < batchLimit {
		select {
		case job, open := <-w.queue:
			if !open {
				return batch
			}
			batch = append(batch, job)
		default:
			return batch
		}
	}
	return batch
}

// serve commits the batch's transactional part, answers it, and then runs
// what must stand alone.
func (w *writer) serve(batch []*work) {
	var together, alone []*work
	for _, job := range batch {
		if job.alone != nil {
			alone = append(alone, job)
		} else {
			together = append(together, job)
		}
	}
	if len(together) > 0 {
		w.commit(together)
	}
	for _, job := range alone {
		job.err = job.alone(context.Background(), w.conn)
		close(job.done)
	}
}

func (w *writer) commit(batch []*work) {
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		answer(batch, fmt.Errorf("begin: %w", err))
		return
	}
	run := w.one
	if len(batch) == 1 && w.copying == nil { // a copy begins anew at a ROLLBACK
		run = w.only
	}
	for _, job := range batch {
		if err := run(job); err != nil {
			w.die(err)
			answer(batch, err)
			return
		}
	}
	if err := w.exec("COMMIT"); err != nil {
		w.die(fmt.Errorf("commit: %w", err))
		answer(batch, err)
		return
	}
	answer(batch, nil)
}

// one runs the caller's work behind a savepoint, so that its conflict
// fails nobody else. An error returned is the transaction's, not the caller's.
func (w *writer) one(job *work) error {
	if err := w.exec("SAVEPOINT caller"); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	if job.err = guarded(job.do, w.stmts); job.err != nil {
		if err := w.exec("ROLLBACK TO caller"); err != nil {
			return fmt.Errorf("undo: %w", err)
		}
	}
	return w.exec("RELEASE caller")
}

// only runs the work of a caller who has the transaction alone, and needs
// no savepoint: SQLite copies every page that changes behind one, which
// costs an import a third of its time. Undone, an empty transaction is left.
func (w *writer) only(job *work) error {
	if job.err = guarded(job.do, w.stmts); job.err == nil {
		return nil
	}
	if err := w.exec("ROLLBACK"); err != nil {
		return fmt.Errorf("undo: %w", err)
	}
	return w.exec("BEGIN IMMEDIATE")
}

// guarded turns a panic into an error: one caller's fault is not the batch's.
func guarded(do func(gen.DBTX) error, tx gen.DBTX) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store: the work panicked: %v", p)
		}
	}()
	return do(tx)
}

func (w *writer) exec(text string) error {
	_, err := w.stmts.ExecContext(context.Background(), text)
	return err
}

// answer tells each caller how it ended; err is everybody's.
func answer(batch []*work, err error) {
	for _, job := range batch {
		if err != nil {
			job.err = err
		}
		close(job.done)
	}
}
