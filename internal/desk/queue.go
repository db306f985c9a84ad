package desk

import (
	"context"
	"fmt"
	"slices"

	"slovo"
	"slovo/internal/gate"
)

// Queues finds what waits for somebody.
type Queues interface {
	// OpenCasesOf returns the agent's open cases, the longest open first.
	OpenCasesOf(ctx context.Context, agent slovo.StaffID, limit int) ([]gate.Case, error)
	// TasksFor returns the colleague's tasks that are not done, soonest due first.
	TasksFor(ctx context.Context, who slovo.StaffID, limit int) ([]Task, error)
	// TasksOf returns the customer's tasks that are not done, soonest due first.
	TasksOf(ctx context.Context, c slovo.CustomerID) ([]Task, error)
}

// Queue is what waits for one agent: in an open case somebody may be on the
// line, so cases come before tasks.
type Queue struct {
	Cases []gate.Case // the longest open first
	Tasks []Task      // soonest due first
}

// Queue returns the actor's own open cases and tasks, at most so many of each.
func (d *Desk) Queue(ctx context.Context, a slovo.Actor, limit int) (Queue, error) {
	cases, err := d.store.OpenCasesOf(ctx, a.Account, limit)
	if err != nil {
		return Queue{}, fmt.Errorf("desk: open cases of %s: %w", a.Account, err)
	}
	tasks, err := d.Tasks(ctx, a, limit)
	return Queue{Cases: cases, Tasks: tasks}, err
}

// Tasks returns the actor's own tasks that are not done, soonest due first.
func (d *Desk) Tasks(ctx context.Context, a slovo.Actor, limit int) ([]Task, error) {
	list, err := d.store.TasksFor(ctx, a.Account, limit)
	if err != nil {
		return nil, fmt.Errorf("desk: tasks of %s: %w", a.Account, err)
	}
	return list, nil
}

// TasksOf returns the customer's tasks that are not done and whose purpose
// the actor serves, soonest due first, whomever they are for; with those that
// came with a record merged into the customer's.
func (d *Desk) TasksOf(ctx context.Context, a slovo.Actor, c slovo.CustomerID) ([]Task, error) {
	list, err := d.tasksOf(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("desk: tasks of %s: %w", c, err)
	}
	serving := d.charter()
	return slices.DeleteFunc(list, func(t Task) bool { return !serving.Serves(a, t.Purpose) }), nil
}

func (d *Desk) tasksOf(ctx context.Context, c slovo.CustomerID) ([]Task, error) {
	customer, err := gate.Standing(ctx, d.store, c)
	if err != nil {
		return nil, err
	}
	merged, err := d.store.MergedInto(ctx, customer.ID)
	if err != nil {
		return nil, err
	}
	var list []Task
	for _, id := range append(merged, customer.ID) {
		tasks, err := d.store.TasksOf(ctx, id)
		if err != nil {
			return nil, err
		}
		list = append(list, tasks...)
	}
	slices.SortStableFunc(list, func(a, b Task) int { return a.Due.Compare(b.Due) })
	return list, nil
}
