// Package app is the wiring of all rooms into one program: it makes a
// company's folder, opens it, serves it, and carries out commands on it,
// through the running server where there is one.
package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"slovo"
	"slovo/internal/api"
	"slovo/internal/charter"
	"slovo/internal/consent"
	"slovo/internal/desk"
	"slovo/internal/edition"
	"slovo/internal/gate"
	"slovo/internal/intake"
	"slovo/internal/ledger"
	"slovo/internal/password"
	"slovo/internal/rights"
	"slovo/internal/staff"
	"slovo/internal/store"
	"slovo/internal/today"
	"slovo/internal/verify"
	"slovo/internal/web"
	"slovo/internal/web/cases"
	"slovo/internal/web/door"
	"slovo/internal/web/help"
	"slovo/internal/web/office"
	webtoday "slovo/internal/web/today"
	"slovo/internal/web/visit"
)

// Company is an open folder: every room, wired.
type Company struct {
	Dir      string
	Settings Settings

	store    *store.Store
	ledger   *ledger.Ledger
	key      string              // the path of the installation's key
	journal  *ledger.JournalFile // nil where the company is only looked at
	editions *edition.Publisher
	keys     *gate.Keyring
	gate     *gate.Gate
	staff    *staff.Office
	verify   *verify.Verifier
	desk     *desk.Desk
	rights   *rights.Rights
	consent  *consent.Book

	backing sync.Mutex // held by whoever makes a backup

	letters sync.WaitGroup // that are on their way, and nobody waits for

	slow  []*today.Slow
	today *today.Room

	imports *intake.Jobs
	health  health

	release func() error
}

