package charter_test

import (
	"slices"
	"strings"
	"testing"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/field"
)

// every is the example with something in each place that a charter has.
func every(t *testing.T) *charter.Charter {
	t.Helper()
	c := load(t, string(example(t)))
	abroad := charter.Transfer{Safeguard: "clauses", Notified: "2026-01-01", Why: slovo.Text{EN: "ask us"}}
	c.TimeZone, c.Controller.Officer.Phone = "Europe/Moscow", "+7 900 000-00-02"
	in(c.Stores, "main", func(s *charter.Store) {
		s.Contract, s.Transfer = charter.Contract{Number: "1", From: "2026-01-01", To: "2027-01-01"}, abroad
	})
	in(c.Recipients, "courier", func(r *charter.Recipient) { r.Transfer = abroad })
	in(c.Purposes, "support", func(p *charter.Purpose) {
		words := slovo.Text{EN: "words"}
		p.Interest, p.Origin, p.Automated, p.Subjects, p.Keep.Why = words, words, words, words, words
		p.When = &charter.When{CEL: "hour > 8", Why: words}
		p.Special = map[string]string{"eu-gdpr": "9-2-a"}
	})
	c.Bind(map[string][]byte{"texts/ads.v2.ru.md": []byte("да"), "texts/ads.v2.en.md": []byte("yes")})
	return c
}

// in changes one thing of those declared.
func in[T any](all map[string]T, name string, change func(*T)) {
	one := all[name]
	change(&one)
	all[name] = one
}

// change is one change of one key: what it does, and what its way back does.
type change struct {
	key, at     string // at: where Diff tells it
	there, back charter.Effect
	do          func(*charter.Charter)
}

const (
	wider    = charter.Widens
	narrower = charter.Narrows
	neither  = charter.Neutral
)

func purpose(name string, do func(*charter.Purpose)) func(*charter.Charter) {
	return func(c *charter.Charter) { in(c.Purposes, name, do) }
}

func oneField(name string, do func(*charter.Field)) func(*charter.Charter) {
	return func(c *charter.Charter) { in(c.Fields, name, do) }
}

func agreed(name string, do func(*charter.Consent)) func(*charter.Charter) {
	return func(c *charter.Charter) { in(c.Consents, name, do) }
}

func lying(do func(*charter.Store)) func(*charter.Charter) {
	return func(c *charter.Charter) { in(c.Stores, "main", do) }
}

func given(do func(*charter.Recipient)) func(*charter.Charter) {
	return func(c *charter.Charter) { in(c.Recipients, "courier", do) }
}

func duties(role string, may ...string) func(*charter.Charter) {
	return func(c *charter.Charter) { in(c.Roles, role, func(r *charter.Role) { r.May = may }) }
}

func quota(kind string, do func(*charter.Quota)) func(*charter.Charter) {
	return func(c *charter.Charter) { in(c.Staff.Quotas, kind, do) }
}

func without[T comparable](all []T, one T) []T {
	return slices.DeleteFunc(slices.Clone(all), func(a T) bool { return a == one })
}

var other = slovo.Text{RU: "иначе", EN: "otherwise"}

