package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"time"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/ledger"
	"slovo/internal/staff"
)

// read fills the command's options.
func read[T any](options json.RawMessage) (T, error) {
	var t T
	if err := json.Unmarshal(options, &t); err != nil {
		return t, fmt.Errorf("app: options: %w", slovo.ErrInvalid)
	}
	return t, nil
}

// VerifyOptions are what `slovo ledger verify` takes.
type VerifyOptions struct {
	Vault   bool   `json:"vault"`
	Against []byte `json:"against,omitempty"` // a checkpoint
}

// Verification is what it found.
type Verification struct {
	ledger.Report
	Vault []gate.Finding `json:"vault,omitempty"`
	Key   string         `json:"key"`
	OK    bool           `json:"ok"`
}

func (c *Company) verifyLedger(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	o, err := read[VerifyOptions](options)
	if err != nil {
		return nil, err
	}
	var against [][]byte
	if len(o.Against) > 0 {
		against = append(against, o.Against)
	}
	report, err := c.ledger.Verify(ctx, c.erased, against...)
	if err != nil {
		return nil, err
	}
	v := Verification{Report: report, Key: c.PublicKey()}
	if o.Vault {
		if v.Vault, err = c.gate.CheckVault(ctx, c.ledger.Versions); err != nil {
			return nil, err
		}
		lost, err := c.lost(ctx)
		if err != nil {
			return nil, err
		}
		v.Vault = append(v.Vault, lost...)
	}
	v.OK = report.OK() && len(v.Vault) == 0
	return v, nil
}

// erased tells whether the customer's keys may be gone.
func (c *Company) erased(ctx context.Context, id slovo.CustomerID) (bool, error) {
	customer, err := c.store.Customer(ctx, id)
	if errors.Is(err, slovo.ErrNotFound) {
		return false, nil
	}
	return !customer.Erased.IsZero(), err
}

// ShowOptions are what `slovo ledger show` takes.
type ShowOptions struct {
	Customer slovo.CustomerID `json:"customer"` // slovo.Firm: what is about no one customer
	Below    int64            `json:"below"`
	Limit    int              `json:"limit"`
}

// Shown is one line as an auditor reads it: who did what, never a value.
// It is there also after the customer was erased.
type Shown struct {
	ID      slovo.EntryID `json:"id"`
	At      time.Time     `json:"at"`
	Account slovo.StaffID `json:"account"`
	Token   slovo.TokenID `json:"token,omitempty"`
	Maker   slovo.StaffID `json:"maker,omitempty"` // who made the token
	Role    string        `json:"role"`
	Act     ledger.Act    `json:"act"`
	Purpose string        `json:"purpose,omitempty"`
	Fields  []string      `json:"fields,omitempty"`
	Outcome string        `json:"outcome"`
	Reasons []string      `json:"reasons,omitempty"`
	Case    slovo.CaseID  `json:"case,omitempty"`
	Subject string        `json:"subject,omitempty"`
	// Approval names the accounts that approved.
	Approval string `json:"approval,omitempty"`
}

func (c *Company) showLedger(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	o, err := read[ShowOptions](options)
	if err != nil {
		return nil, err
	}
	list, err := c.ledger.Of(ctx, o.Customer, o.Below, o.Limit)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("app: entries of %s: %w", o.Customer, slovo.ErrNotFound)
	}
	shown := make([]Shown, len(list))
	for i, e := range list {
		half, err := c.ledger.OpenFirm(ctx, e)
		if err != nil {
			return nil, err
		}
		shown[i] = Shown{
			ID: e.ID(), At: half.At.Time(), Account: half.Account, Token: half.Token, Maker: half.Maker, Role: half.Role, Act: half.Act,
			Purpose: half.Purpose, Fields: half.Fields, Outcome: string(half.Outcome), Reasons: half.Reasons,
			Case: half.Case, Subject: half.Subject, Approval: half.Approval,
		}
	}
	return shown, nil
}

