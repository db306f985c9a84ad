package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"slovo"
	"slovo/internal/backup"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/staff"
)

// Founding is what a new company's folder is made of.
type Founding struct {
	Dir      string
	Charter  []byte // the file's text
	Kind     string // the sample whose consents' texts are laid beside it; "" for none
	Settings Settings
	Owner    staff.NewAccount // its role is the charter's keeper of accounts
}

// Founded is what the founder must keep: the authenticator's secret is
// shown this once.
type Founded struct {
	Enrollment staff.Enrollment
	PublicKey  string
	Recovery   slovo.Value // the identity that opens the backups, as it is shown once
}

// Init makes the folder: charter, settings, the installation's key, an
// empty log, and the owner's account. A folder that holds a company already
// is refused, and one that could not be finished is emptied of what was made.
func Init(ctx context.Context, f Founding) (Founded, error) {
	if _, err := charter.Load(f.Charter); err != nil {
		return Founded{}, fmt.Errorf("app: init: %w", err)
	}
	_, before := os.Stat(f.Dir)
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return Founded{}, fmt.Errorf("app: init: %w", err)
	}
	if err := f.free(); err != nil {
		return Founded{}, err
	}
	founded, err := f.found(ctx)
	if err != nil {
		err = errors.Join(err, f.undo())
		if errors.Is(before, os.ErrNotExist) {
			_ = os.Remove(f.Dir) // the folder was ours too; what else lies in it keeps it
		}
		return Founded{}, err
	}
	return founded, nil
}

func (f Founding) found(ctx context.Context) (Founded, error) {
	if err := writeNew(filepath.Join(f.Dir, charterFile), f.Charter); err != nil {
		return Founded{}, err
	}
	if err := f.writeTexts(); err != nil {
		return Founded{}, err
	}
	if err := gate.MakeKeyFile(within(f.Dir, keyFile)); err != nil {
		return Founded{}, err
	}
	identity, recipient, err := backup.NewIdentity()
	if err != nil {
		return Founded{}, err
	}
	f.Settings.Recovery = recipient
	if err := f.Settings.write(f.Dir); err != nil {
		return Founded{}, err
	}
	c, err := Open(ctx, f.Dir, false)
	if err != nil {
		return Founded{}, err
	}
	defer c.Close() //nolint:errcheck // the folder is closed by the process's end too
	f.Owner.Role = roleFor(c.editions.Charter(), "staff")
	_, enrollment, err := c.staff.Add(ctx, c.operator(), f.Owner)
	if err != nil {
		return Founded{}, fmt.Errorf("app: init: owner: %w", err)
	}
	return Founded{Enrollment: enrollment, PublicKey: c.PublicKey(), Recovery: identity}, c.sequence(ctx)
}

// made are the names that Init makes in a folder, and may remove again.
var made = []string{settingsFile, charterFile, textsFolder, "keys", "state", lockFile, "slovo.db", "slovo.db-wal", "slovo.db-shm"}

// free refuses a folder that holds any of the names that Init makes: undo
// would else remove a company's key with it.
func (f Founding) free() error {
	for _, name := range made {
		if _, err := os.Lstat(filepath.Join(f.Dir, name)); !errors.Is(err, os.ErrNotExist) {
			return errors.Join(fmt.Errorf("app: init: %s holds %s already: %w", f.Dir, name, slovo.ErrConflict), err)
		}
	}
	return nil
}

// undo removes what Init made in a folder that did not become a company.
func (f Founding) undo() error {
	var all error
	for _, name := range made {
		all = errors.Join(all, os.RemoveAll(filepath.Join(f.Dir, name)))
	}
	return all
}
