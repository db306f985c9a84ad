package app_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"slovo/internal/web/webtest"
)

// The pages around a customer, as they are served: everybody can use them,
// and the focus of a correction is in its field or at the way back.
func TestEverybodyCanUseThePagesAroundACustomer(t *testing.T) {
	r := demoCompany(t, "")
	for _, lang := range []string{"ru", "en"} {
		t.Run(lang, func(t *testing.T) {
			ctx := webtest.Browser(t, lang)
			agent := member(t, r, map[string]string{"ru": "agent", "en": "owner"}[lang]) // a sign-in code works once
			run(t, ctx, signIn(t, r, agent))
			for _, path := range []string{"/desk/customers/" + string(r.Customer.ID) + "/history", "/desk/merges"} {
				run(t, ctx, chromedp.Navigate(r.URL+path), chromedp.WaitVisible(chromedp.CSS(`#main h1`)))
				webtest.Audit(t, ctx)
			}
			if agent.Role != "agent" {
				return
			}
			run(
				t, ctx, chromedp.Navigate(r.URL+"/desk"), find(r.Customer.Values["phone"]), openCase(),
				chromedp.Click(chromedp.CSS(`a[href$="/fields/phone"]`)), chromedp.WaitVisible(chromedp.CSS(`#work .notice`)),
				until(`document.activeElement.matches("#work .notice a")`),
			)
			webtest.Audit(t, ctx)
		})
	}
}
