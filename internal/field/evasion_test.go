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
		if cut := field.CutCards(text); field.HasCard(cut) || strings.Contains(cut, card[4:8]+between) {
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
