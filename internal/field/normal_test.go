package field_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/field"
)

func TestNormalize(t *testing.T) {
	for _, tt := range []struct {
		name string
		kind field.Type
		give string
		want string // empty: refused
	}{
		{"no such type", "horoscope", "Лев", ""},
		{"nothing", field.Name, " \u00a0\t", ""},
		{"not UTF-8", field.Text, "\xff\xfe", ""},
		{"control characters", field.Text, "a\x00b", ""},
		{"too long", field.Name, strings.Repeat("Ы", 1001), ""},
		{"name without letters", field.Name, "12345", ""},
		{"name", field.Name, "  Иванов\u00a0 Пётр ", "Иванов Пётр"},
		{"name decomposed", field.Name, "Андреи\u0306", "Андрей"},
		{"name with a card", field.Name, "Иван 4111 1111 1111 1111", ""},

		{"phone of letters", field.Phone, "позвоните мне", ""},
		{"phone too short", field.Phone, "123", ""},
		{"two phones", field.Phone, "+7 900 000-00-01, +7 900 000-00-02", ""},
		{"a card for a phone", field.Phone, "4111 1111 1111 1111", ""},
		{"phone after 8", field.Phone, "8 (900) 123-45-67", "+79001234567"},
		{"phone after 7", field.Phone, "7 900 123 45 67", "+79001234567"},
		{"phone after +8", field.Phone, "+8 900 123 45 67", "+79001234567"},
		{"phone bare", field.Phone, "9001234567", "+79001234567"},
		{"phone of the example", field.Phone, "+7 900 000-00-01", "+79000000001"},
		{"phone of Moscow", field.Phone, "8-495-000-00-00", "+74950000000"},
		{"phone in wide digits", field.Phone, "８９００１２３４５６７", "+79001234567"},
		{"phone link", field.Phone, "tel:+7-900-123-45-67", "+79001234567"},
		{"phone abroad", field.Phone, "+44 20 7946 0018", "+442079460018"},
		{"phone abroad that looks like a card", field.Phone, "+49 1512 3456789", "+4915123456789"},

		{"e-mail without a domain", field.Email, "nina@", ""},
		{"e-mail with one label", field.Email, "nina@localhost", ""},
		{"e-mail with a name", field.Email, "Nina <nina@example.org>", ""},
		{"two e-mails", field.Email, "a@example.org, b@example.org", ""},
		{"e-mail with a quoted part", field.Email, `"n n"@example.org`, ""},
		{"e-mail", field.Email, " Nina@Example.ORG", "nina@example.org"},
		{"e-mail in Cyrillic", field.Email, "Почта@пример.рф", "почта@пример.рф"},

		{"address", field.Address, "Москва,\n ул. Ленина,  1\n", "Москва, ул. Ленина, 1"},
		{"address of digits", field.Address, "12 34", ""},

		{"last four of letters", field.CardLast4, "abcd", ""},
		{"three digits", field.CardLast4, "123", ""},
		{"six digits", field.CardLast4, "123456", ""},
		{"last four", field.CardLast4, " 7735 ", "7735"},
		{"a whole card for its last four", field.CardLast4, "4111 1111 1111 1111", "1111"},
		{"a masked card for its last four", field.CardLast4, "411111******1111", "1111"},
		{"a card with stars for its last four", field.CardLast4, "**** 7735", "7735"},
		{"a card and its code for its last four", field.CardLast4, "4111 1111 1111 1111 CVV 123", ""},

		{"account without digits", field.AccountNumber, "счёт", ""},
		{"a card for an account", field.AccountNumber, "4111-1111-1111-1111", ""},
		{"account", field.AccountNumber, "40817 810 0 9991 0004312", "40817810099910004312"},
		{"account in fours", field.AccountNumber, "4081 7810 0999 1000 4312", "40817810099910004312"},
		{"contract", field.AccountNumber, "дг-1024/7", "ДГ1024/7"},
		{"international account", field.AccountNumber, "de89 3704 0044 0532 0130 00", "DE89370400440532013000"},

		{"passport of letters", field.Passport, "паспорт", ""},
		{"passport", field.Passport, "45 10 № 123456", "4510123456"},
		{"passport with words", field.Passport, "серия 4510 номер 123456", "4510123456"},
		{"passport abroad", field.Passport, "c01x00t47", "C01X00T47"},

		{"list of numbers", field.List, `[1]`, ""},
		{"list that is no list", field.List, `{"a":"b"}`, ""},
		{"list of null", field.List, `[null]`, ""},
		{"null", field.List, `null`, ""},
		{"list with a number", field.List, `[{"sum":1}]`, ""},
		{"two lists", field.List, `[] []`, ""},
		{"list with a card", field.List, `[{"paid":"4111 1111 1111 1111"}]`, ""},
		{"list with a card spelled in escapes", field.List, `[{"paid":"\u0034111 1111 1111 1111"}]`, ""},
		{"empty list", field.List, ` [ ] `, "[]"},
		{"list", field.List, `[{"sum": "1290 ₽", "number": "A<1>"}]`, `[{"number":"A<1>","sum":"1290 ₽"}]`},

		{"date that is none", field.Date, "31.02.2026", ""},
		{"date in Russian", field.Date, "1.12.2026", "2026-12-01"},
		{"date", field.Date, "2026-12-01", "2026-12-01"},
		{"money of words", field.Money, "много", ""},
		{"money in rubles", field.Money, "1 290,50 руб.", "1290.50 RUB"},
		{"money with a sign", field.Money, "5 ₽", "5 RUB"},
		{"money in euros", field.Money, "12.5 EUR", "12.5 EUR"},
		{"money bare", field.Money, "-7", "-7"},
		{"number of words", field.Number, "семь", ""},
		{"number", field.Number, "1 000,5", "1000.5"},
		{"conversation", field.Conversation, "Здравствуйте!\r\nГде заказ?", "Здравствуйте!\nГде заказ?"},
		{"conversation with a code", field.Conversation, "мой CVV 123", ""},
		{"file", field.File, "договор 12.pdf", "договор 12.pdf"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := field.Normalize(tt.kind, tt.give)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("Normalize(%s, %q) = %q, %v; want %q", tt.kind, tt.give, got, err, tt.want)
			}
			if err != nil && (!errors.Is(err, slovo.ErrInvalid) || strings.Contains(err.Error(), tt.give) && tt.give != "") {
				t.Errorf("Normalize(%s, %q): error %q", tt.kind, tt.give, err)
			}
		})
	}
}

