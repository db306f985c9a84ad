package charter

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"slovo"
)

// Period is a length of time as calendars count it (ISO 8601).
type Period struct {
	Years, Months, Days int
	Rest                time.Duration // hours, minutes, seconds
}

// At most four digits each, so that nothing overflows; time comes after T.
var iso = regexp.MustCompile(`^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?(T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,4})S)?)?$`)

// ParsePeriod reads an ISO 8601 duration of whole parts: P1Y, P30D, PT15M.
// A week is seven days.
func ParsePeriod(text string) (Period, error) {
	m := iso.FindStringSubmatch(text)
	if m == nil || text == "P" || m[5] == "T" {
		return Period{}, fmt.Errorf("charter: period: not an ISO 8601 duration: %w", slovo.ErrInvalid)
	}
	part := func(i int) int {
		n, _ := strconv.Atoi(m[i]) // the pattern let only digits through; empty is 0
		return n
	}
	clock := time.Duration(part(6))*time.Hour + time.Duration(part(7))*time.Minute + time.Duration(part(8))*time.Second
	return Period{Years: part(1), Months: part(2), Days: 7*part(3) + part(4), Rest: clock}, nil
}

// After returns the moment that lies the period after t, by the calendar.
// A month from 31 January is the last day of February: a record is never
// kept longer because its month is shorter.
func (p Period) After(t time.Time) time.Time {
	month := time.Date(t.Year()+p.Years, t.Month()+time.Month(p.Months), 1, 0, 0, 0, 0, t.Location())
	last := month.AddDate(0, 1, -1).Day()
	y, m, _ := month.Date()
	h, mi, s := t.Clock()
	at := time.Date(y, m, min(t.Day(), last), h, mi, s, t.Nanosecond(), t.Location())
	return at.AddDate(0, 0, p.Days).Add(p.Rest)
}

// Duration returns the period's rough length, for comparing: a day is 24
// hours, a month 30 days, a year 365.
func (p Period) Duration() time.Duration {
	days := 365*p.Years + 30*p.Months + p.Days
	return time.Duration(days)*24*time.Hour + p.Rest
}

// IsZero tells whether the period has no length.
func (p Period) IsZero() bool { return p == Period{} }

// String writes the period as ParsePeriod reads it.
func (p Period) String() string {
	if p.IsZero() {
		return "P0D"
	}
	day := parts(p.Years, "Y") + parts(p.Months, "M") + parts(p.Days, "D")
	h, rest := int(p.Rest/time.Hour), p.Rest%time.Hour
	clock := parts(h, "H") + parts(int(rest/time.Minute), "M") + parts(int(rest%time.Minute/time.Second), "S")
	if clock != "" {
		clock = "T" + clock
	}
	return "P" + day + clock
}

func parts(n int, unit string) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n) + unit
}

func years(n int) Period   { return Period{Years: n} }
func days(n int) Period    { return Period{Days: n} }
func hours(n int) Period   { return Period{Rest: time.Duration(n) * time.Hour} }
func minutes(n int) Period { return Period{Rest: time.Duration(n) * time.Minute} }
