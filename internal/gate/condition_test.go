package gate_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store/storetest"
)

// TestAConditionOfTheCompanyRefuses: a verified customer's field stays
// closed while the purpose's condition is not met, in the company's words.
func TestAConditionOfTheCompanyRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, cel string
		open      bool
	}{
		{"another role", "role == 'dispatcher'", false},
		{"another channel", "channel == 'chat'", false},
		{"another duty", "duty == 'correct'", false},
		{"more points", "points >= 5", false},
		{"a program", "program", false},
		{"by night in Moscow", "hour < 15", false}, // noon in Greenwich
		{"not that day", "weekday == 7", false},
		{"cannot be worked out", "1 / (points - 3) > 0", false},
		{"all of it", "role == 'agent' && channel == 'phone' && duty == 'see' && points == 3 && !program && hour == 15", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
			k.Clock.Move(12*time.Hour - k.Clock.Now().Sub(k.Clock.Now().Truncate(24*time.Hour)))
			ivan, anna := gatetest.Agent("ivan"), k.Add(t, gatetest.Anna())
			k.Charter.Purposes["support"] = conditional(t, tt.cel)
			m := k.Verified(t, anna, ivan)
			_, _, err := k.Gate.Reveal(t.Context(), gate.Ask{Actor: ivan, Customer: anna, Fields: []string{"phone"}, Purpose: "support", Case: m.ID})
			if tt.open {
				if err != nil {
					t.Errorf("Reveal: %v", err)
				}
				return
			}
			var denial *gate.Denial
			if !errors.As(err, &denial) || len(denial.Reasons) != 1 || denial.Reasons[0].Because.EN != "by rule" {
				t.Errorf("Reveal: %v", err)
			}
		})
	}
}

// conditional is the shop's support under the condition.
func conditional(t *testing.T, cel string) charter.Purpose {
	t.Helper()
	file, err := charter.Sample("shop")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(file), "    source: customer", "    when: {cel: \""+cel+"\", why: {ru: по правилу, en: by rule}}\n    source: customer", 1)
	c, err := charter.Load([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c.Purposes["support"]
}

// TestAConditionHoldsBeforeACaseToo: a look in masks, a search, a new record
// and an import have no channel and no proof yet; what the condition refuses
// whatever these will be, it refuses there.
func TestAConditionHoldsBeforeACaseToo(t *testing.T) {
	for _, tt := range []struct {
		name, cel string
		open      bool
	}{
		{"another role", "role == 'dispatcher'", false},
		{"by night", "hour < 15 && points >= 3", false},
		{"a program", "program || channel == 'phone' && role == 'nobody'", false},
		{"cannot be worked out", "1 / (hour - 15) > 0", false},
		{"by the channel, which is not known yet", "channel == 'phone'", true},
		{"by the proof, which is not known yet", "points >= 5 && hour == 15", true},
		{"the duties of who asks", "duty in ['see', 'add'] && (role == 'agent' || role == 'owner')", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
			k.Clock.Move(12*time.Hour - k.Clock.Now().Sub(k.Clock.Now().Truncate(24*time.Hour)))
			ivan, owner, anna := gatetest.Agent("ivan"), gatetest.Actor("vera", "owner"), k.Add(t, gatetest.Anna(), "support")
			for name, p := range k.Charter.Purposes {
				if name != "support" { // else another purpose opens what this one closes
					p.Roles, p.When = nil, nil
					k.Charter.Purposes[name] = p
				}
			}
			k.Charter.Purposes["support"] = conditional(t, tt.cel)
			record := gate.NewCustomer{Fields: gatetest.Values(gatetest.Anna()), Purposes: []string{"support"}, Source: "test"}
			for doing, do := range map[string]func() error{
				"view": func() error { _, err := k.Gate.View(t.Context(), ivan, anna, ""); return err },
				"search": func() error {
					_, err := k.Gate.Search(t.Context(), ivan, "phone", slovo.NewValue(gatetest.Anna()["phone"]))
					return err
				},
				"add":    func() error { _, err := k.Gate.Add(t.Context(), ivan, record, gate.Once{}); return err },
				"import": func() error { _, err := k.Gate.AddMany(t.Context(), owner, []gate.NewCustomer{record}); return err },
			} {
				err := do()
				var denial *gate.Denial
				switch {
				case tt.open && err != nil:
					t.Errorf("%s: %v", doing, err)
				case !tt.open && (!errors.As(err, &denial) || denial.Reasons[0].Because.EN != "by rule"):
					t.Errorf("%s: %v, want a refusal by rule", doing, err)
				}
			}
		})
	}
}

// Who decides on customers' requests sees whose they are, whatever the
// conditions of purposes that are not theirs.
func TestAConditionLeavesRequestsAlone(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	anna := k.Add(t, gatetest.Anna(), "support")
	k.Charter.Purposes["support"] = conditional(t, "role == 'nobody'")
	if _, err := k.Gate.View(t.Context(), gatetest.Actor("pavel", "officer"), anna, ""); err != nil {
		t.Errorf("View: %v", err)
	}
}
