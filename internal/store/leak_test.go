package store_test

import (
	"bytes"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"slovo"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store/storetest"
)

// TestNoKeyOfManyErasedIsLeft erases most of many in no order. Where rows are
// deleted SQLite joins half-empty pages, and the page that is left can keep a
// second copy of a row that is deleted later: so keys are written over where
// they lie, and their rows stay.
func TestNoKeyOfManyErasedIsLeft(t *testing.T) {
	folder := t.TempDir()
	s := storetest.Open(t, "sqlite:"+filepath.Join(folder, "slovo.db"))
	k := gatetest.New(t, s)
	var all []slovo.CustomerID
	for range 700 {
		all = append(all, k.Add(t, gatetest.Anna()))
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var secrets [][]byte
	for i, c := range all[:600] {
		for _, kind := range []string{"record", "history"} {
			wrapped, err := s.CustomerKey(t.Context(), c, kind)
			if err != nil {
				t.Fatal(err)
			}
			secrets = append(secrets, wrapped)
		}
		k.Erase(t, c)
		if i%3 == 0 {
			k.Add(t, gatetest.Anna())
		}
	}
	counts, err := s.Counts(t.Context())
	if err != nil || counts["customer_keys"] != 2*int64(len(all)+200) {
		t.Errorf("%d rows of keys, %v: some were deleted", counts["customer_keys"], err)
	}
	for name, content := range readAll(t, folder) {
		for i, secret := range secrets {
			if bytes.Contains(content, secret) {
				t.Errorf("key %d of %d lies in %s", i, len(secrets), name)
			}
		}
	}
}
