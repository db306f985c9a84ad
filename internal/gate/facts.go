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
	c := g.charter()
	customer, err := g.store.Customer(ctx, ask.Customer)
	if err != nil {
		return Facts{}, fmt.Errorf("customer %s: %w", ask.Customer, err)
	}
	f := Facts{
		Now:      g.now(),
		Fields:   fieldFacts(c, ask, duty, customer),
		Customer: CustomerFacts{Erased: !customer.Erased.IsZero(), Frozen: customer.Frozen, Restricted: customer.Restricted},
		Staff:    staffFacts(),
	}
	matter, err := g.caseFacts(ctx, ask, &f)
	if err != nil {
		return Facts{}, err
	}
	f.Purpose = purposeFacts(c, ask, duty, matter.Channel)
	if err := g.grantFacts(ctx, ask, matter, &f); err != nil {
		return Facts{}, err
	}
	return f, g.nobodyToVerify(ctx, c, ask, matter, duty, &f)
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

func (g *Gate) caseFacts(ctx context.Context, ask Ask, f *Facts) (Case, error) {
	if ask.Case == "" {
		return Case{}, nil
	}
	matter, err := g.store.Case(ctx, ask.Case)
	if errors.Is(err, slovo.ErrNotFound) {
		return Case{}, nil
	}
	if err != nil {
		return Case{}, fmt.Errorf("case %s: %w", ask.Case, err)
	}
	f.Case = CaseFacts{
		Known:   true,
		Mine:    matter.Agent == ask.Actor.Account,
		Same:    ask.Case.Customer() == ask.Customer && matter.Purpose == ask.Purpose,
		Closed:  !matter.Closed.IsZero(),
		Channel: matter.Channel,
	}
	return matter, nil
}

// grantFacts reads the case's grant: good for this agent, this case and
// this very call only, until its end or five idle minutes, as the charter says.
func (g *Gate) grantFacts(ctx context.Context, ask Ask, matter Case, f *Facts) error {
	v := g.charter().Verification
	failures, err := g.store.Failures(ctx, ask.Customer, f.Now.Add(-v.Lock.Per.Duration()))
	if err != nil {
		return fmt.Errorf("attempts of %s: %w", ask.Customer, err)
	}
	f.Grant.Locked = failures >= v.Lock.Failures
	grant, err := g.store.Grant(ctx, matter.ID)
	if errors.Is(err, slovo.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("grant of %s: %w", matter.ID, err)
	}
	f.Grant.Points = grant.Points
	f.Grant.Valid = grant.Agent == ask.Actor.Account && grant.Channel == matter.Channel && grant.Endpoint == matter.Endpoint
	f.Grant.Until = earlier(grant.Until, grant.Used.Add(v.Grant.Idle.Duration()))
	return nil
}

// nobodyToVerify holds only for a role that talks to nobody, in a task,
// while no line to the customer is open, and never to tell.
func (g *Gate) nobodyToVerify(ctx context.Context, c *charter.Charter, ask Ask, matter Case, duty charter.Duty, f *Facts) error {
	p, declared := c.Purposes[ask.Purpose]
	if !declared || p.Talks(ask.Actor.Role) || duty == charter.Tell {
		return nil
	}
	if matter.ID == "" {
		f.NobodyToVerify = true // the missing case alone is the reason
		return nil
	}
	if matter.Channel != slovo.ChannelTask {
		return nil
	}
	talking, err := g.store.Talking(ctx, ask.Customer)
	if err != nil {
		return fmt.Errorf("cases of %s: %w", ask.Customer, err)
	}
	f.NobodyToVerify = !talking
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