func TestEveryTypeIsKnown(t *testing.T) {
	for _, kind := range field.Types() {
		if !kind.Known() {
			t.Errorf("%s is not known", kind)
		}
		if _, err := field.Normalize(kind, "4111 1111 1111 1111"); (err == nil) != (kind == field.CardLast4) {
			t.Errorf("a card for %s: %v", kind, err)
		}
	}
	if field.Type("horoscope").Known() {
		t.Error("a horoscope is known")
	}
}

// What is normal stays as it is, and its key is its key's key.
func TestNormalizeTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(field.Types()).Draw(t, "type")
		once, err := field.Normalize(kind, rapid.String().Draw(t, "text"))
		if err != nil {
			t.Skip()
		}
		twice, err := field.Normalize(kind, once)
		if err != nil || twice != once {
			t.Fatalf("Normalize(%s, %q) = %q, %v", kind, once, twice, err)
		}
		if key := field.Key(kind, once); field.Key(kind, key) != key {
			t.Fatalf("Key(%s, %q) is not stable: %q", kind, once, key)
		}
	})
}

func TestKey(t *testing.T) {
	for _, tt := range []struct {
		kind field.Type
		a, b string
	}{
		{field.Name, "Королёв Пётр", "КОРОЛЕВ  ПЕТР"},
		{field.Email, "nina@example.org", "Nina@example.org"},
		{field.AccountNumber, "ДГ1024", "дг 10-24"},
		{field.Phone, "+79001234567", "+79001234567"},
	} {
		if a, b := field.Key(tt.kind, tt.a), field.Key(tt.kind, tt.b); a != b {
			t.Errorf("Key(%s): %q and %q", tt.kind, a, b)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	for _, kind := range field.Types() {
		for _, text := range []string{"Иванов Пётр", "8 900 123-45-67", "Nina@example.org", `[{"a":"b"}]`, "4111 1111 1111 1111", "40817810099910004312", "2026-12-01", "１２３４", "CVV 123"} {
			f.Add(string(kind), text)
		}
	}
	f.Fuzz(func(t *testing.T, kind, text string) {
		once, err := field.Normalize(field.Type(kind), text)
		if err != nil {
			if !errors.Is(err, slovo.ErrInvalid) || once != "" {
				t.Fatalf("Normalize = %q, %v", once, err)
			}
			return
		}
		if twice, err := field.Normalize(field.Type(kind), once); err != nil || twice != once {
			t.Fatalf("Normalize(%s, %q) = %q, %v", kind, once, twice, err)
		}
		if field.HasCard(once) && field.Type(kind) != field.AccountNumber {
			t.Fatalf("Normalize(%s, %q) let a card through", kind, text)
		}
	})
}
