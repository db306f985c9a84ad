package charter

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"slovo/internal/charter/law"
)

// packs are the laws that the charter is checked by: its own, or those that
// whoever checks it names.
func (r *reading) packs() []*law.Pack {
	if len(r.look.Laws) > 0 {
		return packsOf(r.look.Laws)
	}
	return packsOf(r.charter.Laws)
}

func packsOf(ids []string) []*law.Pack {
	var all []*law.Pack
	for _, id := range ids {
		if p, err := law.Get(id); err == nil {
			all = append(all, p)
		}
	}
	return all
}

// asked are those of the packs that have a row for the finding.
func (r *reading) asked(s saying) []*law.Pack {
	return slices.DeleteFunc(r.packs(), func(p *law.Pack) bool {
		_, ok := p.Holds(string(s))
		return !ok
	})
}

// weigh tells errors from warnings and names the laws that ask for it.
func (r *reading) weigh() {
	packs := r.packs()
	for i := range r.problems.List {
		p := &r.problems.List[i]
		p.Severity = Error
		var sources []string
		softly := 0
		for _, pack := range packs {
			row, ok := pack.Holds(p.Code)
			if !ok {
				continue
			}
			sources = append(sources, row.Source)
			if row.Warning {
				softly++
			}
		}
		if warned[saying(p.Code)] || softly > 0 && softly == len(sources) {
			p.Severity = Warning
		}
		p.Law = strings.Join(sources, "; ")
	}
}

// lawful holds a purpose to the laws.
func (r *reading) lawful(n *yaml.Node, p *Purpose) {
	for _, pack := range r.packs() {
		if len(pack.Bases) > 0 {
			r.based(n, p, pack)
		}
		r.grounded(under(n, "special", pack.ID), p.Special[pack.ID], pack.ID, pack.Special)
		r.grounded(under(n, "advertising", pack.ID), p.Advertising[pack.ID], pack.ID, pack.Advertising)
		r.special(n, p, pack)
		r.automated(n, p, pack)
	}
	if len(p.Consents) == 0 && r.sound(n, "consents") && r.byConsent(p) {
		r.refuse(n, consentWanted)
	}
	r.advertised(n, p)
	r.explained(n, p)
}

// based asks for a ground under the law, and one that the law knows.
func (r *reading) based(n *yaml.Node, p *Purpose, pack *law.Pack) {
	at := under(n, "basis")
	if at == nil || at.Kind != yaml.MappingNode {
		return
	}
	article, there := p.Basis[pack.ID]
	if !there {
		r.refuse(at, basisMissing, "Law", pack.ID)
		return
	}
	r.grounded(under(at, pack.ID), article, pack.ID, pack.Bases)
}

func (r *reading) grounded(n *yaml.Node, article, id string, in []law.Basis) {
	known := func(b law.Basis) bool { return b.Article == article }
	if n != nil && article != "" && !slices.ContainsFunc(in, known) {
		r.refuse(n, basisUnknown, "Word", article, "Law", id, "Known", law.Articles(in))
	}
}

// byConsent tells whether the purpose rests on consent under any law, or
// advertises on it.
func (r *reading) byConsent(p *Purpose) bool {
	for _, pack := range r.packs() {
		basis, _ := pack.Basis(p.Basis[pack.ID])
		ad, _ := pack.AdvertisingBasis(p.Advertising[pack.ID])
		if basis.Consent || ad.Consent {
			return true
		}
	}
	return false
}

// written tells whether the purpose has a consent in writing. One that
// cannot be read may be.
func (r *reading) written(p *Purpose) bool {
	return slices.ContainsFunc(p.Consents, func(c string) bool {
		return r.charter.Consents[c].Form == "written" || !r.declared[consents][c] || !r.sound(r.root, "consents", c, "form")
	})
}

// special refuses special and biometric data without a ground of its own:
// consent, in writing where the law says so, or an exception of the law.
func (r *reading) special(n *yaml.Node, p *Purpose, pack *law.Pack) {
	i := slices.IndexFunc(slices.Concat(p.Need, p.May), func(f string) bool {
		kind := r.charter.Fields[f].Kind
		return kind == "special" || kind == "biometric"
	})
	if i < 0 || len(pack.Special) == 0 || r.written(p) || !r.sound(n, "special") || !r.sound(n, "consents") {
		return
	}
	basis, known := pack.SpecialBasis(p.Special[pack.ID])
	if !known {
		basis, known = pack.SpecialBasis(p.Basis[pack.ID])
	}
	if known && (!basis.Consent || !basis.Written && len(p.Consents) > 0) {
		return
	}
	r.refuse(at(under(n, "fields"), n), writtenConsentWanted, "Name", slices.Concat(p.Need, p.May)[i], "Law", pack.ID)
}

