package gatetest

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"
	"unicode/utf16"

	"slovo"
	"slovo/internal/gate"
)

// Agent returns somebody with the charter's role agent.
func Agent(id string) slovo.Actor { return Actor(id, "agent") }

// Actor returns somebody with the role.
func Actor(id, role string) slovo.Actor {
	return slovo.Actor{Account: slovo.StaffID(id), Role: role}
}

// Anna is a customer's record, for a test that needs one.
func Anna() map[string]string {
	return map[string]string{
		"name": "Анна Захарова", "phone": "+79161234567", "email": "anna.zakharova@example.com",
		"address": "125009, Москва, ул. Тверская, 7", "account": "40817810000012345678", "card_last4": "4242",
	}
}

// Values makes a record's texts into values.
func Values(texts map[string]string) map[string]slovo.Value {
	values := make(map[string]slovo.Value, len(texts))
	for name, text := range texts {
		values[name] = slovo.NewValue(text)
	}
	return values
}

// Add adds a customer for the purposes; none given means support.
func (k *Kit) Add(t testing.TB, texts map[string]string, purposes ...string) slovo.CustomerID {
	t.Helper()
	if purposes == nil {
		purposes = []string{"support"}
	}
	n := gate.NewCustomer{Fields: Values(texts), Purposes: purposes, Source: "test"}
	id, err := k.Gate.Add(t.Context(), Actor("owner", "owner"), n, gate.Once{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Import adds a customer for support as from a file of the company's.
func (k *Kit) Import(t testing.TB, texts map[string]string) slovo.CustomerID {
	t.Helper()
	n := gate.NewCustomer{Fields: Values(texts), Purposes: []string{"support"}, Source: "file"}
	added, err := k.Gate.AddMany(t.Context(), Actor("owner", "owner"), []gate.NewCustomer{n})
	if err != nil || added[0].Err != nil {
		t.Fatal(err, added)
	}
	return added[0].ID
}

// Case opens a case of the customer for support, over the channel.
func (k *Kit) Case(t testing.TB, c slovo.CustomerID, agent slovo.Actor, over slovo.Channel) gate.Case {
	t.Helper()
	matter := gate.Case{
		ID: slovo.NewCaseID(c), Channel: over, Endpoint: slovo.RandomText(8), Purpose: "support",
		Agent: agent.Account, Opened: k.Clock.Now(),
	}
	k.Atomic(t, func(ctx context.Context) error { return k.Store.PutCase(ctx, matter) })
	return matter
}

// Grant gives the case what a passed verification of so many points gives.
func (k *Kit) Grant(t testing.TB, matter gate.Case, points int) gate.Grant {
	t.Helper()
	now := k.Clock.Now()
	grant := gate.Grant{
		Case: matter.ID, Agent: matter.Agent, Channel: matter.Channel, Endpoint: matter.Endpoint,
		Kinds: []string{"pin", "card_last4"}, Points: points, Used: now,
		Until: now.Add(k.Charter.Verification.Grant.For.Duration()),
	}
	k.Atomic(t, func(ctx context.Context) error { return k.Store.PutGrant(ctx, grant) })
	return grant
}

// Verified opens a phone case whose customer has passed at level normal.
func (k *Kit) Verified(t testing.TB, c slovo.CustomerID, agent slovo.Actor) gate.Case {
	t.Helper()
	matter := k.Case(t, c, agent, slovo.ChannelPhone)
	k.Grant(t, matter, k.Charter.Verification.Points["normal"])
	return matter
}

// Erase erases the customer, by the owner.
func (k *Kit) Erase(t testing.TB, c slovo.CustomerID) slovo.EntryID {
	t.Helper()
	nothing := func(context.Context) error { return nil }
	entry, err := k.Gate.Erase(t.Context(), Actor("owner", "owner"), slovo.NewRequestID(c), nothing)
	if err != nil {
		t.Fatal(err)
	}
	return entry
}

// Sequence folds all that waits into the tree, and publishes a checkpoint.
func (k *Kit) Sequence(t testing.TB) {
	t.Helper()
	for {
		n, err := k.Ledger.Sequence(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	if _, err := k.Ledger.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Atomic writes to the store in one transaction.
func (k *Kit) Atomic(t testing.TB, do func(context.Context) error) {
	t.Helper()
	if err := k.Store.Atomic(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// Forms returns the forms in which the text could lie in a file, by name.
func Forms(text string) map[string][]byte {
	b := []byte(text)
	forms := map[string][]byte{
		"itself": b, "hex": []byte(hex.EncodeToString(b)), "capital hex": []byte(strings.ToUpper(hex.EncodeToString(b))),
		"base64": []byte(base64.RawStdEncoding.EncodeToString(b[:len(b)/3*3])), "digits": []byte(strings.Trim(text, "+")),
	}
	var wide []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = binary.LittleEndian.AppendUint16(wide, unit)
	}
	forms["UTF-16"] = wide
	return forms
}
