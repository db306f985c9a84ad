package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/ledger"
)

// The kinds of a task. There is no text beside them: what nobody writes
// down, nobody has to protect.
const (
	CallBack     = "call_back"
	SendDocument = "send_document"
	CheckOrder   = "check_order"
	OtherTask    = "other"
)

// TaskKinds returns every kind of task.
func TaskKinds() []string { return []string{CallBack, SendDocument, CheckOrder, OtherTask} }

// farthest is how far ahead a task may be due.
const farthest = 366 * 24 * time.Hour

// Task is something that is still to be done for a customer.
type Task struct {
	ID       slovo.TaskID
	Customer slovo.CustomerID
	Case     slovo.CaseID // that it came out of
	Purpose  string       // of the case
	Kind     string
	Due      time.Time
	For      slovo.StaffID
	Made     time.Time
	Done     time.Time
}

// Tasks keeps what is to follow up.
type Tasks interface {
	PutTask(ctx context.Context, t Task) error
	// Task returns the task, or slovo.ErrNotFound.
	Task(ctx context.Context, id slovo.TaskID) (Task, error)
	// FinishTask marks it done; slovo.ErrConflict where it was.
	FinishTask(ctx context.Context, id slovo.TaskID, now time.Time) error
	// Colleague returns the role of an account that can work, or slovo.ErrNotFound.
	Colleague(ctx context.Context, id slovo.StaffID) (role string, err error)
}

// AddTask writes down, out of the actor's own open case, what a colleague or
// the actor still has to do. A *gate.Denial where the case is not the actor's,
// is closed, or the colleague does not serve its purpose; slovo.ErrInvalid for
// another kind, a time gone by or more than a year ahead, or nobody's account.
// The same task that is not done yet is not written twice: its id is returned.
func (d *Desk) AddTask(ctx context.Context, a slovo.Actor, in slovo.CaseID, kind string, due time.Time, who slovo.StaffID) (slovo.TaskID, error) {
	d = d.steady()
	now := d.now()
	if !slices.Contains(TaskKinds(), kind) || due.Before(now) || due.After(now.Add(farthest)) {
		return "", fmt.Errorf("desk: a task is of a known kind and due within a year: %w", slovo.ErrInvalid)
	}
	t := Task{
		ID: slovo.NewTaskID(in.Customer()), Customer: in.Customer(), Case: in, Kind: kind, Due: due, For: who, Made: now,
	}
	err := d.written(ctx, t.Customer, func(ctx context.Context, customer gate.Customer) (ledger.Draft, []gate.Reason, error) {
		reasons, err := d.mayAdd(ctx, a, customer, &t)
		draft := ledger.Draft{Actor: a, Act: ledger.ActTask, Purpose: t.Purpose}
		if err != nil || len(reasons) > 0 {
			return draft, reasons, err
		}
		if err := d.fresh(ctx, &t); err != nil {
			return draft, nil, err
		}
		draft.Case, draft.Subject = in, string(t.ID)
		return draft, nil, d.store.PutTask(ctx, t)
	})
	if errors.Is(err, errThere) {
		return t.ID, nil
	}
	if err != nil {
		return "", fmt.Errorf("desk: task in case %s: %w", in, err)
	}
	return t.ID, nil
}

// errThere undoes a task that stands already.
var errThere = errors.New("desk: the same task is not done yet")

// fresh is errThere where the same task is not done yet, and takes its id. A
// form that was sent twice asks for one thing, not for two.
func (d *Desk) fresh(ctx context.Context, t *Task) error {
	open, err := d.store.TasksOf(ctx, t.Customer)
	if err != nil {
		return err
	}
	for _, had := range open {
		if had.Case == t.Case && had.Kind == t.Kind && had.For == t.For && slovo.Micros(had.Due) == slovo.Micros(t.Due) {
			t.ID = had.ID
			return errThere
		}
	}
	return nil
}

// mayAdd reads the case into the task, and tells what stands in the way.
func (d *Desk) mayAdd(ctx context.Context, a slovo.Actor, customer gate.Customer, t *Task) ([]gate.Reason, error) {
	matter, err := d.store.Case(ctx, t.Case)
	if err != nil {
		return nil, err
	}
	t.Purpose = matter.Purpose
	switch {
	case matter.Agent != a.Account:
		return []gate.Reason{{Code: gate.NoCase}}, nil
	case !customer.Erased.IsZero():
		return []gate.Reason{{Code: gate.Erased}}, nil
	case !matter.Closed.IsZero():
		return []gate.Reason{{Code: gate.CaseClosed}}, nil
	}
	role, err := d.store.Colleague(ctx, t.For)
	if errors.Is(err, slovo.ErrNotFound) {
		return nil, fmt.Errorf("whom it is for is no colleague at work: %w", slovo.ErrInvalid)
	}
	c := d.charter()
	serves := c.Serves(a, t.Purpose) && c.Serves(slovo.Actor{Account: t.For, Role: role}, t.Purpose)
	if err == nil && !serves {
		return []gate.Reason{{Code: gate.RoleNotAllowed}}, nil
	}
	return nil, err
}

// FinishTask marks the task done. Whoever serves its purpose may: a colleague
// may have called back instead. A *gate.Denial else, slovo.ErrConflict where
// it was done before, slovo.ErrNotFound where there is none.
func (d *Desk) FinishTask(ctx context.Context, a slovo.Actor, id slovo.TaskID) error {
	d = d.steady()
	err := d.written(ctx, id.Customer(), func(ctx context.Context, _ gate.Customer) (ledger.Draft, []gate.Reason, error) {
		t, err := d.store.Task(ctx, id)
		draft := ledger.Draft{Actor: a, Act: ledger.ActFinish, Purpose: t.Purpose, Case: t.Case, Subject: string(t.ID)}
		if err != nil {
			return draft, nil, err
		}
		if !d.charter().Serves(a, t.Purpose) {
			return draft, []gate.Reason{{Code: gate.RoleNotAllowed}}, nil
		}
		return draft, nil, d.store.FinishTask(ctx, id, d.now())
	})
	if err != nil {
		return fmt.Errorf("desk: task %s: %w", id, err)
	}
	return nil
}

// written does what changes the customer's tasks, in one transaction with
// the entry that tells of it, or of why it was refused. The entry lies with
// the record that answers, also where the task came with one merged into it.
func (d *Desk) written(ctx context.Context, c slovo.CustomerID, do func(context.Context, gate.Customer) (ledger.Draft, []gate.Reason, error)) error {
	var denial *gate.Denial
	err := d.store.Atomic(ctx, func(ctx context.Context) error {
		customer, err := gate.LockStanding(ctx, d.store, c)
		if err != nil {
			return err
		}
		draft, reasons, err := do(ctx, customer)
		if err != nil {
			return err
		}
		draft.Customer, draft.Outcome, draft.Charter = customer.ID, ledger.Done, d.charter().Hash
		if len(reasons) > 0 {
			draft.Outcome, draft.Reasons = ledger.Refused, []string{string(reasons[0].Code)}
		}
		entry, err := d.ledger.Append(ctx, draft)
		if len(reasons) > 0 {
			denial = &gate.Denial{Reasons: reasons, Entry: entry}
		}
		return err
	})
	if err == nil && denial != nil {
		return denial
	}
	return err
}
