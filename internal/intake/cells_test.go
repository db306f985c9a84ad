package intake_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/consent"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/intake"
)

// TestEventsFromColumns: a spreadsheet's number of days is a date; which of
// two numbers is the day the whole column tells, or nobody.
func TestEventsFromColumns(t *testing.T) {
	day := func(month time.Month, n int) time.Time { return time.Date(2024, month, n, 0, 0, 0, 0, time.UTC) }
	for _, tt := range []struct {
		name, cells string // divided by |
		want        []time.Time
		left        int
		reason      string
	}{
		{"serial days", "45352|45353", []time.Time{day(3, 1), day(3, 2)}, 0, ""},
		{"serial days and hours", "45352.5|45353,25", []time.Time{day(3, 1).Add(12 * time.Hour), day(3, 2).Add(6 * time.Hour)}, 0, ""},
		{"dots", "03.04.2024|04.03.2024", []time.Time{day(4, 3), day(3, 4)}, 0, ""},
		{"day first", "03/04/2024|13/04/2024", []time.Time{day(4, 3), day(4, 13)}, 0, ""},
		{"month first", "03/04/2024|04/13/2024", []time.Time{day(3, 4), day(4, 13)}, 0, ""},
		{"month first, with hours", "4/13/2024 1:05 PM|3/4/2024", []time.Time{day(4, 13).Add(13*time.Hour + 5*time.Minute), day(3, 4)}, 0, ""},
		{"nobody knows", "03/04/2024|04/03/2024", nil, 0, "which is the day and which the month is not clear"},
		{"both", "13/04/2024|04/13/2024", nil, 0, "which is the day and which the month is not clear"},
		{"one is no date", "03.04.2024|soon|04.04.2024", []time.Time{day(4, 3), day(4, 4)}, 1, ""},
		{"one is to come", "03.04.2024|03.04.2124", []time.Time{day(4, 3)}, 1, ""},
		{"no day of the year", "31.02.2024|03.04.2024", []time.Time{day(4, 3)}, 1, ""},
		{"no dates", "red|blue", nil, 0, "nearly no value is what the header says"},
		{"mixed forms", "2024-04-03|3 апреля 2024 г.|45385", []time.Time{day(4, 3), day(4, 3), day(4, 3)}, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			b.WriteString("ФИО|Телефон|Дата создания\n")
			for cell := range strings.SplitSeq(tt.cells, "|") {
				b.WriteString("Иванов Пётр|89000001122|" + cell + "\n")
			}
			spy := &told{}
			table, p := planOf(t, b.String(), gatetest.Shop(t), intake.Options{Now: gatetest.Noon})
			if _, err := intake.Import(t.Context(), intake.Doors{Gate: spy}, owner, table, p, nil, nil); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, spy.at); diff != "" {
				t.Errorf("moments (-want +got):\n%s", diff)
			}
			if col := p.Columns[2]; col.LeftOut != tt.left || (col.Event == "") != (tt.reason != "") {
				t.Errorf("%+v", col)
			}
			if got := reasonOf(p, "Дата создания"); !strings.Contains(got, tt.reason) || (got == "") != (tt.reason == "") {
				t.Errorf("reason %q, want %q in it", got, tt.reason)
			}
		})
	}
}

// told is a gate that keeps when events were.
type told struct{ at []time.Time }

func (s *told) AddMany(_ context.Context, _ slovo.Actor, records []gate.NewCustomer) ([]gate.Added, error) {
	for _, r := range records {
		for _, e := range r.Events {
			s.at = append(s.at, e.At)
		}
	}
	return make([]gate.Added, len(records)), nil
}

