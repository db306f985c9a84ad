package main

import (
	"slovo"
	"slovo/internal/text"
	"slovo/internal/web/ui"
)

// kept is a day on which nothing is to be done.
func kept(l slovo.Lang) ui.Today {
	t := today(l)
	t.First, t.Title = nil, text.T(l, "today.first_none")
	t.Sum, t.SumHelp = text.T(l, "today.kept"), text.T(l, "today.kept_help")
	t.Promises = t.Promises[1:2]
	return t
}

// waiting is the queue of somebody who looks customers up.
func waiting(l slovo.Lang) ui.Queue {
	d := beside(l, verifying(l, ""))
	return ui.Queue{Page: page(l), Title: text.T(l, "queue.waiting", 2), Find: true, Cases: mine(l)[:1], Tasks: d.ToDo}
}

func today(l slovo.Lang) ui.Today {
	counts := text.Data{"N": "2", "Of": "9"}
	todo := func(id, where string) ui.Todo {
		return ui.Todo{
			Kind: ui.Stop, Do: text.T(l, "today.check."+id+".todo"), Why: text.T(l, "today.check."+id+".failed", counts),
			Where: ui.Link{Label: text.T(l, "office.tokens"), Href: where}, Evidence: "/evidence",
		}
	}
	return ui.Today{
		Page: page(l), Title: text.T(l, "today.first", 3), Sum: text.T(l, "today.broken", 1), SumHelp: text.T(l, "today.broken_help"),
		First: []ui.Todo{todo("tokens", "/tokens"), todo("merges", "/merges"), todo("https", "")},
		Promises: []ui.Promise{
			heading(l, "security", ui.Stop, "stop", [3]int{5, 1, 2}, checked(l, "tokens", ui.Stop, "failed"), checked(l, "devices", ui.Unknown, "unknown")),
			heading(l, "communication", ui.OK, "ok", [3]int{3, 0, 0}, checked(l, "law", ui.OK, "passed")),
			heading(l, "relationships", ui.Unknown, "unknown", [3]int{2, 0, 1}, checked(l, "whole", ui.Unknown, "unknown")),
			heading(l, "service", ui.OK, "ok", [3]int{4, 0, 0}, checked(l, "tasks", ui.OK, "passed")),
			heading(l, "tools", ui.Unknown, "unwatched", [3]int{}),
		},
	}
}

func heading(l slovo.Lang, id, kind, word string, n [3]int, checks ...ui.Checked) ui.Promise {
	return ui.Promise{
		ID: id, Title: text.T(l, "today.heading."+id+".title"), What: text.T(l, "today.heading."+id+".what"),
		Kind: kind, Word: text.T(l, "today."+word), Counts: ui.Tallied(l, n[0], n[1], n[2]), Checks: checks,
	}
}

func checked(l slovo.Lang, id, kind, state string) ui.Checked {
	return ui.Checked{
		Kind: kind, Title: text.T(l, "today.check."+id+".title"), Found: text.T(l, "today.check."+id+"."+state, text.Data{"N": "2", "Of": "9"}),
		At: text.T(l, "today.measured", "When", say(l, "сегодня, 9:02", "today, 9:02")), Href: "/evidence",
	}
}

func evidence(l slovo.Lang, kind, word string) ui.Evidence {
	return ui.Evidence{
		Page: page(l), Heading: text.T(l, "today.heading.security.title"), Check: checked(l, "tokens", kind, "failed"),
		Word: text.T(l, "today."+word), Notes: []string{"shop", "site"}, Do: text.T(l, "today.check.tokens.todo"),
		Command: "slovo token create --network CIDR", Where: ui.Link{Label: text.T(l, "office.tokens"), Href: "/tokens"},
	}
}

func passed(l slovo.Lang) ui.Evidence {
	return ui.Evidence{
		Page: page(l), Heading: text.T(l, "today.heading.communication.title"), Check: checked(l, "law", ui.OK, "passed"), Word: text.T(l, "today.ok"),
	}
}
