package today

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter"
)

// People tells of accounts and tokens; *store.Store is one.
type People interface {
	// WatchedAccounts returns the accounts that are not blocked, by login.
	WatchedAccounts(ctx context.Context, now time.Time) ([]Account, error)
	// WatchedTokens returns the tokens that count now, by label.
	WatchedTokens(ctx context.Context, now time.Time) ([]Token, error)
	// AlertedAgents returns the logins of those about whom verify has alerted
	// since, by login.
	AlertedAgents(ctx context.Context, since time.Time) ([]string, error)
}

// Doors watches who gets in.
type Doors struct {
	People People
	Now    slovo.Clock
}

// IDs implements Watch.
func (Doors) IDs() []string {
	return []string{"codes", "idle", "tokens", "borrowed", "unused", "agents"}
}

// Checks implements Watch.
func (d Doors) Checks(ctx context.Context) ([]Check, error) {
	now := d.Now()
	accounts, err := d.People.WatchedAccounts(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("today: accounts: %w", err)
	}
	programs, err := d.People.WatchedTokens(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("today: tokens: %w", err)
	}
	alerted, err := d.People.AlertedAgents(ctx, now.AddDate(0, 0, -1))
	if err != nil {
		return nil, fmt.Errorf("today: agents: %w", err)
	}
	return []Check{codes(accounts), idle(accounts, now), tokens(programs), borrowed(programs), unused(programs, now), verdict("agents", alerted, len(accounts))}, nil
}

// Machine watches the machine that slovo itself runs on: the file of the
// key, and the address by which people come.
type Machine struct {
	Key     func() (fs.FileInfo, error)
	Address string
}

// IDs implements Watch.
func (Machine) IDs() []string { return []string{"key", "https"} }

// Checks implements Watch.
func (m Machine) Checks(context.Context) ([]Check, error) {
	info, err := m.Key()
	if err != nil {
		return nil, fmt.Errorf("today: key: %w", err)
	}
	return []Check{key(info.Mode()), https(m.Address)}, nil
}

// NotYet are the checks that slovo does not measure yet: unknown, and said.
type NotYet []string

// IDs implements Watch.
func (n NotYet) IDs() []string { return n }

// Checks implements Watch.
func (NotYet) Checks(context.Context) ([]Check, error) { return nil, nil }

// Notice watches the charter in force and what lies beside it.
type Notice struct {
	// InForce returns the charter in force with its text.
	InForce func(ctx context.Context) (*charter.Charter, []byte, error)
	// Published are the hashes of the charters in force and to come, and of
	// the consents' texts that they were published with.
	Published func() []string
	Folder    fs.FS  // where the charter's file and the consents' texts lie
	File      string // the charter's
	Now       slovo.Clock
}

// IDs implements Watch.
func (Notice) IDs() []string { return []string{"law", "texts", "published"} }

// Checks implements Watch.
func (n Notice) Checks(ctx context.Context) ([]Check, error) {
	c, body, err := n.InForce(ctx)
	if err != nil {
		return nil, fmt.Errorf("today: charter: %w", err)
	}
	known := n.Published()
	checks := []Check{
		lawful(charter.Check(n.File, body, charter.Look{Today: n.Now()})),
		texts(c, func(name string) bool { return slices.Contains(pinned(c), name) && n.unchanged(name, known) }),
	}
	lying, err := fs.ReadFile(n.Folder, n.File)
	if errors.Is(err, fs.ErrNotExist) {
		return checks, nil // nothing to compare with: unknown
	}
	if err != nil {
		return nil, fmt.Errorf("today: charter: %w", err)
	}
	return append(checks, published(known, charter.HashOf(lying))), nil
}

// pinned are the files of the consents' texts that were published.
func pinned(c *charter.Charter) []string {
	var files []string
	for _, one := range c.Consents {
		for l := range one.Words {
			files = append(files, one.File(l))
		}
	}
	return files
}

// unchanged tells whether the text that lies there is one that was
// published. A server that has none beside it shows the published one.
func (n Notice) unchanged(name string, known []string) bool {
	lying, err := fs.ReadFile(n.Folder, name)
	return errors.Is(err, fs.ErrNotExist) || err == nil && slices.Contains(known, charter.HashOf(lying))
}

// Waiting counts what waits; *store.Store is one. Nothing of a customer's
// comes out of it.
type Waiting interface {
	// WaitingSince returns when the open requests were made.
	WaitingSince(ctx context.Context) ([]time.Time, error)
	CountTasksDue(ctx context.Context, before time.Time) (int, error)
	CountProposals(ctx context.Context) (int, error)
	// CountLocked counts customers with so many failures since then.
	CountLocked(ctx context.Context, since time.Time, failures int) (int, error)
}

// Work watches what customers wait for.
type Work struct {
	Waiting Waiting
	Charter func() *charter.Charter
	Now     slovo.Clock
}

// IDs implements Watch.
func (Work) IDs() []string { return []string{"requests", "tasks", "merges", "lockouts"} }

// Checks implements Watch.
func (w Work) Checks(ctx context.Context) ([]Check, error) {
	c, now := w.Charter(), w.Now()
	asked, err := w.Waiting.WaitingSince(ctx)
	if err != nil {
		return nil, fmt.Errorf("today: requests: %w", err)
	}
	for i := range asked {
		asked[i] = c.Local(asked[i]) // the company's own days
	}
	late, err := w.Waiting.CountTasksDue(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("today: tasks: %w", err)
	}
	same, err := w.Waiting.CountProposals(ctx)
	if err != nil {
		return nil, fmt.Errorf("today: merges: %w", err)
	}
	lock := c.Verification.Lock
	locked, err := w.Waiting.CountLocked(ctx, now.Add(-lock.Per.Duration()), lock.Failures)
	if err != nil {
		return nil, fmt.Errorf("today: lock-outs: %w", err)
	}
	return []Check{requests(asked, c.Laws, now), none("tasks", late), none("merges", same), none("lockouts", locked)}, nil
}

// Many counts over all customers, which takes its time; *store.Store is one.
type Many interface {
	// CountWishes counts customers by what they are known to want: claims
	// that no suppression overrules, and suppressions.
	CountWishes(ctx context.Context) (claimed, suppressed int, err error)
	// CountWithoutPIN counts the customers that are kept, and those without a PIN.
	CountWithoutPIN(ctx context.Context) (without, all int, err error)
}

// Customers watches what is known of all customers together.
type Customers struct{ Many Many }

// IDs implements Watch.
func (Customers) IDs() []string { return []string{"claims", "pins"} }

// Checks implements Watch.
func (c Customers) Checks(ctx context.Context) ([]Check, error) {
	claimed, suppressed, err := c.Many.CountWishes(ctx)
	if err != nil {
		return nil, fmt.Errorf("today: wishes: %w", err)
	}
	without, all, err := c.Many.CountWithoutPIN(ctx)
	if err != nil {
		return nil, fmt.Errorf("today: PINs: %w", err)
	}
	return []Check{claims(claimed, suppressed), pins(without, all)}, nil
}
