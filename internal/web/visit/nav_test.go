package visit

import (
	"strings"
	"testing"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/text"
)

func TestPlacesHaveWords(t *testing.T) {
	for _, p := range places {
		for _, l := range []slovo.Lang{slovo.RU, slovo.EN} {
			if text.T(l, p.words) == p.words {
				t.Errorf("%s: no text %q", l, p.words)
			}
		}
	}
}

// A role is shown the places it has a duty at, and no others.
func TestNavFollowsDuties(t *testing.T) {
	c := &charter.Charter{
		Roles: map[string]charter.Role{"agent": {}, "officer": {May: []string{"requests", "read_today"}}, "guest": {}},
		Purposes: map[string]charter.Purpose{
			"support": {Roles: map[charter.Duty][]string{charter.See: {"agent"}}},
		},
	}
	f := &Frame{Charter: func() *charter.Charter { return c }}
	for _, tt := range []struct{ role, here, want string }{
		{"guest", "/desk", "/ /charter"},
		{"nobody", "/", "*/ /charter"},
		{"officer", "/requests/r1", "/ */requests /charter"},
		{"officer", "/today/codes", "*/ /requests /charter"},
		{"agent", "/", "*/ /desk /charter"},
		{"agent", "/desk/cases/c1", "/ */desk /charter"},
		{"agent", "/desks", "/ /desk /charter"},
	} {
		var got []string
		for _, link := range f.nav(slovo.EN, tt.role, tt.here) {
			mark := ""
			if link.Current {
				mark = "*"
			}
			got = append(got, mark+link.Href)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s at %s sees %q, want %q", tt.role, tt.here, got, tt.want)
		}
	}
}
