package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"slovo/internal/app"
)

// TestTheKeyComesAsACredential takes the key out of the folder, as systemd
// hands it over, and makes a backup, which holds it all the same.
func TestTheKeyComesAsACredential(t *testing.T) {
	dir, credentials := filepath.Join(t.TempDir(), "lavka"), t.TempDir()
	r := stopped(t, dir, func(*testing.T, app.DemoReady) {})
	if err := os.Rename(filepath.Join(dir, "keys", "installation.key"), filepath.Join(credentials, "installation.key")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(credentials, "installation.key"), 0o440); err != nil { // an access list shows so
		t.Fatal(err)
	}
	backup := func() (app.Backup, error) {
		var b app.Backup
		command := app.Command{Name: "backup", Options: app.BackupOptions{Dest: filepath.Join(t.TempDir(), "backups")}}
		err := app.Do(t.Context(), dir, command, &b, func(app.Progress) {})
		return b, err
	}
	if _, err := backup(); err == nil {
		t.Fatal("it opens without its key")
	}
	t.Setenv("CREDENTIALS_DIRECTORY", credentials)
	b, err := backup()
	if err != nil || !b.OK {
		t.Fatalf("%+v, %v", b, err)
	}
	t.Setenv("CREDENTIALS_DIRECTORY", "")
	o := app.RestoreOptions{Src: b.Folder, Dir: filepath.Join(t.TempDir(), "back"), Identity: strings.NewReader(r.Recovery)}
	if _, err := app.Restore(t.Context(), o, signs(t, member(t, r, "owner"), member(t, r, "officer"))); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(o.Dir, "keys", "installation.key")); err != nil {
		t.Error(err)
	}
}
