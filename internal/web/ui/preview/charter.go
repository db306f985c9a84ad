package main

import (
	"slovo"
	"slovo/internal/text"
	"slovo/internal/web/ui"
)

func rules(l slovo.Lang) ui.Charter {
	card := ui.PurposeCard{Name: say(l, "Исполнение заказа", "Fulfilling your order"), Lines: []ui.Answer{
		{Asks: text.T(l, "rules.why"), Says: []string{say(l, "чтобы доставить купленное", "to deliver what you bought")}},
		{Asks: text.T(l, "rules.what"), Says: []string{say(l, "имя, телефон, адрес", "name, phone, address")}},
		{Asks: text.T(l, "rules.given"), Says: []string{say(l, "ООО «Быстро»: имя, телефон", "Bystro LLC: name, phone"), say(l, "налоговая: имя", "the tax office: name")}},
	}}
	version := func(number, kind, state string) ui.Edition {
		return ui.Edition{
			Number: number, From: say(l, "1 декабря", "1 December"), Published: say(l, "сегодня в 9:02", "today at 9:02"),
			By: say(l, "Вера К.", "Vera K."), Kind: kind, State: text.T(l, state), Text: ui.CharterText("c0ffee"),
		}
	}
	return ui.Charter{
		Page: page(l), Lead: text.T(l, "rules.lead", "Version", 7, "From", say(l, "1 ноября", "1 November")), Flow: flow(l), May: true,
		Waits: &ui.Refusal{
			Title:  text.T(l, "rules.waiting"),
			Reason: text.T(l, "rules.waits", "Version", 8, "From", say(l, "1 декабря", "1 December")),
		},
		Purposes: []ui.PurposeCard{card, card}, Proofs: []string{say(l, "Нужны два разных доказательства.", "It takes two different proofs.")},
		Parts: []ui.PurposeCard{{Name: say(l, "Журнал", "Log"), Lines: []ui.Answer{
			{Asks: say(l, "Храним", "Kept for"), Says: []string{say(l, "5 лет", "5 years")}},
		}}},
		Versions: []ui.Edition{version("8", ui.Warn, "rules.awaits"), version("7", ui.OK, "rules.in_force"), version("6", ui.Unknown, "rules.over")},
	}
}

func wrongRules(l slovo.Lang) ui.Publish {
	finding := ui.Finding{
		Place: text.T(l, "rules.place", "Line", 41, "Column", 7), What: say(l, "Такого поля нет: fone.", "There is no such field: fone."),
		Do: say(l, "Напишите phone.", "Write phone."), Law: "152-FZ 5(5)",
	}
	return ui.Publish{Page: page(l), Text: "charter:\n  version: 8\n", Problems: []ui.Finding{finding, finding}, Warnings: []ui.Finding{finding}}
}

func newRules(l slovo.Lang) ui.Publish {
	return ui.Publish{Page: page(l), Text: "charter:\n  version: 8\n", Sure: &ui.Sure{
		Version: "8", When: text.T(l, "rules.at_once", "Version", 8), Widens: true, Groups: []ui.Changes{{
			Name: say(l, "Исполнение заказа", "Fulfilling your order"), Lines: []ui.Changed{
				{Effect: "widens", Said: say(l, "Данные теперь храним дольше: 5 лет, раньше 3 года.", "Data is kept longer now: 5 years, formerly 3 years.")},
				{Effect: "narrows", Said: say(l, "Больше не передаём адрес.", "The address is no longer passed on.")},
				{Effect: "neutral", Said: say(l, "Цель называется иначе.", "The purpose has another name.")},
			},
		}},
	}}
}
