package gate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"slovo"
	"slovo/internal/ledger"
)

// Code says why not. The codes are part of the API; the sentences and
// remedies behind them are in the catalogue of texts.
type Code string

// The codes, in the order in which reasons are told.
const (
	UndeclaredField      Code = "undeclared_field"
	UndeclaredPurpose    Code = "undeclared_purpose"
	FieldNotInPurpose    Code = "field_not_in_purpose"
	RoleNotAllowed       Code = "role_not_allowed"
	ChannelNotAllowed    Code = "channel_not_allowed"
	NoCase               Code = "no_case"
	CaseClosed           Code = "case_closed"
	OtherCustomer        Code = "other_customer"
	Unverified           Code = "unverified"
	GrantExpired         Code = "grant_expired"
	TooManyAttempts      Code = "too_many_attempts"
	NoConsent            Code = "no_consent"
	Objected             Code = "objected"
	Restricted           Code = "restricted"
	Erased               Code = "erased"
	Frozen               Code = "frozen"
	LegalHold            Code = "legal_hold"
	DeviceUnhealthy      Code = "device_unhealthy"
	DeviceUnknown        Code = "device_unknown"
	Untrained            Code = "untrained"
	NeedsApproval        Code = "needs_approval"
	OverQuota            Code = "over_quota"
	RecipientNotDeclared Code = "recipient_not_declared"
	NoContract           Code = "no_contract"
	OverCap              Code = "over_cap"
	QuietHours           Code = "quiet_hours"
	Suppressed           Code = "suppressed"
	Sealed               Code = "sealed"
)

// Codes returns every code there is.
func Codes() []Code {
	return []Code{
		UndeclaredField, UndeclaredPurpose, FieldNotInPurpose, RoleNotAllowed, ChannelNotAllowed, NoCase,
		CaseClosed, OtherCustomer, Unverified, GrantExpired, TooManyAttempts, NoConsent, Objected, Restricted,
		Erased, Frozen, LegalHold, DeviceUnhealthy, DeviceUnknown, Untrained, NeedsApproval, OverQuota,
		RecipientNotDeclared, NoContract, OverCap, QuietHours, Suppressed, Sealed,
	}
}

// Own is a half of something that takes two people.
type Own string

// The halves that one person may have done.
const (
	OwnRecord  Own = "record"  // wrote one of two records that are to be merged
	OwnRequest Own = "request" // put a customer's request down
)

// Reason is one thing that stands in the way. Field is empty where it
// stands in the way of the whole ask.
type Reason struct {
	Code  Code
	Field string
	// Missing is how many points of verification are missing, for Unverified.
	Missing int
	// Never tells that no role would do: the field is only compared.
	Never bool
	// Talking tells that the role need not verify anybody, and that only an
	// open conversation with the customer stands in the way, for Unverified.
	Talking bool
	// Condition tells that the role would do, but a condition of the
	// company's own is not met; Because is what the charter says of it.
	Condition bool
	Because   slovo.Text
	// Own is what the actor did of it already, so that somebody else must do
	// the rest, for NeedsApproval.
	Own Own
	// Factor tells that the field is a kind of factor, which is not taken
	// over the case's channel, for ChannelNotAllowed.
	Factor bool
}

// Gaps fills the gaps of the reason's sentence and of its remedy in the
// catalogue of texts.
func (r Reason) Gaps() map[string]any {
	gaps := map[string]any{"Points": r.Missing, "Never": r.Never, "Talking": r.Talking, "Condition": r.Condition, "Because": r.Because}
	if r.Own != "" {
		gaps["Own"] = string(r.Own)
	}
	if r.Factor {
		gaps["Factor"] = r.Field
	}
	return gaps
}

// CodesOf returns the reasons' codes as an entry keeps them: each once, in
// the order in which they are told.
func CodesOf(reasons []Reason) []string {
	var list []string
	for _, r := range reasons {
		if !slices.Contains(list, string(r.Code)) {
			list = append(list, string(r.Code))
		}
	}
	return list
}

// Denial is a refusal with all its reasons. It has been written down.
type Denial struct {
	Reasons []Reason
	Entry   slovo.EntryID // "" for a refusal that only Why was asked about
}

// Deny writes down, in the transaction of ctx, that what the draft tells of
// was refused, and returns the refusal.
func Deny(ctx context.Context, log Writer, d ledger.Draft, reasons []Reason) (*Denial, error) {
	d.Outcome, d.Reasons = ledger.Refused, CodesOf(reasons)
	entry, err := log.Append(ctx, d)
	return &Denial{Reasons: reasons, Entry: entry}, err
}

// Error names the codes, and no value: a field that is not declared could
// be anything that was typed.
func (d *Denial) Error() string {
	codes := make([]string, len(d.Reasons))
	for i, r := range d.Reasons {
		if r.Code == UndeclaredField {
			r.Field = ""
		}
		codes[i] = strings.Trim(string(r.Code)+" "+r.Field, " ")
	}
	return fmt.Sprintf("gate: denied: %s", strings.Join(codes, ", "))
}

// Unwrap makes a Denial a slovo.ErrDenied.
func (d *Denial) Unwrap() error { return slovo.ErrDenied }

// Has tells whether the code is among the reasons.
func (d *Denial) Has(c Code) bool {
	for _, r := range d.Reasons {
		if r.Code == c {
			return true
		}
	}
	return false
}
