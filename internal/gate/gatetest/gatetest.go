// Package gatetest is the kit that makes a whole working gate in a test: a
// key file, the shop's charter, a ledger and a clock that the test moves,
// over a real store that the test brings.
package gatetest

import (
	"path/filepath"
	"sync"
	"testing"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/ledger"
)

// Noon is when a kit's clock starts.
var Noon = time.Date(2026, time.December, 1, 12, 0, 0, 0, time.UTC)

// Store is what gate and ledger need of a store; *store.Store is one.
type Store interface {
	gate.Store
	ledger.Store
}

// Kit is a working gate with all that it stands on.
type Kit struct {
	Store   Store
	Gate    *gate.Gate
	Ledger  *ledger.Ledger
	Keys    *gate.Keyring
	Charter *charter.Charter
	Clock   *Clock
	KeyFile string // the installation's key
	State   string // the checkpoint kept outside
}

// New makes the kit over the store, under a fresh key and the shop's charter.
func New(t testing.TB, s Store) *Kit {
	t.Helper()
	folder := t.TempDir()
	k := &Kit{
		Store: s, Charter: Shop(t), Clock: &Clock{now: Noon},
		KeyFile: filepath.Join(folder, "installation.key"), State: filepath.Join(folder, "state", "checkpoint"),
	}
	if err := gate.MakeKeyFile(k.KeyFile); err != nil {
		t.Fatal(err)
	}
	return k.Over(t, s)
}

// Over returns another gate and ledger with the same key file, state file,
// charter and clock: over the same store a second process, over another
// one the same installation with its database put back.
func (k *Kit) Over(t testing.TB, s Store) *Kit {
	t.Helper()
	keys, err := gate.OpenKeyring(t.Context(), s, k.KeyFile, k.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := keys.LedgerKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	other := *k
	other.Store, other.Keys = s, keys
	other.Ledger = ledger.New(s, keys, key, ledger.StateFile(k.State), k.Clock.Now)
	other.Gate = gate.New(s, other.Ledger, keys, func() *charter.Charter { return other.Charter }, k.Clock.Now)
	return &other
}

// Shop returns a charter of the test's own, to be changed at will.
func Shop(t testing.TB) *charter.Charter {
	t.Helper()
	file, err := charter.Sample("shop")
	if err != nil {
		t.Fatal(err)
	}
	c, err := charter.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Clock stands still until the test moves it. Safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is a slovo.Clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Move moves the clock by d.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

var _ slovo.Clock = (&Clock{}).Now