var ofCompany = []change{
	{"charter.languages", "charter.languages.en", wider, narrower, func(c *charter.Charter) { c.Languages = c.Languages[:1] }},
	{"charter.id", "charter.id", neither, neither, func(c *charter.Charter) { c.ID = "other" }},
	{"charter.version", "charter.version", neither, neither, func(c *charter.Charter) { c.Version++ }},
	{"charter.effective", "charter.effective", neither, neither, func(c *charter.Charter) { c.Effective = "2027-01-01" }},
	{"charter.laws", "charter.laws.eu-gdpr", wider, narrower, func(c *charter.Charter) { c.Laws = c.Laws[:1] }},
	{"charter.timezone", "charter.timezone", wider, wider, func(c *charter.Charter) { c.TimeZone = "Asia/Tokyo" }},
	{"controller.name", "controller.name", wider, wider, func(c *charter.Charter) { c.Controller.Name = other }},
	{"controller.ids.*", "controller.ids.rkn", wider, wider, func(c *charter.Charter) { c.Controller.IDs["rkn"] = "78-00" }},
	{"controller.ids.*", "controller.ids.rkn", wider, narrower, func(c *charter.Charter) { delete(c.Controller.IDs, "rkn") }},
	{"controller.contact.address", "controller.contact.address", neither, neither, func(c *charter.Charter) { c.Controller.Contact.Address = other }},
	{"controller.contact.email", "controller.contact.email", neither, neither, func(c *charter.Charter) { c.Controller.Contact.Email = "a@b.example" }},
	{"controller.contact.phone", "controller.contact.phone", neither, neither, func(c *charter.Charter) { c.Controller.Contact.Phone = "+7 900 000-00-09" }},
	{"controller.contact.phone", "controller.contact.phone", wider, narrower, func(c *charter.Charter) { c.Controller.Contact.Phone = "" }},
	{"controller.officer.name", "controller.officer.name", neither, neither, func(c *charter.Charter) { c.Controller.Officer.Name = other }},
	{"controller.officer.email", "controller.officer.email", neither, neither, func(c *charter.Charter) { c.Controller.Officer.Email = "a@b.example" }},
	{"controller.officer.phone", "controller.officer.phone", wider, narrower, func(c *charter.Charter) { c.Controller.Officer.Phone = "" }},
	{"roles.*", "roles.new", neither, neither, func(c *charter.Charter) { c.Roles["new"] = charter.Role{Name: other} }},
	{"roles.*.ru", "roles.it", neither, neither, func(c *charter.Charter) { in(c.Roles, "it", func(r *charter.Role) { r.Name.RU = "иначе" }) }},
	{"roles.*.en", "roles.it", neither, neither, func(c *charter.Charter) { in(c.Roles, "it", func(r *charter.Role) { r.Name.EN = "else" }) }},
	{"roles.*.may", "roles.agent.may.staff", wider, narrower, duties("agent", "staff")},
	{"roles.*.may", "roles.auditor.may.read_ledger", wider, wider, duties("auditor", "read_today")},
	{"roles.*.may", "roles.agent.may.read_ledger", wider, wider, duties("agent", "read_ledger")},
	{"events.*", "events.new", neither, neither, func(c *charter.Charter) { c.Events["new"] = charter.Event{Name: other} }},
	{"events.*.ru", "events.created", neither, neither, func(c *charter.Charter) { in(c.Events, "created", func(e *charter.Event) { e.Name.RU = "иначе" }) }},
	{"events.*.en", "events.created", neither, neither, func(c *charter.Charter) { in(c.Events, "created", func(e *charter.Event) { e.Name.EN = "else" }) }},
	{"events.*.set", "events.created.set", wider, wider, func(c *charter.Charter) { in(c.Events, "created", func(e *charter.Event) { e.Automatic = false }) }},
}

