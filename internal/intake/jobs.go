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

// ErrDropped is a file that somebody gave up while it was on its way.
var ErrDropped = fmt.Errorf("intake: the file was dropped: %w", slovo.ErrConflict)

// ErrInterrupted is a file of which the storing was cut off by the end of
// the process. Given in again it goes on: what is stored is not doubled.
var ErrInterrupted = errors.New("intake: the process ended while the file was being stored")

// The stages of a job.
const (
	Waiting = ""        // no file was given in
	Taking  = "taking"  // it is on its way
	Looking = "looking" // it is read through, nothing is stored
	Ready   = "ready"   // it was looked at, nothing is stored
	Running = "running" // it is being stored
	Done    = "done"    // it is stored, but for the rows that were not taken
	Failed  = "failed"  // it stopped; what was stored until then is stored
)

// Job is how far a file came that was given in from afar.
type Job struct {
	Stage    string
	Plan     *Plan // nil until the file was looked at
	Options  Options
	Progress Progress
	Began    time.Time // the stage
	Ended    time.Time
	By       slovo.StaffID // who gave the file in
	Err      error         // of a failed one
}

// Jobs keep one file at a time on its way in, and go on while nobody looks.
// The file lies under Dir sealed, under a key that ends with the process,
// and is removed once it is stored or given up. All fields are needed but
// Most and Quick.
type Jobs struct {
	Dir     string
	Doors   Doors
	Log     Log
	Charter func() *charter.Charter
	Now     slovo.Clock
	Most    int64 // bytes of a file; 0: MostBytes
	Quick   int64 // bytes that are looked at while one waits; 0: quickBytes

	mu       sync.Mutex
	job      Job
	file     *locked
	rejected *locked
	stop     func() // ends what is under way
	doing    sync.WaitGroup
	turn     int // of files; another one is none of those before it
	closed   bool
}

// quickBytes are read through in less than people notice.
const quickBytes = 2 << 20

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

// Take takes a file in, writes that down, and looks at it; nothing of it is
// stored. A large file is looked at after Take returned. A *Refusal tells
// why it is no table, ErrTooLarge that it is beyond the bound,
// slovo.ErrConflict that another is on its way, ErrDropped that this one was
// given up: then from was closed, which has to end a Read that waits.
func (j *Jobs) Take(ctx context.Context, a slovo.Actor, from io.ReadCloser) error {
	if err := j.permit(a); err != nil {
		return err
	}
	file, turn, err := j.begin(a, from)
	if err != nil {
		return err
	}
	err = j.copy(file, from) // without the lock: a file may be long on its way
	if err == nil {
		err = j.Log.write(ctx, a, uploaded, 0)
	}
	if err == nil {
		err = j.look(Taking, turn, Options{})
	}
	if err == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.turn != turn {
		return ErrDropped
	}
	return errors.Join(err, j.forget())
}

// begin makes room for a new file, and keeps others from coming in with it.
func (j *Jobs) begin(a slovo.Actor, from io.Closer) (*locked, int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.busy() {
		return nil, 0, fmt.Errorf("intake: another file is on its way: %w", slovo.ErrConflict)
	}
	if err := j.forget(); err != nil {
		return nil, 0, err
	}
	if err := os.MkdirAll(j.Dir, 0o700); err != nil {
		return nil, 0, fmt.Errorf("intake: uploaded file: %w", err)
	}
	file, err := newLocked(filepath.Join(j.Dir, fmt.Sprint("upload-", j.turn)))
	if err != nil {
		return nil, 0, err
	}
	j.file, j.stop = file, func() { _ = from.Close() }
	j.job = Job{Stage: Taking, By: a.Account, Began: j.Now()}
	return file, j.turn, nil
}

func (j *Jobs) busy() bool {
	return j.closed || j.job.Stage == Taking || j.job.Stage == Looking || j.job.Stage == Running
}

// forget removes the files and what is known of them, and ends what is
// under way with them.
func (j *Jobs) forget() error {
	if j.stop != nil {
		j.stop()
	}
	j.job, j.file, j.rejected, j.stop = Job{}, nil, nil, nil
	j.turn++
	if err := os.RemoveAll(j.Dir); err != nil {
		return fmt.Errorf("intake: uploaded file: %w", err)
	}
	return nil
}

