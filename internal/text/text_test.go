package text

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"slovo"
)

var langs = []slovo.Lang{slovo.RU, slovo.EN}

func TestBothLanguagesHaveTheSameIDs(t *testing.T) {
	ru, en := forms(t, slovo.RU), forms(t, slovo.EN)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(ru)), slices.Sorted(maps.Keys(en))); diff != "" {
		t.Errorf("ids (-ru +en):\n%s", diff)
	}
	for id, plural := range ru {
		if len(plural) > 1 && len(plural) != 4 {
			t.Errorf("ru %s: want one, few, many and other, have %d forms", id, len(plural))
		}
		if (len(plural) > 1) != (len(en[id]) > 1) {
			t.Errorf("%s: a plural in one language only", id)
		}
	}
}

func TestNoTextShouts(t *testing.T) {
	for _, lang := range langs {
		for id, texts := range forms(t, lang) {
			for _, s := range texts {
				if strings.Contains(s, "!") || strings.TrimSpace(s) != s || s == "" {
					t.Errorf("%s %s: %q", lang, id, s)
				}
			}
		}
	}
}

func TestGapsAgreeInBothLanguages(t *testing.T) {
	gap := regexp.MustCompile(`\.[A-Z]\w*`)
	gaps := func(texts []string) []string {
		all := gap.FindAllString(strings.Join(texts, " "), -1)
		slices.Sort(all)
		return slices.Compact(all)
	}
	ru, en := forms(t, slovo.RU), forms(t, slovo.EN)
	for id := range ru {
		if diff := cmp.Diff(gaps(ru[id]), gaps(en[id])); diff != "" {
			t.Errorf("%s: gaps (-ru +en):\n%s", id, diff)
		}
	}
}

// Every id that stands in a call of T anywhere in the program exists.
func TestEveryUsedIDExists(t *testing.T) {
	known := forms(t, slovo.EN)
	call := regexp.MustCompile(`\bT\([\w.]+,\s*"([a-z0-9_.]+)"\s*[,)]`)
	used := 0
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.Name() == "node_modules" {
			return filepath.SkipDir
		}
		if ext := filepath.Ext(path); d.IsDir() || ext != ".go" && ext != ".templ" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(path)
		for _, m := range call.FindAllSubmatch(src, -1) {
			used++
			if known[string(m[1])] == nil {
				t.Errorf("%s: no text %q", path, m[1])
			}
		}
		return err
	})
	if err != nil || used == 0 {
		t.Fatalf("walked %d uses: %v", used, err)
	}
}

func TestEveryReasonHasItsRemedy(t *testing.T) {
	for _, lang := range langs {
		for _, code := range Codes() {
			for _, s := range []string{
				Reason(lang, code), Remedy(lang, code),
				Reason(lang, code, "Own", "record"), Remedy(lang, code, "Own", "record"),
				Reason(lang, code, "Own", "request"), Remedy(lang, code, "Own", "request"),
				Remedy(lang, code, "Minutes", "5", "Person", "Вера", "Points", 3), Remedy(lang, code, "Talking", true),
			} {
				if s == code || strings.Contains(s, "<no value>") || !strings.HasSuffix(s, ".") {
					t.Errorf("%s %s: %q", lang, code, s)
				}
			}
		}
	}
	if got := Remedy(slovo.RU, "no_such_code"); got != "no_such_code" {
		t.Errorf("unknown code: %q", got)
	}
}

func TestT(t *testing.T) {
	for _, tt := range []struct {
		lang slovo.Lang
		id   string
		data []any
		want string
	}{
		{slovo.EN, "no.such.id", nil, "no.such.id"},
		{slovo.RU, "", nil, ""},
		{"de", "when.today", nil, "today"},
		{slovo.RU, "when.minutes", []any{1}, "1\u00a0минута"},
		{slovo.RU, "when.minutes", []any{3}, "3\u00a0минуты"},
		{slovo.RU, "when.minutes", []any{11}, "11\u00a0минут"},
		{slovo.RU, "when.minutes", []any{21}, "21\u00a0минута"},
		{slovo.EN, "when.minutes", []any{1}, "1\u00a0minute"},
		{slovo.EN, "remedy.over_quota", []any{Data{"Minutes": "5 minutes"}}, "Wait 5\u00a0minutes, or hand the case over to a colleague."},
		{slovo.RU, "remedy.no_case", []any{"odd"}, "Откройте обращение и\u00a0выберите канал и\u00a0цель."},
	} {
		if got := T(tt.lang, tt.id, tt.data...); got != tt.want {
			t.Errorf("T(%s, %s, %v) = %q, want %q", tt.lang, tt.id, tt.data, got, tt.want)
		}
	}
}

