package main

import (
	"maps"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"slovo/internal/web/webtest"
)

// Every page and every part, in both themes and on a phone: WCAG 2.2 AA as
// far as a program sees, and nothing sticks out of the screen.
func TestEverybodyCanUseEveryPage(t *testing.T) {
	server := httptest.NewServer(handler())
	t.Cleanup(server.Close)
	ctx := webtest.Browser(t, "ru")
	for _, path := range slices.Sorted(maps.Keys(pages)) {
		for _, look := range []struct {
			lang, theme string
			wide        int64
		}{{"ru", "light", 360}, {"en", "dark", 1440}, {"ru", "dark", 768}} {
			if err := chromedp.Do(ctx, webtest.Look(look.theme, look.wide), chromedp.Navigate(server.URL+path+"?lang="+look.lang)); err != nil {
				t.Fatal(err)
			}
			webtest.Audit(t, ctx)
		}
	}
}