// lost finds customers that have entries and no row: somebody took the row
// out, and with it whether the customer was erased, frozen or held.
func (c *Company) lost(ctx context.Context) ([]gate.Finding, error) {
	var findings []gate.Finding
	for after := slovo.CustomerID(""); ; {
		counters, err := c.store.Counters(ctx, after, 500)
		if err != nil {
			return nil, err
		}
		for _, counter := range counters {
			after = counter.Customer
			if after == slovo.Firm {
				continue
			}
			if _, err := c.store.Customer(ctx, after); errors.Is(err, slovo.ErrNotFound) {
				findings = append(findings, gate.Finding{Customer: after, What: "has entries and no record's row"})
			} else if err != nil {
				return nil, err
			}
		}
		if len(counters) < 500 {
			return findings, nil
		}
	}
}

// WhyOptions are what `slovo gate why` takes.
type WhyOptions struct {
	Login    string           `json:"login"`
	Customer slovo.CustomerID `json:"customer"`
	Fields   []string         `json:"fields"`
	Purpose  string           `json:"purpose"`
	Case     slovo.CaseID     `json:"case"`
}

// Answer is what the gate would say.
type Answer struct {
	Allowed bool          `json:"allowed"`
	Reasons []gate.Reason `json:"reasons"`
}

func (c *Company) why(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	o, err := read[WhyOptions](options)
	if err != nil {
		return nil, err
	}
	account, err := c.staff.ByLogin(ctx, o.Login)
	if err != nil {
		return nil, fmt.Errorf("app: account %s: %w", o.Login, err)
	}
	reasons, err := c.gate.Why(ctx, gate.Ask{
		Actor: account.Actor(), Customer: o.Customer, Fields: o.Fields, Purpose: o.Purpose, Case: o.Case,
	})
	return Answer{Allowed: err == nil && len(reasons) == 0, Reasons: reasons}, err
}

// TokenOptions are what `slovo token create` takes.
type TokenOptions struct {
	Login    string         `json:"login"`
	Label    string         `json:"label"`
	Purposes []string       `json:"purposes"`
	Networks []netip.Prefix `json:"networks"`
	Quota    int            `json:"quota"`
	Days     int            `json:"days"`
}

// NewToken is a token as it is shown once.
type NewToken struct {
	ID      slovo.TokenID `json:"id"`
	Secret  string        `json:"secret"`
	Role    string        `json:"role"`
	Expires time.Time     `json:"expires"`
}

func (c *Company) createToken(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	o, err := read[TokenOptions](options)
	if err != nil {
		return nil, err
	}
	account, err := c.staff.ByLogin(ctx, o.Login)
	if err != nil {
		return nil, fmt.Errorf("app: account %s: %w", o.Login, err)
	}
	return c.token(ctx, account, o)
}

func (c *Company) token(ctx context.Context, account staff.Account, o TokenOptions) (NewToken, error) {
	n := staff.NewToken{Account: account.ID, Label: o.Label, Purposes: o.Purposes, Networks: o.Networks, Quota: o.Quota}
	if o.Days > 0 {
		n.Expires = time.Now().AddDate(0, 0, o.Days)
	}
	t, secret, err := c.staff.CreateToken(ctx, c.operator(), n)
	if err != nil {
		return NewToken{}, err
	}
	return NewToken{ID: t.ID, Secret: secret.Show(), Role: t.Role, Expires: t.Expires}, nil
}

// RevokeOptions are what `slovo token revoke` takes.
type RevokeOptions struct {
	ID slovo.TokenID `json:"id"`
}

func (c *Company) revokeToken(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	o, err := read[RevokeOptions](options)
	if err != nil {
		return nil, err
	}
	return struct{}{}, c.staff.RevokeToken(ctx, c.operator(), o.ID)
}

