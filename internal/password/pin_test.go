package password

import (
	"testing"

	"pgregory.net/rapid"

	"slovo"
)

func TestCheckPIN(t *testing.T) {
	for _, tt := range []struct {
		name, give string
		want       Code
	}{
		{"nothing", "", Short},
		{"three digits", "481", Short},
		{"thirteen", "4815162342108", Long},
		{"a letter", "48a516", Digits},
		{"digits of another script", "४८१५१६", Digits},
		{"one digit", "777777", Repeated},
		{"two in turn", "1212", Repeated},
		{"three twice", "508508", Repeated},
		{"doubled", "558800", Repeated},
		{"up", "123456", Walk},
		{"down", "987654", Walk},
		{"over the zero", "789012", Walk},
		{"up and down", "123321", Walk},
		{"odd", "135791", Walk},
		{"a birth year", "1985", DateLike},
		{"this year", "2026", DateLike},
		{"a day", "2512", DateLike},
		{"an American day", "1225", DateLike},
		{"a date", "251285", DateLike},
		{"a date from the year", "851225", DateLike},
		{"a year and month", "198512", DateLike},
		{"a whole date", "25121985", DateLike},
		{"a column of the keypad", "2580", Common},
		{"a cross of the keypad", "159753", Common},
		{"listed", "314159", Common},
		{"the card's end", "4729", Personal},
		{"part of the phone", "916482", Personal},
		{"six", "483916", ""},
		{"four", "4839", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := CheckPIN(slovo.NewValue(tt.give), "•••• 4729", "+7 (916) 482-03-75", "")
			if got := codeOf(t, err); got != tt.want {
				t.Errorf("CheckPIN(%q): %q, want %q", tt.give, got, tt.want)
			}
		})
	}
}

// Most random PINs are taken: the rules must not leave so few that those
// left are guessed.
func TestCheckPINLeavesEnough(t *testing.T) {
	taken := 0
	for i := range 10_000 {
		pin := []byte{'0' + byte(i%7+3), '0' + byte(i/1000), '0' + byte(i/100%10), '0' + byte(i/10%10), '0' + byte(i%10), '0' + byte(i*7%10)}
		if CheckPIN(slovo.NewValue(string(pin))) == nil {
			taken++
		}
	}
	if taken < 8_500 {
		t.Errorf("%d of 10,000 PINs taken, want 8,500 at least", taken)
	}
}

func TestCheckPINIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_ = CheckPIN(slovo.NewValue(rapid.String().Draw(t, "pin")), rapid.String().Draw(t, "known"))
		_ = CheckPIN(slovo.NewValue(rapid.StringMatching(`[0-9]{0,14}`).Draw(t, "digits")))
	})
}
