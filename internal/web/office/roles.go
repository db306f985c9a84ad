package office

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// duties are what a purpose can give a role, in the order in which they are told.
var duties = []charter.Duty{charter.See, charter.Tell, charter.Add, charter.Correct, charter.Send, charter.Share, charter.Export}

// Roles shows what each role may, as the charter in force says.
func (c *Pages) Roles(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if _, err := c.Staff.Accounts(r.Context(), v.Actor, "", 1); err != nil {
		return err
	}
	v.Page.Title = text.T(v.Lang, "roles.title")
	page := ui.Roles{Page: v.Page}
	rules := c.Charter()
	for _, name := range slices.Sorted(maps.Keys(rules.Roles)) {
		page.All = append(page.All, roleOf(v.Lang, rules, name))
	}
	return visit.Show(w, r, http.StatusOK, ui.RolesPage(page))
}

// roleOf is a role in words: what it does for each purpose, and besides.
func roleOf(l slovo.Lang, rules *charter.Charter, name string) ui.Role {
	role := ui.Role{Name: rules.Roles[name].Name.In(l)}
	for _, id := range slices.Sorted(maps.Keys(rules.Purposes)) {
		if p := rules.Purposes[id]; len(given(p, name)) > 0 {
			role.Purposes = append(role.Purposes, rolePurpose(l, rules, p, name))
		}
	}
	var besides []string
	for _, duty := range rules.Roles[name].May {
		besides = append(besides, word(l, "may", duty))
	}
	role.Duties = strings.Join(besides, ", ")
	return role
}

func given(p charter.Purpose, role string) []charter.Duty {
	return slices.DeleteFunc(slices.Clone(duties), func(d charter.Duty) bool { return !p.Allows(role, d) })
}

func rolePurpose(l slovo.Lang, rules *charter.Charter, p charter.Purpose, role string) ui.RolePurpose {
	var does []string
	for _, d := range given(p, role) {
		does = append(does, text.T(l, "duty."+string(d)))
	}
	how := "roles.talks"
	switch {
	case !slices.ContainsFunc(given(p, role), handles):
		how = "roles.unseen"
	case !p.Talks(role):
		how = "roles.silent"
	}
	return ui.RolePurpose{
		Purpose: p.Label.In(l), Does: strings.Join(does, ", "), How: text.T(l, how),
		Data: strings.ToLower(strings.Join(labels(l, rules, slices.Concat(p.Need, p.May)), ", ")),
	}
}

// handles tells whether who has the duty comes by values.
func handles(d charter.Duty) bool {
	return d != charter.Send
}

// labels are the fields as people call them.
func labels(l slovo.Lang, rules *charter.Charter, fields []string) []string {
	var all []string
	for _, f := range fields {
		all = append(all, rules.Fields[f].Label.In(l))
	}
	return all
}

// word is a word of the charter's own vocabulary as people say it.
func word(l slovo.Lang, group, name string) string {
	id := "charter.word." + group + "." + name
	if said := text.T(l, id); said != id {
		return said
	}
	return name
}
