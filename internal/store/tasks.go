package store

import (
	"context"
	"fmt"
	"time"

	"slovo"
	"slovo/internal/desk"
	"slovo/internal/gate"
	"slovo/internal/store/gen"
)

// PutTask implements desk.Tasks.
func (s *Store) PutTask(ctx context.Context, t desk.Task) error {
	return known(s.q(ctx).PutTask(ctx, gen.PutTaskParams{
		CustomerID: string(t.Customer), ID: string(t.ID), CaseID: string(t.Case), Purpose: t.Purpose, Kind: t.Kind,
		DueAt: slovo.Micros(t.Due), ForID: string(t.For), MadeAt: slovo.Micros(t.Made),
	}))
}

// Task implements desk.Tasks.
func (s *Store) Task(ctx context.Context, id slovo.TaskID) (desk.Task, error) {
	row, err := s.q(ctx).Task(ctx, string(id.Customer()), string(id))
	if err != nil {
		return desk.Task{}, about("task", id, err)
	}
	return task(row), nil
}

// FinishTask implements desk.Tasks.
func (s *Store) FinishTask(ctx context.Context, id slovo.TaskID, now time.Time) error {
	return moved(s.q(ctx).FinishTask(ctx, slovo.Micros(now), string(id.Customer()), string(id)))
}

// Colleague implements desk.Tasks.
func (s *Store) Colleague(ctx context.Context, id slovo.StaffID) (string, error) {
	account, err := s.Account(ctx, id)
	if err == nil && account.Blocked {
		err = fmt.Errorf("store: account %s is blocked: %w", id, slovo.ErrNotFound)
	}
	return account.Role, err
}

// TasksFor implements desk.Queues.
func (s *Store) TasksFor(ctx context.Context, who slovo.StaffID, limit int) ([]desk.Task, error) {
	rows, err := s.q(ctx).TasksFor(ctx, string(who), int32(limit)) //nolint:gosec // pages are small
	return each(rows, task), known(err)
}

// TasksOf implements desk.Queues.
func (s *Store) TasksOf(ctx context.Context, c slovo.CustomerID) ([]desk.Task, error) {
	rows, err := s.q(ctx).TasksOf(ctx, string(c))
	return each(rows, task), known(err)
}

// OpenCasesOf implements desk.Queues.
func (s *Store) OpenCasesOf(ctx context.Context, agent slovo.StaffID, limit int) ([]gate.Case, error) {
	rows, err := s.q(ctx).OpenCasesOf(ctx, string(agent), int32(limit)) //nolint:gosec // pages are small
	return each(rows, caseOf), known(err)
}

func task(r gen.Task) desk.Task {
	return desk.Task{
		ID: slovo.TaskID(r.ID), Customer: slovo.CustomerID(r.CustomerID), Case: slovo.CaseID(r.CaseID), Purpose: r.Purpose,
		Kind: r.Kind, Due: slovo.Time(r.DueAt), For: slovo.StaffID(r.ForID), Made: slovo.Time(r.MadeAt), Done: slovo.Time(r.DoneAt),
	}
}
