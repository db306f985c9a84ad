package app_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"slovo/internal/app"
	"slovo/internal/charter"
	"slovo/internal/web"
	"slovo/internal/web/webtest"
)

// stop is a page with data on it: the address in web's table, who looks,
// and where it is; "" for who is not signed in.
type stop struct{ route, role, path string }

// downloads are the addresses that give a file, and no page.
var downloads = []string{
	"GET /desk/customers/{customer}/receipts/{number}", "GET /desk/cases/{case}/receipts/{number}",
	"GET /charter/texts/{hash}", "GET /import/rejected",
}

// tour makes the data that pages show, as agents and owners make it, and
// returns every page there is.
func tour(t *testing.T, r app.DemoReady, agent, owner *visitor) []stop {
	t.Helper()
	customer := "/desk/customers/" + string(r.Customer.ID)
	matter := agent.here(r.Customer)
	agent.post(customer+"/events", "same-origin", url.Values{"event": {"order_closed"}, "at": {"2026-01-15"}})
	agent.post(matter+"/tasks", "same-origin", url.Values{"kind": {"call_back"}, "due": {"2099-01-15"}})
	link, _ := agent.post(matter+"/authenticator", "same-origin", nil)
	status, _ := api(t, r, http.MethodDelete, "/customers/"+string(r.Other.ID), "")
	if status != http.StatusAccepted {
		t.Fatalf("asked for an erasure: %d", status)
	}
	owner.upload("/import", nil, customers)
	_, list := owner.get("/requests")
	request := found(t, regexp.MustCompile(`href="(/requests/[^"]+)"`), list)
	_, list = owner.get("/staff")
	colleagues := regexp.MustCompile(`href="(/staff/[a-z0-9]{16})"`).FindAllStringSubmatch(list, -1)
	_, list = agent.get("/desk/merges")
	return []stop{
		{"GET /signin", "", "/signin"},
		{"GET /enrol/{token}", "", link.Request.URL.Path},
		{"GET /help", "", "/help"},
		{"GET /help/{topic}", "", "/help/console"},
		{"GET /{$}", "agent", "/"},
		{"GET /desk", "agent", "/desk"},
		{"GET /desk/customers/{customer}", "agent", customer},
		{"GET /desk/customers/{customer}/history", "agent", customer + "/history"},
		{"GET /desk/merges", "agent", "/desk/merges"},
		{"GET /desk/merges/{keep}/{other}", "agent", found(t, mergeLink, list)},
		{"GET /desk/cases/{case}", "agent", matter},
		{"GET /desk/cases/{case}/fields/{field}", "agent", matter + "/fields/orders"},
		{"GET /desk/cases/{case}/fields/{field}", "agent", matter + "/fields/messages"},
		{"GET /{$}", "owner", "/"},
		{"GET /today/{check}", "owner", "/today/tokens"},
		{"GET /requests", "owner", "/requests"},
		{"GET /requests/{request}", "owner", request},
		{"GET /staff", "owner", "/staff"},
		{"GET /staff/new", "owner", "/staff/new"},
		{"GET /staff/roles", "owner", "/staff/roles"},
		{"GET /staff/{account}", "owner", colleagues[len(colleagues)-1][1]},
		{"GET /account", "owner", "/account"},
		{"GET /charter", "owner", "/charter"},
		{"GET /charter/new", "owner", "/charter/new"},
		{"GET /import", "owner", "/import"},
		{"GET /tokens", "owner", "/tokens"},
		{"GET /tokens/new", "owner", "/tokens/new"},
	}
}

