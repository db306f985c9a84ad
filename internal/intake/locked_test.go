package intake

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

// What was written comes back, read from any place; on the disk nothing of
// it can be read, and what was changed there is not taken for the file.
func TestALockedFileIsForThisProcessAlone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		name := filepath.Join(t.TempDir(), "file")
		l, err := newLocked(name)
		if err != nil {
			rt.Fatal(err)
		}
		plain := bytes.Repeat([]byte("Анна,+79000007701\n"), rapid.SampledFrom([]int{0, 1, 100, blockBytes / 20, blockBytes}).Draw(rt, "lines"))
		plain = plain[:rapid.SampledFrom([]int{len(plain), min(len(plain), blockBytes), min(len(plain), 2*blockBytes)}).Draw(rt, "cut")]
		w, err := l.create()
		if err != nil {
			rt.Fatal(err)
		}
		for rest := plain; len(rest) > 0; {
			n := min(len(rest), rapid.IntRange(1, 3*blockBytes).Draw(rt, "piece"))
			if _, err := w.Write(rest[:n]); err != nil {
				rt.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := w.Close(); err != nil {
			rt.Fatal(err)
		}
		onDisk, _ := os.ReadFile(name)
		if bytes.Contains(onDisk, []byte("79000007701")) {
			rt.Fatal("the file lies in the open")
		}
		f, err := l.open()
		if err != nil {
			rt.Fatal(err)
		}
		defer f.Close() //nolint:errcheck // only read
		from := rapid.IntRange(0, len(plain)).Draw(rt, "from")
		_, _ = f.Seek(int64(from), io.SeekStart)
		if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, plain[from:]) {
			rt.Fatalf("from %d of %d: %d bytes, %v", from, len(plain), len(got), err)
		}
		if len(onDisk) == 0 {
			return
		}
		onDisk[rapid.IntRange(0, len(onDisk)-1).Draw(rt, "changed")] ^= 1
		if err := os.WriteFile(name, onDisk, 0o600); err != nil {
			rt.Fatal(err)
		}
		changed, err := l.open()
		if err != nil {
			rt.Fatal(err)
		}
		defer changed.Close() //nolint:errcheck // only read
		if _, err := io.ReadAll(changed); err == nil {
			rt.Fatal("a changed file was taken for the one that was written")
		}
	})
}
