package gate

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"slovo"
)

// shelves are lists of customers by hash, as a store pages through them.
type shelves struct {
	Lookups
	of map[string][]slovo.CustomerID
}

func (s shelves) Find(_ context.Context, hash []byte, after slovo.CustomerID, limit int) ([]slovo.CustomerID, error) {
	var page []slovo.CustomerID
	for _, id := range s.of[string(hash)] {
		if id > after && len(page) < limit {
			page = append(page, id)
		}
	}
	return page, nil
}

// Whoever stands in all lists is met once, in order, and nobody else.
func TestUnderMeetsWhoStandsInAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.Custom(func(t *rapid.T) slovo.CustomerID {
			return slovo.CustomerID(rapid.StringMatching(`[0-3a]{3}`).Draw(t, "id"))
		})
		many := rapid.IntRange(1, 3).Draw(t, "lists")
		s, g, hashes := shelves{of: map[string][]slovo.CustomerID{}}, &Gate{}, [][]byte{}
		var want []slovo.CustomerID
		for i := range many {
			list := slices.Sorted(slices.Values(rapid.SliceOfNDistinct(id, 0, 120, func(c slovo.CustomerID) slovo.CustomerID { return c }).Draw(t, "list")))
			hash := strings.Repeat("h", i+1)
			s.of[hash], hashes = list, append(hashes, []byte(hash))
			if i == 0 {
				want = slices.Clone(list)
			}
			want = slices.DeleteFunc(want, func(c slovo.CustomerID) bool { return !slices.Contains(list, c) })
		}
		u := g.under(hashes)
		u.store, u.page = s, rapid.IntRange(6, 20).Draw(t, "page")
		got := []slovo.CustomerID{}
		for {
			c, err := u.next(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if c == "" {
				break
			}
			got = append(got, c)
		}
		if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 || u.cut {
			t.Fatalf("cut %v: %s", u.cut, diff)
		}
	})
}
