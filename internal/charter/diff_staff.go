package charter

import (
	"maps"
	"slices"

	"slovo"
)

func (d *comparison) staff() {
	d.part("staff")
	old, updated := d.old.Staff, d.new.Staff
	d.members(thing{"staff.training.lessons", "lessons", nil}, old.Training.Lessons, updated.Training.Lessons, Narrows, Widens, vocabulary("lesson"))
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
	d.members(thing{path + "applications.denied", "denied", nil}, old.Applications.Denied, updated.Applications.Denied, Narrows, Widens, same)
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
