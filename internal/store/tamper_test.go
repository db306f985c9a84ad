package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

// company is a database at rest, to be copied and tampered with.
type company struct {
	kit          *gatetest.Kit
	folder       string
	anna, boris  slovo.CustomerID
	gone         slovo.CustomerID // erased in order
	checkpointed int64
}

// newCompany fills a database with more than two tiles of entries.
func newCompany(t *testing.T) company {
	t.Helper()
	c := company{folder: t.TempDir()}
	s, err := store.Open(t.Context(), "sqlite:"+filepath.Join(c.folder, "slovo.db"))
	if err != nil {
		t.Fatal(err)
	}
	k := gatetest.New(t, s)
	c.kit, c.anna, c.boris, c.gone = k, k.Add(t, gatetest.Anna()), k.Add(t, gatetest.Anna()), k.Add(t, gatetest.Anna())
	k.Sequence(t)
	k.Atomic(t, func(ctx context.Context) error {
		for i := range 560 {
			d := ledger.Draft{Customer: []slovo.CustomerID{c.anna, c.boris, slovo.Firm}[i%3], Act: ledger.ActView, Outcome: ledger.Done}
			if _, err := k.Ledger.Append(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
	correct(t, k, c.anna)
	k.Erase(t, c.gone)
	k.Sequence(t)
	if c.checkpointed, err = s.TreeSize(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return c
}

func correct(t *testing.T, k *gatetest.Kit, c slovo.CustomerID) {
	t.Helper()
	m := k.Case(t, c, gatetest.Agent("ivan"), slovo.ChannelPhone)
	k.Grant(t, m, 5)
	ask := gate.Ask{Actor: gatetest.Agent("ivan"), Customer: c, Purpose: "support", Case: m.ID}
	if _, err := k.Gate.Correct(t.Context(), ask, gatetest.Values(map[string]string{"phone": "+79035550199"}), gate.Once{}); err != nil {
		t.Fatal(err)
	}
}

// copied copies the database into a folder of its own.
func (c company) copied(t *testing.T) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "slovo.db")
	b, err := os.ReadFile(filepath.Join(c.folder, "slovo.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// tampered copies the database, lets somebody with SQL at it, and opens it.
func (c company) tampered(t *testing.T, how func(*testing.T, *sql.DB)) *gatetest.Kit {
	t.Helper()
	file := c.copied(t)
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	how(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return c.kit.Over(t, storetest.Open(t, "sqlite:"+file))
}

func exec(t *testing.T, db *sql.DB, text string, args ...any) {
	t.Helper()
	result, err := db.ExecContext(t.Context(), text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if n, _ := result.RowsAffected(); n == 0 {
		t.Fatalf("%s: changed nothing", text)
	}
}

// flip changes one bit in the middle of the column.
func flip(t *testing.T, db *sql.DB, table, column, where string, args ...any) {
	t.Helper()
	var b []byte
	if err := db.QueryRowContext(t.Context(), "SELECT "+column+" FROM "+table+" WHERE "+where, args...).Scan(&b); err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	exec(t, db, fmt.Sprintf("UPDATE %s SET %s = $%d WHERE %s", table, column, len(args)+1, where), append(args, b)...)
}

// erased is what Verify asks of the records.
func erased(k *gatetest.Kit) func(context.Context, slovo.CustomerID) (bool, error) {
	return func(ctx context.Context, c slovo.CustomerID) (bool, error) {
		customer, err := k.Store.Customer(ctx, c)
		return !customer.Erased.IsZero(), err
	}
}

func TestVerifyFinds(t *testing.T) {
	c := newCompany(t)
	anna, boris := string(c.anna), string(c.boris)
	for _, tt := range []struct {
		name string
		how  func(*testing.T, *sql.DB)
		want string // in a finding; "" for none
	}{
		{"the customer's half edited", func(t *testing.T, db *sql.DB) {
			flip(t, db, "entries", "customer_half", "customer_id = $1 AND number = 2", anna)
		}, "the customer's half does not open"},
		{"the firm's half edited", func(t *testing.T, db *sql.DB) {
			flip(t, db, "entries", "firm_half", "customer_id = $1 AND number = 2", anna)
		}, "the firm's half does not open"},
		{"the firm's half of an erased customer's entry edited", func(t *testing.T, db *sql.DB) {
			flip(t, db, "entries", "firm_half", "customer_id = $1 AND number = 1", string(c.gone))
		}, "the firm's half does not open"},
		{"the firm's half taken away", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE entries SET firm_half = NULL WHERE customer_id = $1 AND number = 2", anna)
		}, "the firm's half does not open"},
		{"the customer's half taken away", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE entries SET customer_half = NULL WHERE customer_id = $1 AND number = 2", anna)
		}, "the customer's half does not open"},
		{"halves exchanged between entries", func(t *testing.T, db *sql.DB) {
			exec(t, db, `UPDATE entries SET firm_half = (SELECT e.firm_half FROM entries e WHERE e.customer_id = $1 AND e.number = 5 - entries.number)
				WHERE customer_id = $1 AND number IN (2, 3)`, anna)
		}, "the firm's half does not open"},
		{"halves and leaf exchanged between customers", func(t *testing.T, db *sql.DB) {
			exec(t, db, `UPDATE entries SET (firm_half, customer_half, leaf) = (SELECT e.firm_half, e.customer_half, e.leaf FROM entries e
				WHERE e.number = 2 AND e.customer_id = CASE entries.customer_id WHEN $1 THEN $2 ELSE $1 END) WHERE number = 2 AND customer_id IN ($1, $2)`, anna, boris)
		}, "the customer's half does not open"},
		{"the time changed", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE entries SET made_at = made_at + 1 WHERE customer_id = $1 AND number = 2", anna)
		}, "tells of another entry or time"},
		{"the time moved to another year", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE entries SET made_at = made_at + 31536000000000 WHERE customer_id = $1 AND number = 2", anna)
		}, "the firm's half does not open"},
		{"the leaf edited", func(t *testing.T, db *sql.DB) {
			flip(t, db, "entries", "leaf", "customer_id = $1 AND number = 2", anna)
		}, "do not make the tree"},
		{"the leaf cut", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE entries SET leaf = x'00' WHERE customer_id = $1 AND number = 2", anna)
		}, "the leaf is 1 bytes long"},
		{"the last leaf edited", func(t *testing.T, db *sql.DB) {
			flip(t, db, "entries", "leaf", "leaf_index = $1", c.checkpointed-1)
		}, "do not make the tree"},
		{"the order exchanged", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE entries SET leaf_index = 11 - leaf_index WHERE leaf_index IN (5, 6)")
		}, "do not make the tree"},
		{"an index given twice", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE entries SET leaf_index = 5 WHERE leaf_index = 6")
		}, "stands twice"},
		{"an index taken away", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE entries SET leaf_index = NULL WHERE leaf_index = 6")
		}, "the leaf is missing"},
		{"an entry removed in the middle", func(t *testing.T, db *sql.DB) {
			exec(t, db, "DELETE FROM entries WHERE customer_id = $1 AND number = 3", anna)
		}, "not gapless"},
		{"an entry removed, the rest renumbered", func(t *testing.T, db *sql.DB) {
			exec(t, db, "DELETE FROM entries WHERE customer_id = $1 AND number = 3", anna)
			exec(t, db, "UPDATE entries SET number = -number WHERE customer_id = $1 AND number > 3", anna)
			exec(t, db, "UPDATE entries SET number = -number - 1 WHERE customer_id = $1 AND number < 0", anna)
			exec(t, db, "UPDATE counters SET entries = entries - 1 WHERE customer_id = $1", anna)
		}, "does not open"},
		{"the tail cut", func(t *testing.T, db *sql.DB) {
			exec(t, db, "DELETE FROM entries WHERE leaf_index >= 550")
		}, "the last is missing"},
		{"the tail cut, and the counters", func(t *testing.T, db *sql.DB) {
			cutTail(t, db)
		}, "only 550 are here"},
		{"the tail cut, and all that vouches for it in the database", func(t *testing.T, db *sql.DB) {
			cutTail(t, db)
			exec(t, db, "UPDATE tree SET size = 550")
			exec(t, db, "DELETE FROM checkpoints WHERE size > 550")
		}, "only 550 are here"},
		{"a whole customer's entries removed", func(t *testing.T, db *sql.DB) {
			exec(t, db, "DELETE FROM entries WHERE customer_id = $1", anna)
			exec(t, db, "DELETE FROM counters WHERE customer_id = $1", anna)
		}, "the leaf is missing"},
		{"a counter raised", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE counters SET entries = entries + 1 WHERE customer_id = $1", anna)
		}, "the last is missing"},
		{"a counter lowered", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE counters SET entries = entries - 1 WHERE customer_id = $1", anna)
		}, "were counted"},
		{"a counter removed", func(t *testing.T, db *sql.DB) {
			exec(t, db, "DELETE FROM counters WHERE customer_id = $1", anna)
		}, "are counted"},
		{"the tree's size lowered", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE tree SET size = 550")
		}, "beyond its size"},
		{"the tree's size raised", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE tree SET size = size + 1")
		}, "entries have a place"},
		{"a tile edited at the edge", func(t *testing.T, db *sql.DB) {
			flip(t, db, "tiles", "data", "level = 0 AND n = 2")
		}, "the stored hashes are not those"},
		{"a tile edited in the middle", func(t *testing.T, db *sql.DB) {
			flip(t, db, "tiles", "data", "level = 0 AND n = 0")
		}, "the stored hashes are not those"},
		{"a tile edited above", func(t *testing.T, db *sql.DB) {
			flip(t, db, "tiles", "data", "level = 1 AND n = 0")
		}, "the stored hashes are not those"},
		{"a tile removed", func(t *testing.T, db *sql.DB) {
			exec(t, db, "DELETE FROM tiles WHERE level = 0 AND n = 1")
		}, "the stored hashes are not those"},
		{"a checkpoint edited", func(t *testing.T, db *sql.DB) {
			flip(t, db, "checkpoints", "note", "size = 3")
		}, "signature does not hold"},
		{"a checkpoint's size changed", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE checkpoints SET size = 4 WHERE size = 3")
		}, "the checkpoint is of size 3"},
		{"keys deleted", func(t *testing.T, db *sql.DB) {
			exec(t, db, "DELETE FROM customer_keys WHERE customer_id = $1", anna)
		}, "the customer was not erased"},
		{"keys deleted and the record marked erased", func(t *testing.T, db *sql.DB) {
			exec(t, db, "DELETE FROM customer_keys WHERE customer_id = $1", anna)
			exec(t, db, "UPDATE customers SET erased_at = made_at + 1 WHERE customer_id = $1", anna)
		}, "no entry tells of an erasure"},
		{"the whole record deleted", func(t *testing.T, db *sql.DB) {
			exec(t, db, "DELETE FROM customer_keys WHERE customer_id = $1", anna)
			exec(t, db, "DELETE FROM cells WHERE customer_id = $1", anna)
			exec(t, db, "DELETE FROM customers WHERE customer_id = $1", anna)
		}, "the customer was not erased"},
		{"nothing changed", func(*testing.T, *sql.DB) {}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := c.tampered(t, tt.how)
			report, err := k.Ledger.Verify(t.Context(), erased(k))
			if err != nil {
				t.Fatal(err)
			}
			if tt.want == "" {
				if !report.OK() || report.Shredded != 2 || report.Entries != c.checkpointed {
					t.Errorf("Verify of what nobody touched: %+v", report)
				}
				return
			}
			for _, f := range report.Findings {
				if strings.Contains(f.What, tt.want) {
					return
				}
			}
			t.Errorf("Verify: %+v, want a finding of %q", report.Findings, tt.want)
		})
	}
}

