package field

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"slovo"
)

func TestReadable(t *testing.T) {
	order := map[string]Type{"number": Text, "sum": Money, "date": Date}
	loud := func(t Type, normal string) string { return string(t) + " " + normal }
	for _, tt := range []struct {
		of         Type
		give, want string
	}{
		{Phone, "nonsense", "nonsense"},
		{Phone, "+79000004112", "+7 900 000-41-12"},
		{Name, "Иван", "Иван"},
		{Date, "2026-11-12", "date 2026-11-12"},
		{Money, "1190 RUB", "money 1190 RUB"},
		{List, "4417", "4417"},
		{List, "[]", ""},
		{List, `[{"number":"4417"}]`, "4417"},
		{List, `[{"state":"у курьера","number":"4417","sum":"1190"},{"number":"4102","note":"x"}]`, "4417, money 1190, у курьера\n4102, x"},
	} {
		if got := Readable(tt.of, order, tt.give, loud); got != tt.want {
			t.Errorf("Readable(%s, %q): %q, want %q", tt.of, tt.give, got, tt.want)
		}
	}
}

func TestFromLines(t *testing.T) {
	order := map[string]Type{"number": Text, "sum": Money, "date": Date, "note": Text}
	for give, want := range map[string]string{
		"":                                   "",
		" \n\n":                              "",
		"4417":                               `[{"number":"4417"}]`,
		"4417; 2026-11-12;1190.50\r\n\n4102": `[{"date":"2026-11-12","number":"4417","sum":"1190.50"},{"number":"4102"}]`,
		";; 5 ; кот":                         `[{"date":"","note":"кот","number":"","sum":"5"}]`,
	} {
		if got, err := FromLines(order, give); err != nil || got != want {
			t.Errorf("FromLines(%q): %q, %v, want %q", give, got, err, want)
		}
	}
	for _, give := range []string{"1;2;3;4;5", "4417\n;;;;"} {
		if _, err := FromLines(order, give); !errors.Is(err, slovo.ErrInvalid) || strings.Contains(err.Error(), give) {
			t.Errorf("FromLines(%q): %v, want ErrInvalid without the value", give, err)
		}
	}
}

// TestLinesComeBackAsTheyWere: what is stored of typed lines reads as lines
// that would be stored the same.
func TestLinesComeBackAsTheyWere(t *testing.T) {
	item := map[string]Type{"number": Text, "state": Text}
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`[а-яa-z]{1,8}`)
		var typed []string
		for range rapid.IntRange(1, 4).Draw(t, "lines") {
			typed = append(typed, cell.Draw(t, "number")+"; "+cell.Draw(t, "state"))
		}
		list, err := FromLines(item, strings.Join(typed, "\n"))
		if err != nil {
			t.Fatal(err)
		}
		stored, err := NormalizeList(item, list)
		if err != nil {
			t.Fatal(err)
		}
		if read := Readable(List, item, stored, nil); strings.ReplaceAll(read, ",", ";") != strings.Join(typed, "\n") {
			t.Fatalf("typed %q, reads %q", typed, read)
		}
	})
}
