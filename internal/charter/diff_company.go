package charter

func (d *comparison) company() {
	d.part("company")
	old, updated := d.old, d.new
	d.wording(thing{"charter.id", "charter_id", nil}, same(old.ID), same(updated.ID))
	d.wording(thing{"charter.version", "version", nil}, number(old.Version), number(updated.Version))
	d.wording(thing{"charter.effective", "effective", nil}, same(old.Effective), same(updated.Effective))
	d.members(thing{"charter.languages", "languages", nil}, bare(old.Languages), bare(updated.Languages), Narrows, Widens, vocabulary("language"))
	d.members(thing{"charter.laws", "laws", nil}, old.Laws, updated.Laws, Narrows, Widens, vocabulary("law"))
	d.changed(thing{"charter.timezone", "timezone", nil}, old.TimeZone, updated.TimeZone, vocabulary("zone"))
	d.controller(old.Controller, updated.Controller)
}

func (d *comparison) controller(old, updated Controller) {
	d.unjudged(thing{"controller.name", "controller_name", nil}, old.Name, updated.Name)
	was, is := inBothOf(old.IDs, updated.IDs, func(id, before, after string) {
		d.unjudged(thing{"controller.ids." + id, "controller_id", gaps{"Name": wordOf("number", id)}}, same(before), same(after))
	})
	d.members(thing{"controller.ids", "controller_id", nil}, was, is, Narrows, Widens, vocabulary("number"))
	d.wording(thing{"controller.contact.address", "contact_address", nil}, old.Contact.Address, updated.Contact.Address)
	d.wording(thing{"controller.contact.email", "contact_email", nil}, same(old.Contact.Email), same(updated.Contact.Email))
	d.told(thing{"controller.contact.phone", "contact_phone", nil}, same(old.Contact.Phone), same(updated.Contact.Phone))
	d.wording(thing{"controller.officer.name", "officer_name", nil}, old.Officer.Name, updated.Officer.Name)
	d.wording(thing{"controller.officer.email", "officer_email", nil}, same(old.Officer.Email), same(updated.Officer.Email))
	d.told(thing{"controller.officer.phone", "officer_phone", nil}, same(old.Officer.Phone), same(updated.Officer.Phone))
}