// cutTail removes the last entries, and counts as if they had never been.
func cutTail(t *testing.T, db *sql.DB) {
	t.Helper()
	exec(t, db, "DELETE FROM entries WHERE leaf_index >= 550")
	exec(t, db, "DELETE FROM counters WHERE customer_id NOT IN (SELECT customer_id FROM entries) OR entries >= 0")
	exec(t, db, "INSERT INTO counters (customer_id, entries) SELECT customer_id, max(number) FROM entries GROUP BY customer_id")
}

func TestCheckVaultFinds(t *testing.T) {
	c := newCompany(t)
	anna, boris := string(c.anna), string(c.boris)
	for _, tt := range []struct {
		name string
		how  func(*testing.T, *sql.DB)
		want []string
	}{
		{"a cell edited", func(t *testing.T, db *sql.DB) {
			flip(t, db, "cells", "sealed", "customer_id = $1 AND field = 'phone'", anna)
		}, []string{"field phone does not open in its place"}},
		{"a cell taken from another customer", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE cells SET sealed = (SELECT sealed FROM cells WHERE customer_id = $2 AND field = 'name') WHERE customer_id = $1 AND field = 'name'", anna, boris)
		}, []string{"field name does not open in its place"}},
		{"a cell taken from another field", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE cells SET sealed = (SELECT sealed FROM cells WHERE customer_id = $1 AND field = 'email') WHERE customer_id = $1 AND field = 'name'", anna)
		}, []string{"field name does not open in its place"}},
		{"a field deleted", func(t *testing.T, db *sql.DB) {
			exec(t, db, "DELETE FROM cells WHERE customer_id = $1 AND field = 'email'", anna)
		}, []string{"field email is missing"}},
		{"a field renamed", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE cells SET field = 'orders' WHERE customer_id = $1 AND field = 'email'", anna)
		}, []string{"field orders does not open in its place", "field orders has version 1, the log says 0", "field email is missing"}},
		{"a version raised", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE cells SET version = 9 WHERE customer_id = $1 AND field = 'email'", anna)
		}, []string{"field email does not open in its place", "field email has version 9, the log says 1"}},
		{"keys exchanged between customers", func(t *testing.T, db *sql.DB) {
			exec(t, db, "UPDATE customer_keys SET wrapped = (SELECT wrapped FROM customer_keys WHERE customer_id = $2 AND kind = 'record') WHERE customer_id = $1 AND kind = 'record'", anna, boris)
		}, []string{"the record's key does not open"}},
		{"an erased record written again", func(t *testing.T, db *sql.DB) {
			exec(t, db, "INSERT INTO cells SELECT $1, field, version, sealed, written_at FROM cells WHERE customer_id = $2", string(c.gone), anna)
		}, []string{"the customer was erased, yet the record has fields"}},
		{"nothing changed", func(*testing.T, *sql.DB) {}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := c.tampered(t, tt.how)
			findings, err := k.Gate.CheckVault(t.Context(), k.Ledger.Versions)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range findings {
				got = append(got, f.What)
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("CheckVault: %q, want %q", got, tt.want)
			}
		})
	}
}

