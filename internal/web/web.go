// Package web serves the pages that staff and customers see. A handler
// reads the request, asks one room and shows the answer; it decides
// nothing, and no page that holds a value is kept anywhere.
package web

import (
	"net/http"
	"strings"

	"slovo/internal/intake"
	"slovo/internal/web/assets"
	"slovo/internal/web/cases"
	"slovo/internal/web/door"
	"slovo/internal/web/help"
	"slovo/internal/web/office"
	"slovo/internal/web/today"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// Console is the staff's side of slovo, and the few pages that customers
// reach by a link. All its fields are needed.
type Console struct {
	Frame  *visit.Frame
	Door   *door.Pages
	Cases  *cases.Pages
	Office *office.Pages
	Today  *today.Pages
	Help   *help.Pages
}

// Handler returns the pages.
func (c *Console) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Handler())
	c.addresses(mux.Handle)
	return protect(mux)
}

// Addresses returns the pattern of every address that pages have, as in
// "GET /desk", for those who visit them all.
func Addresses() []string {
	var all []string
	(&Console{}).addresses(func(pattern string, _ http.Handler) { all = append(all, pattern) })
	return all
}

// addresses is the table that names every address there is.
func (c *Console) addresses(handle func(pattern string, h http.Handler)) {
	open := func(pattern string, h visit.Handler) { handle(pattern, c.Frame.Open(h)) }
	known := func(pattern string, h visit.Handler) { handle(pattern, c.Frame.Known(h)) }
	staff := func(pattern string, h visit.Handler) { handle(pattern, c.Frame.StaffOnly(h)) }

	staff("GET "+ui.PathHome+"{$}", c.Today.Home)
	staff("GET "+ui.PathToday+"/{check}", c.Today.Evidence)
	open("GET "+ui.PathSignIn, c.Door.SignInPage)
	open("POST "+ui.PathSignIn, c.Door.SignIn)
	open("POST "+ui.PathSignOut, c.Door.SignOut)
	open("POST "+ui.PathLang, c.Door.SetLang)
	open("GET "+ui.PathEnrol+"/{token}", c.Door.EnrolPage)
	open("POST "+ui.PathEnrol+"/{token}", c.Door.Enrol)

	known("GET "+ui.PathHelp, c.Help.Index)
	known("GET "+ui.PathHelp+"/{topic}", c.Help.Topic)
	known("POST "+ui.PathHelpFind, c.Help.Find)

	c.cases(staff)
	c.office(staff)
	known("/", c.Door.Nowhere)
}

// cases is the part of the table for those who work with customers.
func (c *Console) cases(staff func(string, visit.Handler)) {
	staff("GET "+ui.PathDesk, c.Cases.Desk)
	staff("POST "+ui.PathFind, c.Cases.Find)
	staff("GET "+ui.PathCustomer+"/{customer}", c.Cases.Customer)
	staff("GET "+ui.PathCustomer+"/{customer}/history", c.Cases.History)
	staff("GET "+ui.PathCustomer+"/{customer}/receipts/{number}", c.Cases.EntryReceipt)
	staff("POST "+ui.PathCustomer+"/{customer}/events", c.Cases.AddEvent)
	staff("GET "+ui.PathMerges, c.Cases.AllMerges)
	staff("GET "+ui.PathMerges+"/{keep}/{other}", c.Cases.MergePage)
	staff("POST "+ui.PathMerges+"/{keep}/{other}/"+ui.ActConfirm, c.Cases.Merge)
	staff("POST "+ui.PathMerges+"/{keep}/{other}/"+ui.ActRefuse, c.Cases.Dismiss)
	staff("POST "+ui.PathTasks+"/{task}", c.Cases.FinishTask)
	staff("POST "+ui.PathCases, c.Cases.OpenCase)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActTasks, c.Cases.AddTask)
	staff("GET "+ui.PathCases+"/{case}", c.Cases.Case)
	staff("GET "+ui.PathCases+"/{case}/receipts/{number}", c.Cases.Receipt)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActVerify, c.Cases.Verify)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActReveal, c.Cases.Reveal)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActClose, c.Cases.CloseCase)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActEnrol, c.Cases.Admit)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActEnrolLink, c.Cases.Invite)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActEnrolApp, c.Cases.AdmitApp)
	staff("GET "+ui.PathCases+"/{case}/"+ui.ActFields+"/{field}", c.Cases.CorrectPage)
	staff("POST "+ui.PathCases+"/{case}/"+ui.ActFields+"/{field}", c.Cases.Correct)
}

