package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/intake"
)

// ImportOptions are what `slovo import` takes. Paths are absolute: the
// running server opens them itself, so that no copy is made on the way.
type ImportOptions struct {
	File     string     `json:"file"`
	Purposes []string   `json:"purposes"`
	Source   string     `json:"source"`
	Rejects  string     `json:"rejects"` // where rows that were not taken are written; "": nowhere
	Lang     slovo.Lang `json:"lang"`    // in which the reasons stand there
}

// Imported is how an import ended.
type Imported struct {
	Plan *intake.Plan `json:"plan"`
	intake.Counts
}

// PlanImport tells what an import of the file would store, and stores
// nothing. Rows that would not be taken are written as in an import.
func PlanImport(ctx context.Context, dir string, o ImportOptions, tell func(Progress)) (*intake.Plan, error) {
	rules, err := charterOf(ctx, dir)
	if err != nil {
		return nil, err
	}
	return o.run(rules, func(t *intake.Table, p *intake.Plan, r *intake.Rejections) error {
		_, err := intake.Check(ctx, t, p, r, progressOf(tell))
		return err
	})
}

func (c *Company) importFile(ctx context.Context, options json.RawMessage, _ io.Reader, tell func(Progress)) (any, error) {
	o, err := read[ImportOptions](options)
	if err != nil {
		return nil, err
	}
	plan, err := o.run(c.editions.Charter(), func(t *intake.Table, p *intake.Plan, r *intake.Rejections) error {
		if err := c.logImport(ctx, o); err != nil {
			return err
		}
		_, err := intake.Import(ctx, c.importDoors(), c.operator(), t, p, r, progressOf(tell))
		return err
	})
	if err != nil {
		return nil, err
	}
	return Imported{Plan: plan, Counts: plan.Counts}, nil
}

// importLog is where it is written down what was done with files.
func (c *Company) importLog() intake.Log {
	return intake.Log{Store: c.store, Ledger: c.ledger, Charter: c.editions.Charter}
}

// logImport writes down that rows are stored, and that those which are not
// taken go out to a file.
func (c *Company) logImport(ctx context.Context, o ImportOptions) error {
	err := c.importLog().Stores(ctx, c.operator())
	if err == nil && o.Rejects != "" {
		err = c.importLog().GivesRejects(ctx, c.operator())
	}
	return err
}

// importDoors are where imported rows go.
func (c *Company) importDoors() intake.Doors {
	return intake.Doors{Gate: c.gate, Wishes: c.consent, Merges: c.gate}
}

// run opens the file, maps it, and does something with its rows.
func (o ImportOptions) run(rules *charter.Charter, do func(*intake.Table, *intake.Plan, *intake.Rejections) error) (*intake.Plan, error) {
	table, file, err := openTable(o.File)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	plan, err := table.Plan(rules, intake.Options{Purposes: o.Purposes, Source: o.Source})
	if err != nil {
		return nil, err
	}
	rejections, finish, err := o.rejections(file, table, plan)
	if err != nil {
		return nil, err
	}
	return plan, errors.Join(do(table, plan, rejections), finish())
}

// rejections opens the file for rows not taken. It holds customers' data,
// so only its owner may read it, and it is never the imported file itself.
func (o ImportOptions) rejections(from *os.File, t *intake.Table, p *intake.Plan) (*intake.Rejections, func() error, error) {
	if o.Rejects == "" {
		return nil, func() error { return nil }, nil
	}
	if same(from, o.Rejects) {
		return nil, nil, fmt.Errorf("app: rejected rows: the file named is the one to import: %w", slovo.ErrInvalid)
	}
	f, err := os.OpenFile(o.Rejects, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("app: rejected rows: %w", err)
	}
	if err := errors.Join(f.Chmod(0o600), f.Truncate(0)); err != nil {
		return nil, nil, fmt.Errorf("app: rejected rows: %w", errors.Join(err, f.Close()))
	}
	r := intake.NewRejections(f, t, p, o.Lang)
	return r, func() error { return errors.Join(r.Flush(), f.Close()) }, nil
}

// same tells whether the path leads to the open file.
func same(f *os.File, path string) bool {
	a, err := f.Stat()
	if err != nil {
		return false
	}
	b, err := os.Stat(path)
	return err == nil && os.SameFile(a, b)
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
