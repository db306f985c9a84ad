package charter

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"slovo"
)

// name is what stands for a declared thing in code, paths and the ledger.
var name = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)

const lineAtMost = 2000 // runes of one text

// line reads one line of text into to. A number without quotes is refused:
// YAML would drop its leading zeros.
func (r *reading) line(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.str(n)
		if ok {
			*to = text
		}
	}
}

func (r *reading) str(n *yaml.Node) (string, bool) {
	switch {
	case r.draws(shape{kind: TextKind}):
	case n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str":
		r.refuse(n, notText)
	case strings.TrimSpace(n.Value) == "":
		r.refuse(n, empty)
	case utf8.RuneCountInString(n.Value) > lineAtMost || strings.ContainsFunc(n.Value, unicode.IsControl):
		r.refuse(n, notLine)
	default:
		return n.Value, true
	}
	return "", false
}

// text reads a text in each of the charter's languages and in no other.
func (r *reading) text(to *slovo.Text) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !r.draws(shape{kind: TextsKind}) {
			r.keys(n, r.languages(to)...)
		}
	}
}

// languages are the keys of a text, for mappings that hold more than it.
func (r *reading) languages(to *slovo.Text) []part {
	var parts []part
	for _, l := range []slovo.Lang{slovo.RU, slovo.EN} {
		into := &to.EN
		if l == slovo.RU {
			into = &to.RU
		}
		switch langs := r.charter.Languages; {
		case len(langs) == 0 || !r.sound(r.root, "charter", "languages"): // already told
			parts = append(parts, may(string(l), r.line(into)))
		case slices.Contains(langs, l):
			parts = append(parts, need(string(l), r.line(into)))
		default:
			parts = append(parts, may(string(l), func(n *yaml.Node) {
				r.refuse(n, undeclaredLanguage, "Lang", string(l))
			}))
		}
	}
	return parts
}

// word reads one of the words.
func word[T ~string](r *reading, to *T, words ...T) func(*yaml.Node) {
	return wordOr(r, notWord, to, words)
}

// wordOr reads one of the words and says so in its own way where it is none.
func wordOr[T ~string](r *reading, s saying, to *T, words []T) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.str(n)
		if !ok {
			r.draws(shape{kind: WordKind, words: plainWords(words)})
			return
		}
		if !slices.Contains(words, T(text)) {
			r.refuse(n, s, "Word", text, "Words", join(words), "Near", nearest(text, plainWords(words)))
			return
		}
		*to = T(text)
	}
}

// words reads a list of the words.
func words[T ~string](r *reading, to *[]T, words ...T) func(*yaml.Node) {
	return wordsOr(r, notWord, to, words)
}

func wordsOr[T ~string](r *reading, s saying, to *[]T, words []T) func(*yaml.Node) {
	return func(n *yaml.Node) {
		r.list(n, func(item *yaml.Node) {
			var one T
			if wordOr(r, s, &one, words)(item); one != "" {
				*to = append(*to, one)
			}
		})
	}
}

func join[T ~string](words []T) string { return strings.Join(plainWords(words), ", ") }

func plainWords[T ~string](words []T) []string {
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = string(w)
	}
	return plain
}

// name reads a name declared in the section.
func (r *reading) name(to *string, s section) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if text, ok := r.str(n); ok {
			*to = text
			r.refer(n, s, text)
		}
		r.draws(shape{kind: NameKind, declaredIn: s})
	}
}

// names reads a list of names declared in the section.
func (r *reading) names(to *[]string, s section) func(*yaml.Node) {
	return func(n *yaml.Node) {
		r.list(n, func(item *yaml.Node) {
			var one string
			if r.name(&one, s)(item); one != "" {
				*to = append(*to, one)
			}
		})
	}
}

// dict reads lines under names of the file's own choice.
func (r *reading) dict(to *map[string]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		*to = map[string]string{}
		r.free(n, func(e keyed) {
			if text, ok := r.str(e.value); ok {
				(*to)[e.key.Value] = text
			}
		})
	}
}

// number reads a whole number between the bounds, both included.
func (r *reading) number(to *int, least, most int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if r.draws(shape{kind: NumberKind, least: strconv.Itoa(least), most: strconv.Itoa(most)}) {
			return
		}
		i, err := strconv.Atoi(n.Value)
		if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || err != nil || i < least || i > most {
			r.refuse(n, notNumber, "Least", strconv.Itoa(least), "Most", strconv.Itoa(most))
			return
		}
		*to = i
	}
}

// date reads a day, as 2026-12-01.
func (r *reading) date(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if r.draws(shape{kind: DateKind}) {
			return
		}
		_, err := time.Parse(time.DateOnly, n.Value)
		if n.Kind != yaml.ScalarNode || err != nil {
			r.refuse(n, notDate)
			return
		}
		*to = n.Value
	}
}

// period reads an ISO 8601 duration.
func (r *reading) period(to *Period) func(*yaml.Node) {
	return r.within(to, Period{}, longest)
}

var longest = years(100)

// within reads a period that is neither shorter nor longer than the two.
func (r *reading) within(to *Period, least, most Period) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if r.draws(shape{kind: PeriodKind, least: least.String(), most: most.String()}) {
			return
		}
		p, err := ParsePeriod(n.Value)
		switch {
		case n.Kind != yaml.ScalarNode || err != nil:
			r.refuse(n, notPeriod)
		case p.Duration() < least.Duration() || p.Duration() > most.Duration():
			r.refuse(n, outOfBounds, "Least", least.String(), "Most", most.String())
		default:
			*to = p
		}
	}
}
