package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"slovo"
	"slovo/internal/api"
	"slovo/internal/bench"
)

// benchRate is how often a second an address and a token may ask: it is
// counted all the same.
const benchRate = 1_000_000

// The clients of what is measured once.
const (
	profiledClients  = 16
	meanwhileClients = 4
)

// race serves the company and the floor, and lets the loads run in turn.
func (b *benching) race(ctx context.Context) error {
	floor, err := bench.OpenFloor(ctx, filepath.Join(b.dir, "floor.db"), b.o.Customers)
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(ctx)
	work, serving := errgroup.WithContext(serving)
	err = b.loads(ctx, func(h http.Handler) (string, error) { return serveBench(serving, work, h) }, floor)
	stop()
	if ended := work.Wait(); !errors.Is(ended, context.Canceled) {
		err = errors.Join(err, ended)
	}
	return errors.Join(err, floor.Close())
}

// serveBench answers with the handler on a port of its own.
func serveBench(ctx context.Context, work *errgroup.Group, h http.Handler) (url string, err error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "localhost:0")
	if err != nil {
		return "", err
	}
	work.Go(func() error { return bench.Serve(ctx, l, h) })
	return "http://" + l.Addr().String(), nil
}

// loads runs everything that is measured over HTTP. The log is sequenced
// meanwhile, as it is wherever slovo serves.
func (b *benching) loads(ctx context.Context, serve func(http.Handler) (string, error), floor http.Handler) error {
	floorURL, err := serve(floor)
	if err != nil {
		return err
	}
	limit := api.Limit{PerSecond: benchRate, Burst: benchRate}
	url, err := serve(b.handler(api.WithLimits(limit, limit)))
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	var log errgroup.Group
	log.Go(func() error { return b.keepLog(ctx) })
	defer log.Wait() //nolint:errcheck // it ends by stop
	defer stop()

	least := bench.Load{Name: "floor", URL: floorURL, Ask: b.askFloor}
	reveal := bench.Load{Name: "reveal", URL: url, Ask: b.askReveal}
	others := []bench.Load{
		{Name: "create", URL: url, Ask: b.askCreate()},
		{Name: "search_exact", URL: url, Ask: b.askExact},
		{Name: "search_start", URL: url, Ask: b.askStart},
	}
	if b.result.Rows, err = bench.Run(ctx, b.o.Plan, least, append([]bench.Load{reveal}, others...), b.tell); err != nil {
		return err
	}
	return errors.Join(b.profile(ctx, reveal), b.meanwhile(ctx, reveal))
}

// profile tells where reveals spend their time, and holds the answers
// against the log.
func (b *benching) profile(ctx context.Context, reveal bench.Load) error {
	b.tell("profile", profiledClients)
	before, err := b.entries(ctx)
	if err != nil {
		return err
	}
	var rate bench.Rate
	steps, calls, err := bench.Profiled(func() error {
		rate, err = bench.Drive(ctx, reveal, profiledClients, b.o.Plan.Each)
		return err
	})
	if err != nil {
		return err
	}
	after, err := b.entries(ctx)
	b.result.Steps, b.result.Revealed, b.result.Recorded = steps, rate.Answered, after-before
	if err != nil || b.o.Flame == nil {
		return err
	}
	return bench.Flame(b.o.Flame, calls)
}

// entries is how many the log holds, all sequenced.
func (b *benching) entries(ctx context.Context) (int64, error) {
	if err := b.sequence(ctx); err != nil {
		return 0, err
	}
	last, err := b.ledger.Publish(ctx)
	return last.Size, err
}

// meanwhile reveals while a tenth as many customers again come in by import.
func (b *benching) meanwhile(ctx context.Context, reveal bench.Load) error {
	b.tell("reveal_while_importing", meanwhileClients)
	var work errgroup.Group
	work.Go(func() error {
		return b.importPeople(ctx, newcomers, newcomers+max(10_000, b.o.Customers/10))
	})
	var err error
	b.result.Meanwhile, err = bench.Drive(ctx, reveal, meanwhileClients, b.o.Plan.Each)
	return errors.Join(err, work.Wait())
}

// Where the numbers of people begin who come in later: those of created
// ones, and those of a second import.
const (
	created   = 4_000_000
	newcomers = 8_000_000
)

func (b *benching) askFloor(client, n int) []byte {
	return fmt.Appendf(nil, "GET /%d HTTP/1.1\r\nHost: localhost\r\n\r\n", b.anyone(client, n).Number)
}

func (b *benching) askReveal(client, n int) []byte {
	s := b.subjects[(client+n)%len(b.subjects)]
	return b.post("/customers/"+string(s.id)+"/reveal", "", map[string]any{
		"fields": []string{"phone"}, "purpose": "support", "case": s.matter,
	})
}

func (b *benching) askCreate() func(client, n int) []byte {
	var many atomic.Int64
	return func(int, int) []byte {
		p := bench.Person{Number: created + int(many.Add(1))}
		return b.post("/customers", slovo.RandomText(16), map[string]any{
			"fields":   map[string]string{"name": p.Name(), "phone": p.Phone(), "email": p.Email()},
			"purposes": []string{"support"}, "source": "bench",
		})
	}
}

func (b *benching) askExact(client, n int) []byte {
	return b.post("/customers/search", "", map[string]any{"field": "phone", "value": b.anyone(client, n).Phone()})
}

func (b *benching) askStart(client, n int) []byte {
	return b.post("/customers/search", "", map[string]any{"field": "name", "value": b.anyone(client, n).Begun()})
}

// anyone is one of the customers, another each time.
func (b *benching) anyone(client, n int) bench.Person {
	return bench.Person{Number: (client*104_729 + n*7_919) % b.o.Customers}
}

// post writes a whole request of the program's.
func (b *benching) post(path, key string, body any) []byte {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // maps of texts always marshal
	}
	if key != "" {
		key = "Idempotency-Key: " + key + "\r\n"
	}
	return fmt.Appendf(nil, "POST /api/v1%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		path, b.secret, key, len(text), text)
}
