package main

import (
	"slovo"
	"slovo/internal/text"
	"slovo/internal/web/ui"
)

func colleague(l slovo.Lang) ui.Colleague {
	return ui.Colleague{
		ID: "vera", Login: "vera", Name: say(l, "Вера Константинопольская-Задунайская", "Vera Konstantinopolskaya"), Role: say(l, "Оператор", "Agent"),
		Kind: ui.OK, State: text.T(l, "staff.running"), Seen: say(l, "сегодня в 9:02", "today at 9:02"),
		Since: text.T(l, "staff.since", "At", say(l, "3 ноября", "3 November")),
	}
}

func colleagues(l slovo.Lang) ui.Colleagues {
	first, gone, fresh := colleague(l), colleague(l), colleague(l)
	gone.Name, gone.Login, gone.Kind, gone.State, gone.Blocked = say(l, "Олег Т.", "Oleg T."), "oleg", ui.Stop, text.T(l, "staff.blocked"), true
	fresh.Name, fresh.Login, fresh.Kind, fresh.State = say(l, "Ира С.", "Ira S."), "ira", ui.Unknown, text.T(l, "staff.first")
	fresh.Seen = text.T(l, "office.never")
	return ui.Colleagues{Page: page(l), All: []ui.Colleague{first, gone, fresh}, More: true}
}

func roleOptions(l slovo.Lang) []ui.Option {
	return []ui.Option{{Value: "owner", Label: say(l, "Владелец", "Owner")}, {Value: "agent", Label: say(l, "Оператор", "Agent"), Selected: true}}
}

func hire(l slovo.Lang) ui.Hire {
	return ui.Hire{
		Page: page(l), Name: say(l, "Вера К.", "Vera K."), Login: "vera", Roles: roleOptions(l),
		Errors:  ui.Errors{"login": text.T(l, "staff.login_taken"), "role": text.T(l, "staff.role_wrong")},
		Refusal: &ui.Refusal{Reason: text.T(l, "office.denied"), Remedy: text.T(l, "office.denied_help")},
	}
}

func once(l slovo.Lang) ui.Once {
	seed := slovo.NewValue("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
	return ui.Once{
		Page: page(l), Title: text.T(l, "once.hired"), Lead: text.T(l, "once.lead", "Name", say(l, "Вера К.", "Vera K.")), Login: "vera",
		Password: slovo.NewValue("q7xk2m9rthz4vb6n"), Seed: ui.InFours(seed), Picture: ui.QR(seed),
		Done: ui.Link{Label: text.T(l, "once.done"), Href: ui.PathStaff},
	}
}

func sessions(l slovo.Lang) []ui.Session {
	return []ui.Session{
		{ID: "a", Began: say(l, "сегодня в 9:02", "today at 9:02"), Seen: say(l, "сегодня в 14:20", "today at 14:20"), This: true},
		{ID: "b", Began: say(l, "сегодня в 8:11", "today at 8:11"), Seen: say(l, "сегодня в 8:30", "today at 8:30")},
	}
}

func member(l slovo.Lang) ui.Member {
	return ui.Member{
		Page: page(l), One: colleague(l), Sessions: sessions(l)[1:], Roles: roleOptions(l),
		Refusal: &ui.Refusal{Reason: text.T(l, "staff.last"), Remedy: text.T(l, "staff.last_help")},
	}
}

func roles(l slovo.Lang) ui.Roles {
	return ui.Roles{Page: page(l), All: []ui.Role{
		{Name: say(l, "Владелец", "Owner"), Duties: say(l, "одобрять, публиковать устав", "approve, publish the charter")},
		{Name: say(l, "Оператор", "Agent"), Purposes: []ui.RolePurpose{{
			Purpose: say(l, "Ответы на обращения", "Answering you"), Does: text.T(l, "duty.see") + ", " + text.T(l, "duty.tell"),
			Data: say(l, "имя, телефон, заказы", "name, phone, orders"), How: text.T(l, "roles.talks"),
		}}},
	}}
}

func own(l slovo.Lang, oneTime bool) ui.Own {
	return ui.Own{
		Page: page(l), Login: "vera", Role: say(l, "Оператор", "Agent"), OneTime: oneTime, Sessions: sessions(l), Programs: tokens(l).All[:1],
		Errors: ui.Errors{"new": text.T(l, "weak.common"), "all": text.T(l, "account.wrong")},
	}
}

func tokens(l slovo.Lang) ui.Tokens {
	return ui.Tokens{Page: page(l), All: []ui.Token{
		{
			ID: "t", Label: say(l, "сайт", "website"), Account: say(l, "Вера К.", "Vera K."), Role: say(l, "Оператор", "Agent"), Maker: say(l, "Ольга Л.", "Olga L."), Live: true,
			Bounds: say(l, "Исполнение заказа, 10.0.0.0/8, до 60 в час", "Fulfilling your order, 10.0.0.0/8, up to 60 per hour"),
			Seen:   say(l, "сегодня в 14:20", "today at 14:20"), Kind: ui.OK, State: text.T(l, "token.live", "At", say(l, "1 мая", "1 May")),
		},
		{
			ID: "u", Label: say(l, "склад", "warehouse"), Account: say(l, "Вера К.", "Vera K."), Role: say(l, "Оператор", "Agent"), Maker: say(l, "Вера К.", "Vera K."),
			Bounds: text.T(l, "token.anywhere"), Seen: text.T(l, "office.never"),
			Kind: ui.Unknown, State: text.T(l, "token.revoked", "At", say(l, "1 мая", "1 May")),
		},
	}}
}

func newToken(l slovo.Lang) ui.NewToken {
	return ui.NewToken{
		Page: page(l), Label: say(l, "сайт", "website"), Accounts: []ui.Option{{Value: "vera", Label: say(l, "Вера К., Оператор", "Vera K., Agent")}},
		Purposes: []ui.Option{{Value: "support", Label: say(l, "Ответы на обращения", "Answering you"), Selected: true}},
		Networks: "10.0.0", Quota: "many", Expires: "2020-01-01",
		Errors: ui.Errors{
			"networks": text.T(l, "token.networks_wrong"), "quota": text.T(l, "token.quota_wrong"), "expires": text.T(l, "token.expires_wrong"),
		},
	}
}

func tokenOnce(l slovo.Lang) ui.Once {
	return ui.Once{
		Page: page(l), Title: text.T(l, "token.shown"), Lead: text.T(l, "token.shown_lead"),
		Token: slovo.NewValue("slovo_q7xk2m9rthz4vb6nq7xk2m9rthz4vb6nq7xk2m9rthz4vb6n"), Named: say(l, "сайт", "website"),
		Done: ui.Link{Label: text.T(l, "token.shown_done"), Href: ui.PathTokens},
	}
}
