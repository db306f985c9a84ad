package gate

import (
	"context"
	"crypto/ed25519"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"slovo"
	"slovo/internal/gate/internal/vault"
	"slovo/internal/ledger"
)

// Keyring holds the installation's keys, each stored wrapped by the key
// that lies outside the database. It implements ledger.Sealer.
type Keyring struct {
	installation string
	vault        *vault.Vault
	store        KeyStore
	now          slovo.Clock

	blind, pepper, pseudonym, staff []byte

	audit map[int][]byte // by year; only keys that were durable when this was made
}

// firstYear is the first that slovo kept a log in.
const firstYear = 2026

// MakeKeyFile writes a fresh installation key to the path, mode 0600.
func MakeKeyFile(path string) error { return vault.MakeFile(path) }

// OpenKeyring reads the installation's key from the file and unwraps the
// keys in the store, making those that are not there yet.
func OpenKeyring(ctx context.Context, store KeyStore, keyFile string, now slovo.Clock) (*Keyring, error) {
	wrapper, err := vault.OpenFile(keyFile)
	if err != nil {
		return nil, fmt.Errorf("gate: %w", err)
	}
	id, err := store.Installation(ctx, slovo.RandomText(10), now())
	if err != nil {
		return nil, fmt.Errorf("gate: installation: %w", err)
	}
	k := &Keyring{installation: id, vault: vault.New(id, wrapper), store: store, now: now, audit: map[int][]byte{}}
	for name, to := range map[string]*[]byte{
		"blind": &k.blind, "pepper": &k.pepper, "pseudonym": &k.pseudonym, "staff": &k.staff,
	} {
		if *to, err = k.key(ctx, name); err != nil {
			return nil, fmt.Errorf("gate: key %s: %w", name, err)
		}
	}
	if err := k.openAudit(ctx); err != nil {
		return nil, fmt.Errorf("gate: audit keys: %w", err)
	}
	return k, nil
}

// openAudit reads the keys of the years gone by, and makes this year's and
// the next one's while no transaction is open that could take them along.
func (k *Keyring) openAudit(ctx context.Context) error {
	this := k.now().UTC().Year()
	for year := firstYear; year <= this+1; year++ {
		key, err := k.auditKey(ctx, year, year >= this)
		if errors.Is(err, slovo.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		k.audit[year] = key
	}
	return nil
}

// auditKey returns the year's key. Where there is none it is made, or is
// slovo.ErrNotFound.
func (k *Keyring) auditKey(ctx context.Context, year int, made bool) ([]byte, error) {
	name := "audit-" + strconv.Itoa(year)
	if made {
		return k.key(ctx, name)
	}
	wrapped, err := k.store.Key(ctx, name, func() ([]byte, error) { return nil, slovo.ErrNotFound }, k.now())
	if err != nil {
		return nil, err
	}
	return k.vault.Key(wrapped, vault.Place{Kind: "key", Name: name})
}

// key returns the installation's named key, made at first use.
func (k *Keyring) key(ctx context.Context, name string) ([]byte, error) {
	at := vault.Place{Kind: "key", Name: name}
	wrapped, err := k.store.Key(ctx, name, func() ([]byte, error) {
		_, wrapped, err := k.vault.NewKey(at)
		return wrapped, err
	}, k.now())
	if err != nil {
		return nil, err
	}
	return k.vault.Key(wrapped, at)
}

// Installation returns the installation's random id.
func (k *Keyring) Installation() string { return k.installation }

// LedgerKey returns the key that signs the present log's checkpoints, and
// its public form under the log's name.
func (k *Keyring) LedgerKey(ctx context.Context) (ledger.Key, error) {
	last, err := k.lastLog(ctx)
	if err != nil {
		return ledger.Key{}, err
	}
	return k.logKey(ctx, last)
}

// NextLedgerKey makes the key of a new log, which is then the present one:
// see ledger.Begin.
func (k *Keyring) NextLedgerKey(ctx context.Context) (ledger.Key, error) {
	last, err := k.lastLog(ctx)
	if err != nil {
		return ledger.Key{}, err
	}
	return k.logKey(ctx, last+1)
}

// lastLog counts the logs there were: each restore begins one.
func (k *Keyring) lastLog(ctx context.Context) (int, error) {
	for n := 2; ; n++ {
		_, err := k.store.Key(ctx, nthLog("signer", n, "-"), func() ([]byte, error) { return nil, slovo.ErrNotFound }, k.now())
		if errors.Is(err, slovo.ErrNotFound) {
			return n - 1, nil
		}
		if err != nil {
			return 0, fmt.Errorf("gate: key signer: %w", err)
		}
	}
}

// nthLog is a name of the nth log; the first bears it alone.
func nthLog(name string, n int, between string) string {
	if n == 1 {
		return name
	}
	return name + between + strconv.Itoa(n)
}

func (k *Keyring) logKey(ctx context.Context, n int) (ledger.Key, error) {
	seed, err := k.key(ctx, nthLog("signer", n, "-"))
	if err != nil {
		return ledger.Key{}, fmt.Errorf("gate: key signer: %w", err)
	}
	private := ed25519.NewKeyFromSeed(seed)
	origin := nthLog("slovo/"+k.installation, n, "/")
	public, err := note.NewEd25519VerifierKey(origin, private.Public().(ed25519.PublicKey))
	if err != nil {
		return ledger.Key{}, fmt.Errorf("gate: key signer: %w", err)
	}
	signer, err := newSigner(origin, public, private)
	return ledger.Key{Signer: signer, Public: public}, err
}

// newSigner makes a note.Signer of an Ed25519 key: the note package reads
// it from its own text form only.
func newSigner(origin, public string, private ed25519.PrivateKey) (note.Signer, error) {
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return nil, fmt.Errorf("gate: key signer: %w", err)
	}
	secret := append([]byte{1}, private.Seed()...) // 1: Ed25519, as in signed-note
	return note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", origin, verifier.KeyHash(), std(secret)))
}

