package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/store/gen"
)

// Installation implements gate.KeyStore.
func (s *Store) Installation(ctx context.Context, fresh string, now time.Time) (string, error) {
	var id string
	err := s.Atomic(ctx, func(ctx context.Context) error {
		var err error
		if id, err = s.q(ctx).Installation(ctx); errors.Is(known(err), slovo.ErrNotFound) {
			id = fresh
			err = s.q(ctx).PutInstallation(ctx, fresh, slovo.Micros(now))
		}
		return known(err)
	})
	return id, err
}

// Key implements gate.KeyStore.
func (s *Store) Key(ctx context.Context, name string, fresh func() ([]byte, error), now time.Time) ([]byte, error) {
	wrapped, err := s.q(ctx).Key(ctx, name)
	if err = known(err); !errors.Is(err, slovo.ErrNotFound) {
		return wrapped, about("key", name, err)
	}
	err = s.Atomic(ctx, func(ctx context.Context) error {
		made, err := fresh()
		if err != nil {
			return err
		}
		if _, err := s.q(ctx).PutKey(ctx, name, made, slovo.Micros(now)); err != nil {
			return known(err)
		}
		wrapped, err = s.q(ctx).Key(ctx, name)
		return known(err)
	})
	return wrapped, about("key", name, err)
}

// CustomerKey implements gate.KeyStore.
func (s *Store) CustomerKey(ctx context.Context, c slovo.CustomerID, kind string) ([]byte, error) {
	wrapped, err := s.q(ctx).CustomerKey(ctx, string(c), kind)
	if err == nil && blank(wrapped) {
		err = slovo.ErrNotFound
	}
	return wrapped, about("key of", c, err)
}

// PutCustomerKey implements gate.KeyStore.
func (s *Store) PutCustomerKey(ctx context.Context, c slovo.CustomerID, kind string, wrapped []byte) error {
	return known(s.q(ctx).PutCustomerKey(ctx, string(c), kind, wrapped))
}

// PutCustomer implements gate.Customers.
func (s *Store) PutCustomer(ctx context.Context, c gate.Customer) error {
	return known(s.q(ctx).PutCustomer(ctx, string(c.ID), slovo.Micros(c.Made), c.Source, bit(c.Imported)))
}

// Customer implements gate.Customers.
func (s *Store) Customer(ctx context.Context, id slovo.CustomerID) (gate.Customer, error) {
	row, err := s.q(ctx).Customer(ctx, string(id))
	if err != nil {
		return gate.Customer{}, about("customer", id, err)
	}
	return customer(row), nil
}

func customer(r gen.CustomerRow) gate.Customer {
	return gate.Customer{
		ID: slovo.CustomerID(r.CustomerID), Made: slovo.Time(r.MadeAt), Source: r.Source, Imported: r.Imported == 1,
		Purposes: strings.Fields(r.Purposes), Erased: slovo.Time(r.ErasedAt), Frozen: r.Frozen == 1, Restricted: r.Restricted == 1,
		Held: r.Held == 1, Merged: slovo.CustomerID(r.MergedInto),
	}
}

// Situation implements gate.Situations.
func (s *Store) Situation(ctx context.Context, c slovo.CustomerID, in slovo.CaseID, since time.Time) (gate.Situation, error) {
	r, err := s.q(ctx).Situation(ctx, slovo.Micros(since), string(in), string(c))
	if err != nil {
		return gate.Situation{}, about("situation of", c, err)
	}
	return gate.Situation{
		Customer: customer(gen.CustomerRow{
			CustomerID: r.CustomerID, MadeAt: r.MadeAt, Source: r.Source, Imported: r.Imported, ErasedAt: r.ErasedAt,
			Frozen: r.Frozen, Restricted: r.Restricted, Held: r.Held, MergedInto: r.MergedInto, Purposes: r.Purposes,
		}),
		Case: caseOf(gen.Case{
			ID: r.CaseID, Channel: r.Channel, Endpoint: r.Endpoint, Purpose: r.Purpose, Agent: r.Agent, OpenedAt: r.OpenedAt, ClosedAt: r.ClosedAt,
		}),
		Grant: grantOf(gen.Grant{
			CaseID: r.GrantCase, Agent: r.GrantAgent, Channel: r.GrantChannel, Endpoint: r.GrantEndpoint,
			Kinds: r.Kinds, Points: r.Points, Until: r.Until, UsedAt: r.UsedAt,
		}),
		Failures: int(r.Failures),
	}, nil
}

// Lock implements gate.Customers: whoever else writes about the customer
// waits for the row. SQLite has one writer, and so no need to wait.
func (s *Store) Lock(ctx context.Context, id slovo.CustomerID) error {
	if s.engine.alone() {
		return nil
	}
	_, err := s.q(ctx).LockCustomer(ctx, string(id))
	return known(err)
}

