package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"slovo"
	"slovo/internal/bench"
	"slovo/internal/demo"
	"slovo/internal/gate"
	"slovo/internal/verify"
)

// benchSubjects is how many customers are verified, spread over all.
const benchSubjects = 128

// benchQuota is what the program may reveal and search an hour: it is
// counted all the same.
const benchQuota = 1_000_000_000

// benchPIN is everybody's.
const benchPIN = "407182"

// hire adds the agent for whom the program works, and its token.
func (b *benching) hire(ctx context.Context) error {
	for _, m := range demo.Staff() {
		if m.Login != demo.Agent {
			continue
		}
		account, _, err := b.staff.Add(ctx, b.operator(), newAccount(m))
		if err != nil {
			return err
		}
		token, err := b.token(ctx, account, TokenOptions{Label: "bench", Quota: benchQuota})
		b.secret = token.Secret
		return err
	}
	return fmt.Errorf("account %s: %w", demo.Agent, slovo.ErrNotFound)
}

// agent is the program as the API knows it.
func (b *benching) agent(ctx context.Context) (slovo.Actor, error) {
	return b.staff.TokenActor(ctx, slovo.NewValue(b.secret), netip.IPv6Loopback())
}

// fill imports everybody from a file, as a company would.
func (b *benching) fill(ctx context.Context) error {
	b.tell("import", 1)
	began := time.Now()
	if err := b.importPeople(ctx, 0, b.o.Customers); err != nil {
		return err
	}
	b.result.Import = ImportRate{Rows: b.o.Customers, PerSecond: float64(b.o.Customers) / time.Since(began).Seconds()}
	return b.sequence(ctx)
}

// importPeople imports those with the numbers from, inclusive, to another.
func (b *benching) importPeople(ctx context.Context, from, to int) error {
	file := filepath.Join(b.dir, "people.csv")
	if err := writePeople(file, from, to); err != nil {
		return err
	}
	options, err := json.Marshal(ImportOptions{File: file, Purposes: []string{"support", "fulfil", "payment"}})
	if err != nil {
		return err
	}
	done, err := b.importFile(ctx, options, nil, func(Progress) {})
	if err != nil {
		return err
	}
	if stored := done.(Imported).Stored; stored != to-from {
		return fmt.Errorf("%d of %d invented people were stored: %w", stored, to-from, slovo.ErrInvalid)
	}
	return os.Remove(file)
}

func writePeople(file string, from, to int) error {
	f, err := os.Create(file) //nolint:gosec // in a folder of our own
	if err != nil {
		return err
	}
	return errors.Join(bench.WriteFile(f, from, to), f.Close())
}

// enroll verifies some customers, spread over all, each in a case of theirs.
func (b *benching) enroll(ctx context.Context) error {
	many := min(benchSubjects, b.o.Customers)
	b.tell("verify", 1)
	for i := range many {
		s, err := b.verified(ctx, bench.Person{Number: i * (b.o.Customers / many)})
		if err != nil {
			return err
		}
		b.subjects = append(b.subjects, s)
	}
	return nil
}

// verified sets the person's PIN and goes the way of a call.
func (b *benching) verified(ctx context.Context, p bench.Person) (subject, error) {
	agent, err := b.agent(ctx)
	if err != nil {
		return subject{}, err
	}
	found, err := b.gate.Search(ctx, agent, "phone", slovo.NewValue(p.Phone()))
	if err != nil {
		return subject{}, err
	}
	if len(found.Hits) != 1 {
		return subject{}, fmt.Errorf("%d customers with an invented phone: %w", len(found.Hits), slovo.ErrInvalid)
	}
	id := found.Hits[0].ID
	if err := b.setPIN(ctx, id, demo.Person{Account: p.Account(), PIN: benchPIN}); err != nil {
		return subject{}, err
	}
	matter, err := b.desk.Open(ctx, agent, id, slovo.ChannelPhone, "support", gate.Once{})
	if err != nil {
		return subject{}, err
	}
	result, err := b.verify.Try(ctx, agent, matter, []verify.Answer{
		{Kind: verify.PIN, Answer: slovo.NewValue(benchPIN)},
		{Kind: verify.CardLast4, Answer: slovo.NewValue(p.CardLast4())},
	})
	if err == nil && !result.Passed {
		err = fmt.Errorf("an invented customer did not pass: %w", slovo.ErrDenied)
	}
	return subject{id, matter}, err
}