// office is the part of the table for those who keep the company in order.
func (c *Console) office(staff func(string, visit.Handler)) {
	staff("GET "+ui.PathRequests, c.Office.AllRequests)
	staff("GET "+ui.PathRequests+"/{request}", c.Office.Request)
	staff("POST "+ui.PathRequests+"/{request}/"+ui.ActConfirm, c.Office.Confirm)
	staff("POST "+ui.PathRequests+"/{request}/"+ui.ActRefuse, c.Office.Refuse)
	staff("GET "+ui.PathStaff, c.Office.Colleagues)
	staff("POST "+ui.PathStaff, c.Office.Hire)
	staff("GET "+ui.PathHire, c.Office.HirePage)
	staff("GET "+ui.PathRoles, c.Office.Roles)
	staff("GET "+ui.PathStaff+"/{account}", c.Office.Member)
	staff("POST "+ui.PathStaff+"/{account}/"+ui.ActRole, c.Office.SetRole)
	staff("POST "+ui.PathStaff+"/{account}/"+ui.ActSessions, c.Office.EndSessions)
	staff("POST "+ui.PathStaff+"/{account}/"+ui.ActBlock, c.Office.Block)
	staff("POST "+ui.PathStaff+"/{account}/"+ui.ActUnblock, c.Office.Unblock)
	staff("POST "+ui.PathStaff+"/{account}/"+ui.ActPassword, c.Office.GivePassword)
	staff("POST "+ui.PathStaff+"/{account}/"+ui.ActCodes, c.Office.ResetCodes)
	staff("GET "+ui.PathAccount, c.Office.Own)
	staff("POST "+ui.PathAccount+"/"+ui.ActSessions, c.Office.EndOwn)
	staff("POST "+ui.PathAccount+"/"+ui.ActPassword, c.Office.ChangePassword)
	staff("GET "+ui.PathCharter, c.Office.Rules)
	staff("POST "+ui.PathCharter, c.Office.Publish)
	staff("GET "+ui.PathPublish, c.Office.PublishPage)
	staff("POST "+ui.PathPublish, c.Office.Check)
	staff("GET "+ui.PathRules+"/{hash}", c.Office.RulesText)
	staff("GET "+ui.PathImport, c.Office.Import)
	staff("POST "+ui.PathImport, c.Office.Upload)
	staff("POST "+ui.PathImport+"/"+ui.ActPlan, c.Office.PlanImport)
	staff("POST "+ui.PathImport+"/"+ui.ActStart, c.Office.StartImport)
	staff("POST "+ui.PathImport+"/"+ui.ActDrop, c.Office.DropImport)
	staff("GET "+ui.PathRejected, c.Office.Rejected)
	staff("GET "+ui.PathTokens, c.Office.AllTokens)
	staff("POST "+ui.PathTokens, c.Office.CreateToken)
	staff("GET "+ui.PathNewToken, c.Office.NewTokenPage)
	staff("POST "+ui.PathTokens+"/{token}/"+ui.ActRevoke, c.Office.RevokeToken)
}

// policy lets a page load from its own host only, and run no inline script.
var policy = strings.Join([]string{
	"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
	"connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}, "; ")

// maxBody is the most that a form of ours can be.
const maxBody = 64 << 10

// larger are the addresses where more than a form comes in: the charter's
// whole text, once as it is and once in base64, and a file of customers,
// which streams to a disk and is never held whole.
var larger = map[string]int64{ui.PathPublish: 2 << 20, ui.PathCharter: 3 << 20, ui.PathImport: intake.MostBytes + maxBody}

// bodyOf is the most that may be sent to the address.
func bodyOf(path string) int64 {
	if most, ok := larger[path]; ok {
		return most
	}
	return maxBody
}

// protect puts on every answer what keeps a page among its own, and
// refuses forms that another site sent.
func protect(next http.Handler) http.Handler {
	sameSite := http.NewCrossOriginProtection()
	return sameSite.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, bodyOf(r.URL.Path))
		next.ServeHTTP(w, r)
	}))
}
