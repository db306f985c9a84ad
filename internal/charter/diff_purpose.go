package charter

import (
	"math"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter/law"
)

func (d *comparison) purposes() {
	d.part("purposes")
	shared := func(name string, old, updated Purpose) {
		d.of(d.purpose(name))
		d.onePurpose("purposes."+name, old, updated)
	}
	was, is := inBothOf(d.old.Purposes, d.new.Purposes, shared)
	for _, name := range either(was, is) {
		d.of(d.purpose(name))
		switch p, ok := d.new.Purposes[name]; {
		case !ok:
			p = d.old.Purposes[name]
			d.note(Narrows, "purposes."+name, "purpose_removed", gaps{"Fields": d.old.labels(p.fields())})
		case !slices.Contains(was, name):
			d.note(Widens, "purposes."+name, "purpose_added", gaps{
				"Fields": d.new.labels(p.fields()), "Why": p.Why, "For": spoken(p.Keep.For), "From": labelOf(p.Keep.From, eventLabel, d.new.Events),
			})
		}
	}
}

// fields are those that the purpose may hold, needed ones first.
func (p Purpose) fields() []string { return slices.Concat(p.Need, p.May) }

func (d *comparison) onePurpose(path string, old, updated Purpose) {
	d.wording(thing{path + ".label", "purpose_label", nil}, old.Label, updated.Label)
	d.unjudged(thing{path + ".why", "why", nil}, old.Why, updated.Why)
	d.basis(path+".basis", old.Basis, updated.Basis)
	d.moreBases(path+".advertising", "advertising", old.Advertising, updated.Advertising)
	d.moreBases(path+".special", "special", old.Special, updated.Special)
	d.members(thing{path + ".consents", "consents", nil}, old.Consents, updated.Consents, Narrows, Widens, same)
	d.purposeFields(path+".fields", old, updated)
	d.source(path+".source", old.Source, updated.Source)
	d.members(thing{path + ".stores", "purpose_stores", nil}, old.Stores, updated.Stores, Widens, Narrows, d.store)
	d.members(thing{path + ".channels", "channels", nil}, bare(old.Channels), bare(updated.Channels), Widens, Narrows, vocabulary("channel"))
	for _, duty := range []Duty{Add, See, Correct, Tell, Send, Share, Export} {
		t := thing{path + ".roles." + string(duty), "role_" + string(duty), gaps{"Fields": d.new.labels(updated.fields())}}
		d.members(t, old.Roles[duty], updated.Roles[duty], Widens, Narrows, d.role)
	}
	d.members(thing{path + ".without_customer", "without_customer", nil}, old.WithoutCustomer, updated.WithoutCustomer, Widens, Narrows, d.role)
	d.approve(path+".approve", old.Approve, updated.Approve)
	d.aside(path, old, updated)
	d.mailing(path+".mailing", old.Mailing, updated.Mailing)
	d.keep(path+".keep", old.Keep, updated.Keep)
}

// aside is what a purpose says beside its rules, and its own condition.
func (d *comparison) aside(path string, old, updated Purpose) {
	d.unjudged(thing{path + ".interest", "interest", nil}, orNot(old.Interest), orNot(updated.Interest))
	d.unjudged(thing{path + ".origin", "origin", nil}, orNot(old.Origin), orNot(updated.Origin))
	d.unjudged(thing{path + ".subjects", "subjects", nil}, orNot(old.Subjects), orNot(updated.Subjects))
	d.there(thing{path + ".automated", "automated", nil}, old.Automated, updated.Automated, Widens, Narrows)
	d.when(path+".when", old.When, updated.When)
}

// orNot is the text, or says that there is none.
func orNot(t slovo.Text) slovo.Text {
	if t == (slovo.Text{}) {
		return wordOf("text", "")
	}
	return t
}

// there notes a text that came or went, with these effects, or changed.
func (d *comparison) there(t thing, old, updated slovo.Text, in, out Effect) {
	g := t.with(old, updated)
	switch none := (slovo.Text{}); {
	case old == updated:
	case old == none:
		d.note(in, t.path, t.code+"_added", g)
	case updated == none:
		d.note(out, t.path, t.code+"_removed", g)
	default:
		d.note(Widens, t.path, t.code, g)
	}
}