var ofPlaces = []change{
	{"stores.*", "stores.new", wider, narrower, func(c *charter.Charter) { c.Stores["new"] = charter.Store{Country: "RU", Place: other} }},
	{"stores.*.country", "stores.main.country", wider, narrower, lying(func(s *charter.Store) { s.Country = "KZ" })},
	{"stores.*.place", "stores.main.place", wider, wider, lying(func(s *charter.Store) { s.Place = other })},
	{"stores.*.operator", "stores.main.operator", wider, narrower, lying(func(s *charter.Store) { s.Operator = "hired" })},
	{"stores.*.contract", "stores.main.contract", wider, narrower, lying(func(s *charter.Store) { s.Contract = charter.Contract{} })},
	{"stores.*.contract.number", "stores.main.contract.number", neither, neither, lying(func(s *charter.Store) { s.Contract.Number = "2" })},
	{"stores.*.contract.from", "stores.main.contract.from", neither, neither, lying(func(s *charter.Store) { s.Contract.From = "2026-02-01" })},
	{"stores.*.contract.to", "stores.main.contract.to", neither, neither, lying(func(s *charter.Store) { s.Contract.To = "" })},
	{"stores.*.transfer.safeguard", "stores.main.transfer.safeguard", wider, narrower, lying(func(s *charter.Store) { s.Transfer.Safeguard = "" })},
	{"stores.*.transfer.notified", "stores.main.transfer.notified", wider, narrower, lying(func(s *charter.Store) { s.Transfer.Notified = "" })},
	{"stores.*.transfer.why", "stores.main.transfer.why", wider, narrower, lying(func(s *charter.Store) { s.Transfer.Why = slovo.Text{} })},
	{"recipients.*", "recipients.courier", narrower, wider, func(c *charter.Charter) { delete(c.Recipients, "courier") }},
	{"recipients.*.name", "recipients.courier.name", wider, wider, given(func(r *charter.Recipient) { r.Name = other })},
	{"recipients.*.role", "recipients.courier.role", wider, narrower, given(func(r *charter.Recipient) { r.Role = "controller" })},
	{"recipients.*.country", "recipients.courier.country", wider, narrower, given(func(r *charter.Recipient) { r.Country = "KZ" })},
	{"recipients.*.contract", "recipients.courier.contract", wider, narrower, given(func(r *charter.Recipient) { r.Contract = charter.Contract{} })},
	{"recipients.*.contract.number", "recipients.courier.contract.number", neither, neither, given(func(r *charter.Recipient) { r.Contract.Number = "2" })},
	{"recipients.*.contract.from", "recipients.courier.contract.from", neither, neither, given(func(r *charter.Recipient) { r.Contract.From = "2026-02-01" })},
	{"recipients.*.contract.to", "recipients.courier.contract.to", neither, neither, given(func(r *charter.Recipient) { r.Contract.To = "2028-01-01" })},
	{"recipients.*.purposes", "recipients.courier.purposes.support", wider, narrower, given(func(r *charter.Recipient) { r.Purposes = append(r.Purposes, "support") })},
	{"recipients.*.fields", "recipients.courier.fields.email", wider, narrower, given(func(r *charter.Recipient) { r.Fields = append(r.Fields, "email") })},
	{"recipients.*.by", "recipients.courier.by", wider, wider, given(func(r *charter.Recipient) { r.By = "hand" })},
	{"recipients.*.transfer.safeguard", "recipients.courier.transfer.safeguard", wider, narrower, given(func(r *charter.Recipient) { r.Transfer.Safeguard = "" })},
	{"recipients.*.transfer.safeguard", "recipients.courier.transfer.safeguard", wider, wider, given(func(r *charter.Recipient) { r.Transfer.Safeguard = "rules" })},
	{"recipients.*.transfer.notified", "recipients.courier.transfer.notified", wider, narrower, given(func(r *charter.Recipient) { r.Transfer.Notified = "" })},
	{"recipients.*.transfer.why", "recipients.courier.transfer.why", wider, narrower, given(func(r *charter.Recipient) { r.Transfer.Why = slovo.Text{} })},
	{"recipients.*.transfer.why", "recipients.courier.transfer.why", neither, neither, given(func(r *charter.Recipient) { r.Transfer.Why = other })},
}

var ofFields = []change{
	{"fields.*", "fields.contract", narrower, wider, func(c *charter.Charter) { delete(c.Fields, "contract") }},
	{"fields.*.type", "fields.address.type", wider, wider, oneField("address", func(f *charter.Field) { f.Type = field.Text })},
	{"fields.*.label", "fields.phone.label", neither, neither, oneField("phone", func(f *charter.Field) { f.Label = other })},
	{"fields.*.level", "fields.phone.level", wider, narrower, oneField("phone", func(f *charter.Field) { f.Level = charter.Low })},
	{"fields.*.change", "fields.phone.change", wider, narrower, oneField("phone", func(f *charter.Field) { f.Change = charter.Normal })},
	{"fields.*.show", "fields.card_last4.show", wider, narrower, oneField("card_last4", func(f *charter.Field) { f.Show = "" })},
	{"fields.*.kind", "fields.passport.kind", wider, wider, oneField("passport", func(f *charter.Field) { f.Kind = "special" })},
	{"fields.*.mask", "fields.passport.mask", wider, narrower, oneField("passport", func(f *charter.Field) { f.Mask = "last4" })},
	{"fields.*.mask", "fields.address.mask", wider, wider, oneField("address", func(f *charter.Field) { f.Mask = "initials" })},
	{"fields.*.search", "fields.phone.search", narrower, wider, oneField("phone", func(f *charter.Field) { f.Search = "" })},
	{"fields.*.item", "fields.orders.item.state", narrower, wider, oneField("orders", func(f *charter.Field) { delete(f.Item, "state") })},
	{"fields.*.item.*", "fields.orders.item.state", wider, wider, oneField("orders", func(f *charter.Field) { f.Item["state"] = field.Number })},
	{"fields.*.dpv", "fields.phone.dpv", neither, neither, oneField("phone", func(f *charter.Field) { f.DPV = "" })},
	{"fields.*.fideslang", "fields.phone.fideslang", neither, neither, oneField("phone", func(f *charter.Field) { f.Fideslang = "" })},
}

