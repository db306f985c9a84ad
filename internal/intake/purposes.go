package intake

import (
	"maps"
	"slices"
	"strings"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/field"
)

// choose takes the purposes that were said, or those that the file fits:
// they need no consent, and the file has all that they need.
func (p *Plan) choose(columns []column, said []string) error {
	if len(said) > 0 {
		return p.said(said)
	}
	offered := p.offered(columns)
	p.Why = say("purpose.fitting")
	best, most := "", 0
	for _, name := range slices.Sorted(maps.Keys(p.charter.Purposes)) {
		purpose := p.charter.Purposes[name]
		fits := p.fits(purpose, offered)
		if len(purpose.Consents) == 0 && fits > most {
			best, most = name, fits
		}
		if reason := p.why(purpose, offered); reason == (slovo.Text{}) {
			p.Purposes = append(p.Purposes, name)
		} else {
			p.Others = append(p.Others, OtherPurpose{name, reason})
		}
	}
	if len(p.Purposes) == 0 && best != "" {
		p.nearest(best)
	}
	if len(p.Purposes) == 0 {
		p.Why = say("purpose.none")
	}
	return nil
}

// nearest takes the purpose that the file comes nearest to: the operator
// sees in the preview what it lacks.
func (p *Plan) nearest(name string) {
	i := slices.IndexFunc(p.Others, func(o OtherPurpose) bool { return o.Purpose == name })
	p.Why = sayWith("purpose.nearest", map[string]slovo.Text{"Why": p.Others[i].Reason})
	p.Purposes = []string{name}
	p.Others = slices.Delete(p.Others, i, i+1)
}

// said takes the purposes that the operator named.
func (p *Plan) said(names []string) error {
	for _, name := range names {
		purpose, declared := p.charter.Purposes[name]
		if !declared {
			return refuse("purpose.unknown", "Purpose", name)
		}
		if len(purpose.Consents) > 0 {
			return refuse("purpose.consent_wanted", "Purpose", name)
		}
	}
	p.Purposes = slices.Compact(slices.Sorted(slices.Values(names)))
	p.Why = say("purpose.said")
	return nil
}

// offered are the fields that the file's columns could fill.
func (p *Plan) offered(columns []column) map[string]bool {
	offered := map[string]bool{}
	for _, col := range columns {
		t, typed := types[col.meaning]
		for name, declared := range p.charter.Fields {
			if name == col.pinned || typed && col.pinned == "" && declared.Type == t {
				offered[name] = true
			}
		}
	}
	return offered
}

// grows tells fields that come with time rather than in a file: orders,
// conversations, scans. A purpose that needs them is served without.
func grows(t field.Type) bool {
	return t == field.List || t == field.Conversation || t == field.File
}

// fits counts the purpose's fields that the file has, twice where it needs
// them, less those that it lacks.
func (p *Plan) fits(purpose charter.Purpose, offered map[string]bool) int {
	n, any := 0, false
	for _, name := range purpose.Need {
		switch {
		case offered[name]:
			n, any = n+20, true
		case !grows(p.charter.Fields[name].Type):
			n--
		}
	}
	for _, name := range purpose.May {
		if offered[name] {
			n, any = n+10, true
		}
	}
	if !any {
		return 0
	}
	return n
}

// why tells why the purpose is not served; the empty text where it is.
func (p *Plan) why(purpose charter.Purpose, offered map[string]bool) slovo.Text {
	if len(purpose.Consents) > 0 {
		return say("purpose.no_consent")
	}
	var ru, en []string
	filled := false
	for _, name := range purpose.Need {
		filled = filled || offered[name]
		if declared := p.charter.Fields[name]; !offered[name] && !grows(declared.Type) {
			ru, en = append(ru, declared.Label.RU), append(en, declared.Label.EN)
		}
	}
	switch {
	case len(ru) > 0:
		fields := slovo.Text{RU: strings.Join(ru, ", "), EN: strings.Join(en, ", ")}
		return sayWith("purpose.lacks", map[string]slovo.Text{"Fields": fields})
	case !filled:
		return say("purpose.nothing")
	}
	return slovo.Text{}
}
