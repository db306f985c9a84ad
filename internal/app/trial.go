package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"slovo"
	"slovo/internal/backup"
	"slovo/internal/ledger"
	"slovo/internal/store"
)

// probes is how many sealed fields are opened to see that a copy opens.
const probes = 100

// putFile puts one file in; what is no file is left out.
func putFile(to *backup.Packer, folder fs.FS, under, name string) error {
	info, err := fs.Stat(folder, name)
	if err != nil {
		return fmt.Errorf("app: backup: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil
	}
	text, err := fs.ReadFile(folder, name)
	if err != nil {
		return fmt.Errorf("app: backup: %w", err)
	}
	return to.Text(under+name, text)
}

// taker makes a company's folder out of a backup: it implements
// backup.Taker, for a trial and for a restore.
type taker struct {
	dir      string
	address  string // of the database that it makes; "" for the one in the backup's settings
	loaded   bool   // something of ours is there
	journal  []byte // as it was when the backup was made
	manifest backup.Manifest
}

// TakeData implements backup.Taker.
func (t *taker) TakeData(ctx context.Context, from *backup.Unpacker) error {
	return t.take(from, func(name string) error {
		if name == databaseName {
			if err := t.settle(); err != nil {
				return err
			}
			err := store.LoadData(ctx, t.address, from.Stream())
			t.loaded = !errors.Is(err, slovo.ErrConflict)
			return err
		}
		if name == journalName {
			var err error
			t.journal, err = io.ReadAll(from.Stream())
			return err
		}
		if paper, ok := strings.CutPrefix(name, papersName); ok {
			return t.file(from, paper)
		}
		return t.readManifest(from, name)
	})
}

// settle takes the database's address from the settings, which come first.
func (t *taker) settle() error {
	if t.address != "" {
		return nil
	}
	settings, err := readSettings(t.dir)
	t.address = settings.address(t.dir)
	return err
}

// TakeKeys implements backup.Taker.
func (t *taker) TakeKeys(ctx context.Context, from *backup.Unpacker) error {
	return t.take(from, func(name string) error {
		if name == wrappedName {
			return store.LoadKeys(ctx, t.address, from.Stream())
		}
		if strings.HasPrefix(name, secretsName) {
			return t.file(from, name)
		}
		return t.readManifest(from, name)
	})
}

// take goes through a file of the backup, to its very end.
func (t *taker) take(from *backup.Unpacker, one func(name string) error) error {
	for {
		name, err := from.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = one(name)
		}
		if err != nil {
			return err
		}
	}
}

// readManifest holds the second file's to the first one's: the keys of
// another backup open nothing, or the wrong state.
func (t *taker) readManifest(from *backup.Unpacker, name string) error {
	if name != manifestName {
		return fmt.Errorf("app: backup: it holds %q, which this slovo does not know: %w", name, slovo.ErrInvalid)
	}
	text, err := from.Text()
	if err != nil {
		return err
	}
	m, err := backup.ReadManifest(text)
	if err != nil {
		return err
	}
	if t.manifest.ID != "" && t.manifest.ID != m.ID {
		return fmt.Errorf("app: backup: data and keys are of two backups: %w", slovo.ErrInvalid)
	}
	t.manifest = m
	return nil
}

// file writes one of the company's files; a name that leads elsewhere is
// refused.
func (t *taker) file(from *backup.Unpacker, name string) error {
	text, err := from.Text()
	if err != nil {
		return err
	}
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return fmt.Errorf("app: backup: a name leads out of the folder: %w", slovo.ErrInvalid)
	}
	path := filepath.Join(t.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("app: restore: %w", err)
	}
	return writeNew(path, text)
}

// trial is a company that is made of a backup, looked at, and thrown away.
type trial struct {
	taker
	drop func(context.Context) error
}

// newTrial makes room for one: a folder, and a database of the same engine
// as that at the address.
func newTrial(ctx context.Context, address, dir string) (*trial, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, fmt.Errorf("app: trial: %w", err)
	}
	at, drop, err := store.Trial(ctx, address, dir)
	if err != nil {
		return nil, err
	}
	return &trial{taker{dir: dir, address: at}, drop}, nil
}

func (t *trial) close(ctx context.Context) error {
	return errors.Join(t.drop(context.WithoutCancel(ctx)), os.RemoveAll(t.dir))
}

// judge opens what was restored, and tells how it holds.
func (t *trial) judge(ctx context.Context) (backup.Result, error) {
	r := backup.Result{ID: t.manifest.ID, At: t.manifest.At, Engine: t.manifest.Engine, Findings: []ledger.Finding{}}
	if err := ledger.StateFile(filepath.Join(t.dir, UsualSettings().State)).Save(t.manifest.Checkpoint); err != nil {
		return r, fmt.Errorf("app: trial: %w", err)
	}
	c, err := t.open(ctx)
	if err != nil {
		return r, err
	}
	err = c.judge(ctx, t.manifest, &r)
	r.OK = len(r.Findings) == 0
	return r, errors.Join(err, c.Close())
}

// open opens the company that was restored, to look at it alone: no letter
// goes out of it, and nothing is served.
func (t *taker) open(ctx context.Context) (*Company, error) {
	settings, err := readSettings(t.dir)
	if err != nil {
		return nil, err
	}
	settings.Store, settings.State, settings.Mail = t.address, UsualSettings().State, Mail{}
	c := &Company{Dir: t.dir, Settings: settings, key: within(t.dir, keyFile), release: func() error { return nil }}
	if err := c.open(ctx, true); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// judge looks at a company that was restored: the engine's own check, the
// rows, the log against the checkpoint that was kept outside, and fields
// that are opened.
func (c *Company) judge(ctx context.Context, m backup.Manifest, r *backup.Result) error {
	counts, err := c.store.Counts(ctx)
	if err != nil {
		return err
	}
	r.Compare(m.Counts, counts)
	damage, err := c.store.Damage(ctx)
	if err != nil {
		return err
	}
	for _, d := range damage {
		r.Find("database", "%s", d)
	}
	if err := c.judgeLog(ctx, m, r); err != nil {
		return err
	}
	opened, broken, err := c.gate.Probe(ctx, probes)
	if err != nil {
		return err
	}
	for _, b := range broken {
		r.Find(string(b.Customer), "%s", b.What)
	}
	r.Opened = opened
	return nil
}

func (c *Company) judgeLog(ctx context.Context, m backup.Manifest, r *backup.Result) error {
	report, err := c.ledger.VerifyTree(ctx)
	if err != nil {
		return err
	}
	r.Entries = report.Sequenced
	r.Findings = append(r.Findings, report.Findings...)
	tree, err := ledger.OpenCheckpoint(m.Checkpoint, c.PublicKey())
	if err != nil {
		r.Find("checkpoint outside", "the checkpoint's signature does not hold")
		return nil //nolint:nilerr // that is what was found
	}
	r.Checkpoint = tree.N
	if err := c.ledger.Holds(ctx, tree); errors.Is(err, ledger.ErrOlder) {
		r.Find("tree", "it is older than the checkpoint kept outside")
	} else if err != nil {
		return err
	}
	return nil
}
