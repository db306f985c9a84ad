package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"slovo"
	"slovo/internal/backup"
	"slovo/internal/ledger"
	"slovo/internal/staff"
	"slovo/internal/store"
)

// RestoreOptions are what `slovo restore` takes.
type RestoreOptions struct {
	Src      string    // a backup's folder, or the folder of many: the newest
	Dir      string    // where the company is made; not there yet, or empty
	Identity io.Reader // what opens the backup
	Store    string    // another database than the settings name; "" for that one
	State    string    // another place for the last checkpoint; "" for the settings'
	// Outside is the folder of what was kept outside the database that was
	// lost: the last checkpoint and the journal. "" is the one that the backup
	// names, NoOutside that there is none any more.
	Outside string
}

// NoOutside says that what was kept outside the database was lost with it.
const NoOutside = "none"

// Restored is what became of it.
type Restored struct {
	Dir      string        `json:"dir"`
	Backup   backup.Result `json:"backup"` // how the backup held
	Approved []string      `json:"approved_by"`
	Lost     Lost          `json:"lost"`
	Replayed Replayed      `json:"replayed"`
	Entry    slovo.EntryID `json:"entry"` // the new log's first
	Key      string        `json:"ledger_key"`
	OldKey   string        `json:"old_ledger_key"`
}

// Lost is the part of the old log that is known to have been and is not there.
type Lost struct {
	Known bool  `json:"known"` // there was a checkpoint outside the database
	From  int64 `json:"from"`  // the first index that is lost
	To    int64 `json:"to"`    // the first that nobody vouched for
}

// restore is a company on its way back.
type restore struct {
	taker
	o       RestoreOptions
	company *Company
	state   string // where the last checkpoint will be, as the settings say
	outside outside
	fresh   bool // the folder was not there
}

// Restore makes a company of a backup. It is the one way back to an older
// database: what the journal tells is done again, so that nobody who was
// erased comes back; a new log begins, whose first entry tells what was lost
// and who approved. Two of the restored accounts approve, asked one after
// the other. Where it ends with an error, or with a backup that does not
// hold, nothing of it is left.
func Restore(ctx context.Context, o RestoreOptions, ask Ask) (done Restored, err error) {
	if o.Dir, err = filepath.Abs(o.Dir); err != nil {
		return done, fmt.Errorf("app: restore: %w", err)
	}
	r := &restore{taker: taker{dir: o.Dir}, o: o}
	if o.Store != "" {
		r.address = Settings{Store: o.Store}.address(o.Dir)
	}
	if err := r.room(); err != nil {
		return done, err
	}
	release, err := lock(o.Dir)
	if err != nil {
		return done, errors.Join(err, r.clear(ctx))
	}
	err = r.run(ctx, ask, &done)
	if r.company != nil {
		err = errors.Join(err, r.company.Close())
	}
	if err != nil || !done.Backup.OK {
		err = errors.Join(err, r.clear(context.WithoutCancel(ctx)))
	}
	return done, errors.Join(err, release())
}

func (r *restore) run(ctx context.Context, ask Ask, done *Restored) error {
	from, err := backup.Find(r.o.Src)
	if err != nil {
		return err
	}
	if err := r.unseal(ctx, from, r.o.Identity); err != nil {
		return err
	}
	if err := r.settings(); err != nil {
		return err
	}
	if err := r.look(ctx); err != nil {
		return err
	}
	done.Dir, done.Backup = r.o.Dir, backup.Result{ID: r.manifest.ID, At: r.manifest.At, Engine: r.manifest.Engine, Findings: []ledger.Finding{}}
	if err := r.company.judge(ctx, r.manifest, &done.Backup); err != nil {
		return err
	}
	if done.Backup.OK = len(done.Backup.Findings) == 0; !done.Backup.OK {
		return nil
	}
	if r.outside, err = r.findOutside(ctx); err != nil {
		return err
	}
	approved, err := r.approved(ctx, ask)
	if err != nil {
		return err
	}
	return r.begin(ctx, approved, done)
}

// room makes the folder, or takes one that is there and empty.
func (r *restore) room() error {
	inside, err := os.ReadDir(r.o.Dir)
	r.fresh = errors.Is(err, os.ErrNotExist)
	switch {
	case r.fresh:
		err = os.MkdirAll(r.o.Dir, 0o700)
	case err == nil && len(inside) > 0:
		err = fmt.Errorf("%s is not empty: %w", r.o.Dir, slovo.ErrConflict)
	}
	if err != nil {
		return fmt.Errorf("app: restore: %w", err)
	}
	return nil
}

