package charter

import (
	"maps"
	"slices"

	"slovo"
	"slovo/internal/field"
)

func (d *comparison) recipients() {
	d.part("recipients")
	was, is := inBothOf(d.old.Recipients, d.new.Recipients, func(name string, old, updated Recipient) {
		d.of(called(updated.Name, name))
		d.recipient("recipients."+name, old, updated)
	})
	for _, name := range either(was, is) {
		r, ok := d.new.Recipients[name]
		if !ok {
			r = d.old.Recipients[name]
			d.of(called(r.Name, name))
			d.note(Narrows, "recipients."+name, "recipient_removed", gaps{"Fields": d.old.labels(r.Fields)})
			continue
		}
		if d.of(called(r.Name, name)); !slices.Contains(was, name) {
			d.note(Widens, "recipients."+name, "recipient_added", gaps{
				"Fields": d.new.labels(r.Fields), "Country": same(r.Country), "Purposes": d.purposeNames(r.Purposes),
			})
		}
	}
}

func (d *comparison) purposeNames(names []string) slovo.Text {
	var all []slovo.Text
	for _, p := range slices.Sorted(slices.Values(names)) {
		all = append(all, d.purpose(p))
	}
	return listed(all)
}

func (d *comparison) recipient(path string, old, updated Recipient) {
	d.unjudged(thing{path + ".name", "recipient_name", nil}, old.Name, updated.Name)
	d.recipientRole(thing{path + ".role", "recipient_role", nil}, old.Role, updated.Role)
	d.country(thing{path + ".country", "recipient_country", nil}, old.Country, updated.Country)
	d.contract(path+".contract", old.Contract, updated.Contract)
	d.transfer(path+".transfer", old.Transfer, updated.Transfer)
	d.members(thing{path + ".purposes", "recipient_purposes", nil}, old.Purposes, updated.Purposes, Widens, Narrows, d.purpose)
	d.members(thing{path + ".fields", "recipient_fields", nil}, old.Fields, updated.Fields, Widens, Narrows, d.field)
	d.changed(thing{path + ".by", "recipient_by", nil}, old.By, updated.By, vocabulary("by"))
}

// recipientRole: a processor works on the company's word, a controller on
// its own; an authority is neither more nor less.
func (d *comparison) recipientRole(t thing, old, updated string) {
	if old == "authority" || updated == "authority" {
		d.changed(t, old, updated, vocabulary("recipient"))
		return
	}
	d.more(t, rank("recipient", old, "processor", "controller"), rank("recipient", updated, "processor", "controller"))
}

// country: under the Russian law Russia is home; elsewhere no country can
// be said to be better than another.
func (d *comparison) country(t thing, old, updated string) {
	const home = "RU"
	g := t.with(same(old), same(updated))
	switch russian := d.old.under("ru-152fz") && d.new.under("ru-152fz"); {
	case old == updated:
	case russian && old == home:
		d.note(Widens, t.path, t.code+"_abroad", g)
	case russian && updated == home:
		d.note(Narrows, t.path, t.code+"_home", g)
	default:
		d.note(Widens, t.path, t.code, g)
	}
}

func (d *comparison) contract(path string, old, updated Contract) {
	switch none := (Contract{}); {
	case old == updated:
	case old == none:
		d.note(Narrows, path, "contract_added", gaps{"Name": same(updated.Number)})
	case updated == none:
		d.note(Widens, path, "contract_removed", gaps{"Name": same(old.Number)})
	default:
		d.wording(thing{path + ".number", "contract_number", nil}, same(old.Number), same(updated.Number))
		d.wording(thing{path + ".from", "contract_from", nil}, same(old.From), same(updated.From))
		d.wording(thing{path + ".to", "contract_to", nil}, wordOf("end", old.To), wordOf("end", updated.To))
	}
}

func (d *comparison) transfer(path string, old, updated Transfer) {
	d.there(thing{path + ".safeguard", "safeguard", nil}, safeguard(old), safeguard(updated), Narrows, Widens)
	d.told(thing{path + ".notified", "transfer_notified", nil}, same(old.Notified), same(updated.Notified))
	d.told(thing{path + ".why", "transfer_why", nil}, old.Why, updated.Why)
}

func safeguard(t Transfer) slovo.Text {
	if t.Safeguard == "" {
		return slovo.Text{}
	}
	return wordOf("safeguard", t.Safeguard)
}