// TestCheckVaultFindsARecordPutBack: every cell of the older record opens in
// its place; only the log knows that it was written since.
func TestCheckVaultFindsARecordPutBack(t *testing.T) {
	c := newCompany(t)
	k := c.tampered(t, func(*testing.T, *sql.DB) {})
	before, err := k.Store.Cells(t.Context(), c.boris)
	if err != nil {
		t.Fatal(err)
	}
	correct(t, k, c.boris)
	k.Atomic(t, func(ctx context.Context) error {
		for _, cell := range before {
			if err := k.Store.PutCell(ctx, cell, k.Clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	findings, err := k.Gate.CheckVault(t.Context(), k.Ledger.Versions)
	if err != nil || len(findings) != 1 || findings[0].What != "field phone has version 1, the log says 2" {
		t.Errorf("CheckVault: %+v, %v", findings, err)
	}
}

// TestADatabasePutBackIsRefused copies the database, goes on, and puts the
// copy back.
func TestADatabasePutBackIsRefused(t *testing.T) {
	c := newCompany(t)
	old := c.copied(t)
	k := c.tampered(t, func(*testing.T, *sql.DB) {})
	if err := k.Ledger.CheckOutside(t.Context()); err != nil {
		t.Errorf("the database as it was left: %v", err)
	}
	correct(t, k, c.boris)
	k.Sequence(t)
	if err := k.Ledger.CheckOutside(t.Context()); err != nil {
		t.Errorf("the database that went on: %v", err)
	}
	back := k.Over(t, storetest.Open(t, "sqlite:"+old))
	if err := back.Ledger.CheckOutside(t.Context()); !errors.Is(err, ledger.ErrOlder) {
		t.Errorf("the database put back: %v, want ErrOlder", err)
	}
	// Put back and gone on, until it is as long as the other was.
	correct(t, back, c.boris)
	for {
		n, err := back.Ledger.Sequence(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	if err := back.Ledger.CheckOutside(t.Context()); !errors.Is(err, ledger.ErrOlder) {
		t.Errorf("the database put back and gone on: %v, want ErrOlder", err)
	}
	if err := os.Remove(k.State); err != nil {
		t.Fatal(err)
	}
	if err := back.Ledger.CheckOutside(t.Context()); !errors.Is(err, ledger.ErrOlder) {
		t.Errorf("the database put back, the state file removed: %v, want ErrOlder", err)
	}
	if err := os.WriteFile(k.State, []byte("slovo\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := back.Ledger.CheckOutside(t.Context()); err == nil {
		t.Error("a state file that is no checkpoint was taken")
	}
}

// TestAFirstStartKeepsACheckpoint: of an empty log nothing can be missing.
func TestAFirstStartKeepsACheckpoint(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		for range 2 {
			if err := k.Ledger.CheckOutside(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if note, err := os.ReadFile(k.State); err != nil || !bytes.Contains(note, []byte("\n0\n")) {
			t.Errorf("kept outside: %q, %v", note, err)
		}
	})
}

// TestErasureLeavesNoKeyInAnyFile erases some of many, so that pages are
// split, merged and moved, and reads the files themselves: no key, and no
// value in any spelling. A sealed value may be left in a page that SQLite
// joined; its key is gone (SECURITY.md).
func TestErasureLeavesNoKeyInAnyFile(t *testing.T) {
	folder := t.TempDir()
	s := storetest.Open(t, "sqlite:"+filepath.Join(folder, "slovo.db"))
	k := gatetest.New(t, s)
	var all []slovo.CustomerID
	for range 150 {
		all = append(all, k.Add(t, gatetest.Anna()))
	}
	secrets := map[string][]byte{} // what nobody may find any more
	for i, c := range all {
		if i%3 == 0 {
			continue
		}
		for _, kind := range []string{"record", "history"} {
			wrapped, err := s.CustomerKey(t.Context(), c, kind)
			if err != nil {
				t.Fatal(err)
			}
			secrets[string(c)+"'s key "+kind] = wrapped
		}
		k.Erase(t, c)
		if i%9 == 1 { // others come meanwhile
			k.Add(t, gatetest.Anna())
		}
	}
	for name, content := range readAll(t, folder) {
		for what, secret := range secrets {
			if bytes.Contains(content, secret) {
				t.Errorf("%s lies in %s", what, name)
			}
		}
		for field, value := range gatetest.Anna() {
			for form, text := range gatetest.Forms(value) {
				if field != "card_last4" && bytes.Contains(content, text) {
					t.Errorf("%s lies in %s as %s", field, name, form)
				}
			}
		}
	}
}

func readAll(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range list {
		if all[f.Name()], err = os.ReadFile(filepath.Join(folder, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestAfterAnErasureTheFirmStillKnowsWhoDidWhat on both engines.
func TestAfterAnErasureTheFirmStillKnowsWhoDidWhat(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		anna, ivan := k.Add(t, gatetest.Anna()), gatetest.Agent("ivan")
		m := k.Verified(t, anna, ivan)
		ask := gate.Ask{Actor: ivan, Customer: anna, Fields: []string{"phone"}, Purpose: "support", Case: m.ID}
		_, seen, err := k.Gate.Reveal(t.Context(), ask)
		if err != nil {
			t.Fatal(err)
		}
		k.Erase(t, anna)
		if _, _, err := k.Gate.Reveal(t.Context(), ask); !errors.Is(err, slovo.ErrDenied) {
			t.Errorf("Reveal of an erased customer: %v, want ErrDenied", err)
		}
		list, err := k.Ledger.Of(t.Context(), anna, 0, 10)
		if err != nil || len(list) != 4 {
			t.Fatalf("%d entries, want add, reveal, erase and the refusal: %v", len(list), err)
		}
		for _, e := range list {
			if _, err := k.Ledger.OpenCustomer(t.Context(), e); !errors.Is(err, slovo.ErrNotFound) {
				t.Errorf("the customer's half of %s: %v, want ErrNotFound", e.ID(), err)
			}
			firm, err := k.Ledger.OpenFirm(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			if e.ID() == seen && (firm.Account != "ivan" || firm.Act != ledger.ActReveal || fmt.Sprint(firm.Fields) != "[phone]" || firm.Case != m.ID) {
				t.Errorf("the firm's half of %s tells of %+v", seen, firm)
			}
		}
		for _, tt := range []func(context.Context, slovo.CustomerID) (int, error){
			func(ctx context.Context, c slovo.CustomerID) (int, error) {
				cells, err := s.Cells(ctx, c)
				return len(cells), err
			},
			func(ctx context.Context, c slovo.CustomerID) (int, error) {
				customer, err := s.Customer(ctx, c)
				return len(customer.Purposes), err
			},
		} {
			if n, err := tt(t.Context(), anna); err != nil || n != 0 {
				t.Errorf("%d rows are left: %v", n, err)
			}
		}
		found, err := k.Gate.Search(t.Context(), ivan, "phone", slovo.NewValue("+79161234567"))
		if err != nil || len(found.Hits) != 0 {
			t.Errorf("Search finds an erased customer: %v, %v", found.Hits, err)
		}
		k.Sequence(t)
		if report, err := k.Ledger.Verify(t.Context(), erased(k)); err != nil || !report.OK() {
			t.Errorf("Verify: %+v, %v", report.Findings, err)
		}
	})
}
