package intake

import "strings"

// layout is one program's way of exporting: it is known by its headers, and
// may mean something else by a header than others do.
type layout struct {
	name    string
	marks   string // headers that no other of the layouts has
	differs map[string]meaning
}

// marksAtLeast is how many of its own headers a layout is known by, so that
// an export of which somebody left columns out is still known.
const marksAtLeast = 2

var layouts = []layout{
	{name: "HubSpot", marks: "recordid leadstatus lifecyclestage associatedcompany contactowner unsubscribedfromallemail"},
	{name: "Salesforce", marks: "isdeleted accountid ownerid hasoptedoutofemail hasoptedoutoffax isemailbounced"},
	{name: "Salesforce report", marks: "accountname mailingcity mailingstreet mailingstateprovince mailingzippostalcode mailingcountry"},
	{name: "Bitrix24", marks: "обращение типконтакта телефондлярассылок частныйemail emailдлярассылок"},
	{name: "amoCRM", marks: `полноеимяконтакта датасозданияконтакта кемсозданконтакт кемредактирован датаредактирования
		рабочийпрямойтелефон личныйemail примечание1 примечание2`},
	{
		name: "EspoCRM", marks: "salutationname addressstreet addresscity addressstate addresscountry addresspostalcode",
		differs: map[string]meaning{"account": staffs, "accountnumber": staffs},
	},
	{name: "Zendesk", marks: "externalid restriction customfields details"},
	{name: "Google", marks: `fileas phoneticfirstname phoneticlastname organizationname organizationdepartment givenname familyname yominame
		groupmembership email1value email2value phone1value phone2value address1formatted address1street address1city`},
	{name: "Shopify", marks: `acceptsemailmarketing acceptssmsmarketing totalspent totalorders taxexempt defaultaddresscompany
		defaultaddressaddress1 defaultaddressaddress2 defaultaddresscity defaultaddresszip defaultaddressphone`},
}

// layoutOf returns the layout of which the headers have the most marks; none
// where they have hardly any, or as many of another's.
func layoutOf(names []string) layout {
	have := map[string]bool{}
	for _, name := range names {
		key := bared(name)
		have[key] = true
		if strings.HasPrefix(key, "customfields") {
			have["customfields"] = true
		}
	}
	var best layout
	most, next := 0, 0
	for _, l := range layouts {
		n := 0
		for mark := range strings.FieldsSeq(l.marks) {
			if have[mark] {
				n++
			}
		}
		if n > most {
			best, most, next = l, n, most
		} else {
			next = max(next, n)
		}
	}
	if most < marksAtLeast || most == next {
		return layout{}
	}
	return best
}
