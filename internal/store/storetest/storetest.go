// Package storetest gives tests a real store, on both engines: SQLite in
// the test's folder, and a PostgreSQL cluster that the test run starts
// itself and takes down again.
package storetest

import (
	"os"
	"path/filepath"
	"testing"

	"slovo/internal/store"
)

// Main runs a package's tests and then takes the cluster down:
//
//	func TestMain(m *testing.M) { storetest.Main(m) }
func Main(m *testing.M) {
	code := m.Run()
	stopCluster()
	os.Exit(code)
}

// Each runs the test once on each engine, with an empty store.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, Open(t, SQLite(t))) })
	t.Run("postgres", func(t *testing.T) { test(t, Open(t, Postgres(t))) })
}

// SQLite returns the address of a store in the test's folder.
func SQLite(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "slovo.db") }

// Open opens the store at the address until the test ends.
func Open(t testing.TB, address string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
