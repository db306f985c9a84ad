package main

import (
	"github.com/a-h/templ"

	"slovo"
	"slovo/internal/text"
	"slovo/internal/web/ui"
)

// pages are the addresses of the preview and what each draws.
var pages = map[string]func(slovo.Lang) templ.Component{
	"/design":      func(l slovo.Lang) templ.Component { return Design(l) },
	"/signin":      func(l slovo.Lang) templ.Component { return ui.SignInPage(signIn(l, "")) },
	"/signin-fail": func(l slovo.Lang) templ.Component { return ui.SignInPage(signIn(l, text.T(l, "signin.wrong"))) },
	"/desk":        func(l slovo.Lang) templ.Component { return ui.DeskPage(empty(l)) },
	"/desk-hits":   func(l slovo.Lang) templ.Component { return ui.DeskPage(found(l)) },
	"/desk-open":   func(l slovo.Lang) templ.Component { return ui.DeskPage(opening(l)) },
	"/desk-verify": func(l slovo.Lang) templ.Component { return ui.DeskPage(verifying(l, "")) },
	"/desk-failed": func(l slovo.Lang) templ.Component { return ui.DeskPage(verifying(l, "failed")) },
	"/desk-reveal": func(l slovo.Lang) templ.Component { return ui.DeskPage(beside(l, revealing(l))) },
	"/desk-opened": func(l slovo.Lang) templ.Component { return ui.DeskPage(opened(l)) },
	"/desk-task": func(l slovo.Lang) templ.Component {
		d := revealing(l)
		d.Verify, d.Case.Channel = nil, slovo.ChannelTask
		return ui.DeskPage(d)
	},
	"/desk-locked": func(l slovo.Lang) templ.Component { return ui.DeskPage(locked(l)) },
	"/desk-correct": func(l slovo.Lang) templ.Component {
		return ui.DeskPage(correcting(l, ui.Correct{Error: text.T(l, "wrong.phone")}))
	},
	"/desk-correct-refused": func(l slovo.Lang) templ.Component {
		return ui.DeskPage(correcting(l, ui.Correct{Refusal: ui.Refuse(l, "unverified", "Points", 2)}))
	},
	"/desk-correct-list": func(l slovo.Lang) templ.Component {
		return ui.DeskPage(correcting(l, ui.Correct{
			Field: "orders", Label: say(l, "Заказы", "Orders"), Kind: "lines", Error: text.T(l, "wrong.list"),
			Parts: text.T(l, "part.number") + "; " + text.T(l, "part.date") + "; " + text.T(l, "part.sum"), New: true,
		}))
	},
	"/desk-enrol":  func(l slovo.Lang) templ.Component { return ui.DeskPage(enrolling(l)) },
	"/desk-closed": func(l slovo.Lang) templ.Component { return ui.DeskPage(closed(l)) },
	"/pin":         func(l slovo.Lang) templ.Component { return ui.EnrolPage(pin(l, "", false)) },
	"/pin-keypad":  func(l slovo.Lang) templ.Component { return ui.EnrolPage(pin(l, "", true)) },
	"/pin-app":     func(l slovo.Lang) templ.Component { return ui.EnrolPage(pinAndApp(l)) },
	"/pin-app-alone": func(l slovo.Lang) templ.Component {
		e := pinAndApp(l)
		e.Alone, e.App.Error = true, ""
		return ui.EnrolPage(e)
	},
	"/pin-done":         func(l slovo.Lang) templ.Component { return ui.EnrolPage(pin(l, ui.EnrolDone, false)) },
	"/pin-expired":      func(l slovo.Lang) templ.Component { return ui.EnrolPage(pin(l, ui.EnrolExpired, false)) },
	"/today":            func(l slovo.Lang) templ.Component { return ui.TodayPage(today(l)) },
	"/today-kept":       func(l slovo.Lang) templ.Component { return ui.TodayPage(kept(l)) },
	"/evidence":         func(l slovo.Lang) templ.Component { return ui.EvidencePage(evidence(l, ui.Stop, "stop")) },
	"/evidence-unknown": func(l slovo.Lang) templ.Component { return ui.EvidencePage(evidence(l, ui.Unknown, "unknown")) },
	"/evidence-ok":      func(l slovo.Lang) templ.Component { return ui.EvidencePage(passed(l)) },
	"/queue":            func(l slovo.Lang) templ.Component { return ui.QueuePage(waiting(l)) },
	"/queue-empty": func(l slovo.Lang) templ.Component {
		return ui.QueuePage(ui.Queue{Page: page(l), Title: text.T(l, "queue.none"), Find: true})
	},
	"/history": func(l slovo.Lang) templ.Component { return ui.HistoryPage(history(l)) },
	"/merges": func(l slovo.Lang) templ.Component {
		return ui.MergesPage(ui.Merges{Page: page(l), List: []ui.Hit{{Href: "/merge", Name: text.T(l, "merge.pair", "Keep", "7K2QD", "Other", "M4XA1"), What: text.T(l, "merge.alike"), At: text.T(l, "when.today")}}})
	},
	"/merge":       func(l slovo.Lang) templ.Component { return ui.MergePage(merge(l)) },
	"/requests":    func(l slovo.Lang) templ.Component { return ui.RequestsPage(requests(l)) },
	"/confirm":     func(l slovo.Lang) templ.Component { return ui.ConfirmPage(confirm(l)) },
	"/staff":       func(l slovo.Lang) templ.Component { return ui.ColleaguesPage(colleagues(l)) },
	"/staff-new":   func(l slovo.Lang) templ.Component { return ui.HirePage(hire(l)) },
	"/staff-once":  func(l slovo.Lang) templ.Component { return ui.OncePage(once(l)) },
	"/staff-one":   func(l slovo.Lang) templ.Component { return ui.MemberPage(member(l)) },
	"/staff-roles": func(l slovo.Lang) templ.Component { return ui.RolesPage(roles(l)) },
	"/account":     func(l slovo.Lang) templ.Component { return ui.OwnPage(own(l, false)) },
	"/account-new": func(l slovo.Lang) templ.Component { return ui.OwnPage(own(l, true)) },
	"/charter":     func(l slovo.Lang) templ.Component { return ui.CharterPage(rules(l)) },
	"/charter-new": func(l slovo.Lang) templ.Component { return ui.PublishPage(ui.Publish{Page: page(l)}) },
	"/charter-bad": func(l slovo.Lang) templ.Component { return ui.PublishPage(wrongRules(l)) },
	"/charter-yes": func(l slovo.Lang) templ.Component { return ui.PublishPage(newRules(l)) },
	"/import":      func(l slovo.Lang) templ.Component { return ui.ImportPage(importing(l, "")) },
	"/import-look": func(l slovo.Lang) templ.Component { return ui.ImportPage(importing(l, "ready")) },
	"/import-wait": func(l slovo.Lang) templ.Component { return ui.ImportPage(importing(l, "taking")) },
	"/import-read": func(l slovo.Lang) templ.Component { return ui.ImportPage(importing(l, "looking")) },
	"/import-run":  func(l slovo.Lang) templ.Component { return ui.ImportPage(importing(l, "running")) },
	"/import-done": func(l slovo.Lang) templ.Component { return ui.ImportPage(importing(l, "done")) },
	"/import-fail": func(l slovo.Lang) templ.Component { return ui.ImportPage(importing(l, "failed")) },
	"/tokens":      func(l slovo.Lang) templ.Component { return ui.TokensPage(tokens(l)) },
	"/tokens-new":  func(l slovo.Lang) templ.Component { return ui.NewTokenPage(newToken(l)) },
	"/tokens-once": func(l slovo.Lang) templ.Component { return ui.OncePage(tokenOnce(l)) },
	"/error":       func(l slovo.Lang) templ.Component { return ui.FailurePage(failure(l)) },
}

