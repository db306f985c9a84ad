package web

import (
	"strings"

	"slovo/internal/web/ui"
)

// Who may open an address. Any other word is a duty of the charter's. The
// rooms decide; this only tells of it.
const (
	anybody  = "anybody"
	byLink   = "link"
	signed   = "signed"
	customer = "customer"
	ofCase   = "case"
	merger   = "merge"
	reader   = "history"
)

// whose tells who may, by how an address begins: the longest one counts.
var whose = map[string]string{
	ui.PathHome:     signed,
	ui.PathToday:    "read_today",
	ui.PathSignIn:   anybody,
	ui.PathSignOut:  anybody,
	ui.PathLang:     anybody,
	ui.PathEnrol:    byLink,
	ui.PathHelp:     anybody,
	ui.PathDesk:     signed,
	ui.PathFind:     customer,
	ui.PathCustomer: customer,
	historyPattern:  reader,
	receiptsPattern: reader,
	ui.PathMerges:   signed,
	mergePattern:    merger,
	ui.PathTasks:    signed,
	ui.PathCases:    customer,
	casePattern:     ofCase,
	ui.PathRequests: "requests",
	ui.PathStaff:    "staff",
	ui.PathAccount:  signed,
	ui.PathCharter:  signed,
	ui.PathPublish:  "publish",
	ui.PathImport:   "import",
	ui.PathTokens:   "tokens",
	postCharter:     "publish",
}

const (
	historyPattern  = ui.PathCustomer + "/{customer}/history"
	receiptsPattern = ui.PathCustomer + "/{customer}/receipts"
	mergePattern    = ui.PathMerges + "/{keep}/{other}"
	casePattern     = ui.PathCases + "/{case}"
	postCharter     = "POST " + ui.PathCharter
)

// WhoMay tells who may open the address of the pattern, as in "GET /desk":
// a word of the manual's, or a duty of the charter's.
func WhoMay(pattern string) string {
	_, path, method := strings.Cut(pattern, " ")
	if !method {
		return anybody // the page for an address that there is not
	}
	if who, ok := whose[pattern]; ok {
		return who
	}
	longest := ui.PathHome
	path = strings.TrimSuffix(path, "{$}")
	for begin := range whose {
		if len(begin) > len(longest) && (path == begin || strings.HasPrefix(path, begin+"/")) {
			longest = begin
		}
	}
	return whose[longest]
}
