package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// How much of a file is looked at before it is mapped.
const (
	sampleBytes = 64 << 10
	sampleRows  = 300
	cellsAtMost = 2000 // in the header
)

// Table is a file of rows that was read through once: how it is written is
// known, and so is its fingerprint. Its rows are not kept.
type Table struct {
	Fingerprint string // hex SHA-256 of the bytes
	Encoding    string
	Separator   rune
	Size        int64

	from    io.ReadSeeker
	charset charset
	skip    int // rows before the first of data
	declare int // bytes of a leading sep= line
	headers []string
	bare    bool // there was no header: the columns are only numbered
	sample  []row
}

// Open reads the file through and tells how it is written. What is no table
// of text is refused with a *Refusal. The file stays the caller's to close.
func Open(from io.ReadSeeker) (*Table, error) {
	t := &Table{from: from}
	if err := t.look(); err != nil {
		return nil, fmt.Errorf("intake: table: %w", err)
	}
	return t, nil
}

func (t *Table) look() error {
	head, odd, err := t.fingerprint()
	if err != nil {
		return err
	}
	if err := foreignBytes(head); err != nil {
		return err
	}
	var text bool
	if t.charset, text = detect(head, odd); !text {
		return refuse("file.not_text")
	}
	t.Encoding = t.charset.name
	if err := t.separate(); err != nil {
		return err
	}
	return t.head()
}

// fingerprint reads all bytes once: for the hash, the first of them, and
// lines from all over the file that hold more than ASCII.
func (t *Table) fingerprint() (head, odd []byte, err error) {
	if _, err := t.from.Seek(0, io.SeekStart); err != nil {
		return nil, nil, err
	}
	hash, block := sha256.New(), make([]byte, 256<<10)
	for {
		n, err := io.ReadFull(t.from, block)
		hash.Write(block[:n])
		t.Size += int64(n)
		if room := sampleBytes - len(head); room > 0 {
			head = append(head, block[:min(room, n)]...)
		}
		odd = oddLines(odd, block[:n])
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fingerprint = hex.EncodeToString(hash.Sum(nil))
			return head, odd, nil
		}
		if err != nil {
			return nil, nil, err
		}
	}
}

// oddLines adds the block's lines that hold bytes above ASCII.
func oddLines(odd, block []byte) []byte {
	for len(odd) < sampleBytes && len(block) > 0 {
		line, rest, _ := bytes.Cut(block, []byte{'\n'})
		if bytes.ContainsFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) {
			odd = append(append(odd, line[:min(len(line), sampleBytes)]...), '\n')
		}
		block = rest
	}
	return odd
}

// utf8 reads the file's text from its beginning, in UTF-8 without a mark.
func (t *Table) utf8(raw io.Reader) io.Reader {
	if t.charset.of != nil {
		raw = transform.NewReader(raw, t.charset.of.NewDecoder())
	}
	return &unmarkedText{from: raw}
}

// unmarkedText leaves out a byte order mark at the beginning.
type unmarkedText struct {
	from  io.Reader
	begun bool
}

// Read implements io.Reader.
func (u *unmarkedText) Read(p []byte) (int, error) {
	if u.begun || len(p) < 3 {
		return u.from.Read(p)
	}
	u.begun = true
	n, err := io.ReadAtLeast(u.from, p, 3)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil // the end comes again at the next read
	}
	if bytes.HasPrefix(p[:n], []byte("\uFEFF")) {
		n = copy(p, p[3:n])
	}
	return n, err
}

// rows returns a scanner that stands before the first row of data.
func (t *Table) rows(raw io.Reader) (*scanner, error) {
	s, err := t.scan(raw)
	for range t.skip {
		if err == nil {
			_, err = s.next()
		}
	}
	return s, err
}

// scan returns a scanner that stands after a leading sep= line.
func (t *Table) scan(raw io.Reader) (*scanner, error) {
	text := t.utf8(raw)
	s := newScanner(text, byte(t.Separator))
	if t.declare > 0 {
		s.line = 2
		if _, err := io.CopyN(io.Discard, text, int64(t.declare)); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// rewind returns the file's bytes from the first, counting them.
func (t *Table) rewind() (*counting, error) {
	_, err := t.from.Seek(0, io.SeekStart)
	return &counting{from: t.from}, err
}

// counting knows how far a file was read.
type counting struct {
	from io.Reader
	read int64
}

// Read implements io.Reader.
func (c *counting) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.read += int64(n)
	return n, err
}
