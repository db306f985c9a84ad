package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"slovo/internal/backup"
	"slovo/internal/ledger"
)

// DrillOptions are what `slovo backup drill` takes.
type DrillOptions struct {
	Keep bool `json:"keep"` // leave the sealed files, for OpenDrill to open and remove
}

// The files, beside the checkpoint that is kept outside, with the results
// of the last backup and the last drill.
const (
	lastBackup = "last-backup"
	lastDrill  = "last-drill"
)

// drill does all that a backup does and keeps nothing of it.
func (c *Company) drill(ctx context.Context, options json.RawMessage, _ io.Reader, tell func(Progress)) (any, error) {
	o, err := read[DrillOptions](options)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp(c.Dir, scratchNames)
	if err != nil {
		return nil, fmt.Errorf("app: drill: %w", err)
	}
	b, err := c.drillIn(ctx, folder, o.Keep, tell)
	if err != nil || !o.Keep {
		err = errors.Join(err, os.RemoveAll(folder))
	}
	return b, c.told("drill", b, err)
}

func (c *Company) drillIn(ctx context.Context, folder string, keep bool, tell func(Progress)) (Backup, error) {
	place, err := backup.NewPlace(folder, time.Now())
	if err != nil {
		return Backup{}, err
	}
	b, err := c.makeBackup(ctx, place, true, tell)
	if err != nil || !keep {
		return b, err
	}
	b.Folder, err = filepath.Abs(place.Folder)
	return b, errors.Join(err, place.Commit())
}

// OpenDrill opens the files that a drill sealed, as a restore would: in this
// process, which holds the identity, and never in the server, which must not.
// It removes the files and all that it made of them.
func OpenDrill(ctx context.Context, dir, folder string, identity io.Reader) (r backup.Result, err error) {
	defer func() { err = errors.Join(err, os.RemoveAll(filepath.Dir(folder))) }()
	if dir, err = filepath.Abs(dir); err != nil {
		return r, fmt.Errorf("app: drill: %w", err)
	}
	settings, err := readSettings(dir)
	if err != nil {
		return r, err
	}
	t, err := newTrial(ctx, settings.address(dir), filepath.Join(folder, "opened"))
	if err != nil {
		return r, err
	}
	if err = t.unseal(ctx, folder, identity); err == nil {
		r, err = t.judge(ctx)
	}
	return r, errors.Join(err, t.close(ctx))
}

// unseal takes in both sealed files of the folder.
func (t *taker) unseal(ctx context.Context, folder string, identity io.Reader) error {
	with, err := backup.ReadIdentity(identity)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		take func(context.Context, *backup.Unpacker) error
	}{{backup.DataFile, t.TakeData}, {backup.KeysFile, t.TakeKeys}} {
		from, file, err := backup.Open(folder, part.name, with)
		if err != nil {
			return err
		}
		if err := errors.Join(part.take(ctx, from), file.Close()); err != nil {
			return fmt.Errorf("app: %s: %w", part.name, err)
		}
	}
	return nil
}

// resultFile is where the last result of the kind is kept: outside the
// database, since one that is put back would bring an old result along.
func (c *Company) resultFile(name string) ledger.StateFile {
	return ledger.StateFile(c.outside(name))
}

// remember keeps the result for the first page and the alarm.
func (c *Company) remember(b Backup) error {
	name := lastBackup
	if b.Drill {
		name = lastDrill
	}
	if err := c.resultFile(name).Save([]byte(b.Signed)); err != nil {
		return fmt.Errorf("app: backup: its result: %w", err)
	}
	return nil
}

// Trial is how a trial restore went.
type Trial = backup.Result