func (d *comparison) fields() {
	d.part("fields")
	was, is := inBothOf(d.old.Fields, d.new.Fields, func(name string, old, updated Field) {
		d.about(called(updated.Label, name), func() { d.oneField("fields."+name, old, updated) })
	})
	d.members(thing{"fields", "fields", nil}, was, is, Widens, Narrows, d.field)
}

func (d *comparison) oneField(path string, old, updated Field) {
	order := []Level{High, Normal, Low}
	d.wording(thing{path + ".label", "field_label", nil}, old.Label, updated.Label)
	d.changed(thing{path + ".type", "field_type", nil}, string(old.Type), string(updated.Type), vocabulary("type"))
	d.more(thing{path + ".level", "field_level", nil}, rank("level", old.Level, order...), rank("level", updated.Level, order...))
	d.more(thing{path + ".change", "field_change", nil}, rank("level", old.Change, order...), rank("level", updated.Change, order...))
	d.mask(thing{path + ".mask", "field_mask", nil}, old.Mask, updated.Mask)
	d.more(thing{path + ".search", "field_search", nil}, rank("search", old.Search, "", "exact", "words"), rank("search", updated.Search, "", "exact", "words"))
	d.more(thing{path + ".show", "field_show", nil}, rank("show", old.Show, "never", ""), rank("show", updated.Show, "never", ""))
	d.changed(thing{path + ".kind", "field_kind", nil}, old.Kind, updated.Kind, vocabulary("kind"))
	was, is := inBothOf(old.Item, updated.Item, func(name string, before, after field.Type) {
		d.changed(thing{path + ".item." + name, "field_item", gaps{"Name": same(name)}}, string(before), string(after), vocabulary("type"))
	})
	d.members(thing{path + ".item", "field_item", nil}, was, is, Widens, Narrows, same)
	d.wording(thing{path + ".dpv", "field_code", nil}, wordOf("code", old.DPV), wordOf("code", updated.DPV))
	d.wording(thing{path + ".fideslang", "field_code", nil}, wordOf("code", old.Fideslang), wordOf("code", updated.Fideslang))
}

// mask: the one that hides all is the strongest; two that show something
// cannot be compared.
func (d *comparison) mask(t thing, old, updated string) {
	all := func(mask string) bool { return mask == "" || mask == "all" }
	g := t.with(wordOf("mask", old), wordOf("mask", updated))
	switch {
	case old == updated || all(old) && all(updated):
	case all(old):
		d.note(Widens, t.path, t.code+"_weaker", g)
	case all(updated):
		d.note(Narrows, t.path, t.code+"_stronger", g)
	default:
		d.note(Widens, t.path, t.code, g)
	}
}

func (d *comparison) consents() {
	d.part("consents")
	was, is := inBothOf(d.old.Consents, d.new.Consents, func(name string, old, updated Consent) {
		d.consent("consents."+name, same(name), old, updated)
	})
	d.members(thing{"consents", "consent", nil}, was, is, Neutral, Neutral, same)
}

func (d *comparison) consent(path string, name slovo.Text, old, updated Consent) {
	g := gaps{"Name": name}
	d.unjudged(thing{path + ".text", "consent_text", g}, same(old.Text), same(updated.Text))
	d.words(path+".text", name, old, updated)
	d.less(thing{path + ".form", "consent_form", g}, rank("form", old.Form, "", "written"), rank("form", updated.Form, "", "written"))
	d.consentChannels(thing{path + ".channels", "consent_channels", gaps{"Consent": name}}, bare(old.Channels), bare(updated.Channels))
	d.more(thing{path + ".expires", "consent_expires", g}, unlessZero(old.Expires, "withdrawn"), unlessZero(updated.Expires, "withdrawn"))
	d.members(thing{path + ".withdraw", "consent_withdraw", gaps{"Consent": name}}, old.Withdraw, updated.Withdraw, Narrows, Widens, vocabulary("channel"))
	d.less(thing{path + ".proof_keep", "consent_proof", g}, lasting(old.ProofKeep), lasting(updated.ProofKeep))
}

