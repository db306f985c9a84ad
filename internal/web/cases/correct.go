package cases

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/field"
	"slovo/internal/gate"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// byHand tells whether values of the type are typed, a list's item a line.
// A file or a conversation comes from elsewhere.
func byHand(t field.Type) bool { return t != field.File && t != field.Conversation }

// mayCorrect tells whether the role writes the field anew in the case. The
// gate decides anew when the form comes.
func (c *Pages) mayCorrect(v visit.Visit, one gate.Case, name string) bool {
	p := c.Charter().Purposes[one.Purpose]
	return one.Closed.IsZero() && p.Allows(v.Actor.Role, charter.Correct) && p.Holds(name)
}

// corrects tells whether a link to correct the field leads anywhere.
func (c *Pages) corrects(v visit.Visit, one gate.Case, name string) bool {
	return c.mayCorrect(v, one, name) && byHand(c.Charter().Fields[name].Type)
}

// missing leads to the fields that the record lacks and the role may write
// in the case.
func (c *Pages) missing(v visit.Visit, one gate.Case, d *ui.Desk) []ui.Link {
	var links []ui.Link
	for _, name := range slices.Sorted(maps.Keys(c.Charter().Fields)) {
		if c.corrects(v, one, name) && !has(d.Customer, name) {
			links = append(links, ui.Link{
				Label: c.Charter().Fields[name].Label.In(v.Lang), Href: ui.CasePath(string(one.ID), ui.ActFields, name),
			})
		}
	}
	return links
}

// has tells whether the record holds a value of the field.
func has(record *ui.Customer, name string) bool {
	return slices.ContainsFunc(record.Items, func(i ui.Item) bool { return i.Key == name })
}

// CorrectPage asks for a field's new value, in an open case whose customer
// was verified at the level that a change of the field takes.
func (c *Pages) CorrectPage(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.showCorrect(w, r, v, http.StatusOK, ui.Correct{})
}

// showCorrect draws the form, or why there is none.
func (c *Pages) showCorrect(w http.ResponseWriter, r *http.Request, v visit.Visit, status int, said ui.Correct) error {
	d, one, err := c.caseDesk(r, v, nil, "")
	if err != nil {
		return err
	}
	name := r.PathValue("field")
	declared, known := c.Charter().Fields[name]
	if !known {
		return slovo.ErrNotFound
	}
	said.Field, said.Label, said.Kind = name, declared.Label.In(v.Lang), kindOf(declared.Type)
	said.New, said.Parts = !has(d.Customer, name), partsOf(v.Lang, declared.Item)
	said.Once = slovo.RandomText(32)
	if said.Refusal == nil {
		said.Refusal = c.notYet(v, one, d, name)
	}
	d.Correct = &said
	return visit.Show(w, r, status, ui.DeskPage(d))
}

// notYet tells before anything is typed what the gate would refuse after.
func (c *Pages) notYet(v visit.Visit, one gate.Case, d ui.Desk, name string) *ui.Refusal {
	rules := c.Charter()
	switch {
	case !one.Closed.IsZero():
		return ui.Refuse(v.Lang, string(gate.CaseClosed))
	case !byHand(rules.Fields[name].Type):
		return &ui.Refusal{Reason: text.T(v.Lang, "correct.not_by_hand"), Remedy: text.T(v.Lang, "correct.not_by_hand_help")}
	case !c.corrects(v, one, name):
		return ui.Refuse(v.Lang, string(gate.RoleNotAllowed))
	case d.Verify == nil:
		return nil // nobody to verify
	}
	if missing := rules.Verification.Points[rules.Fields[name].Change] - d.Verify.Points; missing > 0 {
		return ui.Refuse(v.Lang, string(gate.Unverified), text.Data(gate.Reason{Missing: missing}.Gaps()))
	}
	return nil
}

