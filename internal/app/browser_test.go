package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"

	"slovo/internal/app"
	"slovo/internal/web/webtest"
)

// demoCompany serves a sample company until the test ends.
func demoCompany(t *testing.T, store string) app.DemoReady {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	answers, ended := make(chan app.DemoReady, 1), make(chan error, 1)
	go func() {
		ended <- app.Demo(ctx, app.DemoOptions{Listen: "localhost:0", Store: store}, func(r app.DemoReady) { answers <- r })
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the demo ended with %v", err)
		}
	})
	select {
	case r := <-answers:
		return r
	case err := <-ended:
		ended <- err
		t.Fatalf("the demo did not start: %v", err)
	}
	return app.DemoReady{}
}

func member(t *testing.T, r app.DemoReady, role string) app.DemoStaff {
	t.Helper()
	for _, s := range r.Staff {
		if s.Role == role {
			return s
		}
	}
	t.Fatalf("the demo has no %s", role)
	return app.DemoStaff{}
}

// signIn goes through the door.
func signIn(t *testing.T, r app.DemoReady, s app.DemoStaff) chromedp.Action[chromedp.Void] {
	t.Helper()
	code, err := totp.GenerateCode(s.TOTP, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return chromedp.Steps(
		chromedp.Navigate(r.URL+"/signin"),
		chromedp.SendKeys(chromedp.CSS(`input[name=login]`), s.Login),
		chromedp.SendKeys(chromedp.CSS(`input[name=password]`), s.Password),
		chromedp.SendKeys(chromedp.CSS(`input[name=code]`), code+"\r"),
		until(`location.pathname === "/"`), chromedp.WaitVisible(chromedp.CSS(`#main`)),
	)
}

// find searches and follows the first hit, then opens a case by phone.
func find(typed string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.SendKeys(chromedp.CSS(`#q`), typed+"\r"),
		chromedp.WaitVisible(chromedp.CSS(`#hits a`)),
		chromedp.Click(chromedp.CSS(`#hits a`)),
		chromedp.WaitVisible(chromedp.CSS(`select[name=channel], input[name=channel]`)),
	)
}

func TestAnAgentsTripInABrowser(t *testing.T) {
	for _, lang := range []string{"ru", "en"} {
		t.Run(lang, func(t *testing.T) { trip(t, demoCompany(t, ""), lang) })
	}
}

// trip is one call: find, open a case, be told no, verify, reveal.
func trip(t *testing.T, r app.DemoReady, lang string) {
	ctx := webtest.Browser(t, lang)
	customer := r.Customer
	run(t, ctx, signIn(t, r, member(t, r, "agent")), find(customer.Values["phone"]), openCase())
	if locale := read(t, ctx, chromedp.Evaluate[string](`document.documentElement.lang`)); locale != lang {
		t.Errorf("the page speaks %q, want %q", locale, lang)
	}
	sealed := read(t, ctx, chromedp.OuterHTML(chromedp.CSS(`html`)))
	run(t, ctx, prove(customer), reveal())
	url := read(t, ctx, chromedp.Location())
	for name, value := range customer.Values {
		if strings.Contains(sealed, value) {
			t.Errorf("%s was on the page before the customer was verified", name)
		}
		if strings.Contains(url, value) {
			t.Errorf("%s stands in the address", name)
		}
	}
	opened := read(t, ctx, chromedp.Text(chromedp.CSS(`#field-phone .openvalue`)))
	if digits(opened) != digits(customer.Values["phone"]) {
		t.Errorf("the opened phone is not the customer's: %q", opened)
	}
}

func TestAValueDoesNotOutliveThePage(t *testing.T) {
	r := demoCompany(t, "")
	ctx := webtest.Browser(t, "en")
	run(
		t, ctx, signIn(t, r, member(t, r, "agent")), find(r.Customer.Values["phone"]), openCase(), prove(r.Customer), reveal(),
		chromedp.Navigate(r.URL+"/desk"), chromedp.WaitVisible(chromedp.CSS(`#q`)),
		chromedp.NavigateBack(), chromedp.WaitVisible(chromedp.CSS(`#field-phone`)),
	)
	if back := read(t, ctx, chromedp.OuterHTML(chromedp.CSS(`html`))); strings.Contains(digits(back), digits(r.Customer.Values["phone"])) {
		t.Error("going back showed the opened phone again")
	}
}

