// Package charter holds the company's word about its customers' data:
// loading, checking with line numbers, and what the rest of slovo asks of
// it. What a charter does not say is refused.
package charter

import (
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a server may have none

	"go.yaml.in/yaml/v3"

	"slovo"
	"slovo/internal/charter/law"
	"slovo/internal/field"
)

// Charter is one whole, checked declaration. Every name that it mentions
// is declared in it; Load lets no other out.
type Charter struct {
	ID         string
	Version    int
	Effective  string // the day, as 2026-12-01
	TimeZone   string // of hours and weekdays, as Europe/Moscow; "" is UTC
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

func (r *reading) head(n *yaml.Node) {
	c := r.charter
	r.keys(
		n,
		need("languages", words(r, &c.Languages, slovo.RU, slovo.EN)),
		need("id", r.ownName(&c.ID)),
		need("version", r.number(&c.Version, 1, 1_000_000)),
		need("effective", r.date(&c.Effective)),
		need("laws", words(r, &c.Laws, Laws()...)),
		may("timezone", r.zone(&c.TimeZone)),
	)
}

// Laws returns the laws that a charter may name.
func Laws() []string { return law.IDs() }

// zone reads the place whose clock the company goes by.
func (r *reading) zone(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.str(n)
		if !ok {
			return
		}
		if _, err := time.LoadLocation(text); err != nil || text == "Local" {
			r.refuse(n, notZone, "Name", text)
			return
		}
		*to = text
	}
}

// Local returns the moment by the company's own clock.
func (c *Charter) Local(t time.Time) time.Time {
	if at, err := time.LoadLocation(c.TimeZone); err == nil {
		return t.In(at)
	}
	return t.UTC()
}

// Begins is the first moment of the charter's first day, by its own clock.
func (c *Charter) Begins() time.Time {
	day, err := time.ParseInLocation(time.DateOnly, c.Effective, c.Local(time.Time{}).Location())
	if err != nil {
		return time.Time{} // Load takes only days
	}
	return day
}

func (r *reading) controller(n *yaml.Node) {
	c := &r.charter.Controller
	r.keys(
		n,
		need("name", r.text(&c.Name)),
		may("ids", r.dict(&c.IDs)),
		need("contact", func(n *yaml.Node) {
			r.keys(
				n,
				need("address", r.text(&c.Contact.Address)),
				need("email", r.email(&c.Contact.Email)),
				may("phone", r.phone(&c.Contact.Phone)),
			)
		}),
		need("officer", func(n *yaml.Node) {
			r.keys(
				n,
				need("name", r.text(&c.Officer.Name)),
				need("email", r.email(&c.Officer.Email)),
				may("phone", r.phone(&c.Officer.Phone)),
			)
		}),
	)
}

// email and phone keep what the file says: it is what the notice prints.
func (r *reading) email(to *string) func(*yaml.Node) {
	return r.typed(to, field.Email, EmailKind, notEmail)
}

func (r *reading) phone(to *string) func(*yaml.Node) {
	return r.typed(to, field.Phone, PhoneKind, notPhone)
}

func (r *reading) typed(to *string, t field.Type, k Kind, s saying) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.str(n)
		if !ok {
			r.draws(shape{kind: k})
			return
		}
		if _, err := field.Normalize(t, text); err != nil {
			r.refuse(n, s)
			return
		}
		*to = strings.TrimSpace(text)
	}
}

// ownName reads a name that is declared by standing here.
func (r *reading) ownName(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.str(n)
		if ok && !name.MatchString(text) {
			r.refuse(n, badName, "Name", text)
			return
		}
		r.draws(shape{kind: NameKind})
		*to = text
	}
}

func usualPortal() Portal {
	return Portal{SignIn: []string{"passkey", "code+pin"}, ShowStaffAs: "role_and_pseudonym"}
}

func (r *reading) portal(n *yaml.Node) {
	p := &r.charter.Portal
	r.keys(
		n,
		may("sign_in", func(n *yaml.Node) {
			p.SignIn = nil
			words(r, &p.SignIn, "passkey", "code+pin")(n)
		}),
		may("show_staff_as", word(r, &p.ShowStaffAs, "role_and_pseudonym", "role", "name")),
		may("dispute", r.name(&p.Dispute, roles)),
	)
}

func usualLedger() Ledger { return Ledger{Keep: years(5), Publish: hours(1)} }

func (r *reading) ledger(n *yaml.Node) {
	l := &r.charter.Ledger
	r.keys(
		n,
		may("keep", r.within(&l.Keep, years(1), longest)),
		may("publish", r.within(&l.Publish, minutes(1), days(1))),
	)
}

// Steady is the charter in force, looked at once: what begins under one
// charter ends under it, though another comes into force meanwhile.
func Steady(inForce func() *Charter) func() *Charter {
	c := inForce()
	return func() *Charter { return c }
}

// under tells whether the charter is written under the law.
func (c *Charter) under(law string) bool { return slices.Contains(c.Laws, law) }
