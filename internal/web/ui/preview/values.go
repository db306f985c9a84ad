package main

import (
	"slovo"
	"slovo/internal/text"
	"slovo/internal/web/ui"
)

// values are a value's states, each with the state's word for a label.
func values(l slovo.Lang, theme string) []ui.Item {
	phone := "+7 ••• •••-••-12"
	item := func(key, ru, en string, v ui.Value) ui.Item {
		return ui.Item{Key: theme + "-" + key, Label: say(l, ru, en), Value: v}
	}
	all := []ui.Item{
		item("sealed", "закрыто", "sealed", ui.Value{State: ui.Sealed, Mask: phone, Note: text.T(l, "value.from", 3)}),
		item("ready", "можно открыть", "may be opened", ui.Value{State: ui.Sealed, Mask: phone}),
		item("checking", "проверяем", "checking", ui.Value{State: ui.Checking, Mask: phone, Note: say(l, "записываем в журнал", "writing to the ledger")}),
		item("open", "открыто", "open", ui.Value{State: ui.Open, Mask: phone, Open: slovo.NewValue("+7 900 000-41-12"), Left: 737, Total: 900}),
		item("ending", "истекает", "running out", ui.Value{State: ui.RunningOut, Mask: phone, Open: slovo.NewValue("+7 900 000-41-12"), Left: 48, Total: 900}),
		item("refused", "отказ", "refused", ui.Value{State: ui.Refused, Mask: "•••• 7735"}),
		item("frozen", "заморожено", "frozen", ui.Value{State: ui.Frozen, Mask: say(l, "Москва, •••", "Moscow, •••"), Note: text.T(l, "value.frozen_by")}),
		item("erased", "стёрто", "erased", ui.Value{State: ui.Erased, Mask: say(l, "адрес стёрт 3 октября", "address erased 3 October"), Note: text.T(l, "value.act", "Number", "118")}),
	}
	all[1].Reveal, all[4].Reveal = "/design", "/design"
	all[5].Refusal = ui.Refuse(l, "role_not_allowed", "Person", say(l, "Вера Лапина", "Vera Lapina"))
	return all
}

func notice(l slovo.Lang, code string) *ui.Refusal {
	r := ui.Refuse(l, code)
	r.Title = say(l, "Телефон не открыт", "The phone stays sealed")
	return r
}
