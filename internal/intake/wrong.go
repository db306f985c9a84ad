package intake

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/field"
	"slovo/internal/text"
)

// say is a text of the catalogue in both languages.
func say(id string, data ...any) slovo.Text {
	return slovo.Text{RU: text.T(slovo.RU, "intake."+id, data...), EN: text.T(slovo.EN, "intake."+id, data...)}
}

// sayWith is say with gaps that are texts in both languages themselves.
func sayWith(id string, gaps map[string]slovo.Text) slovo.Text {
	ru, en := text.Data{}, text.Data{}
	for name, gap := range gaps {
		ru[name], en[name] = gap.RU, gap.EN
	}
	return slovo.Text{RU: text.T(slovo.RU, "intake."+id, ru), EN: text.T(slovo.EN, "intake."+id, en)}
}

// both is a text that is the same in both languages.
func both(s string) slovo.Text { return slovo.Text{RU: s, EN: s} }

// Refusal is a file that cannot be taken at all. It never quotes the file.
type Refusal struct{ Why slovo.Text }

// Error is the reason in English.
func (r *Refusal) Error() string { return r.Why.EN }

// Unwrap makes a Refusal a slovo.ErrInvalid.
func (r *Refusal) Unwrap() error { return slovo.ErrInvalid }

func refuse(id string, data ...any) error { return &Refusal{Why: say(id, data...)} }

// wrong says why a row, or one of its cells, cannot be taken: the end of a
// text's id in the catalogue.
type wrong string

// What can be wrong with a row beside a value that is not of its type.
const (
	unclosedQuote wrong = "unclosed_quote"
	rowTooLong    wrong = "too_long"
	moreCells     wrong = "more_cells"
	nothingKept   wrong = "nothing_kept"
	brokenLetters wrong = "broken_letters"
	holdsCard     wrong = "holds_card"
	roundedNumber wrong = "rounded"
	deletedThere  wrong = "deleted_there"
	erasedBefore  wrong = "erased_before"
	sameID        wrong = "same_id"
	otherValues   wrong = "other_values"
	notOfType     wrong = "not_" // before the type's name
)

// typed are the types that have a sentence of their own.
var typed = []field.Type{
	field.Name, field.Phone, field.Email, field.Address, field.List, field.CardLast4, field.AccountNumber, field.Passport,
	field.Date, field.Money, field.Number, field.Text,
}

func notA(t field.Type) wrong {
	if slices.Contains(typed, t) {
		return notOfType + wrong(t)
	}
	return "unfit"
}

// text says the wrong in both languages.
func (w wrong) text() slovo.Text { return say("row." + string(w)) }

// judge says what is wrong with a value that its field did not take.
func judge(f charter.Field, value string, err error) slovo.Text {
	var part *field.BadPart
	switch {
	case errors.Is(err, field.ErrCard) || f.Type != field.CardLast4 && field.HasCard(value):
		return holdsCard.text()
	case errors.As(err, &part) && part.Part == "":
		return say("row.part_undeclared", "Parts", strings.Join(slices.Sorted(maps.Keys(f.Item)), ", "))
	case errors.As(err, &part):
		return sayWith("row.part", map[string]slovo.Text{"Part": both(part.Part), "Why": notA(part.Type).text()})
	}
	return notA(f.Type).text()
}

// rejected is a row that was not taken: where it stands and why, and what
// it holds, to be mended.
type rejected struct {
	row    int // of data, from 1
	line   int // of the file, on which it begins
	column int // or none
	why    slovo.Text
	cells  []string
}
