package gate_test

import (
	"errors"
	"strings"
	"testing"
	"time"

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
			k.Charter.Purposes["support"] = conditional(t, tt.cel)
			k.Charter.TimeZone = "Europe/Moscow"
			k.Clock.Move(12*time.Hour - k.Clock.Now().Sub(k.Clock.Now().Truncate(24*time.Hour)))
			ivan, anna := gatetest.Agent("ivan"), k.Add(t, gatetest.Anna())
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
