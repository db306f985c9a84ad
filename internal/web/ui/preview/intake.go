package main

import (
	"time"

	"slovo"
	"slovo/internal/text"
	"slovo/internal/web/ui"
)

// importing is the import's page in the stage.
func importing(l slovo.Lang, stage string) ui.Import {
	i := ui.Import{
		Page: page(l), Stage: stage, About: text.T(l, "upload.about", "Layout", "", "Encoding", "windows-1251"),
		Serves: text.T(l, "upload.serves", "Purposes", say(l, "Исполнение заказа", "Fulfilling your order"), "Why", ""),
		Others: []string{say(l, "Рассылка: согласия в файле нет.", "Newsletter: the file holds no consent.")},
		Columns: []ui.ImportColumn{
			{Name: say(l, "Телефон", "Phone"), Goes: say(l, "Телефон", "Phone"), Why: say(l, "так назван столбец", "the column is called so"), Sample: "+7 ••• ••• 12, +7 ••• ••• 40", Filled: "298", Taken: true},
			{Name: say(l, "Пароль", "Password"), Goes: text.T(l, "upload.left"), Why: say(l, "это секрет, его не храним", "it is a secret and is not stored"), Filled: "12"},
		},
		Working: ui.Progress{
			Label: text.T(l, "upload.running", "Rows", text.Number(l, 18200)), Done: 42, Total: 100, PerSecond: 2100, Left: 90 * time.Second,
		},
		Report: []ui.Answer{
			{Asks: text.T(l, "upload.rows"), Says: []string{text.Number(l, 43120)}},
			{Asks: text.T(l, "upload.rejected_rows"), Says: []string{"12"}},
		},
		Rows: stage == "done", Since: "12:04", Source: "file",
		Refused:  []ui.Answer{{Asks: say(l, "Телефон: это не номер телефона", "Phone: not a phone number"), Says: []string{"12"}}},
		Purposes: []ui.Option{{Value: "fulfil", Label: say(l, "Исполнение заказа", "Fulfilling your order"), Selected: true}, {Value: "support", Label: say(l, "Ответ на обращение", "Answering you")}},
	}
	switch stage {
	case "":
		i.Error = text.T(l, "upload.large")
	case "looking":
		i.Working.Label = text.T(l, "upload.looking", "Rows", text.Number(l, 18200))
	case "failed":
		i.Error = text.T(l, "upload.interrupted")
		i.Report = nil
	}
	return i
}
