package ledger_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/ledger"
)

var noonLine = ledger.Line{
	Entry: "0f3k9w2mzq7r5c8x1d4v6h0jta-7", At: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC), Act: ledger.ActErase,
	Names: []string{"suppressed:email"}, Subject: "x",
}

func openJournal(t testing.TB, path string) *ledger.JournalFile {
	t.Helper()
	j, err := ledger.OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestAJournalKeepsItsLinesInOrder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "journal")
	var want []ledger.Line
	for range 3 { // opened anew each time
		j := openJournal(t, path)
		one, two := noonLine, noonLine
		one.Entry, two.Entry = slovo.EntryIDOf("a", int64(len(want)+1)), slovo.EntryIDOf("a", int64(len(want)+2))
		want = append(want, one, two)
		if err := errors.Join(j.Keep(), j.Keep(one, two), j.Seen(int64(len(want))), j.Seen(int64(len(want))), j.Close()); err != nil {
			t.Fatal(err)
		}
	}
	got, err := ledger.ReadJournal(path)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	text, err := os.ReadFile(path)
	if err != nil || bytes.Count(text, []byte("seen")) != 3 {
		t.Errorf("the same word is said again: %s, %v", text, err)
	}
	if _, err := ledger.ReadJournal(path + "-none"); !errors.Is(err, slovo.ErrNotFound) {
		t.Errorf("no journal: %v", err)
	}
}

// Wherever a crash cuts the file, whole lines stay and writing goes on.
func TestACutJournalGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "journal-")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir) //nolint:errcheck // a test's folder
		path := filepath.Join(dir, "journal")
		j, err := ledger.OpenJournal(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(j.Keep(noonLine), j.Keep(noonLine), j.Seen(2), j.Keep(noonLine), j.Close()); err != nil {
			t.Fatal(err)
		}
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		cut := whole[:rapid.IntRange(0, len(whole)).Draw(t, "bytes")]
		if err := os.WriteFile(path, cut, 0o600); err != nil {
			t.Fatal(err)
		}
		before, err := ledger.ReadJournal(path)
		if err != nil {
			t.Fatal(err)
		}
		if j, err = ledger.OpenJournal(path); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(j.Keep(noonLine), j.Close()); err != nil {
			t.Fatal(err)
		}
		after, err := ledger.ReadJournal(path)
		if err != nil || len(after) != len(before)+1 {
			t.Fatalf("%d lines, then %d: %v", len(before), len(after), err)
		}
	})
}

func TestALineThatWasTakenOutIsSeen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j := openJournal(t, path)
	if err := errors.Join(j.Keep(noonLine), j.Keep(noonLine), j.Keep(noonLine), j.Close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	for name, changed := range map[string][]byte{
		"the first":  bytes.Join(lines[1:], nil),
		"the second": append(bytes.Clone(lines[0]), lines[2]...),
		"no JSON":    append([]byte("x"), whole...),
		"no entry":   []byte(`{"n":1}` + "\n"),
	} {
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ledger.OpenJournal(path); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := ledger.ReadJournal(path); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("%s, read: %v", name, err)
		}
	}
}

func FuzzReadJournal(f *testing.F) {
	f.Add([]byte(`{"n":1,"entry":"a-1","at":"2026-11-24T12:00:00Z","act":"erase"}` + "\n" + `{"n":2,"seen":7}` + "\n"))
	path := filepath.Join(f.TempDir(), "journal")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		_, _ = ledger.ReadJournal(path) // whatever it is: no panic, and an end
	})
}
