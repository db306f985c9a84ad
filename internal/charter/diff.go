package charter

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"slovo"
	"slovo/internal/text"
)

// Effect is what a change of the charter does to a customer's data.
type Effect string

// The effects. What cannot be judged widens: a company may be surprised by
// a warning, a customer must not be surprised by the charter.
const (
	Widens  Effect = "widens"
	Narrows Effect = "narrows"
	Neutral Effect = "neutral"
)

// Change is one thing that a new charter does differently. Path is where
// in the charter, Code is stable for programs, and Text says it whole.
type Change struct {
	Effect Effect     `json:"kind"`
	Path   string     `json:"path"`
	Code   string     `json:"code"`
	Text   slovo.Text `json:"text"`

	Args  map[string]slovo.Text `json:"-"` // what fills the sentence
	Group slovo.Text            `json:"-"` // the purpose, or the part of the charter
	Said  slovo.Text            `json:"-"` // the sentence under its group's heading
}

// Diff tells what changes for a customer when the new charter replaces the
// old one: purposes first, by name, then the rest in the charter's order.
// Equal charters differ in nothing; a file's hash is no difference.
func Diff(old, updated *Charter) []Change {
	d := &comparison{old: old, new: updated}
	d.purposes()
	d.recipients()
	d.fields()
	d.consents()
	d.stores()
	d.company()
	d.roles()
	d.events()
	d.verification()
	d.staff()
	d.rest()
	return d.changes
}

// Widening tells whether any of the changes widens what is done with
// customers' data.
func Widening(changes []Change) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Effect == Widens })
}

// comparison is one walk through two charters.
type comparison struct {
	old, new *Charter
	group    slovo.Text
	own      slovo.Text // the name of the thing that the sentences are about, if one
	changes  []Change
}

type gaps map[string]slovo.Text

// part begins a part of the charter.
func (d *comparison) part(id string) {
	d.group, d.own = inBoth("charter.part."+id, nil), slovo.Text{}
}

// of begins a thing that has a group of its own.
func (d *comparison) of(name slovo.Text) { d.group, d.own = name, name }

// about tells of a thing that stands with others under one heading.
func (d *comparison) about(name slovo.Text, tell func()) {
	d.own = name
	tell()
	d.own = slovo.Text{}
}

func (d *comparison) note(e Effect, path, code string, g gaps) {
	said := inBoth("charter.diff."+code, g)
	whole := said
	if d.own != (slovo.Text{}) {
		whole = slovo.Text{RU: d.own.RU + ": " + lowered(said.RU), EN: d.own.EN + ": " + lowered(said.EN)}
	}
	if d.own != d.group {
		said = whole // the heading does not say what it is about
	}
	d.changes = append(d.changes, Change{Effect: e, Path: path, Code: code, Text: whole, Args: g, Group: d.group, Said: said})
}

// inBoth is the catalogue's text in both languages.
func inBoth(id string, g gaps) slovo.Text {
	ru, en := text.Data{}, text.Data{}
	for name, t := range g {
		ru[name], en[name] = t.RU, t.EN
	}
	return slovo.Text{RU: breaking(text.T(slovo.RU, id, ru)), EN: breaking(text.T(slovo.EN, id, en))}
}

// breaking lets a line break at each space: these sentences also go to
// terminals and to programs.
func breaking(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

// thing is one place of the charter and how its changes are told.
type thing struct {
	path, code string
	gaps       gaps
}

func (t thing) with(old, updated slovo.Text) gaps {
	g := maps.Clone(t.gaps)
	if g == nil {
		g = gaps{}
	}
	g["Old"], g["New"] = old, updated
	return g
}

// more notes an amount of which more widens, less one of which less does.
func (d *comparison) more(t thing, old, updated amount) {
	d.compare(t, old, updated, Widens, Narrows)
}

func (d *comparison) less(t thing, old, updated amount) {
	d.compare(t, old, updated, Narrows, Widens)
}

func (d *comparison) compare(t thing, old, updated amount, up, down Effect) {
	g := t.with(old.said, updated.said)
	switch {
	case (old.size < 0 || updated.size < 0) && old != updated: // a word without a rank
		g["Path"] = same(t.path)
		d.note(Widens, t.path, "unranked", g)
	case updated.size > old.size:
		d.note(up, t.path, t.code+"_more", g)
	case updated.size < old.size:
		d.note(down, t.path, t.code+"_less", g)
	}
}

// unjudged notes a change of which nobody but a person can say what it
// does, and wording one that does nothing.
func (d *comparison) unjudged(t thing, old, updated slovo.Text) {
	if old != updated {
		d.note(Widens, t.path, t.code, t.with(old, updated))
	}
}

func (d *comparison) wording(t thing, old, updated slovo.Text) {
	if old != updated {
		d.note(Neutral, t.path, t.code, t.with(old, updated))
	}
}

// told notes what customers are told beside the rules: words may change,
// and without any there is less to judge by.
func (d *comparison) told(t thing, old, updated slovo.Text) {
	g := t.with(old, updated)
	switch none := (slovo.Text{}); {
	case old == updated:
	case old == none:
		d.note(Narrows, t.path, t.code+"_added", g)
	case updated == none:
		d.note(Widens, t.path, t.code+"_removed", g)
	default:
		d.note(Neutral, t.path, t.code, g)
	}
}

// members notes names that came or went. What comes has the effect in, what
// goes the effect out.
func (d *comparison) members(t thing, old, updated []string, in, out Effect, say func(string) slovo.Text) {
	for _, name := range either(old, updated) {
		g := maps.Clone(t.gaps)
		if g == nil {
			g = gaps{}
		}
		g["Name"] = say(name)
		switch was, is := slices.Contains(old, name), slices.Contains(updated, name); {
		case is && !was:
			d.note(in, t.path+"."+name, t.code+"_added", g)
		case was && !is:
			d.note(out, t.path+"."+name, t.code+"_removed", g)
		}
	}
}

// either lists the names of both, sorted, each once.
func either(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// inBothOf calls for each name that the old and the new have, and returns
// the names of each, for members.
func inBothOf[T any](old, updated map[string]T, each func(name string, old, updated T)) (was, is []string) {
	was, is = slices.Sorted(maps.Keys(old)), slices.Sorted(maps.Keys(updated))
	for _, name := range was {
		if now, ok := updated[name]; ok {
			each(name, old[name], now)
		}
	}
	return was, is
}

// amount is something that can be more or less, and its words.
type amount struct {
	size float64
	said slovo.Text
}

func count(n int) amount { return amount{float64(n), number(n)} }

// lasting is a period by the calendar's average: twelve months are a year.
func lasting(p Period) amount {
	const month = 30.436875 * 24 * float64(time.Hour)
	size := float64(12*p.Years+p.Months)*month + float64(p.Days)*24*float64(time.Hour) + float64(p.Rest)
	return amount{size, spoken(p)}
}

// unlessZero is a period of which zero means that it never ends.
func unlessZero(p Period, never string) amount {
	if p.IsZero() {
		return amount{math.Inf(1), wordOf("never", never)}
	}
	return lasting(p)
}

// rank is the word's place among the words, weakest first.
func rank[T ~string](group string, word T, order ...T) amount {
	return amount{float64(slices.Index(order, word)), wordOf(group, string(word))}
}
