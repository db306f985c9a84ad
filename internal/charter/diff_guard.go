package charter

import (
	"maps"
	"slices"

	"slovo"
)

func (d *comparison) company() {
	d.part("company")
	old, updated := d.old, d.new
	d.wording(thing{"charter.id", "charter_id", nil}, same(old.ID), same(updated.ID))
	d.wording(thing{"charter.version", "version", nil}, number(old.Version), number(updated.Version))
	d.wording(thing{"charter.effective", "effective", nil}, same(old.Effective), same(updated.Effective))
	d.added(thing{"charter.languages", "languages", nil}, bare(old.Languages), bare(updated.Languages), Narrows, Widens, vocabulary("language"))
	d.added(thing{"charter.laws", "laws", nil}, old.Laws, updated.Laws, Narrows, Widens, vocabulary("law"))
	d.changed(thing{"charter.timezone", "timezone", nil}, old.TimeZone, updated.TimeZone, vocabulary("zone"))
	d.controller(old.Controller, updated.Controller)
}

func (d *comparison) controller(old, updated Controller) {
	d.unjudged(thing{"controller.name", "controller_name", nil}, old.Name, updated.Name)
	was, is := inBothOf(old.IDs, updated.IDs, func(id, before, after string) {
		d.unjudged(thing{"controller.ids." + id, "controller_id", gaps{"Name": wordOf("number", id)}}, same(before), same(after))
	})
	d.added(thing{"controller.ids", "controller_id", nil}, was, is, Narrows, Widens, vocabulary("number"))
	d.wording(thing{"controller.contact.address", "contact_address", nil}, old.Contact.Address, updated.Contact.Address)
	d.wording(thing{"controller.contact.email", "contact_email", nil}, same(old.Contact.Email), same(updated.Contact.Email))
	d.told(thing{"controller.contact.phone", "contact_phone", nil}, same(old.Contact.Phone), same(updated.Contact.Phone))
	d.wording(thing{"controller.officer.name", "officer_name", nil}, old.Officer.Name, updated.Officer.Name)
	d.wording(thing{"controller.officer.email", "officer_email", nil}, same(old.Officer.Email), same(updated.Officer.Email))
	d.told(thing{"controller.officer.phone", "officer_phone", nil}, same(old.Officer.Phone), same(updated.Officer.Phone))
}

func (d *comparison) verification() {
	d.part("verification")
	old, updated := d.old.Verification, d.new.Verification
	d.less(thing{"verification.factors_at_least", "factors_at_least", nil}, count(old.FactorsAtLeast), count(updated.FactorsAtLeast))
	for _, level := range levels {
		t := thing{"verification.points." + string(level), "points", gaps{"Level": wordOf("level", string(level))}}
		d.less(t, count(old.Points[level]), count(updated.Points[level]))
	}
	d.added(thing{"verification.factors", "factors", nil}, old.Factors, updated.Factors, Widens, Narrows, vocabulary("factor"))
	d.more(thing{"verification.grant.for", "grant", nil}, lasting(old.Grant.For), lasting(updated.Grant.For))
	d.more(thing{"verification.grant.idle", "grant_idle", nil}, lasting(old.Grant.Idle), lasting(updated.Grant.Idle))
	d.more(thing{"verification.lock.failures", "lock_failures", nil}, count(old.Lock.Failures), count(updated.Lock.Failures))
	d.less(thing{"verification.lock.per", "lock_per", nil}, lasting(old.Lock.Per), lasting(updated.Lock.Per))
}

func (d *comparison) staff() {
	d.part("staff")
	old, updated := d.old.Staff, d.new.Staff
	d.added(thing{"staff.training.lessons", "lessons", nil}, old.Training.Lessons, updated.Training.Lessons, Narrows, Widens, vocabulary("lesson"))
	d.more(thing{"staff.training.every", "training_every", nil}, lasting(old.Training.Every), lasting(updated.Training.Every))
	d.more(thing{"staff.training.grace", "training_grace", nil}, lasting(old.Training.Grace), lasting(updated.Training.Grace))
	d.devices(old.Devices, updated.Devices)
	d.quotas(old, updated)
	d.more(thing{"staff.bulk.over", "bulk_over", nil}, count(old.Bulk.Over), count(updated.Bulk.Over))
	d.less(thing{"staff.bulk.approvers", "bulk_approvers", nil}, count(old.Bulk.Approvers), count(updated.Bulk.Approvers))
}

