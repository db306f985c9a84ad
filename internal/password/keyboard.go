package password

import (
	"strings"
	"unicode"
)

// The keys of a PC keyboard from left to right, in both layouts: the key
// that types q types й.
var (
	latinKeys   = []string{"`1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./"}
	russianKeys = []string{"ё1234567890-=", "йцукенгшщзхъ\\", "фывапролджэ", "ячсмитьбю."}
	// What the same keys type under Shift, where it is no letter.
	shiftedKeys = []string{"~!@#$%^&*()_+", "qwertyuiop{}|", "asdfghjkl:\"", "zxcvbnm<>?"}
)

// key is a place on the keyboard; each row lies a little to the right of
// the one above, so that s has w and e above it.
type key struct{ row, column int }

var (
	keys      = map[rune]key{}
	toRussian = map[rune]rune{}
	toLatin   = map[rune]rune{}
)

func init() {
	for row := range latinKeys {
		en, ru, up := []rune(latinKeys[row]), []rune(russianKeys[row]), []rune(shiftedKeys[row])
		indent := min(row, 1) // the digits' row starts a key earlier
		for i := range en {
			at := key{row, i - 1 + indent}
			keys[up[i]], keys[ru[i]], keys[en[i]] = at, at, at
			toRussian[up[i]], toRussian[en[i]] = ru[i], ru[i]
			if unicode.IsLetter(ru[i]) {
				toLatin[ru[i]] = en[i]
			}
		}
	}
	keys['е'], toLatin['е'] = key{1, 5}, 't'
}

// neighbors tells whether the second key is the next one, or the same.
func neighbors(a, b rune) bool {
	from, ok1 := keys[a]
	to, ok2 := keys[b]
	if !ok1 || !ok2 {
		return false
	}
	down, right := to.row-from.row, to.column-from.column
	switch down {
	case 0:
		return right >= -1 && right <= 1
	case 1: // below lies the same column and the one to the left
		return right == 0 || right == -1
	case -1:
		return right == 0 || right == 1
	}
	return false
}

// order holds alphabets and digits; two that follow each other there, in
// either direction, are a step in order.
var order = func() map[rune]int {
	at := map[rune]int{}
	for n, alphabet := range []string{"abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "0123456789"} {
		for i, r := range []rune(alphabet) {
			at[r] = n*100 + i
		}
	}
	return at
}()

// inOrder returns +1 or -1 where b follows or precedes a, otherwise 0.
func inOrder(a, b rune) int {
	from, ok1 := order[a]
	to, ok2 := order[b]
	if !ok1 || !ok2 || to-from != 1 && to-from != -1 {
		return 0
	}
	return to - from
}

// latinOf spells Russian letters as people do in logins.
var latinOf = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "ж", "zh", "з", "z", "и", "i", "й", "y", "к", "k",
	"л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "h",
	"ц", "ts", "ч", "ch", "ш", "sh", "щ", "sch", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "yu", "я", "ya")

func latin(word string) string { return latinOf.Replace(word) }

// swap returns what the same keys type in the other layout; runes that
// both layouts share stay.
func swap(word []rune, to map[rune]rune) []rune {
	out := make([]rune, len(word))
	for i, r := range word {
		if other, ok := to[r]; ok {
			r = other
		}
		out[i] = r
	}
	return out
}
