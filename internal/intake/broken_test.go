package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slovo/internal/gate/gatetest"
	"slovo/internal/intake"
)

// damages are what happens to a file on its way, and harms nothing.
var damages = []struct {
	name string
	do   func(file string) string
}{
	{"a mark before it", func(f string) string { return "\uFEFF" + f }},
	{"lines of Windows", func(f string) string { return strings.ReplaceAll(f, "\n", "\r\n") }},
	{"no end of the last line", func(f string) string { return strings.TrimRight(f, "\n") }},
	{"blank lines behind", func(f string) string { return f + "\n\n  \n" }},
}

// TestBrokenLayoutsNeedNoQuestion: a damaged export is mapped as the whole one.
func TestBrokenLayoutsNeedNoQuestion(t *testing.T) {
	c := gatetest.Shop(t)
	for _, tt := range layouts {
		for _, damage := range damages {
			t.Run(tt.name+" with "+damage.name, func(t *testing.T) {
				table, p := planOf(t, damage.do(tt.file), c, intake.Options{})
				if diff := cmp.Diff(tt.want, mapped(t, p)); diff != "" {
					t.Errorf("stored columns (-want +got):\n%s", diff)
				}
				if counts, err := intake.Check(t.Context(), table, p, nil, nil); err != nil || counts.Rejected > 0 || counts.Rows == 0 {
					t.Errorf("Check: %+v, %v", counts, err)
				}
			})
		}
	}
}
