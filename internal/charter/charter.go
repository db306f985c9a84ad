// Package charter holds the company's word about its customers' data:
// loading, checking with line numbers, and what the rest of slovo asks of
// it. What a charter does not say is refused.
package charter

import "slovo"

// Charter is one whole, checked declaration. Every name that it mentions
// is declared in it; Load lets no other out.
type Charter struct {
	ID         string
	Version    int
	Effective  string // the day, as 2026-12-01
	Languages  []slovo.Lang
	Laws       []string
	Controller Controller
	Stores     map[string]Store
	Events     map[string]Event
	Fields     map[string]Field
	Purposes   map[string]Purpose
	Consents   map[string]Consent
	Recipients map[string]Recipient
	Roles      map[string]Role

	Verification Verification
	Staff        Staff
	Portal       Portal
	Ledger       Ledger

	Hash string // hex SHA-256 of the file's bytes
}

// Controller is the company that gives its word.
type Controller struct {
	Name    slovo.Text
	IDs     map[string]string // inn, ogrn, rkn …
	Contact Contact
	Officer Officer
}

// Contact is where the company is reached.
type Contact struct {
	Address slovo.Text
	Email   string
	Phone   string
}

// Officer is the person who answers for personal data.
type Officer struct {
	Name  slovo.Text
	Email string
	Phone string
}

// Portal says how customers come in and what they see of staff.
type Portal struct {
	SignIn      []string
	ShowStaffAs string
	Dispute     string // the role that answers a dispute
}

// Ledger says how long the firm's half is kept and how often the
// checkpoint is published.
type Ledger struct {
	Keep    Period
	Publish Period
}
