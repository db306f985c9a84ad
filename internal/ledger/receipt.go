package ledger

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"slovo"
)

// receiptForm names the form of a receipt; another form is refused.
const receiptForm = "receipt/1"

// Receipt proves one entry to its customer: the customer's half, the
// firm's commitment, and the way from the leaf to a signed checkpoint.
// Nothing in it needs slovo, or the company, to be checked.
type Receipt struct {
	Form           string       `json:"slovo"`
	Entry          CustomerHalf `json:"entry"`
	FirmCommitment Hex          `json:"firm_commitment"`
	Index          int64        `json:"index"`
	Proof          []Hex        `json:"proof"`
	Checkpoint     string       `json:"checkpoint"`
	Key            string       `json:"key"`
}

// Receipt returns the receipt of the customer's entry. slovo.ErrUnavailable
// where it has no place in the tree yet: ask again in a second;
// slovo.ErrNotFound where there is no such entry or it was shredded.
func (l *Ledger) Receipt(ctx context.Context, id slovo.EntryID) (Receipt, error) {
	e, err := l.store.Entry(ctx, id)
	if err != nil {
		return Receipt{}, fmt.Errorf("ledger: receipt of %s: %w", id, err)
	}
	if e.Index < 0 {
		return Receipt{}, fmt.Errorf("ledger: receipt of %s: not sequenced yet: %w", id, slovo.ErrUnavailable)
	}
	half, err := l.OpenCustomer(ctx, e)
	if err != nil {
		return Receipt{}, fmt.Errorf("ledger: receipt of %s: %w", id, err)
	}
	return l.prove(ctx, e, half)
}

// OpenCustomer opens the entry's customer's half; slovo.ErrNotFound where
// it was shredded with its customer, or never was.
func (l *Ledger) OpenCustomer(ctx context.Context, e Entry) (CustomerHalf, error) {
	var half CustomerHalf
	return half, l.open(ctx, e, false, e.CustomerHalf, &half)
}

// OpenFirm opens the entry's firm's half.
func (l *Ledger) OpenFirm(ctx context.Context, e Entry) (FirmHalf, error) {
	var half FirmHalf
	return half, l.open(ctx, e, true, e.FirmHalf, &half)
}

// Of returns the customer's lines with numbers below, newest first; 0
// starts at the newest.
func (l *Ledger) Of(ctx context.Context, c slovo.CustomerID, below int64, limit int) ([]Entry, error) {
	if below == 0 {
		below = 1<<62 - 1 // above every number
	}
	list, err := l.store.EntriesOf(ctx, c, below, limit)
	if err != nil {
		return nil, fmt.Errorf("ledger: entries of %s: %w", c, err)
	}
	return list, nil
}

func (l *Ledger) open(ctx context.Context, e Entry, firm bool, sealed []byte, half any) error {
	if sealed == nil {
		return fmt.Errorf("entry %s: half: %w", e.ID(), slovo.ErrNotFound)
	}
	if _, err := l.openPlain(ctx, e, firm, sealed, half); err != nil {
		return fmt.Errorf("entry %s: %w", e.ID(), err)
	}
	return nil
}

// prove leads from the leaf to the published checkpoint, and publishes
// one where the last does not reach the entry.
func (l *Ledger) prove(ctx context.Context, e Entry, half CustomerHalf) (Receipt, error) {
	c, err := l.store.LastCheckpoint(ctx)
	if errors.Is(err, slovo.ErrNotFound) || err == nil && c.Size <= e.Index {
		c, err = l.Publish(ctx)
	}
	if err != nil {
		return Receipt{}, err
	}
	way, err := tlog.ProveRecord(c.Size, e.Index, l.hashes(ctx))
	if err != nil {
		return Receipt{}, fmt.Errorf("ledger: proof of %s: %w", e.ID(), err)
	}
	proof := make([]Hex, len(way))
	for i, h := range way {
		proof[i] = h[:]
	}
	return Receipt{
		Form: receiptForm, Entry: half, FirmCommitment: e.Leaf[commitSize:], Index: e.Index,
		Proof: proof, Checkpoint: string(c.Note), Key: l.key.Public,
	}, nil
}

// Verified is what a receipt was found to prove.
type Verified struct {
	Entry    CustomerHalf
	TreeSize int64
	// OwnKey tells that the key came from the receipt itself: whoever made
	// the receipt could have made the key. Compare it with the published one.
	OwnKey bool
}