// automated refuses a decision by a program alone without a ground that
// allows it.
func (r *reading) automated(n *yaml.Node, p *Purpose, pack *law.Pack) {
	at := under(n, "automated")
	if _, asked := pack.Holds(string(automatedConsentWanted)); at == nil || !asked || r.written(p) {
		return
	}
	if !slices.Contains(pack.Automated, p.Basis[pack.ID]) {
		r.refuse(at, automatedConsentWanted, "Law", pack.ID)
	}
}

// advertised asks for a consent to advertising beside that to keeping the
// data, and for every channel that is mailed over.
func (r *reading) advertised(n *yaml.Node, p *Purpose) {
	if len(p.Consents) == 0 || !r.sound(n, "consents") {
		return
	}
	for _, pack := range r.asked(ownAdvertisingConsent) {
		basis, _ := pack.Basis(p.Basis[pack.ID])
		if p.Advertising[pack.ID] != "" && basis.Consent && len(p.Consents) < 2 {
			r.refuse(under(n, "consents"), ownAdvertisingConsent)
		}
	}
	if p.Mailing == nil || len(r.asked(channelNotAgreed)) == 0 {
		return
	}
	agreed := map[string]bool{}
	for _, name := range p.Consents {
		if !r.declared[consents][name] || !r.sound(r.root, "consents", name, "channels") {
			return
		}
		for _, c := range r.charter.Consents[name].Channels {
			agreed[string(c)] = true
		}
	}
	for _, c := range p.Mailing.Channels {
		if len(agreed) > 0 && !agreed[string(c)] {
			r.refuse(under(n, "mailing", "channels"), channelNotAgreed, "Word", string(c))
		}
	}
}

// explained asks for what the notice must say in words.
func (r *reading) explained(n *yaml.Node, p *Purpose) {
	for _, pack := range r.asked(interestWanted) {
		basis, _ := pack.Basis(p.Basis[pack.ID])
		if basis.Legit && under(n, "interest") == nil {
			r.refuse(under(n, "basis"), interestWanted)
		}
	}
	if len(r.asked(originWanted)) > 0 && p.Source != "" && p.Source != "customer" && under(n, "origin") == nil {
		r.refuse(under(n, "source"), originWanted)
	}
}

// home tells whether one of the charter's own laws, be they checked now or
// not, wants the data in the country.
func (r *reading) home(country string) bool {
	return slices.ContainsFunc(packsOf(r.charter.Laws), func(p *law.Pack) bool { return slices.Contains(p.Home, country) })
}

// abroad holds a transfer to another country to the laws.
func (r *reading) abroad(n *yaml.Node, country string, t Transfer) {
	if country == "" || !r.sound(n, "transfer") {
		return
	}
	for _, pack := range r.asked(transferNotice) {
		if !slices.Contains(pack.Home, country) && t.Notified == "" {
			r.refuse(under(n, "country"), transferNotice, "Name", country)
		}
	}
	r.safeguarded(n, country, t)
}

// safeguarded asks what keeps data safe in a country that the law does not
// trust, unless another of the charter's laws wants it there.
func (r *reading) safeguarded(n *yaml.Node, country string, t Transfer) {
	for _, pack := range r.asked(transferSafeguard) {
		if !slices.Contains(pack.Near.Countries, country) && !r.home(country) && t.Safeguard == "" {
			r.refuse(under(n, "country"), transferSafeguard, "Name", country)
		}
	}
}

// placed holds a store to the laws that say where it must lie.
func (r *reading) placed(n *yaml.Node, country string, t Transfer) {
	if country == "" || !r.sound(n, "transfer") {
		return
	}
	for _, pack := range r.asked(storeAbroad) {
		if !slices.Contains(pack.Home, country) {
			r.refuse(under(n, "country"), storeAbroad, "Name", country)
		}
	}
	r.safeguarded(n, country, t)
}
