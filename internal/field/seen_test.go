package field

import "testing"

// TestHowManyDigitsASignStandsFor: HasCard looks for a number only where
// there can be enough of them.
func TestHowManyDigitsASignStandsFor(t *testing.T) {
	for r := rune(0); r <= 0x10FFFF; r++ {
		most := 0
		switch {
		case r < 0x80 && isDigit(r):
			most = 1
		case isDigit(r):
			most = 3
		}
		n := 0
		for _, plain := range see(string(r)).signs {
			if onlyDigit(plain) >= 0 {
				n++
			}
		}
		if n > most {
			t.Fatalf("%U stands for %d digits", r, n)
		}
	}
}