// kindOf is how a browser helps to type such a value.
func kindOf(t field.Type) string {
	switch t {
	case field.Phone:
		return "tel"
	case field.CardLast4:
		return "digits"
	case field.List:
		return "lines"
	}
	return "text" // also an address of e-mail: the browser's own check would quote it
}

// partsOf are the parts of a list's item in words, as they stand in a line.
func partsOf(l slovo.Lang, item map[string]field.Type) string {
	names := field.Parts(item)
	for i, name := range names {
		if said := text.T(l, "part."+name); said != "part."+name {
			names[i] = said
		}
	}
	return strings.Join(names, "; ")
}

// asStored is what was typed as the gate takes it: a list comes in lines.
func asStored(f charter.Field, typed string) (slovo.Value, error) {
	if f.Type != field.List {
		return slovo.NewValue(typed), nil
	}
	list, err := field.FromLines(f.Item, typed)
	return slovo.NewValue(list), err
}

// Correct writes the field anew. The value is sealed again before the page
// that follows is drawn, and stands in no answer, also where it was refused.
func (c *Pages) Correct(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	one, err := c.Matters.Case(r.Context(), v.Actor, slovo.CaseID(r.PathValue("case")))
	if err != nil {
		return err
	}
	name := r.PathValue("field")
	declared := c.Charter().Fields[name]
	if !byHand(declared.Type) {
		return c.showCorrect(w, r, v, http.StatusUnprocessableEntity, ui.Correct{})
	}
	value, err := asStored(declared, r.PostFormValue("value"))
	if err == nil {
		ask := gate.Ask{Actor: v.Actor, Customer: one.ID.Customer(), Purpose: one.Purpose, Case: one.ID}
		_, err = c.Writer.Correct(r.Context(), ask, map[string]slovo.Value{name: value}, once(r, v))
	}
	var denial *gate.Denial
	switch {
	case err == nil:
		http.Redirect(w, r, ui.CasePath(string(one.ID))+"?done=corrected", http.StatusSeeOther) //nolint:gosec // a path of ours, whatever the id
		return nil
	case errors.As(err, &denial):
		return c.showCorrect(w, r, v, http.StatusForbidden, ui.Correct{Refusal: refusal(v.Lang, denial)})
	case errors.Is(err, slovo.ErrInvalid):
		wrong := text.T(v.Lang, wrongWith(declared.Type, slovo.NewValue(r.PostFormValue("value")), err))
		return c.showCorrect(w, r, v, http.StatusUnprocessableEntity, ui.Correct{Error: wrong})
	}
	return err
}

// wrongWith names the text that says what is wrong with a value that was
// not taken. None of them repeats it.
func wrongWith(t field.Type, value slovo.Value, err error) string {
	switch {
	case strings.TrimSpace(value.Show()) == "":
		return "wrong.empty"
	case holdsCard(err):
		return "wrong.card"
	}
	return "wrong." + string(t)
}

// holdsCard tells whether a value, or a part of one, was not taken because
// it holds a card.
func holdsCard(err error) bool {
	var whole *gate.BadField
	if errors.As(err, &whole) {
		err = whole.Cause
	}
	var part *field.BadPart
	if errors.As(err, &part) {
		err = part.Cause
	}
	return errors.Is(err, field.ErrCard)
}

// once names the write that this very form asks for, so that a form sent
// twice writes once. What the form holds is kept as a hash only, keyed with
// the session's secret, which is not in the database.
func once(r *http.Request, v visit.Visit) gate.Once {
	nonce := r.PostFormValue("once")
	if nonce == "" {
		return gate.Once{}
	}
	hash := func(of string) []byte {
		h := hmac.New(sha256.New, []byte(visit.Session(r).Show()))
		fmt.Fprintf(h, "%s\n%s", r.URL.Path, of) //nolint:errcheck // a hash takes all
		return h.Sum(nil)
	}
	return gate.Once{
		Owner: "staff/" + string(v.Actor.Account), Key: hex.EncodeToString(hash("once " + nonce)), Request: hash("form " + r.PostForm.Encode()),
	}
}
