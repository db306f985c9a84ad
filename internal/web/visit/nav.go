package visit

import (
	"strings"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/text"
	"slovo/internal/today"
	"slovo/internal/web/ui"
)

// place is somewhere in the navigation, and whose duty leads there.
type place struct {
	words string // id of its label
	path  string
	key   string // the key that leads there from any page
	may   func(c *charter.Charter, role string) bool
}

// places are all there are, in the order in which they stand. A new one
// takes one line.
var places = []place{
	{"page.today", ui.PathHome, "", today.Reads},
	{"page.queue", ui.PathHome, "", waits},
	{"page.desk", ui.PathDesk, "find", sees},
	{"page.requests", ui.PathRequests, "", duty("requests")},
	{"office.charter", ui.PathCharter, "", anybody},
	{"office.staff", ui.PathStaff, "", duty("staff")},
	{"office.import", ui.PathImport, "", duty("import")},
	{"office.tokens", ui.PathTokens, "", duty("tokens")},
}

// anybody lets every colleague in.
func anybody(*charter.Charter, string) bool { return true }

// duty lets in the roles that have it.
func duty(name string) func(*charter.Charter, string) bool {
	return func(c *charter.Charter, role string) bool { return c.Roles[role].MayDo(name) }
}

// waits lets in those whose first page is the queue.
func waits(c *charter.Charter, role string) bool { return !today.Reads(c, role) }

// sees lets in the roles that work with customers' records.
func sees(c *charter.Charter, role string) bool {
	for _, p := range c.Purposes {
		if p.Allows(role, charter.See) {
			return true
		}
	}
	return false
}

// nav are the places that the role has a duty at, and no others.
func (f *Frame) nav(l slovo.Lang, role, here string) []ui.Link {
	var links []ui.Link
	for _, p := range places {
		if p.may(f.Charter(), role) {
			links = append(links, ui.Link{
				Label: text.T(l, p.words), Href: p.path, Go: p.key, Current: At(here, p.path),
			})
		}
	}
	return links
}

// At tells whether the address is the place's own or lies under it.
func At(here, place string) bool {
	if place == ui.PathHome {
		return here == place || strings.HasPrefix(here, ui.PathToday+"/")
	}
	return here == place || strings.HasPrefix(here, place+"/")
}
