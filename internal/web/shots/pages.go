package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"

	"slovo/internal/web/ui"
)

// page is one to take.
type page struct {
	name  string
	route string // the address's pattern in the table of web
	role  string // who looks; empty: nobody is signed in
	at    func(s shop) string
	// first is done once before the first picture and may lead to another
	// address, which is then the page's.
	first func(s shop) chromedp.Action[chromedp.Void]
	// press is clicked before each picture, and shows waited for.
	press, shows string
	types        string // into what was clicked
}

func fixed(path string) func(shop) string { return func(shop) string { return path } }

// pages are all to take; those of one role stand together, because a
// sign-in code works once. A new page takes one line.
var pages = []page{
	{name: "signin", route: "GET " + ui.PathSignIn, at: fixed(ui.PathSignIn)},
	{name: "pin-expired", route: "GET " + ui.PathEnrol + "/{token}", at: fixed(ui.PathEnrol + "/none")},
	{name: "help", route: "GET " + ui.PathHelp, at: fixed(ui.PathHelp)},
	{name: "help-found", at: fixed(ui.PathHelp), press: "#manual-q", types: "PIN\r", shows: ".manualhits"},
	{name: "help-topic", route: "GET " + ui.PathHelp + "/{topic}", at: fixed(ui.ManualPath("verify"))},
	{name: "help-commands", at: fixed(ui.ManualPath("commands"))},
	{name: "queue", role: "agent", at: fixed(ui.PathHome)},
	{name: "desk", route: "GET " + ui.PathDesk, role: "agent", at: fixed(ui.PathDesk)},
	{name: "customer", route: "GET " + ui.PathCustomer + "/{customer}", role: "agent", at: customer},
	{name: "case-verify", route: "GET " + ui.PathCases + "/{case}", role: "agent", at: other, first: openCase},
	{name: "case-opened", route: "GET " + ui.PathCases + "/{case}", role: "agent", at: customer, first: verified, press: `#work form[action$="/reveal"] button`, shows: ".openvalue"},
	{name: "history", route: "GET " + ui.PathCustomer + "/{customer}/history", role: "agent", at: history},
	{name: "merges", route: "GET " + ui.PathMerges, role: "agent", at: fixed(ui.PathMerges)},
	{name: "merge", route: "GET " + ui.PathMerges + "/{keep}/{other}", role: "agent", at: fixed(ui.PathMerges), first: alike},
	{name: "case-correct", route: "GET " + ui.PathCases + "/{case}/" + ui.ActFields + "/{field}", role: "agent", at: other, first: correct},
	{name: "not-found", role: "agent", at: fixed("/nowhere")},
	{name: "today", route: "GET " + ui.PathHome + "{$}", role: "owner", at: fixed(ui.PathHome)},
	{name: "today-open", role: "owner", at: fixed(ui.PathHome), press: "#security summary", shows: "#security li"},
	{name: "evidence", route: "GET " + ui.PathToday + "/{check}", role: "owner", at: fixed(ui.PathToday + "/law")},
	{name: "requests-none", role: "owner", at: fixed(ui.PathRequests)},
	{name: "request", route: "GET " + ui.PathRequests + "/{request}", role: "owner", at: fixed(ui.PathRequests), first: asked},
	{name: "requests", route: "GET " + ui.PathRequests, role: "owner", at: fixed(ui.PathRequests)},
	{name: "staff", route: "GET " + ui.PathStaff, role: "owner", at: fixed(ui.PathStaff)},
	{name: "staff-new", route: "GET " + ui.PathHire, role: "owner", at: fixed(ui.PathHire)},
	{name: "staff-roles", route: "GET " + ui.PathRoles, role: "owner", at: fixed(ui.PathRoles)},
	{name: "staff-one", route: "GET " + ui.PathStaff + "/{account}", role: "owner", at: fixed(ui.PathStaff), first: colleague},
	{name: "account", route: "GET " + ui.PathAccount, role: "owner", at: fixed(ui.PathAccount)},
	{name: "charter", route: "GET " + ui.PathCharter, role: "owner", at: fixed(ui.PathCharter)},
	{name: "charter-new", route: "GET " + ui.PathPublish, role: "owner", at: fixed(ui.PathPublish)},
	{name: "import", route: "GET " + ui.PathImport, role: "owner", at: fixed(ui.PathImport)},
	{name: "import-plan", role: "owner", at: fixed(ui.PathImport), first: chosen},
	{name: "import-done", role: "owner", at: fixed(ui.PathImport), first: started},
	{name: "evidence-todo", role: "owner", at: fixed(ui.PathToday + "/tokens")},
	{name: "tokens", route: "GET " + ui.PathTokens, role: "owner", at: fixed(ui.PathTokens)},
	{name: "tokens-new", route: "GET " + ui.PathNewToken, role: "owner", at: fixed(ui.PathNewToken)},
}

