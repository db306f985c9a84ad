package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"slovo"
	"slovo/internal/backup"
	"slovo/internal/ledger"
	"slovo/internal/store"
)

// BackupOptions are what `slovo backup` takes.
type BackupOptions struct {
	Dest string `json:"dest"` // a whole path: the server may stand in another folder
}

// Backup is what became of it.
type Backup struct {
	backup.Result
	Folder string `json:"folder,omitempty"` // where it lies; "" where nothing was kept
	Signed string `json:"signed"`           // the result, signed with the log's key
	Pruned int    `json:"pruned"`           // backups that had become too old, and were removed
}

// scratchNames is how the folders are named in which a backup is tried;
// what a killed process left of them goes at the next start.
const scratchNames = ".backup-*"

// backUp makes a backup. It is kept only where all that was tried holds.
func (c *Company) backUp(ctx context.Context, options json.RawMessage, _ io.Reader, tell func(Progress)) (any, error) {
	o, err := read[BackupOptions](options)
	if err != nil {
		return nil, err
	}
	if !filepath.IsAbs(o.Dest) {
		return nil, fmt.Errorf("app: backup: destination is not a whole path: %w", slovo.ErrInvalid)
	}
	place, err := backup.NewPlace(o.Dest, time.Now())
	if err != nil {
		return nil, err
	}
	b, err := c.makeBackup(ctx, place, false, tell)
	return b, c.told("backup", b, errors.Join(err, place.Discard()))
}

// told tells the program's log how a backup or a drill ended.
func (c *Company) told(what string, b Backup, err error) error {
	switch {
	case err != nil:
		slog.Error("app: "+what+" was not made", "cause", err)
	case !b.OK:
		slog.Error("app: "+what+" does not hold", "findings", len(b.Findings))
	default:
		slog.Info("app: "+what+" holds", "id", b.ID, "rows", b.Rows, "entries", b.Entries, "opened", b.Opened)
	}
	return err
}

// makeBackup seals a backup into the place, tries it on the way, and
// finishes it there where it holds.
func (c *Company) makeBackup(ctx context.Context, place *backup.Place, drill bool, tell func(Progress)) (Backup, error) {
	if err := backup.CheckRecipient(c.Settings.Recovery); err != nil {
		return Backup{}, fmt.Errorf("app: slovo.yaml: recovery: %w", err)
	}
	if !c.backing.TryLock() {
		return Backup{}, fmt.Errorf("app: backup: another one is being made: %w", slovo.ErrConflict)
	}
	defer c.backing.Unlock()
	scratch, err := os.MkdirTemp(c.Dir, scratchNames)
	if err != nil {
		return Backup{}, fmt.Errorf("app: backup: %w", err)
	}
	b, err := c.sealAndTry(ctx, place, scratch, tell)
	b.Drill = drill
	if err := errors.Join(err, os.RemoveAll(scratch)); err != nil {
		return Backup{}, err
	}
	signed, err := b.Sign(c.ledger)
	if err != nil {
		return Backup{}, err
	}
	b.Signed = string(signed)
	if !b.OK {
		return b, nil
	}
	return c.finishBackup(ctx, place, b)
}

// finishBackup gives the backup its name, remembers it, and writes it down.
func (c *Company) finishBackup(ctx context.Context, place *backup.Place, b Backup) (Backup, error) {
	var err error
	if !b.Drill {
		if err := place.Put(backup.ResultFile, []byte(b.Signed)); err != nil {
			return Backup{}, err
		}
		if err := place.Commit(); err != nil {
			return Backup{}, err
		}
		b.Folder = place.Folder
		if b.Pruned, err = place.Prune(); err != nil {
			return Backup{}, err
		}
	}
	if err := c.remember(b); err != nil {
		return Backup{}, err
	}
	return b, c.store.Atomic(ctx, func(ctx context.Context) error {
		_, err := c.ledger.Append(ctx, ledger.Draft{
			Customer: slovo.Firm, Actor: c.operator(), Act: ledger.ActBackup, Outcome: ledger.Done,
			Subject: b.ID, Charter: c.editions.Charter().Hash, Count: int64(b.Opened),
		})
		return err
	})
}

// sealAndTry copies, seals and restores at once, and judges what came out.
func (c *Company) sealAndTry(ctx context.Context, place *backup.Place, scratch string, tell func(Progress)) (Backup, error) {
	parts, err := c.copyParts(ctx, scratch, tell)
	if err != nil {
		return Backup{}, err
	}
	trial, err := newTrial(ctx, c.Settings.address(c.Dir), filepath.Join(scratch, "trial"))
	if err != nil {
		return Backup{}, errors.Join(err, parts.copy.Close())
	}
	made, err := backup.Make(ctx, place, c.Settings.Recovery, parts, trial)
	err = errors.Join(err, parts.copy.Close())
	var r backup.Result
	if err == nil {
		r, err = trial.judge(ctx)
	}
	if err := errors.Join(err, trial.close(ctx)); err != nil {
		return Backup{}, err
	}
	r.Data, r.Keys = made.Data, made.Keys
	return Backup{Result: r}, nil
}

