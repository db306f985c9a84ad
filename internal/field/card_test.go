package field_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"slovo/internal/field"
)

func TestHasCard(t *testing.T) {
	for _, tt := range []struct {
		name, give string
		want       bool
		cut        string // where it differs
	}{
		{"nothing", "", false, ""},
		{"words", "мой заказ не пришёл", false, ""},
		{"Russian phone", "+7 900 123-45-67", false, ""},
		{"phone after 8", "8 (495) 000-00-00 доб. 123", false, ""},
		{"German phone that looks like Visa", "+4915123456788", false, ""},
		{"bank account", "40817810099910004312", false, ""},
		{"bank account in fours", "4081 7810 0999 1000 4312", false, ""},
		{"bank account in parts", "40817 810 0 9991 0004312", false, ""},
		{"order", "Заказ 1234567890123456", false, ""},
		{"wrong check digit", "4111 1111 1111 1112", false, ""},
		{"good check digit, no issuer", "1134567812345002", false, ""},
		{"IMEI", "490154203237518", false, ""},
		{"Russian product code", "4606453849072", false, ""},
		{"OGRN", "ОГРН 1107700000000, ИНН 7700000000", false, ""},
		{"dates", "с 01.12.2026 по 31.12.2026", false, ""},
		{"last four", "карта •••• 1111", false, ""},
		{"masked", "411111******1111", false, ""},
		{"the word CVV alone", "CVV мы не спрашиваем, звоните 8 800 000-00-00", false, ""},
		{"a code from us", "код 482913", false, ""},
		{"PIN", "служебный код 4829", false, ""},
		{"figures", "12 400 510 33 200 117 9", false, ""},
		{"UUID", "550e8400-e29b-41d4-a716-446655440000", false, ""},

		{"Visa", "4111111111111111", true, "•••• 1111"},
		{"Visa in fours", "карта 4111 1111 1111 1111, спасибо", true, "карта •••• 1111, спасибо"},
		{"dashes", "4111-1111-1111-1111", true, "•••• 1111"},
		{"dots", "4111.1111.1111.1111", true, "•••• 1111"},
		{"no-break spaces", "4111\u00a01111\u00a01111\u00a01111", true, "•••• 1111"},
		{"spaces of no width", "4111\u200b1111\u200b1111\u200b1111", true, "•••• 1111"},
		{"digit by digit", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", true, "•••• 1111"},
		{"spaced dashes", "4111 - 1111 - 1111 - 1111", true, "•••• 1111"},
		{"lines", "4111\n1111\n1111\n1111", true, "•••• 1111"},
		{"wide digits", "４１１１ １１１１ １１１１ １１１１", true, "•••• 1111"},
		{"Arabic digits", "٤١١١ ١١١١ ١١١١ ١١١١", true, "•••• 1111"},
		{"Mir", "2200 0000 0000 0004", true, "•••• 0004"},
		{"Mastercard", "5555 5555 5555 4444", true, "•••• 4444"},
		{"American Express", "3782 822463 10005", true, "•••• 0005"},
		{"Diners Club", "30569309025904", true, "•••• 5904"},
		{"JCB", "3530111333300000", true, "•••• 0000"},
		{"UnionPay of 19 digits", "6205500000000000004", true, "•••• 0004"},
		{"old Visa", "4222222222222", true, "•••• 2222"},
		{"after a phone", "89001234567 4111 1111 1111 1111", true, "89001234567 •••• 1111"},
		{"before its date", "4111 1111 1111 1111 12/27", true, "•••• 1111 12/27"},
		{"before its date in digits", "4111 1111 1111 1111 1227", true, "•••• 1111 1227"},
		{"between letters", "x4111111111111111y", true, "x•••• 1111y"},
		{"after a plus", "+4111 1111 1111 1111", true, "+•••• 1111"},
		{"two cards", "4111111111111111 или 5555555555554444", true, "•••• 1111 или •••• 4444"},

		{"CVV", "CVV 123", true, "CVV •••"},
		{"CVC2", "cvc2: 123.", true, "cvc2: •••."},
		{"CVV in Cyrillic", "СVV код — 123", true, "СVV код — •••"},
		{"CVV/CVC", "CVV/CVC 1234", true, "CVV/CVC •••"},
		{"spaced", "cvv 1 2 3", true, "cvv •••"},
		{"back side", "код с обратной стороны 123", true, "код с обратной стороны •••"},
		{"back side of the card", "Три цифры на обороте карты: 123", true, "Три цифры на обороте карты: •••"},
		{"code first", "123 - это с обратной стороны", true, "••• - это с обратной стороны"},
		{"security code", "security code is 123", true, "security code is •••"},
		{"on the back", "the code on the back is 123", true, "the code on the back is •••"},
		{"wide letters", "ＣＶＶ １２３", true, "ＣＶＶ •••"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := field.HasCard(tt.give); got != tt.want {
				t.Errorf("HasCard(%q) = %v", tt.give, got)
			}
			want := tt.cut
			if !tt.want {
				want = tt.give
			}
			if got := field.CutCards(tt.give); got != want {
				t.Errorf("CutCards(%q) = %q, want %q", tt.give, got, want)
			}
		})
	}
}

// Any card is found in any of the ways in which people write it, wherever
// it stands among words.
func TestEveryCardIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		card := drawCard(t)
		between := rapid.SampledFrom([]string{"", " ", "-", ".", "\u00a0", " - ", "\u2009"}).Draw(t, "between")
		var written strings.Builder
		for i, digit := range card {
			if i > 0 && i%4 == 0 {
				written.WriteString(between)
			}
			written.WriteRune(digit)
		}
		// Letters of which no word for a card's code is made.
		text := rapid.StringMatching(`[e-mе-н ,!?]{0,20}`).Draw(t, "before") + written.String() + rapid.StringMatching(`[e-mе-н ,!?]{0,20}`).Draw(t, "after")
		if !field.HasCard(text) {
			t.Fatalf("HasCard(%q) = false", text)
		}
		if cut := field.CutCards(text); strings.Contains(cut, card[4:12]) || !strings.Contains(cut, "•••• "+card[12:]) {
			t.Fatalf("CutCards(%q) = %q", text, cut)
		}
	})
}

func drawCard(t *rapid.T) string {
	digits := rapid.SampledFrom([]string{"4276", "5469", "2202", "6210"}).Draw(t, "issuer") + rapid.StringMatching(`[0-9]{11}`).Draw(t, "digits")
	sum := 0
	for i, d := range digits {
		n := int(d - '0')
		if i%2 == 0 {
			n *= 2
			if n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return digits + string(rune('0'+(10-sum%10)%10))
}

// No Russian phone is a card, however it is written.
func TestNoPhoneIsACard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		phone := rapid.StringMatching(`(\+7|8) ?\(?9[0-9]{2}\)? ?[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{2}`).Draw(t, "phone")
		if field.HasCard(phone) {
			t.Fatalf("HasCard(%q)", phone)
		}
	})
}

func FuzzHasCard(f *testing.F) {
	for _, text := range []string{"4111 1111 1111 1111", "CVV 123", "40817810099910004312", "код с обратной стороны 123", "４１１１１１１１１１１１１１１１", "CVV 123 456 789", "+4111111111111111"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cut := field.CutCards(text)
		if field.HasCard(cut) {
			t.Fatalf("CutCards(%q) = %q still holds a card", text, cut)
		}
		if !field.HasCard(text) && cut != text {
			t.Fatalf("CutCards(%q) = %q, with nothing to cut", text, cut)
		}
	})
}
