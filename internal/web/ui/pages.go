package ui

import "slovo"

// SignIn is the door for staff: login, password and code in one form, one
// answer for all three.
type SignIn struct {
	Page  Page
	Login string
	Error string // "": first look; else a text, never which of the three
	Next  string // the path to go to afterwards
}

// The states of an enrolment page.
const (
	EnrolForm    = ""
	EnrolDone    = "done"
	EnrolUsed    = "used"
	EnrolExpired = "expired"
)

// Enrol is the page where a customer sets the PIN, behind a one-time link
// or, with Keypad, at the counter.
type Enrol struct {
	Page   Page
	Token  string
	State  string
	Keypad bool
	Error  string
	App    *App // nil: the company takes no codes of an app
	Both   bool // an app was connected together with the PIN
	Alone  bool // the link is for the app, and for no PIN
}

// App is the choice to connect an app for codes besides the PIN.
type App struct {
	Mark    slovo.Value // brings the same seed back with the form
	Seed    slovo.Value // in groups of four, to type in
	Picture Picture
	Open    bool // the customer has begun already
	Error   string
}

// Picture is a code of squares. Dark is the outline of the dark ones, as a
// drawing's path; with no size there is no picture.
type Picture struct {
	Size int
	Dark slovo.Value
}

// Requests is the owner's list of what customers asked to be done with
// their data and what waits for a yes.
type Requests struct {
	Page    Page
	Waiting []Request
	Done    []Request
}

// Request is one of them. Its customer is masked as everywhere.
type Request struct {
	ID       string
	Customer string
	Asked    string // "21 November, 9:02"
	Due      string // "by 21 December"
	Channel  string
	State    string // what was done and when, once it is
	Keeps    []string
	Refusal  *Refusal // why it cannot be confirmed now
}

// Confirm asks for the last yes before an erasure.
type Confirm struct {
	Page    Page
	Request Request
	Grounds []Option // on which it may be refused
}

// Failure is what a page says when it cannot be drawn: what happened, what
// was kept safe, what to do.
type Failure struct {
	Page  Page
	Title string
	Body  string
	Back  *Link
}
