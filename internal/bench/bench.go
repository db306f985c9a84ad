// Package bench measures, in one run and on one machine, slovo beside the
// machine's floor: the least that a recorded read can take. What counts is the
// ratios, since figures drift with the machine.
package bench

import (
	"context"
	"slices"
	"time"
)

// Load is one kind of request, as so many clients send it at once.
type Load struct {
	Name string
	URL  string // http://host:port
	// Ask is the n-th request that the client sends, whole, as HTTP/1.1.
	Ask func(client, n int) []byte
}

// Plan is how long is measured, and with how many clients.
type Plan struct {
	Clients []int         // one row of the report each
	Rounds  int           // of which the middle one counts
	Each    time.Duration // one load at one number of clients
}

// Row is what so many clients met with.
type Row struct {
	Clients int    `json:"clients"`
	Floor   Rate   `json:"floor"`
	Loads   []Pace `json:"loads"`
}

// Pace is a load beside the floor.
type Pace struct {
	Name string `json:"name"`
	Rate
	// OfFloor is the middle, over the rounds, of the load's rate as a part
	// of the floor's in the same round.
	OfFloor float64 `json:"of_floor"`
}

// Run measures each load beside the floor, turn by turn, and tells which
// it is at before each.
func Run(ctx context.Context, p Plan, floor Load, loads []Load, tell func(name string, clients int)) ([]Row, error) {
	rows := make([]Row, 0, len(p.Clients))
	for _, clients := range p.Clients {
		row, err := p.row(ctx, clients, floor, loads, tell)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// row measures at one number of clients. Floor and loads take turns, so that
// what else the machine does meanwhile falls on all of them.
func (p Plan) row(ctx context.Context, clients int, floor Load, loads []Load, tell func(string, int)) (Row, error) {
	rates := make([][]Rate, 1+len(loads)) // by load, then by round
	for range p.Rounds {
		for i, l := range append([]Load{floor}, loads...) {
			tell(l.Name, clients)
			rate, err := Drive(ctx, l, clients, p.Each)
			if err != nil {
				return Row{}, err
			}
			rates[i] = append(rates[i], rate)
		}
	}
	row := Row{Clients: clients, Floor: middle(rates[0])}
	for i, l := range loads {
		pace := Pace{Name: l.Name, Rate: middle(rates[1+i]), OfFloor: ratio(rates[1+i], rates[0])}
		row.Loads = append(row.Loads, pace)
	}
	return row, nil
}

// ratio is the middle of the rounds' ratios.
func ratio(of, floor []Rate) float64 {
	all := make([]float64, len(of))
	for i := range of {
		all[i] = of[i].PerSecond / floor[i].PerSecond
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// middle is the round with the middle rate; failures of all rounds count.
func middle(rounds []Rate) Rate {
	sorted := slices.SortedFunc(slices.Values(rounds), func(a, b Rate) int { return int(a.PerSecond - b.PerSecond) })
	m := sorted[len(sorted)/2]
	m.Answered, m.Failed = 0, 0
	for _, r := range rounds {
		m.Answered += r.Answered
		m.Failed += r.Failed
	}
	return m
}
