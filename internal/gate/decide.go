package gate

import (
	"cmp"
	"slices"
	"time"

	"slovo"
)

// Facts is all that a decision rests on: gathered first, looked at once.
// Every zero value is the worst case, so that what was not gathered denies.
type Facts struct {
	Now      time.Time
	Purpose  PurposeFacts
	Fields   []FieldFacts
	Customer CustomerFacts
	Case     CaseFacts
	Grant    GrantFacts
	Staff    StaffFacts
	// NobodyToVerify: work with nobody on the line, by a role that talks to
	// nobody, and no other line to the customer open. Else a verified
	// customer is needed.
	NobodyToVerify bool
	// OthersTalk: it would be such work, but for another line to the customer
	// that is open.
	OthersTalk bool
	// NoCaseNeeded: a masked view before a case is opened, or a new customer.
	NoCaseNeeded bool
}

// PurposeFacts is what the charter says of purpose × role × channel.
type PurposeFacts struct {
	Declared  bool
	RoleMay   bool // the role has the duty, and a token is bound to the purpose
	ChannelOK bool
	Consented bool // no consent is needed, or all are live
	Approved  bool // nobody else must agree, or has agreed
	// ConditionHolds: the company added none to the purpose, or it is met.
	ConditionHolds bool
	Condition      slovo.Text // the company's own words for it
}

// FieldFacts is one wanted field.
type FieldFacts struct {
	Name      string
	Declared  bool
	InPurpose bool
	Shown     bool // false: `show: never`, it is only compared
	Points    int  // that it takes
}

// CustomerFacts is the state of the customer's record.
type CustomerFacts struct{ Erased, Frozen, Restricted bool }

// CaseFacts is the case that the ask names.
type CaseFacts struct {
	Known   bool
	Mine    bool // opened by, or handed to, the asking account
	Same    bool // of the same customer, and for the same purpose
	Closed  bool
	Channel slovo.Channel
}

// GrantFacts is what a passed verification opened.
type GrantFacts struct {
	Points int // 0: none passed
	// Valid: same agent, same case, same channel endpoint.
	Valid  bool
	Until  time.Time // the end, or the end of idleness if sooner
	Locked bool      // too many failed attempts
	// Here: a document was seen in person. Such a grant outlives the lock.
	Here bool
}

// StaffFacts is whether the asking person and device are in order.
type StaffFacts struct {
	DeviceWaived   bool // a program, or the charter does not ask
	DeviceKnown    bool
	DeviceHealthy  bool
	TrainingWaived bool
	TrainedUntil   time.Time
	OverQuota      bool
}

// Decide returns every reason that stands in the way, in the order of the
// codes; none means yes. It is pure and total: no clock, no store, and an
// answer for any facts.
func Decide(f Facts) []Reason {
	var reasons []Reason
	no := func(stands bool, code Code) {
		if stands {
			reasons = append(reasons, Reason{Code: code})
		}
	}
	reasons = append(reasons, fieldReasons(f)...)
	no(!f.Purpose.Declared, UndeclaredPurpose)
	no(!f.Purpose.RoleMay, RoleNotAllowed)
	if f.Purpose.Declared && f.Purpose.RoleMay && !f.Purpose.ConditionHolds {
		reasons = append(reasons, Reason{Code: RoleNotAllowed, Condition: true, Because: f.Purpose.Condition})
	}
	no(!f.Purpose.ChannelOK, ChannelNotAllowed)
	reasons = append(reasons, caseReasons(f)...)
	reasons = append(reasons, proofReasons(f)...)
	no(f.Purpose.Declared && !f.Purpose.Consented, NoConsent)
	no(f.Customer.Restricted, Restricted)
	no(f.Customer.Erased, Erased)
	no(f.Customer.Frozen, Frozen)
	no(!f.Staff.DeviceWaived && !f.Staff.DeviceKnown, DeviceUnknown)
	no(!f.Staff.DeviceWaived && f.Staff.DeviceKnown && !f.Staff.DeviceHealthy, DeviceUnhealthy)
	no(!f.Staff.TrainingWaived && !f.Staff.TrainedUntil.After(f.Now), Untrained)
	no(f.Purpose.Declared && !f.Purpose.Approved, NeedsApproval)
	no(f.Staff.OverQuota, OverQuota)
	slices.SortStableFunc(reasons, func(a, b Reason) int { return cmp.Compare(rank[a.Code], rank[b.Code]) })
	return reasons
}

// rank is each code's place in the order in which reasons are told.
var rank = func() map[Code]int {
	rank := map[Code]int{}
	for i, c := range Codes() {
		rank[c] = i
	}
	return rank
}()

func fieldReasons(f Facts) []Reason {
	if len(f.Fields) == 0 {
		return []Reason{{Code: UndeclaredField}}
	}
	var reasons []Reason
	for _, field := range f.Fields {
		switch {
		case !field.Declared:
			reasons = append(reasons, Reason{Code: UndeclaredField, Field: field.Name})
		case !field.InPurpose && f.Purpose.Declared:
			reasons = append(reasons, Reason{Code: FieldNotInPurpose, Field: field.Name})
		case !field.Shown:
			reasons = append(reasons, Reason{Code: RoleNotAllowed, Field: field.Name, Never: true})
		}
	}
	return reasons
}

func caseReasons(f Facts) []Reason {
	switch {
	case f.NoCaseNeeded:
		return nil
	case !f.Case.Known || !f.Case.Mine:
		return []Reason{{Code: NoCase}}
	case !f.Case.Same:
		return []Reason{{Code: OtherCustomer}}
	case f.Case.Closed:
		return []Reason{{Code: CaseClosed}}
	}
	return nil
}

// proofReasons asks for the points that each field takes, from a grant
// that is alive. Without a grant one reason stands for all fields. What
// failures have locked stays locked also to a grant from before, in this case
// or another: the customer is told that nobody is told anything.
func proofReasons(f Facts) []Reason {
	if f.NobodyToVerify {
		return nil
	}
	if f.OthersTalk && f.Grant.Points == 0 { // whom they may not talk to they cannot verify
		return []Reason{{Code: Unverified, Talking: true}}
	}
	var reasons []Reason
	alive := f.Grant.Valid && f.Grant.Until.After(f.Now)
	switch {
	case f.Grant.Points == 0 || !f.Grant.Valid:
		reasons = unverified(f, 0)
	case !alive:
		reasons = []Reason{{Code: GrantExpired}}
	default:
		reasons = unverified(f, f.Grant.Points)
	}
	if f.Grant.Locked && (len(reasons) > 0 || !f.Grant.Here) {
		reasons = append(reasons, Reason{Code: TooManyAttempts})
	}
	return reasons
}

// unverified names each field that takes more points than were reached.
func unverified(f Facts, reached int) []Reason {
	if len(f.Fields) == 0 && reached == 0 {
		return []Reason{{Code: Unverified}}
	}
	var reasons []Reason
	for _, field := range f.Fields {
		if !field.Declared || !field.Shown {
			continue // no proof would help: its own reason says so
		}
		if missing := field.Points - reached; missing > 0 || reached == 0 {
			reasons = append(reasons, Reason{Code: Unverified, Field: field.Name, Missing: max(missing, 1)})
		}
	}
	return reasons
}
