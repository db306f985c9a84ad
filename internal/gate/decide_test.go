package gate_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/gate"
)

var noon = time.Date(2026, time.December, 1, 12, 0, 0, 0, time.UTC)

// good returns facts with which all is in order.
func good() gate.Facts {
	return gate.Facts{
		Now:     noon,
		Purpose: gate.PurposeFacts{Declared: true, RoleMay: true, ChannelOK: true, Consented: true, Approved: true, ConditionHolds: true},
		Fields:  []gate.FieldFacts{{Name: "phone", Declared: true, InPurpose: true, Shown: true, Points: 3}},
		Case:    gate.CaseFacts{Known: true, Mine: true, Same: true, Channel: slovo.ChannelPhone},
		Grant:   gate.GrantFacts{Points: 3, Valid: true, Until: noon.Add(time.Microsecond)},
		Staff:   gate.StaffFacts{DeviceKnown: true, DeviceHealthy: true, TrainedUntil: noon.Add(time.Microsecond)},
	}
}

// but is good with something changed.
func but(change func(*gate.Facts)) gate.Facts {
	f := good()
	change(&f)
	return f
}

func reasons(codes ...gate.Code) []gate.Reason {
	list := make([]gate.Reason, len(codes))
	for i, c := range codes {
		list[i] = gate.Reason{Code: c}
	}
	return list
}

func field(code gate.Code, name string) []gate.Reason {
	return []gate.Reason{{Code: code, Field: name}}
}

func TestDecide(t *testing.T) {
	for _, tt := range []struct {
		name string
		give gate.Facts
		want []gate.Reason
	}{
		{"nothing known", gate.Facts{}, reasons(
			gate.UndeclaredField, gate.UndeclaredPurpose, gate.RoleNotAllowed, gate.ChannelNotAllowed,
			gate.NoCase, gate.Unverified, gate.DeviceUnknown, gate.Untrained,
		)},
		{"no field", but(func(f *gate.Facts) { f.Fields = nil }), reasons(gate.UndeclaredField)},
		{"undeclared field", but(func(f *gate.Facts) { f.Fields[0].Declared = false }), field(gate.UndeclaredField, "phone")},
		{"field not in purpose", but(func(f *gate.Facts) { f.Fields[0].InPurpose = false }), field(gate.FieldNotInPurpose, "phone")},
		{"field never shown", but(func(f *gate.Facts) { f.Fields[0].Shown = false }), []gate.Reason{{Code: gate.RoleNotAllowed, Field: "phone", Never: true}}},
		{"undeclared purpose", but(func(f *gate.Facts) { f.Purpose = gate.PurposeFacts{RoleMay: true, ChannelOK: true} }), reasons(gate.UndeclaredPurpose)},
		{"condition of the company's", but(func(f *gate.Facts) {
			f.Purpose.ConditionHolds, f.Purpose.Condition = false, slovo.Text{RU: "ночью не звоним", EN: "no calls at night"}
		}), []gate.Reason{{Code: gate.RoleNotAllowed, Condition: true, Because: slovo.Text{RU: "ночью не звоним", EN: "no calls at night"}}}},
		{"condition and role", but(func(f *gate.Facts) { f.Purpose.ConditionHolds, f.Purpose.RoleMay = false, false }), reasons(gate.RoleNotAllowed)},
		{"role", but(func(f *gate.Facts) { f.Purpose.RoleMay = false }), reasons(gate.RoleNotAllowed)},
		{"channel", but(func(f *gate.Facts) { f.Purpose.ChannelOK = false }), reasons(gate.ChannelNotAllowed)},
		{"no consent", but(func(f *gate.Facts) { f.Purpose.Consented = false }), reasons(gate.NoConsent)},
		{"not approved", but(func(f *gate.Facts) { f.Purpose.Approved = false }), reasons(gate.NeedsApproval)},
		{"no case", but(func(f *gate.Facts) { f.Case = gate.CaseFacts{} }), reasons(gate.NoCase)},
		{"a colleague's case", but(func(f *gate.Facts) { f.Case.Mine = false }), reasons(gate.NoCase)},
		{"another customer's case", but(func(f *gate.Facts) { f.Case.Same = false }), reasons(gate.OtherCustomer)},
		{"a closed case", but(func(f *gate.Facts) { f.Case.Closed = true }), reasons(gate.CaseClosed)},
		{"no grant", but(func(f *gate.Facts) { f.Grant = gate.GrantFacts{} }), []gate.Reason{{Code: gate.Unverified, Field: "phone", Missing: 3}}},
		{"a point short", but(func(f *gate.Facts) { f.Grant.Points = 2 }), []gate.Reason{{Code: gate.Unverified, Field: "phone", Missing: 1}}},
		{"another call's grant", but(func(f *gate.Facts) { f.Grant.Valid = false }), []gate.Reason{{Code: gate.Unverified, Field: "phone", Missing: 3}}},
		{"no grant for a field of no points", but(func(f *gate.Facts) {
			f.Grant, f.Fields[0].Points = gate.GrantFacts{}, 0
		}), []gate.Reason{{Code: gate.Unverified, Field: "phone", Missing: 1}}},
		{"the grant ends now", but(func(f *gate.Facts) { f.Grant.Until = noon }), reasons(gate.GrantExpired)},
		{"locked without a grant", but(func(f *gate.Facts) {
			f.Grant = gate.GrantFacts{Locked: true}
		}), []gate.Reason{{Code: gate.Unverified, Field: "phone", Missing: 3}, {Code: gate.TooManyAttempts}}},
		{"restricted", but(func(f *gate.Facts) { f.Customer.Restricted = true }), reasons(gate.Restricted)},
		{"erased", but(func(f *gate.Facts) { f.Customer.Erased = true }), reasons(gate.Erased)},
		{"frozen", but(func(f *gate.Facts) { f.Customer.Frozen = true }), reasons(gate.Frozen)},
		{"unknown device", but(func(f *gate.Facts) { f.Staff.DeviceKnown = false }), reasons(gate.DeviceUnknown)},
		{"unhealthy device", but(func(f *gate.Facts) { f.Staff.DeviceHealthy = false }), reasons(gate.DeviceUnhealthy)},
		{"training ends this second", but(func(f *gate.Facts) { f.Staff.TrainedUntil = noon }), reasons(gate.Untrained)},
		{"over quota", but(func(f *gate.Facts) { f.Staff.OverQuota = true }), reasons(gate.OverQuota)},
		{"several fields, each its own reason", but(func(f *gate.Facts) {
			f.Fields = append(
				f.Fields,
				gate.FieldFacts{Name: "passport", Declared: true, InPurpose: true, Shown: true, Points: 5},
				gate.FieldFacts{Name: "card_last4", Declared: true, InPurpose: true},
				gate.FieldFacts{Name: "shoe"},
			)
		}), []gate.Reason{
			{Code: gate.UndeclaredField, Field: "shoe"},
			{Code: gate.RoleNotAllowed, Field: "card_last4", Never: true},
			{Code: gate.Unverified, Field: "passport", Missing: 2},
		}},
		{"a program, without device and training", but(func(f *gate.Facts) {
			f.Staff = gate.StaffFacts{DeviceWaived: true, TrainingWaived: true}
		}), nil},
		{"nobody to verify", but(func(f *gate.Facts) { f.Grant, f.NobodyToVerify = gate.GrantFacts{}, true }), nil},
		{"nobody to verify, once the others have hung up", but(func(f *gate.Facts) {
			f.Grant, f.OthersTalk = gate.GrantFacts{Locked: true}, true
		}), []gate.Reason{{Code: gate.Unverified, Talking: true}}},
		{"no case needed", but(func(f *gate.Facts) { f.Case, f.NoCaseNeeded = gate.CaseFacts{}, true }), nil},
		{"locked, but verified before", but(func(f *gate.Facts) { f.Grant.Locked = true }), []gate.Reason{{Code: gate.TooManyAttempts}}},
		{"locked, but a document was seen in person", but(func(f *gate.Facts) { f.Grant.Locked, f.Grant.Here = true, true }), nil},
		{"all in order", good(), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, gate.Decide(tt.give)); diff != "" {
				t.Errorf("Decide(%+v): reasons (-want +got):\n%s", tt.give, diff)
			}
		})
	}
}

