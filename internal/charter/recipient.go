package charter

import (
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"slovo"
)

// Recipient is somebody outside who is given customers' data.
type Recipient struct {
	Name     slovo.Text
	Role     string // processor, controller or authority
	Country  string
	Contract Contract
	Purposes []string
	Fields   []string
	By       string // push, pull or hand
	Transfer Transfer
}

// Transfer is what keeps data safe that goes to another country. All of it
// is empty where it stays.
type Transfer struct {
	Safeguard string     // adequacy, clauses, rules, consent or contract
	Notified  string     // the day on which the authority was told; empty: not told
	Why       slovo.Text // where the safeguard can be read
}

// Contract is the paper under which a recipient is given data.
type Contract struct {
	Number   string
	From, To string // days; an empty To has no end
}

func (r *reading) recipient(n *yaml.Node, _ string, to *Recipient) {
	r.keys(
		n,
		need("name", r.text(&to.Name)),
		need("role", word(r, &to.Role, "processor", "controller", "authority")),
		need("country", r.country(&to.Country)),
		may("contract", func(n *yaml.Node) { r.contract(n, &to.Contract) }),
		need("purposes", r.names(&to.Purposes, purposes)),
		need("fields", r.names(&to.Fields, fields)),
		need("by", word(r, &to.By, "push", "pull", "hand")),
		may("transfer", func(n *yaml.Node) { r.transfer(n, &to.Transfer) }),
	)
	r.agree(func() {
		if to.Role == "processor" {
			r.underContract(n, to.Contract)
		} else {
			r.inForce(n, to.Contract)
		}
		r.abroad(n, to.Country, to.Transfer)
		r.givenForPurpose(n, to)
	})
}

func (r *reading) transfer(n *yaml.Node, t *Transfer) {
	r.keys(
		n,
		may("safeguard", word(r, &t.Safeguard, "adequacy", "clauses", "rules", "consent", "contract")),
		may("notified", r.date(&t.Notified)),
		may("why", r.text(&t.Why)),
	)
}

// underContract refuses one who works for the company without a contract
// in force.
func (r *reading) underContract(n *yaml.Node, c Contract) {
	if c == (Contract{}) && r.sound(n, "contract") {
		r.refuse(n, contractWanted)
	}
	r.inForce(n, c)
}

// endingWithin is how long before its end a contract is warned of: enough
// to make the next one.
const endingWithin = 30 * 24 * time.Hour

// inForce looks whether the contract still holds on the day of the check.
func (r *reading) inForce(n *yaml.Node, c Contract) {
	today := r.charter.Local(r.look.Today)
	if c.To == "" || r.look.Today.IsZero() || !r.sound(n, "contract") {
		return
	}
	to := under(n, "contract", "to")
	switch { // days as text compare as days
	case c.To < today.Format(time.DateOnly):
		r.refuse(to, contractEnded, "Day", c.To)
	case c.To < today.Add(endingWithin).Format(time.DateOnly):
		r.refuse(to, contractEnding, "Day", c.To)
	}
}

// givenForPurpose refuses a field that none of the recipient's purposes
// holds.
func (r *reading) givenForPurpose(n *yaml.Node, to *Recipient) {
	if !r.sound(n, "purposes") {
		return
	}
	held := map[string]bool{}
	for _, p := range to.Purposes {
		if !r.sound(r.root, "purposes", p, "fields") {
			return
		}
		for _, f := range slices.Concat(r.charter.Purposes[p].Need, r.charter.Purposes[p].May) {
			held[f] = true
		}
	}
	for _, f := range to.Fields {
		if !held[f] && r.declared[fields][f] {
			r.refuse(under(n, "fields"), notInPurposes, "Name", f)
		}
	}
}

func (r *reading) contract(n *yaml.Node, c *Contract) {
	r.keys(
		n,
		need("number", r.line(&c.Number)),
		need("from", r.date(&c.From)),
		may("to", r.date(&c.To)),
	)
	if c.To != "" && c.To < c.From { // days as text compare as days
		r.refuse(n, endsBeforeStart)
	}
}