// TestEverybodyCanUseEveryPage visits every page of the console as it is
// served, with data on it: in Russian on a phone and in English, dark, at a
// desk. Nobody may keep any of them.
func TestEverybodyCanUseEveryPage(t *testing.T) {
	r := demoCompany(t, "")
	who := map[string]*visitor{
		"": visit(t, r), "agent": visit(t, r).signIn(member(t, r, "agent")), "owner": visit(t, r).signIn(member(t, r, "owner")),
	}
	stops := tour(t, r, who["agent"], who["owner"])
	every(t, stops)
	ctx := webtest.Browser(t, "ru")
	role := "nobody"
	for _, s := range stops {
		if s.role != role {
			role = s.role
			run(t, ctx, become(r, who[role]))
		}
		keptByNobody(t, who[role], s)
		for _, look := range []struct {
			lang, theme string
			wide        int64
		}{{"ru", "light", 360}, {"en", "dark", 1440}} {
			run(
				t, ctx, webtest.Look(look.theme, look.wide), cookie(r.URL, "lang", look.lang),
				chromedp.Navigate(r.URL+s.path), chromedp.WaitVisible(chromedp.CSS(`#main`)),
			)
			said := read(t, ctx, chromedp.Evaluate[string](`document.documentElement.lang + " " + location.pathname + " " + performance.getEntriesByType("navigation")[0].responseStatus`))
			if want := look.lang + " " + s.path + " 200"; said != want {
				t.Errorf("%s as %s: %s, want %s", s.route, s.role, said, want)
			}
			webtest.Audit(t, ctx)
		}
	}
}

// every fails for an address of a page that no stop stands for.
func every(t *testing.T, stops []stop) {
	t.Helper()
	for _, pattern := range web.Addresses() {
		visited := slices.ContainsFunc(stops, func(s stop) bool { return s.route == pattern })
		if strings.HasPrefix(pattern, "GET ") && !visited && !slices.Contains(downloads, pattern) {
			t.Errorf("%s is not visited: give it a stop", pattern)
		}
	}
}

// keptByNobody asks that no cache keeps the page, and no value that was not
// opened on it stands there.
func keptByNobody(t *testing.T, v *visitor, s stop) {
	t.Helper()
	answer, _ := v.get(s.path)
	if answer.Header.Get("Cache-Control") != "no-store" || answer.StatusCode != http.StatusOK {
		t.Errorf("%s: %d, Cache-Control is %q", s.path, answer.StatusCode, answer.Header.Get("Cache-Control"))
	}
}

// TestWhoMayIsAsTheHelpTells: the help's word of who may open an address is
// what happens there.
func TestWhoMayIsAsTheHelpTells(t *testing.T) {
	r := demoCompany(t, "")
	stranger := visit(t, r)
	agent, owner := visit(t, r).signIn(member(t, r, "agent")), visit(t, r).signIn(member(t, r, "owner"))
	for _, s := range tour(t, r, agent, owner) {
		who := web.WhoMay(s.route)
		if answer, _ := stranger.get(s.path); (answer.Request.URL.Path == s.path) != (who == "anybody" || who == "link") {
			t.Errorf("%s is for %s, and a stranger comes to %s", s.route, who, answer.Request.URL.Path)
		}
		if answer, _ := agent.get(s.path); slices.Contains(charter.Duties(), who) && answer.StatusCode != http.StatusForbidden {
			t.Errorf("%s is for %s, and an agent gets %d", s.route, who, answer.StatusCode)
		}
	}
	for _, pattern := range web.Addresses() {
		path, form := strings.CutPrefix(pattern, "POST ")
		if who := web.WhoMay(pattern); form && slices.Contains(charter.Duties(), who) {
			path = regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(path, "x1")
			for _, form := range []url.Values{{}, {"role": {"agent"}, "login": {"l"}, "name": {"n"}, "label": {"l"}}} {
				if answer, _ := agent.post(path, "same-origin", form); answer.StatusCode != http.StatusForbidden {
					t.Errorf("%s with %v is for %s, and an agent gets %d", pattern, form, who, answer.StatusCode)
				}
			}
		}
	}
}