// TestWhatStandsBackIsCounted: of several phones, addresses and e-mail
// addresses one is kept, and the report tells of which column others were.
func TestWhatStandsBackIsCounted(t *testing.T) {
	for _, tt := range []struct {
		name, header, cells string
		field, want         string
		left                map[string]int
	}{
		{
			"phones in one cell", "Телефон", `"8 900 000-11-22, 8 900 000-11-23; 8 900 000-11-24"`,
			"phone", "8 900 000-11-22",
			map[string]int{"Телефон": 1},
		},
		{"phones in columns", "Phone,Mobile", "+44 7700 900123,+44 7700 900124", "phone", "+44 7700 900124", map[string]int{"Phone": 1}},
		{"the same phone twice", "Phone,Mobile", "+44 7700 900123,+447700900123", "phone", "+447700900123", nil},
		{"one of the phones is none", "Phone,Mobile", "+44 7700 900123,ask Jane", "phone", "+44 7700 900123", map[string]int{"Mobile": 1}},
		{"phones of Google", "File As,Labels,Phone 1 - Value,Phone 2 - Value", ",,+44 7700 900123 ::: +44 7700 900124,+44 7700 900125", "phone", "+44 7700 900123", map[string]int{"Phone 1 - Value": 1, "Phone 2 - Value": 1}},
		{"e-mail addresses", "E-mail 1 - Value,E-mail 2 - Value", "anna@example.org,anna2@example.org", "email", "anna@example.org", map[string]int{"E-mail 2 - Value": 1}},
		{
			"addresses of Google", "Address 1 - Formatted,Address 1 - City,Address 2 - Formatted,Address 2 - City", `"1 Sample Street, London",London,"2 Sample Street, Leeds",Leeds`,
			"address", "1 Sample Street, London",
			map[string]int{"Address 2 - Formatted": 1},
		},
		{
			"addresses of Google in parts", "Address 1 - Street,Address 1 - City,Address 2 - Street,Address 2 - City", "1 Sample Street,London,2 Sample Street,Leeds",
			"address", "London, 1 Sample Street",
			map[string]int{"Address 2 - City": 1},
		},
		{
			"the second address of Google alone", "Address 1 - Street,Address 1 - City,Address 2 - Street,Address 2 - City", ",,2 Sample Street,Leeds",
			"address", "Leeds, 2 Sample Street", nil,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spy := &keeping{}
			file := "Name," + tt.header + "\nAnna Marlow," + tt.cells + "\n"
			table, p := planOf(t, file, gatetest.Shop(t), intake.Options{Purposes: []string{"fulfil", "support"}})
			if _, err := intake.Import(t.Context(), intake.Doors{Gate: spy}, owner, table, p, nil, nil); err != nil {
				t.Fatal(err)
			}
			if got := spy.values[tt.field]; got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			left := map[string]int{}
			for _, col := range p.Columns {
				if col.LeftOut > 0 {
					left[col.Header] = col.LeftOut
				}
			}
			if !maps.Equal(left, tt.left) {
				t.Errorf("left out %v, want %v", left, tt.left)
			}
		})
	}
}

// TestBitrixMailingsAreClaims: what is kept for mailings is a phone and an
// e-mail address like others, and nobody's consent.
func TestBitrixMailingsAreClaims(t *testing.T) {
	file := "ID;Обращение;Имя;Отчество;Фамилия;Рабочий e-mail;Телефон для рассылок;E-mail для рассылок\n" +
		"1;г-жа;Анна;Ивановна;Петрова;anna@example.org;8 900 000-11-22;news@example.org\n" +
		"2;г-н;Пётр;Ильич;Иванов;petr@example.org;8 900 000-11-23;\n"
	table, p := planOf(t, file, gatetest.Shop(t), intake.Options{Source: "bitrix24"})
	counts, err := intake.Check(t.Context(), table, p, nil, nil)
	if want := (intake.Counts{Rows: 2, Stored: 2, Claimed: 2}); err != nil || counts != want {
		t.Errorf("%+v, %v", counts, err)
	}
	for header, over := range map[string]consent.Channel{"Телефон для рассылок": consent.SMS, "E-mail для рассылок": consent.Email} {
		i := slices.IndexFunc(p.Columns, func(c intake.Column) bool { return c.Header == header })
		col := p.Columns[i]
		if col.Field == "" || col.Wish != consent.Claimed || !slices.Equal(col.Channels, []consent.Channel{over}) || !strings.Contains(col.Note.EN, "it permits no mailing") {
			t.Errorf("%+v", col)
		}
	}
}