func (j *Jobs) copy(file *locked, from io.Reader) error {
	to, err := file.create()
	if err != nil {
		return err
	}
	most := cmp.Or(j.Most, MostBytes)
	n, err := io.Copy(to, io.LimitReader(from, most+1))
	if err = errors.Join(err, to.Close()); err == nil && n > most {
		return ErrTooLarge
	}
	return err
}

// Choose looks at the file again, with what somebody said of it. A *Refusal
// tells what of it cannot be; then all is as it was before.
func (j *Jobs) Choose(a slovo.Actor, o Options) error {
	if err := j.permit(a); err != nil {
		return err
	}
	j.mu.Lock()
	turn := j.turn
	j.mu.Unlock()
	return j.look(Ready, turn, o)
}

// look maps the file and reads it through. It waits for a small one alone.
func (j *Jobs) look(after string, turn int, o Options) error {
	o.Now = j.Now()
	ctx, file, err := j.enter(turn, after, Looking)
	if err != nil {
		return err
	}
	f, t, p, err := j.open(file, o)
	if err != nil {
		j.leave(turn)
		return err
	}
	check := func() {
		_, err := Check(ctx, t, p, nil, j.tells(turn))
		err = errors.Join(err, f.Close())
		j.looked(turn, p, o, err)
	}
	if t.Size <= cmp.Or(j.Quick, quickBytes) {
		check()
		return nil
	}
	j.doing.Go(check)
	return nil
}

// enter takes the job from one stage to the next, for one caller alone, and
// returns a context that Drop ends.
func (j *Jobs) enter(turn int, from, stage string) (context.Context, *locked, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.turn != turn || j.closed:
		return nil, nil, ErrDropped
	case j.job.Stage != from:
		return nil, nil, fmt.Errorf("intake: no file waits: %w", slovo.ErrConflict)
	}
	ctx, stop := context.WithCancel(context.Background())
	j.stop = stop
	j.job.Stage, j.job.Began, j.job.Progress = stage, j.Now(), Progress{}
	return ctx, j.file, nil
}

// leave goes back to the plan that there was.
func (j *Jobs) leave(turn int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.turn == turn && j.job.Plan != nil {
		j.job.Stage = Ready
	}
}

// open opens the file and maps it by the charter in force.
func (j *Jobs) open(file *locked, o Options) (*unlocked, *Table, *Plan, error) {
	f, err := file.open()
	if err != nil {
		return nil, nil, nil, err
	}
	t, err := Open(f)
	if err == nil {
		var p *Plan
		if p, err = t.Plan(j.Charter(), o); err == nil {
			return f, t, p, nil
		}
	}
	return nil, nil, nil, errors.Join(err, f.Close())
}

func (j *Jobs) looked(turn int, p *Plan, o Options, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.turn != turn {
		return
	}
	j.job.Stage, j.job.Plan, j.job.Options, j.job.Ended = Ready, p, o, j.Now()
	if err != nil {
		j.job.Stage, j.job.Err = Failed, err
	}
}

// tells keeps the progress of this file, and of none after it.
func (j *Jobs) tells(turn int) func(Progress) {
	return func(p Progress) {
		j.mu.Lock()
		defer j.mu.Unlock()
		if j.turn == turn {
			j.job.Progress = p
		}
	}
}

// Drop gives the file up, also one on its way, or the report of one that
// was stored. What is being stored is not dropped: slovo.ErrConflict.
func (j *Jobs) Drop(a slovo.Actor) error {
	if err := j.permit(a); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.job.Stage == Running || j.closed {
		return fmt.Errorf("intake: the file is being stored: %w", slovo.ErrConflict)
	}
	return j.forget()
}

// Rejected opens the rows that were not taken, for who gave the file in,
// once that is written down; slovo.ErrNotFound where there are none. They
// are customers' data.
func (j *Jobs) Rejected(ctx context.Context, a slovo.Actor) (io.ReadCloser, error) {
	if err := j.permit(a); err != nil {
		return nil, err
	}
	j.mu.Lock()
	job, rejected := j.job, j.rejected
	j.mu.Unlock()
	if job.Stage != Done || job.Progress.Rejected == 0 || job.By != a.Account {
		return nil, fmt.Errorf("intake: rejected rows: %w", slovo.ErrNotFound)
	}
	if err := j.Log.write(ctx, a, rejectsRead, job.Progress.Rejected); err != nil {
		return nil, err
	}
	return rejected.open()
}
