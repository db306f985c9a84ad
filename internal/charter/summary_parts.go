package charter

import (
	"maps"
	"slices"

	"slovo"
)

// Answer is one thing that a charter says, and what it is about.
type Answer struct {
	ID   string       `json:"id"`
	Asks slovo.Text   `json:"asks"`
	Says []slovo.Text `json:"says"`
}

// PartSummary is a part of the charter beside its purposes.
type PartSummary struct {
	ID    string     `json:"id"`
	Label slovo.Text `json:"label"`
	Lines []Answer   `json:"lines"`
}

// says is a list of what is said; what there is nothing of is left out.
type says []slovo.Text

func (s *says) add(id string, there bool, g gaps) {
	if there {
		*s = append(*s, inBoth("charter.show."+id, g))
	}
}

// plain says a value as it stands, where there is one.
func (s *says) plain(t slovo.Text) {
	if t != (slovo.Text{}) {
		*s = append(*s, t)
	}
}

// answered is an answer in the summary's own words, none where nothing is said.
func answered(id string, said ...slovo.Text) []Answer {
	said = slices.DeleteFunc(said, func(t slovo.Text) bool { return t == slovo.Text{} })
	if len(said) == 0 {
		return nil
	}
	return []Answer{{id, inBoth("charter.ask."+id, nil), said}}
}

// partsInWords says what the charter says beside purposes, roles and
// verification, in the order of its file.
func (c *Charter) partsInWords() []PartSummary {
	parts := []PartSummary{}
	add := func(id string, lines []Answer) {
		if len(lines) > 0 {
			parts = append(parts, PartSummary{id, inBoth("charter.part."+id, nil), lines})
		}
	}
	add("company", c.companyInWords())
	add("stores", declaredInWords(c.Stores, storeLabel, storeInWords))
	add("events", declaredInWords(c.Events, eventLabel, func(e Event) says {
		return says{wordOf("set", map[bool]string{true: "automatic"}[e.Automatic])}
	}))
	add("fields", declaredInWords(c.Fields, fieldLabel, fieldInWords))
	add("consents", declaredInWords(c.Consents, func(Consent) slovo.Text { return slovo.Text{} }, consentInWords))
	add("recipients", declaredInWords(c.Recipients, func(r Recipient) slovo.Text { return r.Name }, c.recipientInWords))
	add("staff", slices.Concat(c.Staff.Training.inWords(), c.Staff.Devices.inWords(), c.quotasInWords()))
	add("portal", c.portalInWords())
	add("ledger", slices.Concat(answered("keep_log", spoken(c.Ledger.Keep)), answered("publish_log", spoken(c.Ledger.Publish))))
	return parts
}

// declaredInWords says each of the things that a section declares.
func declaredInWords[T any](all map[string]T, label func(T) slovo.Text, say func(T) says) []Answer {
	var lines []Answer
	for _, id := range slices.Sorted(maps.Keys(all)) {
		lines = append(lines, Answer{id, called(label(all[id]), id), say(all[id])})
	}
	return lines
}

func (c *Charter) companyInWords() []Answer {
	var ids says
	for _, id := range slices.Sorted(maps.Keys(c.Controller.IDs)) {
		ids.add("number", true, gaps{"Name": wordOf("number", id), "Value": same(c.Controller.IDs[id])})
	}
	contact, officer := c.Controller.Contact, c.Controller.Officer
	return slices.Concat(
		answered("ids", ids...),
		answered("contact", contact.Address, same(contact.Email), same(contact.Phone)),
		answered("officer", officer.Name, same(officer.Email), same(officer.Phone)),
		answered("languages", each(bare(c.Languages), vocabulary("language"))...),
		answered("laws", each(c.Laws, vocabulary("law"))...),
		answered("timezone", wordOf("zone", c.TimeZone)),
	)
}

func storeInWords(s Store) says {
	said := says{same(s.Country), wordOf("operator", s.Operator)}
	return append(append(said, contractInWords(s.Contract)...), transferInWords(s.Transfer)...)
}

func contractInWords(k Contract) (s says) {
	s.add("contract", k != Contract{}, gaps{"Number": same(k.Number), "From": same(k.From), "To": same(k.To)})
	return s
}

func transferInWords(t Transfer) (s says) {
	s.add("safeguard", t.Safeguard != "", gaps{"Safeguard": wordOf("safeguard", t.Safeguard)})
	s.add("notified", t.Notified != "", gaps{"Day": same(t.Notified)})
	s.add("transfer_why", t.Why != slovo.Text{}, gaps{"Why": t.Why})
	return s
}

func fieldInWords(f Field) says {
	said := says{wordOf("type", string(f.Type))}
	if f.Kind != "" && f.Kind != "general" {
		said.plain(wordOf("kind", f.Kind))
	}
	said.add("level", true, gaps{"Tell": wordOf("level", string(f.Level)), "Change": wordOf("level", string(f.Change))})
	said.add("mask", f.Shown(), gaps{"Mask": wordOf("mask", f.Mask)})
	said.add("never", !f.Shown(), nil)
	said.add("search", f.Search != "", gaps{"How": wordOf("search", f.Search)})
	var parts []slovo.Text
	for _, name := range slices.Sorted(maps.Keys(f.Item)) {
		parts = append(parts, inBoth("charter.show.number", gaps{"Name": same(name), "Value": wordOf("type", string(f.Item[name]))}))
	}
	said.add("item", len(parts) > 0, gaps{"Parts": listed(parts)})
	said.add("codes", f.DPV+f.Fideslang != "", gaps{"DPV": wordOf("code", f.DPV), "Fideslang": wordOf("code", f.Fideslang)})
	return said
}

func consentInWords(k Consent) says {
	said := says{same(k.Text), wordOf("form", k.Form)}
	said.add("agreed_over", len(k.Channels) > 0, gaps{"Channels": listed(each(bare(k.Channels), vocabulary("channel")))})
	said.add("expires", true, gaps{"For": unlessZero(k.Expires, "withdrawn").said})
	said.add("withdraw", true, gaps{"How": listed(each(k.Withdraw, vocabulary("channel")))})
	said.add("proof", true, gaps{"For": spoken(k.ProofKeep)})
	return said
}

func (c *Charter) recipientInWords(r Recipient) says {
	said := says{wordOf("recipient", r.Role), same(r.Country), wordOf("by", r.By)}
	said.add("given_for", true, gaps{
		"Fields": c.labels(r.Fields), "Purposes": listed(each(r.Purposes, func(p string) slovo.Text { return labelOf(p, purposeLabel, c.Purposes) })),
	})
	return append(append(said, contractInWords(r.Contract)...), transferInWords(r.Transfer)...)
}

func (c *Charter) roleLabel(name string) slovo.Text { return labelOf(name, roleLabel, c.Roles) }

func (c *Charter) portalInWords() []Answer {
	p := c.Portal
	dispute := slovo.Text{}
	if p.Dispute != "" {
		dispute = c.roleLabel(p.Dispute)
	}
	return slices.Concat(
		answered("sign_in", each(p.SignIn, vocabulary("sign_in"))...),
		answered("show_staff_as", wordOf("show_staff_as", p.ShowStaffAs)),
		answered("dispute", dispute),
	)
}
