package field

import "testing"

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
