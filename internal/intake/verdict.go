package intake

import (
	"maps"
	"slices"
	"strings"

	"slovo"
	"slovo/internal/consent"
)

// refused are texts' ids for meanings that are not stored.
var refused = map[meaning]string{
	secret: "column.secret", claim: "column.vague_claim", staffs: "column.staff", idle: "column.idle", gone: "column.gone", ours: "column.ours",
}

// verdict tells what becomes of the column.
func (p *Plan) verdict(col column) Column {
	out := Column{Number: col.column + 1, Header: col.header, Filled: len(col.cells)}
	if wish, ok := p.wishes[col.column]; ok {
		out.Wish, out.Channels = wish.kind, wish.channels
		out.note(wishNote(wish))
	}
	for _, t := range p.targets {
		if i := slices.IndexFunc(t.parts, func(part part) bool { return part.column == col.column }); i >= 0 {
			out.Field = t.field
			out.note(fieldNote(col, t, i))
			out.Samples = p.samples(t, col)
			return out
		}
	}
	if i := slices.IndexFunc(p.moments, func(m moment) bool { return m.column == col.column }); i >= 0 {
		out.Event = p.moments[i].event
		out.Samples = years(p.moments[i], col.cells)
		out.note(sayWith("column.event", map[string]slovo.Text{"Event": p.charter.Events[out.Event].Name}))
		return out
	}
	if out.Wish == "" {
		reason := p.reason(col)
		out.Reason = &reason
	}
	return out
}

// note says one thing more about the column.
func (c *Column) note(said slovo.Text) {
	if c.Note != nil {
		said = sayWith("column.and", map[string]slovo.Text{"First": said, "Second": *c.Note})
	}
	c.Note = &said
}

func wishNote(w wished) slovo.Text {
	id := "column.claim"
	if w.kind == consent.Suppressed {
		id = "column.suppress"
	}
	return sayWith(id, map[string]slovo.Text{"Channels": channels(w.channels)})
}

// reason says why the column is not stored.
func (p *Plan) reason(col column) slovo.Text {
	id, known := refused[col.meaning]
	name, held := p.fieldOf(col)
	switch {
	case col.column == p.id:
		return say("column.id_used")
	case col.meaning == rowID:
		return say("column.id_unused")
	case col.event != "":
		return p.noMoment(col)
	case known:
		return say(id)
	case col.unfit:
		return say("column.unfit")
	case held:
		return say("column.country_alone")
	case name != "":
		return p.notHeld(name)
	case len(col.cells) == 0:
		return say("column.empty")
	}
	if t, typed := types[col.meaning]; typed {
		for _, name := range slices.Sorted(maps.Keys(p.charter.Fields)) {
			if p.charter.Fields[name].Type == t {
				return p.notHeld(name)
			}
		}
	}
	return say("column.no_field")
}

// noMoment says why a date that the header tells of starts no clock.
func (p *Plan) noMoment(col column) slovo.Text {
	declared, ok := p.charter.Events[col.event]
	switch {
	case len(col.cells) == 0:
		return say("column.empty")
	case !ok:
		return say("column.event_undeclared")
	case !dated(col.cells):
		return say("column.unfit")
	}
	return sayWith("column.event_unclear", map[string]slovo.Text{"Event": declared.Name})
}

// notHeld names the field and the purposes that do not hold it.
func (p *Plan) notHeld(name string) slovo.Text {
	var ru, en []string
	for _, purpose := range p.Purposes {
		ru = append(ru, "«"+p.charter.Purposes[purpose].Label.RU+"»")
		en = append(en, "“"+p.charter.Purposes[purpose].Label.EN+"”")
	}
	if len(ru) == 0 {
		return say("purpose.none")
	}
	purposes := slovo.Text{RU: strings.Join(ru, ", "), EN: strings.Join(en, ", ")}
	return sayWith("column.not_held", map[string]slovo.Text{"Field": p.charter.Fields[name].Label, "Purposes": purposes})
}

// fieldNote tells how the column is stored.
func fieldNote(col column, t target, i int) slovo.Text {
	whole, id := wholes[t.of], "column.header"
	switch {
	case col.meaning == card:
		id = "column.card"
	case col.byLook:
		id = "column.look"
	case col.meaning != whole && whole != direct:
		id = "column.joined"
	case i > 0:
		id = "column.later"
	}
	return say(id)
}
