package app

import (
	"bytes"
	"testing"
	"time"

	"slovo/internal/bench"
)

// A small run answers everything, and writes each reveal down.
func TestBenchLeavesNothingOut(t *testing.T) {
	var flame bytes.Buffer
	plan := bench.Plan{Clients: []int{2}, Rounds: 1, Each: 50 * time.Millisecond}
	b, err := RunBench(t.Context(), BenchOptions{Dir: t.TempDir(), Customers: 30, Plan: plan, Flame: &flame}, func(string, int) {})
	if err != nil {
		t.Fatal(err)
	}
	if b.Revealed == 0 || b.Recorded != b.Revealed {
		t.Errorf("%d revealed, %d recorded", b.Revealed, b.Recorded)
	}
	for _, p := range append(b.Rows[0].Loads, bench.Pace{Name: "meanwhile", Rate: b.Meanwhile}) {
		if p.Failed != 0 || p.Answered == 0 {
			t.Errorf("%s: %d answered, %d failed", p.Name, p.Answered, p.Failed)
		}
	}
	if flame.Len() == 0 {
		t.Error("no flame graph")
	}
}
