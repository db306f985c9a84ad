package verify

import (
	"slices"

	"slovo"
	"slovo/internal/charter"
)

// The kinds of factor. A charter lists those that the company takes.
const (
	Passkey       = "passkey"
	TOTP          = "totp"
	PortalCode    = "portal_code"
	Document      = charter.Document
	SMSCode       = "sms_code"
	PIN           = "pin"
	EmailCode     = "email_code"
	CardLast4     = "card_last4"
	AccountNumber = "account_number"
)

// factor is one row of the table of what proves who a customer is.
type factor struct {
	channels []slovo.Channel
	ready    bool // slovo can check it already
	fact     bool // a field of the record of the type of the same name
	guess    bool // few enough there are to be guessed, or others may know it
}

var talking = []slovo.Channel{
	slovo.ChannelPhone, slovo.ChannelEmail, slovo.ChannelChat, slovo.ChannelInPerson, slovo.ChannelPortal,
}

// factors is the whole table. What is not in it proves nothing: a birth
// date, an address, a voice. A PIN and a card's digits are never written
// into an e-mail or a chat, a code by e-mail does not answer an e-mail, and
// a document is looked at, never sent.
var factors = map[string]factor{
	Passkey:       {channels: only(slovo.ChannelPortal)},
	TOTP:          {channels: talking, ready: true},
	PortalCode:    {channels: only(slovo.ChannelPhone, slovo.ChannelInPerson)},
	Document:      {channels: only(slovo.ChannelInPerson), ready: true},
	SMSCode:       {channels: talking},
	PIN:           {channels: only(slovo.ChannelPhone, slovo.ChannelInPerson, slovo.ChannelPortal), ready: true, guess: true},
	EmailCode:     {channels: only(slovo.ChannelPhone, slovo.ChannelChat, slovo.ChannelInPerson, slovo.ChannelPortal)},
	CardLast4:     {channels: only(slovo.ChannelPhone, slovo.ChannelInPerson), ready: true, fact: true, guess: true},
	AccountNumber: {channels: talking, ready: true, fact: true, guess: true},
}

func only(c ...slovo.Channel) []slovo.Channel { return c }

// Allowed tells whether a factor of the kind may be asked for over the
// channel. Over a task nobody is on the line, so nothing is.
func Allowed(kind string, over slovo.Channel) bool {
	return slices.Contains(factors[kind].channels, over)
}

// Points returns how much a factor of the kind proves; 0 for what is none.
func Points(kind string) int { return charter.Points(kind) }

// Available tells whether slovo can check the kind already.
func Available(kind string) bool { return factors[kind].ready }

// Fact tells whether the kind is a fact of the record, which the customer
// knows and the record holds.
func Fact(kind string) bool { return factors[kind].fact }

// sum adds the points of different kinds.
func sum(kinds []string) int {
	total := 0
	for _, kind := range kinds {
		total += Points(kind)
	}
	return total
}

// Reached returns the highest level that the points open, "" for none.
func Reached(v charter.Verification, points int) charter.Level {
	var reached charter.Level
	for _, level := range []charter.Level{charter.Low, charter.Normal, charter.High} {
		if need, ok := v.Points[level]; ok && points >= need {
			reached = level
		}
	}
	return reached
}

// documents are the papers that an agent may have looked at. A page that
// does not ask which one says "seen".
var documents = []string{"passport", "id_card", "driving_license", "foreign_passport", "seen"}

// Documents returns the kinds of paper that prove a customer in person.
func Documents() []string { return slices.Clone(documents) }
