package gate_test

import (
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store/storetest"
)

// BenchmarkReveal is the whole gate over SQLite with full durability, by so
// many at once; the log's size is counted with its tree.
func BenchmarkReveal(b *testing.B) {
	for _, clients := range []int{1, 16, 64} {
		b.Run(strconv.Itoa(clients), func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "slovo.db")
			k := gatetest.New(b, storetest.Open(b, "sqlite:"+file))
			k.Charter.Staff.Quotas = map[string]charter.Quota{"reveals": {Other: 1e9}}
			asks := make([]gate.Ask, clients)
			for i := range asks {
				agent, customer := gatetest.Agent(slovo.RandomText(10)), k.Add(b, gatetest.Anna())
				m := k.Verified(b, customer, agent)
				asks[i] = gate.Ask{Actor: agent, Customer: customer, Fields: []string{"phone"}, Purpose: "support", Case: m.ID}
			}
			before := size(b, k, file)
			var next atomic.Int64
			b.SetParallelism(max(1, clients/2)) // times two processors
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				ask := asks[int(next.Add(1))%clients]
				for p.Next() {
					if _, _, err := k.Gate.Reveal(b.Context(), ask); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.StopTimer()
			b.ReportMetric(float64(size(b, k, file)-before)/float64(b.N), "bytes/entry")
		})
	}
}

// size is the database's size with all sequenced and nothing in its
// write-ahead log.
func size(b *testing.B, k *gatetest.Kit, file string) int64 {
	b.Helper()
	k.Sequence(b)
	if err := k.Store.Settle(b.Context()); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

// BenchmarkSearch looks among a thousand customers by the start of a name
// that a few have, and by a phone.
func BenchmarkSearch(b *testing.B) {
	k := gatetest.New(b, storetest.Open(b, storetest.SQLite(b)))
	k.Charter.Staff.Quotas = map[string]charter.Quota{"searches": {Other: 1e9}}
	for i := range 1000 {
		record := gatetest.Anna()
		record["phone"] = "+7916" + strconv.Itoa(1000000+i)
		record["name"] = string(rune('А'+i%32)) + "нтонов Иван"
		k.Add(b, record)
	}
	for _, tt := range []struct{ field, typed string }{{"name", "Онтон"}, {"phone", "+79161000500"}} {
		b.Run(tt.field, func(b *testing.B) {
			for b.Loop() {
				if _, err := k.Gate.Search(b.Context(), gatetest.Agent("ivan"), tt.field, slovo.NewValue(tt.typed)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
