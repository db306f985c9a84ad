package ui

import (
	"strconv"
	"strings"
)

// The addresses that the pages' forms and links use; handlers serve these.
// None holds personal data: what was searched for travels in bodies.
const (
	PathHome     = "/"                // GET: today, or the queue
	PathToday    = "/today"           // GET /{check}
	PathSignIn   = "/signin"          // GET, POST login, password, code
	PathSignOut  = "/signout"         // POST
	PathLang     = "/lang"            // POST lang, back
	PathDesk     = "/desk"            // GET
	PathFind     = "/desk/find"       // POST q
	PathCustomer = "/desk/customers"  // GET /{id}
	PathMerges   = "/desk/merges"     // GET; GET /{keep}/{other}
	PathTasks    = "/desk/tasks"      // POST /{id}: back
	PathCases    = "/desk/cases"      // POST customer, channel, purpose; GET /{id}
	PathEnrol    = "/enrol"           // GET, POST /{token}: pin, again
	PathRequests = "/requests"        // GET; GET /{id}
	PathStaff    = "/staff"           // GET; POST login, name, role; GET /{id}
	PathHire     = "/staff/new"       // GET
	PathRoles    = "/staff/roles"     // GET
	PathAccount  = "/account"         // GET
	PathCharter  = "/charter"         // GET; POST charter: into force
	PathPublish  = "/charter/new"     // GET; POST text, file: what it changes
	PathRules    = "/charter/texts"   // GET /{hash}
	PathImport   = "/import"          // GET; POST file
	PathRejected = "/import/rejected" // GET
	PathTokens   = "/tokens"          // GET; POST label, account, purpose, networks, quota, expires
	PathNewToken = "/tokens/new"      // GET
	PathHelp     = "/help"            // GET; GET /{topic}
	PathHelpFind = "/help/find"       // POST q
)

// The decisions on a request, each a POST to RequestPath(id, decision).
const (
	ActConfirm = "confirm"
	ActRefuse  = "refusal" // ground
)

// The acts on a case, each a POST to CasePath(id, act).
const (
	ActVerify    = "verification" // kind by kind: pin, card_last4, account_number, totp, document
	ActReveal    = "reveal"       // field, as often as there are fields
	ActClose     = "close"
	ActEnrol     = "enrolment"      // document, fact, answer: in person
	ActEnrolLink = "enrolment-link" // a one-time link to the contact on record
	ActEnrolApp  = "authenticator"  // an app for codes, in person
	ActTasks     = "tasks"          // kind, due, login
	ActEvents    = "events"         // of a customer: event, at, back
	ActFields    = "fields"         // GET, POST /{field}: value, once
)

// The acts on an account, each a POST to MemberPath(id, act).
const (
	ActRole     = "role" // role
	ActSessions = "sessions"
	ActBlock    = "block"
	ActUnblock  = "unblock"
	ActPassword = "password" // on one's own account: password, code, new, again
	ActCodes    = "codes"
	ActPlan     = "plan"       // of an import
	ActStart    = "start"      // of an import
	ActDrop     = "drop"       // of an import
	ActRevoke   = "revocation" // of a token
)

// Acts are all that an address can end in that only a form may open: without
// it the page is shown again. A test of web finds one that is missing here.
func Acts() []string {
	return []string{
		ActVerify, ActReveal, ActClose, ActEnrol, ActEnrolLink, ActEnrolApp, ActTasks, ActEvents, ActConfirm, ActRefuse,
		ActRole, ActSessions, ActBlock, ActUnblock, ActPassword, ActCodes, ActPlan, ActStart, ActDrop, ActRevoke,
	}
}

// MemberPath returns the address of a colleague's account, or of an act on it.
func MemberPath(id string, act ...string) string { return path(PathStaff, id, act) }

// AccountPath returns the address of an act on one's own account.
func AccountPath(act string) string { return PathAccount + "/" + act }

// CharterText returns the address of the text of a version.
func CharterText(hash string) string { return PathRules + "/" + hash }

// ImportPath returns the address of an act on the file that comes in.
func ImportPath(act string) string { return PathImport + "/" + act }

// TokenPath returns the address of an act on a token.
func TokenPath(id, act string) string { return PathTokens + "/" + id + "/" + act }

func path(root, id string, act []string) string {
	return strings.Join(append([]string{root, id}, act...), "/")
}

// CasePath returns the address of a case, or of an act on it.
func CasePath(id string, act ...string) string {
	path := PathCases + "/" + id
	for _, a := range act {
		path += "/" + a
	}
	return path
}

// ReceiptPath returns the address of the receipt of an entry in the case.
func ReceiptPath(id string, number int64) string {
	return CasePath(id, "receipts", strconv.FormatInt(number, 10))
}

// CustomerPath returns the address of a customer's masked record.
func CustomerPath(id string) string { return PathCustomer + "/" + id }

// HistoryPath returns the address of who looked at a customer's data.
func HistoryPath(id string) string { return CustomerPath(id) + "/history" }

// EventsPath returns the address that takes a moment of the customer's.
func EventsPath(id string) string { return CustomerPath(id) + "/" + ActEvents }

// EntryPath returns the address of the receipt of a customer's entry.
func EntryPath(id string, number int64) string {
	return CustomerPath(id) + "/receipts/" + strconv.FormatInt(number, 10)
}

// MergePath returns the address of two records that may be one customer's.
func MergePath(keep, other string) string { return PathMerges + "/" + keep + "/" + other }

// EnrolPath returns the address behind a one-time link.
func EnrolPath(token string) string { return PathEnrol + "/" + token }

// RequestPath returns the address of a data request, or of an act on it.
func RequestPath(id string, act ...string) string {
	path := PathRequests + "/" + id
	for _, a := range act {
		path += "/" + a
	}
	return path
}
