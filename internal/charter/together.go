package charter

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
)

// together judges what only the whole file can tell.
func (r *reading) together() {
	if r.root == nil || r.root.Kind != yaml.MappingNode {
		return
	}
	r.unused()
	r.twoFaced()
	r.wordings()
	if at := under(r.root, "controller"); at != nil && len(r.asked(registerNumber)) > 0 &&
		r.sound(at, "ids") && r.charter.Controller.IDs["rkn"] == "" {
		r.refuse(at, registerNumber)
	}
	keep := under(r.root, "ledger", "keep")
	if keep != nil && len(r.asked(logTooShort)) > 0 && r.sound(keep) && r.charter.Ledger.Keep.Duration() < years(3).Duration() {
		r.refuse(keep, logTooShort, "Least", years(3).String())
	}
}

// unused names what is declared and serves nothing. It waits until every
// place that could use it can be read.
func (r *reading) unused() {
	if !r.sound(r.root, "purposes") || under(r.root, "purposes") == nil {
		return
	}
	used := map[section]map[string]bool{fields: {}, consents: {}, events: {}, stores: {}, roles: {}}
	note := func(s section, names ...string) {
		for _, name := range names {
			used[s][name] = true
		}
	}
	for _, p := range r.charter.Purposes {
		note(fields, p.Need...)
		note(fields, p.May...)
		note(consents, p.Consents...)
		note(stores, p.Stores...)
		note(roles, slices.Concat(slices.Collect(maps.Values(p.Roles))...)...)
		note(events, p.Keep.From)
		if p.Keep.Otherwise != nil {
			note(events, p.Keep.Otherwise.From)
		}
	}
	for name, role := range r.charter.Roles {
		if len(role.May) > 0 || !r.sound(r.root, "roles", name) || name == r.charter.Portal.Dispute {
			note(roles, name)
		}
	}
	note(events, automatic...)
	for s, say := range map[section]saying{
		fields: fieldUnused, consents: consentUnused, events: eventUnused, stores: storeUnused, roles: roleIdle,
	} {
		for _, name := range slices.Sorted(maps.Keys(r.declared[s])) {
			if key, _ := line(under(r.root, string(s)), name); key != nil && !used[s][name] && r.sound(key) {
				r.refuse(key, say, "Name", name)
			}
		}
	}
}

// twoFaced refuses a role that talks to customers for one purpose and to
// nobody for another: whoever has it could see, without verifying, whom
// they have on the line.
func (r *reading) twoFaced() {
	for _, name := range slices.Sorted(maps.Keys(r.charter.Purposes)) {
		p, at := r.charter.Purposes[name], under(r.root, "purposes", name, "without_customer")
		for _, role := range p.WithoutCustomer {
			if r.sound(at) && !p.Allows(role, Tell) && r.charter.Clash(role, role) {
				r.refuse(at, roleTwoFaced, "Role", role, "Purpose", name)
			}
		}
	}
}

// Clash tells whether one account must not hold both roles: one talks to
// customers, the other works with nobody on the line and verifies no one.
// An account has one role, so what is asked of it is Clash(role, role).
// Two accounts of one person cannot be told from two people here.
func (c *Charter) Clash(a, b string) bool {
	return c.talks(a) && c.silent(b) || c.talks(b) && c.silent(a)
}

// talks tells whether the role meets customers for any purpose.
func (c *Charter) talks(role string) bool {
	for _, p := range c.Purposes {
		records := slices.ContainsFunc([]Duty{Add, See, Correct, Tell, Share}, func(d Duty) bool { return p.Allows(role, d) })
		if records && p.Talks(role) && slices.ContainsFunc(p.Channels, talking) {
			return true
		}
	}
	return false
}

func (c *Charter) silent(role string) bool {
	for _, p := range c.Purposes {
		if !p.Talks(role) {
			return true
		}
	}
	return false
}
