package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"slovo"
	"slovo/internal/charter"
)

// MostBytes is the largest file that Jobs take: what is larger is imported
// at the server, where no copy is needed.
const MostBytes = 1 << 30

// ErrTooLarge is a file beyond the bound.
var ErrTooLarge = fmt.Errorf("intake: file: too large: %w", slovo.ErrInvalid)

// The stages of a job.
const (
	Waiting = ""        // no file was given in
	Ready   = "ready"   // it was looked at, nothing is stored
	Running = "running" // it is being stored
	Done    = "done"    // it is stored, but for the rows that were not taken
	Failed  = "failed"  // it stopped; what was stored until then is stored
)

// Job is how far a file came that was given in from afar.
type Job struct {
	Stage    string
	Plan     *Plan // nil while there is no file
	Progress Progress
	Began    time.Time
	Ended    time.Time
	By       slovo.StaffID // who gave the file in
	Err      error         // of a failed one
}

// Jobs keep one file at a time on its way in, and go on while nobody looks.
// The file lies under Dir for its owner alone, and is removed once it is
// stored or given up. All fields are needed but Most.
type Jobs struct {
	Dir     string
	Doors   Doors
	Charter func() *charter.Charter
	Now     slovo.Clock
	Most    int64 // bytes of a file; 0: MostBytes

	mu     sync.Mutex
	job    Job
	stop   context.CancelFunc
	doing  sync.WaitGroup
	taking bool // a file is coming in
	closed bool
}

// permit refuses whoever's role lacks the duty to import, and programs:
// they have the API.
func (j *Jobs) permit(a slovo.Actor) error {
	if a.Program() || !j.Charter().Imports(a) {
		return fmt.Errorf("intake: role %q may not import: %w", a.Role, slovo.ErrDenied)
	}
	return nil
}

// Job tells how far the file came.
func (j *Jobs) Job(a slovo.Actor) (Job, error) {
	if err := j.permit(a); err != nil {
		return Job{}, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.job, nil
}

func (j *Jobs) file() string    { return filepath.Join(j.Dir, "upload") }
func (j *Jobs) rejects() string { return filepath.Join(j.Dir, "rejected.csv") }

// Take takes a file in and looks at it; nothing of it is stored. A *Refusal
// tells why it is no table, ErrTooLarge that it is beyond the bound,
// slovo.ErrConflict that another is being stored.
func (j *Jobs) Take(a slovo.Actor, from io.Reader) error {
	if err := j.permit(a); err != nil {
		return err
	}
	if err := j.begin(); err != nil {
		return err
	}
	err := j.copy(from) // without the lock: a file may be an hour on its way
	var p *Plan
	if err == nil {
		err = j.with(func(_ *Table, made *Plan) error { p = made; return nil })
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.taking = false
	if err != nil || j.closed {
		return errors.Join(err, j.forget())
	}
	j.job = Job{Stage: Ready, Plan: p, By: a.Account}
	return nil
}

// begin makes room for a new file, and keeps others from coming in with it.
func (j *Jobs) begin() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.busy() {
		return fmt.Errorf("intake: another file is on its way: %w", slovo.ErrConflict)
	}
	j.taking = true
	return j.forget()
}

func (j *Jobs) busy() bool { return j.taking || j.job.Stage == Running || j.closed }

// forget removes the files and what is known of them.
func (j *Jobs) forget() error {
	j.job = Job{}
	if err := os.RemoveAll(j.Dir); err != nil {
		return fmt.Errorf("intake: uploaded file: %w", err)
	}
	return nil
}

func (j *Jobs) copy(from io.Reader) error {
	if err := os.MkdirAll(j.Dir, 0o700); err != nil {
		return fmt.Errorf("intake: uploaded file: %w", err)
	}
	to, err := os.OpenFile(j.file(), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("intake: uploaded file: %w", err)
	}
	most := cmp.Or(j.Most, MostBytes)
	n, err := io.Copy(to, io.LimitReader(from, most+1))
	if err = errors.Join(err, to.Close()); err == nil && n > most {
		return ErrTooLarge
	}
	return err
}

// with opens the file and maps it by the charter in force.
func (j *Jobs) with(do func(*Table, *Plan) error) error {
	f, err := os.Open(j.file())
	if err != nil {
		return fmt.Errorf("intake: uploaded file: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	t, err := Open(f)
	if err != nil {
		return err
	}
	p, err := t.Plan(j.Charter(), Options{Now: j.Now()})
	if err != nil {
		return err
	}
	return do(t, p)
}

// Start stores the file that was looked at, while nobody has to wait.
// slovo.ErrConflict where there is none, or it is under way already.
func (j *Jobs) Start(a slovo.Actor, lang slovo.Lang) error {
	if err := j.permit(a); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.job.Stage != Ready || j.busy() {
		return fmt.Errorf("intake: no file waits to be stored: %w", slovo.ErrConflict)
	}
	ctx, stop := context.WithCancel(context.Background())
	j.stop = stop
	j.job.Stage, j.job.Began = Running, j.Now()
	j.doing.Go(func() {
		defer stop()
		j.end(j.with(func(t *Table, p *Plan) error { return j.run(ctx, a, t, p, lang) }))
	})
	return nil
}

// run stores the rows, and keeps those that are not taken.
func (j *Jobs) run(ctx context.Context, a slovo.Actor, t *Table, p *Plan, lang slovo.Lang) error {
	f, err := os.OpenFile(j.rejects(), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("intake: rejected rows: %w", err)
	}
	rejected := NewRejections(f, t, p, lang)
	_, err = Import(ctx, j.Doors, a, t, p, rejected, j.told)
	if err = errors.Join(err, rejected.Flush(), f.Close()); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.job.Plan, j.job.Progress.Counts = p, p.Counts
	return nil
}

func (j *Jobs) told(p Progress) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.job.Progress = p
}

// end keeps how it went; the file itself is not needed any more.
func (j *Jobs) end(err error) {
	err = errors.Join(err, os.Remove(j.file()))
	j.mu.Lock()
	defer j.mu.Unlock()
	j.job.Stage, j.job.Ended, j.job.Err = Done, j.Now(), err
	if err != nil {
		j.job.Stage = Failed
	}
}

// Drop gives the file up, or the report of one that was stored. What is
// being stored is not dropped: slovo.ErrConflict.
func (j *Jobs) Drop(a slovo.Actor) error {
	if err := j.permit(a); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.busy() {
		return fmt.Errorf("intake: the file is on its way: %w", slovo.ErrConflict)
	}
	return j.forget()
}

// Rejected opens the rows that were not taken, for who gave the file in;
// slovo.ErrNotFound where there are none. They are customers' data.
func (j *Jobs) Rejected(a slovo.Actor) (io.ReadCloser, error) {
	if err := j.permit(a); err != nil {
		return nil, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.job.Stage != Done || j.job.Progress.Rejected == 0 || j.job.By != a.Account {
		return nil, fmt.Errorf("intake: rejected rows: %w", slovo.ErrNotFound)
	}
	f, err := os.Open(j.rejects())
	if err != nil {
		return nil, fmt.Errorf("intake: rejected rows: %w", err)
	}
	return f, nil
}

// Sweep removes what a process that was killed left: files of customers
// lie in the folder only while somebody works with them.
func (j *Jobs) Sweep() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.forget()
}

// Close stops what is under way, waits for it, and removes all files. A
// file that was stopped can be given in again: nothing is doubled.
func (j *Jobs) Close() error {
	j.mu.Lock()
	j.closed = true
	if j.stop != nil {
		j.stop()
	}
	j.mu.Unlock()
	j.doing.Wait()
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.forget()
}
