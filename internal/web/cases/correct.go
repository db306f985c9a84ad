package cases

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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

// typed are the types that a form can take by one line of text. A list, a
// file or a conversation is no line.
var typed = []field.Type{
	field.Name, field.Phone, field.Email, field.Address, field.CardLast4, field.AccountNumber,
	field.Passport, field.Date, field.Money, field.Number, field.Text,
}

// corrects tells whether a link to correct the field leads anywhere. The
// gate decides anew when the form comes.
func (c *Pages) corrects(v visit.Visit, one gate.Case, name string) bool {
	p := c.Charter().Purposes[one.Purpose]
	return one.Closed.IsZero() && p.Allows(v.Actor.Role, charter.Correct) && p.Holds(name) &&
		slices.Contains(typed, c.Charter().Fields[name].Type)
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
	if !known || !slices.Contains(typed, declared.Type) {
		return slovo.ErrNotFound
	}
	said.Field, said.Label, said.Kind = name, declared.Label.In(v.Lang), kindOf(declared.Type)
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
	}
	return "text" // also an address of e-mail: the browser's own check would quote it
}

// Correct writes the field anew. The value is sealed again before the page
// that follows is drawn, and stands in no answer, also where it was refused.
func (c *Pages) Correct(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	one, err := c.Matters.Case(r.Context(), v.Actor, slovo.CaseID(r.PathValue("case")))
	if err != nil {
		return err
	}
	name, value := r.PathValue("field"), slovo.NewValue(r.PostFormValue("value"))
	ask := gate.Ask{Actor: v.Actor, Customer: one.ID.Customer(), Purpose: one.Purpose, Case: one.ID}
	_, err = c.Writer.Correct(r.Context(), ask, map[string]slovo.Value{name: value}, once(r, v))
	var denial *gate.Denial
	switch {
	case err == nil:
		http.Redirect(w, r, ui.CasePath(string(one.ID))+"?done=corrected", http.StatusSeeOther) //nolint:gosec // a path of ours, whatever the id
		return nil
	case errors.As(err, &denial):
		return c.showCorrect(w, r, v, http.StatusForbidden, ui.Correct{Refusal: refusal(v.Lang, denial)})
	case errors.Is(err, slovo.ErrInvalid):
		wrong := text.T(v.Lang, wrongWith(c.Charter().Fields[name].Type, value))
		return c.showCorrect(w, r, v, http.StatusUnprocessableEntity, ui.Correct{Error: wrong})
	}
	return err
}

// wrongWith names the text that says what is wrong with a value that was
// not taken. None of them repeats it.
func wrongWith(t field.Type, value slovo.Value) string {
	switch {
	case strings.TrimSpace(value.Show()) == "":
		return "wrong.empty"
	case looksCard(t, value):
		return "wrong.card"
	}
	return "wrong." + string(t)
}

// looksCard tells whether the value was not taken because it holds a card.
func looksCard(t field.Type, value slovo.Value) bool {
	_, err := field.Normalize(t, value.Show())
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
