package field_test

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"slovo"
	"slovo/internal/field"
)

var item = map[string]field.Type{"number": field.Text, "state": field.Text, "sum": field.Money, "date": field.Date}

// A card is found in whatever parts of a list it stands.
func TestNoCardAcrossParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCard(t)
		if near(c[:4], c[4:8]) || near(c[:4], c[8:12]) {
			t.Skip() // numbers that are counted up look so
		}
		text := rapid.SampledFrom([]string{
			fmt.Sprintf(`[{"number":"%s"},{"number":"%s"},{"number":"%s"},{"number":"%s"}]`, c[:4], c[4:8], c[8:12], c[12:]),
			fmt.Sprintf(`[{"number":"%s","state":"%s"}]`, c[:8], c[8:]),
			fmt.Sprintf(`[{"state":"%s","number":"%s"}]`, c[:8], c[8:]),
			fmt.Sprintf(`[{"number":"%s"},{"number":"%s"}]`, c[:8], c[8:]),
			fmt.Sprintf(`[{"number":"%s","state":"%s","date":"2026-11-20","sum":"5"}]`, c[:8], c[8:]),
		}).Draw(t, "list")
		if _, err := field.NormalizeList(item, text); !errors.Is(err, slovo.ErrInvalid) {
			t.Fatalf("NormalizeList(%s): %v", text, err)
		}
	})
}

func FuzzNormalizeList(f *testing.F) {
	f.Add(`[{"number":"A-17","date":"20.11.2026","sum":"1 290,50 ₽","state":""}]`)
	f.Add(`[{"number":"4111"},{"number":"1111"}]`)
	f.Fuzz(func(t *testing.T, text string) {
		once, err := field.NormalizeList(item, text)
		if err != nil {
			if !errors.Is(err, slovo.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		if twice, err := field.NormalizeList(item, once); err != nil || twice != once {
			t.Fatalf("NormalizeList(%q) = %q, %v", once, twice, err)
		}
	})
}
