package ui

// Merges are records that may be one customer's.
type Merges struct {
	Page Page
	List []Hit
}

// Merge is what making one record of two would do. All of it is masked.
type Merge struct {
	Page        Page
	Path        string // its forms' address
	Once        string
	Keep, Other Side
	Moves       []Pair   // that the kept record lacks
	Differs     []Pair   // the kept record's stays
	Closed      []string // that nobody opens again
	Purposes    []string // that come with the fields
}

// Side is one of the two records, masked.
type Side struct {
	Number string
	Name   string
	Since  string
	Items  []Item
}

// Pair is a field of both.
type Pair struct {
	Label       string
	Keep, Other string // masked
	List        bool   // a list of things, which are not joined
}
