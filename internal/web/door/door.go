// Package door holds the pages that anybody can reach: the staff's sign-in,
// and where a customer sets the first factors behind a one-time link.
package door

import (
	"context"

	"slovo"
	"slovo/internal/staff"
	"slovo/internal/verify"
	"slovo/internal/web/visit"
)

// SignIns let colleagues in and out.
type SignIns interface {
	SignIn(ctx context.Context, try staff.Attempt) (staff.SignedIn, error)
	EndSession(ctx context.Context, secret slovo.Value) error
}

// Links are the one-time ones, behind which a customer sets factors.
type Links interface {
	LinkSets(ctx context.Context, secret slovo.Value) (string, error)
	NewSeed(ctx context.Context, secret, mark slovo.Value) (verify.Seed, error)
	SetByLink(ctx context.Context, secret slovo.Value, own verify.Own) error
	SetTOTP(ctx context.Context, secret slovo.Value, own verify.Own) error
}

// Pages are the door's. All fields are needed.
type Pages struct {
	*visit.Frame
	SignIns SignIns
	Links   Links
}
