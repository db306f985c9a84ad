// Package vault seals customers' fields and opens them again: two keys per
// customer under the key of the installation, every ciphertext bound to
// its own place, keyed hashes to search by, and shredding. It lies under
// gate/internal, so that Go itself refuses everybody but the gate.
package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"slovo"
)

// KeySize is the length of every key, in bytes.
const KeySize = 32

// ErrBroken tells that a ciphertext does not open in its place: it was
// changed, moved there from another place, or sealed under another key.
var ErrBroken = errors.New("vault: does not open in this place")

// Place is where a ciphertext belongs. It is bound into the ciphertext.
type Place struct {
	Kind     string // cell, half, factor, key …
	Customer slovo.CustomerID
	Name     string
	Version  int64
}

// Vault seals and opens for one installation. Safe for concurrent use.
type Vault struct {
	installation string
	wrapper      Wrapper
}

// Wrapper wraps keys under the key of the installation, wherever that is
// kept: a file, a passphrase, a key management service.
type Wrapper interface {
	Wrap(key, place []byte) ([]byte, error)
	Unwrap(wrapped, place []byte) ([]byte, error)
}

// New returns the vault of the installation with that id.
func New(installation string, w Wrapper) *Vault { return &Vault{installation, w} }

// NewKey returns a fresh key and its wrapped form, bound to the place.
func (v *Vault) NewKey(at Place) (key, wrapped []byte, err error) {
	key = make([]byte, KeySize)
	rand.Read(key) //nolint:errcheck // never fails since Go 1.24
	wrapped, err = v.wrapper.Wrap(key, v.bind(at))
	return key, wrapped, err
}

// Key unwraps a key that belongs to the place.
func (v *Vault) Key(wrapped []byte, at Place) ([]byte, error) {
	return v.wrapper.Unwrap(wrapped, v.bind(at))
}

// Seal seals plain under the key for the place.
func (v *Vault) Seal(key, plain []byte, at Place) ([]byte, error) {
	return seal(key, plain, v.bind(at))
}

// Open opens what Seal sealed for the same place, or returns ErrBroken.
func (v *Vault) Open(key, sealed []byte, at Place) ([]byte, error) {
	return open(key, sealed, v.bind(at))
}

// bind writes the place down so that no two places read the same: each
// part stands behind its length.
func (v *Vault) bind(at Place) []byte {
	b := make([]byte, 0, 128)
	for _, part := range []string{"slovo 1", v.installation, at.Kind, string(at.Customer), at.Name} {
		b = binary.AppendUvarint(b, uint64(len(part)))
		b = append(b, part...)
	}
	return binary.AppendVarint(b, at.Version)
}

func seal(key, plain, place []byte) ([]byte, error) {
	aead, err := newAEAD(key)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, plain, place), nil
}

func open(key, sealed, place []byte) ([]byte, error) {
	aead, err := newAEAD(key)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, nil, sealed, place)
	if err != nil {
		return nil, ErrBroken
	}
	return plain, nil
}

// newAEAD is AES-256-GCM with a random nonce before each ciphertext. A key
// serves one customer, far below the 2^32 messages that are safe for it.
func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("vault: key: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Hash is a keyed hash of the parts, cut to size bytes: what searches and
// matches compare. No part runs into the next.
func Hash(key []byte, size int, parts ...string) []byte {
	mac := hmac.New(sha256.New, key)
	for _, part := range parts {
		mac.Write(binary.AppendUvarint(nil, uint64(len(part))))
		mac.Write([]byte(part))
	}
	return mac.Sum(nil)[:size]
}
