package web

import (
	"strings"
	"testing"

	"slovo"
	"slovo/internal/field"
	"slovo/internal/text"
)

// The examples by which the desk tells what a search takes are true.
func TestShortNamesAreToldByTrueExamples(t *testing.T) {
	for _, tt := range []struct {
		lang  slovo.Lang
		typed string
		will  bool
	}{
		{slovo.RU, "Анн", false},
		{slovo.RU, "Оль", false},
		{slovo.RU, "Анна", true},
		{slovo.RU, "Ольг", true},
		{slovo.EN, "Ann", false},
		{slovo.EN, "Anna", true},
	} {
		if _, _, ok := field.StartOf(tt.typed); ok != tt.will {
			t.Errorf("%s is searched: %t", tt.typed, ok)
		}
		if said := text.T(tt.lang, "find.short_reason"); !strings.Contains(said, tt.typed+"»") && !strings.Contains(said, tt.typed+"”") {
			t.Errorf("%s: %q does not name %s", tt.lang, said, tt.typed)
		}
	}
}