// become puts the visitor's session into the browser.
func become(r app.DemoReady, v *visitor) chromedp.Action[chromedp.Void] {
	base, _ := url.Parse(r.URL)
	for _, c := range v.client.Jar.Cookies(base) {
		if c.Name == "slovo" {
			return cookie(r.URL, c.Name, c.Value)
		}
	}
	return cookie(r.URL, "slovo", "nobody")
}

func cookie(at, name, value string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: at})
		return err
	})
}

// TestNothingIsThereAfterSignOut: who signs out takes all with them, also
// from whoever presses the way back.
func TestNothingIsThereAfterSignOut(t *testing.T) {
	r := demoCompany(t, "")
	ctx := webtest.Browser(t, "en")
	run(
		t, ctx, signIn(t, r, member(t, r, "agent")), find(r.Customer.Values["phone"]), openCase(), prove(r.Customer), reveal(),
		chromedp.Click(chromedp.CSS(`form[action="/signout"] button`)), chromedp.WaitVisible(chromedp.CSS(`input[name=password]`)),
	)
	for range 3 {
		run(t, ctx, back(), until(`document.readyState === "complete"`))
		page := read(t, ctx, chromedp.OuterHTML(chromedp.CSS(`html`)))
		for name, value := range r.Customer.Values {
			if strings.Contains(page, value) || name == "phone" && strings.Contains(digits(page), digits(value)) {
				t.Errorf("the way back shows %s", name)
			}
		}
		if strings.Contains(page, "openvalue") || strings.Contains(page, `class="plate"`) {
			t.Error("the way back shows a record")
		}
	}
}

// back presses the way back; a browser that has nothing to show there says
// so, which is as good.
func back() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, _ = chromedp.NavigateBack()(ctx, target)
		return ctx.Err()
	})
}

// press sends keys to whatever has the focus.
func press(keys string) chromedp.Action[chromedp.Void] { return chromedp.KeyEvent(keys) }

// unfocused leaves the page as after a click beside everything.
func unfocused() chromedp.Action[chromedp.Void] {
	return chromedp.Steps(settled(), until(`document.activeElement.blur() || true`))
}

// TestTheKeysHold: each key does on its pages what the map of keys says, and
// nothing while somebody types.
func TestTheKeysHold(t *testing.T) {
	r := demoCompany(t, "")
	ctx := webtest.Browser(t, "en")
	focus := func(selector string) chromedp.Action[chromedp.Void] {
		return until(`document.activeElement.matches(` + "`" + selector + "`" + `)`)
	}
	customer := r.URL + "/desk/customers/" + string(r.Customer.ID)
	run(
		t, ctx, signIn(t, r, member(t, r, "agent")),
		unfocused(), press("/"), focus("#q"), settled(), // the queue
		press("v/r?"), until(`document.querySelector("#q").value.endsWith("v/r?") && !document.querySelector("dialog[open]")`),
		chromedp.Navigate(customer+"/history"), unfocused(), press("/"), until(`location.pathname === "/desk"`), // the way to the search
		unfocused(), press("/"), focus("#q"),
		chromedp.Navigate(customer), unfocused(), press("v"), focus(`form[action="/desk/cases"] button`),
		openCase(), unfocused(), press("v"), focus(`input[name=pin]`),
		press("r?/"), until(`document.querySelector("input[name=pin]").value.endsWith("r?/") && !document.querySelector("dialog[open]")`),
		until(`(document.querySelector("input[name=pin]").value = "") === ""`),
		prove(r.Customer), unfocused(), press("r"), focus(`form[action$="/reveal"] button`),
		unfocused(), press("?"), chromedp.WaitVisible(chromedp.CSS(`dialog#help[open]`)),
		press("v"), until(`document.querySelector("dialog#help[open]") !== null`), // a dialog has the keys to itself
	)
	for _, path := range []string{"/", "/desk", "/desk/merges", "/account", "/charter", "/help", "/help/verify"} {
		run(t, ctx, chromedp.Navigate(r.URL+path), unfocused(), press("?"), chromedp.WaitVisible(chromedp.CSS(`dialog#help[open]`)))
	}
}
