package ledger

import (
	"time"

	"slovo"
)

// Act is what was done, or asked for and refused.
type Act string

// The acts that entries tell of.
const (
	ActAdd     Act = "add"     // a customer, or a field, was written first
	ActCorrect Act = "correct" // a field was written anew
	ActView    Act = "view"    // the masked record was shown
	ActReveal  Act = "reveal"  // values were shown to staff or given to a program
	ActCase    Act = "case"    // a case was asked for and refused
	ActTask    Act = "task"    // something to follow up was written down
	ActFinish  Act = "finish"  // it was done
	ActVerify  Act = "verify"  // factors were tried
	ActEnroll  Act = "enroll"  // the customer set a factor
	ActInvite  Act = "invite"  // a one-time link went out
	ActEvent   Act = "event"   // a moment that starts a clock
	ActConsent Act = "consent" // what the customer wants was put down
	ActPropose Act = "propose" // two records were found to be one customer's, perhaps
	ActDismiss Act = "dismiss" // that was dismissed
	ActMerge   Act = "merge"   // two records became one
	ActRequest Act = "request" // a data-subject request was made or decided
	ActErase   Act = "erase"   // keys were shredded
	ActSearch  Act = "search"  // values were compared, none left
	ActStaff   Act = "staff"   // an account changed
	ActToken   Act = "token"   // a program's token changed
	ActImport  Act = "import"  // a file of customers came in, or its rows went out
	ActCharter Act = "charter" // a charter was published
	ActSignIn  Act = "sign_in" // sign-ins were refused in number
	ActBackup  Act = "backup"  // a backup was made, and restored on trial
	ActRestore Act = "restore" // the company was made of a backup, and a new log begun
)

// Outcome is how it ended.
type Outcome string

// The outcomes of an act.
const (
	Done    Outcome = "done"
	Refused Outcome = "refused"
)

// Draft is what a room wants written down; the ledger adds number, time,
// salts and the colleague's pseudonym.
type Draft struct {
	Customer  slovo.CustomerID // or slovo.Firm
	Actor     slovo.Actor
	Case      slovo.CaseID
	Channel   slovo.Channel
	Act       Act
	Purpose   string
	Fields    []string // names, never values
	Outcome   Outcome
	Reasons   []string // codes, where refused
	Level     int      // points that the verification had reached
	Approval  string
	Recipient string
	Export    string
	Subject   string           // the account, token or request it is about
	Charter   string           // hex SHA-256 of the charter in force
	Wording   string           // hash of the text that was agreed to
	Versions  map[string]int64 // of every field of the record, after a write
	Count     int64            // of a use over many
	Outlasts  bool             // an old database that is put back must not undo it: see Line
}

// CustomerHalf is what a receipt opens: the customer's own line. Its JSON
// form is part of the receipt; its CBOR form is what the leaf commits to.
type CustomerHalf struct {
	Customer  slovo.CustomerID `cbor:"1,keyasint" json:"customer"`
	Number    int64            `cbor:"2,keyasint" json:"number"`
	At        Stamp            `cbor:"3,keyasint" json:"at"`
	Act       Act              `cbor:"4,keyasint" json:"act"`
	Purpose   string           `cbor:"5,keyasint,omitempty" json:"purpose,omitempty"`
	Fields    []string         `cbor:"6,keyasint,omitempty" json:"fields,omitempty"`
	Outcome   Outcome          `cbor:"7,keyasint" json:"outcome"`
	Channel   slovo.Channel    `cbor:"8,keyasint,omitempty" json:"channel,omitempty"`
	Role      string           `cbor:"9,keyasint,omitempty" json:"role,omitempty"`
	Colleague string           `cbor:"10,keyasint,omitempty" json:"colleague,omitempty"`
	Recipient string           `cbor:"11,keyasint,omitempty" json:"recipient,omitempty"`
	Charter   Hex              `cbor:"12,keyasint,omitempty" json:"charter,omitempty"`
	Wording   Hex              `cbor:"13,keyasint,omitempty" json:"wording,omitempty"`
	Salt      Hex              `cbor:"14,keyasint" json:"salt"`
}

