package main

import (
	"strconv"

	"github.com/a-h/templ"

	"slovo"
	"slovo/internal/web/ui"
)

func cases(l slovo.Lang, theme string) ui.Table {
	row := func(name, mask, count, what string, kind string, word string) ui.TableRow {
		return ui.TableRow{Cells: []templ.Component{
			ui.Anchor(name, "#"), ui.Words(mask), ui.Words(count), ui.Verdict(kind, word), ui.Press(ui.Button{Label: what, Type: "button"}),
		}}
	}
	t := ui.Table{
		Caption: say(l, "Обращения, ", "Cases, ") + theme, Shown: true,
		Columns: []ui.Column{
			{Label: say(l, "Клиент", "Customer")},
			{Label: say(l, "Телефон", "Phone")},
			{Label: say(l, "Заказов", "Orders"), Number: true},
			{Label: say(l, "Состояние", "State")},
			{Label: say(l, "Дело", "Act"), Bare: true},
		},
		Rows: []ui.TableRow{
			row(say(l, "О. Т.", "O. T."), "+7 ••• •••-••-08", "2", say(l, "Закрыть", "Close"), ui.Warn, say(l, "18 минут", "18 minutes")),
			row(say(l, "Н. К.", "N. K."), "+7 ••• •••-••-12", "6", say(l, "Закрыть", "Close"), ui.OK, say(l, "подтверждена", "verified")),
			row(say(l, "И. Ш.", "I. S."), "+7 ••• •••-••-55", "11", say(l, "Закрыть", "Close"), ui.Unknown, say(l, "неясно", "unknown")),
		},
	}
	t.Rows[1].Current = true
	return t
}

// accesses are thirty days with a busy end.
func accesses(l slovo.Lang, theme string) ui.Chart {
	c := noAccesses(l, theme)
	c.Text = say(l, "Обычно до шести в день; 21 ноября открывали 14 раз, дважды отказано.", "Six a day at the most, as a rule; on 21 November there were 14, of which two were refused.")
	c.Note = say(l, "Отказано", "Refused")
	for i, n := range []int{3, 4, 2, 0, 0, 5, 6, 3, 4, 4, 1, 0, 2, 5, 3, 6, 2, 1, 0, 4, 3, 14, 5} {
		b := ui.Bar{Label: strconv.Itoa(i+1) + "\u00a0" + say(l, "ноября", "November"), Count: n}
		if n == 14 {
			b.Marked = 2
		}
		c.Bars = append(c.Bars, b)
	}
	return c
}

func noAccesses(l slovo.Lang, theme string) ui.Chart {
	return ui.Chart{
		Title: say(l, "Доступы за месяц.", "Accesses this month."), Text: say(l, "Данные ещё никто не открывал.", "Nobody has opened the data yet."),
		When: say(l, "День", "Day"), What: say(l, "Доступы", "Accesses"),
	}
}

func flow(l slovo.Lang) ui.Flow {
	name, phone, address := say(l, "Имя", "Name"), say(l, "Телефон", "Phone"), say(l, "Адрес доставки", "Delivery address")
	orders, mail := say(l, "Заказы", "Orders"), say(l, "Эл. почта", "E-mail")
	contract := say(l, "договор с вами", "a contract with you")
	return ui.Flow{
		Caption: say(l, "Куда идут данные", "Where the data goes"), Stays: say(l, "Остаётся в «Лавке»", "Stays at Lavka"),
		Purposes: []ui.FlowPurpose{
			{
				Label: say(l, "Исполнение заказа", "Fulfilling your order"), Note: contract, Tone: ui.ByContract, Fields: []string{name, phone, address, orders},
				Given: []ui.FlowGiven{{Label: say(l, "Курьер «Быстро»", "Courier Bystro"), Fields: []string{name, phone, address}}},
			},
			{Label: say(l, "Ответы на обращения", "Answering you"), Note: contract, Tone: ui.ByContract, Fields: []string{name, phone, orders, mail}},
			{Label: say(l, "Рассылка", "Newsletter"), Note: say(l, "только с согласия", "only by consent"), Tone: ui.ByConsent, Fields: []string{mail}},
			{
				Label: say(l, "Учёт и налоги", "Accounting and taxes"), Note: say(l, "требует закон", "the law requires it"), Tone: ui.ByLaw, Fields: []string{name, orders},
				Given: []ui.FlowGiven{{Label: say(l, "Налоговая служба", "Tax office"), Fields: []string{name, orders}}},
			},
		},
	}
}
