package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"slovo"
)

// JournalFile is a Journal: a file of lines in JSON, numbered from 1, that
// only grows. One process writes it. Safe for concurrent use.
type JournalFile struct {
	mu     sync.Mutex
	file   *os.File
	end    int64 // where the last whole line ends
	number int64 // of that line
	seen   int64 // the log up to this index has its lines here
	after  map[slovo.EntryID]bool
}

// numbered is a line as it stands in the file: an entry's, or the word that
// the log up to an index has all of its lines above.
type numbered struct {
	Number int64 `json:"n"`
	*Line
	Seen *int64 `json:"seen,omitempty"`
}

// OpenJournal opens the file to go on writing, and makes it where there is
// none. A last line that was cut by a crash was acknowledged to nobody and
// goes; a line missing in the middle is slovo.ErrInvalid.
func OpenJournal(path string) (*JournalFile, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("ledger: journal: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the operator's own folder
	if err != nil {
		return nil, fmt.Errorf("ledger: journal: %w", err)
	}
	j := &JournalFile{file: f, after: map[slovo.EntryID]bool{}}
	if err := errors.Join(j.read(path), syncDir(filepath.Dir(path))); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return j, nil
}

func (j *JournalFile) read(path string) error {
	text, err := os.ReadFile(path) //nolint:gosec // the operator's own folder
	if err != nil {
		return fmt.Errorf("ledger: journal: %w", err)
	}
	all, end, err := parseJournal(text)
	if err != nil {
		return err
	}
	for _, n := range all {
		j.note(n)
	}
	j.end = end
	return j.file.Truncate(end)
}

// note remembers what stands in the file.
func (j *JournalFile) note(n numbered) {
	j.number = n.Number
	if n.Seen != nil {
		j.seen, j.after = *n.Seen, map[slovo.EntryID]bool{}
	} else {
		j.after[n.Entry] = true
	}
}

// has tells whether the entry, of those not yet seen to be complete, is here.
func (j *JournalFile) has(id slovo.EntryID) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.after[id]
}

// Keep implements Journal.
func (j *JournalFile) Keep(lines ...Line) error {
	all := make([]numbered, len(lines))
	for i := range lines {
		all[i].Line = &lines[i]
	}
	return j.write(all)
}

// Seen writes down that the log up to the index has all of its lines here.
func (j *JournalFile) Seen(index int64) error {
	j.mu.Lock()
	known := index == j.seen && j.number > 0
	j.mu.Unlock()
	if known {
		return nil
	}
	return j.write([]numbered{{Seen: &index}})
}

// write adds the lines at once, or none of them.
func (j *JournalFile) write(all []numbered) error {
	if len(all) == 0 {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	var text bytes.Buffer
	for i := range all {
		all[i].Number = j.number + int64(i) + 1
		one, err := json.Marshal(all[i])
		if err != nil {
			return fmt.Errorf("ledger: journal: %w", err)
		}
		text.Write(append(one, '\n'))
	}
	_, err := j.file.WriteAt(text.Bytes(), j.end)
	if err := errors.Join(err, durable(j.file)); err != nil {
		return fmt.Errorf("ledger: journal: %w", errors.Join(err, j.file.Truncate(j.end)))
	}
	j.end += int64(text.Len())
	for _, n := range all {
		j.note(n)
	}
	return nil
}

// Close lets go of the file.
func (j *JournalFile) Close() error { return j.file.Close() }

// ReadJournal returns the lines of the file in their order; none where there
// is no file (slovo.ErrNotFound).
func ReadJournal(path string) ([]Line, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the operator's own folder
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("ledger: journal: %s: %w", path, slovo.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("ledger: journal: %w", err)
	}
	all, _, err := parseJournal(text)
	var lines []Line
	for _, n := range all {
		if n.Line != nil {
			lines = append(lines, *n.Line)
		}
	}
	return lines, err
}

// parseJournal reads whole lines, and tells where the last one ends.
func parseJournal(text []byte) (all []numbered, end int64, err error) {
	for {
		line, rest, whole := bytes.Cut(text[end:], []byte{'\n'})
		if !whole {
			return all, end, nil
		}
		var n numbered
		if err := json.Unmarshal(line, &n); err != nil || n.Number != int64(len(all))+1 || (n.Line == nil) == (n.Seen == nil) {
			return nil, 0, fmt.Errorf("ledger: journal: line %d was changed or taken out: %w", len(all)+1, slovo.ErrInvalid)
		}
		all, end = append(all, n), int64(len(text)-len(rest))
	}
}