// say chooses between the sample's two languages.
func say(l slovo.Lang, ru, en string) string { return slovo.Text{RU: ru, EN: en}.In(l) }

func page(l slovo.Lang) ui.Page {
	return ui.Page{
		Lang: l, Title: text.T(l, "desk.title"), Company: say(l, "«Лавка»", "Lavka"), Here: "/desk",
		Nav: []ui.Link{
			{Label: text.T(l, "page.desk"), Href: "/desk", Current: true, Go: "find"},
			{Label: text.T(l, "page.requests"), Href: "/requests", Count: 2},
		},
		Who: &ui.Who{Name: say(l, "Павел Зимин", "Pavel Zimin"), Role: say(l, "оператор", "agent")},
	}
}

func signIn(l slovo.Lang, wrong string) ui.SignIn {
	s := ui.SignIn{Page: ui.Page{Lang: l, Title: text.T(l, "signin.title"), Here: "/signin"}, Error: wrong}
	if wrong != "" {
		s.Login = "pavel"
	}
	return s
}

func empty(l slovo.Lang) ui.Desk {
	return ui.Desk{Page: page(l), Mine: mine(l)}
}

func mine(l slovo.Lang) []ui.Hit {
	return []ui.Hit{
		{Href: "/desk-verify", Icon: "phone", Name: say(l, "Н. К.", "N. K."), What: say(l, "Ответы на обращения", "Answering you"), At: "14:23"},
		{Href: "/desk-verify", Icon: "mail", Name: say(l, "О. Т.", "O. T."), What: say(l, "Возврат денег", "Refunds"), At: "13:58"},
	}
}

