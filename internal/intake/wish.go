package intake

import (
	"context"
	"strings"

	"slovo"
	"slovo/internal/consent"
)

// Wishes keeps what customers agreed to or refused; *consent.Book does. It
// joins the transaction that the context carries.
type Wishes interface {
	Record(ctx context.Context, a slovo.Actor, c slovo.CustomerID, wishes []consent.Wish) error
}

// wished is what a column says of messages: a mark by yes and no, or, where
// it is an address for mailings, by being filled.
type wished struct {
	kind     consent.Kind
	channels []consent.Channel
	filled   bool
}

func (w wished) any() bool { return w.kind != "" }

var (
	byEmail  = []consent.Channel{consent.Email}
	bySMS    = []consent.Channel{consent.SMS}
	byPhone  = []consent.Channel{consent.Phone}
	byLetter = []consent.Channel{consent.Email, consent.SMS}
)

// spokenWishes are headers that say clearly to what somebody agreed, or
// what they refused. An opt-in is nobody's consent: it came without proof.
var spokenWishes = []struct {
	headers string
	wished
}{
	{
		`acceptsemailmarketing acceptsmarketing emailoptin emailconsent emailmarketing subscribed newsletter emailsubscribed
		согласие_на_рассылку согласие_на_рассылки согласие_на_email_рассылку подписка подписан подписан_на_рассылку рассылка`,
		wished{consent.Claimed, byEmail, false},
	},
	{`acceptssmsmarketing smsoptin smsconsent согласие_на_смс согласие_на_sms согласие_на_смс_рассылку`, wished{consent.Claimed, bySMS, false}},
	{`телефон_для_рассылок`, wished{consent.Claimed, bySMS, true}},
	{`e_mail_для_рассылок email_для_рассылок почта_для_рассылок`, wished{consent.Claimed, byEmail, true}},
	{
		`unsubscribedfromallemail hasoptedoutofemail emailoptout donotemail unsubscribed emailunsubscribed отписан отписался отписан_от_рассылки`,
		wished{consent.Suppressed, byEmail, false},
	},
	{`smsoptout hasoptedoutofsms donotsms не_слать_смс не_слать_sms`, wished{consent.Suppressed, bySMS, false}},
	{`donotcall hasoptedoutofphone не_звонить`, wished{consent.Suppressed, byPhone, false}},
	{`не_писать отказ_от_рассылки отказ_от_рассылок`, wished{consent.Suppressed, byLetter, false}},
	{`donotcontact optout не_беспокоить`, wished{consent.Suppressed, consent.Channels(), false}},
}

var wishHeaders = func() map[string]wished {
	all := map[string]wished{}
	for _, s := range spokenWishes {
		for header := range strings.FieldsSeq(s.headers) {
			all[bared(header)] = s.wished
		}
	}
	return all
}()

// said are the row's wishes by this column. What is not clear is no claim,
// but a refusal: whatever stands in such a column and does not say no.
func (w wished) said(cell, source string) []consent.Wish {
	cell = trimmed(cell)
	switch {
	case nothing(cell) || !w.filled && w.kind == consent.Claimed && !yes(cell) || w.kind == consent.Suppressed && no(cell):
		return nil
	}
	var wishes []consent.Wish
	for _, over := range w.channels {
		wishes = append(wishes, consent.Wish{Kind: w.kind, Channel: over, Source: source})
	}
	return wishes
}

// yes tells whether a cell marks its row.
func yes(cell string) bool {
	switch strings.ToLower(trimmed(cell)) {
	case "1", "true", "yes", "y", "да", "истина", "t", "+", "✓", "✔", "subscribed", "opted in", "opted_in", "opt-in", "подписан", "подписана", "согласен", "согласна":
		return true
	}
	return false
}

// no tells whether a cell says that it does not mark its row.
func no(cell string) bool {
	switch strings.ToLower(trimmed(cell)) {
	case "0", "false", "no", "n", "f", "ложь", "нет", "subscribed", "подписан", "подписана", "opted in", "opted_in":
		return true
	}
	return false
}

// channels names them in both languages.
func channels(over []consent.Channel) slovo.Text {
	var ru, en []string
	for _, c := range over {
		name := say("channel." + string(c))
		ru, en = append(ru, name.RU), append(en, name.EN)
	}
	return slovo.Text{RU: strings.Join(ru, ", "), EN: strings.Join(en, ", ")}
}
