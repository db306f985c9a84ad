package field

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// starts are the lengths of word-starts that are indexed. A longer start
// is looked up by the longest of them and then confirmed by HasStart.
var starts = []int{3, 4, 6, 8}

// Words returns the words of a name as skeletons: one spelling for both
// alphabets, so that «Захаров» and Zakharov meet.
func Words(name string) []string {
	var out []string
	for _, word := range split(name) {
		if s := skeleton(word); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Starts returns the word-starts to index, each once.
func Starts(words []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, word := range words {
		runes := []rune(word)
		for _, n := range starts {
			if n > len(runes) {
				break
			}
			if start := string(runes[:n]); !seen[start] {
				seen[start] = true
				out = append(out, start)
			}
		}
	}
	return out
}

// StartOf returns the skeleton of a typed word, or of the first of several,
// and the longest indexed start within it. It is false for fewer than three
// letters, typed or left, so that a name is not spelled out letter by
// letter: doubled ones and mute ones do not count.
func StartOf(typed string) (skeleton, indexed string, ok bool) {
	words := split(typed)
	if len(words) == 0 || sounding(words[0]) < starts[0] {
		return "", "", false
	}
	skeleton = typedSkeleton(words[0])
	runes := []rune(skeleton)
	for _, n := range starts {
		if n <= len(runes) {
			indexed = string(runes[:n])
		}
	}
	return skeleton, indexed, indexed != ""
}

// Pieces returns the words of what was typed, as HasStart looks at them.
func Pieces(typed string) []string { return split(typed) }

// Letters counts the letters and digits of a piece, without their marks.
func Letters(piece string) int {
	n := 0
	for _, r := range norm.NFC.String(piece) {
		if !unicode.IsMark(r) {
			n++
		}
	}
	return n
}

func sounding(word string) int {
	return Letters(once(strings.NewReplacer("ъ", "", "ь", "").Replace(strings.ToLower(norm.NFC.String(word)))))
}

// HasStart tells whether every typed word starts some word of the name.
func HasStart(name, typed string) bool {
	words, asked := Words(name), split(typed)
	for _, word := range asked {
		if !anyStarts(words, typedSkeleton(word)) {
			return false
		}
	}
	return len(asked) > 0
}

func anyStarts(words []string, start string) bool {
	for _, word := range words {
		if start != "" && strings.HasPrefix(word, start) {
			return true
		}
	}
	return false
}

// typedSkeleton is the skeleton of a word that may not be finished: a c at
// its end may yet become ch, ck or part of shch.
func typedSkeleton(word string) string {
	return skeleton(strings.TrimRight(word, "cC"))
}

// split returns the words of a name. Apostrophes belong to their word,
// everything else that is no letter or digit ends it.
func split(name string) []string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune("'’ʼ`´′", r) || unicode.In(r, unicode.Cf) {
			return -1
		}
		return r
	}, name)
	return strings.FieldsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}