func found(l slovo.Lang) ui.Desk {
	d := empty(l)
	d.Find = ui.Find{Query: say(l, "ната", "nata"), Done: true, More: true, Hits: []ui.Hit{
		{Href: "/desk-open", Name: say(l, "Ната… К.", "Nata… K."), What: say(l, "•• 12, Москва", "•• 12, Moscow")},
		{Href: "/desk-open", Name: say(l, "Ната… П.", "Nata… P."), What: say(l, "•• 40, Тверь", "•• 40, Tver")},
		{Href: "/desk-open", Name: say(l, "Ната… Ш.", "Nata… S."), What: say(l, "•• 07, Нижний Новгород", "•• 07, Nizhny Novgorod")},
	}}
	return d
}

func customer(l slovo.Lang) *ui.Customer {
	from := func(n int) string { return text.T(l, "value.from", n) }
	sealed := func(key, label, mask string, n int) ui.Item {
		return ui.Item{Key: key, Label: label, Value: ui.Value{State: ui.Sealed, Mask: mask, Note: from(n)}}
	}
	return &ui.Customer{ID: "c1", Name: say(l, "Н. К.", "N. K."), Since: say(l, "марта 2024", "March 2024"), Items: []ui.Item{
		sealed("name", say(l, "Имя", "Name"), say(l, "Н••• К•••", "N••• K•••"), 3),
		sealed("phone", say(l, "Телефон", "Phone"), "+7 ••• •••-••-12", 3),
		sealed("email", say(l, "Эл. почта", "E-mail"), "n•••@example.org", 3),
		sealed("address", say(l, "Адрес доставки", "Delivery address"), say(l, "Москва, •••", "Moscow, •••"), 3),
		sealed("orders", say(l, "Заказы", "Orders"), "•••", 2),
		sealed("account", say(l, "Номер счёта клиента", "Account number"), "•••• 7735", 3),
	}}
}

func opening(l slovo.Lang) ui.Desk {
	d := found(l)
	d.Find.Hits[0].Current = true
	d.Customer = customer(l)
	d.Opening = &ui.Opening{
		Channels: []ui.Option{
			{Value: "phone", Label: text.T(l, "channel.phone"), Selected: true},
			{Value: "in_person", Label: text.T(l, "channel.in_person")},
			{Value: "chat", Label: text.T(l, "channel.chat")},
		},
		Purposes: []ui.Option{
			{Value: "support", Label: say(l, "Ответы на обращения", "Answering you"), Selected: true},
			{Value: "fulfil", Label: say(l, "Исполнение заказа", "Fulfilling your order")},
		},
	}
	return d
}

func goals(l slovo.Lang, sure int) []ui.Goal {
	return []ui.Goal{
		{Label: text.T(l, "ladder.low"), Need: 2, Sure: min(sure, 2)},
		{Label: text.T(l, "ladder.normal"), Need: 3, Sure: min(sure, 3), Aim: true},
		{Label: text.T(l, "ladder.high"), Need: 5, Sure: min(sure, 5)},
	}
}

