package backup_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/backup"
	"slovo/internal/ledger"
)

const frame = 4 << 20

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// pack packs a text, a stream, and a text.
func pack(t testing.TB, stream []byte) []byte {
	t.Helper()
	var to bytes.Buffer
	p := backup.NewPacker(&to)
	err := errors.Join(p.Text("first", []byte("1")), p.Stream("database", bytes.NewReader(stream)), p.Text("papers/last", []byte("2")), p.Close())
	if err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

// unpack returns all that is packed, by name.
func unpack(from io.Reader) (map[string][]byte, error) {
	all := map[string][]byte{}
	u := backup.NewUnpacker(from)
	for {
		name, err := u.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if name == "database" {
			all[name], err = io.ReadAll(u.Stream())
		} else {
			all[name], err = u.Text()
		}
		if err != nil {
			return nil, err
		}
	}
}

func TestAPackIsReadAsItWasWritten(t *testing.T) {
	for _, size := range []int{0, 1, frame - 1, frame, frame + 1, 2 * frame} {
		stream := make([]byte, size)
		rand.Read(stream) //nolint:errcheck // never fails
		all, err := unpack(bytes.NewReader(pack(t, stream)))
		if err != nil || len(all) != 3 || !bytes.Equal(all["database"], stream) || string(all["first"])+string(all["papers/last"]) != "12" {
			t.Errorf("a stream of %d bytes: %d names, %d bytes, %v", size, len(all), len(all["database"]), err)
		}
	}
}

func TestACutPackIsRefused(t *testing.T) {
	whole := pack(t, make([]byte, frame+100))
	rapid.Check(t, func(t *rapid.T) {
		// The last three blocks are its end.
		n := rapid.IntRange(0, len(whole)-1536).Draw(t, "bytes")
		if _, err := unpack(bytes.NewReader(whole[:n])); !errors.Is(err, slovo.ErrInvalid) {
			t.Fatalf("cut after %d of %d bytes, and taken", n, len(whole))
		}
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add(pack(f, []byte("x")))
	f.Fuzz(func(_ *testing.T, text []byte) {
		_, _ = unpack(bytes.NewReader(text)) // whatever it is: no panic, and an end
	})
}

// sealing is a backup of two short parts.
type sealing struct {
	taken  map[string][]byte
	refuse error
}

func (s *sealing) Data(_ context.Context, to *backup.Packer) error {
	return to.Stream("database", strings.NewReader("the data"))
}

func (s *sealing) Keys(_ context.Context, to *backup.Packer) error {
	return to.Text("keys", []byte("the keys"))
}

func (s *sealing) TakeData(_ context.Context, from *backup.Unpacker) error {
	name, err := from.Next()
	if err != nil {
		return err
	}
	s.taken[name], err = io.ReadAll(from.Stream())
	return err
}

func (s *sealing) TakeKeys(context.Context, *backup.Unpacker) error { return s.refuse }

func identity(t *testing.T) ([]age.Identity, string) {
	t.Helper()
	secret, recipient, err := backup.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	with, err := backup.ReadIdentity(strings.NewReader("# a comment\n" + secret.Show() + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return with, recipient
}

func TestABackupIsThereWholeOrNotAtAll(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "deep", "dest")
	with, recipient := identity(t)
	place, err := backup.NewPlace(dest, noon)
	if err != nil {
		t.Fatal(err)
	}
	s := &sealing{taken: map[string][]byte{}}
	if _, err := backup.Make(t.Context(), place, recipient, s, s); err != nil {
		t.Fatal(err)
	}
	if string(s.taken["database"]) != "the data" {
		t.Errorf("the taker took %q", s.taken["database"])
	}
	if _, err := backup.Find(dest); !errors.Is(err, slovo.ErrNotFound) {
		t.Errorf("it is found before it is finished: %v", err)
	}
	if err := errors.Join(place.Commit(), place.Discard()); err != nil {
		t.Fatal(err)
	}
	folder, err := backup.Find(dest)
	if err != nil || folder != place.Folder {
		t.Fatalf("found %q, %v", folder, err)
	}
	from, file, err := backup.Open(folder, backup.DataFile, with)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // only read
	again := &sealing{taken: map[string][]byte{}}
	if err := again.TakeData(t.Context(), from); err != nil || string(again.taken["database"]) != "the data" {
		t.Errorf("opened: %q, %v", again.taken["database"], err)
	}
	if _, err := backup.NewPlace(dest, noon); !errors.Is(err, slovo.ErrConflict) {
		t.Errorf("a second one of the same moment: %v", err)
	}
}

func TestOldBackupsGoWhenThereIsANewOne(t *testing.T) {
	dest := t.TempDir()
	_, recipient := identity(t)
	made := func(at time.Time) *backup.Place {
		place, err := backup.NewPlace(dest, at)
		if err != nil {
			t.Fatal(err)
		}
		s := &sealing{taken: map[string][]byte{}}
		if _, err := backup.Make(t.Context(), place, recipient, s, s); err != nil {
			t.Fatal(err)
		}
		return place
	}
	day := 24 * time.Hour
	for _, ago := range []time.Duration{36 * day, 35*day + time.Second, 35 * day, day} {
		if err := made(noon.Add(-ago)).Commit(); err != nil {
			t.Fatal(err)
		}
	}
	made(noon.Add(-2 * day)) // its process died
	made(noon.Add(-time.Hour))
	if err := os.MkdirAll(filepath.Join(dest, "20200101T000000.000Z"), 0o700); err != nil { // none of ours
		t.Fatal(err)
	}
	last := made(noon)
	if err := last.Commit(); err != nil {
		t.Fatal(err)
	}
	if n, err := last.Prune(); n != 2 || err != nil {
		t.Errorf("removed %d, %v; want 2", n, err)
	}
	var names []string
	left, err := os.ReadDir(dest)
	for _, e := range left {
		names = append(names, e.Name())
	}
	want := []string{".unfinished-20261124T110000.000Z", "20200101T000000.000Z", "20261020T120000.000Z", "20261123T120000.000Z", "20261124T120000.000Z"}
	if !slices.Equal(names, want) || err != nil {
		t.Errorf("left: %v, %v", names, err)
	}
}

func TestWhatTheTakerRefusesIsNotMade(t *testing.T) {
	_, recipient := identity(t)
	place, err := backup.NewPlace(t.TempDir(), noon)
	if err != nil {
		t.Fatal(err)
	}
	s := &sealing{taken: map[string][]byte{}, refuse: errors.New("does not hold")}
	if _, err := backup.Make(t.Context(), place, recipient, s, s); !errors.Is(err, s.refuse) {
		t.Errorf("made: %v", err)
	}
	if err := place.Discard(); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(filepath.Dir(place.Folder)); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestOnlyTheIdentityOpensAndNoBitChanges(t *testing.T) {
	with, recipient := identity(t)
	other, _ := identity(t)
	place, err := backup.NewPlace(t.TempDir(), noon)
	if err != nil {
		t.Fatal(err)
	}
	s := &sealing{taken: map[string][]byte{}}
	if _, err := backup.Make(t.Context(), place, recipient, s, s); err != nil {
		t.Fatal(err)
	}
	if err := place.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := backup.Open(place.Folder, backup.KeysFile, other); !errors.Is(err, slovo.ErrInvalid) {
		t.Errorf("another identity: %v", err)
	}
	path := filepath.Join(place.Folder, backup.DataFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(whole, []byte("the data")) {
		t.Error("the sealed file can be read")
	}
	for at := 0; at < len(whole); at += 97 {
		changed := bytes.Clone(whole)
		changed[at] ^= 1
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		from, file, err := backup.Open(place.Folder, backup.DataFile, with)
		if err != nil {
			continue
		}
		if _, err := unpackAll(from); err == nil {
			t.Errorf("a bit of byte %d was changed, and it opened", at)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
}

func unpackAll(u *backup.Unpacker) (int, error) {
	for n := 0; ; n++ {
		_, err := u.Next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return n, nil
			}
			return n, err
		}
		if _, err := io.Copy(io.Discard, u.Stream()); err != nil {
			return n, err
		}
	}
}

func TestNobodyElseSignsAResult(t *testing.T) {
	key, other := logKey(t), logKey(t)
	l := ledger.New(nil, nil, key, nil, nil)
	r := backup.Result{ID: "x", At: noon, OK: true}
	signed, err := r.Sign(l)
	if err != nil {
		t.Fatal(err)
	}
	read, err := backup.ReadResult(signed, key.Public)
	if err != nil || !read.OK || !read.At.Equal(noon) {
		t.Errorf("read: %+v, %v", read, err)
	}
	for name, forged := range map[string][]byte{
		"changed": bytes.Replace(signed, []byte(`"ok":true`), []byte(`"ok":null`), 1),
		"empty":   nil,
	} {
		if _, err := backup.ReadResult(forged, key.Public); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := backup.ReadResult(signed, other.Public); !errors.Is(err, slovo.ErrInvalid) {
		t.Errorf("another log's: %v", err)
	}
	if _, err := ledger.OpenCheckpoint(signed, key.Public); !errors.Is(err, slovo.ErrInvalid) {
		t.Errorf("a result is taken for a checkpoint: %v", err)
	}
}

func logKey(t *testing.T) ledger.Key {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, "slovo/test")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return ledger.Key{Signer: signer, Public: public}
}

func TestNoIdentityIsRepeated(t *testing.T) {
	secret, _, err := backup.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	half := secret.Show()[:40]
	for _, err := range []error{backup.CheckRecipient(secret.Show()), func() error { _, err := backup.ReadIdentity(strings.NewReader(half)); return err }()} {
		if !errors.Is(err, slovo.ErrInvalid) || strings.Contains(err.Error(), half[20:30]) {
			t.Errorf("the error is %v", err)
		}
	}
}
