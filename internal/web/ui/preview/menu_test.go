package main

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"slovo/internal/web/webtest"
)

// On a phone the places fold behind one button, which works without a
// script of ours, and an open menu can be used by everybody too.
func TestThePlacesFoldOnAPhone(t *testing.T) {
	server := httptest.NewServer(handler())
	t.Cleanup(server.Close)
	ctx := webtest.Browser(t, "ru")
	seen := func() bool { return ask(t, ctx, `document.querySelector(".nav a").checkVisibility()`) }
	act(t, ctx, webtest.Look("light", 360), chromedp.Navigate(server.URL+"/requests"))
	if seen() {
		t.Error("the places are seen before they are asked for")
	}
	act(t, ctx, chromedp.Click(chromedp.CSS(".menubutton")))
	if !seen() {
		t.Error("the button opens nothing")
	}
	webtest.Audit(t, ctx)
	act(t, ctx, webtest.Look("light", 1440), chromedp.Navigate(server.URL+"/requests"))
	if !seen() || ask(t, ctx, `document.querySelector(".menubutton").checkVisibility()`) {
		t.Error("on a wide screen the places stand open, without a button")
	}
}

// The keys: "?" shows the map, "/" goes to the search or to the page that
// has one, v and r to where work goes on; none acts while one types.
func TestKeysLeadWhereWorkGoesOn(t *testing.T) {
	server := httptest.NewServer(handler())
	t.Cleanup(server.Close)
	ctx := webtest.Browser(t, "ru")
	for _, tt := range []struct{ name, path, key, want string }{
		{"find on the desk", "/desk-verify", "/", "#q:focus"},
		{"verify", "/desk-verify", "v", "input[name=pin]:focus"},
		{"reveal", "/desk-reveal", "r", "[data-key=reveal]:focus"},
		{"help", "/requests", "?", "#help[open]"},
	} {
		act(t, ctx, webtest.Look("light", 1440), chromedp.Navigate(server.URL+tt.path))
		ask(t, ctx, `document.activeElement.blur() || true`)
		within, cancel := context.WithTimeout(ctx, 10*time.Second)
		if err := chromedp.Do(within, chromedp.KeyEvent(tt.key), chromedp.WaitVisible(chromedp.CSS(tt.want))); err != nil {
			t.Errorf("%s: %q does not lead to %s: %v", tt.name, tt.key, tt.want, err)
		}
		cancel()
	}
	// A page that has no search leads to the one that has.
	act(
		t, ctx, chromedp.Navigate(server.URL+"/requests"), chromedp.KeyEvent("/"), chromedp.WaitVisible(chromedp.CSS("#q")),
		waited(`document.activeElement.id === "q"`),
	)
	// Typed into a field, a letter is a letter.
	act(
		t, ctx, chromedp.Navigate(server.URL+"/desk-verify"), chromedp.SendKeys(chromedp.CSS("#q"), "vr?/"),
		chromedp.WaitVisible(chromedp.CSS("#q:focus")),
	)
	if !ask(t, ctx, `document.getElementById("q").value === "vr?/" && !document.getElementById("help").open`) {
		t.Error("keys act while one types")
	}
}

func act(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, ctx context.Context, expression string) bool {
	t.Helper()
	yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression))
	if err != nil {
		t.Fatal(err)
	}
	return yes
}

// waited waits until the expression is true of the page.
func waited(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Poll[bool](expression)(ctx, target)
		return err
	})
}