// Shred implements gate.Customers.
func (s *Store) Shred(ctx context.Context, id slovo.CustomerID, now time.Time) error {
	q, c := s.q(ctx), string(id)
	for _, clear := range []func(context.Context, string) (int64, error){
		s.blankKeys, q.DeleteCells, q.DeleteAllLookups, q.ForgetSources, q.DeletePurposes,
		q.DeleteEvents, q.DeleteWishes, q.DeleteFactors, q.DeleteLinks, q.DropGrants, q.DeleteTasks,
	} {
		if _, err := clear(ctx, c); err != nil {
			return about("shred", id, err)
		}
	}
	if _, err := q.DeleteProposals(ctx, c); err != nil {
		return about("shred", id, err)
	}
	if _, err := q.ForgetOnces(ctx, []byte{}, c); err != nil {
		return about("shred", id, err)
	}
	return moved(q.MarkErased(ctx, slovo.Micros(now), c))
}

// blankKeys writes zeros over the customer's keys, of the same length and so
// in the same place. Deleted rows would let SQLite join pages, and what it
// leaves there can be another customer's key, which outlives that customer.
func (s *Store) blankKeys(ctx context.Context, c string) (int64, error) {
	q := s.q(ctx)
	keys, err := q.CustomerKeys(ctx, c)
	if err != nil {
		return 0, err
	}
	for _, k := range keys {
		if _, err := q.BlankCustomerKey(ctx, make([]byte, len(k.Wrapped)), c, k.Kind); err != nil {
			return 0, err
		}
	}
	return int64(len(keys)), nil
}

// blank tells whether a key was shredded.
func blank(wrapped []byte) bool {
	return bytes.Count(wrapped, []byte{0}) == len(wrapped)
}

// Record implements gate.Records.
func (s *Store) Record(ctx context.Context, c slovo.CustomerID) (gate.Record, error) {
	rows, err := s.q(ctx).Record(ctx, string(c))
	var sealed gate.Record
	for _, r := range rows {
		if !blank(r.Wrapped) {
			sealed.Key = r.Wrapped
		}
		if r.Field != "" { // a record without fields has a key all the same
			sealed.Cells = append(sealed.Cells, slovo.Cell{Customer: c, Field: r.Field, Version: r.Version, Sealed: r.Sealed})
		}
	}
	return sealed, known(err)
}

// Cells implements gate.Records.
func (s *Store) Cells(ctx context.Context, c slovo.CustomerID) ([]slovo.Cell, error) {
	rows, err := s.q(ctx).Cells(ctx, string(c))
	return each(rows, func(r gen.Cell) slovo.Cell {
		return slovo.Cell{Customer: c, Field: r.Field, Version: r.Version, Sealed: r.Sealed}
	}), known(err)
}

// PutCell implements gate.Records.
func (s *Store) PutCell(ctx context.Context, cell slovo.Cell, now time.Time) error {
	return known(s.q(ctx).PutCell(ctx, gen.PutCellParams{
		CustomerID: string(cell.Customer), Field: cell.Field, Version: cell.Version,
		Sealed: cell.Sealed, WrittenAt: slovo.Micros(now),
	}))
}

// Written implements gate.Records.
func (s *Store) Written(ctx context.Context, c slovo.CustomerID, field string) (time.Time, error) {
	at, err := s.q(ctx).CellWritten(ctx, string(c), field)
	return slovo.Time(at), known(err)
}

// PutPurposes implements gate.Records.
func (s *Store) PutPurposes(ctx context.Context, c slovo.CustomerID, purposes []string, now time.Time) error {
	for _, p := range purposes {
		if err := s.q(ctx).PutPurpose(ctx, string(c), p, slovo.Micros(now)); err != nil {
			return known(err)
		}
	}
	return nil
}

// EventsOf implements gate.Moments.
func (s *Store) EventsOf(ctx context.Context, c slovo.CustomerID) ([]gate.Event, error) {
	rows, err := s.q(ctx).EventsOf(ctx, string(c))
	return each(rows, func(r gen.EventsOfRow) gate.Event { return gate.Event{Name: r.Event, At: slovo.Time(r.At)} }), known(err)
}

// PutEvent implements gate.Records.
func (s *Store) PutEvent(ctx context.Context, c slovo.CustomerID, event string, at time.Time) error {
	return known(s.q(ctx).PutEvent(ctx, string(c), event, slovo.Micros(at)))
}

