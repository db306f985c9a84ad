package intake

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/crypto/chacha20poly1305"
)

// locked is a file that only this process can read: it is sealed, block by
// block, under a key that lies nowhere but in memory. What a killed process
// leaves on the disk is nobody's to read.
type locked struct {
	path string
	aead cipher.AEAD
	size int64 // of the plain text; the file's own end proves nothing
}

// blockBytes is how much is sealed at once.
const blockBytes = 64 << 10

func newLocked(path string) (*locked, error) {
	key := make([]byte, chacha20poly1305.KeySize)
	_, _ = rand.Read(key) // never fails
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return nil, fmt.Errorf("intake: sealed file: %w", err)
	}
	return &locked{path: path, aead: aead}, nil
}

// nonce is the block's number: a key seals one file, once.
func (l *locked) nonce(block int64) []byte {
	nonce := make([]byte, l.aead.NonceSize())
	binary.BigEndian.PutUint64(nonce, uint64(block)) //nolint:gosec // never negative
	return nonce
}

// create begins the file, which must not be there. Close ends it.
func (l *locked) create() (io.WriteCloser, error) {
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("intake: sealed file: %w", err)
	}
	return &locking{l: l, to: f}, nil
}

// locking gathers a block and seals it.
type locking struct {
	l     *locked
	to    *os.File
	block []byte
	next  int64
}

// Write implements io.Writer.
func (w *locking) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		room := min(blockBytes-len(w.block), len(p))
		w.block, p = append(w.block, p[:room]...), p[room:]
		if len(w.block) == blockBytes {
			if err := w.seal(); err != nil {
				return 0, err
			}
		}
	}
	w.l.size += int64(n)
	return n, nil
}

func (w *locking) seal() error {
	_, err := w.to.Write(w.l.aead.Seal(nil, w.l.nonce(w.next), w.block, nil)) //nolint:gosec // each block has its number, and each file its key
	w.block, w.next = w.block[:0], w.next+1
	return err
}

// Close implements io.Closer.
func (w *locking) Close() error {
	var err error
	if len(w.block) > 0 {
		err = w.seal()
	}
	return errors.Join(err, w.to.Close())
}

// unlocked reads the file's plain text, from any place.
type unlocked struct {
	*io.SectionReader
	from *os.File
}

func (l *locked) open() (*unlocked, error) {
	f, err := os.Open(l.path)
	if err != nil {
		return nil, fmt.Errorf("intake: sealed file: %w", err)
	}
	return &unlocked{io.NewSectionReader(&blocks{l: l, from: f, at: none}, 0, l.size), f}, nil
}

// Close implements io.Closer.
func (u *unlocked) Close() error { return u.from.Close() }

// blocks opens block by block, and keeps the last.
type blocks struct {
	l     *locked
	from  *os.File
	at    int64
	plain []byte
}

// ReadAt implements io.ReaderAt, for one reader at a time.
func (b *blocks) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for n < len(p) && off+int64(n) < b.l.size {
		at := off + int64(n)
		if err := b.load(at / blockBytes); err != nil {
			return n, err
		}
		n += copy(p[n:], b.plain[at%blockBytes:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (b *blocks) load(block int64) error {
	if b.at == block {
		return nil
	}
	sealed := make([]byte, min(blockBytes, b.l.size-block*blockBytes)+int64(b.l.aead.Overhead()))
	if _, err := b.from.ReadAt(sealed, block*int64(blockBytes+b.l.aead.Overhead())); err != nil {
		return fmt.Errorf("intake: sealed file, block %d: %w", block, err)
	}
	plain, err := b.l.aead.Open(sealed[:0], b.l.nonce(block), sealed, nil)
	if err != nil {
		return fmt.Errorf("intake: sealed file, block %d: %w", block, err)
	}
	b.at, b.plain = block, plain
	return nil
}
