package vault

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// fileHead stands before the key in its file, so that a wrong file is told
// from a wrong key.
const fileHead = "slovo-key-1 "

// File is a Wrapper whose key lies in a file only its owner can read.
type File struct{ key []byte }

// MakeFile writes a fresh key to a new file with mode 0600, durably. It
// never replaces a file: what was sealed under the old key would be lost.
func MakeFile(path string) error {
	key := make([]byte, KeySize)
	rand.Read(key) //nolint:errcheck // never fails since Go 1.24
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("vault: key file: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("vault: key file: %w", err)
	}
	_, err = f.WriteString(fileHead + base64.StdEncoding.EncodeToString(key) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close(), syncFolder(filepath.Dir(path))); err != nil {
		return fmt.Errorf("vault: key file: %w", err)
	}
	return nil
}

// syncFolder makes the file's name durable: a power cut must not leave a
// database sealed under a key that nobody has.
func syncFolder(path string) error {
	d, err := os.Open(path) //nolint:gosec // the operator's own folder
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// OpenFile reads the key. A file that others may read is refused.
func OpenFile(path string) (*File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("vault: key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 && !guarded(path, info) {
		return nil, fmt.Errorf("vault: key file %s: others may read it: chmod 600: %w", path, fs.ErrPermission)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("vault: key file: %w", err)
	}
	coded, found := strings.CutPrefix(strings.TrimSpace(string(text)), fileHead)
	key, err := base64.StdEncoding.DecodeString(coded)
	if !found || err != nil || len(key) != KeySize {
		return nil, fmt.Errorf("vault: key file %s: not a key of slovo's", path)
	}
	return &File{key}, nil
}

// guarded tells whether systemd keeps the file as a credential: the folder is
// the service's alone, and a group's read mark there is that of an access
// list (systemd.exec(5), "Credentials").
func guarded(path string, info os.FileInfo) bool {
	folder := os.Getenv("CREDENTIALS_DIRECTORY")
	return folder != "" && filepath.Dir(path) == filepath.Clean(folder) && info.Mode().Perm()&0o037 == 0
}

// Wrap implements Wrapper.
func (f *File) Wrap(key, place []byte) ([]byte, error) { return seal(f.key, key, place) }

// Unwrap implements Wrapper.
func (f *File) Unwrap(wrapped, place []byte) ([]byte, error) { return open(f.key, wrapped, place) }
