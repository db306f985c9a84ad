package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"slovo"
	"slovo/internal/bench"
)

// BenchOptions are what `slovo bench` takes.
type BenchOptions struct {
	Dir       string // where its folder is made, and removed at the end; "": the system's own place
	Store     string // "" is SQLite in the folder
	Customers int
	Plan      bench.Plan
	Flame     io.Writer // takes the flame graph of reveals; nil: none is made
}

// Bench is what was measured. Rates are of the machine it ran on, with the
// clients on the same processors; ratios are what to compare.
type Bench struct {
	Customers int         `json:"customers"`
	Engine    string      `json:"engine"`
	Cores     int         `json:"cores"`
	Import    ImportRate  `json:"import"`
	Rows      []bench.Row `json:"rows"`
	// While an import runs, four clients reveal.
	Meanwhile bench.Rate `json:"reveal_while_importing"`
	// Steps are where reveals spend the server's time, with sixteen clients.
	Steps []bench.Step `json:"steps"`
	// Revealed answers, and the log's entries of their time: fewer would be
	// answers that nobody wrote down.
	Revealed int64 `json:"revealed"`
	Recorded int64 `json:"recorded"`
}

// ImportRate is how fast a file came in.
type ImportRate struct {
	Rows      int     `json:"rows"`
	PerSecond float64 `json:"per_second"`
}

// RunBench makes a company with so many customers in a folder of its own,
// measures it beside the machine's floor, and removes the folder. It tells
// which load it is at, and with how many clients.
func RunBench(ctx context.Context, o BenchOptions, tell func(load string, clients int)) (Bench, error) {
	dir, err := os.MkdirTemp(o.Dir, "slovo-bench-")
	if err != nil {
		return Bench{}, fmt.Errorf("app: bench: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left lies in a temporary folder
	home := filepath.Join(dir, "company")
	if _, err := (DemoOptions{Store: o.Store}).found(ctx, home, "http://localhost"); err != nil {
		return Bench{}, err
	}
	c, err := Open(ctx, home, false)
	if err != nil {
		return Bench{}, err
	}
	b := &benching{Company: c, o: o, dir: dir, tell: tell}
	err = errors.Join(b.run(ctx), c.Close())
	return b.result, err
}

// benching is a company that is measured.
type benching struct {
	*Company
	o      BenchOptions
	dir    string
	tell   func(load string, clients int)
	result Bench

	secret   string // of the program's token
	subjects []subject
}

// subject is a customer who was verified in a case that is open.
type subject struct {
	id     slovo.CustomerID
	matter slovo.CaseID
}

func (b *benching) run(ctx context.Context) error {
	engine, _, _ := strings.Cut(b.Settings.Store, ":")
	b.result = Bench{Customers: b.o.Customers, Engine: engine, Cores: runtime.GOMAXPROCS(0)}
	for _, step := range []func(context.Context) error{b.hire, b.fill, b.enroll, b.race} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("app: bench: %w", err)
		}
	}
	return nil
}
