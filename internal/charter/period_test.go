package charter_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/charter"
)

func TestParsePeriod(t *testing.T) {
	for _, tt := range []struct {
		give string
		want charter.Period
		ok   bool
	}{
		{"", charter.Period{}, false},
		{"P", charter.Period{}, false},
		{"PT", charter.Period{}, false},
		{"P1DT", charter.Period{}, false},
		{"1Y", charter.Period{}, false},
		{"P-1Y", charter.Period{}, false},
		{"P1.5Y", charter.Period{}, false},
		{"P1H", charter.Period{}, false},
		{"P99999Y", charter.Period{}, false},
		{"p1y", charter.Period{}, false},
		{"P0D", charter.Period{}, true},
		{"P1Y2M3DT4H5M6S", charter.Period{Years: 1, Months: 2, Days: 3, Rest: 4*time.Hour + 5*time.Minute + 6*time.Second}, true},
		{"P2W", charter.Period{Days: 14}, true},
		{"PT15M", charter.Period{Rest: 15 * time.Minute}, true},
	} {
		got, err := charter.ParsePeriod(tt.give)
		if got != tt.want || (err == nil) != tt.ok || err != nil && !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("ParsePeriod(%q) = %+v, %v", tt.give, got, err)
		}
	}
}

func TestPeriodAfter(t *testing.T) {
	for _, tt := range []struct{ from, period, want string }{
		{"2026-12-01", "P1Y", "2027-12-01"},
		{"2026-01-31", "P1M", "2026-02-28"},
		{"2028-02-29", "P1Y", "2029-02-28"},
		{"2026-12-31", "P2M", "2027-02-28"},
		{"2026-02-28", "P30D", "2026-03-30"},
		{"2026-02-28", "PT24H", "2026-03-01"},
	} {
		from, err := time.Parse(time.DateOnly, tt.from)
		if err != nil {
			t.Fatal(err)
		}
		p, err := charter.ParsePeriod(tt.period)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.After(from).Format(time.DateOnly); got != tt.want {
			t.Errorf("%s after %s = %s, want %s", tt.period, tt.from, got, tt.want)
		}
	}
}

// A period is read as it was written, and a later start never ends earlier.
func TestPeriodProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := charter.Period{
			Years: rapid.IntRange(0, 99).Draw(t, "years"), Months: rapid.IntRange(0, 99).Draw(t, "months"), Days: rapid.IntRange(0, 999).Draw(t, "days"),
			Rest: time.Duration(rapid.IntRange(0, 86_399).Draw(t, "seconds")) * time.Second,
		}
		if back, err := charter.ParsePeriod(p.String()); err != nil || back != p {
			t.Fatalf("%+v is written %q and read %+v, %v", p, p.String(), back, err)
		}
		from := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "from"), 0).UTC()
		later := from.Add(time.Duration(rapid.Int64Range(0, 1e9).Draw(t, "later")) * time.Second)
		if p.After(later).Before(p.After(from).AddDate(0, 0, -1)) {
			t.Fatalf("%s after %s is %s, after %s %s", p, from, p.After(from), later, p.After(later))
		}
	})
}
