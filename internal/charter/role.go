package charter

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"slovo"
)

// Role is one kind of colleague. May lists its duties that show no
// customer's value; those that do are given by purposes.
type Role struct {
	Name slovo.Text
	May  []string
}

// MayDo tells whether the role has the duty.
func (r Role) MayDo(duty string) bool { return slices.Contains(r.May, duty) }

// Imports tells whether the actor brings in what the company's files say, and
// so writes for every purpose. A token that is bound to purposes does not.
func (c *Charter) Imports(a slovo.Actor) bool {
	return a.Purposes == nil && c.Roles[a.Role].MayDo("import")
}

// Adds tells whether the actor may begin a record for the purpose. A role
// that imports adds for every purpose; a token that is bound, for its own.
func (c *Charter) Adds(a slovo.Actor, purpose string) bool {
	return a.BoundTo(purpose) && (c.Purposes[purpose].Allows(a.Role, Add) || c.Roles[a.Role].MayDo("import"))
}

// Promoted returns the roles that may do more under the next charter: a
// duty, or something with customers' values for a purpose.
func Promoted(last, next *Charter) []string {
	var roles []string
	for role := range next.Roles {
		if slices.ContainsFunc(powers(next, role), func(p string) bool { return !slices.Contains(powers(last, role), p) }) {
			roles = append(roles, role)
		}
	}
	slices.Sort(roles)
	return roles
}

// powers names all that the role may do.
func powers(c *Charter, role string) []string {
	all := slices.Clone(c.Roles[role].May)
	for name, p := range c.Purposes {
		for d, roles := range p.Roles {
			if slices.Contains(roles, role) {
				all = append(all, name+" "+string(d))
			}
		}
		if slices.Contains(p.WithoutCustomer, role) {
			all = append(all, name+" without_customer")
		}
	}
	return all
}

// Duties returns the duties that show no customer's value. Who lacks one is
// refused where its action is:
//
//   - approve: rights, before a request is confirmed; and Load, of a
//     purpose's approver
//   - publish: app, before a charter comes into force
//   - staff, tokens: staff.Office, before accounts and tokens change; nobody
//     gives a role more than they hold
//   - import: gate and consent, before records or opt-ins come in from a file
//   - requests: rights, gate.View and consent, for who answers customers
//   - read_ledger: gate and consent, before a history is read
//   - read_today: web, before the owner's first page
//
// The others (seal, incidents, oversee, devices, training, backups) open
// nothing until their rooms are built. The lists that oversee will open
// hold ids and counts.
func Duties() []string {
	return []string{
		"approve", "publish", "staff", "tokens", "seal", "import", "requests", "incidents",
		"read_ledger", "read_today", "oversee", "devices", "training", "backups",
	}
}

// A quota's keys are roles beside these two.
var notRoles = []string{"other", "per"}

func (r *reading) role(n *yaml.Node, name string, to *Role) {
	if slices.Contains(notRoles, name) {
		r.refuse(n, reservedName, "Name", name)
	}
	r.keys(n, append(r.languages(&to.Name), may("may", wordsOr(r, valuelessOnly, &to.May, Duties())))...)
}