// TestAPageFromTheBackForwardCacheIsAskedForAnew: a browser that froze a
// page with an open value and brings it back shows what the server says now.
func TestAPageFromTheBackForwardCacheIsAskedForAnew(t *testing.T) {
	r := demoCompany(t, "")
	ctx := webtest.Browser(t, "en")
	run(
		t, ctx, signIn(t, r, member(t, r, "agent")), find(r.Customer.Values["phone"]), openCase(), prove(r.Customer), reveal(),
	)
	kept := read(t, ctx, chromedp.Evaluate[string](`JSON.stringify([{...localStorage}, {...sessionStorage}])`))
	if strings.Contains(digits(kept), digits(r.Customer.Values["phone"])) {
		t.Errorf("the browser keeps the value: %s", kept)
	}
	run(
		t, ctx,
		until(`(window.before = true)`),
		// What a browser does when it freezes a page and thaws it.
		until(`window.dispatchEvent(new PageTransitionEvent("pagehide", {persisted: true})) || true`),
	)
	if frozen := read(t, ctx, chromedp.OuterHTML(chromedp.CSS(`html`))); strings.Contains(digits(frozen), digits(r.Customer.Values["phone"])) {
		t.Error("the page was frozen with an open value")
	}
	run(
		t, ctx,
		until(`window.dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true})) || true`),
		until(`window.before === undefined`), chromedp.WaitVisible(chromedp.CSS(`#field-phone`)),
	)
}

func openCase() chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.Click(chromedp.CSS(`form[action="/desk/cases"] button`)),
		chromedp.WaitVisible(chromedp.CSS(`input[name=pin]`)),
		settled(),
	)
}

// settled waits until the page's scripts run: a form sent before is sent
// the plain way, which works too but makes another history.
func settled() chromedp.Action[chromedp.Void] {
	return until(`document.readyState === "complete" && window.htmx !== undefined &&
		!document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")`)
}

// until waits for what the expression says of the page.
func until(expression string) chromedp.Action[chromedp.Void] {
	ready := chromedp.Evaluate[bool](expression)
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		for ctx.Err() == nil {
			if yes, err := ready(ctx, target); err == nil && yes {
				return nil
			}
			time.Sleep(20 * time.Millisecond)
		}
		return ctx.Err()
	})
}

// prove types what the customer says.
func prove(customer app.DemoPerson) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.SendKeys(chromedp.CSS(`input[name=pin]`), customer.Factors["pin"]),
		chromedp.SendKeys(chromedp.CSS(`input[name=card_last4]`), customer.Factors["card_last4"]+"\r"),
		chromedp.WaitVisible(chromedp.CSS(`#work form[action$="/reveal"] button`)),
		settled(),
	)
}

func reveal() chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.Click(chromedp.CSS(`#work form[action$="/reveal"] button`)),
		chromedp.WaitVisible(chromedp.CSS(`#field-phone .openvalue`)),
	)
}

// run does the steps; where one does not come about, it tells what the
// page showed instead. All data on it is invented.
func run(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for i, step := range steps {
		within, cancel := context.WithTimeout(ctx, 30*time.Second)
		err := chromedp.Do(within, step)
		cancel()
		if err != nil {
			page, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.pathname + "\n" + document.body.innerText`))
			t.Fatalf("step %d: %v, on the page:\n%s", i+1, err, page)
		}
	}
}

func read(t *testing.T, ctx context.Context, what chromedp.Action[string]) string {
	t.Helper()
	text, err := chromedp.Run(ctx, what)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// digits leaves a phone's digits, however it is spaced.
func digits(phone string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
}
