package charter

import (
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"slovo"
)

// Store is a place where the data lies.
type Store struct {
	Country  string // ISO 3166-1, two letters
	Place    slovo.Text
	Operator string // own, or hired: a processor, who needs a contract
	Contract Contract
	Transfer Transfer
}

// Event is a moment that starts a clock. An automatic one is set by slovo
// itself; any other comes from the company's programs and staff.
type Event struct {
	Name      slovo.Text
	Automatic bool
}

var country = regexp.MustCompile(`^[A-Z]{2}$`)

func (r *reading) country(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.str(n)
		if ok && !country.MatchString(text) {
			r.refuse(n, notCountry)
			return
		}
		r.draws(shape{kind: CountryKind})
		*to = text
	}
}

func (r *reading) store(n *yaml.Node, _ string, s *Store) {
	r.keys(
		n,
		need("country", r.country(&s.Country)),
		need("place", r.text(&s.Place)),
		need("operator", word(r, &s.Operator, "own", "hired")),
		may("contract", func(n *yaml.Node) { r.contract(n, &s.Contract) }),
		may("transfer", func(n *yaml.Node) { r.transfer(n, &s.Transfer) }),
	)
	r.agree(func() {
		if s.Operator == "hired" {
			r.underContract(n, s.Contract)
		}
		r.placed(n, s.Country, s.Transfer)
	})
}

// The events that slovo sees by itself.
const (
	created          = "created"
	lastContact      = "last_contact"
	consentWithdrawn = "consent_withdrawn"
	consentExpired   = "consent_expired"
)

var automatic = []string{created, lastContact, consentWithdrawn, consentExpired}

func (r *reading) event(n *yaml.Node, name string, e *Event) {
	var set string
	r.keys(n, append(r.languages(&e.Name), may("set", word(r, &set, "automatic")))...)
	e.Automatic = set == "automatic"
	switch ours := slices.Contains(automatic, name); {
	case !r.sound(n, "set"): // told already
	case ours && !e.Automatic:
		r.refuse(n, notAutomatic, "Event", name)
	case e.Automatic && !ours:
		r.refuse(n, notOurs, "Event", name, "Known", join(automatic))
	}
}
