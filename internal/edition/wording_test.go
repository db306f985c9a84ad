package edition_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/edition"
	"slovo/internal/store"
)

const ads = "texts/ads.v1.ru.md"

// What people agree to is what was published, whatever is done to the files
// afterwards; and a file that is written anew is seen before it is published.
func TestAVersionHoldsItsConsentsTexts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first, before := h.p.InForce(), string(h.folder[ads].Data)
		if first.Wording == "" || len(h.p.Charter().Consents["ads"].Words) != 2 {
			t.Fatalf("the first version is %+v", first)
		}
		h.folder[ads] = &fstest.MapFile{Data: []byte("Я согласен на всё.")}
		report, changes, err := h.p.Preview(t.Context(), owner, h.next("2"))
		if err != nil || !report.OK || !slices.ContainsFunc(changes, func(c charter.Change) bool {
			return c.Code == "consent_words" && c.Effect == charter.Widens && c.Path == "consents.ads.text.ru"
		}) {
			t.Fatalf("other words: %+v, %+v, %v", report, changes, err)
		}
		v := h.publish(h.next("2"))
		if v.Wording == first.Wording {
			t.Error("other words have the same hash")
		}
		for hash, want := range map[string]string{first.Hash: before, v.Hash: "Я согласен на всё."} {
			if kept, err := h.p.Wordings(t.Context(), hash); err != nil || string(kept[ads]) != want {
				t.Errorf("%s: %q, %v, want %q", hash[:8], kept[ads], err, want)
			}
		}
		if _, err := h.p.Wordings(t.Context(), "none"); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("of no version: %v", err)
		}
	})
}

// The log says which texts a version was published with.
func TestTheLogHoldsTheTexts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		v := h.publish(h.next("2"))
		h.Sequence(t)
		all, err := h.Ledger.Of(t.Context(), slovo.Firm, 0, 20)
		if err != nil {
			t.Fatal(err)
		}
		half, err := h.Ledger.OpenFirm(t.Context(), all[0])
		if err != nil || !strings.HasSuffix(half.Subject, " with texts "+v.Wording) || v.Wording == "" {
			t.Errorf("the entry says %q, want the texts %q: %v", half.Subject, v.Wording, err)
		}
	})
}

func TestTextsThatWereChangedInTheDatabaseAreRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		other := h.publisher(h.Store.(*store.Store))
		other.Store = forged{other.Store}
		if err := other.Open(t.Context()); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("Open: %v, want a conflict", err)
		}
	})
}

// forged is a store in which somebody wrote a text anew.
type forged struct{ edition.Store }

func (f forged) CharterWordings(ctx context.Context, version int) (map[string][]byte, error) {
	texts, err := f.Store.CharterWordings(ctx, version)
	texts[ads] = []byte("Я согласен на всё.")
	return texts, err
}

func TestWaitingVersionsAreKnown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.publish(h.next("2", today, waits))
		var got []int
		for _, c := range h.p.Known() {
			got = append(got, c.Version)
		}
		if diff := cmp.Diff([]int{1, 2}, got); diff != "" {
			t.Errorf("known (-want +got):\n%s", diff)
		}
		h.Clock.Move(48 * time.Hour)
		if got := h.p.Known(); len(got) != 1 || got[0].Version != 2 {
			t.Errorf("on its day %d are known", len(got))
		}
	})
}

// sha256sum over the files, and over its own lines, gives the same.
func TestWordingOf(t *testing.T) {
	if got := edition.WordingOf(nil); got != "" {
		t.Errorf("of none: %q", got)
	}
	texts := map[string][]byte{"texts/b.v1.en.md": []byte("b"), "texts/a.v1.en.md": []byte("a")}
	const want = "f426fef849e6673d602ab3d37f5ca9013198abaee750fa4c6762ba7783513534"
	if got := edition.WordingOf(texts); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
