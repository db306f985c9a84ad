package store

import (
	"context"

	"slovo"
	"slovo/internal/consent"
	"slovo/internal/store/gen"
)

// PutWish implements consent.Wishes.
func (s *Store) PutWish(ctx context.Context, c slovo.CustomerID, w consent.Wish) (bool, error) {
	fresh, err := s.q(ctx).PutWish(ctx, gen.PutWishParams{
		CustomerID: string(c), Channel: string(w.Channel), Kind: string(w.Kind), Source: w.Source, At: slovo.Micros(w.At),
	})
	return fresh == 1, about("wish of", c, err)
}

// WishesOf implements consent.Wishes.
func (s *Store) WishesOf(ctx context.Context, c slovo.CustomerID) ([]consent.Wish, error) {
	rows, err := s.q(ctx).Wishes(ctx, string(c))
	if err != nil {
		return nil, about("wishes of", c, err)
	}
	return each(rows, func(r gen.Wish) consent.Wish {
		return consent.Wish{
			Kind: consent.Kind(r.Kind), Channel: consent.Channel(r.Channel), Source: r.Source, At: slovo.Time(r.At),
		}
	}), nil
}