var ofConsents = []change{
	{"consents.*", "consents.new", neither, neither, func(c *charter.Charter) { c.Consents["new"] = charter.Consent{Text: "texts/new.v1"} }},
	{"consents.*.text", "consents.ads.text", wider, wider, agreed("ads", func(c *charter.Consent) { c.Text = "texts/ads.v3" })},
	{"consents.*.text", "consents.ads.text.ru", wider, wider, agreed("ads", func(c *charter.Consent) { c.Words = map[slovo.Lang]string{"ru": "other", "en": c.Words["en"]} })},
	{"consents.*.text", "consents.ads.text.en", wider, narrower, agreed("ads", func(c *charter.Consent) { c.Words = map[slovo.Lang]string{"ru": c.Words["ru"]} })},
	{"consents.*.form", "consents.credit.form", wider, narrower, agreed("credit", func(c *charter.Consent) { c.Form = "" })},
	{"consents.*.channels", "consents.ads.channels.sms", wider, narrower, agreed("ads", func(c *charter.Consent) { c.Channels = append(c.Channels, "sms") })},
	{"consents.*.channels", "consents.ads.channels", wider, narrower, agreed("ads", func(c *charter.Consent) { c.Channels = nil })},
	{"consents.*.expires", "consents.pd_promo.expires", wider, narrower, agreed("pd_promo", func(c *charter.Consent) { c.Expires = charter.Period{} })},
	{"consents.*.withdraw", "consents.pd_promo.withdraw.phone", wider, narrower, agreed("pd_promo", func(c *charter.Consent) { c.Withdraw = without(c.Withdraw, "phone") })},
	{"consents.*.proof_keep", "consents.ads.proof_keep", wider, narrower, agreed("ads", func(c *charter.Consent) { c.ProofKeep = charter.Period{Years: 1} })},
}

