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