func (d *comparison) when(path string, old, updated *When) {
	before, after := condition(old), condition(updated)
	d.there(thing{path, "when", nil}, before, after, Narrows, Widens)
	if old != nil && updated != nil {
		d.wording(thing{path + ".why", "when_why", nil}, old.Why, updated.Why)
	}
}

func condition(w *When) slovo.Text {
	if w == nil {
		return slovo.Text{}
	}
	return same(w.CEL)
}

func bare[T ~string](words []T) []string { return plainWords(words) }

// vocabulary says words of one group.
func vocabulary(group string) func(string) slovo.Text {
	return func(word string) slovo.Text { return wordOf(group, word) }
}

// basis: whoever no longer rests on consent takes a choice away.
func (d *comparison) basis(path string, old, updated map[string]string) {
	was, is := inBothOf(old, updated, func(law, before, after string) {
		t := thing{path + "." + law, "basis", gaps{"Law": wordOf("law", law)}}
		rested, rests := onConsent(law, before), onConsent(law, after)
		switch g := t.with(same(before), same(after)); {
		case before == after:
		case rested && !rests:
			d.note(Widens, t.path, "basis_without_consent", g)
		case rests && !rested:
			d.note(Narrows, t.path, "basis_consent", g)
		default:
			d.note(Widens, t.path, "basis", g)
		}
	})
	d.members(thing{path, "basis", nil}, was, is, Neutral, Neutral, vocabulary("law"))
}

// onConsent tells whether the law's article is the customer's consent.
func onConsent(id, article string) bool {
	pack, err := law.Get(id)
	if err != nil {
		return false
	}
	basis, known := pack.Basis(article)
	return known && basis.Consent
}

// moreBases are those for advertising and for special data. One that comes
// says that more is done; one that goes takes away what customers have by
// it, and whether less is done the rest of the charter says.
func (d *comparison) moreBases(path, code string, old, updated map[string]string) {
	was, is := inBothOf(old, updated, func(law, before, after string) {
		d.unjudged(thing{path + "." + law, code, gaps{"Law": wordOf("law", law)}}, same(before), same(after))
	})
	d.members(thing{path, code, nil}, was, is, Widens, Widens, vocabulary("law"))
}

// purposeFields: a field may be used, or must be given, which is more.
func (d *comparison) purposeFields(path string, old, updated Purpose) {
	var was, is []string
	for _, f := range either(old.fields(), updated.fields()) {
		t := thing{path + "." + f, "field", gaps{"Name": d.field(f)}}
		if old.Holds(f) {
			was = append(was, f)
		}
		if updated.Holds(f) {
			is = append(is, f)
		}
		if old.Holds(f) && updated.Holds(f) {
			d.more(thing{t.path, "field_needed", t.gaps}, needed(old, f), needed(updated, f))
		}
	}
	d.members(thing{path, "purpose_fields", nil}, was, is, Widens, Narrows, d.field)
}

func needed(p Purpose, field string) amount {
	if slices.Contains(p.Need, field) {
		return count(1)
	}
	return count(0)
}

func (d *comparison) source(path, old, updated string) {
	t := thing{path, "source", nil}
	if old == "customer" || updated == "customer" {
		beside := map[bool]float64{true: 0, false: 1}
		d.more(t, amount{beside[old == "customer"], wordOf("source", old)}, amount{beside[updated == "customer"], wordOf("source", updated)})
		return
	}
	d.unjudged(t, wordOf("source", old), wordOf("source", updated))
}

func (d *comparison) approve(path string, old, updated *Approve) {
	switch {
	case old == nil && updated == nil:
	case old == nil:
		d.note(Narrows, path, "approve_added", gaps{"Name": d.role(updated.By)})
	case updated == nil:
		d.note(Widens, path, "approve_removed", gaps{"Name": d.role(old.By)})
	default:
		d.more(thing{path + ".over", "approve_over", nil}, count(old.Over), count(updated.Over))
		d.changed(thing{path + ".by", "approve_by", nil}, old.By, updated.By, d.role)
	}
}

