package store

import (
	"context"

	"slovo"
	"slovo/internal/edition"
	"slovo/internal/store/gen"
)

// CharterVersions returns all that were published, the highest first.
func (s *Store) CharterVersions(ctx context.Context) ([]edition.Version, error) {
	rows, err := s.q(ctx).CharterVersions(ctx)
	if err != nil {
		return nil, known(err)
	}
	list := make([]edition.Version, len(rows))
	for i, row := range rows {
		list[i] = edition.Version{
			ID: row.CharterID, Version: int(row.Version), Hash: row.Hash, Wording: row.Wording, By: slovo.StaffID(row.PublishedBy),
			Effective: slovo.Time(row.EffectiveAt), PublishedAt: slovo.Time(row.PublishedAt),
		}
	}
	return list, nil
}

// CharterText returns the charter's file as it was published, or
// slovo.ErrNotFound.
func (s *Store) CharterText(ctx context.Context, hash string) ([]byte, error) {
	text, err := s.q(ctx).CharterText(ctx, hash)
	return text, known(err)
}

// CharterWordings returns the consents' texts that the version was published
// with, by file.
func (s *Store) CharterWordings(ctx context.Context, version int) (map[string][]byte, error) {
	rows, err := s.q(ctx).CharterWordings(ctx, int64(version))
	texts := make(map[string][]byte, len(rows))
	for _, row := range rows {
		texts[row.File] = row.Body
	}
	return texts, known(err)
}

// PutCharterVersion keeps the version, its file and its consents' texts;
// slovo.ErrConflict where its number is taken.
func (s *Store) PutCharterVersion(ctx context.Context, v edition.Version, text []byte, wordings map[string][]byte) error {
	q := s.q(ctx)
	err := q.PutCharterVersion(ctx, gen.PutCharterVersionParams{
		Version: int64(v.Version), CharterID: v.ID, Hash: v.Hash, Wording: v.Wording, EffectiveAt: slovo.Micros(v.Effective),
		PublishedAt: slovo.Micros(v.PublishedAt), PublishedBy: string(v.By),
	})
	if err != nil {
		return known(err)
	}
	for file, body := range wordings {
		if err := q.PutCharterWording(ctx, int64(v.Version), file, body); err != nil {
			return known(err)
		}
	}
	return known(q.KeepCharterText(ctx, gen.KeepCharterTextParams{
		Hash: v.Hash, CharterID: v.ID, Version: int64(v.Version), Body: text, PublishedAt: slovo.Micros(v.PublishedAt),
	}))
}

// CountKeptFor counts the customers whose records are kept for the purpose.
func (s *Store) CountKeptFor(ctx context.Context, purpose string) (int, error) {
	n, err := s.q(ctx).CountKeptFor(ctx, purpose)
	return int(n), known(err)
}

// CountValues counts the customers whose records hold the field.
func (s *Store) CountValues(ctx context.Context, field string) (int, error) {
	n, err := s.q(ctx).CountValues(ctx, field)
	return int(n), known(err)
}
