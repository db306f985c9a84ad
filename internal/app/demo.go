package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/consent"
	"slovo/internal/demo"
	"slovo/internal/gate"
	"slovo/internal/staff"
	"slovo/internal/verify"
)

// DemoOptions are what `slovo demo` takes.
type DemoOptions struct {
	Keep   string // a folder to leave behind; "" makes one that is removed
	Listen string
	Store  string // "" is SQLite in the folder
}

// DemoReady tells how to get in; programs read it as JSON.
type DemoReady struct {
	URL       string      `json:"url"`
	Dir       string      `json:"dir"`
	Staff     []DemoStaff `json:"staff"`
	Tokens    DemoTokens  `json:"tokens"`
	LedgerKey string      `json:"ledger_key"`
	Recovery  string      `json:"recovery_identity"` // opens the backups; kept nowhere
	Customer  DemoPerson  `json:"customer"`
	Other     DemoPerson  `json:"other_customer"`
}

// DemoStaff is one sign-in.
type DemoStaff struct {
	Login    string `json:"login"`
	Name     string `json:"name"`
	Role     string `json:"role"`
	Password string `json:"password"`
	TOTP     string `json:"totp"`
}

// DemoTokens are programs' tokens, by role.
type DemoTokens struct {
	Agent string `json:"agent"`
	Owner string `json:"owner"`
}

// DemoPerson is an invented customer with what proves who they are.
type DemoPerson struct {
	ID      slovo.CustomerID  `json:"id"`
	Values  map[string]string `json:"values"`
	Factors map[string]string `json:"factors"`
}

// demoQuota is how many reveals an hour the sample tokens have.
const demoQuota = 600

// Demo makes a believable company in a folder of its own, calls ready once
// it answers, and serves it until the context ends.
func Demo(ctx context.Context, o DemoOptions, ready func(DemoReady)) error {
	dir, remove, err := o.folder()
	if err != nil {
		return err
	}
	defer remove()
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return fmt.Errorf("app: demo: %w", err)
	}
	url := fmt.Sprintf("http://localhost:%d", l.Addr().(*net.TCPAddr).Port)
	founded, err := o.found(ctx, dir, url)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	c, err := Open(ctx, dir, false)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer c.Close() //nolint:errcheck // the process ends
	if err := c.furnish(ctx, &founded); err != nil {
		return errors.Join(err, l.Close())
	}
	founded.URL, founded.Dir = url, dir
	return c.serve(ctx, l, func() { ready(founded) })
}

// folder is where the company lies, and how it goes away.
func (o DemoOptions) folder() (dir string, remove func(), err error) {
	if o.Keep != "" {
		dir, err = filepath.Abs(o.Keep)
		return dir, func() {}, err
	}
	if dir, err = os.MkdirTemp("", "slovo-demo-"); err != nil {
		return "", nil, fmt.Errorf("app: demo: %w", err)
	}
	return dir, func() { _ = os.RemoveAll(dir) }, nil
}

// found makes the folder with its owner.
func (o DemoOptions) found(ctx context.Context, dir, url string) (DemoReady, error) {
	text, err := charter.Sample("shop")
	if err != nil {
		return DemoReady{}, err
	}
	settings := UsualSettings()
	settings.URL = url
	if o.Store != "" {
		settings.Store = o.Store
	}
	owner := demo.Staff()[0]
	founded, err := Init(ctx, Founding{Dir: dir, Charter: dated(text, time.Now()), Kind: "shop", Settings: settings, Owner: newAccount(owner)})
	if err != nil {
		return DemoReady{}, err
	}
	return DemoReady{
		LedgerKey: founded.PublicKey,
		Recovery:  founded.Recovery.Show(),
		Staff:     []DemoStaff{signIn(owner, founded.Enrollment)},
	}, nil
}

func newAccount(m demo.Member) staff.NewAccount {
	return staff.NewAccount{Login: m.Login, Name: m.Name, Role: m.Role, Password: slovo.NewValue(m.Password)}
}

func signIn(m demo.Member, e staff.Enrollment) DemoStaff {
	return DemoStaff{Login: m.Login, Name: m.Name, Role: m.Role, Password: m.Password, TOTP: e.Secret.Show()}
}

