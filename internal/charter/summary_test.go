package charter_test

import (
	"slices"
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
