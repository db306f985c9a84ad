package charter

import (
	"maps"
	"slices"

	"slovo"
)

func (t Training) inWords() []Answer {
	var said says
	said.plain(listed(each(t.Lessons, vocabulary("lesson"))))
	said.add("every", true, gaps{"Per": spoken(t.Every)})
	said.add("grace", true, gaps{"For": spoken(t.Grace)})
	return answered("training", said...)
}

func (d Devices) inWords() []Answer {
	rules := says{}
	rules.add("not_in_order", true, gaps{"Sees": wordOf("device", d.Required)})
	rules.add("antivirus", true, gaps{"Fresh": spoken(d.Antivirus.Fresh), "Product": spoken(d.Antivirus.Product)})
	rules.add("updates", true, gaps{"For": spoken(d.Security)})
	rules.add("disk_encryption", true, gaps{"Asked": asked(d.DiskEncryption).said})
	rules.add("firewall", true, gaps{"Asked": asked(d.Firewall).said})
	rules.add("screen_lock", true, gaps{"For": unlessZero(d.ScreenLock, "not_asked").said})
	rules.add("unknown", true, gaps{"Rule": wordOf("applications", d.Applications.Unknown)})
	rules.add("denied", len(d.Applications.Denied) > 0, gaps{"Names": listed(each(d.Applications.Denied, same))})
	rules.add("grace", true, gaps{"For": spoken(d.Grace)})
	rules.add("phone_statement", true, gaps{"Sees": wordOf("phone_statement", d.PhoneStatement)})
	return answered("devices", rules...)
}

// quotasInWords says who may do how much of each kind, and from how many
// customers on more than one person must agree.
func (c *Charter) quotasInWords() []Answer {
	var limits, bulk says
	for _, kind := range slices.Sorted(maps.Keys(c.Staff.Quotas)) {
		q := c.Staff.Quotas[kind]
		var who []slovo.Text
		for _, role := range slices.Sorted(maps.Keys(q.Roles)) {
			who = append(who, inBoth("charter.show.number", gaps{"Name": c.roleLabel(role), "Value": number(q.Roles[role])}))
		}
		who = append(who, inBoth("charter.show.number", gaps{"Name": wordOf("quota", "others"), "Value": number(q.Other)}))
		limits.add("quota", true, gaps{"What": wordOf("quota", kind), "Who": listed(who), "Per": spoken(q.Per)})
	}
	bulk.add("bulk", true, gaps{"Over": number(c.Staff.Bulk.Over), "N": number(c.Staff.Bulk.Approvers)})
	return slices.Concat(answered("quotas", limits...), answered("bulk", bulk...))
}

// moreInWords says what a purpose says beside its first answers.
func (c *Charter) moreInWords(p Purpose) []Answer {
	var mailing, when says
	if m := p.Mailing; m != nil {
		mailing.add("mailing", true, gaps{"Channels": listed(each(bare(m.Channels), vocabulary("channel"))), "Rate": rateOf(m.AtMost).said})
		mailing.add("quiet", m.Quiet != Quiet{}, gaps{"Hours": saidHours(m.Quiet)})
	}
	if p.When != nil {
		when.add("when", true, gaps{"Why": p.When.Why, "CEL": same(p.When.CEL)})
	}
	return append([]Answer{}, slices.Concat(
		answered("channels", each(bare(p.Channels), vocabulary("channel"))...),
		answered("alone", each(p.WithoutCustomer, c.roleLabel)...),
		answered("when", when...),
		answered("mailing", mailing...),
		answered("source", wordOf("source", p.Source)),
		answered("origin", p.Origin),
		answered("subjects", p.Subjects),
		answered("interest", p.Interest),
		answered("automated", p.Automated),
		answered("special", basesInWords(p.Special)...),
		answered("advertising", basesInWords(p.Advertising)...),
		answered("place", each(p.Stores, func(s string) slovo.Text { return labelOf(s, storeLabel, c.Stores) })...),
		answered("keep_why", p.Keep.Why),
		answered("then", wordOf("then", p.Keep.Then)),
	)...)
}