// furnish fills the company: staff, tokens, customers, and two who have a PIN.
func (c *Company) furnish(ctx context.Context, r *DemoReady) error {
	for _, m := range demo.Staff()[1:] {
		_, enrollment, err := c.staff.Add(ctx, c.operator(), newAccount(m))
		if err != nil {
			return fmt.Errorf("app: demo: %s: %w", m.Login, err)
		}
		r.Staff = append(r.Staff, signIn(m, enrollment))
	}
	for role, to := range map[string]*string{"agent": &r.Tokens.Agent, "owner": &r.Tokens.Owner} {
		token, err := c.demoToken(ctx, role)
		if err != nil {
			return err
		}
		*to = token
	}
	if err := c.demoCustomers(ctx, r); err != nil {
		return err
	}
	return c.sequence(ctx)
}

// demoToken makes a token for the first account of the role.
func (c *Company) demoToken(ctx context.Context, role string) (string, error) {
	for _, m := range demo.Staff() {
		if m.Role != role {
			continue
		}
		account, err := c.staff.ByLogin(ctx, m.Login)
		if err != nil {
			return "", fmt.Errorf("app: demo: %w", err)
		}
		token, err := c.token(ctx, account, TokenOptions{Label: "demo " + role, Quota: demoQuota})
		return token.Secret, err
	}
	return "", fmt.Errorf("app: demo: role %s: %w", role, slovo.ErrNotFound)
}

// demoCustomers adds everybody; the first two get a PIN, as at the counter.
func (c *Company) demoCustomers(ctx context.Context, r *DemoReady) error {
	people := demo.People()
	records := make([]gate.NewCustomer, len(people))
	for i, p := range people {
		records[i] = p.Record()
	}
	added, err := c.gate.AddMany(ctx, c.operator(), records)
	if err != nil {
		return fmt.Errorf("app: demo: customers: %w", err)
	}
	if err := c.demoWishes(ctx, added); err != nil {
		return fmt.Errorf("app: demo: wishes: %w", err)
	}
	for i, to := range []*DemoPerson{&r.Customer, &r.Other} {
		if added[i].Err != nil {
			return fmt.Errorf("app: demo: customers: %w", added[i].Err)
		}
		p := people[i]
		*to = DemoPerson{ID: added[i].ID, Values: c.normal(p.Contacts()), Factors: p.Factors()}
		if err := c.setPIN(ctx, added[i].ID, p); err != nil {
			return fmt.Errorf("app: demo: PIN: %w", err)
		}
	}
	return nil
}

// demoWishes says of some what they want to be sent, and of those who came in
// twice that they did.
func (c *Company) demoWishes(ctx context.Context, added []gate.Added) error {
	claimed := consent.Wish{Kind: consent.Claimed, Channel: consent.Email, Source: "demo"}
	stopped := consent.Wish{Kind: consent.Suppressed, Channel: consent.SMS, Source: "demo"}
	return c.store.Atomic(ctx, func(ctx context.Context) error {
		for i := 30; i < len(added); i += 30 {
			wishes := []consent.Wish{claimed}
			if i%90 == 0 {
				wishes = append(wishes, stopped)
			}
			if err := c.consent.Record(ctx, c.operator(), added[i].ID, wishes); err != nil {
				return err
			}
		}
		for _, two := range demo.Twice() {
			if err := c.gate.Propose(ctx, c.operator(), added[two[0]].ID, added[two[1]].ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// setPIN goes the way that a customer goes: here in person, a document
// shown, a fact of the record named, and the PIN typed by the customer.
func (c *Company) setPIN(ctx context.Context, id slovo.CustomerID, p demo.Person) error {
	agent, err := c.staff.ByLogin(ctx, demo.Agent)
	if err != nil {
		return err
	}
	matter, err := c.desk.Open(ctx, agent.Actor(), id, slovo.ChannelInPerson, "support", gate.Once{})
	if err != nil {
		return err
	}
	fact := verify.Answer{Kind: verify.AccountNumber, Answer: slovo.NewValue(p.Factors()["account_number"])}
	secret, err := c.verify.Admit(ctx, agent.Actor(), matter, "passport", fact)
	if err != nil {
		return err
	}
	if err := c.verify.SetByLink(ctx, secret, verify.Own{PIN: slovo.NewValue(p.Factors()["pin"])}); err != nil {
		return err
	}
	return c.desk.Close(ctx, agent.Actor(), matter)
}

// normal brings the texts into the form in which the gate gives them out.
func (c *Company) normal(texts map[string]string) map[string]string {
	for name, text := range texts {
		if form, err := c.editions.Charter().Fields[name].Normalize(text); err == nil {
			texts[name] = form
		}
	}
	return texts
}