var ofPurposes = []change{
	{"purposes.*", "purposes.promo", narrower, wider, func(c *charter.Charter) { delete(c.Purposes, "promo") }},
	{"purposes.*.label", "purposes.support.label", neither, neither, purpose("support", func(p *charter.Purpose) { p.Label = other })},
	{"purposes.*.why", "purposes.support.why", wider, wider, purpose("support", func(p *charter.Purpose) { p.Why = other })},
	{"purposes.*.basis.*", "purposes.support.basis.eu-gdpr", wider, wider, purpose("support", func(p *charter.Purpose) { p.Basis["eu-gdpr"] = "6-1-c" })},
	{"purposes.*.basis.*", "purposes.promo.basis.eu-gdpr", wider, narrower, purpose("promo", func(p *charter.Purpose) { p.Basis["eu-gdpr"] = "6-1-f" })},
	{"purposes.*.special.*", "purposes.support.special.eu-gdpr", wider, wider, purpose("support", func(p *charter.Purpose) { delete(p.Special, "eu-gdpr") })},
	{"purposes.*.special.*", "purposes.support.special.eu-gdpr", wider, wider, purpose("support", func(p *charter.Purpose) { p.Special["eu-gdpr"] = "9-2-f" })},
	{"purposes.*.advertising.*", "purposes.promo.advertising.ru-152fz", wider, wider, purpose("promo", func(p *charter.Purpose) { delete(p.Advertising, "ru-152fz") })},
	{"purposes.*.interest", "purposes.support.interest", wider, wider, purpose("support", func(p *charter.Purpose) { p.Interest = other })},
	{"purposes.*.origin", "purposes.support.origin", wider, wider, purpose("support", func(p *charter.Purpose) { p.Origin = slovo.Text{} })},
	{"purposes.*.automated", "purposes.support.automated", narrower, wider, purpose("support", func(p *charter.Purpose) { p.Automated = slovo.Text{} })},
	{"purposes.*.subjects", "purposes.support.subjects", wider, wider, purpose("support", func(p *charter.Purpose) { p.Subjects = other })},
	{"purposes.*.when", "purposes.support.when", wider, narrower, purpose("support", func(p *charter.Purpose) { p.When = nil })},
	{"purposes.*.when.cel", "purposes.support.when", wider, wider, purpose("support", func(p *charter.Purpose) { p.When.CEL = "hour > 7" })},
	{"purposes.*.when.why", "purposes.support.when.why", neither, neither, purpose("support", func(p *charter.Purpose) { p.When.Why = other })},
	{"purposes.*.consents", "purposes.promo.consents.ads", wider, narrower, purpose("promo", func(p *charter.Purpose) { p.Consents = without(p.Consents, "ads") })},
	{"purposes.*.fields.need", "purposes.support.fields.orders", narrower, wider, purpose("support", func(p *charter.Purpose) { p.Need, p.May = without(p.Need, "orders"), append(p.May, "orders") })},
	{"purposes.*.fields.may", "purposes.support.fields.email", narrower, wider, purpose("support", func(p *charter.Purpose) { p.May = without(p.May, "email") })},
	{"purposes.*.source", "purposes.support.source", wider, narrower, purpose("support", func(p *charter.Purpose) { p.Source = "third_party" })},
	{"purposes.*.stores", "purposes.support.stores.new", wider, narrower, purpose("support", func(p *charter.Purpose) { p.Stores = append(p.Stores, "new") })},
	{"purposes.*.channels", "purposes.support.channels.chat", narrower, wider, purpose("support", func(p *charter.Purpose) { p.Channels = without(p.Channels, slovo.ChannelChat) })},
	{"purposes.*.without_customer", "purposes.fulfil.without_customer.dispatcher", narrower, wider, purpose("fulfil", func(p *charter.Purpose) { p.WithoutCustomer = nil })},
	{"purposes.*.approve", "purposes.returns.approve", wider, narrower, purpose("returns", func(p *charter.Purpose) { p.Approve = nil })},
	{"purposes.*.approve.over", "purposes.returns.approve.over", wider, narrower, purpose("returns", func(p *charter.Purpose) { p.Approve = &charter.Approve{Over: 5, By: "owner"} })},
	{"purposes.*.approve.by", "purposes.returns.approve.by", wider, wider, purpose("returns", func(p *charter.Purpose) { p.Approve = &charter.Approve{By: "officer"} })},
	{"purposes.*.mailing", "purposes.promo.mailing", narrower, wider, purpose("promo", func(p *charter.Purpose) { p.Mailing = nil })},
	{"purposes.*.mailing.channels", "purposes.promo.mailing.channels.sms", wider, narrower, purpose("promo", func(p *charter.Purpose) { p.Mailing.Channels = append(p.Mailing.Channels, "sms") })},
	{"purposes.*.mailing.at_most.times", "purposes.promo.mailing.at_most", wider, narrower, purpose("promo", func(p *charter.Purpose) { p.Mailing.AtMost.Times = 3 })},
	{"purposes.*.mailing.at_most.per", "purposes.promo.mailing.at_most", narrower, wider, purpose("promo", func(p *charter.Purpose) { p.Mailing.AtMost.Per = charter.Period{Days: 30} })},
	{"purposes.*.mailing.quiet", "purposes.promo.mailing.quiet", wider, narrower, purpose("promo", func(p *charter.Purpose) { p.Mailing.Quiet.From = "22:00" })},
	{"purposes.*.keep.from", "purposes.support.keep.from", wider, wider, purpose("support", func(p *charter.Purpose) { p.Keep.From = "created" })},
	{"purposes.*.keep.for", "purposes.support.keep.for", wider, narrower, purpose("support", func(p *charter.Purpose) { p.Keep.For = charter.Period{Years: 2} })},
	{"purposes.*.keep.otherwise", "purposes.support.keep.otherwise", wider, narrower, purpose("support", func(p *charter.Purpose) { p.Keep.Otherwise = nil })},
	{"purposes.*.keep.otherwise.from", "purposes.support.keep.otherwise.from", wider, wider, purpose("support", func(p *charter.Purpose) { p.Keep.Otherwise.From = "order_closed" })},
	{"purposes.*.keep.otherwise.for", "purposes.support.keep.otherwise.for", wider, narrower, purpose("support", func(p *charter.Purpose) { p.Keep.Otherwise.For = charter.Period{Years: 2} })},
	{"purposes.*.keep.why", "purposes.support.keep.why", wider, narrower, purpose("support", func(p *charter.Purpose) { p.Keep.Why = slovo.Text{} })},
	{"purposes.*.keep.then", "purposes.support.keep.then", wider, wider, purpose("support", func(p *charter.Purpose) { p.Keep.Then = "archive" })},
}

