package today

import (
	"io/fs"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/charter"
)

var noon = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC) // a Monday

const day = 24 * time.Hour

func TestRules(t *testing.T) {
	seen := func(ago time.Duration) Account {
		return Account{Login: "vera", Coded: true, Made: noon.Add(-400 * day), Seen: noon.Add(-ago)}
	}
	fresh := Account{Login: "new", Coded: true, Made: noon.Add(-idleAfter)}
	for _, tt := range []struct {
		name  string
		give  Check
		want  State
		count int
	}{
		{"codes: nobody", codes(nil), Passed, 0},
		{"codes: one without", codes([]Account{seen(0), {Login: "oleg"}}), Failed, 1},
		{"codes: all with", codes([]Account{seen(0), fresh}), Passed, 0},
		{"idle: a day too long", idle([]Account{seen(idleAfter + day)}, noon), Failed, 1},
		{"idle: 90 days to the second", idle([]Account{seen(idleAfter), fresh}, noon), Passed, 0},
		{"idle: never signed in, made long ago", idle([]Account{{Login: "a", Made: noon.Add(-idleAfter - 1)}}, noon), Failed, 1},
		{"idle: a program works for it", idle([]Account{{Login: "a", Made: noon.Add(-idleAfter - 1), Token: true}}, noon), Passed, 0},
		{"tokens: none", tokens(nil), Passed, 0},
		{"tokens: one from anywhere", tokens([]Token{{Label: "shop", Bound: true}, {Label: "site"}}), Failed, 1},
		{"borrowed: none", borrowed([]Token{{Label: "shop"}}), Passed, 0},
		{"borrowed: one of two", borrowed([]Token{{Label: "shop"}, {Label: "site", Borrowed: true}}), Failed, 1},
		{"unused: never, made long ago", unused([]Token{{Made: noon.Add(-idleAfter - 1)}}, noon), Failed, 1},
		{"unused: for a day too long", unused([]Token{{Made: noon.Add(-400 * day), Seen: noon.Add(-idleAfter - day)}}, noon), Failed, 1},
		{"unused: made today, or used 90 days ago", unused([]Token{{Made: noon}, {Made: noon.Add(-400 * day), Seen: noon.Add(-idleAfter)}}, noon), Passed, 0},
		{"backup: none, begun this minute", recent("backup", time.Time{}, noon, BackupWithin, noon), Unknown, 0},
		{"backup: none for a day", recent("backup", time.Time{}, noon.Add(-day-1), BackupWithin, noon), Failed, 0},
		{"backup: a day to the second", recent("backup", noon.Add(-day), noon.Add(-9*day), BackupWithin, noon), Passed, 24},
		{"backup: too old", recent("backup", noon.Add(-day-1), noon, BackupWithin, noon), Failed, 24},
		{"backup: made tomorrow", recent("backup", noon.Add(day), noon.Add(-9*day), BackupWithin, noon), Failed, 0},
		{"drill: within 90 days", recent("drill", noon.Add(-90*day), noon, DrillWithin, noon), Passed, 90 * 24},
		{"drill: too old", recent("drill", noon.Add(-90*day-1), noon, DrillWithin, noon), Failed, 90 * 24},
		{"tasks: none late", none("tasks", 0), Passed, 0},
		{"tasks: two late", none("tasks", 2), Failed, 2},
		{"claims: none", claims(0, 3), Passed, 0},
		{"claims: not known whether they agreed", claims(2, 0), Unknown, 2},
		{"pins: all", pins(0, 5), Passed, 0},
		{"pins: some without", pins(5, 5), Unknown, 5},
		{"requests: none", requests(nil, []string{"ru-152fz"}, noon), Passed, 0},
		{"requests: in time", requests([]time.Time{noon.Add(-day)}, []string{"ru-152fz"}, noon), Passed, 0},
		{"requests: late", requests([]time.Time{noon.Add(-20 * day), noon}, []string{"ru-152fz"}, noon), Failed, 1},
		{"requests: no law says", requests([]time.Time{noon}, nil, noon), Unknown, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if n, _ := tt.give.Args["N"].(int); tt.give.State != tt.want || n != tt.count {
				t.Errorf("%+v: want %s with %d", tt.give, tt.want, tt.count)
			}
		})
	}
}

