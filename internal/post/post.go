// Package post sends letters out, by e-mail. A letter's address is a
// customer's value: it goes to the mail server and into no error and no log.
package post

import (
	"context"

	"slovo"
)

// Letter is one message to one person, in plain text.
type Letter struct {
	To      slovo.Value
	Subject string
	Text    string
}

// Sender sends letters; *Post is one.
type Sender interface {
	// Send returns when the server has taken the letter over;
	// slovo.ErrInvalid for what is no address, slovo.ErrUnavailable
	// where the server did not take it.
	Send(ctx context.Context, l Letter) error
}
