package slovo

import "errors"

// The errors that callers tell apart, by errors.Is. Rooms wrap them with
// what and which; a customer's value never stands in an error.
var (
	// ErrNotFound: nothing lies under that id.
	ErrNotFound = errors.New("not found")
	// ErrConflict: it is there already, or has changed meanwhile.
	ErrConflict = errors.New("conflict")
	// ErrInvalid: what was given cannot be taken; the message says why.
	ErrInvalid = errors.New("invalid")
	// ErrDenied: the gate refused.
	ErrDenied = errors.New("denied")
	// ErrUnauthenticated: nobody we know is asking.
	ErrUnauthenticated = errors.New("not signed in")
	// ErrTooMany: later, not now.
	ErrTooMany = errors.New("too many")
	// ErrUnavailable: the ledger or the store cannot be written, so nothing opens.
	ErrUnavailable = errors.New("unavailable")
)
