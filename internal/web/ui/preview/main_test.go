package main

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"slovo"
)

// Every page, in both languages, keeps to the content policy and says
// nothing that is not in the catalogue.
func TestEveryPageKeepsTheRules(t *testing.T) {
	for _, rule := range []struct {
		name   string
		broken *regexp.Regexp
	}{
		{"inline style", regexp.MustCompile(`<[^>]*\sstyle=|<style`)},
		{"inline handler", regexp.MustCompile(`<[^>]*\son[a-z]+=|hx-on`)},
		{"inline script", regexp.MustCompile(`<script(?:>|\s[^>]*[^r]>)[^<]`)},
		{"another host", regexp.MustCompile(`(?:src|href|action)="(?:https?:|//|data:|javascript:)`)},
		{"id in place of a text", regexp.MustCompile(`>\s*(?:ask|factor|step|channel|level|verify|reveal|case|find|value|enrol|pin|line|signin|requests|confirm|error|page|keys|say|open|ladder|when|reason|remedy)\.[a-z_0-9]+`)},
		{"gap left open", regexp.MustCompile(`no value|\{\{`)},
	} {
		for path := range pages {
			for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
				if found := rule.broken.FindString(fetch(t, path, lang)); found != "" {
					t.Errorf("%s in %s: %s: %.120s", path, lang, rule.name, found)
				}
			}
		}
	}
}

func TestEveryPageNamesItsLanguage(t *testing.T) {
	for path := range pages {
		for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
			body := fetch(t, path, lang)
			if !strings.Contains(body, `<html lang="`+string(lang)+`">`) || strings.Count(body, "<h1") != 1 || strings.Count(body, "<main") != 1 {
				t.Errorf("%s in %s: want its language, one heading and one main", path, lang)
			}
		}
	}
}

// An opened value stands once on the page; the row that takes its place
// afterwards, and every sealed page, holds the mask alone.
func TestValuesStandOnlyWhereOpened(t *testing.T) {
	opened := fetch(t, "/desk-opened", slovo.EN)
	if n := strings.Count(opened, "000-41-12"); n != 1 {
		t.Errorf("the opened phone stands %d times", n)
	}
	for _, path := range []string{"/desk-open", "/desk-verify", "/desk-reveal", "/desk-closed"} {
		if strings.Contains(fetch(t, path, slovo.EN), "000-41-12") {
			t.Errorf("%s: the phone stands on a sealed page", path)
		}
	}
}

func fetch(t *testing.T, path string, lang slovo.Lang) string {
	t.Helper()
	w := httptest.NewRecorder()
	handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+"?lang="+string(lang), nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", path, w.Code)
	}
	return w.Body.String()
}