// PutLookups implements gate.Lookups, many rows by one statement.
func (s *Store) PutLookups(ctx context.Context, list []gate.Lookup) error {
	for some := range slices.Chunk(list, lookupsAtOnce) {
		if len(some) < lookupsAtOnce {
			return s.putLookupsSingly(ctx, some)
		}
		args := make([]any, 0, 3*lookupsAtOnce)
		for _, l := range some {
			args = append(args, l.Hash, string(l.Customer), l.Field)
		}
		if _, err := s.db(ctx).ExecContext(ctx, putManyLookups, args...); err != nil {
			return known(err)
		}
	}
	return nil
}

func (s *Store) putLookupsSingly(ctx context.Context, list []gate.Lookup) error {
	for _, l := range list {
		if err := s.q(ctx).PutLookup(ctx, l.Hash, string(l.Customer), l.Field); err != nil {
			return known(err)
		}
	}
	return nil
}

// putManyLookups is the query PutLookup with many rows: sqlc knows no such
// statement that both engines take.
const lookupsAtOnce = 64

var putManyLookups = func() string {
	var rows []string
	for i := range lookupsAtOnce {
		rows = append(rows, fmt.Sprintf("($%d, $%d, $%d)", 3*i+1, 3*i+2, 3*i+3))
	}
	return "INSERT INTO lookups (hash, customer_id, field) VALUES " + strings.Join(rows, ", ") +
		" ON CONFLICT (hash, customer_id, field) DO NOTHING"
}()

// DeleteLookups implements gate.Lookups.
func (s *Store) DeleteLookups(ctx context.Context, c slovo.CustomerID, field string) error {
	_, err := s.q(ctx).DeleteLookups(ctx, string(c), field)
	return known(err)
}

// Find implements gate.Lookups.
func (s *Store) Find(ctx context.Context, hash []byte, after slovo.CustomerID, limit int) ([]slovo.CustomerID, error) {
	rows, err := s.q(ctx).Find(ctx, hash, string(after), int32(limit)) //nolint:gosec // pages are small
	return each(rows, func(r gen.FindRow) slovo.CustomerID { return slovo.CustomerID(r.CustomerID) }), known(err)
}

// CustomersAfter implements gate.Lookups.
func (s *Store) CustomersAfter(ctx context.Context, after slovo.CustomerID, limit int) ([]slovo.CustomerID, error) {
	rows, err := s.q(ctx).Customers(ctx, string(after), int32(limit)) //nolint:gosec // pages are small
	return each(rows, func(id string) slovo.CustomerID { return slovo.CustomerID(id) }), known(err)
}

// Once implements gate.Doors.
func (s *Store) Once(ctx context.Context, o gate.Once, result string, now time.Time) (string, error) {
	fresh, err := s.q(ctx).ClaimOnce(ctx, gen.ClaimOnceParams{
		Owner: o.Owner, Key: o.Key, CustomerID: string(slovo.EntryID(result).Customer()), Request: o.Request, Result: result, MadeAt: slovo.Micros(now),
	})
	if err != nil || fresh == 1 {
		return result, known(err)
	}
	row, err := s.q(ctx).Once(ctx, o.Owner, o.Key)
	if err == nil && row.Result == "" {
		return "", fmt.Errorf("store: idempotency key: %w", gate.ErrForgotten)
	}
	if err == nil && !bytes.Equal(row.Request, o.Request) {
		return "", fmt.Errorf("store: idempotency key was used for another request: %w", slovo.ErrConflict)
	}
	return row.Result, known(err)
}

// ClaimSource implements gate.Doors.
func (s *Store) ClaimSource(ctx context.Context, hash []byte, c slovo.CustomerID) (slovo.CustomerID, error) {
	fresh, err := s.q(ctx).ClaimSource(ctx, hash, string(c))
	if err != nil || fresh == 1 {
		return c, known(err)
	}
	prior, err := s.q(ctx).CustomerOfSource(ctx, hash)
	if err == nil && prior == "" {
		return "", fmt.Errorf("store: source's id: %w", gate.ErrForgotten)
	}
	return slovo.CustomerID(prior), known(err)
}

// PutCase implements gate.Cases.
func (s *Store) PutCase(ctx context.Context, c gate.Case) error {
	return known(s.q(ctx).PutCase(ctx, gen.PutCaseParams{
		CustomerID: string(c.ID.Customer()), ID: string(c.ID), Channel: string(c.Channel), Endpoint: c.Endpoint,
		Purpose: c.Purpose, Agent: string(c.Agent), OpenedAt: slovo.Micros(c.Opened),
	}))
}

// Case implements gate.Cases.
func (s *Store) Case(ctx context.Context, id slovo.CaseID) (gate.Case, error) {
	row, err := s.q(ctx).FindCase(ctx, string(id.Customer()), string(id))
	if err != nil {
		return gate.Case{}, about("case", id, err)
	}
	return caseOf(row), nil
}

