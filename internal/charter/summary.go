package charter

import (
	"maps"
	"slices"

	"slovo"
	"slovo/internal/charter/law"
)

// Summary is a charter in plain words, for people who do not read YAML.
type Summary struct {
	ID           string           `json:"id"`
	Version      int              `json:"version"`
	Effective    string           `json:"effective"`
	Controller   slovo.Text       `json:"controller"`
	Purposes     []PurposeSummary `json:"purposes"`
	Roles        []RoleSummary    `json:"roles"`
	Verification []slovo.Text     `json:"verification"` // a sentence each
	Parts        []PartSummary    `json:"parts"`        // all the rest
}

// PurposeSummary says of one purpose what is taken, why, on which basis,
// who does what with it, for how long, and who else is given it.
type PurposeSummary struct {
	ID       string        `json:"id"`
	Label    slovo.Text    `json:"label"`
	Why      slovo.Text    `json:"why"`
	Basis    []slovo.Text  `json:"basis"`
	Need     []slovo.Text  `json:"need"`
	May      []slovo.Text  `json:"may"`
	Consents []string      `json:"consents"`
	Who      []RoleSummary `json:"who"`
	Keep     []slovo.Text  `json:"keep"`
	Given    []slovo.Text  `json:"given"`
	More     []Answer      `json:"more"`
}

// RoleSummary is a role and what it does.
type RoleSummary struct {
	ID    string       `json:"id"`
	Label slovo.Text   `json:"label"`
	Does  []slovo.Text `json:"does"`
}

// InWords says the charter in plain words. Nothing in it is another list of
// what the charter allows: it is read off the charter each time.
func (c *Charter) InWords() Summary {
	s := Summary{
		ID: c.ID, Version: c.Version, Effective: c.Effective, Controller: called(c.Controller.Name, c.ID),
		Purposes: []PurposeSummary{}, Roles: []RoleSummary{}, Verification: c.Verification.inWords(), Parts: c.partsInWords(),
	}
	for _, id := range slices.Sorted(maps.Keys(c.Purposes)) {
		s.Purposes = append(s.Purposes, c.purposeInWords(id, c.Purposes[id]))
	}
	for _, id := range slices.Sorted(maps.Keys(c.Roles)) {
		role := c.Roles[id]
		s.Roles = append(s.Roles, RoleSummary{id, called(role.Name, id), each(role.May, vocabulary("may"))})
	}
	return s
}

// each says every name; none is an empty list, never null.
func each(names []string, say func(string) slovo.Text) []slovo.Text {
	said := []slovo.Text{}
	for _, name := range names {
		said = append(said, say(name))
	}
	return said
}

func (c *Charter) purposeInWords(id string, p Purpose) PurposeSummary {
	label := func(field string) slovo.Text { return c.labels([]string{field}) }
	return PurposeSummary{
		ID: id, Label: called(p.Label, id), Why: called(p.Why, id), Basis: basesInWords(p.Basis),
		Need: each(p.Need, label), May: each(p.May, label), Consents: append([]string{}, p.Consents...),
		Who: c.whoInWords(p), Keep: c.keepInWords(p.Keep), Given: c.givenInWords(id), More: c.moreInWords(p),
	}
}

// basesInWords names each law's article, in the law's own words where its
// pack has them.
func basesInWords(basis map[string]string) []slovo.Text {
	said := []slovo.Text{}
	for _, id := range slices.Sorted(maps.Keys(basis)) {
		article := basis[id]
		words := slovo.Text{}
		if pack, err := law.Get(id); err == nil {
			known, _ := pack.Basis(article)
			words = known.Words
		}
		g := gaps{"Law": wordOf("law", id), "Article": same(article), "Words": words}
		said = append(said, inBoth("charter.show.basis", g))
	}
	return said
}

// whoInWords lists the roles that have a duty, and those duties.
func (c *Charter) whoInWords(p Purpose) []RoleSummary {
	who := []RoleSummary{}
	for _, role := range slices.Sorted(maps.Keys(c.Roles)) {
		var does []slovo.Text
		for _, duty := range []Duty{Add, See, Correct, Tell, Send, Share, Export} {
			if p.Allows(role, duty) {
				does = append(does, wordOf("duty", string(duty)))
			}
		}
		if p.Approve != nil && p.Approve.By == role {
			does = append(does, inBoth("charter.show.approves", gaps{"Over": number(p.Approve.Over)}))
		}
		if len(does) > 0 {
			who = append(who, RoleSummary{role, called(c.Roles[role].Name, role), does})
		}
	}
	return who
}

func (c *Charter) keepInWords(k Keep) []slovo.Text {
	said := []slovo.Text{c.clockInWords("keep", Clock{k.From, k.For})}
	if k.Otherwise != nil {
		said = append(said, c.clockInWords("otherwise", *k.Otherwise))
	}
	return said
}

func (c *Charter) clockInWords(id string, k Clock) slovo.Text {
	if k.For.IsZero() {
		id += "_at_once"
	}
	return inBoth("charter.show."+id, gaps{"For": spoken(k.For), "From": labelOf(k.From, eventLabel, c.Events)})
}

// givenInWords lists the recipients for the purpose, each with those of its
// fields that the purpose holds.
func (c *Charter) givenInWords(purpose string) []slovo.Text {
	said := []slovo.Text{}
	for _, name := range slices.Sorted(maps.Keys(c.Recipients)) {
		r := c.Recipients[name]
		if !slices.Contains(r.Purposes, purpose) {
			continue
		}
		var fields []string
		for _, f := range r.Fields {
			if c.Purposes[purpose].Holds(f) {
				fields = append(fields, f)
			}
		}
		g := gaps{"Name": called(r.Name, name), "Country": same(r.Country), "Fields": c.labels(fields)}
		said = append(said, inBoth("charter.show.given", g))
	}
	return said
}

func (v Verification) inWords() []slovo.Text {
	return []slovo.Text{
		inBoth("charter.show.factors_at_least", gaps{"N": number(v.FactorsAtLeast)}),
		inBoth("charter.show.points", gaps{"Low": number(v.Points[Low]), "Normal": number(v.Points[Normal]), "High": number(v.Points[High])}),
		inBoth("charter.show.factors", gaps{"Factors": listed(each(v.Factors, vocabulary("factor")))}),
		inBoth("charter.show.grant", gaps{"For": spoken(v.Grant.For), "Idle": spoken(v.Grant.Idle)}),
		inBoth("charter.show.lock", gaps{"Failures": number(v.Lock.Failures), "Per": spoken(v.Lock.Per)}),
	}
}
