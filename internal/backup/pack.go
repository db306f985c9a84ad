package backup

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"slovo"
)

// chunk is how much of a stream one frame holds: a stream's length is not
// known before its end, and a frame's is.
const chunk = 4 << 20

// Packer writes named texts and streams one after another. What it writes
// is a tar that any tar can list.
type Packer struct {
	to  *tar.Writer
	buf []byte
}

// NewPacker returns a packer that writes there.
func NewPacker(to io.Writer) *Packer { return &Packer{to: tar.NewWriter(to)} }

// Text puts a short file in.
func (p *Packer) Text(name string, text []byte) error { return p.frame(name, text) }

// Stream puts in all that is read, in frames name/0, name/1 …; the last one
// is shorter than a whole frame, so that a stream that was cut is seen.
func (p *Packer) Stream(name string, from io.Reader) error {
	if p.buf == nil {
		p.buf = make([]byte, chunk)
	}
	for i := 0; ; i++ {
		n, err := io.ReadFull(from, p.buf)
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !ended {
			return fmt.Errorf("backup: pack %s: %w", name, err)
		}
		if err := p.frame(fmt.Sprintf("%s/%d", name, i), p.buf[:n]); err != nil || ended {
			return err
		}
	}
}

func (p *Packer) frame(name string, text []byte) error {
	err := p.to.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text)), Format: tar.FormatUSTAR})
	if err == nil {
		_, err = p.to.Write(text)
	}
	if err != nil {
		return fmt.Errorf("backup: pack %s: %w", name, err)
	}
	return nil
}

// endName names the last frame: a tar without its end reads like a whole one.
const endName = "end"

// Close writes the end. A pack without it is cut.
func (p *Packer) Close() error { return errors.Join(p.frame(endName, nil), p.to.Close()) }

// Unpacker reads what a Packer wrote, in the same order.
type Unpacker struct {
	from *tar.Reader
	raw  io.Reader
	head *tar.Header // of the frame that is next; nil where it was not read yet
}

// NewUnpacker returns an unpacker that reads there.
func NewUnpacker(from io.Reader) *Unpacker { return &Unpacker{from: tar.NewReader(from), raw: from} }

// Next tells which name comes next, of a stream its name without numbers.
// The end is io.EOF; a pack that was cut is slovo.ErrInvalid.
func (u *Unpacker) Next() (string, error) {
	if u.head == nil {
		head, err := u.from.Next()
		if err != nil {
			return "", cut(err)
		}
		if head.Name == endName {
			return "", u.end()
		}
		if name := head.Name; path.IsAbs(name) || path.Clean(name) != name || strings.HasPrefix(name, "..") {
			return "", fmt.Errorf("backup: a name leads out of the folder: %w", slovo.ErrInvalid)
		}
		u.head = head
	}
	if name, isFrame := strings.CutSuffix(u.head.Name, "/0"); isFrame {
		return name, nil
	}
	return u.head.Name, nil
}

// end reads what is left: what lies under the pack checks its own end.
func (u *Unpacker) end() error {
	if _, err := io.Copy(io.Discard, u.raw); err != nil {
		return cut(err)
	}
	return io.EOF
}

// Text returns the file that Next named; it must not be longer than a frame.
func (u *Unpacker) Text() ([]byte, error) {
	if u.head == nil || u.head.Size > chunk {
		return nil, cut(nil)
	}
	u.head = nil
	text, err := io.ReadAll(u.from)
	if err != nil {
		return nil, cut(err)
	}
	return text, nil
}

// Stream reads the stream that Next named, to its end.
func (u *Unpacker) Stream() io.Reader { return &stream{from: u} }

// stream reads frame after frame.
type stream struct {
	from *Unpacker
	name string
	next int
	size int64
	done bool
}

// Read implements io.Reader.
func (s *stream) Read(to []byte) (int, error) {
	for !s.done {
		if s.size == 0 && s.next > 0 || s.next == 0 {
			if err := s.open(); err != nil {
				return 0, err
			}
		}
		n, err := s.from.from.Read(to)
		if err == nil || errors.Is(err, io.EOF) && n > 0 {
			return n, nil
		}
		if !errors.Is(err, io.EOF) {
			return n, cut(err)
		}
		s.done = s.size < chunk
		s.size = 0
	}
	return 0, io.EOF
}

// open goes on to the stream's next frame.
func (s *stream) open() error {
	if _, err := s.from.Next(); err != nil {
		return cut(err)
	}
	head := s.from.head
	if s.next == 0 {
		s.name = strings.TrimSuffix(head.Name, "/0")
	}
	if head.Name != fmt.Sprintf("%s/%d", s.name, s.next) {
		return cut(nil)
	}
	s.from.head, s.size = nil, head.Size
	s.next++
	return nil
}

func cut(cause error) error {
	if cause == nil || errors.Is(cause, io.EOF) || errors.Is(cause, io.ErrUnexpectedEOF) {
		return fmt.Errorf("backup: it was cut, or is none: %w", slovo.ErrInvalid)
	}
	return fmt.Errorf("backup: it was cut, or is none: %w: %w", slovo.ErrInvalid, cause)
}
