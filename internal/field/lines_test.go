package field

import "testing"

func TestLines(t *testing.T) {
	for _, tt := range []struct{ name, give, want string }{
		{"no list", "4417", "4417"},
		{"empty", "[]", ""},
		{"two orders", `[{"state":"у курьера","number":"4417","sum":"1190"},{"number":"4102","note":"x"}]`, "4417, 1190, у курьера\n4102, x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Lines(tt.give); got != tt.want {
				t.Errorf("Lines: %q, want %q", got, tt.want)
			}
		})
	}
}

func TestReadable(t *testing.T) {
	for _, tt := range []struct {
		of         Type
		give, want string
	}{
		{Phone, "nonsense", "nonsense"},
		{Name, "Иван", "Иван"},
		{List, `[{"number":"4417"}]`, "4417"},
		{Phone, "+79000004112", "+7 900 000-41-12"},
	} {
		if got := Readable(tt.of, tt.give); got != tt.want {
			t.Errorf("Readable(%s, %q): %q, want %q", tt.of, tt.give, got, tt.want)
		}
	}
}
