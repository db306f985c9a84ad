package edition

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/text"
)

const day = time.DateOnly

// loss is a purpose or a field that is declared now and will not be, or
// will be of another kind.
type loss struct {
	section string // purposes or fields
	name    string
	changed bool // still there, of another kind
	kept    int  // customers of whom something is kept under it
}

// losses lists what the next charter takes from the old one.
func losses(old, next *charter.Charter) []loss {
	var list []loss
	for _, name := range slices.Sorted(maps.Keys(old.Purposes)) {
		if _, there := next.Purposes[name]; !there {
			list = append(list, loss{section: "purposes", name: name})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(old.Fields)) {
		now, there := next.Fields[name]
		if changed := there && !readable(old.Fields[name], now); changed || !there {
			list = append(list, loss{section: "fields", name: name, changed: changed})
		}
	}
	return list
}

// readable tells whether values that were kept as the old field are still
// values of the new: of the same type, with all parts of a list. What is
// never shown is kept as a hash, so that a field does not change there either.
func readable(old, now charter.Field) bool {
	for part, of := range old.Item {
		if now.Item[part] != of {
			return false
		}
	}
	return old.Type == now.Type && old.Shown() == now.Shown()
}

// complaint is one rule that the next version breaks: the texts under id,
// and the keys in the file that they are about.
type complaint struct {
	id   string
	keys []string
	data []any
}

type complaints []complaint

// against holds the next version to the rules.
func (p *Publisher) against(by slovo.Actor, next *charter.Charter, lost []loss) complaints {
	now, begins, last := p.Now(), next.Begins(), p.known.Load().all[0]
	today := next.Local(now).Format(day)
	var list complaints
	add := func(stands bool, id string, keys []string, data ...any) {
		if stands {
			list = append(list, complaint{id, keys, data})
		}
	}
	add(next.ID != last.ID, "other_id", []string{"charter", "id"}, "Given", next.ID, "Last", last.ID)
	add(next.Version != last.Version+1, "number", []string{"charter", "version"},
		"Given", next.Version, "Last", last.Version, "Want", last.Version+1)
	// Today by the company's clock is right, and so is today by the server's.
	add(next.Effective < min(today, now.Format(day)), "past", []string{"charter", "effective"}, "Given", next.Effective, "Today", today)
	for _, must := range []string{duty, "staff"} {
		add(!anybody(next, must), "nobody", []string{"roles"}, "Duty", must)
	}
	// Who publishes and does not look after accounts could else promote
	// themselves: a role gets more only from who may give out roles, or from
	// the operator, who has the folder's key and gains nothing by it.
	givesRoles := by.Operator() || p.Charter().Roles[by.Role].MayDo("staff")
	for _, role := range charter.Promoted(p.Charter(), next) {
		add(!givesRoles, "promoted", []string{"roles", role}, "Role", role)
	}
	for _, one := range lost {
		at := []string{one.section, one.name}
		add(one.section == "purposes" && one.kept > 0, "purpose_gone", at, "Name", one.name, one.kept)
		add(one.section == "fields" && !one.changed && one.kept > 0, "field_gone", at, "Name", one.name, one.kept)
		add(one.changed && one.kept > 0, "field_changed", at, "Name", one.name, one.kept)
		// Until its day more may come in, and on its day nobody counts again.
		add(one.kept == 0 && begins.After(now), "too_early", at, "Name", one.name, "Day", next.Effective)
	}
	return list
}

// anybody tells whether a role has the duty: without one the charter, or
// the accounts, could never be changed again.
func anybody(c *charter.Charter, duty string) bool {
	for _, role := range c.Roles {
		if role.MayDo(duty) {
			return true
		}
	}
	return false
}

// at says the complaints in both languages, in the order of their lines,
// each once.
func (list complaints) at(file []byte) []charter.Problem {
	var problems []charter.Problem
	for _, c := range list {
		one := charter.Problem{Code: c.id, Severity: charter.Error, What: said(c.id+".what", c.data), Do: said(c.id+".do", c.data)}
		one.Line, one.Column = charter.Find(file, c.keys...)
		if !slices.Contains(problems, one) {
			problems = append(problems, one)
		}
	}
	slices.SortStableFunc(problems, func(a, b charter.Problem) int { return cmp.Compare(a.Line, b.Line) })
	return problems
}

func said(id string, data []any) slovo.Text {
	return slovo.Text{RU: text.T(slovo.RU, "edition."+id, data...), EN: text.T(slovo.EN, "edition."+id, data...)}
}
