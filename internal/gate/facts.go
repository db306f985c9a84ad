package gate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter"
)

// facts gathers what Decide looks at. Inside a transaction it reads the
// transaction's own state.
func (g *Gate) facts(ctx context.Context, ask Ask, duty charter.Duty) (Facts, error) {
	c, now := g.charter(), g.now()
	s, err := g.situation(ctx, ask, now)
	if err != nil {
		return Facts{}, err
	}
	customer, matter := s.Customer, s.Case
	of, err := g.owner(ctx, matter, ask.Customer)
	if err != nil {
		return Facts{}, err
	}
	grant := grantFacts(c.Verification, ask, s)
	nobody, others, err := g.nobodyToVerify(ctx, ask, matter, duty)
	if err != nil {
		return Facts{}, err
	}
	purpose := purposeFacts(c, ask, duty, matter.Channel)
	purpose.ConditionHolds, purpose.Condition = condition(c, ask, duty, matter.Channel, grant, now)
	return Facts{
		Now:            now,
		Purpose:        purpose,
		Fields:         fieldFacts(c, ask, duty, customer),
		Customer:       CustomerFacts{Erased: !customer.Erased.IsZero(), Frozen: customer.Frozen, Restricted: customer.Restricted},
		Case:           caseFacts(ask, matter, of),
		Grant:          grant,
		Staff:          staffFacts(),
		NobodyToVerify: nobody,
		OthersTalk:     others,
	}, nil
}

// staffFacts waives what slovo does not watch yet: devices and training
// come with their own rooms, and until then nobody is told that they hold.
func staffFacts() StaffFacts { return StaffFacts{DeviceWaived: true, TrainingWaived: true} }

// fieldFacts asks the charter of each field. A purpose that the customer's
// record is not kept for holds none of its fields.
func fieldFacts(c *charter.Charter, ask Ask, duty charter.Duty, customer Customer) []FieldFacts {
	kept := slices.Contains(customer.Purposes, ask.Purpose) || !customer.Erased.IsZero()
	list := make([]FieldFacts, 0, len(ask.Fields))
	for _, name := range ask.Fields {
		declared, ok := c.Fields[name]
		f := FieldFacts{Name: name, Declared: ok, InPurpose: kept && c.Purposes[ask.Purpose].Holds(name)}
		level := declared.Level
		f.Shown = declared.Shown()
		if duty == charter.Correct {
			level, f.Shown = declared.Change, true
		}
		f.Points = c.Verification.Points[level]
		list = append(list, f)
	}
	return list
}

func purposeFacts(c *charter.Charter, ask Ask, duty charter.Duty, channel slovo.Channel) PurposeFacts {
	p, declared := c.Purposes[ask.Purpose]
	return PurposeFacts{
		Declared:  declared,
		RoleMay:   declared && p.Allows(ask.Actor.Role, duty) && ask.Actor.BoundTo(ask.Purpose),
		ChannelOK: declared && (channel == "" || p.Over(channel)), // without a case that alone is the reason
		Consented: len(p.Consents) == 0,                           // no consent can be recorded yet
		Approved:  p.Approve == nil,                               // no second person can approve yet
	}
}

// condition asks what the company added to the purpose: of the role, the
// channel, the hour and the proof in force, never of what the record holds.
func condition(c *charter.Charter, ask Ask, duty charter.Duty, channel slovo.Channel, grant GrantFacts, now time.Time) (bool, slovo.Text) {
	when := c.Purposes[ask.Purpose].When
	if when == nil {
		return true, slovo.Text{}
	}
	points := 0
	if grant.Valid && grant.Until.After(now) {
		points = grant.Points
	}
	return when.Holds(charter.Circumstances{
		Role: ask.Actor.Role, Duty: string(duty), Channel: channel,
		At: c.Local(now), Points: points, Program: ask.Actor.Program(),
	}), when.Why
}

// fits tells whether the purpose's condition could yet be met by the actor
// with any of the duties: for a look in masks, a search and a new record,
// which have no channel and no proof.
func (g *Gate) fits(a slovo.Actor, purpose string, duties ...charter.Duty) bool {
	when := g.charter().Purposes[purpose].When
	return when == nil || slices.ContainsFunc(duties, func(d charter.Duty) bool {
		return when.Could(charter.Circumstances{Role: a.Role, Duty: string(d), At: g.charter().Local(g.now()), Program: a.Program()})
	})
}

// works tells whether the actor serves the purpose, and its condition lets
// them, for what they may do in it.
func (g *Gate) works(a slovo.Actor, purpose string) bool {
	c := g.charter()
	return c.Serves(a, purpose) && g.fits(a, purpose, c.Purposes[purpose].Duties(a.Role)...)
}