// anyFacts draws facts of which about as many are good as bad.
func anyFacts(t *rapid.T) gate.Facts {
	yes := func(label string) bool { return rapid.Bool().Draw(t, label) }
	moment := func(label string) time.Time {
		return noon.Add(time.Duration(rapid.Int64Range(-1, 1).Draw(t, label)))
	}
	f := gate.Facts{
		Now:      noon,
		Purpose:  gate.PurposeFacts{yes("declared"), yes("role"), yes("channel"), yes("consented"), yes("approved"), yes("condition"), slovo.Text{}},
		Customer: gate.CustomerFacts{Erased: yes("erased"), Frozen: yes("frozen"), Restricted: yes("restricted")},
		Case:     gate.CaseFacts{Known: yes("known"), Mine: yes("mine"), Same: yes("same"), Closed: yes("closed")},
		Grant: gate.GrantFacts{
			Points: rapid.IntRange(0, 6).Draw(t, "points"), Valid: yes("valid"),
			Until: moment("until"), Locked: yes("locked"),
		},
		Staff: gate.StaffFacts{
			DeviceWaived: yes("device waived"), DeviceKnown: yes("device known"), DeviceHealthy: yes("healthy"),
			TrainingWaived: yes("training waived"), TrainedUntil: moment("trained"), OverQuota: yes("over quota"),
		},
		NobodyToVerify: yes("nobody"), OthersTalk: yes("others talk"), NoCaseNeeded: yes("no case needed"),
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "fields") {
		f.Fields = append(f.Fields, gate.FieldFacts{
			Name: fmt.Sprint("f", i), Declared: yes("f declared"), InPurpose: yes("f in purpose"),
			Shown: yes("f shown"), Points: rapid.IntRange(0, 5).Draw(t, "f points"),
		})
	}
	return f
}

