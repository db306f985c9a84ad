package field_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"slovo/internal/field"
)

func TestWordsMeetInBothAlphabets(t *testing.T) {
	for _, same := range [][]string{
		{"Иванов", "ИВАНОВ", "Ivanov", "Iwanow", "Ivanoff"[:5] + "ov"},
		{"Захаров", "Zakharov", "Zaharov"},
		{"Юлия", "Yulia", "Iuliia", "Yuliya", "Julia"},
		{"Щукин", "Shchukin", "Schukin"},
		{"Хрущёв", "Хрущев", "Khrushchev"},
		{"Цой", "Tsoy", "Tsoi", "Tcoi"},
		{"Цветков", "Tsvetkov", "Cvetkov"},
		{"Юрий", "Yuri", "Yury", "Yuriy", "Iurii"},
		{"Татьяна", "Tatiana", "Tatyana"},
		{"Наталья", "Наталия", "Natalia", "Natalya"},
		{"Евгений", "Evgeny", "Yevgeniy", "Evgenii"},
		{"Фёдор", "Федор", "Fedor", "Fyodor"},
		{"Соловьёв", "Solovyov", "Solov'ev", "Solovyev"},
		{"Анна", "Anna", "Ana"},
		{"Стефан", "Stephan", "Stefan"},
		{"Алексей", "Alexey", "Aleksei", "Alexei"},
		{"Ксения", "Ksenia", "Xenia", "Kseniya"},
		{"Алиева", "Aliyeva", "Alieva"},
		{"José", "Jose"},
	} {
		for _, one := range same[1:] {
			if diff := cmp.Diff(field.Words(same[0]), field.Words(one)); diff != "" {
				t.Errorf("Words(%q) and Words(%q):\n%s", same[0], one, diff)
			}
		}
	}
}

func TestWordsSplit(t *testing.T) {
	got := field.Words(" О'Коннор-Петрова,  Анна (мл.) ")
	want := []string{"okonor", "petrova", "ana", "ml"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Words (-want +got):\n%s", diff)
	}
}

func TestStarts(t *testing.T) {
	got := field.Starts([]string{"ivanov", "ivan", "li", "konstantin"})
	want := []string{"iva", "ivan", "ivanov", "kon", "kons", "konsta", "konstant"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Starts (-want +got):\n%s", diff)
	}
}

func TestStartOf(t *testing.T) {
	for _, tt := range []struct {
		typed, skeleton, indexed string
		ok                       bool
	}{
		{"", "", "", false},
		{"Ив", "", "", false},
		{"Щу", "", "", false}, // two letters, though they are written with four
		{"Анн", "an", "", false},
		{"Ива", "iva", "iva", true},
		{"Ivano", "ivano", "ivan", true},
		{"Константино", "konstantino", "konstant", true},
		{"Хрущ", "khrush"[1:], "hrus", true},
	} {
		skeleton, indexed, ok := field.StartOf(tt.typed)
		if ok != tt.ok || indexed != tt.indexed || ok && skeleton != tt.skeleton {
			t.Errorf("StartOf(%q) = %q, %q, %v", tt.typed, skeleton, indexed, ok)
		}
	}
}

func TestHasStart(t *testing.T) {
	for _, tt := range []struct {
		name, typed string
		want        bool
	}{
		{"Иван Захаров", "", false},
		{"Иван Захаров", "...", false},
		{"Иван Захаров", "Петр", false},
		{"Иван Захаров", "Иван Петр", false},
		{"Иван Захаров", "харов", false},
		{"Иван Захаров", "захарова", false},
		{"Иван Захаров", "заха ИВ", true},
		{"Иван Захаров", "zakh", true},
		{"Никита Хрущёв", "Khrushc", true},
		{"Nikita Khrushchev", "хрущ", true},
	} {
		if got := field.HasStart(tt.name, tt.typed); got != tt.want {
			t.Errorf("HasStart(%q, %q) = %v", tt.name, tt.typed, got)
		}
	}
}

// A name that was indexed is found by any start of three letters or more
// typed in Cyrillic, and the candidate is confirmed.
func TestEveryStartFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := []rune(rapid.StringMatching(`[А-ЯЁ][а-яё]{2,14}`).Draw(t, "word"))
		typed := string(word[:rapid.IntRange(3, len(word)).Draw(t, "letters")])
		_, indexed, ok := field.StartOf(typed)
		if !ok {
			t.Skip() // ъ, ь and doubled letters leave too little
		}
		starts := field.Starts(field.Words(string(word)))
		if !strings.Contains(" "+strings.Join(starts, " ")+" ", " "+indexed+" ") {
			t.Fatalf("%q is not found by %q: %q is not among %q", string(word), typed, indexed, starts)
		}
		if !field.HasStart(string(word), typed) {
			t.Fatalf("%q is not confirmed for %q", typed, string(word))
		}
	})
}

func FuzzWords(f *testing.F) {
	for _, name := range []string{"Иванов Пётр", "Zakharov", "O'Connor", "Юлия", "王小明", "Öztürk", "cc", "yoyo", "ʼ"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		words := field.Words(name)
		for _, start := range field.Starts(words) {
			if n := len([]rune(start)); n < 3 || n > 8 {
				t.Fatalf("Starts(%q) holds %q", words, start)
			}
		}
		for _, word := range words {
			if word == "" {
				t.Fatalf("Words(%q) = %q", name, words)
			}
		}
		if _, indexed, ok := field.StartOf(name); ok && indexed == "" {
			t.Fatalf("StartOf(%q) is empty", name)
		}
	})
}
