package field_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"slovo/internal/field"
)

func TestMask(t *testing.T) {
	for _, tt := range []struct {
		name   string
		kind   field.Type
		how    string
		normal string
		want   string
	}{
		{"no such type", "horoscope", "initials", "Лев", "•••"},
		{"no mask", field.Name, "", "Иван Иванов", "•••"},
		{"all", field.Phone, "all", "+79001234512", "•••"},
		{"unknown mask", field.Phone, "last3", "+79001234512", "•••"},
		{"another type's mask", field.Name, "last2", "Иван Иванов", "•••"},
		{"nothing", field.Name, "initials", "", "•••"},
		{"card", field.CardLast4, "last4", "1111", "•••"},
		{"passport", field.Passport, "last4", "4510123456", "•••"},
		{"phone", field.Phone, "last2", "+79001234512", "+7 ••• ••• 12"},
		{"phone abroad", field.Phone, "last2", "+442079460018", "+44 ••• ••• 18"},
		{"phone of Kazakhstan", field.Phone, "last2", "+77011234567", "+7 ••• ••• 67"},
		{"broken phone", field.Phone, "last2", "12", "•••"},
		{"name", field.Name, "initials", "Иван Иванов", "И. И."},
		{"name in lower case", field.Name, "initials", "иван иванов", "И. И."},
		{"one letter", field.Name, "initials", "Иван Я", "И. •."},
		{"many words", field.Name, "initials", "Абу Али Хусейн ибн Абдаллах", "А. А. Х."},
		{"e-mail", field.Email, "email", "nina@example.org", "n•••@example.org"},
		{"e-mail of one letter", field.Email, "email", "n@example.org", "•••@example.org"},
		{"broken e-mail", field.Email, "email", "nina", "•••"},
		{"address", field.Address, "city", "Москва, ул. Ленина, 1", "Москва, •••"},
		{"address with a mark", field.Address, "city", "141400, Московская обл., г. Химки, ул. Ленина, 1", "Химки, •••"},
		{"address of a village", field.Address, "city", "пос. Лесной, ул. Ленина, 1", "Лесной, •••"},
		{"address in English", field.Address, "city", "1 Primernaya St, Moscow, Russia", "Moscow, •••"},
		{"address with a code", field.Address, "city", "101000 Москва, ул. Ленина, 1", "Москва, •••"},
		{"address with no plain city", field.Address, "city", "Ленина, 5, кв. 7", "•••"},
		{"account", field.AccountNumber, "last4", "40817810099910007735", "•••• 7735"},
		{"short account", field.AccountNumber, "last4", "1024/7", "••••"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := field.Mask(tt.kind, tt.how, tt.normal); got != tt.want {
				t.Errorf("Mask(%s, %s, %q) = %q, want %q", tt.kind, tt.how, tt.normal, got, tt.want)
			}
		})
	}
}

// A mask shows no more letters and digits of a value than its kind may.
func TestMaskShowsLittle(t *testing.T) {
	most := map[string]int{"last2": 2 + 3, "initials": 3, "last4": 4, "all": 0, "": 0, "nonsense": 0}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(field.Types()).Draw(t, "type")
		how := rapid.SampledFrom([]string{"last2", "initials", "last4", "all", "", "nonsense"}).Draw(t, "how")
		value := rapid.OneOf(rapid.StringN(12, 60, -1), rapid.StringMatching(`\+[1-9][0-9]{7,14}`), rapid.StringMatching(`[А-Я][а-я]{2,20} [А-Я][а-я]{2,20}`)).Draw(t, "value")
		mask := field.Mask(kind, how, value)
		shown := utf8.RuneCountInString(strings.Map(func(r rune) rune {
			if strings.ContainsRune("•. +", r) {
				return -1
			}
			return r
		}, mask))
		if shown > most[how] {
			t.Fatalf("Mask(%s, %s, %q) = %q shows %d", kind, how, value, mask, shown)
		}
	})
}

// Two values that show the same have the same mask, however long they are.
func TestMaskHidesLength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := func(label string) string { return rapid.StringMatching(`[а-я]{1,20}`).Draw(t, label) }
		digits := func(label string) string { return rapid.StringMatching(`[0-9]{4,20}`).Draw(t, label) }
		for _, two := range []struct {
			kind field.Type
			how  string
			a, b string
		}{
			{field.Name, "initials", "И" + letters("a") + " П" + letters("b"), "И" + letters("c") + " П" + letters("d")},
			{field.Email, "email", "n" + letters("e") + "@example.org", "n" + letters("f") + "@example.org"},
			{field.Address, "city", "Москва, " + letters("g"), "Москва, " + letters("h")},
			{field.AccountNumber, "last4", digits("i") + "7735", digits("j") + "7735"},
			{field.Text, "all", letters("k"), letters("l")},
		} {
			if a, b := field.Mask(two.kind, two.how, two.a), field.Mask(two.kind, two.how, two.b); a != b {
				t.Fatalf("Mask(%s): %q of %q, %q of %q", two.kind, a, two.a, b, two.b)
			}
		}
	})
}
