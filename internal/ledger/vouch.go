package ledger

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"slovo"
)

// vouched is a vouched text's first line: no log has it as its origin, so
// that what is vouched for is never taken for a checkpoint.
const vouched = "slovo result\n"

// Vouch signs a text with the log's key, so that a result can be told from
// one that somebody made up. It ends in a newline, as a note must.
func (l *Ledger) Vouch(text string) ([]byte, error) {
	signed, err := note.Sign(&note.Note{Text: vouched + text}, l.key.Signer)
	if err != nil {
		return nil, fmt.Errorf("ledger: vouch: %w", err)
	}
	return signed, nil
}

// OpenVouched returns the text that Vouch signed; slovo.ErrInvalid where
// the signature is not the key's.
func OpenVouched(signed []byte, public string) (string, error) {
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return "", fmt.Errorf("ledger: public key: %w: %w", slovo.ErrInvalid, err)
	}
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return "", fmt.Errorf("ledger: result's signature: %w: %w", slovo.ErrInvalid, err)
	}
	text, found := strings.CutPrefix(n.Text, vouched)
	if !found {
		return "", fmt.Errorf("ledger: not a result: %w", slovo.ErrInvalid)
	}
	return text, nil
}

// VerifyTree builds the tree anew from its leaves, and holds every
// checkpoint ever signed against it, as Verify does; it opens no entry.
func (l *Ledger) VerifyTree(ctx context.Context) (Report, error) {
	r := Report{Findings: []Finding{}}
	claims, err := l.claims(ctx, &r, nil)
	if err != nil {
		return r, err
	}
	return r, l.verifyTree(ctx, &r, claims)
}