var ofChecks = []change{
	{"verification.factors_at_least", "verification.factors_at_least", narrower, wider, func(c *charter.Charter) { c.Verification.FactorsAtLeast = 3 }},
	{"verification.points.low", "verification.points.low", narrower, wider, func(c *charter.Charter) { c.Verification.Points[charter.Low]++ }},
	{"verification.points.normal", "verification.points.normal", narrower, wider, func(c *charter.Charter) { c.Verification.Points[charter.Normal]++ }},
	{"verification.points.high", "verification.points.high", narrower, wider, func(c *charter.Charter) { c.Verification.Points[charter.High]++ }},
	{"verification.factors", "verification.factors.pin", narrower, wider, func(c *charter.Charter) { c.Verification.Factors = without(c.Verification.Factors, "pin") }},
	{"verification.grant.for", "verification.grant.for", wider, narrower, func(c *charter.Charter) { c.Verification.Grant.For.Rest *= 2 }},
	{"verification.grant.idle", "verification.grant.idle", wider, narrower, func(c *charter.Charter) { c.Verification.Grant.Idle.Rest *= 2 }},
	{"verification.lock.failures", "verification.lock.failures", narrower, wider, func(c *charter.Charter) { c.Verification.Lock.Failures-- }},
	{"verification.lock.per", "verification.lock.per", narrower, wider, func(c *charter.Charter) { c.Verification.Lock.Per.Rest *= 2 }},
	{"portal.sign_in", "portal.sign_in.passkey", wider, wider, func(c *charter.Charter) { c.Portal.SignIn = []string{"code+pin"} }},
	{"portal.show_staff_as", "portal.show_staff_as", wider, narrower, func(c *charter.Charter) { c.Portal.ShowStaffAs = "role" }},
	{"portal.dispute", "portal.dispute", wider, narrower, func(c *charter.Charter) { c.Portal.Dispute = "" }},
	{"portal.dispute", "portal.dispute", wider, wider, func(c *charter.Charter) { c.Portal.Dispute = "owner" }},
	{"ledger.keep", "ledger.keep", wider, narrower, func(c *charter.Charter) { c.Ledger.Keep.Years = 3 }},
	{"ledger.publish", "ledger.publish", wider, narrower, func(c *charter.Charter) { c.Ledger.Publish.Rest *= 2 }},
}