func TestWhen(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		t      time.Time
		ru, en string
	}{
		{now.Add(-3 * time.Hour), "сегодня,_9:00", "today,_9:00"},
		{now.AddDate(0, 0, -1), "вчера,_12:00", "yesterday,_12:00"},
		{time.Date(2026, 1, 2, 9, 2, 0, 0, time.UTC), "2_января,_9:02", "2_January,_9:02"},
		{time.Date(2025, 12, 31, 0, 5, 0, 0, time.UTC), "31_декабря_2025,_0:05", "31_December_2025,_0:05"},
	} {
		for lang, want := range map[slovo.Lang]string{slovo.RU: tt.ru, slovo.EN: tt.en} {
			if got := When(lang, tt.t, now); got != strings.ReplaceAll(want, "_", "\u00a0") {
				t.Errorf("When(%s, %s) = %q, want %q", lang, tt.t, got, want)
			}
		}
	}
}

func TestCounts(t *testing.T) {
	for got, want := range map[string]string{
		Left(12*time.Minute + 17*time.Second): "12:17",
		Left(-time.Second):                    "0:00",
		Minutes(slovo.EN, 61*time.Second):     "2\u00a0minutes",
		Number(slovo.RU, 18204):               "18\u00a0204",
		Number(slovo.EN, 1002003):             "1,002,003",
		Number(slovo.EN, -999):                "−999",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPick(t *testing.T) {
	for accept, want := range map[string]slovo.Lang{
		"": slovo.EN, "ru-RU,ru;q=0.9,en;q=0.8": slovo.RU, "en-GB,ru;q=0.5": slovo.EN, ";;;": slovo.EN, "be,ru": slovo.RU,
	} {
		if got := Pick(accept); got != want {
			t.Errorf("Pick(%q) = %s, want %s", accept, got, want)
		}
	}
}

// forms reads a language's files apart from go-i18n: id to its texts.
func forms(t *testing.T, lang slovo.Lang) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, source := range sources {
		src, err := files.ReadFile(source + "." + string(lang) + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]any
		if err := toml.Unmarshal(src, &texts); err != nil {
			t.Fatal(err)
		}
		for name, under := range texts {
			listed(t, all, name, under)
		}
	}
	return all
}

// listed puts the texts under id, or under the ids that begin with it.
func listed(t *testing.T, all map[string][]string, id string, v any) {
	t.Helper()
	switch v := v.(type) {
	case string:
		all[id] = append(all[id], v)
	case map[string]any:
		for name, under := range v {
			if slices.Contains([]string{"one", "few", "many", "other"}, name) {
				listed(t, all, id, under)
			} else {
				listed(t, all, id+"."+name, under)
			}
		}
	default:
		t.Fatalf("%s is neither a text nor a group: %v", id, v)
	}
}

func TestAmount(t *testing.T) {
	for _, tt := range []struct{ give, ru, en string }{
		{"1190 RUB", "1\u00a0190\u00a0₽", "₽1,190"},
		{"1290.50 RUB", "1\u00a0290,50\u00a0₽", "₽1,290.50"},
		{"40 CHF", "40\u00a0CHF", "40\u00a0CHF"},
		{"40", "40", "40"},
		{"much", "much", "much"},
	} {
		if ru, en := Amount(slovo.RU, tt.give), Amount(slovo.EN, tt.give); ru != tt.ru || en != tt.en {
			t.Errorf("Amount(%s): %q, %q; want %q, %q", tt.give, ru, en, tt.ru, tt.en)
		}
	}
}
