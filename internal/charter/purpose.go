package charter

import (
	"slices"

	"slovo"
)

// Duty is what a role may do with a purpose's fields.
type Duty string

// The duties that a purpose gives to roles.
const (
	Add     Duty = "add"
	See     Duty = "see"
	Correct Duty = "correct"
	Tell    Duty = "tell"
	Send    Duty = "send"
	Share   Duty = "share"
	Export  Duty = "export"
)

// Purpose is one reason to hold customers' data, and everything that is
// allowed for it.
type Purpose struct {
	Label, Why  slovo.Text
	Basis       map[string]string // law to article
	Advertising map[string]string // law to the neighbor law's article
	Consents    []string          // all must be live
	Need, May   []string          // fields
	Source      string
	Stores      []string
	Channels    []slovo.Channel // none listed: nobody is talked to, only tasks
	Roles       map[Duty][]string

	WithoutCustomer []string // roles that talk to nobody
	Approve         *Approve // nil: nobody else is asked
	Mailing         *Mailing // nil: nothing is mailed
	Keep            Keep
}

// Approve asks for a second person when more than Over customers are
// looked at; 0 asks at each look.
type Approve struct {
	Over int
	By   string // role
}

// Mailing bounds what is sent for a purpose.
type Mailing struct {
	Channels []slovo.Channel
	AtMost   Rate
	Quiet    Quiet
}

// Rate is so many times per period.
type Rate struct {
	Times int
	Per   Period
}

// Quiet is the part of the day when nothing is sent, as 21:00 to 09:00.
// It may pass midnight; both empty means no quiet hours.
type Quiet struct{ From, To string }

// Keep says how long a purpose holds a record, and what happens then.
type Keep struct {
	From      string // event
	For       Period
	Otherwise *Clock // for records whose clock never started
	Why       slovo.Text
	Then      string // erase
}

// Clock runs for a time from an event.
type Clock struct {
	From string // event
	For  Period
}

// Holds tells whether the purpose may hold the field.
func (p Purpose) Holds(field string) bool {
	return slices.Contains(p.Need, field) || slices.Contains(p.May, field)
}

// Allows tells whether the purpose gives the duty to the role.
func (p Purpose) Allows(role string, d Duty) bool {
	return slices.Contains(p.Roles[d], role)
}

// Talks tells whether the role talks to customers for this purpose, and so
// needs a verified one.
func (p Purpose) Talks(role string) bool {
	return !slices.Contains(p.WithoutCustomer, role)
}

// Over tells whether the purpose may be worked on over the channel. A task
// has nobody on the line and is always open; a talking channel must be
// listed.
func (p Purpose) Over(c slovo.Channel) bool {
	return c == slovo.ChannelTask || slices.Contains(p.Channels, c)
}