// improvements make one fact better. What is a prohibition (erased, frozen,
// restricted, closed, over the quota, locked) gets better by being lifted.
var improvements = map[string]func(*gate.Facts){
	"declared":       func(f *gate.Facts) { f.Purpose.Declared = true },
	"role":           func(f *gate.Facts) { f.Purpose.RoleMay = true },
	"channel":        func(f *gate.Facts) { f.Purpose.ChannelOK = true },
	"consented":      func(f *gate.Facts) { f.Purpose.Consented = true },
	"condition":      func(f *gate.Facts) { f.Purpose.ConditionHolds = true },
	"approved":       func(f *gate.Facts) { f.Purpose.Approved = true },
	"not erased":     func(f *gate.Facts) { f.Customer.Erased = false },
	"not frozen":     func(f *gate.Facts) { f.Customer.Frozen = false },
	"not restricted": func(f *gate.Facts) { f.Customer.Restricted = false },
	"case known":     func(f *gate.Facts) { f.Case.Known = true },
	"case mine":      func(f *gate.Facts) { f.Case.Mine = true },
	"case same":      func(f *gate.Facts) { f.Case.Same = true },
	"case open":      func(f *gate.Facts) { f.Case.Closed = false },
	"a point more":   func(f *gate.Facts) { f.Grant.Points++ },
	"grant valid":    func(f *gate.Facts) { f.Grant.Valid = true },
	"grant longer":   func(f *gate.Facts) { f.Grant.Until = f.Grant.Until.Add(1) },
	"not locked":     func(f *gate.Facts) { f.Grant.Locked = false },
	"device waived":  func(f *gate.Facts) { f.Staff.DeviceWaived = true },
	"device known":   func(f *gate.Facts) { f.Staff.DeviceKnown = true },
	"device healthy": func(f *gate.Facts) { f.Staff.DeviceHealthy = true },
	"no training":    func(f *gate.Facts) { f.Staff.TrainingWaived = true },
	"trained longer": func(f *gate.Facts) { f.Staff.TrainedUntil = f.Staff.TrainedUntil.Add(1) },
	"quota left":     func(f *gate.Facts) { f.Staff.OverQuota = false },
	"nobody there":   func(f *gate.Facts) { f.NobodyToVerify = true },
	"nobody talks":   func(f *gate.Facts) { f.OthersTalk = false },
	"no case needed": func(f *gate.Facts) { f.NoCaseNeeded = true },
	"fields declared": func(f *gate.Facts) {
		for i := range f.Fields {
			f.Fields[i].Declared = true
		}
	},
	"fields in purpose": func(f *gate.Facts) {
		for i := range f.Fields {
			f.Fields[i].InPurpose = true
		}
	},
	"fields shown": func(f *gate.Facts) {
		for i := range f.Fields {
			f.Fields[i].Shown = true
		}
	},
	"fields take less": func(f *gate.Facts) {
		for i := range f.Fields {
			f.Fields[i].Points = max(0, f.Fields[i].Points-1)
		}
	},
}

func TestNothingBetterTurnsYesToNo(t *testing.T) {
	names := make([]string, 0, len(improvements))
	for name := range improvements {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(t *rapid.T) {
		f := anyFacts(t)
		// Towards yes first, so that there is a yes to lose.
		for _, name := range rapid.SliceOf(rapid.SampledFrom(names)).Draw(t, "before") {
			improvements[name](&f)
		}
		before := gate.Decide(f)
		better := f
		better.Fields = slices.Clone(f.Fields)
		name := rapid.SampledFrom(names).Draw(t, "improvement")
		improvements[name](&better)
		if after := gate.Decide(better); len(before) == 0 && len(after) > 0 {
			t.Errorf("%s: a yes became %v\nfacts: %+v", name, after, f)
		}
	})
}

// TestDecideIsTotal: any facts have an answer, the same twice, whose codes
// are known and in their order; and a yes has nothing against it.
func TestDecideIsTotal(t *testing.T) {
	codes := gate.Codes()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFacts(t)
		got := gate.Decide(f)
		if diff := cmp.Diff(got, gate.Decide(f)); diff != "" {
			t.Errorf("two answers to the same facts: %s", diff)
		}
		last := -1
		for _, r := range got {
			at := slices.Index(codes, r.Code)
			if at < last || at < 0 {
				t.Errorf("%q is unknown or out of order: %v", r.Code, got)
			}
			last = at
		}
		if len(got) == 0 && (f.Customer.Erased || f.Customer.Frozen || f.Customer.Restricted || f.Staff.OverQuota || len(f.Fields) == 0) {
			t.Errorf("yes, though something is forbidden: %+v", f)
		}
	})
}

func TestADenialHoldsNothingThatWasTyped(t *testing.T) {
	d := &gate.Denial{Reasons: []gate.Reason{{Code: gate.UndeclaredField, Field: "+79161234567"}, {Code: gate.Unverified, Field: "phone"}}}
	if got, want := d.Error(), "gate: denied: undeclared_field, unverified phone"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}
