package charter_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/charter"
)

func TestInWords(t *testing.T) {
	s := load(t, string(example(t))).InWords()
	i := slices.IndexFunc(s.Purposes, func(p charter.PurposeSummary) bool { return p.ID == "fulfil" })
	want := charter.PurposeSummary{
		ID:    "fulfil",
		Label: slovo.Text{RU: "Исполнение заказа", EN: "Fulfilling your order"},
		Why:   slovo.Text{RU: "чтобы доставить купленное", EN: "to deliver what you bought"},
		Basis: []slovo.Text{
			{RU: "GDPR, 6-1-b: договор с клиентом", EN: "GDPR, 6-1-b: the contract with the customer"},
			{RU: "152-ФЗ, 6.1.5: договор с клиентом", EN: "Russia's 152-FZ, 6.1.5: the contract with the customer"},
		},
		Need:     []slovo.Text{{RU: "имя", EN: "name"}, {RU: "телефон", EN: "phone"}, {RU: "адрес доставки", EN: "delivery address"}, {RU: "заказы", EN: "orders"}},
		May:      []slovo.Text{{RU: "эл. почта", EN: "e-mail"}},
		Consents: []string{},
		Who: []charter.RoleSummary{
			{ID: "agent", Label: slovo.Text{RU: "Оператор", EN: "Agent"}, Does: []slovo.Text{{RU: "видит", EN: "sees"}}},
			{ID: "dispatcher", Label: slovo.Text{RU: "Отправка", EN: "Dispatch"}, Does: []slovo.Text{{RU: "видит", EN: "sees"}, {RU: "передаёт получателям", EN: "gives to recipients"}}},
		},
		Keep: []slovo.Text{
			{RU: "3 года; отсчёт — заказ закрыт", EN: "3 years, counted from: order closed"},
			{RU: "если этого не случится — 3 года; отсчёт — запись заведена", EN: "if that never comes: 3 years, counted from: record created"},
		},
		Given: []slovo.Text{{RU: "ООО «Быстро» (RU): адрес доставки, имя, телефон", EN: "Bystro LLC (RU): delivery address, name, phone"}},
		More: []charter.Answer{
			{ID: "alone", Asks: slovo.Text{RU: "без разговора", EN: "nobody on the line"}, Says: []slovo.Text{{RU: "Отправка", EN: "Dispatch"}}},
			{ID: "source", Asks: slovo.Text{RU: "от кого", EN: "from whom"}, Says: []slovo.Text{{RU: "от вас", EN: "from you"}}},
			{ID: "place", Asks: slovo.Text{RU: "где лежит", EN: "where it lies"}, Says: []slovo.Text{{RU: "сервер компании, Москва", EN: "the company's server, Moscow"}}},
			{ID: "keep_why", Asks: slovo.Text{RU: "почему столько", EN: "why so long"}, Says: []slovo.Text{{RU: "срок исковой давности", EN: "limitation period"}}},
			{ID: "then", Asks: slovo.Text{RU: "потом", EN: "then"}, Says: []slovo.Text{{RU: "стираем", EN: "erased"}}},
		},
	}
	if i < 0 {
		t.Fatal("no purpose fulfil")
	}
	if diff := cmp.Diff(want, s.Purposes[i]); diff != "" {
		t.Errorf("InWords (-want +got):\n%s", diff)
	}
	if len(s.Roles) != 8 || len(s.Verification) != 5 {
		t.Errorf("%d roles, %d sentences of verification", len(s.Roles), len(s.Verification))
	}
}

// A recipient of two purposes is given for each what that one holds.
func TestInWordsGivesOnlyWhatThePurposeHolds(t *testing.T) {
	c := load(t, string(example(t)))
	r := c.Recipients["courier"]
	r.Purposes = []string{"fulfil", "promo"}
	r.Fields = append(r.Fields, "email")
	c.Recipients["courier"] = r
	for _, p := range c.InWords().Purposes {
		if p.ID == "promo" && (len(p.Given) != 1 || p.Given[0].EN != "Bystro LLC (RU): e-mail") {
			t.Errorf("promo gives %+v", p.Given)
		}
	}
}

// unspoken are the places that no summary tells.
var unspoken = []string{
	"Hash",             // of the bytes
	"Consents.*.Words", // of the texts beside it, which the version shows
}

// What a charter says and nobody can read in plain words would be fine print.
func TestInWordsSaysEveryPlace(t *testing.T) {
	said := func(c *charter.Charter) string {
		s, err := json.Marshal(c.InWords())
		if err != nil {
			t.Fatal(err)
		}
		return string(s)
	}
	before := changedAt(-1, "")
	whole := said(before.charter)
	for i, path := range before.paths {
		seen := slices.ContainsFunc(words(), func(word string) bool { return said(changedAt(i, word).charter) != whole })
		silent := slices.ContainsFunc(unspoken, func(p string) bool { return strings.HasPrefix(path, p) })
		if seen == silent {
			t.Errorf("%s: told %v, declared silent %v", path, seen, silent)
		}
	}
	if text := said(load(t, string(example(t)))); unsaid.MatchString(text) || strings.Contains(text, "no value") {
		t.Errorf("not in words: %s", text)
	}
}
