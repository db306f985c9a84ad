package staff

import (
	"context"
)

// Approve proves who approves something at the terminal, as a sign-in does
// and with the same answers, and opens nothing. The code is used up.
func (o *Office) Approve(ctx context.Context, try Attempt) (Account, error) {
	p, err := o.prove(ctx, try)
	if err != nil {
		return Account{}, err
	}
	err = o.Store.Atomic(ctx, func(ctx context.Context) error { return o.spend(ctx, p) })
	return p.account, err
}
