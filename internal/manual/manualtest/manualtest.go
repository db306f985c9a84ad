// Package manualtest is the kit for rooms that document themselves in the
// manual: what they say is committed, and a test holds it to what they do.
package manualtest

import (
	"os"
	"path/filepath"
	"testing"

	"slovo"
	"slovo/internal/manual"
)

// Committed fails unless the page says what is committed; with update it
// writes it anew.
func Committed(t *testing.T, l slovo.Lang, slug, page string, update bool) {
	t.Helper()
	path := filepath.Join("..", "manual", "pages", string(l), slug+".md") // a test runs in its room's folder
	if update {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil { //nolint:gosec // a page for everybody
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(path) //nolint:gosec // a page of ours
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) != page {
		t.Errorf("the manual's page %s (%s) is not what is there: run go generate on this package and look at the difference", slug, l)
	}
}

// Says fails for an entry that a language leaves without words.
func Says(t *testing.T, l slovo.Lang, entries []manual.Entry) {
	t.Helper()
	for _, e := range entries {
		if len(e.Says) == 0 || e.Says[0] == "" {
			t.Errorf("%s %s: the manual has no words for it", l, e.Name)
		}
		for _, r := range e.Rows {
			if r.Means == "" {
				t.Errorf("%s %s: the manual has no words for %s", l, e.Name, r.Name)
			}
		}
	}
}
