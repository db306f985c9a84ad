package ui

// History is who used a customer's data, newest first. Nothing on it is a
// value, nor a mask of one.
type History struct {
	Page   Page
	Number string // short enough to say aloud
	Back   string // the customer's record
	Chart  Chart  // on the first page
	Days   []Day
	Older  string // the next page's address, where there is one
	Newest string // the first page's, where this is another
}

// Day is what was written down on one.
type Day struct {
	Name  string
	Lines []Line
}