func verifying(l slovo.Lang, outcome string) ui.Desk {
	d := ui.Desk{Page: page(l), Mine: mine(l), Customer: customer(l)}
	d.Mine[0].Current = true
	d.Case = &ui.Case{
		ID: "c1-2041", Number: "2041", Channel: slovo.ChannelPhone, Purpose: say(l, "Ответы на обращения", "Answering you"), Since: "14:23",
		NotYet: []string{say(l, "Имя, телефон, почта, адрес, счёт, заказы", "Name, phone, e-mail, address, account, orders")},
	}
	d.Verify = &ui.Verify{
		Factors:  []ui.Factor{{Kind: "pin", Points: 2}, {Kind: "card_last4", Points: 1}, {Kind: "account_number", Points: 1}, {Kind: "totp", Points: 3}},
		Goals:    goals(l, 0),
		Failures: 5, Outcome: outcome,
	}
	d.Lines = []ui.Line{
		{At: "14:22", Kind: "done", Strong: text.T(l, "line.viewed"), Rest: text.T(l, "line.opened_seen"), Entry: text.T(l, "line.entry", "Number", text.Number(l, 18202))},
		{At: "14:23", Strong: text.T(l, "line.case_opened"), Entry: text.T(l, "line.entry", "Number", text.Number(l, 18203))},
	}
	if outcome == "failed" {
		d.Verify.Failures = 4
		d.Lines = append(d.Lines, ui.Line{At: "14:24", Kind: "stopped", Strong: text.T(l, "line.failed"), Entry: text.T(l, "line.entry", "Number", text.Number(l, 18204))})
	}
	return d
}

func revealing(l slovo.Lang) ui.Desk {
	d := verifying(l, "")
	d.Verify.Passed, d.Verify.Points = true, 3
	d.Verify.Goals = goals(l, 3)
	d.Verify.Level, d.Verify.Until = text.T(l, "level.normal"), "14:41"
	d.Verify.Factors[0].Passed, d.Verify.Factors[1].Passed = true, true
	for i := range d.Customer.Items {
		d.Customer.Items[i].Reveal = "/desk-opened"
	}
	d.Case.Need = []ui.Item{d.Customer.Items[0], d.Customer.Items[1], d.Customer.Items[4]}
	d.Case.MaySay = []string{say(l, "Имя, телефон, почта, адрес, заказы", "Name, phone, e-mail, address, orders")}
	d.Case.NotYet = []string{say(l, "Номер счёта", "Account number")}
	d.Lines = append(d.Lines, ui.Line{At: "14:25", Kind: "done", Strong: text.T(l, "line.passed", 3), Rest: say(l, "PIN и карта.", "PIN and card."), Entry: text.T(l, "line.entry", "Number", text.Number(l, 18204))})
	return d
}

func opened(l slovo.Lang) ui.Desk {
	d := revealing(l)
	items := d.Customer.Items
	items[0].Value = open(items[0], say(l, "Наталья Крылова", "Natalia Krylova"), 737)
	items[1].Value = open(items[1], "+7 900 000-41-12", 48)
	items[4].Value = open(items[4], say(l, "№ 4417, у курьера, 24 ноября, 3 290 ₽\n№ 4102, отменён, 1 190 ₽", "No. 4417, with the courier, 24 November, 3,290 ₽\nNo. 4102, canceled, 1,190 ₽"), 737)
	items[5].Value.State = ui.Refused
	items[5].Refusal = ui.Refuse(l, "field_not_in_purpose")
	d.Customer.Name = say(l, "Наталья К.", "Natalia K.")
	d.Lines = append(d.Lines,
		ui.Line{At: "14:26", Kind: "done", Strong: text.T(l, "line.opened", "Fields", say(l, "имя, телефон, заказы", "name, phone, orders")), Rest: text.T(l, "line.opened_seen", "Name", say(l, "Наталья", "Natalia")), Entry: text.T(l, "line.entry", "Number", text.Number(l, 18205)), Href: "#"},
		ui.Line{At: "14:26", Kind: "stopped", Strong: text.T(l, "line.refused", "Fields", say(l, "номер счёта", "account number")), Rest: text.Reason(l, "field_not_in_purpose"), Entry: text.T(l, "line.entry", "Number", text.Number(l, 18206)), Href: "#"},
	)
	return d
}

func open(i ui.Item, value string, left int) ui.Value {
	state := ui.Open
	if left <= 60 {
		state = ui.RunningOut
	}
	return ui.Value{State: state, Mask: i.Value.Mask, Open: slovo.NewValue(value), Left: left, Total: 900}
}

func locked(l slovo.Lang) ui.Desk {
	d := verifying(l, "failed")
	d.Verify.Locked = ui.Refuse(l, "too_many_attempts", "Minutes", say(l, "23 часа", "23 hours"))
	return d
}

