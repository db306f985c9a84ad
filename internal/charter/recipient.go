package charter

import (
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
	var given *yaml.Node
	r.keys(
		n,
		need("name", r.text(&to.Name)),
		need("role", word(r, &to.Role, "processor", "controller", "authority")),
		need("country", r.country(&to.Country)),
		may("contract", func(n *yaml.Node) { r.contract(n, &to.Contract) }),
		need("purposes", r.names(&to.Purposes, purposes)),
		need("fields", func(n *yaml.Node) {
			given = n
			r.names(&to.Fields, fields)(n)
		}),
		need("by", word(r, &to.By, "push", "pull", "hand")),
	)
	if to.Role == "processor" && to.Contract == (Contract{}) {
		r.refuse(n, contractWanted)
	}
	r.later(func() { r.givenForPurpose(given, to) })
}

// givenForPurpose refuses a field that none of the recipient's purposes
// holds.
func (r *reading) givenForPurpose(n *yaml.Node, to *Recipient) {
	for _, f := range to.Fields {
		held := false
		for _, p := range to.Purposes {
			held = held || r.charter.Purposes[p].Holds(f)
		}
		if !held && r.declared[fields][f] {
			r.refuse(n, notInPurposes, "name", f)
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
