package verify_test

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/password"
	"slovo/internal/post"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
	"slovo/internal/verify"
)

func TestMain(m *testing.M) { storetest.Main(m) }

const pin = "804172" // Anna's, and nowhere in her record

var (
	hasher = password.NewPatient(2, time.Minute)
	agent  = gatetest.Agent("vera")
	other  = gatetest.Agent("oleg")
)

// office is a whole working company with a post that keeps its letters.
type office struct {
	*gatetest.Kit
	v     *verify.Verifier
	store *store.Store
	post  *mailbox
}

func newOffice(t testing.TB, s *store.Store) *office {
	t.Helper()
	kit, box := gatetest.New(t, s), &mailbox{}
	return &office{Kit: kit, store: s, post: box, v: &verify.Verifier{
		Store: s, Gate: kit.Gate, Keys: kit.Keys, Ledger: kit.Ledger, Hasher: hasher,
		Charter: func() *charter.Charter { return kit.Charter }, Now: kit.Clock.Now,
		Post: box, Link: func(secret string) string { return "https://lavka.example/enrol/" + secret },
	}}
}

// each runs the test on both engines.
func each(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) { test(t, newOffice(t, s)) })
}

type mailbox struct {
	mu      sync.Mutex
	letters []post.Letter
	broken  bool
}

func (m *mailbox) Send(_ context.Context, l post.Letter) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken {
		return slovo.ErrUnavailable
	}
	m.letters = append(m.letters, l)
	return nil
}

// take returns the letters and empties the box.
func (m *mailbox) take() []post.Letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	taken := m.letters
	m.letters = nil
	return taken
}

// link reads the secret out of the letter's link.
func link(t *testing.T, l post.Letter) slovo.Value {
	t.Helper()
	_, rest, found := strings.Cut(l.Text, "/enrol/")
	if !found {
		t.Fatalf("the letter has no link: %s", l.Text)
	}
	secret, _, _ := strings.Cut(rest, "\n")
	return slovo.NewValue(secret)
}

// anna adds a customer with a PIN.
func (o *office) anna(t testing.TB) slovo.CustomerID {
	t.Helper()
	c := o.Add(t, gatetest.Anna())
	matter := o.Case(t, c, gatetest.Agent("counter"), slovo.ChannelInPerson)
	err := o.v.EnrollInPerson(t.Context(), gatetest.Agent("counter"), matter.ID, "passport", say(verify.CardLast4, "4242"), slovo.NewValue(pin))
	if err != nil {
		t.Fatal(err)
	}
	o.post.take()
	return c
}

// seed gives the customer an authenticator, and returns what makes its codes.
func (o *office) seed(t testing.TB, c slovo.CustomerID) (code func() string) {
	t.Helper()
	seed := make([]byte, 20)
	rand.Read(seed) //nolint:errcheck // never fails
	sealed, err := o.Keys.SealFactor(t.Context(), c, verify.TOTP, seed)
	if err != nil {
		t.Fatal(err)
	}
	o.Atomic(t, func(ctx context.Context) error {
		return o.store.PutFactor(ctx, verify.Factor{Customer: c, Kind: verify.TOTP, Secret: sealed, Set: o.Clock.Now()})
	})
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(seed)
	return func() string { return codeOf(t, text, o.Clock.Now()) }
}

func codeOf(t testing.TB, seed string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(seed, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func (o *office) phone(t testing.TB, c slovo.CustomerID) slovo.CaseID {
	return o.Case(t, c, agent, slovo.ChannelPhone).ID
}

func say(kind, answer string) verify.Answer {
	return verify.Answer{Kind: kind, Answer: slovo.NewValue(answer)}
}

// pair is a right PIN, or a wrong one, with the card's digits.
func pair(pin string) []verify.Answer {
	return []verify.Answer{say(verify.PIN, pin), say(verify.CardLast4, "4242")}
}

func account() []verify.Answer {
	return []verify.Answer{say(verify.AccountNumber, gatetest.Anna()["account"]), say(verify.CardLast4, "4242")}
}

// try fails the test on an error.
func (o *office) try(t testing.TB, a slovo.Actor, id slovo.CaseID, answers []verify.Answer) verify.Result {
	t.Helper()
	result, err := o.v.Try(t.Context(), a, id, answers)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// entries returns the firm's halves of the customer's entries of the act,
// the oldest first.
func (o *office) entries(t testing.TB, c slovo.CustomerID, act ledger.Act) []ledger.FirmHalf {
	t.Helper()
	lines, err := o.Ledger.Of(t.Context(), c, 1<<40, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var halves []ledger.FirmHalf
	for _, line := range slices.Backward(lines) {
		half, err := o.Ledger.OpenFirm(t.Context(), line)
		if err != nil {
			t.Fatal(err)
		}
		if half.Act == act {
			halves = append(halves, half)
		}
	}
	return halves
}

// refused fails the test unless the error is a denial for that reason,
// written down.
func refused(t testing.TB, err error, code gate.Code) {
	t.Helper()
	var denial *gate.Denial
	if !errors.As(err, &denial) || !denial.Has(code) || denial.Entry == "" {
		t.Fatalf("got %v, want a denial written down: %s", err, code)
	}
}

func secretOf(t testing.TB, s verify.Seed) string {
	t.Helper()
	u, err := url.Parse(s.URL.Show())
	if err != nil || u.Query().Get("secret") != s.Secret.Show() {
		t.Fatalf("the picture shows another seed: %v", err)
	}
	return s.Secret.Show()
}

// ctx keeps lines short where a transaction is one call.
type ctx = context.Context
