package intake

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

// rowAtMost is how long one row may be, in bytes of UTF-8. It bounds the
// memory that a file can take, and what one lost quote can swallow.
const rowAtMost = 1 << 20

// row is one record of a table.
type row struct {
	line  int      // of the file, on which it begins
	cells []string // one, the whole line, where a quote is unclosed
	size  int
	wrong wrong // why it cannot be taken; "" where it can
}

// blank tells whether no cell holds anything.
func (r row) blank() bool {
	for _, cell := range r.cells {
		if trimmed(cell) != "" {
			return false
		}
	}
	return r.wrong == ""
}

// scanner reads rows one at a time out of UTF-8 text. It forgives what
// people's programs write: bare quotes, text after a closing quote, lines
// that end in any way. A quote that never closes costs its own line only.
type scanner struct {
	from      io.Reader
	separator byte
	line      int // on which the next row begins
	buf       []byte
	start     int
	ended     bool // nothing comes after buf

	text []byte // of the row's cells
	ends []int  // of each cell in text
}

func newScanner(from io.Reader, separator byte) *scanner {
	return &scanner{from: from, separator: separator, line: 1, buf: make([]byte, 0, 64<<10)}
}

// next returns the next row, or io.EOF after the last.
func (s *scanner) next() (row, error) {
	for {
		window := s.buf[s.start:]
		n, state := s.parse(window)
		switch {
		case state == whole:
			return s.take(n, ""), nil
		case len(window) == 0 && s.ended:
			return row{}, io.EOF
		case !s.ended && len(window) < rowAtMost:
			if err := s.fill(); err != nil {
				return row{}, err
			}
		case state == open:
			return s.giveUp(unclosedQuote)
		default:
			return s.giveUp(rowTooLong)
		}
	}
}

// take makes a row of what was parsed, and moves on.
func (s *scanner) take(n int, w wrong) row {
	r := row{line: s.line, size: n, wrong: w}
	switch w {
	case unclosedQuote: // the line as it is, to be mended
		r.cells = []string{strings.TrimRight(string(s.buf[s.start:s.start+n]), "\r\n")}
	case "":
		text := string(s.text)
		r.cells = make([]string, len(s.ends))
		from := 0
		for i, end := range s.ends {
			r.cells[i] = text[from:end]
			from = end
		}
	}
	s.line += lines(s.buf[s.start : s.start+n])
	s.start += n
	return r
}

// giveUp loses the line at which the row began, and goes on after it.
func (s *scanner) giveUp(w wrong) (row, error) {
	at := s.line
	for {
		window := s.buf[s.start:]
		end := bytes.IndexAny(window, "\r\n")
		if end >= 0 && (window[end] == '\n' || end+1 < len(window) || s.ended) {
			if window[end] == '\r' && end+1 < len(window) && window[end+1] == '\n' {
				end++
			}
			r := s.take(end+1, w)
			r.line = at
			return r, nil
		}
		if s.ended {
			r := s.take(len(window), w)
			r.line = at
			return r, nil
		}
		if len(window) >= rowAtMost { // an endless line: drop what was read of it
			s.start = len(s.buf)
		}
		if err := s.fill(); err != nil {
			return row{}, err
		}
	}
}

// fill reads more behind what waits in the buffer, making room for it.
func (s *scanner) fill() error {
	waiting := len(s.buf) - s.start
	if s.start > 0 {
		copy(s.buf, s.buf[s.start:])
		s.buf, s.start = s.buf[:waiting], 0
	}
	if waiting == cap(s.buf) {
		grown := make([]byte, waiting, 2*cap(s.buf))
		copy(grown, s.buf)
		s.buf = grown
	}
	n, err := io.ReadFull(s.from, s.buf[waiting:cap(s.buf)])
	s.buf = s.buf[:waiting+n]
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		s.ended, err = true, nil
	}
	return err
}

// state is how far a parse came.
type state int

const (
	whole state = iota
	more        // the window ends inside the row
	open        // the window ends inside quotes
)

// parse reads one row from the window's beginning into text and ends, and
// returns its length.
func (s *scanner) parse(window []byte) (int, state) {
	s.text, s.ends = s.text[:0], s.ends[:0]
	if len(window) == 0 {
		return 0, more
	}
	for i := 0; ; {
		n, state := s.cell(window[i:])
		if state != whole {
			return 0, state
		}
		i += n
		s.ends = append(s.ends, len(s.text))
		if i == len(window) { // only at the end of the file
			return i, whole
		}
		switch window[i] {
		case s.separator:
			i++
		case '\n':
			return i + 1, whole
		default: // '\r'
			if i+1 < len(window) && window[i+1] == '\n' {
				i++
			} else if i+1 == len(window) && !s.ended {
				return 0, more
			}
			return i + 1, whole
		}
	}
}

// cell adds one cell to text and returns its length, without what ends it.
func (s *scanner) cell(window []byte) (int, state) {
	i := 0
	for i < len(window) && window[i] == ' ' {
		i++
	}
	if i == len(window) && !s.ended {
		return 0, more
	}
	if i == len(window) || window[i] != '"' {
		return s.bare(window, 0)
	}
	i++
	for {
		n := bytes.IndexByte(window[i:], '"')
		if n < 0 {
			return 0, open
		}
		s.text = append(s.text, window[i:i+n]...)
		i += n + 1
		if i == len(window) && !s.ended {
			return 0, open
		}
		if i == len(window) || window[i] != '"' {
			return s.bare(window, i) // what follows the closing quote belongs to it
		}
		s.text = append(s.text, '"')
		i++
	}
}

// bare adds what stands without quotes from i on.
func (s *scanner) bare(window []byte, from int) (int, state) {
	for i := from; i < len(window); i++ {
		if b := window[i]; b == s.separator || b == '\n' || b == '\r' {
			s.text = append(s.text, window[from:i]...)
			return i, whole
		}
	}
	if !s.ended {
		return 0, more
	}
	s.text = append(s.text, window[from:]...)
	return len(window), whole
}

// lines counts line ends of every kind.
func lines(text []byte) int {
	n := bytes.Count(text, []byte{'\n'})
	if n == 0 {
		n = bytes.Count(text, []byte{'\r'})
	}
	return n
}