// clear leaves the folder as it was, and the database empty where this put
// anything there.
func (r *restore) clear(ctx context.Context) error {
	var err error
	if r.loaded {
		err = store.Unload(ctx, r.address)
	}
	inside, fault := os.ReadDir(r.o.Dir)
	for _, e := range inside {
		fault = errors.Join(fault, os.RemoveAll(filepath.Join(r.o.Dir, e.Name())))
	}
	if r.fresh {
		fault = errors.Join(fault, os.Remove(r.o.Dir))
	}
	return errors.Join(err, fault)
}

// settings writes down where the database and the checkpoint are now.
func (r *restore) settings() error {
	s, err := readSettings(r.dir)
	if r.state = s.State; err != nil || r.o.Store == "" && r.o.State == "" {
		return err
	}
	if r.o.Store != "" {
		s.Store = r.o.Store
	}
	if r.o.State != "" {
		s.State = r.o.State
	}
	r.state = s.State
	if err := os.Remove(filepath.Join(r.dir, settingsFile)); err != nil {
		return fmt.Errorf("app: restore: %w", err)
	}
	return s.write(r.dir)
}

// look opens the company as it was when the backup was made, with the
// checkpoint of then.
func (r *restore) look(ctx context.Context) error {
	if err := r.then().Save(r.manifest.Checkpoint); err != nil {
		return fmt.Errorf("app: restore: %w", err)
	}
	var err error
	r.company, err = r.open(ctx)
	return err
}

// then is where the checkpoint of the backup lies until the new log has one.
func (r *restore) then() ledger.StateFile {
	return ledger.StateFile(filepath.Join(r.dir, UsualSettings().State))
}

// reopen opens the company with its new log, to work on it alone: no letter
// goes out of it, and nothing is served.
func (r *restore) reopen(ctx context.Context) error {
	err := errors.Join(r.company.Close(), os.Remove(string(r.then())))
	if r.company = nil; err != nil {
		return err
	}
	s, err := readSettings(r.dir)
	if err != nil {
		return err
	}
	s.Mail = Mail{}
	c := &Company{Dir: r.dir, Settings: s, key: within(r.dir, keyFile), release: func() error { return nil }}
	if err := c.open(ctx, true); err != nil {
		return errors.Join(err, c.Close())
	}
	r.company = c
	return nil
}

// begin begins the new log, does again what the journal tells, and keeps the
// first checkpoint outside: before that nothing serves the folder.
func (r *restore) begin(ctx context.Context, approved []staff.Account, done *Restored) error {
	lines, err := r.unknown(ctx)
	if err != nil {
		return err
	}
	done.OldKey = r.company.PublicKey()
	if done.Lost, err = r.lost(ctx); err != nil {
		return err
	}
	if done.Entry, err = r.newLog(ctx, approved, done.Lost); err != nil {
		return err
	}
	if err := r.reopen(ctx); err != nil {
		return err
	}
	done.Key = r.company.PublicKey()
	for _, a := range approved {
		done.Approved = append(done.Approved, a.Login)
	}
	if err := r.takeJournal(); err != nil {
		return err
	}
	if done.Replayed, err = r.company.replay(ctx, lines); err != nil {
		return err
	}
	if err := r.company.store.EndRunning(ctx, time.Now()); err != nil {
		return err
	}
	if err := r.company.sequence(ctx); err != nil {
		return err
	}
	return r.company.sawAll(ctx)
}

// newLog begins it under a key of its own, with the entry that tells why.
func (r *restore) newLog(ctx context.Context, approved []staff.Account, lost Lost) (slovo.EntryID, error) {
	c := r.company
	var first slovo.EntryID
	err := c.store.Atomic(ctx, func(ctx context.Context) error {
		key, err := c.keys.NextLedgerKey(ctx)
		if err != nil {
			return err
		}
		draft := r.draft(approved, lost)
		draft.Actor, draft.Charter = c.operator(), c.editions.Charter().Hash
		first, err = ledger.New(c.store, c.keys, key, nil, time.Now).Begin(ctx, draft)
		return err
	})
	return first, err
}
