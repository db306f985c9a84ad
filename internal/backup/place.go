package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"slovo"
)

// The files of a backup, each in the folder of its moment. What opens the
// records lies apart from them, so that the two can be kept apart.
const (
	DataFile = "data.age" // the database without its keys, and the company's papers
	KeysFile = "keys.age" // wrapped keys, and the installation's key
)

// moment is how a backup's folder is named: sorted by name is by time.
const moment = "20060102T150405.000Z"

// unfinishedNames begin the names of folders that are being written.
const unfinishedNames = ".unfinished-"

// Place is where one backup is being written: a folder under a temporary
// name, that gets its own when all of it is durable.
type Place struct {
	Folder string // where the backup will be
	temp   string
}

// NewPlace makes room for a backup of now in the folder dest, which is made
// where it is not there.
func NewPlace(dest string, now time.Time) (*Place, error) {
	if err := os.MkdirAll(dest, 0o700); err != nil {
		return nil, fmt.Errorf("backup: destination: %w", err)
	}
	name := now.UTC().Format(moment)
	p := &Place{Folder: filepath.Join(dest, name), temp: filepath.Join(dest, unfinishedNames+name)}
	if _, err := os.Lstat(p.Folder); err == nil {
		return nil, fmt.Errorf("backup: destination: %s: %w", p.Folder, slovo.ErrConflict)
	}
	if err := os.Mkdir(p.temp, 0o700); err != nil {
		return nil, fmt.Errorf("backup: destination: %w", err)
	}
	return p, nil
}

// Path is where a file of the backup lies while it is written.
func (p *Place) Path(name string) string { return filepath.Join(p.temp, name) }

// Put writes a short file, durably.
func (p *Place) Put(name string, text []byte) error {
	f, err := p.create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

func (p *Place) create(name string) (*os.File, error) {
	f, err := os.OpenFile(p.Path(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	return f, nil
}

// Commit gives the backup its name: from then on it is there, whole.
func (p *Place) Commit() error {
	err := errors.Join(syncFolder(p.temp), os.Rename(p.temp, p.Folder), syncFolder(filepath.Dir(p.Folder)))
	if err != nil {
		return fmt.Errorf("backup: finish: %w", err)
	}
	return nil
}

// Discard removes what was not finished; after Commit it does nothing.
func (p *Place) Discard() error { return os.RemoveAll(p.temp) }

func syncFolder(path string) error {
	d, err := os.Open(path) //nolint:gosec // the operator's own folder
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// keptFor is how long backups are kept: an erased customer's wrapped keys
// lie in them, so that "erased" is true of all copies after it.
const keptFor = 35 * 24 * time.Hour

// unfinishedFor is how long another backup may take into the same folder.
const unfinishedFor = 24 * time.Hour

// Prune removes the backups beside this one that were made more than 35 days
// before it, and what a process that died left of others. It returns how
// many backups it removed.
func (p *Place) Prune() (int, error) {
	dest := filepath.Dir(p.Folder)
	made, err := time.Parse(moment, filepath.Base(p.Folder))
	if err != nil {
		return 0, fmt.Errorf("backup: prune: %w", err)
	}
	entries, err := os.ReadDir(dest)
	if err != nil {
		return 0, fmt.Errorf("backup: prune: %w", err)
	}
	removed := 0
	for _, e := range entries {
		name, unfinished := strings.CutPrefix(e.Name(), unfinishedNames)
		at, err := time.Parse(moment, name)
		folder := filepath.Join(dest, e.Name())
		switch {
		case err != nil || !e.IsDir():
			continue
		case unfinished && made.Sub(at) > unfinishedFor:
		case !unfinished && made.Sub(at) > keptFor && whole(folder):
			removed++
		default:
			continue
		}
		if err := os.RemoveAll(folder); err != nil {
			return removed, fmt.Errorf("backup: prune: %w", err)
		}
	}
	return removed, nil
}

// Find returns the folder of a backup: the given one, or the newest in it;
// slovo.ErrNotFound where there is none. What was not finished is none.
func Find(src string) (string, error) {
	if whole(src) {
		return src, nil
	}
	all, err := List(src)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "", fmt.Errorf("backup: in %s: %w", src, slovo.ErrNotFound)
	}
	return all[len(all)-1], nil
}

// List returns the folders of the backups in dest, the oldest first.
func List(dest string) ([]string, error) {
	entries, err := os.ReadDir(dest)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("backup: %s: %w", dest, slovo.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	var all []string
	for _, e := range entries {
		folder := filepath.Join(dest, e.Name())
		if _, err := time.Parse(moment, e.Name()); err == nil && !strings.HasPrefix(e.Name(), ".") && whole(folder) {
			all = append(all, folder)
		}
	}
	slices.Sort(all)
	return all, nil
}

func whole(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, DataFile))
	return err == nil
}

// Sealed tells of a sealed file: what it is known by.
type Sealed struct {
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// seal is a sealed file that is being written.
type seal struct {
	file  *os.File
	sum   hash.Hash
	bytes int64
	plain io.WriteCloser // writes what is to be sealed
}

// newSeal begins a sealed file in the place.
func (p *Place) newSeal(name, recipient string) (*seal, error) {
	to, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return nil, CheckRecipient(recipient)
	}
	f, err := p.create(name)
	if err != nil {
		return nil, err
	}
	s := &seal{file: f, sum: sha256.New()}
	if s.plain, err = age.Encrypt(s, to); err != nil {
		return nil, errors.Join(fmt.Errorf("backup: seal %s: %w", name, err), f.Close())
	}
	return s, nil
}

// Write takes sealed bytes.
func (s *seal) Write(b []byte) (int, error) {
	n, err := s.file.Write(b)
	s.sum.Write(b[:n])
	s.bytes += int64(n)
	return n, err
}

// close ends the file, durably.
func (s *seal) close() (Sealed, error) {
	err := errors.Join(s.plain.Close(), s.file.Sync(), s.file.Close())
	return Sealed{Bytes: s.bytes, SHA256: hex.EncodeToString(s.sum.Sum(nil))}, err
}

// Open opens a sealed file of a backup's folder with the identities; one
// that was sealed to another, or was changed, is slovo.ErrInvalid.
func Open(folder, name string, with []age.Identity) (*Unpacker, io.Closer, error) {
	f, err := os.Open(filepath.Join(folder, name)) //nolint:gosec // the operator's own folder
	if err != nil {
		return nil, nil, fmt.Errorf("backup: %w", err)
	}
	plain, err := age.Decrypt(f, with...)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("backup: %s: this identity does not open it: %w", name, slovo.ErrInvalid), f.Close())
	}
	return NewUnpacker(plain), f, nil
}