// words compares the very texts, where both are known and go by one name.
// Another name is another text, which is said already; and a language that
// a charter gained or lost is told of the charter.
func (d *comparison) words(path string, name slovo.Text, old, updated Consent) {
	if old.Text != updated.Text || len(old.Words) == 0 || len(updated.Words) == 0 {
		return
	}
	for _, l := range d.old.Languages {
		g := gaps{"Name": name, "File": same(updated.File(l))}
		before, after := old.Words[l], updated.Words[l]
		switch at := path + "." + string(l); {
		case before == after || !slices.Contains(d.new.Languages, l):
		case before == "":
			d.note(Narrows, at, "consent_words_added", g)
		case after == "":
			d.note(Widens, at, "consent_words_removed", g)
		default:
			d.note(Widens, at, "consent_words", g)
		}
	}
}

// consentChannels: a consent that names no channel is bound to none.
func (d *comparison) consentChannels(t thing, old, updated []string) {
	switch {
	case len(old) == 0 && len(updated) > 0:
		d.note(Narrows, t.path, t.code+"_bound", t.gaps)
	case len(old) > 0 && len(updated) == 0:
		d.note(Widens, t.path, t.code+"_unbound", t.gaps)
	default:
		d.members(t, old, updated, Widens, Narrows, vocabulary("channel"))
	}
}

func (d *comparison) stores() {
	d.part("stores")
	was, is := inBothOf(d.old.Stores, d.new.Stores, func(name string, old, updated Store) {
		path, g := "stores."+name, gaps{"Name": d.store(name)}
		d.about(d.store(name), func() {
			d.contract(path+".contract", old.Contract, updated.Contract)
			d.transfer(path+".transfer", old.Transfer, updated.Transfer)
		})
		d.country(thing{path + ".country", "store_country", g}, old.Country, updated.Country)
		d.unjudged(thing{path + ".place", "store_place", nil}, old.Place, updated.Place)
		d.more(thing{path + ".operator", "store_operator", g}, rank("operator", old.Operator, "own", "hired"), rank("operator", updated.Operator, "own", "hired"))
	})
	d.members(thing{"stores", "stores", nil}, was, is, Widens, Narrows, d.storeAndCountry)
}

func (d *comparison) storeAndCountry(name string) slovo.Text {
	s, ok := d.new.Stores[name]
	if !ok {
		s = d.old.Stores[name]
	}
	label := called(s.Place, name)
	return slovo.Text{RU: label.RU + " (" + s.Country + ")", EN: label.EN + " (" + s.Country + ")"}
}

func (d *comparison) roles() {
	d.part("roles")
	was, is := slices.Sorted(maps.Keys(d.old.Roles)), slices.Sorted(maps.Keys(d.new.Roles))
	d.members(thing{"roles", "roles", nil}, was, is, Neutral, Neutral, d.role)
	for _, name := range either(was, is) {
		old, updated := d.old.Roles[name], d.new.Roles[name]
		if slices.Contains(was, name) && slices.Contains(is, name) {
			d.wording(thing{"roles." + name, "role_name", nil}, old.Name, updated.Name)
		}
		d.duties(thing{"roles." + name + ".may", "role_may", gaps{"Role": d.role(name)}}, old.May, updated.May)
	}
}

// watches are the duties by which people look after the charter, not only
// get something: who loses one leaves fewer eyes on what is done, and who
// gains one sees more. Nobody but a person can say which weighs more.
var watches = []string{"seal", "requests", "incidents", "read_ledger", "read_today", "oversee", "devices", "training", "backups"}

func (d *comparison) duties(t thing, old, updated []string) {
	split := func(may []string, watching bool) (some []string) {
		for _, duty := range may {
			if slices.Contains(watches, duty) == watching {
				some = append(some, duty)
			}
		}
		return some
	}
	d.members(t, split(old, false), split(updated, false), Widens, Narrows, vocabulary("may"))
	d.members(t, split(old, true), split(updated, true), Widens, Widens, vocabulary("may"))
}

func (d *comparison) events() {
	d.part("events")
	was, is := inBothOf(d.old.Events, d.new.Events, func(name string, old, updated Event) {
		d.wording(thing{"events." + name, "event_name", nil}, old.Name, updated.Name)
		if old.Automatic != updated.Automatic {
			d.note(Widens, "events."+name+".set", "event_set", gaps{"Name": d.event(name)})
		}
	})
	d.members(thing{"events", "events", nil}, was, is, Neutral, Neutral, d.event)
}
