// Package demo invents a believable sample company: a Russian-English shop
// with a thousand customers, families and namesakes among them, their
// orders, and staff in every role. It is the same on every machine. Nobody
// in it exists: phones, e-mail domains and people are made up.
package demo

// Member is one account of staff. Its password is known to everybody who
// has read this file, so it is fit for a demo only.
type Member struct {
	Login    string
	Name     string
	Role     string // of the sample charter of a shop
	Password string
}

// Agent is the login of the member who talks to customers.
const Agent = "anna"

// Staff returns the shop's people, the owner first, one at least in each
// role of the sample charter.
func Staff() []Member {
	return []Member{
		{"olga", "Ольга Лавкина", "owner", "winter-harbor-sings-quietly"},
		{Agent, "Анна Ветрова", "agent", "seven-teapots-over-the-bridge"},
		{"mark", "Mark Ellery", "agent", "yellow-ladder-meets-thunder"},
		{"denis", "Денис Коробов", "dispatcher", "parcel-moss-kite-anchor"},
		{"vera", "Вера Счётова", "accountant", "ledger-plum-violin-orbit"},
		{"kira", "Кира Громова", "marketer", "copper-whale-draws-maps"},
		{"pavel", "Павел Правдин", "officer", "quiet-lantern-keeps-watch"},
		{"timur", "Тимур Кабелев", "it", "router-birch-saffron-nine"},
		{"irina", "Ирина Сверкина", "auditor", "glass-acorn-counts-rivers"},
	}
}
