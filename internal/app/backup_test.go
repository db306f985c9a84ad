package app_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"slovo/internal/app"
	"slovo/internal/gate"
	"slovo/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// eachEngine gives the test a demo that serves, on each engine.
func eachEngine(t *testing.T, test func(t *testing.T, r app.DemoReady)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, demoCompany(t, "")) })
	t.Run("postgres", func(t *testing.T) { test(t, demoCompany(t, storetest.Postgres(t))) })
}

// do asks the running demo.
func do(t *testing.T, r app.DemoReady, name string, options, result any) error {
	t.Helper()
	return app.Do(t.Context(), r.Dir, app.Command{Name: name, Options: options}, result, func(app.Progress) {})
}

func backUp(t *testing.T, r app.DemoReady, dest string) app.Backup {
	t.Helper()
	var b app.Backup
	if err := do(t, r, "backup", app.BackupOptions{Dest: dest}, &b); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestABackupIsTriedAndSealedWhileServing(t *testing.T) {
	eachEngine(t, func(t *testing.T, r app.DemoReady) {
		dest := filepath.Join(t.TempDir(), "backups")
		b := backUp(t, r, dest)
		if !b.OK || b.Customers < 1000 || b.Opened != 100 || b.Entries < 1000 || b.Checkpoint == 0 || len(b.Findings) > 0 || b.Drill {
			t.Errorf("the backup: %+v", b.Result)
		}
		if names := inside(t, b.Folder); strings.Join(names, " ") != "data.age keys.age result" {
			t.Errorf("in its folder: %v", names)
		}
		signed, err := os.ReadFile(filepath.Join(b.Folder, "result"))
		if err != nil || string(signed) != b.Signed {
			t.Errorf("the result beside it is another: %v", err)
		}
		planted(t, r, dest)
		left, _ := filepath.Glob(filepath.Join(r.Dir, ".backup-*"))
		if len(left) > 0 {
			t.Errorf("temporary files are left: %v", left)
		}
	})
}

// inside are the names that lie in the folder.
func inside(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// planted fails where a customer's value, in any of the usual spellings, or
// a key of the company's, lies in the folder.
func planted(t *testing.T, r app.DemoReady, folder string) {
	t.Helper()
	key, err := os.ReadFile(filepath.Join(r.Dir, "keys", "installation.key"))
	if err != nil {
		t.Fatal(err)
	}
	canaries := map[string]string{"key": strings.TrimSpace(string(key)), "identity": r.Recovery, "SQLite": "SQLite format 3", "dump": "PGDMP"}
	for name, value := range r.Customer.Values {
		if len(value) > 5 {
			canaries[name] = value
		}
	}
	err = filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for name, value := range canaries {
			for _, spelled := range spellings(value) {
				if bytes.Contains(text, spelled) {
					t.Errorf("%s lies in %s", name, filepath.Base(path))
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// spellings are the bytes under which a value may lie in a file.
func spellings(value string) [][]byte {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(value)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	return [][]byte{[]byte(value), []byte(hex.EncodeToString([]byte(value))), []byte(base64.StdEncoding.EncodeToString([]byte(value))), wide}
}

func TestADrillKeepsNothingAndItsSealedFilesOpen(t *testing.T) {
	eachEngine(t, func(t *testing.T, r app.DemoReady) {
		var b app.Backup
		if err := do(t, r, "backup drill", app.DrillOptions{}, &b); err != nil || !b.OK || !b.Drill || b.Folder != "" || b.Opened != 100 {
			t.Fatalf("the drill: %+v, %v", b, err)
		}
		if err := do(t, r, "backup drill", app.DrillOptions{Keep: true}, &b); err != nil {
			t.Fatal(err)
		}
		opened, err := app.OpenDrill(t.Context(), r.Dir, b.Folder, strings.NewReader(r.Recovery))
		if err != nil || !opened.OK || opened.ID != b.ID || opened.Opened != 100 || opened.Rows != b.Rows {
			t.Errorf("opened: %+v, %v", opened, err)
		}
		left, _ := filepath.Glob(filepath.Join(r.Dir, ".backup-*"))
		if len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
}

// A folder may be named from where one stands, with no server on it.
func TestABackupOfAFolderNamedFromHere(t *testing.T) {
	above := t.TempDir()
	r := stopped(t, filepath.Join(above, "lavka"), func(*testing.T, app.DemoReady) {})
	t.Chdir(above)
	var b app.Backup
	command := app.Command{Name: "backup", Options: app.BackupOptions{Dest: filepath.Join(above, "backups")}}
	if err := app.Do(t.Context(), "lavka", command, &b, func(app.Progress) {}); err != nil || !b.OK {
		t.Fatalf("%+v, %v", b, err)
	}
	o := app.RestoreOptions{Src: "backups", Dir: "back", Identity: strings.NewReader(r.Recovery)}
	if _, err := app.Restore(t.Context(), o, signs(t, member(t, r, "owner"), member(t, r, "officer"))); err != nil {
		t.Error(err)
	}
}

// A key beside the database that does not open it makes a backup of no use:
// it must be seen now, and not on the day of the restore.
func TestABackupThatDoesNotHoldIsNotKept(t *testing.T) {
	r := demoCompany(t, "")
	dest := t.TempDir()
	state := filepath.Join(r.Dir, "state", "checkpoint")
	if err := os.WriteFile(state, []byte("no checkpoint\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var b app.Backup
	if err := do(t, r, "backup", app.BackupOptions{Dest: dest}, &b); err != nil || b.OK || len(b.Findings) == 0 || b.Folder != "" {
		t.Errorf("against a checkpoint that is none: %+v, %v", b, err)
	}
	key := filepath.Join(r.Dir, "keys", "installation.key")
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	if err := gate.MakeKeyFile(key); err != nil {
		t.Fatal(err)
	}
	if err := do(t, r, "backup", app.BackupOptions{Dest: dest}, &b); err == nil {
		t.Error("with a key that opens nothing: it was made")
	}
	if left := inside(t, dest); len(left) > 0 {
		t.Errorf("kept: %v", left)
	}
}
