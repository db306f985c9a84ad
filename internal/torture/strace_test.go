package torture

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// injection is one fault of the kernel's: the nth such call of a thread fails.
type injection struct {
	calls, err string
	nth        int
}

func (i injection) String() string { return fmt.Sprintf("%s-%d", i.err, i.nth) }

// attach lets the fault happen to the server from now on; it returns whether
// it has happened.
func (i injection) attach(t *testing.T, s *server) (struck func() bool) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "strace")
	cmd := exec.CommandContext(t.Context(), "strace", "-f", "-o", log, "-p", strconv.Itoa(s.cmd.Process.Pid), //nolint:gosec // our own child
		"-e", "trace="+i.calls, "-e", fmt.Sprintf("inject=%s:error=%s:when=%d", i.calls, i.err, i.nth))
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	told, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.kill()
		_ = cmd.Wait() // it ends with what it traced
	})
	lines := bufio.NewReader(told)
	for line := ""; !strings.Contains(line, "attached"); {
		if line, err = lines.ReadString('\n'); err != nil {
			t.Fatalf("strace does not attach: %v %s", err, line)
		}
	}
	go func() { _, _ = lines.WriteTo(&spoken{}) }()
	return func() bool {
		text, err := os.ReadFile(log) //nolint:gosec // of our own making
		return err == nil && strings.Contains(string(text), "(INJECTED)")
	}
}

// tracing leaves the test out where nobody may be traced.
func tracing(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no strace")
		}
		t.Skip("needs strace: apt-get install strace")
	}
	if os.Getuid() != 0 {
		t.Skip("needs root, to trace a process that is no child")
	}
	if out, err := exec.CommandContext(t.Context(), "strace", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("nobody may be traced here: %s", out)
	}
}

// TestWritesFail lets the nth write, or the nth fsync, of a thread fail while
// customers are created, revealed and erased. After an fsync that failed
// nothing more may be acknowledged, and the process ends within a second;
// whatever fails, the next start finds all that was acknowledged.
func TestWritesFail(t *testing.T) {
	tracing(t)
	c, b := newCompany(t, ""), &book{}
	struck, from := 0, 0
	each := many(t, 10, 30)
	for _, act := range []string{"create", "reveal", "erase"} {
		for n := range each {
			for _, fault := range []injection{{"fsync,fdatasync", "EIO", n + 1}, {"pwrite64", "ENOSPC", n + 1}} {
				t.Run(act+"-"+fault.String(), func(t *testing.T) {
					if c.fails(t, b, act, fault) {
						struck++
					}
					s := c.start(t)
					asked, fresh := c.client(s, b), b.all(from)
					asked.settle(t, fresh)
					asked.check(t, fresh, c.LedgerKey)
					from += len(fresh)
					s.kill()
				})
				if t.Failed() {
					return
				}
			}
		}
	}
	c.whole(t, b)
	t.Logf("%d points, the fault struck at %d", 6*each, struck)
	if struck < each {
		t.Errorf("the fault struck at %d points only", struck)
	}
}

// fails lets the fault happen while the act is done over and over.
func (c *company) fails(t *testing.T, b *book, act string, fault injection) bool {
	t.Helper()
	s := c.start(t)
	asked := c.client(s, b)
	people := make([]*person, 6)
	for i := range people {
		people[i] = b.newPerson()
		if act != "create" {
			prepare(t, asked, people[i])
		}
	}
	struck := fault.attach(t, s)
	acts := map[string]func(*person) error{"create": asked.create, "reveal": asked.reveal, "erase": asked.erase}
	for _, p := range people {
		if struck() || acts[act](p) != nil {
			break
		}
	}
	if !struck() {
		s.kill()
		return false
	}
	if patience := patience(); fault.err == "EIO" && !s.endsWithin(patience) {
		t.Errorf("an fsync failed, and after %s the process still runs:\n%s", patience, s.said)
	}
	if err := asked.create(b.newPerson()); err == nil && fault.err == "EIO" {
		t.Error("an fsync failed, and a customer was acknowledged after it")
	}
	s.kill()
	s.calm(t)
	return true
}

// patience is how long a process may take to end: a second, as is promised,
// where nothing else runs; the other tests' processes can take longer ones.
func patience() time.Duration {
	if full {
		return time.Second
	}
	return 15 * time.Second
}

func prepare(t *testing.T, c *client, p *person) {
	t.Helper()
	if err := c.create(p); err != nil {
		t.Fatal(err)
	}
	if err := c.talk(p); err != nil {
		t.Fatal(err)
	}
}