func enrolling(l slovo.Lang) ui.Desk {
	d := verifying(l, "")
	d.Case.Channel = slovo.ChannelInPerson
	d.Verify.Factors = []ui.Factor{{Kind: "card_last4", Points: 1}, {Kind: "account_number", Points: 1}, {Kind: "document", Points: 3}}
	d.Verify.Enrol = &ui.Offer{
		LinkTo: "n•••@example.org",
		Documents: []ui.Option{
			{Value: "passport", Label: text.T(l, "document.passport")}, {Value: "driving_license", Label: text.T(l, "document.driving_license")},
		},
		Facts: []ui.Option{{Value: "card_last4", Label: text.T(l, "factor.card_last4")}, {Value: "account_number", Label: text.T(l, "factor.account_number")}},
	}
	return d
}

func correcting(l slovo.Lang, c ui.Correct) ui.Desk {
	d := revealing(l)
	for i := range d.Customer.Items {
		d.Customer.Items[i].Correct = "/desk-correct"
	}
	c.Once = "o"
	if c.Field == "" {
		c.Field, c.Label, c.Kind = "phone", say(l, "Телефон", "Phone"), "tel"
	}
	d.Missing = []ui.Link{{Label: say(l, "Договор", "Contract"), Href: "/desk-correct"}}
	d.Correct = &c
	return d
}

// beside puts what the desk knows without opening anything.
func beside(l slovo.Lang, d ui.Desk) ui.Desk {
	d.ToDo = []ui.Hit{{Href: "/desk-open", Icon: "clock", Name: text.T(l, "task.kind_call_back"), What: text.T(l, "requests.customer", "Number", "7K2QD"), At: text.T(l, "when.today")}}
	d.Tasks = []ui.Task{
		{ID: "t1", What: text.T(l, "task.kind_check_order"), Due: text.T(l, "task.was_due", "At", text.T(l, "when.yesterday")), Late: true, Who: text.T(l, "task.you")},
		{ID: "t2", What: text.T(l, "task.kind_send_document"), Due: text.T(l, "task.by", "At", say(l, "27 ноября", "27 November")), Who: say(l, "Мария Орлова", "Maria Orlova")},
	}
	d.AddTask = &ui.AddTask{First: "2026-11-21", Due: "2026-11-22", Login: "petrova", Errors: map[string]string{"login": text.T(l, "task.nobody")}}
	for _, kind := range []string{"call_back", "send_document", "check_order", "other"} {
		d.AddTask.Kinds = append(d.AddTask.Kinds, ui.Option{Value: kind, Label: text.T(l, "task.kind_"+kind)})
	}
	closed := say(l, "заказ закрыт", "order closed")
	d.Events = []ui.Fact{{What: closed, At: say(l, "2 октября", "2 October")}, {What: say(l, "запись заведена", "record created"), At: say(l, "4 марта 2024", "4 March 2024")}}
	d.AddEvent = &ui.AddEvent{Today: "2026-11-21", Kinds: []ui.Option{{Value: "order_closed", Label: closed}}}
	d.Customer.Wants = []ui.Mark{{Kind: ui.Stop, Word: text.T(l, "wish.suppressed_sms")}, {Kind: ui.Unknown, Word: text.T(l, "wish.claimed_email")}}
	return d
}

func merge(l slovo.Lang) ui.Merge {
	c := customer(l)
	fewer := []ui.Item{c.Items[0], c.Items[2]}
	for i := range fewer {
		fewer[i].Key += "-other"
	}
	return ui.Merge{
		Page: page(l), Path: "/merge", Once: "o", Keep: ui.Side{Number: "7K2QD", Name: c.Name, Since: c.Since, Items: c.Items},
		Other:   ui.Side{Number: "M4XA1", Name: c.Name, Since: say(l, "ноября 2025", "November 2025"), Items: fewer},
		Moves:   []ui.Pair{{Label: say(l, "Паспорт", "Passport"), Other: "•••"}},
		Differs: []ui.Pair{{Label: say(l, "Адрес доставки", "Delivery address"), Keep: say(l, "Москва, •••", "Moscow, •••"), Other: say(l, "Тверь, •••", "Tver, •••")}, {Label: say(l, "Заказы", "Orders"), List: true}},
		Closed:  []string{say(l, "номер счёта клиента", "account number")}, Purposes: []string{say(l, "Возврат денег", "Refunds")},
	}
}

