package edition

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"slovo"
	"slovo/internal/charter"
)

// WordingOf is the hash over consents' texts, by file: of the lines that
// `sha256sum` writes for them, in the order of their names. Nothing for none.
func WordingOf(texts map[string][]byte) string {
	if len(texts) == 0 {
		return ""
	}
	var lines strings.Builder
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		fmt.Fprintf(&lines, "%s  %s\n", charter.HashOf(texts[file]), file)
	}
	return charter.HashOf([]byte(lines.String()))
}

// Wordings returns the very texts, by file, that people agree to under the
// version with the hash; slovo.ErrNotFound where there is no such version.
func (p *Publisher) Wordings(ctx context.Context, hash string) (map[string][]byte, error) {
	all, err := p.Versions(ctx)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		if v.Hash == hash {
			return p.wordings(ctx, v)
		}
	}
	return nil, fmt.Errorf("edition: version %.64s: %w", hash, slovo.ErrNotFound)
}

func (p *Publisher) wordings(ctx context.Context, v Version) (map[string][]byte, error) {
	texts, err := p.Store.CharterWordings(ctx, v.Version)
	if err != nil {
		return nil, fmt.Errorf("edition: consents' texts of version %d: %w", v.Version, err)
	}
	if WordingOf(texts) != v.Wording {
		return nil, fmt.Errorf("edition: consents' texts of version %d are not those that were published: %w", v.Version, slovo.ErrConflict)
	}
	return texts, nil
}

// Known returns the charter in force and those that wait for their day, the
// lowest version first.
func (p *Publisher) Known() []*charter.Charter {
	var known []*charter.Charter
	now := p.current().Version.Version
	for _, e := range p.known.Load().ready {
		if e.Version.Version >= now {
			known = append(known, e.charter)
		}
	}
	return known
}