// Open opens the folder for this process alone. A database older than the
// checkpoint kept outside it is refused (ledger.ErrOlder), unless inspect
// is set: then nothing may be served from it, only looked at.
func Open(ctx context.Context, dir string, inspect bool) (*Company, error) {
	dir, err := filepath.Abs(dir) // a file of another folder is named from here, too
	if err != nil {
		return nil, fmt.Errorf("app: open: %w", err)
	}
	settings, err := readSettings(dir)
	if err != nil {
		return nil, err
	}
	release, err := lock(dir)
	if err != nil {
		return nil, err
	}
	c := &Company{Dir: dir, Settings: settings, key: keyPath(dir), release: release}
	if err := c.open(ctx, inspect); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func (c *Company) open(ctx context.Context, inspect bool) error {
	if err := c.sweepScratch(); err != nil {
		return err
	}
	var err error
	if c.store, err = store.Open(ctx, c.Settings.address(c.Dir)); err != nil {
		return err
	}
	if c.keys, err = gate.OpenKeyring(ctx, c.store, c.key, time.Now); err != nil {
		return err
	}
	key, err := c.keys.LedgerKey(ctx)
	if err != nil {
		return err
	}
	c.ledger = ledger.New(c.store, c.keys, key, ledger.StateFile(within(c.Dir, c.Settings.State)), time.Now)
	if !inspect {
		if err := c.ledger.CheckOutside(ctx); err != nil {
			return err
		}
		if err := c.openJournal(ctx); err != nil {
			return err
		}
	}
	if err := c.openCharter(ctx, inspect); err != nil {
		return err
	}
	return c.wire()
}

// wire makes the rooms that stand on gate and ledger.
func (c *Company) wire() error {
	current := c.editions.Charter
	letters, err := c.Settings.Mail.sender(c.Dir)
	if err != nil {
		return err
	}
	hasher := password.NewHasher(0)
	c.gate = gate.New(c.store, c.ledger, c.keys, current, time.Now)
	c.staff = &staff.Office{
		Store: c.store, Sealer: c.keys, Ledger: c.ledger, Charter: current, Hasher: hasher, Now: time.Now,
	}
	c.verify = &verify.Verifier{
		Store: c.store, Gate: c.gate, Keys: c.keys, Ledger: c.ledger, Hasher: hasher, Charter: current, Now: time.Now,
		Post: letters, Link: func(secret string) string { return c.Settings.URL + "/enrol/" + secret },
		Later: c.letters.Go,
	}
	c.desk = desk.New(c.store, c.ledger, current, time.Now)
	c.rights = rights.New(c.store, c.gate, c.ledger, current, time.Now)
	c.consent = consent.New(c.store, c.ledger, current, time.Now)
	c.slow = c.slowly()
	c.today = &today.Room{Watches: c.watches(), Charter: current, Now: time.Now}
	c.imports = &intake.Jobs{Dir: within(c.Dir, "uploads"), Doors: c.importDoors(), Log: c.importLog(), Charter: current, Now: time.Now}
	return c.imports.Sweep()
}

// apiRooms is whom the API asks.
func (c *Company) apiRooms() api.Rooms {
	return api.Rooms{
		Gate: c.gate, Ledger: c.ledger, Tokens: c.staff, Cases: c.desk, Verifier: c.verify, Rights: c.rights,
		Charter: c.editions.Charter, Editions: c.editions, Today: c.today,
		Merger: c.gate, Consents: c.consent,
	}
}

// console is the pages, each group with the rooms that it asks.
func (c *Company) console() *web.Console {
	frame := &visit.Frame{
		Staff: c.staff, Charter: c.editions.Charter, Now: time.Now,
		Secure: strings.HasPrefix(c.Settings.URL, "https:"),
	}
	return &web.Console{
		Frame: frame,
		Door:  &door.Pages{Frame: frame, SignIns: c.staff, Links: c.verify},
		Cases: &cases.Pages{
			Frame: frame, Gate: c.gate, Writer: c.gate, Reader: c.gate, Matters: c.desk, Tasks: c.desk, Colleagues: c.staff,
			Verifier: c.verify, Enroller: c.verify, Wishes: c.consent, Merger: c.gate, Log: c.ledger,
		},
		Today: &webtoday.Pages{Frame: frame, Promises: c.today, Waiting: c.desk},
		Office: &office.Pages{
			Frame: frame, Requests: c.rights, Staff: c.staff, Credentials: c.staff, Sessions: c.staff, Tokens: c.staff,
			Editions: c.editions, Publisher: c.editions, Imports: c.imports,
		},
		Help: &help.Pages{},
	}
}

// Close lets running writes and letters end, and lets go of the folder.
func (c *Company) Close() error {
	c.letters.Wait()
	var err error
	if c.imports != nil {
		err = c.imports.Close()
	}
	if c.store != nil {
		err = errors.Join(err, c.store.Close())
	}
	if c.journal != nil {
		err = errors.Join(err, c.journal.Close())
	}
	return errors.Join(err, c.release())
}

// PublicKey is what anybody verifies the log's checkpoints with.
func (c *Company) PublicKey() string { return c.ledger.PublicKey() }

// operator is who asks at the command line: whoever may read the folder's
// key may do what the keeper of accounts may, and is written down by the
// system's name.
func (c *Company) operator() slovo.Actor { return c.operatorFor("staff") }

// operatorFor is the operator in a role that has the duty.
func (c *Company) operatorFor(duty string) slovo.Actor {
	return slovo.Actor{Account: operatorName(), Role: roleFor(c.editions.Charter(), duty)}
}

func operatorName() slovo.StaffID {
	name := os.Getenv("SUDO_USER")
	if name == "" {
		name = fmt.Sprintf("uid-%d", os.Getuid())
	}
	return slovo.StaffID(slovo.AtServer + name)
}

// roleFor is the role that has the duty; where several do, the first by name.
func roleFor(c *charter.Charter, duty string) string {
	for _, role := range slices.Sorted(maps.Keys(c.Roles)) {
		if c.Roles[role].MayDo(duty) {
			return role
		}
	}
	return ""
}