func TestTheKeysFile(t *testing.T) {
	for mode, want := range map[fs.FileMode]State{
		0o600: Passed, 0o400: Passed, 0o700: Passed, 0o640: Failed, 0o604: Failed, 0o610: Failed, 0o644: Failed,
	} {
		if got := key(mode); got.State != want {
			t.Errorf("%o: %s, want %s", mode, got.State, want)
		}
	}
}

func TestTheWayPeopleCome(t *testing.T) {
	for address, want := range map[string]State{
		"https://slovo.example": Passed, "http://localhost:8017": Passed, "http://127.0.0.1:1": Passed, "http://[::1]:1": Passed,
		"http://slovo.example": Failed, "http://10.0.0.1": Failed, "http://localhost.example": Failed, "": Unknown, "slovo.example": Unknown,
	} {
		if got := https(address); got.State != want {
			t.Errorf("%q: %s, want %s", address, got.State, want)
		}
	}
}

func TestTheCharterAndItsLaws(t *testing.T) {
	warned := charter.Report{OK: true, Warnings: []charter.Problem{{What: slovo.Text{EN: "unused"}}}}
	if c := lawful(warned); c.State != Passed || len(c.Notes) != 1 {
		t.Errorf("a warning: %+v", c)
	}
	if c := lawful(charter.Report{Problems: []charter.Problem{{}}}); c.State != Failed {
		t.Errorf("an error: %+v", c)
	}
	if published([]string{"a", "b"}, "b").State != Passed || published([]string{"a"}, "b").State != Failed {
		t.Error("the file and the one in force are not compared")
	}
}

func TestConsentsTexts(t *testing.T) {
	c := &charter.Charter{
		Languages: []slovo.Lang{slovo.RU, slovo.EN}, Consents: map[string]charter.Consent{"news": {Text: "texts/news.v1"}},
	}
	here := map[string]bool{"texts/news.v1.ru.md": true}
	got := texts(c, func(name string) bool { return here[name] })
	if diff := cmp.Diff([]slovo.Text{{RU: "texts/news.v1.en.md", EN: "texts/news.v1.en.md"}}, got.Notes); got.State != Failed || diff != "" {
		t.Errorf("one language is missing: %s, notes (-want +got):\n%s", got.State, diff)
	}
	here["texts/news.v1.en.md"] = true
	if got := texts(c, func(name string) bool { return here[name] }); got.State != Passed {
		t.Errorf("both are there: %s", got.State)
	}
}

func TestDue(t *testing.T) {
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, time.UTC)
	}
	for _, tt := range []struct {
		name  string
		asked time.Time
		laws  []string
		want  time.Time // the day after which it is late
	}{
		{"ten working days from a Monday", at(11, 23, 9), []string{"ru-152fz"}, at(12, 7, 0)},
		{"from a Saturday", at(11, 21, 9), []string{"ru-152fz"}, at(12, 4, 0)},
		{"a month", at(11, 23, 9), []string{"eu-gdpr"}, at(12, 23, 0)},
		{"a month from the 31st", at(8, 31, 9), []string{"eu-gdpr"}, at(9, 30, 0)},
		{"45 days", at(11, 1, 9), []string{"us-ccpa"}, at(12, 16, 0)},
		{"the strictest, whatever the order", at(11, 23, 9), []string{"eu-gdpr", "us-ccpa", "ru-152fz"}, at(12, 7, 0)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := dueBy(tt.asked, tt.laws)
			if want := tt.want.AddDate(0, 0, 1).Add(-time.Microsecond); !ok || !got.Equal(want) {
				t.Errorf("due %v, want %v", got, want)
			}
		})
	}
	if _, ok := dueBy(noon, []string{"no-such"}); ok {
		t.Error("a law that there is not has a term")
	}
}

func TestDueOnAWorkingDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		asked := noon.Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "hours")) * time.Hour)
		due, _ := dueBy(asked, []string{"ru-152fz"})
		if d := due.Weekday(); d == time.Saturday || d == time.Sunday {
			t.Fatalf("asked %v, due on a %v", asked, d)
		}
		if days := due.Sub(asked).Hours() / 24; days < 12 || days > 15 {
			t.Fatalf("asked %v, due %v: ten working days are two weeks", asked, due)
		}
	})
}
