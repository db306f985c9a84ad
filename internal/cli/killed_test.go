package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"slovo/internal/app"
)

// killedRows is how many good rows the file has; as many are rejected.
const killedRows = 4000

// TestAKilledImportGoesOn: slovo is killed in the middle of an import, the
// command itself or the server that does it, and run again: every row is
// there once, and the ledger is whole.
func TestAKilledImportGoesOn(t *testing.T) {
	t.Run("the command", func(t *testing.T) {
		c := newKilled(t)
		c.killMidway(t, c.start(t, "import", c.file, "--rejects", c.rejects))
		c.goesOn(t)
	})
	t.Run("the server", func(t *testing.T) {
		c := newKilled(t)
		server := c.start(t, "serve", "--listen", "localhost:0")
		until(t, func() bool { return there(filepath.Join(c.dir, "slovo.sock")) })
		asking := c.start(t, "import", c.file, "--rejects", c.rejects)
		c.killMidway(t, server)
		if asking.Wait() == nil {
			t.Error("the command says that it is done, though the server was killed")
		}
		c.goesOn(t)
	})
}

// killed is a company and a file that is half good and half not.
type killed struct {
	dir, file, rejects string
	before             int // entries of the ledger
}

func newKilled(t *testing.T) killed {
	t.Helper()
	folder := t.TempDir()
	c := killed{dir: filepath.Join(folder, "shop"), file: filepath.Join(folder, "customers.csv"), rejects: filepath.Join(folder, "rejects.csv")}
	var b bytes.Buffer
	b.WriteString("ФИО;Телефон\n")
	for i := range killedRows {
		fmt.Fprintf(&b, "Иванов Пётр;8 900 %03d-%02d-11\nПетров Илья;не знаю\n", i/100, i%100)
	}
	password := filepath.Join(folder, "password")
	for file, text := range map[string][]byte{c.file: b.Bytes(), password: []byte("correct horse battery 77\n")} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c.run(t, "init", c.dir, "--company-ru", "Р", "--company-en", "D", "--login", "boss", "--name", "B", "--password-file", password)
	c.before = c.entries(t)
	return c
}

// command is slovo over the company.
func (c killed) command(t *testing.T, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), asSlovo+"=1", "SLOVO_DIR="+c.dir, "LC_ALL=en_US.UTF-8")
	return cmd
}

func (c killed) start(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := c.command(t, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

func (c killed) run(t *testing.T, args ...string) []byte {
	t.Helper()
	out, err := c.command(t, args...).Output()
	if err != nil {
		t.Fatalf("slovo %s: %v\n%s", args[0], err, out)
	}
	return out
}

// killMidway kills the process when rejected rows are written,
// and so the rows before them stored.
func (c killed) killMidway(t *testing.T, victim *exec.Cmd) {
	t.Helper()
	until(t, func() bool {
		about, err := os.Stat(c.rejects)
		return err == nil && about.Size() > 1000 // the first full buffer
	})
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait() // it was killed
}

func (c killed) goesOn(t *testing.T) {
	t.Helper()
	var again, more app.Imported
	for _, into := range []*app.Imported{&again, &more} {
		if err := json.Unmarshal(c.run(t, "import", c.file, "--json"), into); err != nil {
			t.Fatal(err)
		}
	}
	if again.Known == 0 || again.Stored == 0 || again.Known+again.Stored != killedRows || again.Rejected != killedRows {
		t.Errorf("after the kill: %+v", again.Counts)
	}
	if more.Known != killedRows || more.Stored != 0 {
		t.Errorf("once more: %+v", more.Counts)
	}
	const runs = 4 // lines of the firm's: three runs, and rejected rows that went out in the first
	if written := c.entries(t) - c.before; written != killedRows+runs {
		t.Errorf("the ledger has %d new entries", written)
	}
}

// entries checks the company's ledger and vault, and counts its entries:
// each customer that is taken in adds one.
func (c killed) entries(t *testing.T) int {
	t.Helper()
	var found struct{ Entries int }
	if err := json.Unmarshal(c.run(t, "ledger", "verify", "--vault", "--json"), &found); err != nil {
		t.Fatal(err)
	}
	return found.Entries
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// until waits for what another process does.
func until(t *testing.T, done func() bool) {
	t.Helper()
	for range 6000 {
		if done() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("it did not happen")
}
