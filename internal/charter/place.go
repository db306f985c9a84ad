package charter

import "slovo"

// Store is a place where the data lies.
type Store struct {
	Country  string // ISO 3166-1, two letters
	Place    slovo.Text
	Operator string // own or hired
}

// Event is a moment that starts a clock. An automatic one is set by slovo
// itself; any other comes from the company's programs and staff.
type Event struct {
	Name      slovo.Text
	Automatic bool
}
