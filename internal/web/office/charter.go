package office

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/edition"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// Editions are the charter's versions.
type Editions interface {
	InForce() edition.Version
	Versions(ctx context.Context) ([]edition.Version, error)
	Text(ctx context.Context, hash string) ([]byte, error)
}

// Rules shows the charter in force to whoever works under it.
func (c *Pages) Rules(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	all, err := c.Editions.Versions(r.Context())
	if err != nil {
		return err
	}
	rules, now := c.Charter(), c.Editions.InForce()
	v.Page.Title, v.Page.Toast = text.T(v.Lang, "rules.title"), done(v, r)
	summary := rules.InWords()
	page := ui.Charter{
		Page: v.Page, Flow: flow(v.Lang, rules), Proofs: in(v.Lang, summary.Verification),
		Lead: text.T(v.Lang, "rules.lead", "Version", now.Version, "From", text.Date(v.Lang, now.Effective, c.Local(c.Now()))),
		May:  rules.Roles[v.Actor.Role].MayDo("publish"),
	}
	for _, p := range summary.Purposes {
		page.Purposes = append(page.Purposes, card(v.Lang, p))
	}
	for _, part := range summary.Parts {
		page.Parts = append(page.Parts, ui.PurposeCard{Name: part.Label.In(v.Lang), Lines: answers(v.Lang, part.Lines)})
	}
	for _, one := range all {
		page.Versions = append(page.Versions, c.editionOf(r.Context(), v, one, now))
	}
	if len(all) > 0 && all[0].Effective.After(c.Now()) {
		page.Waits = &ui.Refusal{
			Title:  text.T(v.Lang, "rules.waiting"),
			Reason: text.T(v.Lang, "rules.waits", "Version", all[0].Version, "From", c.from(v, all[0])),
		}
	}
	return visit.Show(w, r, http.StatusOK, ui.CharterPage(page))
}

// from is since when, or from when on, a version is in force.
func (c *Pages) from(v visit.Visit, e edition.Version) string {
	return text.When(v.Lang, e.Effective, c.Local(c.Now()))
}

// in says all in one language.
func in(l slovo.Lang, all []slovo.Text) []string {
	said := make([]string, len(all))
	for i, one := range all {
		said[i] = one.In(l)
	}
	return said
}

// card is a purpose: what for, which data, on what ground, who, how long,
// to whom.
func card(l slovo.Lang, p charter.PurposeSummary) ui.PurposeCard {
	var who, data []string
	for _, role := range p.Who {
		who = append(who, role.Label.In(l)+": "+strings.Join(in(l, role.Does), ", "))
	}
	if len(p.Need) > 0 {
		data = append(data, strings.Join(in(l, p.Need), ", ")+" ("+text.T(l, "rules.need")+")")
	}
	if len(p.May) > 0 {
		data = append(data, strings.Join(in(l, p.May), ", ")+" ("+text.T(l, "rules.may")+")")
	}
	answer := func(asks string, says []string, none string) ui.Answer {
		if len(says) == 0 {
			says = []string{none}
		}
		return ui.Answer{Asks: asks, Says: says}
	}
	return ui.PurposeCard{Name: p.Label.In(l), Lines: append([]ui.Answer{
		answer(text.T(l, "rules.why"), []string{p.Why.In(l)}, ""),
		answer(text.T(l, "rules.what"), data, ""),
		answer(text.T(l, "rules.basis"), in(l, p.Basis), ""),
		answer(text.T(l, "rules.who"), who, text.T(l, "rules.nobody")),
		answer(text.T(l, "rules.keep"), in(l, p.Keep), ""),
		answer(text.T(l, "rules.given"), in(l, p.Given), text.T(l, "rules.given_nobody")),
	}, answers(l, p.More)...)}
}

// answers are the charter's own, each asked with a capital letter.
func answers(l slovo.Lang, all []charter.Answer) []ui.Answer {
	said := make([]ui.Answer, len(all))
	for i, one := range all {
		first, size := utf8.DecodeRuneInString(one.Asks.In(l))
		said[i] = ui.Answer{Asks: string(unicode.ToUpper(first)) + one.Asks.In(l)[size:], Says: in(l, one.Says)}
	}
	return said
}

// flow is where data goes, as the charter says.
func flow(l slovo.Lang, rules *charter.Charter) ui.Flow {
	f := ui.Flow{Caption: text.T(l, "rules.flow"), Stays: text.T(l, "rules.stays")}
	for _, id := range slices.Sorted(maps.Keys(rules.Purposes)) {
		p := rules.Purposes[id]
		one := ui.FlowPurpose{Label: p.Label.In(l), Tone: tone(p), Fields: labels(l, rules, slices.Concat(p.Need, p.May))}
		one.Note = text.T(l, "flow.by_"+one.Tone)
		for _, name := range slices.Sorted(maps.Keys(rules.Recipients)) {
			to := rules.Recipients[name]
			fields := slices.DeleteFunc(slices.Clone(to.Fields), func(f string) bool { return !p.Holds(f) })
			if slices.Contains(to.Purposes, id) && len(fields) > 0 {
				one.Given = append(one.Given, ui.FlowGiven{Label: to.Name.In(l), Fields: labels(l, rules, fields)})
			}
		}
		f.Purposes = append(f.Purposes, one)
	}
	return f
}

// byLaw are the grounds on which a law, not the customer, asks for data.
var byLaw = []string{"6.1.2", "6-1-c", "6-1-e"}

// tone tells how much a purpose rests on the customer's will.
func tone(p charter.Purpose) string {
	if len(p.Consents) > 0 {
		return ui.ByConsent
	}
	for _, article := range p.Basis {
		if slices.Contains(byLaw, article) {
			return ui.ByLaw
		}
	}
	return ui.ByContract
}

func (c *Pages) editionOf(ctx context.Context, v visit.Visit, e, now edition.Version) ui.Edition {
	one := ui.Edition{
		Number: strconv.Itoa(e.Version), From: c.from(v, e), Published: text.When(v.Lang, e.PublishedAt, c.Local(c.Now())),
		By: c.publisher(ctx, v.Lang, e.By), Kind: ui.Unknown, State: text.T(v.Lang, "rules.over"), Text: ui.CharterText(e.Hash),
	}
	switch {
	case e.Hash == now.Hash:
		one.Kind, one.State = ui.OK, text.T(v.Lang, "rules.in_force")
	case e.Effective.After(c.Now()):
		one.Kind, one.State = ui.Warn, text.T(v.Lang, "rules.awaits")
	}
	return one
}

// publisher is a colleague's name, or the system's user who did it at the server.
func (c *Pages) publisher(ctx context.Context, l slovo.Lang, id slovo.StaffID) string {
	if name, atServer := strings.CutPrefix(string(id), slovo.AtServer); atServer {
		return text.T(l, "rules.operator", "Name", name)
	}
	account, _ := c.Frame.Staff.Account(ctx, id) // one that is gone is told by its number
	return cmp.Or(account.Name, string(id))
}

// RulesText is the file of one version.
func (c *Pages) RulesText(w http.ResponseWriter, r *http.Request, _ visit.Visit) error {
	file, err := c.Editions.Text(r.Context(), r.PathValue("hash"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="charter.yaml"`)
	_, _ = w.Write(file) //nolint:gosec // a text to download, and a browser that left is no error
	return nil
}
