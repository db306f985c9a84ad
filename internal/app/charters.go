package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"slovo/internal/charter"
)

// Changes is the answer to `slovo charter diff --json`.
type Changes struct {
	Widens  bool             `json:"widens"`
	Changes []charter.Change `json:"changes"`

	// Unseen are the charters beside which no text of their consents lies, so
	// that the very words could not be compared.
	Unseen []string `json:"-"`
}

// DiffCharters tells what changes for a customer between two charters'
// files, and between the consents' texts that lie beside each.
func DiffCharters(old, updated string) (Changes, error) {
	before, err := charterAt(old)
	if err != nil {
		return Changes{}, err
	}
	after, err := charterAt(updated)
	if err != nil {
		return Changes{}, err
	}
	changes := append([]charter.Change{}, charter.Diff(before, after)...) // no change is a list too
	return Changes{charter.Widening(changes), changes, slices.Concat(unseen(old, before), unseen(updated, after))}, nil
}

// unseen is the charter's path, if none of its consents' texts was found.
func unseen(path string, c *charter.Charter) []string {
	for _, one := range c.Consents {
		if len(one.Words) > 0 {
			return nil
		}
	}
	if len(c.Consents) == 0 {
		return nil
	}
	return []string{path}
}

// BadCharter is a charter that cannot be taken; Problems says why.
type BadCharter struct {
	File string
	Err  error
}

// Error names the file and all that is wrong with it.
func (b *BadCharter) Error() string { return "app: charter " + b.File + ": " + b.Err.Error() }

// First is the first mistake, in the order of lines.
func (b *BadCharter) First() Finding {
	var all *charter.Problems
	if !errors.As(b.Err, &all) || len(all.List) == 0 {
		return Finding{}
	}
	return all.List[0]
}

// Unwrap gives what Load said.
func (b *BadCharter) Unwrap() error { return b.Err }

func charterAt(path string) (*charter.Charter, error) {
	data, err := os.ReadFile(path) //nolint:gosec // the caller's own file
	if err != nil {
		return nil, fmt.Errorf("app: charter: %w", err)
	}
	c, err := charter.Load(data)
	if err != nil {
		return nil, &BadCharter{filepath.Base(path), err}
	}
	c.Bind(c.Texts(os.DirFS(filepath.Dir(path))))
	return c, nil
}

// CharterSchema returns the JSON Schema of a charter, for editors.
func CharterSchema() ([]byte, error) { return charter.Schema() }

// ShowCharter tells a charter's file in plain words; an empty path is the
// charter of the company in dir.
func ShowCharter(dir, path string) (charter.Summary, error) {
	if path == "" {
		path = filepath.Join(dir, charterFile)
	}
	c, err := charterAt(path)
	if err != nil {
		return charter.Summary{}, err
	}
	return c.InWords(), nil
}

// CharterSummary is a charter in plain words.
type CharterSummary = charter.Summary

// CharterAnswer is one thing that a summary says.
type CharterAnswer = charter.Answer
