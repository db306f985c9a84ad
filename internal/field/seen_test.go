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

// What asSeen lets by is what see leaves as it is, sign by sign.
func TestAsSeenIsAsSeen(t *testing.T) {
	for r := rune(0); r < 0x2000; r++ {
		if text := string(r); asSeen(text) && string(see(text).signs) != text {
			t.Errorf("%q is seen as %q", text, string(see(text).signs))
		}
	}
	if asSeen("\u00ad") || asSeen("４") || !asSeen("CVV 12, код Ё") {
		t.Error("what is left out or folded is not as seen; ASCII and Cyrillic are")
	}
}
