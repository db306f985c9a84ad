// Package text is the one catalogue of texts that people read: pages,
// reasons and remedies, dates and counts, in Russian and English.
package text

import (
	"embed"
	"maps"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"slovo"
)

//go:embed active.ru.toml active.en.toml cli.ru.toml cli.en.toml charter.ru.toml charter.en.toml told.ru.toml told.en.toml
//go:embed import.ru.toml import.en.toml manual.ru.toml manual.en.toml api.ru.toml
//go:embed office.ru.toml office.en.toml console.ru.toml console.en.toml problem.ru.toml problem.en.toml
//go:embed usage.ru.toml usage.en.toml
var files embed.FS

// sources are the catalogue's files, each in both languages: what pages
// and letters say, what commands say, what is wrong in a charter, what a
// charter says and changes, what an import says of a file, the pages of
// those who keep the company in order, the manual's own words, what the
// console's addresses are for, what an API's problem says, and how a
// command is used.
var sources = []string{"active", "cli", "charter", "told", "import", "office", "manual", "console", "problem", "usage"}

// russianOnly is what says itself in English elsewhere: the API, in its own
// document, to which its test holds the Russian.
const russianOnly = "api.ru.toml"

// Data names what a text has gaps for.
type Data = map[string]any

// T returns the text under id in the language. What follows fills its
// gaps, in any mix: an int is the count N and chooses the plural, a Data
// adds its names, and a string followed by a value is one name; a
// slovo.Text fills its gap in the language. An unknown id returns itself, so that a page never breaks over a word.
func T(lang slovo.Lang, id string, data ...any) string {
	gaps, count := arrange(data)
	for name, gap := range gaps {
		if both, ok := gap.(slovo.Text); ok {
			gaps[name] = both.In(lang)
		}
	}
	config := &i18n.LocalizeConfig{MessageID: id, TemplateData: gaps, PluralCount: count}
	said, err := catalogue().localizer(lang).Localize(config)
	if err != nil || said == "" {
		return id
	}
	return bind(lang, said)
}

// arrange sorts what T was given into the gaps' names and the count.
func arrange(data []any) (gaps Data, count any) {
	gaps = Data{}
	for i := 0; i < len(data); i++ {
		switch d := data[i].(type) {
		case int:
			gaps["N"], count = d, d
		case Data:
			maps.Copy(gaps, d)
		case string:
			if i+1 < len(data) {
				gaps[d] = data[i+1]
				i++
			}
		}
	}
	return gaps, count
}

// speakers holds a localizer for each language; it is made once.
type speakers map[slovo.Lang]*i18n.Localizer

func (s speakers) localizer(lang slovo.Lang) *i18n.Localizer {
	if l, ok := s[lang]; ok {
		return l
	}
	return s[slovo.EN]
}

// catalogue reads the embedded files. They are part of the program and
// held by a test, so a mistake in them ends it at once.
var catalogue = sync.OnceValue(func() speakers {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	for _, source := range sources {
		for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
			name := source + "." + string(lang) + ".toml"
			if _, err := bundle.LoadMessageFileFS(files, name); err != nil {
				panic("text: " + name + ": " + err.Error())
			}
		}
	}
	if _, err := bundle.LoadMessageFileFS(files, russianOnly); err != nil {
		panic("text: " + russianOnly + ": " + err.Error())
	}
	return speakers{
		slovo.RU: i18n.NewLocalizer(bundle, "ru"),
		slovo.EN: i18n.NewLocalizer(bundle, "en"),
	}
})

// Pick returns the language that suits a browser's Accept-Language best.
func Pick(accept string) slovo.Lang {
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return slovo.EN
	}
	matcher := language.NewMatcher([]language.Tag{language.English, language.Russian})
	if _, i, _ := matcher.Match(tags...); i == 1 {
		return slovo.RU
	}
	return slovo.EN
}

// Lang returns the language that the code names, and whether it is one of ours.
func Lang(code string) (slovo.Lang, bool) {
	switch lang := slovo.Lang(strings.ToLower(code)); lang {
	case slovo.RU, slovo.EN:
		return lang, true
	}
	return slovo.EN, false
}
