package slovo

import (
	"slices"
	"strings"
	"time"
)

// Clock tells the time. Rooms take it as a value; rules never ask it.
type Clock func() time.Time

// Micros returns t as Unix microseconds, the form in which the store
// keeps times; 0 stands for "never" and the zero time.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is the inverse of Micros.
func Time(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// Lang is a language that people read: RU or EN.
type Lang string

// The languages in which every text exists.
const (
	RU Lang = "ru"
	EN Lang = "en"
)

// Text is one text in both languages.
type Text struct {
	RU string `json:"ru" yaml:"ru"`
	EN string `json:"en" yaml:"en"`
}

// In returns the text in the language; English where it is neither.
func (t Text) In(l Lang) string {
	if l == RU {
		return t.RU
	}
	return t.EN
}

// Channel is the way a customer is spoken to.
type Channel string

// The channels of a case. ChannelTask is work with nobody on the line:
// packing a parcel, paying a refund.
const (
	ChannelPhone    Channel = "phone"
	ChannelEmail    Channel = "email"
	ChannelChat     Channel = "chat"
	ChannelInPerson Channel = "in_person"
	ChannelPortal   Channel = "portal"
	ChannelTask     Channel = "task"
)

// Actor is who asks: a colleague in a session, a program by its token, or
// the machine's operator at the command line.
type Actor struct {
	Account  StaffID
	Role     string // as declared in the charter
	Token    TokenID
	Maker    StaffID // who made the token, and may so know its secret
	Device   string
	Purposes []string // what a token is bound to; nil: whatever the role allows
	Quota    int      // a token's own reveals per hour; 0: as the charter says
}

// Program tells whether the actor is a program: it has no device and no
// training, and is bound to a token instead.
func (a Actor) Program() bool { return a.Token != "" }

// AtServer is how the account of an operator begins: whoever may read the
// folder's key works at the command line, by the system's name. No login
// holds a slash.
const AtServer = "os/"

// Operator tells whether the actor works at the command line, with the
// folder's key in hand.
func (a Actor) Operator() bool { return strings.HasPrefix(string(a.Account), AtServer) }

// BoundTo tells whether the actor may act for the purpose at all: a token
// is bound to some, a colleague to whatever the role allows.
func (a Actor) BoundTo(purpose string) bool {
	return a.Purposes == nil || slices.Contains(a.Purposes, purpose)
}

// Cell is one sealed field of one customer's record, as the store keeps
// it. Only the vault can open it, and only in its own place: customer,
// field and version are bound into the ciphertext.
type Cell struct {
	Customer CustomerID
	Field    string
	Version  int64
	Sealed   []byte
}
