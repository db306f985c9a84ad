package password

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"slovo"
)

func codeOf(t *testing.T, err error) Code {
	t.Helper()
	var weak *Weak
	if err == nil {
		return ""
	}
	if !errors.As(err, &weak) || !errors.Is(err, slovo.ErrInvalid) {
		t.Fatalf("error %v: want a *Weak that is ErrInvalid", err)
	}
	return weak.Code
}

func TestCheck(t *testing.T) {
	words := []string{"ivanova", "Мария Иванова", "ООО «Ромашка»", "romashka.example"}
	for _, tt := range []struct {
		name, give string
		want       Code
	}{
		{"nothing", "", Short},
		{"nine characters", "k7Vq!pZ2x", Short},
		{"nine Cyrillic characters, though 18 bytes", "жхщюъыэгл", Short},
		{"too long to be a password", strings.Repeat("жy7", 100), Long},
		{"on the list", "1q2w3e4r5t", Common},
		{"password and a number", "password123", Common},
		{"in capitals with the usual tail", "Password2026!", Common},
		{"leet", "P@ssw0rd!!!!", Common},
		{"Russian", "пароль12345", Common},
		{"Russian with ё for е", "котёнок2026!", Common},
		{"Russian in the other layout", "gfhjkm2026!", Common},
		{"English typed in the Russian layout", "зфыыцщкв2026", Common},
		{"Russian in Latin letters", "lyubov2026!", Common},
		{"backwards", "drowssap2026", Common},
		{"two common words", "monkeydragon", Common},
		{"digits in order", "01234567890123", Common},
		{"a row of keys", "qwertyuiop[]", Walk},
		{"a Russian row of keys", "йцукенгшщзхъ", Common},
		{"columns of keys", "1qaz2wsx3edc", Common},
		{"Russian columns", "йфяцычувс", Short},
		{"more Russian columns", "йфяцычувскам", Common},
		{"keys that nobody listed", "okmnji9okm,l", Walk},
		{"shifted digits", "!@#$%^&*()_+", Walk},
		{"the alphabet", "abcdefghijkl", Walk},
		{"the Russian alphabet backwards", "яюэьыъщшчцхф", Walk},
		{"one character", "жжжжжжжжжжжжжж", Repeated},
		{"a pattern again and again", "k7ъk7ъk7ъk7ъk7ъ", Repeated},
		{"login and year", "ivanova1985", Personal},
		{"name", "МарияИванова1", Personal},
		{"name in Latin letters", "mariya-ivanova", Personal},
		{"name in the other layout", "bdfyjdf-vfhbz", Personal},
		{"the company", "Ромашка-2026", Personal},
		{"the company's site", "romashka2026!", Personal},
		{"short but random", "k7Vq!pZ2xM", ""},
		{"four random words", "скрепка окно барсук маяк", ""},
		{"four English words", "correct horse battery staple", ""},
		{"a long sentence", "У меня дома живут три рыжих кота и попугай", ""},
		{"a manager's", "hG4$kk92_ffWq01zt", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := codeOf(t, Check(slovo.NewValue(tt.give), words...)); got != tt.want {
				t.Errorf("Check(%q): %q, want %q", tt.give, got, tt.want)
			}
		})
	}
}

// Without a clue about the account the same words may pass: the words are
// what makes them weak.
func TestCheckKnowsOnlyTheWordsGiven(t *testing.T) {
	secret := slovo.NewValue("xunibert-otto")
	if err := Check(secret); err != nil {
		t.Errorf("without words: %v", err)
	}
	if got := codeOf(t, Check(secret, "Xunibert Otto")); got != Personal {
		t.Errorf("with words: %q, want %q", got, Personal)
	}
}

func TestCheckIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, word := rapid.String().Draw(t, "text"), rapid.String().Draw(t, "word")
		err := Check(slovo.NewValue(text), word)
		if err != nil && len(text) > 3 && strings.Contains(err.Error(), text) {
			t.Fatalf("the error %q holds the password", err)
		}
		if err == nil && utf8.RuneCountInString(text) < MinLength/3 {
			t.Fatalf("took %q", text)
		}
	})
}

// A number after a listed word, however spelled, does not make it a password.
func TestCheckListedWordWithTail(t *testing.T) {
	var listed []string
	for word := range lists() {
		if utf8.RuneCountInString(word) >= 7 {
			listed = append(listed, word)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(listed).Draw(t, "word")
		tail := rapid.StringMatching(`[0-9]{0,4}[!?.]?`).Draw(t, "tail")
		upper := rapid.Bool().Draw(t, "upper")
		if upper {
			word = strings.ToUpper(word)
		}
		if Check(slovo.NewValue(word+tail)) == nil {
			t.Fatalf("took %q", word+tail)
		}
	})
}

func BenchmarkCheckLongest(b *testing.B) {
	secret := slovo.NewValue(strings.Repeat("k7ъ$", MaxLength/4))
	for b.Loop() {
		_ = Check(secret, "ivanova", "Мария Иванова")
	}
}
