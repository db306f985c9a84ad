package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"slovo"
)

// Start stores the file that was looked at, while nobody has to wait.
// slovo.ErrConflict where there is none, or it is under way already.
func (j *Jobs) Start(ctx context.Context, a slovo.Actor, lang slovo.Lang) error {
	if err := j.permit(a); err != nil {
		return err
	}
	turn, rows, err := j.starting()
	if err != nil {
		return err
	}
	if err := j.Log.write(ctx, a, storing, rows); err != nil {
		j.leave(turn)
		return err
	}
	under, file, err := j.enter(turn, Running, Running)
	if err != nil {
		return err
	}
	if err := j.mark(a); err != nil {
		j.leave(turn)
		return err
	}
	j.doing.Go(func() { j.end(j.store(under, a, file, lang)) })
	return nil
}

// starting is the turn of the file that waits, which from now on nobody
// else starts.
func (j *Jobs) starting() (turn, rows int, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.job.Stage != Ready || j.closed {
		return 0, 0, fmt.Errorf("intake: no file waits to be stored: %w", slovo.ErrConflict)
	}
	j.job.Stage = Running
	return j.turn, j.job.Plan.Rows, nil
}

// store stores the rows, and keeps those that are not taken.
func (j *Jobs) store(ctx context.Context, a slovo.Actor, file *locked, lang slovo.Lang) error {
	j.mu.Lock()
	o, turn := j.job.Options, j.turn
	j.mu.Unlock()
	f, t, p, err := j.open(file, o)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	kept, err := newLocked(filepath.Join(j.Dir, "rejected"))
	if err != nil {
		return err
	}
	to, err := kept.create()
	if err != nil {
		return err
	}
	rejected := NewRejections(to, t, p, lang)
	_, err = Import(ctx, j.Doors, a, t, p, rejected, j.tells(turn))
	if err = errors.Join(err, rejected.Flush(), to.Close()); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.rejected, j.job.Plan, j.job.Progress.Counts = kept, p, p.Counts
	return nil
}

// end keeps how it went; the file itself is not needed any more. Where the
// process ends, the mark stays for the next one.
func (j *Jobs) end(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err = errors.Join(err, os.Remove(j.file.path)); err == nil || !j.closed {
		err = errors.Join(err, os.Remove(j.marker()))
	}
	j.stop()
	j.job.Stage, j.job.Ended, j.job.Err = Done, j.Now(), err
	if err != nil {
		j.job.Stage = Failed
	}
}

// interrupted is what the next process has to know of an import that this
// one did not end: nothing of a customer's.
type interrupted struct {
	By    slovo.StaffID `json:"by"`
	Began time.Time     `json:"began"`
}

func (j *Jobs) marker() string { return filepath.Join(j.Dir, "underway.json") }

// mark keeps that a file is being stored.
func (j *Jobs) mark(a slovo.Actor) error {
	text, err := json.Marshal(interrupted{a.Account, j.Now()})
	if err == nil {
		err = os.WriteFile(j.marker(), text, 0o600)
	}
	if err != nil {
		return fmt.Errorf("intake: mark of an import: %w", err)
	}
	return nil
}

// Sweep removes what a process before this one left: nobody can read it any
// more. That a file was being stored then is told by the job, until another
// comes in.
func (j *Jobs) Sweep() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	var was interrupted
	text, err := os.ReadFile(j.marker())
	known := err == nil && json.Unmarshal(text, &was) == nil
	if err := j.forget(); err != nil || !known {
		return err
	}
	j.job = Job{Stage: Failed, By: was.By, Began: was.Began, Ended: was.Began, Err: ErrInterrupted}
	return j.remark(text)
}

// remark puts the mark back.
func (j *Jobs) remark(text []byte) error {
	err := os.MkdirAll(j.Dir, 0o700)
	if err == nil {
		err = os.WriteFile(j.marker(), text, 0o600) //nolint:gosec // in the company's own folder
	}
	if err != nil {
		return fmt.Errorf("intake: mark of an import: %w", err)
	}
	return nil
}

// Close stops what is under way, waits for it, and removes all files but
// the mark of an import that was cut off.
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
	text, err := os.ReadFile(j.marker())
	if forgot := j.forget(); forgot != nil || err != nil {
		return forgot
	}
	return j.remark(text)
}
