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
	p.Why = slovo.Text{
		RU: "цели, которым не нужно согласие и для которых в файле есть всё необходимое",
		EN: "the purposes that need no consent and find in the file all that they need",
	}
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
		p.Why = noPurpose
	}
	return nil
}

// nearest takes the purpose that the file comes nearest to: the operator
// sees in the preview what it lacks.
func (p *Plan) nearest(name string) {
	i := slices.IndexFunc(p.Others, func(o OtherPurpose) bool { return o.Purpose == name })
	p.Why = slovo.Text{
		RU: "ни одной цели файл не подходит целиком; эта ближе всех: " + p.Others[i].Reason.RU,
		EN: "the file fits no purpose whole; this one is the nearest: " + p.Others[i].Reason.EN,
	}
	p.Purposes = []string{name}
	p.Others = slices.Delete(p.Others, i, i+1)
}

// said takes the purposes that the operator named.
func (p *Plan) said(names []string) error {
	for _, name := range names {
		purpose, declared := p.charter.Purposes[name]
		if !declared {
			return &Refusal{Why: slovo.Text{RU: "в уставе нет такой цели: " + name, EN: "the charter has no such purpose: " + name}}
		}
		if len(purpose.Consents) > 0 {
			return &Refusal{Why: slovo.Text{
				RU: "цели " + name + " нужно согласие клиента, а из файла его взять нельзя",
				EN: "purpose " + name + " needs the customer's consent, which no file can bring",
			}}
		}
	}
	p.Purposes = slices.Compact(slices.Sorted(slices.Values(names)))
	p.Why = slovo.Text{RU: "цели названы вами", EN: "you named the purposes"}
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
		return slovo.Text{
			RU: "нужно согласие клиента, а из файла его взять нельзя",
			EN: "needs the customer's consent, which no file can bring",
		}
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
		return slovo.Text{RU: "в файле нет: " + strings.Join(ru, ", "), EN: "the file lacks: " + strings.Join(en, ", ")}
	case !filled:
		return slovo.Text{RU: "в файле нет ничего, что ей нужно", EN: "the file has nothing that it needs"}
	}
	return slovo.Text{}
}
