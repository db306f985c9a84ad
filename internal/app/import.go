package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"slovo"
	"slovo/internal/intake"
)

// ImportOptions are what `slovo import` takes. Paths are absolute: the
// running server opens them itself, so that no copy is made on the way.
type ImportOptions struct {
	File     string   `json:"file"`
	Purposes []string `json:"purposes"`
	Source   string   `json:"source"`
	Rejects  string   `json:"rejects"` // where rows that were not taken are told; "": nowhere
}

// Imported is how an import ended.
type Imported struct {
	Plan     *intake.Plan `json:"plan"`
	Rows     int          `json:"rows"`
	Stored   int          `json:"stored"`
	Known    int          `json:"known"`
	Rejected int          `json:"rejected"`
}

// PlanImport tells what an import of the file would store, and stores nothing.
func PlanImport(ctx context.Context, dir string, o ImportOptions, tell func(Progress)) (*intake.Plan, error) {
	rules, err := charterOf(ctx, dir)
	if err != nil {
		return nil, err
	}
	table, file, err := openTable(o.File)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	plan, err := table.Plan(rules, intake.Options{Purposes: o.Purposes, Source: o.Source})
	if err != nil {
		return nil, err
	}
	_, err = intake.Check(ctx, table, plan, nil, progressOf(tell))
	return plan, err
}

func (c *Company) importFile(ctx context.Context, options json.RawMessage, _ io.Reader, tell func(Progress)) (any, error) {
	o, err := read[ImportOptions](options)
	if err != nil {
		return nil, err
	}
	table, file, err := openTable(o.File)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	plan, err := table.Plan(c.editions.Charter(), intake.Options{Purposes: o.Purposes, Source: o.Source})
	if err != nil {
		return nil, err
	}
	rejections, finish, err := o.rejections()
	if err != nil {
		return nil, err
	}
	counts, err := intake.Import(ctx, c.gate, c.operator(), table, plan, rejections, progressOf(tell))
	if err := errors.Join(err, finish()); err != nil {
		return nil, err
	}
	plan.Rows, plan.Stored, plan.Rejected = counts.Rows, counts.Stored, counts.Rejected
	return Imported{Plan: plan, Rows: counts.Rows, Stored: counts.Stored, Known: counts.Known, Rejected: counts.Rejected}, nil
}

// rejections opens the file that tells of rows not taken.
func (o ImportOptions) rejections() (*intake.Rejections, func() error, error) {
	if o.Rejects == "" {
		return nil, func() error { return nil }, nil
	}
	f, err := os.OpenFile(o.Rejects, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("app: rejected rows: %w", err)
	}
	r := intake.NewRejections(f)
	return r, func() error { return errors.Join(r.Flush(), f.Close()) }, nil
}

func openTable(path string) (*intake.Table, *os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("app: import: %w: %w", slovo.ErrInvalid, err)
	}
	table, err := intake.Open(f)
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return table, f, nil
}

func progressOf(tell func(Progress)) func(intake.Progress) {
	return func(p intake.Progress) { tell(Progress{Done: p.Read, Total: p.Size, Rows: int64(p.Rows)}) }
}