// FirmHalf is what an auditor reads, also after the customer's half is
// shredded: who did what, never a value.
type FirmHalf struct {
	Customer  slovo.CustomerID `cbor:"1,keyasint"`
	Number    int64            `cbor:"2,keyasint"`
	At        Stamp            `cbor:"3,keyasint"`
	Act       Act              `cbor:"4,keyasint"`
	Purpose   string           `cbor:"5,keyasint,omitempty"`
	Fields    []string         `cbor:"6,keyasint,omitempty"`
	Outcome   Outcome          `cbor:"7,keyasint"`
	Channel   slovo.Channel    `cbor:"8,keyasint,omitempty"`
	Role      string           `cbor:"9,keyasint,omitempty"`
	Account   slovo.StaffID    `cbor:"10,keyasint,omitempty"`
	Recipient string           `cbor:"11,keyasint,omitempty"`
	Charter   Hex              `cbor:"12,keyasint,omitempty"`
	Salt      Hex              `cbor:"14,keyasint"`
	Token     slovo.TokenID    `cbor:"15,keyasint,omitempty"`
	Device    string           `cbor:"16,keyasint,omitempty"`
	Case      slovo.CaseID     `cbor:"17,keyasint,omitempty"`
	Level     int              `cbor:"18,keyasint,omitempty"`
	Approval  string           `cbor:"19,keyasint,omitempty"`
	Export    string           `cbor:"20,keyasint,omitempty"`
	Reasons   []string         `cbor:"21,keyasint,omitempty"`
	Versions  map[string]int64 `cbor:"22,keyasint,omitempty"`
	Subject   string           `cbor:"23,keyasint,omitempty"`
	Count     int64            `cbor:"24,keyasint,omitempty"`
	Maker     slovo.StaffID    `cbor:"25,keyasint,omitempty"` // who made the token
	Outlasts  bool             `cbor:"26,keyasint,omitempty"` // an old database must not undo it
}

// Entry is a line as the store keeps it: two sealed halves and the leaf.
type Entry struct {
	Customer     slovo.CustomerID
	Number       int64
	At           time.Time
	Leaf         []byte // LeafSize bytes: what the tree commits to
	CustomerHalf []byte // nil where the entry is about no one customer
	FirmHalf     []byte
	Index        int64 // in the tree; -1 until sequenced
}

// ID returns the entry's id.
func (e Entry) ID() slovo.EntryID { return slovo.EntryIDOf(e.Customer, e.Number) }

func (e Entry) half(firm bool) Half {
	return Half{Customer: e.Customer, Number: e.Number, Firm: firm, Year: e.At.UTC().Year()}
}

func (d Draft) customerHalf(number int64, at time.Time, colleague string) CustomerHalf {
	return CustomerHalf{
		Customer: d.Customer, Number: number, At: stamp(at), Act: d.Act, Purpose: d.Purpose,
		Fields: d.Fields, Outcome: d.Outcome, Channel: d.Channel, Role: d.Actor.Role,
		Colleague: colleague, Recipient: d.Recipient, Charter: unhex(d.Charter),
		Wording: unhex(d.Wording), Salt: newSalt(),
	}
}

func (d Draft) firmHalf(number int64, at time.Time) FirmHalf {
	return FirmHalf{
		Customer: d.Customer, Number: number, At: stamp(at), Act: d.Act, Purpose: d.Purpose,
		Fields: d.Fields, Outcome: d.Outcome, Channel: d.Channel, Role: d.Actor.Role,
		Account: d.Actor.Account, Recipient: d.Recipient, Charter: unhex(d.Charter), Salt: newSalt(),
		Token: d.Actor.Token, Device: d.Actor.Device, Case: d.Case, Level: d.Level,
		Approval: d.Approval, Export: d.Export, Reasons: d.Reasons, Versions: d.Versions,
		Subject: d.Subject, Count: d.Count, Maker: d.Actor.Maker, Outlasts: d.Outlasts && d.Outcome == Done,
	}
}