// changed is unjudged for names: they are compared, their labels are said.
func (d *comparison) changed(t thing, old, updated string, say func(string) slovo.Text) {
	if old != updated {
		d.note(Widens, t.path, t.code, t.with(say(old), say(updated)))
	}
}

func (d *comparison) mailing(path string, old, updated *Mailing) {
	switch {
	case old == nil && updated == nil:
	case old == nil:
		d.note(Widens, path, "mailing_added", gaps{"Rate": rateOf(updated.AtMost).said})
	case updated == nil:
		d.note(Narrows, path, "mailing_removed", gaps{"Rate": rateOf(old.AtMost).said})
	default:
		d.members(thing{path + ".channels", "mailing_channels", nil}, bare(old.Channels), bare(updated.Channels), Widens, Narrows, vocabulary("channel"))
		d.rate(thing{path + ".at_most", "mailing_rate", nil}, old.AtMost, updated.AtMost)
		d.quiet(thing{path + ".quiet", "quiet", nil}, old.Quiet, updated.Quiet)
	}
}

// rate: as many in twice the time are as many in the long run, but not on
// one day, and nobody can say which a customer minds.
func (d *comparison) rate(t thing, old, updated Rate) {
	before, after := rateOf(old), rateOf(updated)
	if before.size == after.size && before.said != after.said {
		d.note(Widens, t.path, t.code, t.with(before.said, after.said))
		return
	}
	d.more(t, before, after)
}

func rateOf(r Rate) amount {
	per := lasting(r.Per)
	said := inBoth("charter.diff.rate", gaps{"Times": number(r.Times), "Per": per.said})
	return amount{float64(r.Times) / math.Max(per.size, 1), said}
}

// quiet hours that hold the old ones whole are more of them.
func (d *comparison) quiet(t thing, old, updated Quiet) {
	before, after := quietMinutes(old), quietMinutes(updated)
	less, more := false, false
	for i := range before {
		less = less || before[i] && !after[i]
		more = more || after[i] && !before[i]
	}
	g := t.with(saidHours(old), saidHours(updated))
	switch {
	case less && more:
		d.note(Widens, t.path, t.code, g)
	case less:
		d.note(Widens, t.path, t.code+"_less", g)
	case more:
		d.note(Narrows, t.path, t.code+"_more", g)
	case old != updated: // no hours that anybody could read
		d.note(Widens, t.path, t.code, g)
	}
}

func quietMinutes(q Quiet) (quiet [24 * 60]bool) {
	from, err := time.Parse("15:04", q.From)
	to, wrong := time.Parse("15:04", q.To)
	if err != nil || wrong != nil {
		return quiet
	}
	for at := from; at.Hour() != to.Hour() || at.Minute() != to.Minute(); at = at.Add(time.Minute) {
		quiet[at.Hour()*60+at.Minute()] = true
	}
	return quiet
}

func saidHours(q Quiet) slovo.Text {
	if q == (Quiet{}) {
		return wordOf("quiet", "")
	}
	return same(q.From + "–" + q.To)
}

func (d *comparison) keep(path string, old, updated Keep) {
	d.changed(thing{path + ".from", "keep_from", nil}, old.From, updated.From, d.event)
	d.more(thing{path + ".for", "keep", nil}, lasting(old.For), lasting(updated.For))
	d.otherwise(path+".otherwise", old.Otherwise, updated.Otherwise)
	d.told(thing{path + ".why", "keep_why", nil}, old.Why, updated.Why)
	d.changed(thing{path + ".then", "keep_then", nil}, old.Then, updated.Then, vocabulary("then"))
}

// otherwise ends the keeping of records whose clock never started, so
// without it they stay.
func (d *comparison) otherwise(path string, old, updated *Clock) {
	switch {
	case old == nil && updated == nil:
	case old == nil:
		d.note(Narrows, path, "otherwise_added", gaps{"For": spoken(updated.For), "From": d.event(updated.From)})
	case updated == nil:
		d.note(Widens, path, "otherwise_removed", gaps{"For": spoken(old.For), "From": d.event(old.From)})
	default:
		d.changed(thing{path + ".from", "otherwise_from", nil}, old.From, updated.From, d.event)
		d.more(thing{path + ".for", "otherwise", nil}, lasting(old.For), lasting(updated.For))
	}
}
