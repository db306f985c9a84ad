package cases

import (
	"strings"
	"testing"

	"slovo"
	"slovo/internal/gate"
)

// Whatever a reason knows stands in its words.
func TestARefusalFillsItsGaps(t *testing.T) {
	because := slovo.Text{RU: "только днём", EN: "by day only"}
	for _, tt := range []struct {
		name   string
		reason gate.Reason
		want   string
	}{
		{"a conversation in the way", gate.Reason{Code: gate.Unverified, Talking: true}, "Another conversation"},
		{"points missing", gate.Reason{Code: gate.Unverified, Missing: 2}, "missing: 2"},
		{"the company's own condition", gate.Reason{Code: gate.RoleNotAllowed, Condition: true, Because: because}, because.EN},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := refusal(slovo.EN, &gate.Denial{Reasons: []gate.Reason{tt.reason}})
			if said := got.Reason + " " + got.Remedy; !strings.Contains(said, tt.want) {
				t.Errorf("%q does not say %q", said, tt.want)
			}
		})
	}
}
