// Package webtest is the kit for tests of pages in a real browser: it
// starts one and asks axe-core whether everybody can use what it shows.
package webtest

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axe is axe-core as it was published; only tests carry it.
//
//go:embed axe.min.js
var axe string

// Browser starts a headless Chromium with a profile of its own, which
// prefers the language. Where it is not installed the test is skipped, but
// for CI, where that is a failure.
func Browser(t *testing.T, lang string) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("Chromium is not installed: apt-get install chromium")
		}
		t.Skip("left out: Chromium is not installed (apt-get install chromium)")
	}
	for range starts - 1 {
		if ctx, err := start(t, path, lang); err == nil {
			return ctx
		}
	}
	ctx, err := start(t, path, lang)
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

// starts is how often a browser is started: on a machine with much to do
// Chromium now and then ends before it begins. No page was asked for yet, so
// that no failure of slovo's is hidden by it.
const starts = 3

func start(t *testing.T, path, lang string) (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1440, 900),
		chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-quic", true), chromedp.Flag("lang", lang),
		chromedp.Flag("accept-lang", lang), chromedp.Flag("disable-component-update", true),
	)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank")) // its first run starts it
}

// Look makes the browser prefer a theme, light or dark, on a screen that
// wide, and hold still.
func Look(theme string, wide int64) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.EmulateViewport(wide, 900),
		chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
			}})
			return err
		}),
	)
}

// ask runs the rules of WCAG 2.2 at levels A and AA.
const ask = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]})
	.then(found => JSON.stringify(found.violations.map(v => ({
		Rule: v.id, Help: v.help, Where: v.nodes.map(n => n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " "))
	}))))`

// violation is a rule of WCAG that the page breaks, and where.
type violation struct {
	Rule, Help string
	Where      []string
}

func (v violation) String() string {
	return fmt.Sprintf("%s (%s)\n    %s", v.Help, v.Rule, strings.Join(v.Where, "\n    "))
}

// Audit fails the test for each rule of WCAG 2.2 AA that the page in the
// browser breaks, as far as a program can see, and for a page that is wider
// than its screen.
func Audit(t *testing.T, ctx context.Context) { //nolint:revive // t comes first in a kit for tests
	t.Helper()
	found, err := audit(ctx)
	if err != nil {
		t.Fatal(err)
	}
	place, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.pathname + " at " + innerWidth + " " + (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")`))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Errorf("%s: %s", place, v)
	}
	if over, err := chromedp.Run(ctx, chromedp.Evaluate[string](wider)); err != nil || over != "" {
		t.Errorf("%s: wider than the screen: %s %v", place, over, err)
	}
}

// wider names what sticks out of the screen.
const wider = `document.documentElement.scrollWidth <= innerWidth ? "" : document.documentElement.scrollWidth + ": " +
	Array.from(document.querySelectorAll("body *")).filter(e => e.getBoundingClientRect().right > innerWidth + 1)
		.slice(0, 5).map(e => e.tagName + "." + (e.className.baseVal ?? e.className)).join(", ")`

func audit(ctx context.Context) ([]violation, error) {
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](axe+"\ntrue")); err != nil {
		return nil, err
	}
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[string](ask, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, err
	}
	var found []violation
	return found, json.Unmarshal([]byte(answer), &found)
}