// StaffOptions are what `slovo staff add` takes.
type StaffOptions struct {
	Login    string `json:"login"`
	Name     string `json:"name"`
	Role     string `json:"role"`
	Password string `json:"password"`
}

// NewStaff is an account's second factor, as it is shown once.
type NewStaff struct {
	ID   slovo.StaffID `json:"id"`
	TOTP string        `json:"totp"`
	URL  string        `json:"url"`
}

func (c *Company) addStaff(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	o, err := read[StaffOptions](options)
	if err != nil {
		return nil, err
	}
	account, enrollment, err := c.staff.Add(ctx, c.operator(), staff.NewAccount{
		Login: o.Login, Name: o.Name, Role: o.Role, Password: slovo.NewValue(o.Password),
	})
	if err != nil {
		return nil, err
	}
	return NewStaff{ID: account.ID, TOTP: enrollment.Secret.Show(), URL: enrollment.URL.Show()}, nil
}

func (c *Company) listStaff(ctx context.Context, _ json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	all := []staff.Account{}
	for after := ""; ; after = all[len(all)-1].Login {
		page, err := c.staff.Accounts(ctx, c.operator(), after, accountsAtOnce)
		if err != nil {
			return nil, err
		}
		if all = append(all, page...); len(page) < accountsAtOnce {
			return all, nil
		}
	}
}

// accountsAtOnce is how many accounts are read at a time.
const accountsAtOnce = 500

// LoginOptions name an account.
type LoginOptions struct {
	Login string `json:"login"`
}

// withAccount does something to the account that the options name.
func (c *Company) withAccount(ctx context.Context, options json.RawMessage, do func(slovo.StaffID) error) (any, error) {
	o, err := read[LoginOptions](options)
	if err != nil {
		return nil, err
	}
	account, err := c.staff.ByLogin(ctx, o.Login)
	if err != nil {
		return nil, fmt.Errorf("app: account %s: %w", o.Login, err)
	}
	return struct{}{}, do(account.ID)
}

func (c *Company) blockStaff(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	return c.withAccount(ctx, options, func(id slovo.StaffID) error { return c.staff.SetBlocked(ctx, c.operator(), id, true) })
}

func (c *Company) unblockStaff(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	return c.withAccount(ctx, options, func(id slovo.StaffID) error { return c.staff.SetBlocked(ctx, c.operator(), id, false) })
}

func (c *Company) endStaff(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	return c.withAccount(ctx, options, func(id slovo.StaffID) error { return c.staff.EndAll(ctx, c.operator(), id) })
}

func (c *Company) changeRole(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	o, err := read[StaffOptions](options)
	if err != nil {
		return nil, err
	}
	return c.withAccount(ctx, options, func(id slovo.StaffID) error { return c.staff.SetRole(ctx, c.operator(), id, o.Role) })
}

func (c *Company) changePassword(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	o, err := read[StaffOptions](options)
	if err != nil {
		return nil, err
	}
	return c.withAccount(ctx, options, func(id slovo.StaffID) error {
		return c.staff.SetPassword(ctx, c.operator(), id, slovo.NewValue(o.Password))
	})
}

func (c *Company) resetCodes(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	var fresh NewStaff
	_, err := c.withAccount(ctx, options, func(id slovo.StaffID) error {
		enrollment, err := c.staff.ResetCodes(ctx, c.operator(), id)
		fresh = NewStaff{ID: id, TOTP: enrollment.Secret.Show(), URL: enrollment.URL.Show()}
		return err
	})
	return fresh, err
}

// ReceiptOptions are what `slovo receipt get` takes.
type ReceiptOptions struct {
	Entry slovo.EntryID `json:"entry"`
}

func (c *Company) receipt(ctx context.Context, options json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	o, err := read[ReceiptOptions](options)
	if err != nil {
		return nil, err
	}
	if err := c.sequence(ctx); err != nil {
		return nil, err
	}
	return c.ledger.Receipt(ctx, o.Entry)
}
