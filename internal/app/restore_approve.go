package app

import (
	"context"
	"errors"
	"fmt"

	"slovo"
	"slovo/internal/ledger"
	"slovo/internal/staff"
)

// Ask asks the nth of those who approve for login, password and code; why is
// what was wrong with the answer before, "" at first.
type Ask func(ctx context.Context, nth, of int, why WrongApproval) (Attempt, error)

// Attempt is what one of them answers.
type Attempt = staff.Attempt

// WrongApproval is why an approval did not count.
type WrongApproval string

// The reasons.
const (
	WrongSecrets   WrongApproval = "secrets"   // unknown, blocked, wrong password, wrong or used code
	WrongSame      WrongApproval = "same"      // it is the one who approved already
	WrongUnallowed WrongApproval = "unallowed" // one of them must hold the duty to approve
)

// approvals is how many tries there are, for both together.
const approvals = 6

// approvers are those who can approve a restore.
type approvers struct {
	need  int  // two, or the only one there is
	bound bool // one of them must hold the duty, because somebody does
}

// approversOf tells who must approve, of the accounts that can still sign in.
func approversOf(able []staff.Account, may func(role string) bool) approvers {
	a := approvers{need: min(2, len(able))}
	for _, one := range able {
		a.bound = a.bound || may(one.Role)
	}
	return a
}

// wrong tells why the next does not count beside those before.
func (a approvers) wrong(before []staff.Account, next staff.Account, may func(role string) bool) WrongApproval {
	held := may(next.Role)
	for _, one := range before {
		if one.ID == next.ID {
			return WrongSame
		}
		held = held || may(one.Role)
	}
	if a.bound && !held && len(before)+1 == a.need {
		return WrongUnallowed
	}
	return ""
}

// approved asks until enough have approved.
func (r *restore) approved(ctx context.Context, ask Ask) ([]staff.Account, error) {
	able, err := r.able(ctx)
	if err != nil {
		return nil, err
	}
	may := func(role string) bool { return r.company.editions.Charter().Roles[role].MayDo("approve") }
	rule := approversOf(able, may)
	if rule.need == 0 {
		return nil, fmt.Errorf("app: restore: no account can approve it: %w", slovo.ErrDenied)
	}
	var all []staff.Account
	var why WrongApproval
	for range approvals {
		try, err := ask(ctx, len(all)+1, rule.need, why)
		if err != nil {
			return nil, err
		}
		account, err := r.proved(ctx, able, try)
		switch {
		case errors.Is(err, slovo.ErrUnauthenticated):
			why = WrongSecrets
			continue
		case err != nil:
			return nil, err
		}
		if why = rule.wrong(all, account, may); why != "" {
			continue
		}
		if all = append(all, account); len(all) == rule.need {
			return all, nil
		}
	}
	return nil, fmt.Errorf("app: restore: not approved: %w", slovo.ErrDenied)
}

func (r *restore) proved(ctx context.Context, able []staff.Account, try staff.Attempt) (staff.Account, error) {
	account, err := r.company.staff.Approve(ctx, try)
	if err != nil {
		return account, err
	}
	for _, a := range able {
		if a.ID == account.ID {
			return account, nil
		}
	}
	return account, fmt.Errorf("app: restore: %w", slovo.ErrUnauthenticated)
}

// able are the restored accounts that are not blocked, nor were since.
func (r *restore) able(ctx context.Context) ([]staff.Account, error) {
	since, err := r.blockedSince(ctx)
	if err != nil {
		return nil, err
	}
	var able []staff.Account
	for after := ""; ; {
		page, err := r.company.staff.Accounts(ctx, r.company.operator(), after, accountsAtOnce)
		if err != nil {
			return nil, err
		}
		for _, a := range page {
			after = a.Login
			if !a.Blocked && !a.OneTime && !since[string(a.ID)] {
				able = append(able, a)
			}
		}
		if len(page) < accountsAtOnce {
			return able, nil
		}
	}
}

// blockedSince tells which accounts were blocked after the backup was made,
// and stayed so.
func (r *restore) blockedSince(ctx context.Context) (map[string]bool, error) {
	lines, err := r.unknown(ctx)
	since := map[string]bool{}
	for _, l := range lines {
		if l.Act != ledger.ActStaff || len(l.Names) == 0 {
			continue
		}
		if what := l.Names[0]; what == "blocked" || what == "unblocked" {
			since[l.Subject] = what == "blocked"
		}
	}
	return since, err
}
