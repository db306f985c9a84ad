package field

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// skeleton returns the one spelling of a word: lower case, no marks, Latin
// letters, the variants of romanization folded, doubled letters once. In
// Cyrillic the skeleton of a word's start is a start of its skeleton, so
// that a half-typed word finds.
func skeleton(word string) string {
	var latin strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(word)) {
		if unicode.IsMark(r) { // й becomes и, ё becomes е, é becomes e
			continue
		}
		if to, ok := letters[r]; ok {
			latin.WriteString(to)
			continue
		}
		latin.WriteRune(r)
	}
	return once(fold(latin.String()))
}

// letters are Cyrillic letters, and Latin ones that carry no mark yet stand
// for others, one by one.
var letters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z",
	'и': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r",
	'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh",
	'щ': "shch", 'ъ': "", 'ы': "i", 'ь': "", 'э': "e", 'ю': "iu", 'я': "ia",
	'і': "i", 'є': "e", 'ґ': "g", 'ѣ': "e", 'ѳ': "f", 'ј': "i", 'љ': "l", 'њ': "n",
	'ђ': "d", 'ћ': "ch", 'џ': "dzh", 'ұ': "u", 'ү': "u", 'қ': "k", 'ғ': "g", 'ң': "n",
	'ө': "o", 'ә': "a", 'һ': "h",
	'ı': "i", 'ł': "l", 'ø': "o", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'đ': "d", 'ð': "d", 'þ': "th",
}

// variants are the spellings of one sound, longest first: the left is read,
// the right is written.
var variants = []struct{ from, to string }{
	{"shch", "sh"},
	{"sch", "sh"},
	{"tch", "tch"}, // тч, and not ц before h
	{"kh", "h"},
	{"ph", "f"},
	{"ck", "k"},
	{"ch", "ch"},
	{"tc", "ts"},
	{"tz", "ts"},
	{"ye", "e"}, // Yevgeny, Solovyev
	{"je", "e"},
	{"c", "ts"},
	{"x", "ks"},
	{"q", "k"},
	{"w", "v"},
	{"y", "i"},
	{"j", "i"},
}

// fold writes each variant in its one form, from left to right.
func fold(word string) string {
	var b strings.Builder
	for at := 0; at < len(word); {
		if n := softO(word, at); n > 0 {
			b.WriteByte('e')
			at += n
			continue
		}
		n, to := variant(word[at:])
		b.WriteString(to)
		at += n
	}
	return b.String()
}

func variant(rest string) (int, string) {
	for _, v := range variants {
		if strings.HasPrefix(rest, v.from) {
			return len(v.from), v.to
		}
	}
	return 1, rest[:1]
}

// softO tells how many bytes spell a ё after a consonant: Fyodor is Фёдор,
// but Yolanda begins with a sound of its own.
func softO(word string, at int) int {
	soft := strings.HasPrefix(word[at:], "yo") || strings.HasPrefix(word[at:], "jo")
	if !soft || at == 0 || strings.IndexByte("aeiouyj", word[at-1]) >= 0 {
		return 0
	}
	return len("yo")
}

// once writes a doubled letter once.
func once(word string) string {
	var b strings.Builder
	var last rune
	for _, r := range word {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}