var ofStaff = []change{
	{"staff.training.lessons", "staff.training.lessons.little", wider, narrower, func(c *charter.Charter) { c.Staff.Training.Lessons = without(c.Staff.Training.Lessons, "little") }},
	{"staff.training.every", "staff.training.every", wider, narrower, func(c *charter.Charter) { c.Staff.Training.Every.Years = 2 }},
	{"staff.training.grace", "staff.training.grace", wider, narrower, func(c *charter.Charter) { c.Staff.Training.Grace.Days = 14 }},
	{"staff.devices.required", "staff.devices.required", wider, narrower, func(c *charter.Charter) { c.Staff.Devices.Required = "warn" }},
	{"staff.devices.antivirus.fresh", "staff.devices.antivirus.fresh", wider, narrower, func(c *charter.Charter) { c.Staff.Devices.Antivirus.Fresh.Days = 9 }},
	{"staff.devices.antivirus.product", "staff.devices.antivirus.product", wider, narrower, func(c *charter.Charter) { c.Staff.Devices.Antivirus.Product.Days = 9 }},
	{"staff.devices.updates.security", "staff.devices.updates.security", wider, narrower, func(c *charter.Charter) { c.Staff.Devices.Security.Days = 9 }},
	{"staff.devices.disk_encryption", "staff.devices.disk_encryption", wider, narrower, func(c *charter.Charter) { c.Staff.Devices.DiskEncryption = "off" }},
	{"staff.devices.firewall", "staff.devices.firewall", wider, narrower, func(c *charter.Charter) { c.Staff.Devices.Firewall = "off" }},
	{"staff.devices.screen_lock.within", "staff.devices.screen_lock.within", wider, narrower, func(c *charter.Charter) { c.Staff.Devices.ScreenLock = charter.Period{} }},
	{"staff.devices.applications.unknown", "staff.devices.applications.unknown", wider, narrower, func(c *charter.Charter) { c.Staff.Devices.Applications.Unknown = "allow" }},
	{"staff.devices.applications.denied", "staff.devices.applications.denied.torrent", wider, narrower, func(c *charter.Charter) {
		c.Staff.Devices.Applications.Denied = without(c.Staff.Devices.Applications.Denied, "torrent")
	}},
	{"staff.devices.grace", "staff.devices.grace", wider, narrower, func(c *charter.Charter) { c.Staff.Devices.Grace.Rest *= 2 }},
	{"staff.devices.phone_statement", "staff.devices.phone_statement", narrower, wider, func(c *charter.Charter) { c.Staff.Devices.PhoneStatement = "refuse" }},
	{"staff.bulk.over", "staff.bulk.over", wider, narrower, func(c *charter.Charter) { c.Staff.Bulk.Over = 500 }},
	{"staff.bulk.approvers", "staff.bulk.approvers", narrower, wider, func(c *charter.Charter) { c.Staff.Bulk.Approvers = 3 }},
}

// ofDuties are a role's with a purpose's fields, and the quotas by kind.
func ofDuties() []change {
	var all []change
	for _, d := range []charter.Duty{charter.Add, charter.See, charter.Correct, charter.Tell, charter.Send, charter.Share, charter.Export} {
		all = append(all, change{
			"purposes.*.roles." + string(d), "purposes.returns.roles." + string(d) + ".it", wider, narrower,
			purpose("returns", func(p *charter.Purpose) { p.Roles[d] = append(p.Roles[d], "it") }),
		})
	}
	for _, kind := range []string{"reveals", "searches", "stops"} {
		at := "staff.quotas." + kind
		all = append(all,
			change{at + ".other", at + ".other", wider, narrower, quota(kind, func(q *charter.Quota) { q.Other++ })},
			change{at + ".per", at + ".other", narrower, wider, quota(kind, func(q *charter.Quota) { q.Roles, q.Per.Rest = nil, 2*q.Per.Rest })},
			change{at + ".*", at + ".agent", wider, narrower, quota(kind, func(q *charter.Quota) { q.Roles["agent"]++ })},
		)
	}
	return all
}

// TestDiffJudgesEveryKey: a key that a charter takes is here with what each
// direction of its change does to a customer. What takes proof or a choice
// away widens, like what opens more.
func TestDiffJudgesEveryKey(t *testing.T) {
	all := slices.Concat(ofCompany, ofPlaces, ofFields, ofConsents, ofPurposes, ofChecks, ofStaff, ofDuties())
	for _, tt := range all {
		t.Run(tt.key, func(t *testing.T) {
			old, updated := every(t), every(t)
			if strings.HasSuffix(tt.key, ".per") && strings.HasPrefix(tt.key, "staff.quotas") {
				in(old.Staff.Quotas, strings.Split(tt.key, ".")[2], func(q *charter.Quota) { q.Roles = nil })
			}
			tt.do(updated)
			for _, way := range []struct {
				name     string
				from, to *charter.Charter
				want     charter.Effect
			}{{"there", old, updated, tt.there}, {"back", updated, old, tt.back}} {
				changes := charter.Diff(way.from, way.to)
				if len(changes) != 1 || changes[0].Path != tt.at || changes[0].Effect != way.want {
					t.Errorf("%s: want one change at %s that %s, got %+v", way.name, tt.at, way.want, changes)
				}
				spoken(t, changes)
			}
		})
	}
	for _, k := range charter.Keys() {
		single := k.Type != charter.KeysKind || strings.HasSuffix(k.Path, ".*")
		if single && !slices.ContainsFunc(all, func(c change) bool { return c.key == k.Path }) {
			t.Errorf("nobody said what a change of %s does", k.Path)
		}
	}
}
