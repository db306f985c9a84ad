package verify_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate/gatetest"
	"slovo/internal/verify"
)

// The whole table: what each kind is worth, and over which channels it may
// be asked for, in the order phone, e-mail, chat, in person, portal, task.
func TestFactors(t *testing.T) {
	over := []slovo.Channel{
		slovo.ChannelPhone, slovo.ChannelEmail, slovo.ChannelChat, slovo.ChannelInPerson, slovo.ChannelPortal, slovo.ChannelTask,
	}
	for _, tt := range []struct {
		kind      string
		points    int
		allowed   string
		available bool
	}{
		{verify.Passkey, 5, "....p.", false},
		{verify.TOTP, 3, "ppppp.", true},
		{verify.PortalCode, 3, "p..p..", false},
		{verify.Document, 3, "...p..", true},
		{verify.SMSCode, 2, "ppppp.", false},
		{verify.PIN, 2, "p..pp.", true},
		{verify.EmailCode, 1, "p.ppp.", false},
		{verify.CardLast4, 1, "p..p..", true},
		{verify.AccountNumber, 1, "ppppp.", true},
		{"birth_date", 0, "......", false},
		{"caller_number", 0, "......", false},
		{"voice", 0, "......", false},
		{"", 0, "......", false},
	} {
		if got := verify.Points(tt.kind); got != tt.points {
			t.Errorf("Points(%q) = %d, want %d", tt.kind, got, tt.points)
		}
		if got := verify.Available(tt.kind); got != tt.available {
			t.Errorf("Available(%q) = %v, want %v", tt.kind, got, tt.available)
		}
		for i, channel := range over {
			if got, want := verify.Allowed(tt.kind, channel), tt.allowed[i] == 'p'; got != want {
				t.Errorf("Allowed(%q, %s) = %v, want %v", tt.kind, channel, got, want)
			}
		}
	}
}

// What the gate never moves in a merge is what is asked for here.
func TestFactsAreWhatTheGateTakesForProof(t *testing.T) {
	declared := map[string]charter.Field{
		verify.Passkey: {Type: verify.Passkey}, verify.TOTP: {Type: verify.TOTP}, verify.PortalCode: {Type: verify.PortalCode},
		verify.Document: {Type: verify.Document}, verify.SMSCode: {Type: verify.SMSCode}, verify.PIN: {Type: verify.PIN},
		verify.EmailCode: {Type: verify.EmailCode}, verify.CardLast4: {Type: verify.CardLast4},
		verify.AccountNumber: {Type: verify.AccountNumber},
	}
	for _, kind := range charter.Factors() {
		f, ok := declared[kind]
		if !ok || verify.Fact(kind) != f.Type.Proves() {
			t.Errorf("%s: Fact is %v, the field's type proves %v", kind, verify.Fact(kind), f.Type.Proves())
		}
	}
	for name, f := range gatetest.Shop(t).Fields {
		if verify.Fact(string(f.Type)) != f.Type.Proves() {
			t.Errorf("field %s: Fact is %v, its type proves %v", name, verify.Fact(string(f.Type)), f.Type.Proves())
		}
	}
}

func TestEveryFactorOfTheCharterIsInTheTable(t *testing.T) {
	for _, kind := range charter.Factors() {
		if verify.Points(kind) == 0 {
			t.Errorf("Points(%s) = 0", kind)
		}
	}
}

func TestReached(t *testing.T) {
	usual := gatetest.Shop(t).Verification
	for points, want := range []charter.Level{"", "", charter.Low, charter.Normal, charter.Normal, charter.High, charter.High} {
		if got := verify.Reached(usual, points); got != want {
			t.Errorf("Reached(%d) = %q, want %q", points, got, want)
		}
	}
	strict := charter.Verification{Points: map[charter.Level]int{charter.Low: 3, charter.Normal: 6, charter.High: 8}}
	for points, want := range map[int]charter.Level{0: "", 2: "", 3: charter.Low, 7: charter.Normal, 8: charter.High} {
		if got := verify.Reached(strict, points); got != want {
			t.Errorf("Reached(strict, %d) = %q, want %q", points, got, want)
		}
	}
}

// The pairs that a firm knows, and what they open.
func TestPairs(t *testing.T) {
	usual := gatetest.Shop(t).Verification
	for pair, want := range map[string]charter.Level{
		"card_last4 pin": charter.Normal, "account_number pin": charter.Normal, "account_number card_last4": charter.Low,
		"document card_last4": charter.Normal, "pin totp": charter.High, "document totp": charter.High,
	} {
		sum := 0
		for _, kind := range strings.Fields(pair) {
			sum += verify.Points(kind)
		}
		if got := verify.Reached(usual, sum); got != want {
			t.Errorf("%s: %q, want %q", pair, got, want)
		}
	}
}

func TestDocumentsIsACopy(t *testing.T) {
	want := verify.Documents()
	verify.Documents()[0] = "napkin"
	if diff := cmp.Diff(want, verify.Documents()); diff != "" {
		t.Errorf("the list was changed from outside:\n%s", diff)
	}
}
