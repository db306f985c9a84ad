package gate

import (
	"context"

	"slovo"
)

// Known tells in what state a record is.
type Known interface {
	// Customer returns the state, or slovo.ErrNotFound.
	Customer(ctx context.Context, id slovo.CustomerID) (Customer, error)
}

// Lockable is Known, and lets one change a record at a time.
type Lockable interface {
	Known
	// Lock makes other transactions about the customer wait for this one.
	Lock(ctx context.Context, id slovo.CustomerID) error
}

// Standing returns the record that answers for the id: its own, or the one
// that it was merged into. slovo.ErrNotFound where there is none.
func Standing(ctx context.Context, s Known, id slovo.CustomerID) (Customer, error) {
	customer, err := s.Customer(ctx, id)
	if err != nil || customer.Merged == "" {
		return customer, err
	}
	return s.Customer(ctx, customer.Merged)
}

// LockStanding locks the record that answers for the id, and returns it as
// it is under the lock. It locks that record alone, so that it never waits
// for a merge that waits for it, unless the record was merged just now: then
// the one that it went into is locked too.
func LockStanding(ctx context.Context, s Lockable, id slovo.CustomerID) (Customer, error) {
	customer, err := Standing(ctx, s, id)
	for err == nil {
		if err = s.Lock(ctx, customer.ID); err != nil {
			break
		}
		locked := customer.ID
		if customer, err = Standing(ctx, s, id); err == nil && customer.ID == locked {
			return customer, nil
		}
	}
	return Customer{}, err
}
