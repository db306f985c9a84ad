package charter

func (d *comparison) verification() {
	d.part("verification")
	old, updated := d.old.Verification, d.new.Verification
	d.less(thing{"verification.factors_at_least", "factors_at_least", nil}, count(old.FactorsAtLeast), count(updated.FactorsAtLeast))
	for _, level := range levels {
		t := thing{"verification.points." + string(level), "points", gaps{"Level": wordOf("level", string(level))}}
		d.less(t, count(old.Points[level]), count(updated.Points[level]))
	}
	d.members(thing{"verification.factors", "factors", nil}, old.Factors, updated.Factors, Widens, Narrows, vocabulary("factor"))
	d.more(thing{"verification.grant.for", "grant", nil}, lasting(old.Grant.For), lasting(updated.Grant.For))
	d.more(thing{"verification.grant.idle", "grant_idle", nil}, lasting(old.Grant.Idle), lasting(updated.Grant.Idle))
	d.more(thing{"verification.lock.failures", "lock_failures", nil}, count(old.Lock.Failures), count(updated.Lock.Failures))
	d.less(thing{"verification.lock.per", "lock_per", nil}, lasting(old.Lock.Per), lasting(updated.Lock.Per))
}

func (d *comparison) rest() {
	d.part("portal")
	old, updated := d.old.Portal, d.new.Portal
	order := []string{"name", "role_and_pseudonym", "role"}
	// A way in is one for a thief too; one that is gone leaves customers who
	// used it unable to see what is done with their data.
	d.members(thing{"portal.sign_in", "sign_in", nil}, old.SignIn, updated.SignIn, Widens, Widens, vocabulary("sign_in"))
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
