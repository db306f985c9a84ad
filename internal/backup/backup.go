// Package backup makes backups that the server itself cannot open: sealed
// to the recovery recipient, whose identity is kept outside, restored on
// trial from the very stream that is sealed, and never half-written.
package backup

import (
	"fmt"
	"io"

	"filippo.io/age"

	"slovo"
)

// NewIdentity makes the identity that opens a company's backups, and the
// recipient to which they are sealed. The identity is shown once, and kept
// where the server is not.
func NewIdentity() (identity slovo.Value, recipient string, err error) {
	i, err := age.GenerateX25519Identity()
	if err != nil {
		return slovo.Value{}, "", fmt.Errorf("backup: identity: %w", err)
	}
	return slovo.NewValue(i.String()), i.Recipient().String(), nil
}

// CheckRecipient refuses (slovo.ErrInvalid) what is no recipient. Nobody's
// text is repeated: an identity may have been put in its place.
func CheckRecipient(recipient string) error {
	if _, err := age.ParseX25519Recipient(recipient); err != nil {
		return fmt.Errorf("backup: recovery recipient: not of the form age1…: %w", slovo.ErrInvalid)
	}
	return nil
}

// ReadIdentity reads a file of identities, as `age-keygen` writes it or as
// a line alone.
func ReadIdentity(from io.Reader) ([]age.Identity, error) {
	all, err := age.ParseIdentities(from)
	if err != nil {
		// age's own words might repeat the line.
		return nil, fmt.Errorf("backup: identity: no AGE-SECRET-KEY-1… in it: %w", slovo.ErrInvalid)
	}
	return all, nil
}
