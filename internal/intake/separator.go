package intake

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"

	"slovo/internal/field"
)

// declared is the line by which spreadsheets tell the separator.
const declared = "sep="

// separate finds what stands between cells: said in a first line sep=;, or
// else that which makes the rows most alike.
func (t *Table) separate() error {
	raw, err := t.rewind()
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(t.utf8(raw), sampleBytes))
	if err != nil {
		return err
	}
	if err := foreignText(text); err != nil {
		return err
	}
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	said := strings.TrimRight(string(line), "\r")
	said = strings.Trim(said, `"`)
	if len(said) == len(declared)+1 && strings.EqualFold(said[:len(declared)], declared) {
		t.Separator, t.declare = rune(said[len(declared)]), min(len(line)+1, len(text))
		if t.Separator < ' ' && t.Separator != '\t' || t.Separator == '"' || t.Separator > '~' {
			return refuse("file.bad_separator")
		}
		return nil
	}
	t.Separator = likeliest(text)
	return nil
}

func likeliest(text []byte) rune {
	best, most := ',', 0.0
	for _, separator := range ",;\t|" {
		if alike := alikeness(text, byte(separator)); alike > most {
			best, most = separator, alike
		}
	}
	return best
}

// alikeness is the share of rows that have the commonest number of cells,
// which counts for more the more cells they are. A row that a separator
// cuts inside quotes is like no other. Known headers settle it.
func alikeness(text []byte, separator byte) float64 {
	s := newScanner(bytes.NewReader(text), separator)
	count, rows, known := map[int]int{}, 0, 0
	for rows < sampleRows {
		r, err := s.next()
		if err != nil {
			break
		}
		if r.blank() {
			continue
		}
		rows++
		if !slices.ContainsFunc(r.cells, func(cell string) bool { return strings.Count(cell, `"`)%2 == 1 }) {
			count[len(r.cells)]++
		}
		if rows <= 10 {
			known = max(known, knownHeaders(r))
		}
	}
	best := 0.0
	for cells, n := range count {
		if cells > 1 {
			best = max(best, float64(n)/float64(rows)*(1-1/float64(cells)))
		}
	}
	if known > 1 {
		best += float64(known)
	}
	return best
}

func knownHeaders(r row) int {
	n := 0
	for _, cell := range r.cells {
		if meant(cell, layout{}) != unknown {
			n++
		}
	}
	return n
}

// head reads the sample, and finds the header: the first row that is as
// full as the others, unless it looks like data itself.
func (t *Table) head() error {
	raw, err := t.rewind()
	if err != nil {
		return err
	}
	s, err := t.scan(raw)
	if err != nil {
		return err
	}
	for len(t.sample) <= sampleRows {
		r, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		t.sample = append(t.sample, r)
	}
	t.skip = titles(t.sample)
	if t.skip == len(t.sample) {
		return refuse("file.no_rows")
	}
	first := t.sample[t.skip]
	if len(first.cells) > cellsAtMost || first.wrong != "" {
		return refuse("file.bad_header")
	}
	t.bare = looksLikeData(first)
	t.headers = first.cells
	if !t.bare {
		t.skip++
	}
	t.sample = t.sample[t.skip:]
	return nil
}

// titles counts blank rows and titles above the header: rows of one cell
// over a table of many.
func titles(sample []row) int {
	widest := 0
	for _, r := range sample {
		widest = max(widest, filled(r))
	}
	for i, r := range sample {
		if n := filled(r); n > 1 || n == 1 && (widest < 3 || i > 9) || r.wrong != "" {
			return i
		}
	}
	return len(sample)
}

func filled(r row) int {
	n := 0
	for _, cell := range r.cells {
		if trimmed(cell) != "" {
			n++
		}
	}
	return n
}

// looksLikeData tells a row of data from a header: headers hold no e-mail
// addresses, no telephone numbers and no people's names.
func looksLikeData(r row) bool {
	for _, cell := range r.cells {
		cell = trimmed(cell)
		if _, err := field.Normalize(field.Email, cell); err == nil {
			return true
		}
		if digits(cell) >= 7 && !strings.ContainsFunc(cell, unicode.IsLetter) {
			return true
		}
		if m := meant(cell, layout{}); m != unknown {
			return false
		}
	}
	return slices.ContainsFunc(r.cells, func(cell string) bool { return looksName(trimmed(cell)) })
}

// digits counts ASCII digits.
func digits(text string) int {
	n := 0
	for _, r := range text {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}
