package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"slovo"
	"slovo/internal/consent"
	"slovo/internal/ledger"
)

// Replayed counts what was done again.
type Replayed struct {
	Erased   int `json:"erased"`
	Refused  int `json:"suppressed"` // customers whose opt-outs were put back
	Accounts int `json:"accounts"`   // that were changed
	Tokens   int `json:"tokens"`     // that were revoked
	// Blocked are logins whose password or authenticator was changed since:
	// the old one is back, so they are blocked until they get another.
	Blocked []string `json:"blocked"`
	// Left are logins that were blocked or lost their role since, and are as
	// in the backup, because nobody else could look after accounts then.
	Left []string `json:"left"`
}

// replay does again what the lines tell, in their order. What is about
// somebody whom the database does not know is passed over.
func (c *Company) replay(ctx context.Context, lines []ledger.Line) (Replayed, error) {
	r := Replayed{Blocked: []string{}, Left: []string{}}
	for _, l := range lines {
		var err error
		switch l.Act {
		case ledger.ActErase:
			err = c.eraseAgain(ctx, l, &r)
		case ledger.ActConsent:
			err = c.suppressAgain(ctx, l, &r)
		case ledger.ActToken:
			if err = c.staff.RevokeToken(ctx, c.operator(), slovo.TokenID(l.Subject)); err == nil {
				r.Tokens++
			}
		case ledger.ActStaff:
			err = c.changeAgain(ctx, l, &r)
		}
		if err != nil && !errors.Is(err, slovo.ErrNotFound) {
			return r, fmt.Errorf("app: restore: journal: entry %s: %w", l.Entry, err)
		}
	}
	return r, nil
}

func (c *Company) eraseAgain(ctx context.Context, l ledger.Line, r *Replayed) error {
	erased, err := c.rights.Redo(ctx, c.operatorFor("requests"), l)
	if erased {
		r.Erased++
	}
	return err
}

// suppressAgain puts opt-outs back. Of a customer who is erased there is
// nobody left to write to.
func (c *Company) suppressAgain(ctx context.Context, l ledger.Line, r *Replayed) error {
	var wishes []consent.Wish
	for _, name := range l.Names {
		if over, ok := strings.CutPrefix(name, string(consent.Suppressed)+":"); ok {
			wishes = append(wishes, consent.Wish{Kind: consent.Suppressed, Channel: consent.Channel(over), Source: "journal", At: l.At})
		}
	}
	err := c.consent.Record(ctx, c.operatorFor("import"), l.Entry.Customer(), wishes)
	if errors.Is(err, slovo.ErrDenied) {
		return nil
	}
	if err == nil {
		r.Refused++
	}
	return err
}

// changeAgain does again what became of an account. A role that the restored
// charter has not, and secrets that are no longer the account's, block it.
func (c *Company) changeAgain(ctx context.Context, l ledger.Line, r *Replayed) error {
	id, what := slovo.StaffID(l.Subject), ""
	if len(l.Names) > 0 {
		what = l.Names[0]
	}
	role, isRole := strings.CutPrefix(what, "role:")
	_, declared := c.editions.Charter().Roles[role]
	var err error
	switch {
	case what == "unblocked":
		err = c.staff.SetBlocked(ctx, c.operator(), id, false)
	case isRole && declared:
		err = c.staff.SetRole(ctx, c.operator(), id, role)
	case what == "ended":
		err = c.staff.EndAll(ctx, c.operator(), id)
	case what == "session_ended": // all sessions end with a restore
		return nil
	default:
		return c.blockAgain(ctx, id, what == "blocked", r)
	}
	if errors.Is(err, slovo.ErrConflict) {
		return c.leave(ctx, id, r)
	}
	if err == nil {
		r.Accounts++
	}
	return err
}

// leave says that the account was left as it is in the backup.
func (c *Company) leave(ctx context.Context, id slovo.StaffID, r *Replayed) error {
	account, err := c.staff.Account(ctx, id)
	if err == nil && !slices.Contains(r.Left, account.Login) {
		r.Left = append(r.Left, account.Login)
	}
	return err
}

func (c *Company) blockAgain(ctx context.Context, id slovo.StaffID, told bool, r *Replayed) error {
	err := c.staff.SetBlocked(ctx, c.operator(), id, true)
	if errors.Is(err, slovo.ErrConflict) {
		return c.leave(ctx, id, r)
	}
	if err != nil {
		return err
	}
	r.Accounts++
	account, err := c.staff.Account(ctx, id)
	if err == nil && !told && !slices.Contains(r.Blocked, account.Login) {
		r.Blocked = append(r.Blocked, account.Login)
	}
	return err
}
