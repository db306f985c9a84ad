package torture

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// full is set by `make torture`: every point and every cut, not a sample.
var full = os.Getenv("SLOVO_TORTURE") != ""

// many is how often a fault is made: a few times in every run of the tests,
// all times in torture; SLOVO_TORTURE_COUNT says another number.
func many(t *testing.T, few, all int) int {
	t.Helper()
	if text := os.Getenv("SLOVO_TORTURE_COUNT"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if full {
		return all
	}
	if testing.Short() {
		return min(few, 3)
	}
	return few
}

// scratch holds the programs and the company that tests copy.
var scratch string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "slovo-torture-")
	if err != nil {
		panic(err)
	}
	scratch = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// program is the binary as people run it.
var program = sync.OnceValues(func() (string, error) { return build("slovo") })

// build builds the program, with further arguments of go build.
func build(name string, args ...string) (string, error) {
	to := filepath.Join(scratch, name)
	args = append(append([]string{"build", "-o", to}, args...), "slovo/cmd/slovo")
	cmd := exec.CommandContext(context.Background(), "go", args...) //nolint:gosec // our own program
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("torture: build %s: %w\n%s", name, err, out)
	}
	return to, nil
}

// company is a folder with what its client knows.
type company struct {
	binary, dir string
	Agent       string // tokens
	Owner       string
	LedgerKey   string
}

// template is a company that nobody served yet, made once.
var template = sync.OnceValues(func() (company, error) {
	binary, err := program()
	if err != nil {
		return company{}, err
	}
	c := company{binary: binary, dir: filepath.Join(scratch, "template")}
	return c, c.found()
})

// found makes a demo company, and tokens that a client may use for long.
func (c *company) found() error {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, c.binary, "demo", "--keep", c.dir, "--json", "--listen", "localhost:0")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	var ready struct {
		LedgerKey string `json:"ledger_key"`
	}
	err = json.NewDecoder(out).Decode(&ready)
	stop()
	_ = cmd.Wait() // it was asked to end
	if err != nil {
		return fmt.Errorf("torture: demo: %w", err)
	}
	c.LedgerKey = ready.LedgerKey
	if c.Agent, err = c.token("anna"); err == nil {
		c.Owner, err = c.token("olga")
	}
	return err
}

func (c *company) token(login string) (string, error) {
	var made struct{ Secret string }
	out, err := c.command("token", "create", login, "--label", "torture", "--quota", "100000000", "--json").Output()
	if err != nil {
		return "", fmt.Errorf("torture: token of %s: %w", login, err)
	}
	err = json.Unmarshal(out, &made)
	return made.Secret, err
}

// command is slovo over the company.
func (c *company) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), c.binary, args...) //nolint:gosec // our own program
	cmd.Env = append(os.Environ(), "SLOVO_DIR="+c.dir, "LC_ALL=en_US.UTF-8")
	return cmd
}

// newCompany copies the template into the folder, "" for one of the test's own.
func newCompany(t *testing.T, dir string) *company {
	t.Helper()
	c, err := template()
	if err != nil {
		t.Fatal(err)
	}
	from := c.dir
	if dir == "" {
		dir = t.TempDir()
	}
	c.dir = filepath.Join(dir, "shop")
	copyFolder(t, from, c.dir)
	return &c
}

func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		local, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, local), 0o700)
		}
		if !d.Type().IsRegular() {
			return nil
		}
		b, err := os.ReadFile(path) //nolint:gosec // of our own making
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, local), b, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// whole holds the stopped company to `slovo ledger verify --vault`.
func (c *company) whole(t *testing.T, book *book) {
	t.Helper()
	out, err := c.command("ledger", "verify", "--vault", "--json").Output()
	var v struct {
		OK       bool
		Entries  int
		Findings []any
	}
	if err := json.Unmarshal(out, &v); err != nil {
		t.Errorf("ledger verify: %v: %s", err, out)
	}
	if err != nil || !v.OK {
		t.Errorf("ledger verify: %v: %v", err, v.Findings)
	}
	if least := book.entries(); v.Entries < least {
		t.Errorf("the log has %d entries, %d were acknowledged", v.Entries, least)
	}
}