// parts are what a backup of the company is made of.
type parts struct {
	company  *Company
	copy     *store.Copy
	manifest backup.Manifest
}

// copyParts copies the database. The checkpoint kept outside is read before
// that begins: what it vouches for must be in the copy.
func (c *Company) copyParts(ctx context.Context, scratch string, tell func(Progress)) (*parts, error) {
	outside := within(c.Dir, c.Settings.State)
	kept, err := ledger.StateFile(outside).Load()
	if err != nil {
		return nil, fmt.Errorf("app: backup: checkpoint kept outside: %w", err)
	}
	folder := filepath.Join(scratch, "copy")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, fmt.Errorf("app: backup: %w", err)
	}
	copied, err := c.store.Copy(ctx, folder, func(done, total int64) { tell(Progress{Done: done, Total: total}) })
	if err != nil {
		return nil, err
	}
	m := backup.NewManifest(time.Now(), engineOf(c.Settings.Store))
	m.Log, m.Checkpoint, m.Counts = c.PublicKey(), kept, copied.Counts
	if m.Outside, err = filepath.Abs(filepath.Dir(outside)); err != nil {
		return nil, errors.Join(err, copied.Close())
	}
	return &parts{c, copied, m}, nil
}

func engineOf(address string) string {
	if strings.HasPrefix(address, "sqlite:") {
		return "sqlite"
	}
	return "postgres"
}

// The names in a backup's files.
const (
	manifestName = "manifest.json"
	papersName   = "papers/" // the company's own files
	journalName  = "journal"
	databaseName = "database"
	secretsName  = "keys/" // as in the company's folder
	wrappedName  = "wrapped-keys"
)

// Data implements backup.Parts.
func (p *parts) Data(ctx context.Context, to *backup.Packer) error {
	if err := p.putManifest(to); err != nil {
		return err
	}
	for _, pattern := range []string{settingsFile, charterFile, textsFolder + "/*"} {
		if err := p.putFiles(to, papersName, pattern); err != nil {
			return err
		}
	}
	text, err := os.ReadFile(p.company.outside(journalFile))
	if err != nil {
		return fmt.Errorf("app: backup: journal: %w", err)
	}
	if err := put(ctx, to, journalName, whole(text)); err != nil {
		return err
	}
	return put(ctx, to, databaseName, p.copy.Data)
}

// Keys implements backup.Parts.
func (p *parts) Keys(ctx context.Context, to *backup.Packer) error {
	if err := p.putManifest(to); err != nil {
		return err
	}
	if err := p.putFiles(to, "", secretsName+"*"); err != nil {
		return err
	}
	if err := p.company.putKey(to); err != nil {
		return err
	}
	return put(ctx, to, wrappedName, p.copy.Keys)
}

func (p *parts) putManifest(to *backup.Packer) error {
	text, err := json.Marshal(p.manifest)
	if err != nil {
		return fmt.Errorf("app: backup: %w", err)
	}
	return to.Text(manifestName, text)
}

// putFiles puts in the files of the company's folder that the pattern names.
func (p *parts) putFiles(to *backup.Packer, under, pattern string) error {
	folder := os.DirFS(p.company.Dir)
	names, err := fs.Glob(folder, pattern)
	if err != nil {
		return fmt.Errorf("app: backup: %w", err)
	}
	for _, name := range names {
		if err := putFile(to, folder, under, name); err != nil {
			return err
		}
	}
	return nil
}

// whole gives a text as a stream.
func whole(text []byte) func(context.Context) (io.ReadCloser, error) {
	return func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
}

func put(ctx context.Context, to *backup.Packer, name string, open func(context.Context) (io.ReadCloser, error)) error {
	from, err := open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(to.Stream(name, from), from.Close())
}

// sweepScratch removes what a backup left that was killed: a copy of the
// database must not outlive an erasure.
func (c *Company) sweepScratch() error {
	left, err := fs.Glob(os.DirFS(c.Dir), scratchNames)
	for _, name := range left {
		err = errors.Join(err, os.RemoveAll(filepath.Join(c.Dir, name)))
	}
	if err != nil {
		return fmt.Errorf("app: what a backup left: %w", err)
	}
	return nil
}
