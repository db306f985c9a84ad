package password

import (
	"slices"
	"strings"

	"slovo"
)

// favorites are the PINs that people take first and that no other rule
// finds: columns and crosses of the keypad, words on it, famous numbers.
var favorites = []string{
	"2580", "0852", "1379", "7913", "2468", "1357", "8642", "9753", "5683", "1004", "1337", "2001", "4200", "0007", "0911",
	"147258", "258369", "258456", "159357", "159753", "357159", "753951", "951753", "147852", "147369", "741852", "963852",
	"456852", "852456", "789456", "456123", "123789", "321654", "123654", "142536", "135790", "246810", "102030", "007007",
	"696969", "314159", "271828", "112358", "911911", "224466", "100500", "228228", "420420",
}

// CheckPIN says whether the PIN is fit: a *Weak where it is not. known are
// the customer's numbers that a PIN must not be taken from: the card's
// last four, the phone, the account. Four digits are the least; how many a
// company asks for is the charter's.
func CheckPIN(pin slovo.Value, known ...string) error {
	text := pin.Show()
	switch {
	case strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' }):
		return &Weak{Digits}
	case len(text) < MinPIN:
		return &Weak{Short}
	case len(text) > MaxPIN:
		return &Weak{Long}
	case period(text):
		return &Weak{Repeated}
	case steps(text) || palindromeOfSteps(text):
		return &Weak{Walk}
	case dateLike(text):
		return &Weak{DateLike}
	case slices.Contains(favorites, text) || lists()[text]:
		return &Weak{Common}
	case within(text, known):
		return &Weak{Personal}
	}
	return nil
}

// period tells whether the PIN says one thing again (777777, 1212, 123123)
// or doubles each digit (112233).
func period(pin string) bool {
	for size := 1; size <= len(pin)/2; size++ {
		if len(pin)%size == 0 && strings.Repeat(pin[:size], len(pin)/size) == pin {
			return true
		}
	}
	doubled := len(pin)%2 == 0
	for i := 0; i+1 < len(pin); i += 2 {
		doubled = doubled && pin[i] == pin[i+1]
	}
	return doubled
}

// steps tells whether each digit follows the one before by the same small
// step, over the nine to the zero too: 123456, 654321, 890123, 135790.
func steps(pin string) bool {
	step := (int(pin[1]) - int(pin[0]) + 10) % 10
	if step != 1 && step != 2 && step != 8 && step != 9 {
		return false
	}
	for i := 1; i < len(pin); i++ {
		if (int(pin[i])-int(pin[i-1])+10)%10 != step {
			return false
		}
	}
	return true
}

// palindromeOfSteps finds 123321 and 123 456 turned: two runs of three.
func palindromeOfSteps(pin string) bool {
	half := len(pin) / 2
	return len(pin) >= 6 && len(pin)%2 == 0 && steps(pin[:half]) && steps(pin[half:])
}

// dateLike tells whether the PIN reads as a year or a day: 1985, 2512,
// 251285, 852512 turned, 25121985.
func dateLike(pin string) bool {
	switch len(pin) {
	case 4:
		return yearLike(pin) || day(pin[:2], pin[2:]) || day(pin[2:], pin[:2])
	case 6:
		return day(pin[:2], pin[2:4]) || day(pin[2:4], pin[:2]) || day(pin[4:], pin[2:4]) || yearAndMonth(pin)
	case 8:
		return day(pin[:2], pin[2:4]) && yearLike(pin[4:]) || yearLike(pin[:4]) && day(pin[6:], pin[4:6])
	}
	return false
}

func yearLike(four string) bool { return four >= "1900" && four <= "2059" }

func yearAndMonth(six string) bool {
	return yearLike(six[:4]) && month(six[4:]) || yearLike(six[2:]) && month(six[:2])
}

func month(two string) bool { return two >= "01" && two <= "12" }

func day(two, inMonth string) bool { return two >= "01" && two <= "31" && month(inMonth) }

// within tells whether the PIN stands in one of the customer's numbers.
func within(pin string, known []string) bool {
	for _, number := range known {
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, number)
		if strings.Contains(digits, pin) {
			return true
		}
	}
	return false
}
