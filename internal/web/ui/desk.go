package ui

import (
	"strings"

	"slovo"
	"slovo/internal/text"
)

// Desk is the page an agent works at: find a customer, open a case,
// verify, reveal.
type Desk struct {
	Page     Page
	Find     Find
	Mine     []Hit // the agent's own open cases
	Customer *Customer
	Opening  *Opening // a customer is there, a case is not yet
	Case     *Case
	Verify   *Verify  // nil: there is nobody to verify, as in a task
	Correct  *Correct // the field that is being written anew
	Missing  []Link   // fields that the record lacks and that can be added
	Lines    []Line   // of this case, oldest first
	Alike    int      // pairs of records that may be one customer's
	ToDo     []Hit    // the agent's own tasks
	Tasks    []Task   // the customer's, whomever they are for
	AddTask  *AddTask // an own case is open
	Events   []Fact   // what started the customer's clocks
	AddEvent *AddEvent
}

// Find is the search and what it found.
type Find struct {
	Query   string
	Done    bool // a search was made
	Hits    []Hit
	More    bool     // there are more than shown
	Refusal *Refusal // over quota, too short
}

// Hit is a customer in a list: the words typed, the phone's last two
// digits and the city; or a case in the agent's queue.
type Hit struct {
	Href    string
	Icon    string // a channel's; a person's when empty
	Name    string
	What    string
	At      string
	Current bool
}

func (h Hit) icon() string {
	if h.Icon == "" {
		return "user"
	}
	return h.Icon
}

// Customer is the masked record beside the work.
type Customer struct {
	ID    string
	Name  string // masked, or opened in this case
	Since string // "March 2024"
	Items []Item
	Wants []Mark // what is known of how they want to be written to
}

// Opening offers the channels and purposes that a case can be opened with.
type Opening struct {
	Channels []Option
	Purposes []Option
	Refusal  *Refusal
}

// Case is the matter at hand.
type Case struct {
	ID      string
	Number  string // short enough to say aloud
	Channel slovo.Channel
	Purpose string // its label
	Since   string // "14:23"
	Closed  string // when it was closed; empty while it is open
	MaySay  []string
	NotYet  []string
	Need    []Item // what the purpose needs and may be opened now
}

// Verify is the panel where the customer's answers are typed.
type Verify struct {
	Factors  []Factor // what the charter allows on this channel, first to ask first
	Goals    []Goal
	Points   int    // confirmed
	Passed   bool   // the case's goal is reached: fields may be opened
	Outcome  string // of the last try: "", passed or failed
	Level    string // reached, in words
	Until    string // "14:41"
	Failures int    // left today
	Locked   *Refusal
	Enrol    *Offer // no PIN is set yet
	CanApp   bool   // an app for codes can be connected here and now
}

// Factor is one thing to ask for.
type Factor struct {
	Kind   string // pin, card_last4, account_number, totp, document
	Points int
	Passed bool
}

// Offer is how a first PIN can be set.
type Offer struct {
	LinkTo    string   // the masked contact a one-time link can go to; empty: not now
	Documents []Option // kinds of document, for one who is here; empty: not on this channel
	Facts     []Option // record facts to ask beside the document
	Sent      bool     // the link has gone out
}

// asking splits the factors not yet passed into the two to ask for first
// and the other ways.
func (v Verify) asking() (first, others []Factor) {
	for _, f := range v.Factors {
		switch {
		case f.Passed:
		case len(first) < 2:
			first = append(first, f)
		default:
			others = append(others, f)
		}
	}
	return first, others
}

// askFor is the question of the screen: "Ask for the PIN and the card's
// last four".
func askFor(l slovo.Lang, factors []Factor) string {
	var asked []string
	for _, f := range factors {
		asked = append(asked, text.T(l, "ask."+f.Kind))
	}
	return text.T(l, "verify.ask", "What", joined(l, asked))
}

func joined(l slovo.Lang, words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + text.T(l, "verify.and") + "\u00a0" + words[last]
}

func labels(items []Item) string {
	var all []string
	for _, i := range items {
		all = append(all, strings.ToLower(i.Label))
	}
	return strings.Join(all, ", ")
}

// stage tells what the desk asks of the agent now.
func (d Desk) stage() string {
	switch {
	case d.Customer == nil:
		return "find"
	case d.Case == nil:
		return "open"
	case d.Case.Closed != "":
		return "closed"
	case d.Correct != nil:
		return "correct"
	case d.Verify == nil || d.Verify.Passed && d.Verify.Locked == nil:
		return "reveal"
	case d.Verify.Locked != nil:
		return "locked"
	case d.Verify.Enrol != nil:
		return "enrol"
	}
	return "verify"
}

// steps shows the same as a stepper: find, open, verify, show.
func (d Desk) steps() []Step {
	l := d.Page.Lang
	order := []string{"open", "verify", "reveal"}
	if d.Case != nil && d.Verify == nil {
		order = []string{"open", "reveal"}
	}
	now := d.stage()
	if now == "locked" || now == "enrol" {
		now = "verify"
	}
	if now == "correct" {
		now = "reveal"
		if d.Verify != nil && !d.Verify.Passed {
			now = "verify"
		}
	}
	var steps []Step
	past := now != "find"
	for _, name := range order {
		past = past && name != now
		steps = append(steps, Step{Label: text.T(l, "step."+name), Past: past, Current: name == now})
	}
	return steps
}

// channelIcon returns the sign of a channel.
func channelIcon(c slovo.Channel) string {
	switch c {
	case slovo.ChannelPhone:
		return "phone"
	case slovo.ChannelEmail:
		return "mail"
	case slovo.ChannelChat:
		return "message-circle"
	case slovo.ChannelInPerson:
		return "store"
	}
	return "user"
}