// notMine is why the actor works for none of the purposes: the company's
// own words where its condition alone stands in the way.
func (g *Gate) notMine(a slovo.Actor, field string, purposes []string) Reason {
	for _, name := range slices.Sorted(slices.Values(purposes)) {
		if g.charter().Serves(a, name) {
			return Reason{Code: RoleNotAllowed, Field: field, Condition: true, Because: g.charter().Purposes[name].When.Why}
		}
	}
	return Reason{Code: RoleNotAllowed, Field: field}
}

// matter returns the case, or an empty one where there is none.
func (g *Gate) matter(ctx context.Context, id slovo.CaseID) (Case, error) {
	if id == "" {
		return Case{}, nil
	}
	matter, err := g.store.Case(ctx, id)
	if errors.Is(err, slovo.ErrNotFound) {
		return Case{}, nil
	}
	if err != nil {
		return Case{}, fmt.Errorf("case %s: %w", id, err)
	}
	return matter, nil
}

// owner is whose the case is: also of a record that was merged since, whose
// cases are this customer's, and closed.
func (g *Gate) owner(ctx context.Context, matter Case, asked slovo.CustomerID) (slovo.CustomerID, error) {
	c := matter.ID.Customer()
	if matter.ID == "" || c == asked {
		return c, nil
	}
	of, err := g.resolve(ctx, c)
	if err != nil {
		return "", fmt.Errorf("case %s: %w", matter.ID, err)
	}
	return of, nil
}

// caseFacts compares the case, and whose it is, with the ask that names it.
func caseFacts(ask Ask, matter Case, of slovo.CustomerID) CaseFacts {
	if matter.ID == "" {
		return CaseFacts{}
	}
	return CaseFacts{
		Known:   true,
		Mine:    matter.Agent == ask.Actor.Account,
		Same:    of == ask.Customer && matter.Purpose == ask.Purpose,
		Closed:  !matter.Closed.IsZero(),
		Channel: matter.Channel,
	}
}

// situation reads the state of the customer and of the case that the ask
// names, somebody else's too: that it is, is a reason of its own.
func (g *Gate) situation(ctx context.Context, ask Ask, now time.Time) (Situation, error) {
	since := now.Add(-g.charter().Verification.Lock.Per.Duration())
	s, err := g.store.Situation(ctx, ask.Customer, ask.Case, since)
	if err != nil {
		return s, fmt.Errorf("customer %s: %w", ask.Customer, err)
	}
	if ask.Case == "" || ask.Case.Customer() == ask.Customer {
		return s, nil
	}
	if s.Case, err = g.matter(ctx, ask.Case); err != nil {
		return s, err
	}
	grant, err := g.store.Grant(ctx, s.Case.ID)
	if errors.Is(err, slovo.ErrNotFound) {
		return s, nil
	}
	if err != nil {
		return s, fmt.Errorf("grant of %s: %w", s.Case.ID, err)
	}
	s.Grant = grant
	return s, nil
}

// grantFacts tells what the case's grant is good for, and whether failures
// have locked the customer's assisted channels.
func grantFacts(v charter.Verification, ask Ask, s Situation) GrantFacts {
	f := GrantFacts{Locked: s.Failures >= v.Lock.Failures}
	if s.Grant.Case == "" {
		return f
	}
	f.Points, f.Valid = s.Grant.Points, s.Grant.Fits(ask.Actor, s.Case)
	f.Until, f.Here = s.Grant.Ends(v.Grant), s.Grant.Here()
	return f
}

// nobodyToVerify holds only for a role that talks to nobody, in a task,
// while no line to the customer is open, and never to tell. othersTalk
// tells that only such a line stands in the way.
func (g *Gate) nobodyToVerify(ctx context.Context, ask Ask, matter Case, duty charter.Duty) (nobody, othersTalk bool, err error) {
	p, declared := g.charter().Purposes[ask.Purpose]
	if !declared || p.Talks(ask.Actor.Role) || duty == charter.Tell {
		return false, false, nil
	}
	if matter.ID == "" {
		return true, false, nil // the missing case alone is the reason
	}
	if matter.Channel != slovo.ChannelTask {
		return false, false, nil
	}
	talking, err := g.store.Talking(ctx, ask.Customer)
	if err != nil {
		return false, false, fmt.Errorf("cases of %s: %w", ask.Customer, err)
	}
	return !talking, talking, nil
}

// Fits tells whether the grant is good for this agent, in this case, over
// this very call: what was proved elsewhere opens nothing here.
func (g Grant) Fits(a slovo.Actor, matter Case) bool {
	return g.Agent == a.Account && g.Case == matter.ID && g.Channel == matter.Channel && g.Endpoint == matter.Endpoint
}

// Here tells whether the grant was given in person, to whoever showed a
// document.
func (g Grant) Here() bool {
	return g.Channel == slovo.ChannelInPerson && slices.Contains(g.Kinds, charter.Document)
}

// Ends returns when the grant stops opening: at its end, or after idle
// minutes if that is sooner.
func (g Grant) Ends(rule charter.Grant) time.Time {
	idle := g.Used.Add(rule.Idle.Duration())
	if idle.Before(g.Until) {
		return idle
	}
	return g.Until
}