// SealHalf implements ledger.Sealer.
func (k *Keyring) SealHalf(ctx context.Context, of ledger.Half, plain []byte) ([]byte, error) {
	key, err := k.halfKey(ctx, of, true)
	if err != nil {
		return nil, err
	}
	return k.vault.Seal(key, plain, halfPlace(of))
}

// OpenHalf implements ledger.Sealer.
func (k *Keyring) OpenHalf(ctx context.Context, of ledger.Half, sealed []byte) ([]byte, error) {
	key, err := k.halfKey(ctx, of, false)
	if err != nil {
		return nil, err
	}
	return k.vault.Open(key, sealed, halfPlace(of))
}

// Pseudonym implements ledger.Sealer: the same colleague has another name
// with every customer, so that two customers cannot compare.
func (k *Keyring) Pseudonym(c slovo.CustomerID, colleague slovo.StaffID) string {
	if colleague == "" {
		return ""
	}
	sum := vault.Hash(k.pseudonym, 5, string(c), string(colleague))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum))
}

func halfPlace(of ledger.Half) vault.Place {
	kind := "customer half"
	if of.Firm {
		kind = "firm half"
	}
	return vault.Place{Kind: kind, Customer: of.Customer, Version: of.Number}
}

// halfKey returns the key of the half. A year's key that was not durable at
// the start is read each time: kept here, it would outlive a transaction
// that made it and was undone, and what it sealed would never open again.
func (k *Keyring) halfKey(ctx context.Context, of ledger.Half, made bool) ([]byte, error) {
	if !of.Firm {
		return k.customerKey(ctx, of.Customer, history)
	}
	if key := k.audit[of.Year]; key != nil {
		return key, nil
	}
	return k.auditKey(ctx, of.Year, made)
}

// The kinds of a customer's keys.
const (
	record  = "record"
	history = "history"
)

// newCustomer makes and keeps the customer's two keys; it returns the record's.
func (k *Keyring) newCustomer(ctx context.Context, c slovo.CustomerID) ([]byte, error) {
	var recordKey []byte
	for _, kind := range []string{history, record} {
		key, wrapped, err := k.vault.NewKey(vault.Place{Kind: "key", Customer: c, Name: kind})
		if err != nil {
			return nil, err
		}
		if err := k.store.PutCustomerKey(ctx, c, kind, wrapped); err != nil {
			return nil, err
		}
		recordKey = key
	}
	return recordKey, nil
}

// customerKey unwraps the customer's key; slovo.ErrNotFound once shredded.
func (k *Keyring) customerKey(ctx context.Context, c slovo.CustomerID, kind string) ([]byte, error) {
	wrapped, err := k.store.CustomerKey(ctx, c, kind)
	if err != nil {
		return nil, err
	}
	return k.vault.Key(wrapped, vault.Place{Kind: "key", Customer: c, Name: kind})
}

// recordKey unwraps the record's key; slovo.ErrNotFound once it is shredded.
func (k *Keyring) recordKey(c slovo.CustomerID, s Record) ([]byte, error) {
	if s.Key == nil {
		return nil, slovo.ErrNotFound
	}
	return k.vault.Key(s.Key, vault.Place{Kind: "key", Customer: c, Name: record})
}

// Seal seals a secret of staff (never of a customer) for the label.
func (k *Keyring) Seal(label string, plain []byte) ([]byte, error) {
	return k.vault.Seal(k.staff, plain, vault.Place{Kind: "staff", Name: label})
}

// Open opens what Seal sealed for the same label.
func (k *Keyring) Open(label string, sealed []byte) ([]byte, error) {
	return k.vault.Open(k.staff, sealed, vault.Place{Kind: "staff", Name: label})
}

// SealFactor seals a customer's factor under the customer's own key, so
// that it is gone when the customer is erased.
func (k *Keyring) SealFactor(ctx context.Context, c slovo.CustomerID, kind string, plain []byte) ([]byte, error) {
	key, err := k.customerKey(ctx, c, record)
	if err != nil {
		return nil, fmt.Errorf("gate: factor of %s: %w", c, err)
	}
	return k.vault.Seal(key, plain, vault.Place{Kind: "factor", Customer: c, Name: kind})
}

// OpenFactor opens what SealFactor sealed.
func (k *Keyring) OpenFactor(ctx context.Context, c slovo.CustomerID, kind string, sealed []byte) ([]byte, error) {
	key, err := k.customerKey(ctx, c, record)
	if err != nil {
		return nil, fmt.Errorf("gate: factor of %s: %w", c, err)
	}
	return k.vault.Open(key, sealed, vault.Place{Kind: "factor", Customer: c, Name: kind})
}

// Pepper hashes a short secret of the customer's with a key that the database
// holds only wrapped by the key file's: whoever steals the database alone
// cannot try PINs against it.
func (k *Keyring) Pepper(c slovo.CustomerID, secret slovo.Value) slovo.Value {
	return slovo.NewValue(std(vault.Hash(k.pepper, 32, string(c), secret.Show())))
}

// fact is the form in which a field that is never shown is kept: it can be
// compared, and not read.
func (k *Keyring) fact(c slovo.CustomerID, field, normal string) string {
	return std(vault.Hash(k.pepper, 32, "fact", string(c), field, normal))
}

func std(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