func caseOf(r gen.Case) gate.Case {
	return gate.Case{
		ID: slovo.CaseID(r.ID), Channel: slovo.Channel(r.Channel), Endpoint: r.Endpoint, Purpose: r.Purpose,
		Agent: slovo.StaffID(r.Agent), Opened: slovo.Time(r.OpenedAt), Closed: slovo.Time(r.ClosedAt),
	}
}

// CloseCase implements gate.Cases.
func (s *Store) CloseCase(ctx context.Context, id slovo.CaseID, now time.Time) error {
	return s.Atomic(ctx, func(ctx context.Context) error {
		c := string(id.Customer())
		if err := moved(s.q(ctx).CloseCase(ctx, slovo.Micros(now), c, string(id))); err != nil {
			return about("close case", id, err)
		}
		_, err := s.q(ctx).DropGrant(ctx, c, string(id))
		return known(err)
	})
}

// CasesOf returns the agent's cases opened before, newest first.
func (s *Store) CasesOf(ctx context.Context, agent slovo.StaffID, before time.Time, limit int) ([]gate.Case, error) {
	rows, err := s.q(ctx).CasesOf(ctx, string(agent), slovo.Micros(before), int32(limit)) //nolint:gosec // pages are small
	return each(rows, caseOf), known(err)
}

// Talking implements gate.Cases.
func (s *Store) Talking(ctx context.Context, c slovo.CustomerID) (bool, error) {
	n, err := s.q(ctx).CountOpenTalks(ctx, string(c))
	return n > 0, known(err)
}

// Grant implements gate.Grants.
func (s *Store) Grant(ctx context.Context, id slovo.CaseID) (gate.Grant, error) {
	r, err := s.q(ctx).Grant(ctx, string(id.Customer()), string(id))
	return grantOf(r), known(err)
}

func grantOf(r gen.Grant) gate.Grant {
	return gate.Grant{
		Case: slovo.CaseID(r.CaseID), Agent: slovo.StaffID(r.Agent), Channel: slovo.Channel(r.Channel), Endpoint: r.Endpoint,
		Kinds: strings.Fields(r.Kinds), Points: int(r.Points), Until: slovo.Time(r.Until), Used: slovo.Time(r.UsedAt),
	}
}

// PutGrant implements gate.Grants.
func (s *Store) PutGrant(ctx context.Context, g gate.Grant) error {
	return known(s.q(ctx).PutGrant(ctx, gen.PutGrantParams{
		CustomerID: string(g.Case.Customer()), CaseID: string(g.Case), Agent: string(g.Agent), Channel: string(g.Channel),
		Endpoint: g.Endpoint, Kinds: strings.Join(g.Kinds, " "), Points: int64(g.Points),
		Until: slovo.Micros(g.Until), UsedAt: slovo.Micros(g.Used),
	}))
}

// TouchGrant implements gate.Grants.
func (s *Store) TouchGrant(ctx context.Context, id slovo.CaseID, now time.Time) error {
	_, err := s.q(ctx).TouchGrant(ctx, slovo.Micros(now), string(id.Customer()), string(id))
	return known(err)
}

// Failures implements gate.Grants.
func (s *Store) Failures(ctx context.Context, c slovo.CustomerID, since time.Time) (int, error) {
	n, err := s.q(ctx).CountFailures(ctx, string(c), slovo.Micros(since))
	return int(n), known(err)
}

// UseQuota implements gate.Uses.
func (s *Store) UseQuota(ctx context.Context, owner, kind string, add int, since, now time.Time) (int, error) {
	var used int64
	err := s.Atomic(ctx, func(ctx context.Context) error {
		var err error
		used, err = s.q(ctx).UseQuota(ctx, gen.UseQuotaParams{
			Owner: owner, Kind: kind, Now: slovo.Micros(now), Add: int64(add), Since: slovo.Micros(since),
		})
		return known(err)
	})
	return int(used), err
}

// Used implements gate.Uses.
func (s *Store) Used(ctx context.Context, owner, kind string, since time.Time) (int, error) {
	row, err := s.q(ctx).Quota(ctx, owner, kind)
	if err = known(err); errors.Is(err, slovo.ErrNotFound) || err == nil && row.Began <= slovo.Micros(since) {
		return 0, nil
	}
	return int(row.Used), err
}

// Viewed implements gate.Uses.
func (s *Store) Viewed(ctx context.Context, v gate.View) (time.Time, error) {
	at, err := s.q(ctx).Viewed(ctx, string(v.Customer), string(v.Agent), string(v.Case))
	return slovo.Time(at), known(err)
}

// PutView implements gate.Uses.
func (s *Store) PutView(ctx context.Context, v gate.View, now time.Time) error {
	return known(s.q(ctx).PutView(ctx, string(v.Customer), string(v.Agent), string(v.Case), slovo.Micros(now)))
}
