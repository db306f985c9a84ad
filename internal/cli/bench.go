package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"slovo/internal/app"
	"slovo/internal/bench"
)

// usualPlan is what BARS and docs/performance.md speak of: both ends, and
// the middle that a company's busiest hour does not reach.
var usualPlan = bench.Plan{Clients: []int{1, 4, 16, 64}, Rounds: 3}

func (c *console) bench() *cobra.Command {
	var (
		o       app.BenchOptions
		seconds int
		flame   string
		store   *string
		asJSON  *bool
	)
	o.Plan = usualPlan
	cmd := c.command("bench", "cli.bench", func(cmd *cobra.Command, _ []string) error {
		if err := c.fitBench(o, seconds); err != nil {
			return err
		}
		o.Store, o.Plan.Each = *store, time.Duration(seconds)*time.Second
		picture, err := c.flameFile(flame, &o)
		if err != nil {
			return err
		}
		b, err := app.RunBench(cmd.Context(), o, c.benchStep)
		if err = cmp.Or(err, picture.Close()); err != nil {
			return err
		}
		if *asJSON {
			return c.print(b)
		}
		c.showBench(b)
		return nil
	})
	cmd.Flags().IntVar(&o.Customers, "customers", 1000, c.t("cli.flag.bench_customers"))
	cmd.Flags().IntSliceVar(&o.Plan.Clients, "clients", o.Plan.Clients, c.t("cli.flag.bench_clients"))
	cmd.Flags().IntVar(&seconds, "seconds", 2, c.t("cli.flag.bench_seconds"))
	cmd.Flags().IntVar(&o.Plan.Rounds, "rounds", o.Plan.Rounds, c.t("cli.flag.bench_rounds"))
	cmd.Flags().StringVar(&o.Dir, "temp", "", c.t("cli.flag.bench_temp"))
	cmd.Flags().StringVar(&flame, "flame", "", c.t("cli.flag.bench_flame"))
	store = c.storeFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	return cmd
}

// The most that one run measures: the numbers of invented phones end there.
const (
	mostCustomers = 2_000_000
	mostClients   = 1024
)

// fitBench refuses numbers that nothing can be measured with.
func (c *console) fitBench(o app.BenchOptions, seconds int) error {
	type bound struct {
		flag           string
		is, least, max int
	}
	bounds := []bound{
		{"customers", o.Customers, 1, mostCustomers},
		{"seconds", seconds, 1, 600},
		{"rounds", o.Plan.Rounds, 1, 99},
		{"clients", len(o.Plan.Clients), 1, 20},
	}
	for _, n := range o.Plan.Clients {
		bounds = append(bounds, bound{"clients", n, 1, mostClients})
	}
	for _, b := range bounds {
		if b.is < b.least || b.is > b.max {
			return c.wrong("cli.fault.number", "Flag", b.flag, "Least", b.least, "Most", b.max)
		}
	}
	return nil
}

// flameFile opens the file for the picture, where one is asked for.
func (c *console) flameFile(name string, o *app.BenchOptions) (io.Closer, error) {
	if name == "" {
		return io.NopCloser(nil), nil
	}
	f, err := os.Create(name) //nolint:gosec // the caller's own file
	if err != nil {
		return nil, c.unreadable(name, err)
	}
	o.Flame = f
	return f, nil
}

// benchStep tells what is being measured, to whoever waits at a terminal.
func (c *console) benchStep(load string, clients int) {
	if terminal(c.err) {
		c.note("cli.bench.step", "Load", load, "Count", clients)
	}
}

// showBench is the report for people: ratios first.
func (c *console) showBench(b app.Bench) {
	c.say("cli.bench.of", "Count", b.Customers, "Engine", b.Engine, "Cores", b.Cores)
	c.say("cli.bench.import", "Rows", int(b.Import.PerSecond))
	c.line()
	for _, row := range b.Rows {
		c.head("cli.bench.clients", "Count", row.Clients)
		c.rate("floor", row.Floor, "")
		for _, p := range row.Loads {
			c.rate(p.Name, p.Rate, fmt.Sprintf("%3.0f %%", 100*p.OfFloor))
		}
		c.line()
	}
	c.head("cli.bench.meanwhile")
	c.rate("reveal", b.Meanwhile, "")
	c.line()
	c.head("cli.bench.steps")
	for _, s := range b.Steps {
		c.line(fmt.Sprintf("  %-24s %5.1f %%", s.Name, 100*s.Share))
	}
	c.line()
	c.say("cli.bench.recorded", "Revealed", b.Revealed, "Recorded", b.Recorded)
}

func (c *console) rate(name string, r bench.Rate, ofFloor string) {
	failed := ""
	if r.Failed > 0 {
		failed = "  " + c.t("cli.bench.failed", "Count", int(r.Failed))
	}
	line := fmt.Sprintf("  %-14s %8.0f/s  p50 %7.2f ms  p99 %7.2f ms  %6s%s", name, r.PerSecond, r.P50, r.P99, ofFloor, failed)
	c.line(strings.TrimRight(line, " "))
}
