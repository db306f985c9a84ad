package staff_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/ledger"
	"slovo/internal/password"
	"slovo/internal/staff"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var (
	noon     = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	operator = slovo.Actor{Role: "owner"}
	home     = netip.MustParseAddr("192.0.2.7")
	strange  = netip.MustParseAddr("198.51.100.9")
	hasher   = password.NewPatient(2, time.Minute)
)

const goodPassword = "скрепка окно барсук маяк"

func roles() *charter.Charter {
	return &charter.Charter{
		Hash:       "c0ffee",
		Controller: charter.Controller{Name: slovo.Text{RU: "ООО «Ромашка»", EN: "Romashka LLC"}},
		Purposes: map[string]charter.Purpose{
			"support": {Channels: []slovo.Channel{slovo.ChannelPhone}, Roles: map[charter.Duty][]string{charter.Tell: {"both"}}},
			"fulfil":  {Roles: map[charter.Duty][]string{charter.See: {"both"}}, WithoutCustomer: []string{"both", "packs"}},
		},
		Roles: map[string]charter.Role{
			"owner": {May: []string{"approve", "publish", "staff", "tokens", "seal"}},
			"hr":    {May: []string{"staff"}},
			"it":    {May: []string{"devices", "tokens"}},
			"agent": {},
			"both":  {},
			"packs": {}, // talks to nobody
		},
	}
}

// seals binds the label like the gate does, and hides nothing.
type seals struct{}

func (seals) Seal(label string, plain []byte) ([]byte, error) {
	return append([]byte(label+"\x00"), plain...), nil
}

func (seals) Open(label string, sealed []byte) ([]byte, error) {
	plain, ok := bytes.CutPrefix(sealed, []byte(label+"\x00"))
	if !ok {
		return nil, errors.New("sealed for another place")
	}
	return plain, nil
}

// book is a ledger that can be full.
type book struct {
	mu     sync.Mutex
	drafts []ledger.Draft
	full   bool
}

func (b *book) Append(_ context.Context, d ledger.Draft) (slovo.EntryID, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.full {
		return "", slovo.ErrUnavailable
	}
	b.drafts = append(b.drafts, d)
	return slovo.EntryIDOf(d.Customer, int64(len(b.drafts))), nil
}

func (b *book) last() string {
	if len(b.drafts) == 0 {
		return "nothing"
	}
	d := b.drafts[len(b.drafts)-1]
	return fmt.Sprint(d.Act, " ", d.Outcome, " ", d.Subject, " ", append(slices.Clone(d.Fields), d.Reasons...))
}

// office is one on an empty store, with a clock that the test moves.
type office struct {
	*staff.Office
	t    *testing.T
	book *book
	now  time.Time
}

func open(t *testing.T, s *store.Store) *office {
	o := &office{t: t, book: &book{}, now: noon}
	o.Office = &staff.Office{
		Store: s, Sealer: seals{}, Ledger: o.book, Charter: roles, Hasher: hasher,
		Now: func() time.Time { return o.now },
	}
	return o
}

func sqlite(t *testing.T) *office { return open(t, storetest.Open(t, storetest.SQLite(t))) }

// each runs the test on both engines.
func each(t *testing.T, test func(t *testing.T, o *office)) {
	storetest.Each(t, func(t *testing.T, s *store.Store) { test(t, open(t, s)) })
}

// colleague is an account with its authenticator in hand.
type colleague struct {
	staff.Account
	seed string
}

func (o *office) hire(login, role string) colleague {
	o.t.Helper()
	a, enrollment, err := o.Add(o.t.Context(), operator, staff.NewAccount{
		Login: login, Name: "Colleague " + login, Role: role, Password: slovo.NewValue(goodPassword),
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return colleague{a, enrollment.Secret.Show()}
}

func (o *office) code(c colleague) slovo.Value {
	code, err := totp.GenerateCode(c.seed, o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return slovo.NewValue(code)
}

// right is the attempt that opens a session.
func (o *office) right(c colleague, from netip.Addr) staff.Attempt {
	return staff.Attempt{Login: c.Login, Password: slovo.NewValue(goodPassword), Code: o.code(c), Addr: from}
}

// wrong is one that does not.
func (o *office) wrong(login string, from netip.Addr) staff.Attempt {
	return staff.Attempt{Login: login, Password: slovo.NewValue("not the password"), Code: slovo.NewValue("000000"), Addr: from}
}

func (o *office) signIn(c colleague) slovo.Value {
	o.t.Helper()
	o.now = o.now.Add(time.Minute) // a code is good once
	in, err := o.SignIn(o.t.Context(), o.right(c, home))
	if err != nil {
		o.t.Fatal(err)
	}
	return in.Secret
}

// want fails the test where err is not the word; nil wants no error.
func want(t *testing.T, what string, err, word error) {
	t.Helper()
	if !errors.Is(err, word) {
		t.Errorf("%s: %v, want %v", what, err, word)
	}
}
