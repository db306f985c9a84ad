package intake

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// charset is one way of writing letters down in bytes; of is nil for UTF-8.
type charset struct {
	name string
	of   encoding.Encoding
}

var (
	utf8set  = charset{name: "UTF-8"}
	utf16le  = charset{"UTF-16LE", utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)}
	utf16be  = charset{"UTF-16BE", utf.UTF16(utf.BigEndian, utf.IgnoreBOM)}
	utf32le  = charset{"UTF-32LE", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)}
	utf32be  = charset{"UTF-32BE", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)}
	cyrillic = []charmapped{
		{"windows-1251", charmap.Windows1251},
		{"KOI8-R", charmap.KOI8R},
		{"CP866", charmap.CodePage866},
	}
	western = charmapped{"windows-1252", charmap.Windows1252}
)

// charmapped is a charset of one byte a letter.
type charmapped struct {
	name string
	of   *charmap.Charmap
}

// marks are the byte order marks, the longer before those that begin alike.
var marks = []struct {
	mark []byte
	charset
}{
	{[]byte{0xEF, 0xBB, 0xBF}, utf8set},
	{[]byte{0xFF, 0xFE, 0, 0}, utf32le},
	{[]byte{0, 0, 0xFE, 0xFF}, utf32be},
	{[]byte{0xFF, 0xFE}, utf16le},
	{[]byte{0xFE, 0xFF}, utf16be},
}

// detect tells how the file was written down: by its mark, else by its
// zeros, else by whether it is UTF-8, else by the letters that come out.
// odd holds lines with bytes above ASCII, from all over the file. false
// means no text at all.
func detect(head, odd []byte) (charset, bool) {
	for _, m := range marks {
		if bytes.HasPrefix(head, m.mark) {
			return m.charset, true
		}
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return unmarked(head)
	}
	if mostlyUTF8(odd) {
		return utf8set, true
	}
	best, most := western, latinScore(odd)
	for _, c := range cyrillic {
		if score := cyrillicScore(odd, c.of); score > most {
			best, most = c, score
		}
	}
	return charset{best.name, best.of}, true
}

// unmarked tells wide charsets without a mark by where their zeros lie, or
// the fours of Cyrillic.
func unmarked(head []byte) (charset, bool) {
	var small [4]int // bytes that a letter's upper half may be, by place
	n := len(head) / 4
	for i := range n * 4 {
		if head[i] == 0 || head[i] == 4 || head[i] == 0x20 && i%2 == 1 {
			small[i%4]++
		}
	}
	most := func(i int) bool { return n > 0 && small[i]*10 >= n*9 }
	switch {
	case most(1) && most(2) && most(3):
		return utf32le, true
	case most(0) && most(1) && most(2):
		return utf32be, true
	case most(1) && most(3):
		return utf16le, true
	case most(0) && most(2):
		return utf16be, true
	}
	return charset{}, false
}

// mostlyUTF8 forgives a broken letter among many: a file cut in the middle,
// or one cell pasted from elsewhere.
func mostlyUTF8(text []byte) bool {
	good, bad := 0, 0
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		text = text[n:]
	}
	return bad == 0 || good > 10*bad
}

// frequency is how often a letter stands in Russian text, in thousandths.
var frequency = func() map[rune]int {
	all := map[rune]int{}
	for i, letter := range []rune("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё") {
		all[letter] = []int{
			110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19,
			17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1,
		}[i]
	}
	return all
}()

// cyrillicScore adds up how usual the letters are, and takes away for what
// nobody writes: a capital inside a word, Cyrillic grown together with
// Latin, signs out of a box drawing.
func cyrillicScore(text []byte, c *charmap.Charmap) int {
	score, last := 0, ' '
	for _, b := range text {
		r := c.DecodeByte(b)
		if b >= utf8.RuneSelf {
			score += cyrillicWorth(last, r)
		} else if unicode.IsLetter(r) && unicode.Is(unicode.Cyrillic, last) {
			score -= 50
		}
		last = r
	}
	return score
}

func cyrillicWorth(last, r rune) int {
	switch {
	case !unicode.Is(unicode.Cyrillic, r):
		if bytes.ContainsRune([]byte("«»№–—„“”’… ·•°"), r) {
			return 0
		}
		return -50
	case last < utf8.RuneSelf && unicode.IsLetter(last):
		return -50
	case unicode.IsUpper(r) && unicode.IsLower(last):
		return -80
	}
	worth, russian := frequency[unicode.ToLower(r)]
	if !russian {
		return -60
	}
	return worth
}

// latinScore takes a letter above ASCII for good where it stands alone
// among plain ones, as in Müller.
func latinScore(text []byte) int {
	score, last := 0, byte(' ')
	for i, b := range text {
		if b >= utf8.RuneSelf {
			next := byte(' ')
			if i+1 < len(text) {
				next = text[i+1]
			}
			switch r := western.of.DecodeByte(b); {
			case !unicode.IsLetter(r) || last >= utf8.RuneSelf || unicode.IsUpper(r) && plainLetter(last):
				score -= 50
			case plainLetter(last) || plainLetter(next):
				score += 50
			}
		}
		last = b
	}
	return score
}

func plainLetter(b byte) bool { return b < utf8.RuneSelf && unicode.IsLetter(rune(b)) }
