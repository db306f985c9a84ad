package manual

import (
	"slices"
	"strings"
	"unicode"

	"slovo"
)

// Hit is a place in the manual that says what was looked for.
type Hit struct {
	Slug, Title     string // of the page
	Anchor, Heading string // of the section; may be empty
	Sentence        []Span
}

// Span is a piece of a sentence; Found marks the words looked for.
type Span struct {
	Text  string
	Found bool
}

// The bounds of a search: what people paste into one may be anything.
const (
	mostTyped = 200 // letters that are read
	mostWords = 8
	mostHits  = 20
)

// called outweighs all else: a section that is called what was typed.
const called = 1000

// Search returns the sections that hold every word typed, by the starts of
// words and whatever their endings, the best first.
func Search(l slovo.Lang, typed string) []Hit {
	stems, name := stemsOf(typed), fold(strings.TrimSpace(typed))
	if len(stems) == 0 {
		return nil
	}
	type scored struct {
		Hit
		score int
	}
	var found []scored
	look := func(page Page, more int) {
		for _, s := range page.Sections {
			if score := weigh(page, s, stems); score > 0 {
				if fold(s.Heading) == name {
					score += called
				}
				hit := Hit{Slug: page.Slug, Title: page.Title, Anchor: s.Anchor, Heading: s.Heading, Sentence: mark(best(s.Says, stems), stems)}
				found = append(found, scored{hit, score + more})
			}
		}
	}
	for _, page := range Topics(l) {
		look(page, 2) // what explains comes before what lists
	}
	for _, page := range References(l) {
		look(page, 0)
	}
	slices.SortStableFunc(found, func(a, b scored) int { return b.score - a.score })
	hits := make([]Hit, min(len(found), mostHits))
	for i := range hits {
		hits[i] = found[i].Hit
	}
	return hits
}

// weigh is how well a section answers; 0 where a word is nowhere in it. A
// word in a heading counts for more than one in a sentence.
func weigh(page Page, s Section, stems []string) int {
	score := 0
	for _, stem := range stems {
		in := 0
		if s.Anchor == "" && holds(page.Title, stem) {
			in += 6
		}
		if holds(s.Heading, stem) {
			in += 5
		}
		for _, said := range s.Says {
			if holds(said, stem) {
				in++
				break
			}
		}
		if in == 0 {
			return 0
		}
		score += in
	}
	return score
}

// best is the sentence that holds most of the words.
func best(says, stems []string) string {
	most, which := -1, ""
	for _, said := range says {
		n := 0
		for _, stem := range stems {
			if holds(said, stem) {
				n++
			}
		}
		if n > most {
			most, which = n, said
		}
	}
	return which
}

// mark cuts a sentence at the words looked for.
func mark(said string, stems []string) []Span {
	var spans []Span
	rest := said
	for rest != "" {
		end := strings.IndexFunc(rest, func(r rune) bool { return !letter(r) })
		inWord := end != 0
		if !inWord {
			end = strings.IndexFunc(rest, letter)
		}
		if end < 0 {
			end = len(rest)
		}
		piece := rest[:end]
		hit := inWord && slices.ContainsFunc(stems, func(stem string) bool { return strings.HasPrefix(fold(piece), stem) })
		if n := len(spans); n > 0 && spans[n-1].Found == hit {
			spans[n-1].Text += piece
		} else {
			spans = append(spans, Span{piece, hit})
		}
		rest = rest[end:]
	}
	return spans
}

// holds tells whether a word of the text begins with the stem.
func holds(said, stem string) bool {
	return slices.ContainsFunc(words(said), func(w string) bool { return strings.HasPrefix(w, stem) })
}

func words(said string) []string {
	return strings.FieldsFunc(fold(said), func(r rune) bool { return !letter(r) })
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func fold(said string) string { return strings.ReplaceAll(strings.ToLower(said), "ё", "е") }

// stemsOf reads what was typed: words without their endings.
func stemsOf(typed string) []string {
	if runes := []rune(typed); len(runes) > mostTyped {
		typed = string(runes[:mostTyped])
	}
	var stems []string
	for _, w := range words(typed) {
		if s := stem(w); !slices.Contains(stems, s) && len(stems) < mostWords && len([]rune(s)) > 1 {
			stems = append(stems, s)
		}
	}
	return stems
}

// endings are those that words most often change, the longest first.
var endings = []string{
	"иями", "ться", "ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ать", "ять", "ить", "еть", "ешь",
	"ing", "ов", "ев", "ей", "ой", "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ую", "юю", "ам", "ям", "ах",
	"ях", "ом", "ем", "ия", "ию", "ии", "ть", "ed", "es", "а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й", "s", "y",
}

// stem takes an ending off a word that stays four letters long or longer.
func stem(word string) string {
	for _, ending := range endings {
		if left, is := strings.CutSuffix(word, ending); is && len([]rune(left)) >= 4 {
			return left
		}
	}
	return word
}
