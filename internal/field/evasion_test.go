package field_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"slovo/internal/field"
)

// Whatever sign stands between a card's groups, the card is found.
func TestCardsBehindSigns(t *testing.T) {
	betweens := []string{
		"/", ",", ", ", "|", ":", "*", "'", `\`, " x ", "x", " х ", " × ", ")(", "    ", "\n\n\n\n", "\u200b\u200b\u200b\u200b",
		"\u034f", "\ufe0f", "\u3164", "\u2800", "\u00ad", " / ", "….…", `","`, strings.Repeat(" ", 40),
	}
	rapid.Check(t, func(t *rapid.T) {
		card := drawCard(t)
		if near(card[:4], card[4:8]) {
			t.Skip() // numbers that are counted up look so
		}
		between := rapid.SampledFrom(betweens).Draw(t, "between")
		written := strings.Join([]string{card[:4], card[4:8], card[8:12], card[12:]}, between)
		if between == ")(" {
			written = "(" + written + ")"
		}
		text := rapid.SampledFrom([]string{"", "карта ", "12.05.2026: ", "8 900 000-12-34, карта "}).Draw(t, "before") + written +
			rapid.SampledFrom([]string{"", " спасибо", ", 12/27"}).Draw(t, "after")
		if !field.HasCard(text) {
			t.Fatalf("HasCard(%q) = false", text)
		}
		if cut := field.CutCards(text); field.HasCard(cut) || strings.Contains(cut, between+card[4:8]+between) {
			t.Fatalf("CutCards(%q) = %q", text, cut)
		}
	})
}

func near(a, b string) bool {
	var x, y int
	_, _ = fmt.Sscan(strings.TrimLeft(a, "0")+" "+strings.TrimLeft(b, "0"), &x, &y)
	return x-y < 500 && y-x < 500
}

// A card is found in whatever digits it is written.
func TestCardsInOtherDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		card := drawCard(t)
		row := rapid.SampledFrom([]string{"0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣", "⓿❶❷❸❹❺❻❼❽❾", "⓪①②③④⑤⑥⑦⑧⑨", "0⑴⑵⑶⑷⑸⑹⑺⑻⑼", "0⒈⒉⒊⒋⒌⒍⒎⒏⒐", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"}).Draw(t, "row")
		signs := []rune(row)
		each := len(signs) / 10
		var b strings.Builder
		for _, d := range card {
			at := int(d-'0') * each
			b.WriteString(string(signs[at : at+each]))
		}
		if !field.HasCard(b.String()) || field.HasCard(field.CutCards(b.String())) {
			t.Fatalf("HasCard(%q) = false, or still after the cut", b.String())
		}
	})
}

func TestCodesInDisguise(t *testing.T) {
	for _, text := range []string{
		"c.v.v. 123", "c v v 123", "С.В.С. 123", "cvv=1️⃣2️⃣3️⃣", "cvv ⑴⑵⑶", "CID 1234", "c.i.d. 1234", "секретный код 123", "три цифры 123",
		"cvv нужен? пишу 123", `{"cvv ":"","z":"123"}`, "cvv 1/2/3", "c\u200bvv 123",
	} {
		if !field.HasCard(text) {
			t.Errorf("HasCard(%q) = false", text)
		}
		if cut := field.CutCards(text); field.HasCard(cut) {
			t.Errorf("CutCards(%q) = %q", text, cut)
		}
	}
}

func TestNumbersThatAreNoCards(t *testing.T) {
	for _, text := range []string{
		"+7 900 000-12-34, +7 900 000-56-78", "8 (495) 000-00-00; 8 (495) 000-00-01; 8 (495) 000-00-02", "ИНН/КПП 5610000000/561001001",
		"заказы 4521, 4522, 4524, 4525", "счёт 40817810099910004312, БИК 044525225", "4081/7810/0999/1000/4312",
		"55.755814, 37.617635", "22.01.2026, 23.01.2026, 24.01.2026", "с 22:00 до 23:00, 1290.50", "секретный вход 4829", "звоните: 8 800 000-00-00",
		"+7900)25000 00\n8 90000137-00", "+7900) 25000 00\n8 90000137-00", "+7900 3000000\n8910101 1374",
	} {
		if field.HasCard(text) {
			t.Errorf("HasCard(%q)", text)
		}
	}
}

// Two phones side by side are no card either.
func TestNoPhonesAreACard(t *testing.T) {
	phone := rapid.StringMatching(`(\+7|8) ?\(?9[0-9]{2}\)? ?[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{2}`)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(phone, 2, 4).Draw(t, "phones"), rapid.SampledFrom([]string{", ", "; ", "/", " | ", "\n", " и "}).Draw(t, "between"))
		if field.HasCard(text) {
			t.Fatalf("HasCard(%q)", text)
		}
	})
}

// A card with letters between its groups is a card.
func TestCardsBehindLetters(t *testing.T) {
	betweens := []string{"a", "ab", " и ", " тире ", " dash ", " - a - ", "o", " потом "}
	rapid.Check(t, func(t *rapid.T) {
		card := drawCard(t)
		if near(card[:4], card[4:8]) || roundFours(card) {
			t.Skip() // such numbers are prices and orders
		}
		between := rapid.SampledFrom(betweens).Draw(t, "between")
		text := rapid.SampledFrom([]string{"", "карта ", "звоните 8 900 000-12-34, "}).Draw(t, "before") +
			strings.Join([]string{card[:4], card[4:8], card[8:12], card[12:]}, between)
		if !field.HasCard(text) {
			t.Fatalf("HasCard(%q) = false", text)
		}
		if cut := field.CutCards(text); field.HasCard(cut) || strings.Contains(cut, between+card[4:8]+between) {
			t.Fatalf("CutCards(%q) = %q", text, cut)
		}
	})
	for _, text := range []string{"4111a1111b1111c1111", "41111111a11111111", "4a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1", "3782d822463d10005"} {
		if !field.HasCard(text) || field.HasCard(field.CutCards(text)) {
			t.Errorf("HasCard(%q) = false, or still after the cut", text)
		}
	}
}

func roundFours(card string) bool {
	return card[3] == '0' && card[7] == '0' && card[11] == '0' && card[15] == '0'
}

// Numbers in a sentence, identifiers and prices are no card.
func TestWordsBetweenNumbersAreNoCard(t *testing.T) {
	word := rapid.SampledFrom([]string{"заказ", "оплата", "второй", "код", "на сумму", "order", "paid"})
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		last := ""
		for range rapid.IntRange(2, 6).Draw(t, "numbers") {
			next := word.Filter(func(w string) bool { return w != last }).Draw(t, "word")
			fmt.Fprintf(&b, "%s %s ", next, rapid.StringMatching(`[1-9][0-9]{3}`).Draw(t, "number"))
			last = next
		}
		if field.HasCard(b.String()) {
			t.Fatalf("HasCard(%q)", b.String())
		}
	})
	for _, text := range []string{
		"цены 4000 и 4500 и 5000 и 5510 рублей", "550e8400-e29b-41d4-a716-446655440000", "42223333 руб 44445555", "2019 г. 2020 г. 2021 г. 2022 г.",
	} {
		if field.HasCard(text) {
			t.Errorf("HasCard(%q)", text)
		}
	}
}

// American Express is found behind any signs, each gap with its own.
func TestAmexBehindMixedSigns(t *testing.T) {
	gap := rapid.SampledFrom([]string{" ", "-", " - ", " / ", ", ", "  |  ", "…", " ... ", "     ", "\n\n", " ; ", "\t-\t", strings.Repeat(" ", 30), ") ("})
	rapid.Check(t, func(t *rapid.T) {
		card := amex(t)
		text := rapid.SampledFrom([]string{"", "карта ", "12.05.2026, ", "8 900 000-12-34; ", "№ 5 ", "(", "за 1290.50: "}).Draw(t, "before") +
			card[:4] + gap.Draw(t, "first") + card[4:10] + gap.Draw(t, "second") + card[10:] +
			rapid.SampledFrom([]string{"", " спасибо", ", 12/27", " 1227", " 1234", "; 12.05.2026"}).Draw(t, "after")
		if !field.HasCard(text) {
			t.Fatalf("HasCard(%q) = false", text)
		}
		if cut := field.CutCards(text); field.HasCard(cut) || strings.Contains(cut, card[4:10]) {
			t.Fatalf("CutCards(%q) = %q", text, cut)
		}
	})
}

func amex(t *rapid.T) string {
	digits := rapid.SampledFrom([]string{"34", "37"}).Draw(t, "issuer") + rapid.StringMatching(`[0-9]{12}`).Draw(t, "digits")
	return digits + checkDigit(digits)
}

// checkDigit makes the digits a card's.
func checkDigit(digits string) string {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return string(rune('0' + (10-sum%10)%10))
}

// A card in fours with four digits more is a card, though with a currency in
// the middle it reads as an account; a usual account in fours is none.
func TestCardsThatReadAsAccounts(t *testing.T) {
	currency := rapid.SampledFrom([]string{"810", "643", "840", "978", "156"})
	rapid.Check(t, func(t *rapid.T) {
		issuer := rapid.SampledFrom([]string{"4276", "4111", "5469", "2202", "4000"}).Draw(t, "issuer")
		digits := issuer + rapid.StringMatching(`[0-9]`).Draw(t, "fifth") + currency.Draw(t, "currency") + rapid.StringMatching(`[0-9]{7}`).Draw(t, "rest")
		card := digits + checkDigit(digits)
		between := rapid.SampledFrom([]string{" ", "-", "/", " - ", ", "}).Draw(t, "between")
		text := strings.Join([]string{card[:4], card[4:8], card[8:12], card[12:], rapid.StringMatching(`[0-9]{4}`).Draw(t, "after")}, between)
		if near(card[:4], card[4:8]) {
			t.Skip() // numbers that are counted up look so
		}
		if !field.HasCard(text) {
			t.Fatalf("HasCard(%q) = false", text)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.SampledFrom([]string{"40817", "40820", "42301", "40802", "40702"}).Draw(t, "begins") + currency.Draw(t, "currency") + rapid.StringMatching(`[0-9]{12}`).Draw(t, "rest")
		between := rapid.SampledFrom([]string{"", " ", "-", "/", "\u00a0"}).Draw(t, "between")
		written := strings.Join([]string{digits[:4], digits[4:8], digits[8:12], digits[12:16], digits[16:]}, between)
		if field.HasCard(written) {
			t.Fatalf("HasCard(%q)", written)
		}
		if between == "/" {
			return // a stroke stays in an account's number, and an account has none
		}
		if _, err := field.Normalize(field.AccountNumber, written); err != nil {
			t.Fatalf("account %q: %v", written, err)
		}
	})
}
