package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"slovo/internal/gate/gatetest"
	"slovo/internal/intake"
	"slovo/internal/store/storetest"
)

// manyRows is a plain file of n invented people.
func manyRows(n int) []byte {
	var b bytes.Buffer
	b.WriteString("ФИО;Телефон;E-mail;Адрес;Заказы\n")
	for i := range n {
		fmt.Fprintf(&b, "Иванов Пётр Сергеевич;8 (900) %03d-%02d-%02d;ivanov%d@example.org;\"101000, Москва, ул. Примерная, %d\";\"[{\"\"number\"\":\"\"A-%d\"\",\"\"state\"\":\"\"в пути\"\",\"\"sum\"\":\"\"1290 RUB\"\",\"\"date\"\":\"\"2026-11-20\"\"}]\"\n",
			i/10000%1000, i/100%100, i%100, i, i%200+1, i)
	}
	return b.Bytes()
}

// BenchmarkImport imports b.N rows into SQLite under the shop's charter.
func BenchmarkImport(b *testing.B) {
	k := gatetest.New(b, storetest.Open(b, storetest.SQLite(b)))
	t, err := intake.Open(bytes.NewReader(manyRows(b.N)))
	if err != nil {
		b.Fatal(err)
	}
	p, err := t.Plan(k.Charter, intake.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	counts, err := intake.Import(context.Background(), doors(k), gatetest.Actor("owner", "owner"), t, p, nil, nil)
	if err != nil || counts.Stored != b.N {
		b.Fatal(counts, err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkCheck reads and judges b.N rows, and stores none.
func BenchmarkCheck(b *testing.B) {
	k := gatetest.New(b, storetest.Open(b, storetest.SQLite(b)))
	t, err := intake.Open(bytes.NewReader(manyRows(b.N)))
	if err != nil {
		b.Fatal(err)
	}
	p, err := t.Plan(k.Charter, intake.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	if _, err := intake.Check(context.Background(), t, p, nil, nil); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
