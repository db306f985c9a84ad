package web

import (
	"flag"
	"regexp"
	"slices"
	"strings"
	"testing"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/manual"
	"slovo/internal/manual/manualtest"
	"slovo/internal/text"
)

//go:generate go test -run ^TestTheManualNamesEveryPage$ . -update

var update = flag.Bool("update", false, "write the manual's page of the console's addresses anew")

// TestTheManualNamesEveryPage makes the manual's page out of the table of
// addresses, in both languages, and holds the committed page to it.
func TestTheManualNamesEveryPage(t *testing.T) {
	for _, l := range []slovo.Lang{slovo.RU, slovo.EN} {
		var entries []manual.Entry
		for _, pattern := range Addresses() {
			if method, path, ok := strings.Cut(pattern, " "); ok {
				entries = append(entries, manual.Entry{
					Name: method + " " + strings.TrimSuffix(path, "{$}"),
					Says: []string{words(t, l, "address."+slugOf(pattern)), text.T(l, "manual.may") + " " + may(t, l, WhoMay(pattern))},
				})
			}
		}
		manualtest.Says(t, l, entries)
		page := manual.Made(text.T(l, "manual.console"), text.T(l, "manual.console_lead"), entries)
		manualtest.Committed(t, l, manual.Console, page, *update)
	}
}

// words are the text under the id, which must be there.
func words(t *testing.T, l slovo.Lang, id string) string {
	t.Helper()
	said := text.T(l, id)
	if said == id {
		t.Errorf("no text %s in internal/text/console.%s.toml", id, l)
	}
	return said
}

func may(t *testing.T, l slovo.Lang, who string) string {
	t.Helper()
	if slices.Contains(charter.Duties(), who) {
		return text.T(l, "may.duty", "Duty", who)
	}
	return words(t, l, "may."+who)
}

var between = regexp.MustCompile(`[^a-z]+`)

// slugOf names an address in the catalogue: the method, but for GET, and
// the path.
func slugOf(pattern string) string {
	slug := strings.Trim(between.ReplaceAllString(strings.ToLower(strings.TrimPrefix(pattern, "GET ")), "_"), "_")
	if slug == "" {
		return "home"
	}
	return slug
}
