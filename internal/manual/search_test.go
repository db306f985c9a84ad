package manual

import (
	"strings"
	"testing"

	"slovo"
)

func TestSearch(t *testing.T) {
	for _, tt := range []struct {
		lang  slovo.Lang
		typed string
		want  string // the first page; "" for nothing found
	}{
		{slovo.RU, "", ""},
		{slovo.RU, " !? ", ""},
		{slovo.RU, "а", ""},
		{slovo.RU, "бегемот", ""},
		{slovo.RU, "квитанцию", "log"},
		{slovo.RU, "КВИТАНЦИЙ", "log"},
		{slovo.RU, "стереть клиента", "requests"},
		{slovo.RU, "объедин", "merge"},
		{slovo.RU, "role_not_allowed", "reasons"},
		{slovo.RU, "slovo receipt verify", "commands"},
		{slovo.EN, "receipts", "log"},
		{slovo.EN, "erasing", "requests"},
		{slovo.EN, "merges", "merge"},
		{slovo.EN, "keyboard", "keyboard"},
		{slovo.EN, "purposes.*.keep.for", "charter-keys"},
		{slovo.RU, "утёк ключ программы", "programs"},
		{slovo.EN, "leaked token", "programs"},
		{slovo.EN, "hippopotamus", ""},
	} {
		hits := Search(tt.lang, tt.typed)
		got := ""
		if len(hits) > 0 {
			got = hits[0].Slug
		}
		if got != tt.want {
			t.Errorf("Search(%s, %q): first %q, want %q", tt.lang, tt.typed, got, tt.want)
		}
	}
}

// What a hit shows holds the words, marked, and is the sentence as it stands.
func TestAHitShowsItsSentence(t *testing.T) {
	for _, hit := range Search(slovo.RU, "ключи клиента") {
		whole, marked := "", 0
		for _, s := range hit.Sentence {
			whole += s.Text
			if s.Found {
				marked++
			}
		}
		page, err := Find(slovo.RU, hit.Slug)
		if err != nil || !strings.Contains(strings.Join(says(page), "\n"), whole) {
			t.Errorf("%s: %q is not in the page, %v", hit.Slug, whole, err)
		}
		if marked == 0 && !strings.Contains(fold(hit.Heading+hit.Title), "ключ") {
			t.Errorf("%s: nothing is marked in %q", hit.Slug, whole)
		}
	}
}

func says(p Page) []string {
	var all []string
	for _, s := range p.Sections {
		all = append(all, s.Says...)
	}
	return all
}

// Whatever is pasted into the search ends soon, finds no more than is shown,
// and breaks nothing.
func FuzzSearch(f *testing.F) {
	for _, typed := range []string{"", "PIN", "клиент", strings.Repeat("а ", 500), "\xff\x00", "ё́", "purposes.*"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, l := range langs {
			if n := len(Search(l, typed)); n > mostHits {
				t.Errorf("Search(%q): %d hits", typed, n)
			}
		}
		if n := len(stemsOf(typed)); n > mostWords {
			t.Errorf("stemsOf(%q): %d", typed, n)
		}
	})
}

// Every command, address, key and reason is found by its own name, in both
// languages, as the first that the search shows.
func TestEverythingIsFoundByItsName(t *testing.T) {
	for _, l := range langs {
		for _, page := range References(l) {
			named := 0
			for _, s := range page.Sections {
				if s.Anchor == "" {
					continue
				}
				named++
				hits := Search(l, s.Heading)
				if len(hits) == 0 || hits[0].Slug != page.Slug || hits[0].Anchor != s.Anchor {
					t.Errorf("%s: %q: first %+v, want %s#%s", l, s.Heading, hits[:min(1, len(hits))], page.Slug, s.Anchor)
				}
			}
			if least := 20; named < least {
				t.Errorf("%s %s: only %d names", l, page.Slug, named)
			}
		}
	}
}
