package ui

import "slovo"

// Colleagues are all accounts in a list.
type Colleagues struct {
	Page Page
	All  []Colleague
	More bool // there are more than are shown
}

// Colleague is one account in words.
type Colleague struct {
	ID, Login, Name, Role string
	Kind, State           string // a verdict's kind and its word
	Seen                  string
	Since                 string
	Blocked               bool
}

// Errors are what is wrong with a form, by the name of its field.
type Errors map[string]string

// Hire is the form that makes an account.
type Hire struct {
	Page        Page
	Login, Name string
	Roles       []Option
	Errors      Errors
	Refusal     *Refusal
}

// Once is what is shown once and never again.
type Once struct {
	Page     Page
	Title    string
	Lead     string
	Login    string
	Password slovo.Value // empty: it was not changed
	Seed     slovo.Value // empty: it was not changed
	Picture  Picture
	Token    slovo.Value // empty: no token was made
	Named    string      // what the token is called
	Done     Link
}

// Member is one account and what can be done with it.
type Member struct {
	Page     Page
	One      Colleague
	Sessions []Session
	Roles    []Option
	Refusal  *Refusal
}

// Session is one sign-in that runs.
type Session struct {
	ID, Began, Seen string
	This            bool
}

// Roles is what each role may do.
type Roles struct {
	Page Page
	All  []Role
}

// Role is one of them.
type Role struct {
	Name     string
	Purposes []RolePurpose
	Duties   string // besides those that purposes give; may be empty
}

// RolePurpose is what a role does for a purpose.
type RolePurpose struct{ Purpose, Does, Data, How string }

// Own is one's own account.
type Own struct {
	Page     Page
	Login    string
	Role     string
	OneTime  bool
	Sessions []Session
	Programs []Token // that work in one's name
	Errors   Errors
	Changed  bool // the password was changed, and nobody is signed in any more
}

// Tokens are programs' tokens in a list.
type Tokens struct {
	Page Page
	All  []Token
	More bool
}

// Token is one program's token.
type Token struct {
	ID, Label, Account, Role string
	Maker                    string // who made it
	Bounds                   string
	Seen                     string
	Kind, State              string
	Live                     bool
}

// NewToken is the form that makes one.
type NewToken struct {
	Page                      Page
	Label                     string
	Accounts                  []Option
	Purposes                  []Option
	Networks, Quota, Expires  string
	ExpiresFrom, ExpiresUntil string // days
	Errors                    Errors
	Refusal                   *Refusal
}