// elsewhere are the addresses that need no picture, each with its reason.
var elsewhere = map[string]string{
	"GET " + ui.PathCases + "/{case}/receipts/{number}":        "is a file",
	"GET " + ui.PathCustomer + "/{customer}/receipts/{number}": "is a file",
	"GET " + ui.PathRejected:                                   "is a file",
	"GET " + ui.PathRules + "/{hash}":                          "is a file",
}

func customer(s shop) string { return ui.CustomerPath(s.Customer.ID) }
func other(s shop) string    { return ui.CustomerPath(s.Other.ID) }

// colleague follows the first one in the list.
func colleague(shop) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(chromedp.Click(chromedp.CSS(`tbody a`)), chromedp.WaitVisible(chromedp.CSS(`#access`)))
}
func history(s shop) string { return ui.HistoryPath(s.Customer.ID) }

// file is a table as a shop exports it, with a column that the charter has
// no field for and rows that are not taken.
const file = "Имя;Телефон;Почта;Заметка\nИван Петров;+7 912 345-67-89;ivan@example.org;звонить утром\n" +
	"Mary Stone;+44 20 7946 0018;mary@example.org;\nПётр Сидоров;позвоню сам;petr@example.org;\n;;;\n"

// chosen gives a file in, and waits for what would come of it.
func chosen(shop) chromedp.Action[chromedp.Void] {
	path := filepath.Join(os.TempDir(), "slovo-shots.csv")
	return chromedp.Steps(
		chromedp.Func(func(context.Context, *chromedp.Target) error { return os.WriteFile(path, []byte(file), 0o600) }),
		chromedp.SetUploadFiles(chromedp.CSS(`#in-file`), []string{path}),
		chromedp.Click(chromedp.CSS(`form[action="`+ui.PathImport+`"] button`)),
		chromedp.WaitVisible(chromedp.CSS(`form[action="`+ui.ImportPath(ui.ActStart)+`"]`)),
		chromedp.Func(func(context.Context, *chromedp.Target) error { return os.Remove(path) }),
	)
}

// started stores what was chosen before, and waits until it is.
func started(shop) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.Click(chromedp.CSS(`form[action="`+ui.ImportPath(ui.ActStart)+`"] button`)),
		chromedp.WaitVisible(chromedp.CSS(`a[href="`+ui.PathRejected+`"]`)),
	)
}

// asked has the other customer ask for erasure, as by a program at the desk,
// and follows the request.
func asked(s shop) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error { return s.erasure(ctx) }),
		chromedp.Navigate(s.URL+ui.PathRequests),
		chromedp.Click(chromedp.CSS(`a[href^="`+ui.PathRequests+`/"]`)),
		chromedp.WaitVisible(chromedp.CSS(`#main form`)),
	)
}

// erasure passes the other customer's wish to be erased on.
func (s shop) erasure(ctx context.Context) error {
	ask, err := http.NewRequestWithContext(ctx, http.MethodDelete, s.URL+"/api/v1/customers/"+s.Other.ID, nil)
	if err != nil {
		return err
	}
	ask.Header.Set("Authorization", "Bearer "+s.Tokens.Agent)
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		return err
	}
	defer answer.Body.Close() //nolint:errcheck // only its status is read
	if answer.StatusCode != http.StatusAccepted {
		return fmt.Errorf("the request for erasure was answered with %s", answer.Status)
	}
	return nil
}

// alike follows the first pair in the list.
func alike(shop) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(chromedp.Click(chromedp.CSS(`.queue a`)), chromedp.WaitVisible(chromedp.CSS(`.sides`)))
}

func openCase(shop) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		chromedp.Click(chromedp.CSS(`form[action="`+ui.PathCases+`"] button`)),
		chromedp.WaitVisible(chromedp.CSS(`input[name=pin]`)),
	)
}

func correct(s shop) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		openCase(s),
		chromedp.Click(chromedp.CSS(`a[href$="/fields/phone"]`)),
		chromedp.WaitVisible(chromedp.CSS(`.notice`)),
	)
}

func verified(s shop) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		openCase(s),
		chromedp.SendKeys(chromedp.CSS(`input[name=pin]`), s.Customer.Factors["pin"]),
		chromedp.SendKeys(chromedp.CSS(`input[name=card_last4]`), s.Customer.Factors["card_last4"]+"\r"),
		chromedp.WaitVisible(chromedp.CSS(`#work form[action$="/reveal"] button`)),
	)
}
