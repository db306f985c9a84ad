package gate_test

import (
	"errors"
	"strings"
	"testing"

	"slovo"
	"slovo/internal/gate/gatetest"
	"slovo/internal/store/storetest"
)

// TestEveryPieceTakesThreeLetters: no sign between letters makes a shorter
// start of a second word.
func TestEveryPieceTakesThreeLetters(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	record := gatetest.Anna()
	record["name"] = "Афанасьева-Громова Анна-Мария"
	k.Add(t, record)
	search := func(typed string) (int, error) {
		found, err := k.Gate.Search(t.Context(), gatetest.Agent("ivan"), "name", slovo.NewValue(typed))
		return len(found.Hits), err
	}
	for _, short := range []string{"Афа,г", "Афа-г", "Афанасьева-Г", "Афа.гр", "Афа/Г", "Афанасьева ггг", "Афанасьева Анн", "Афанасьева гьь"} {
		if _, err := search(short); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("Search(%q): %v, want ErrInvalid", short, err)
		}
	}
	if _, err := search("Анн"); !errors.Is(err, slovo.ErrInvalid) || !strings.Contains(err.Error(), "one more") {
		t.Errorf("Search(Анн): %v, want one more letter", err)
	}
	for _, typed := range []string{"Афа", "Афанасьева-Гро", "Анна-Мария", "Анна-Мар", "анна", "Громова Анна"} {
		if hits, err := search(typed); err != nil || hits != 1 {
			t.Errorf("Search(%q): %d hits, %v", typed, hits, err)
		}
	}
}

// TestListsKeepWhatIsDeclared: of a list nothing is stored but the parts
// that the charter declares, each in its form.
func TestListsKeepWhatIsDeclared(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	orders := k.Charter.Fields["orders"]
	for _, bad := range []string{
		`[{"number":"1","passport":"4510 123456"}]`, `[{"number":"1","date":"вчера"}]`, `[{"number":"41111111","state":"11111111"}]`,
		`[{"number":"4111"},{"number":"1111"},{"number":"1111"},{"number":"1111"}]`, `[{"number":"cvv","state":"123"}]`,
	} {
		if _, err := orders.Normalize(bad); !errors.Is(err, slovo.ErrInvalid) || strings.Contains(err.Error(), "passport") {
			t.Errorf("Normalize(%s): %v, want ErrInvalid", bad, err)
		}
	}
	const want = `[{"date":"2026-11-20","number":"A-17","sum":"1290.50 RUB"}]`
	got, err := orders.Normalize(`[{"number":"A-17","date":"20.11.2026","sum":"1 290,50 ₽","state":" "}]`)
	if err != nil || got != want {
		t.Errorf("Normalize = %s, %v; want %s", got, err, want)
	}
	if again, err := orders.Normalize(got); err != nil || again != got {
		t.Errorf("Normalize twice = %s, %v", again, err)
	}
}