func (d *comparison) devices(old, updated Devices) {
	const path = "staff.devices."
	ranked := func(at, code, before, after string, order ...string) {
		d.more(thing{path + at, code, nil}, rank(code, before, order...), rank(code, after, order...))
	}
	ranked("required", "device", old.Required, updated.Required, "refuse", "mask", "warn", "off")
	d.more(thing{path + "antivirus.fresh", "antivirus_fresh", nil}, lasting(old.Antivirus.Fresh), lasting(updated.Antivirus.Fresh))
	d.more(thing{path + "antivirus.product", "antivirus_product", nil}, lasting(old.Antivirus.Product), lasting(updated.Antivirus.Product))
	d.more(thing{path + "updates.security", "updates", nil}, lasting(old.Security), lasting(updated.Security))
	d.more(thing{path + "disk_encryption", "disk_encryption", nil}, asked(old.DiskEncryption), asked(updated.DiskEncryption))
	d.more(thing{path + "firewall", "firewall", nil}, asked(old.Firewall), asked(updated.Firewall))
	d.more(thing{path + "screen_lock.within", "screen_lock", nil}, unlessZero(old.ScreenLock, "not_asked"), unlessZero(updated.ScreenLock, "not_asked"))
	ranked("applications.unknown", "applications", old.Applications.Unknown, updated.Applications.Unknown, "refuse", "warn", "allow")
	d.added(thing{path + "applications.denied", "denied", nil}, old.Applications.Denied, updated.Applications.Denied, Narrows, Widens, same)
	d.more(thing{path + "grace", "device_grace", nil}, lasting(old.Grace), lasting(updated.Grace))
	ranked("phone_statement", "phone_statement", old.PhoneStatement, updated.PhoneStatement, "refuse", "masked_only")
}

// asked: what is not required is off, said or not.
func asked(word string) amount {
	if word == "required" {
		return amount{0, wordOf("asked", "required")}
	}
	return amount{1, wordOf("asked", "off")}
}

// quotas compares what each role may in the end, since a role that is not
// named has the limit of the others.
func (d *comparison) quotas(old, updated Staff) {
	kinds := either(slices.Sorted(maps.Keys(old.Quotas)), slices.Sorted(maps.Keys(updated.Quotas)))
	for _, kind := range kinds {
		before, after := old.Quotas[kind], updated.Quotas[kind]
		for _, role := range either(slices.Sorted(maps.Keys(before.Roles)), slices.Sorted(maps.Keys(after.Roles))) {
			d.quota(old, updated, kind, role, d.role(role))
		}
		d.quota(old, updated, kind, "other", wordOf("quota", "others"))
	}
}

func (d *comparison) quota(old, updated Staff, kind, role string, who slovo.Text) {
	limit := func(s Staff) Rate {
		n, per := s.Quota(kind, role) // no role is called other
		return Rate{n, per}
	}
	g := gaps{"Role": who, "What": wordOf("quota", kind)}
	d.rate(thing{"staff.quotas." + kind + "." + role, "quota", g}, limit(old), limit(updated))
}

func (d *comparison) rest() {
	d.part("portal")
	old, updated := d.old.Portal, d.new.Portal
	order := []string{"name", "role_and_pseudonym", "role"}
	// A way in is one for a thief too; one that is gone leaves customers who
	// used it unable to see what is done with their data.
	d.added(thing{"portal.sign_in", "sign_in", nil}, old.SignIn, updated.SignIn, Widens, Widens, vocabulary("sign_in"))
	d.more(thing{"portal.show_staff_as", "show_staff_as", nil}, rank("show_staff_as", old.ShowStaffAs, order...), rank("show_staff_as", updated.ShowStaffAs, order...))
	d.dispute(thing{"portal.dispute", "dispute", nil}, old.Dispute, updated.Dispute)
	d.part("ledger")
	d.less(thing{"ledger.keep", "ledger_keep", nil}, lasting(d.old.Ledger.Keep), lasting(d.new.Ledger.Keep))
	d.more(thing{"ledger.publish", "ledger_publish", nil}, lasting(d.old.Ledger.Publish), lasting(d.new.Ledger.Publish))
}

func (d *comparison) dispute(t thing, old, updated string) {
	switch {
	case old == updated:
	case old == "":
		d.note(Narrows, t.path, t.code+"_added", gaps{"Name": d.role(updated)})
	case updated == "":
		d.note(Widens, t.path, t.code+"_removed", gaps{"Name": d.role(old)})
	default:
		d.changed(t, old, updated, d.role)
	}
}
