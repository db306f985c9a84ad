package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"slovo/internal/backup"
)

// keyPath is where the installation's key lies: among the credentials that
// systemd hands over (LoadCredential=installation.key:…), else in the folder.
func keyPath(dir string) string {
	if credentials := os.Getenv("CREDENTIALS_DIRECTORY"); credentials != "" {
		handed := filepath.Join(credentials, filepath.Base(keyFile))
		if _, err := os.Stat(handed); err == nil { //nolint:gosec // systemd names its own folder
			return handed
		}
	}
	return within(dir, keyFile)
}

// putKey puts the key into a backup where it does not lie in the folder: the
// rest of keys/ has gone in.
func (c *Company) putKey(to *backup.Packer) error {
	if _, err := os.Stat(within(c.Dir, keyFile)); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	text, err := os.ReadFile(keyPath(c.Dir))
	if err != nil {
		return fmt.Errorf("app: backup: key: %w", err)
	}
	return to.Text(keyFile, text)
}