func history(l slovo.Lang) ui.History {
	receipt := func(n int) string { return text.T(l, "history.receipt", "Number", text.Number(l, n)) }
	agent := say(l, "оператор 7KQ2D · Ответы на обращения · Телефон", "agent 7KQ2D · Answering you · Phone")
	return ui.History{
		Page: page(l), Number: "7K2QD", Back: "/desk-open", Chart: accesses(l, ""), Older: "/history", Newest: "/history",
		Days: []ui.Day{
			{Name: text.T(l, "when.today"), Lines: []ui.Line{
				{At: "14:26", Kind: "done", Strong: text.T(l, "act.reveal") + say(l, ": имя, телефон.", ": name, phone."), Rest: agent, Entry: receipt(18205), Href: "#"},
				{At: "14:24", Kind: "stopped", Strong: text.T(l, "history.refused", "Act", text.T(l, "act.verify")) + ".", Rest: agent, Entry: receipt(18204), Href: "#"},
			}},
			{Name: say(l, "2 октября", "2 October"), Lines: []ui.Line{{At: "9:02", Strong: text.T(l, "history.shredded")}}},
		},
	}
}

func closed(l slovo.Lang) ui.Desk {
	d := revealing(l)
	d.Case.Closed, d.Case.MaySay = "14:52", nil
	for i := range d.Customer.Items {
		d.Customer.Items[i].Reveal = ""
	}
	d.Lines = append(d.Lines, ui.Line{At: "14:52", Strong: text.T(l, "line.case_closed"), Entry: text.T(l, "line.entry", "Number", text.Number(l, 18207))})
	return d
}

func pin(l slovo.Lang, state string, keypad bool) ui.Enrol {
	return ui.Enrol{Page: ui.Page{Lang: l, Company: say(l, "«Лавка»", "Lavka"), Title: text.T(l, "pin.title"), Here: "/pin"}, Token: "t", State: state, Keypad: keypad}
}

func pinAndApp(l slovo.Lang) ui.Enrol {
	e := pin(l, "", true)
	e.App = &ui.App{
		Mark: slovo.NewValue("m"), Seed: slovo.NewValue("JBSW Y3DP EHPK 3PXP"), Open: true, Error: text.T(l, "pin.app_wrong"),
		Picture: ui.Picture{Size: 11, Dark: slovo.NewValue("M4 4h3v1h-3zM4 5h1v1h-1zM6 6h1v1h-1z")},
	}
	return e
}

func requests(l slovo.Lang) ui.Requests {
	p := page(l)
	p.Title, p.Who = text.T(l, "requests.title"), &ui.Who{Name: say(l, "Анна Иванова", "Anna Ivanova"), Role: say(l, "владелица", "owner")}
	p.Nav[0].Current, p.Nav[1].Current = false, true
	held := request(l, "r2", say(l, "Р. А.", "R. A."))
	held.Refusal = ui.Refuse(l, "legal_hold")
	done := request(l, "r3", say(l, "И. Ш.", "I. S."))
	done.State, done.Due = text.T(l, "requests.erased_at", "At", say(l, "19 ноября, 11:20", "19 November, 11:20")), ""
	return ui.Requests{Page: p, Waiting: []ui.Request{request(l, "r1", say(l, "Г. Н.", "G. N.")), held}, Done: []ui.Request{done}}
}

func request(l slovo.Lang, id, name string) ui.Request {
	return ui.Request{ID: id, Customer: name, Asked: say(l, "21 ноября, 9:02", "21 November, 9:02"), Due: say(l, "21 декабря", "21 December"), Channel: text.T(l, "channel.phone")}
}

func confirm(l slovo.Lang) ui.Confirm {
	r := requests(l)
	one := r.Waiting[0]
	one.Keeps = []string{say(l, "записи журнала о том, кто и что делал", "the ledger's lines of who did what")}
	c := ui.Confirm{Page: r.Page, Request: one}
	for _, ground := range []string{"identity_not_proven", "legal_hold", "owed_by_law", "unfounded"} {
		c.Grounds = append(c.Grounds, ui.Option{Value: ground, Label: text.T(l, "ground."+ground)})
	}
	return c
}

func failure(l slovo.Lang) ui.Failure {
	return ui.Failure{Page: page(l), Title: text.T(l, "error.not_found"), Body: text.T(l, "error.not_found_body"), Back: &ui.Link{Label: text.T(l, "error.back"), Href: "/desk"}}
}
