package torture

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// disk is a file system in a file, whose power can be cut.
type disk struct{ image, at string }

// newDisk makes and mounts an ext4; where that cannot be, the test says so.
func newDisk(t *testing.T) *disk {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("needs root and a loop device")
	}
	if _, err := exec.LookPath("mkfs.ext4"); err != nil {
		t.Skip("needs mkfs.ext4: apt-get install e2fsprogs")
	}
	dir := t.TempDir()
	d := &disk{image: filepath.Join(dir, "image"), at: filepath.Join(dir, "disk")}
	if err := os.Mkdir(d.at, 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(d.image)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(192 << 20); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	run(t, "mkfs.ext4", "-q", "-F", d.image)
	if out, err := exec.CommandContext(t.Context(), "mount", "-o", "loop", d.image, d.at).CombinedOutput(); err != nil { //nolint:gosec // of our own making
		t.Skipf("needs a loop device: %s", out)
	}
	t.Cleanup(func() { _ = syscall.Unmount(d.at, syscall.MNT_DETACH) })
	return d
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, out)
	}
}

// cut takes the power: what is not on the disk by now never comes there.
// (GOINGDOWN with NOLOGFLUSH.)
func (d *disk) cut(t *testing.T) {
	t.Helper()
	f, err := os.Open(d.at)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	const goingDown = 0x8004587d
	how := uint32(2)
	if _, _, no := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), goingDown, uintptr(unsafe.Pointer(&how))); no != 0 { //nolint:gosec // the kernel's own way
		t.Fatal(no)
	}
}

// back mounts it again, as after a start of the machine.
func (d *disk) back(t *testing.T) {
	t.Helper()
	run(t, "umount", d.at)
	run(t, "mount", "-o", "loop", d.image, d.at)
}

// TestPowerCut cuts the power in the middle of what four clients do; all
// that was acknowledged is there afterwards.
func TestPowerCut(t *testing.T) {
	d := newDisk(t)
	c, b := newCompany(t, d.at), &book{}
	syscall.Sync()
	times, from := many(t, 10, 500), 0
	for i := range times {
		s := c.start(t)
		cutAfter(t, d, s, b, 30)
		c.client(s, b).work(4, 100)
		s.kill()
		d.back(t)
		again := c.start(t)
		asked, fresh := c.client(again, b), b.all(from)
		asked.settle(t, fresh)
		asked.check(t, fresh, c.LedgerKey)
		from += len(fresh)
		again.stop(t)
		if c.whole(t, b); t.Failed() {
			t.Fatalf("after cut %d; the server said:\n%s", i, again.said)
		}
	}
	t.Logf("%d power cuts, %d customers, %d answers", times, from, b.acks)
}

// cutAfter cuts the power and kills the server at so many answers from now.
func cutAfter(t *testing.T, d *disk, s *server, b *book, answers int) {
	t.Helper()
	killAfter(s, b, answers)
	b.mu.Lock()
	defer b.mu.Unlock()
	kill, at, done := b.onAck, b.acks+answers, false
	b.onAck = func(acks int) {
		b.mu.Lock()
		first := acks >= at && !done
		done = done || first
		b.mu.Unlock()
		if first {
			b.dark.Store(true) // a machine without power answers nobody, and this one still runs for a moment
			d.cut(t)
		}
		kill(acks)
	}
}

// cuts is how many the control has: one can come just after the checkpoint
// outside was kept, whose fsync takes the rest of the disk along.
const cuts = 6

// TestPowerCutIsSeen is the control: a store that does not wait for the
// disk (synchronous=NORMAL) loses what it acknowledged, and is found out.
func TestPowerCutIsSeen(t *testing.T) {
	newDisk(t) // or says why there is none
	binary := careless(t)
	for range cuts {
		if loses(t, binary) {
			return
		}
	}
	t.Error("with synchronous=NORMAL nothing acknowledged was lost: the cut is no power cut")
}

// loses tells whether one power cut took something that was acknowledged.
func loses(t *testing.T, binary string) bool {
	t.Helper()
	d := newDisk(t)
	c, b := newCompany(t, d.at), &book{}
	syscall.Sync()
	c.binary = binary
	s := c.start(t)
	cutAfter(t, d, s, b, 120)
	c.client(s, b).work(4, 100)
	s.kill()
	d.back(t)
	again, err := c.tryStart(t)
	if err != nil { // the checkpoint kept outside knows of more
		t.Logf("refused to serve: %s", again.said)
		return true
	}
	asked, lost := c.client(again, b), 0
	for _, p := range b.all(0) {
		if p.ID != "" {
			status, err := asked.do(c.Agent, "GET", customers+"/"+p.ID, "", nil, nil)
			if err == nil && status == 404 {
				lost++
			}
		}
	}
	again.kill()
	t.Logf("%d acknowledged customers lost", lost)
	return lost > 0
}

// careless builds the program with synchronous=NORMAL, which no setting gives.
func careless(t *testing.T) string {
	t.Helper()
	source, err := filepath.Abs("../store/sqlite.go")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "synchronous(full)", "synchronous(normal)", 1)
	if changed == string(text) {
		t.Fatal("the store does not say synchronous(full)")
	}
	other, overlay := filepath.Join(t.TempDir(), "sqlite.go"), filepath.Join(t.TempDir(), "overlay.json")
	for file, content := range map[string]string{other: changed, overlay: `{"Replace":{"` + source + `":"` + other + `"}}`} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	binary, err := build("careless", "-overlay", overlay)
	if err != nil {
		t.Fatal(err)
	}
	return binary
}