// VerifyReceipt checks the receipt's file offline. public is the company's
// published key; empty means the receipt's own, which proves less. Any
// change of a value, or of the form, is slovo.ErrInvalid.
func VerifyReceipt(file []byte, public string) (Verified, error) {
	r, err := parseReceipt(file)
	if err != nil {
		return Verified{}, err
	}
	if public != "" && public != r.Key {
		return Verified{}, fmt.Errorf("ledger: receipt: its key is not the key given: %w", slovo.ErrInvalid)
	}
	tree, err := OpenCheckpoint([]byte(r.Checkpoint), r.Key)
	if err != nil {
		return Verified{}, err
	}
	if !oneSpelling(r.Checkpoint, r.Key) {
		return Verified{}, fmt.Errorf("ledger: receipt: checkpoint or key is not as slovo writes it: %w", slovo.ErrInvalid)
	}
	if err := r.included(tree); err != nil {
		return Verified{}, err
	}
	return Verified{Entry: r.Entry, TreeSize: tree.N, OwnKey: public == ""}, nil
}

// parseReceipt reads a receipt strictly: white space apart, the file must
// be what slovo itself would write, so that no key stands twice and none
// is there that was not checked.
func parseReceipt(file []byte) (Receipt, error) {
	var r Receipt
	if err := json.Unmarshal(file, &r); err != nil {
		return r, fmt.Errorf("ledger: receipt: %w: not a receipt's JSON", slovo.ErrInvalid)
	}
	if r.Form != receiptForm {
		return r, fmt.Errorf("ledger: receipt: form is not %q: %w", receiptForm, slovo.ErrInvalid)
	}
	var given bytes.Buffer
	if err := json.Compact(&given, file); err != nil {
		return r, fmt.Errorf("ledger: receipt: %w: not JSON", slovo.ErrInvalid)
	}
	again, err := json.Marshal(r)
	if err != nil || !bytes.Equal(given.Bytes(), again) {
		return r, fmt.Errorf("ledger: receipt: holds more, or in another form, than a receipt does: %w", slovo.ErrInvalid)
	}
	return r, nil
}

// oneSpelling tells whether note and key are spelled as they are written:
// base64 and hex take several spellings of the same bytes, and a note takes
// lines that nobody verifies.
func oneSpelling(signed, public string) bool {
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return false
	}
	n, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil || len(n.Sigs) != 1 {
		return false
	}
	_, last, _ := strings.Cut(public, "+") // name+hash+key
	_, last, _ = strings.Cut(last, "+")
	key, err := base64.StdEncoding.DecodeString(last)
	if err != nil || len(key) != 1+ed25519.PublicKeySize {
		return false
	}
	again, err := note.NewEd25519VerifierKey(verifier.Name(), key[1:])
	if err != nil || again != public {
		return false
	}
	sig, err := base64.StdEncoding.DecodeString(n.Sigs[0].Base64)
	return err == nil && signed == n.Text+"\n— "+verifier.Name()+" "+base64.StdEncoding.EncodeToString(sig)+"\n"
}

// included checks the way from the entry to the tree's root.
func (r Receipt) included(tree tlog.Tree) error {
	plain, err := encode(r.Entry)
	if err != nil {
		return fmt.Errorf("ledger: receipt: entry: %w", slovo.ErrInvalid)
	}
	if len(r.FirmCommitment) != commitSize || len(r.Entry.Salt) != saltSize {
		return fmt.Errorf("ledger: receipt: commitment's length: %w", slovo.ErrInvalid)
	}
	if r.Proof == nil {
		return fmt.Errorf("ledger: receipt: no proof: %w", slovo.ErrInvalid)
	}
	proof := make(tlog.RecordProof, len(r.Proof))
	for i, h := range r.Proof {
		if len(h) != tlog.HashSize {
			return fmt.Errorf("ledger: receipt: proof's length: %w", slovo.ErrInvalid)
		}
		proof[i] = tlog.Hash(h)
	}
	hash := tlog.RecordHash(leaf(commit(customerPrefix, r.Entry.Salt, plain), r.FirmCommitment))
	if r.Index < 0 || r.Index >= tree.N {
		return fmt.Errorf("ledger: receipt: index is outside the tree: %w", slovo.ErrInvalid)
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, r.Index, hash); err != nil {
		return fmt.Errorf("ledger: receipt: the entry is not in the signed tree: %w", slovo.ErrInvalid)
	}
	return nil
}
