package charter

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"slovo"
)

// Duty is what a role may do with a purpose's fields.
type Duty string

// The duties that a purpose gives to roles.
const (
	Add     Duty = "add"
	See     Duty = "see"
	Correct Duty = "correct"
	Tell    Duty = "tell"
	Send    Duty = "send"
	Share   Duty = "share"
	Export  Duty = "export"
)

// Purpose is one reason to hold customers' data, and everything that is
// allowed for it.
type Purpose struct {
	Label, Why  slovo.Text
	Basis       map[string]string // law to article
	Special     map[string]string // law to the article for special and biometric data
	Advertising map[string]string // law to the neighbor law's article
	Consents    []string          // all must be live
	Need, May   []string          // fields
	Source      string
	Stores      []string
	Channels    []slovo.Channel // none listed: nobody is talked to, only tasks
	Roles       map[Duty][]string

	Interest  slovo.Text // the legitimate interest, where the basis is one
	Origin    slovo.Text // where the data comes from, if not from the customer
	Automated slovo.Text // by what logic a program alone decides; empty: none does
	Subjects  slovo.Text // whose data it is; empty: customers
	When      *When      // nil: the company adds no condition

	WithoutCustomer []string // roles that talk to nobody
	Approve         *Approve // nil: nobody else is asked
	Mailing         *Mailing // nil: nothing is mailed
	Keep            Keep
}

// Approve asks for a second person when more than Over customers are
// looked at; 0 asks at each look.
type Approve struct {
	Over int
	By   string // role
}

// Holds tells whether the purpose may hold the field.
func (p Purpose) Holds(field string) bool {
	return slices.Contains(p.Need, field) || slices.Contains(p.May, field)
}

// Allows tells whether the purpose gives the duty to the role.
func (p Purpose) Allows(role string, d Duty) bool {
	return slices.Contains(p.Roles[d], role)
}

// Serves tells whether the actor works with customers' records for the
// purpose: has any duty that begins with a record.
func (c *Charter) Serves(a slovo.Actor, purpose string) bool {
	return a.BoundTo(purpose) && len(c.Purposes[purpose].Duties(a.Role)) > 0
}

// Duties returns the role's duties that begin with a customer's record.
func (p Purpose) Duties(role string) []Duty {
	return slices.DeleteFunc([]Duty{Add, See, Correct, Tell, Share}, func(d Duty) bool { return !p.Allows(role, d) })
}

// ServesOne tells whether the actor serves any of the purposes.
func (c *Charter) ServesOne(a slovo.Actor, purposes []string) bool {
	return slices.ContainsFunc(purposes, func(p string) bool { return c.Serves(a, p) })
}

// Talks tells whether the role talks to customers for this purpose, and so
// needs a verified one.
func (p Purpose) Talks(role string) bool {
	return !slices.Contains(p.WithoutCustomer, role)
}

// Over tells whether the purpose may be worked on over the channel. A task
// has nobody on the line and is always open; a talking channel must be
// listed.
func (p Purpose) Over(c slovo.Channel) bool {
	return c == slovo.ChannelTask || slices.Contains(p.Channels, c)
}

func (r *reading) purpose(n *yaml.Node, name string, p *Purpose) {
	r.keys(
		n,
		need("label", r.text(&p.Label)),
		need("why", r.text(&p.Why)),
		need("basis", r.byLaw(&p.Basis)),
		may("special", r.byLaw(&p.Special)),
		may("advertising", r.byLaw(&p.Advertising)),
		may("interest", r.text(&p.Interest)),
		may("origin", r.text(&p.Origin)),
		may("automated", r.text(&p.Automated)),
		may("subjects", r.text(&p.Subjects)),
		may("when", func(n *yaml.Node) { r.when(n, p) }),
		may("consents", func(n *yaml.Node) {
			r.names(&p.Consents, consents)(n)
			r.notShared(n, name, p.Consents)
		}),
		need("fields", func(n *yaml.Node) { r.purposeFields(n, p) }),
		need("source", word(r, &p.Source, "customer", "third_party", "public")),
		need("stores", r.names(&p.Stores, stores)),
		may("channels", words(r, &p.Channels, slovo.ChannelPhone, slovo.ChannelEmail,
			slovo.ChannelChat, slovo.ChannelInPerson, slovo.ChannelPortal, slovo.ChannelTask)),
		need("roles", func(n *yaml.Node) { r.duties(n, p) }),
		may("without_customer", r.names(&p.WithoutCustomer, roles)),
		may("approve", func(n *yaml.Node) { r.approve(n, p) }),
		may("mailing", func(n *yaml.Node) { r.mailing(n, p) }),
		need("keep", func(n *yaml.Node) { r.keep(n, p) }),
	)
	r.agree(func() {
		r.partsAgree(n, p)
		r.lawful(n, p)
	})
}

// partsAgree refuses what the parts of one purpose say against each other.
func (r *reading) partsAgree(n *yaml.Node, p *Purpose) {
	if len(p.Roles[Tell]) > 0 && r.sound(n, "channels") && !slices.ContainsFunc(p.Channels, talking) {
		r.refuse(n, tellsNowhere)
	}
	if len(p.Roles[Send]) > 0 && p.Mailing == nil {
		r.refuse(n, mailingWanted)
	}
	if len(p.Need)+len(p.May) == 0 && under(n, "fields") != nil && r.sound(n, "fields") {
		r.refuse(under(n, "fields"), noFields)
	}
	if at := under(n, "without_customer"); at != nil && r.sound(n, "roles") {
		r.nobodyTold(at, p)
	}
}

func talking(c slovo.Channel) bool { return c != slovo.ChannelTask }

// byLaw reads articles under the charter's laws.
func (r *reading) byLaw(to *map[string]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		*to = map[string]string{}
		r.free(n, func(e keyed) {
			var article string
			r.line(&article)(e.value)
			(*to)[e.key.Value] = article
			if !r.charter.under(e.key.Value) && r.sound(r.root, "charter", "laws") {
				r.refuse(e.key, undeclaredLaw, "Law", e.key.Value)
			}
		})
		r.only(Laws())
	}
}

// notShared refuses a consent that another purpose has already.
func (r *reading) notShared(n *yaml.Node, purpose string, named []string) {
	for _, c := range named {
		if other, ok := r.consentOf[c]; ok {
			r.refuse(n, consentShared, "Name", c, "Purpose", other)
			continue
		}
		r.consentOf[c] = purpose
	}
}

func (r *reading) purposeFields(n *yaml.Node, p *Purpose) {
	r.keys(
		n,
		may("need", r.names(&p.Need, fields)),
		may("may", r.names(&p.May, fields)),
	)
	for _, f := range p.May {
		if slices.Contains(p.Need, f) {
			r.refuse(n, fieldNeedAndMay, "Name", f)
		}
	}
}

func (r *reading) duties(n *yaml.Node, p *Purpose) {
	p.Roles = map[Duty][]string{}
	var parts []part
	for _, d := range []Duty{Add, See, Correct, Tell, Send, Share, Export} {
		parts = append(parts, may(string(d), func(n *yaml.Node) {
			var who []string
			r.names(&who, roles)(n)
			p.Roles[d] = who
		}))
	}
	r.keys(n, parts...)
}

// nobodyTold holds the roles that talk to nobody: each serves the purpose,
// and none tells.
func (r *reading) nobodyTold(n *yaml.Node, p *Purpose) {
	serving := slices.Concat(slices.Collect(maps.Values(p.Roles))...)
	for _, role := range p.WithoutCustomer {
		switch {
		case p.Allows(role, Tell):
			r.refuse(n, tellsNobody, "Role", role)
		case r.declared[roles][role] && !slices.Contains(serving, role):
			r.refuse(n, roleWithoutUse, "Role", role)
		}
	}
}

func (r *reading) approve(n *yaml.Node, p *Purpose) {
	p.Approve = &Approve{}
	r.keys(
		n,
		need("over", r.number(&p.Approve.Over, 0, 1_000_000)),
		need("by", func(n *yaml.Node) {
			r.name(&p.Approve.By, roles)(n)
			r.agree(func() {
				by, ok := r.charter.Roles[p.Approve.By]
				if ok && r.sound(r.root, "roles", p.Approve.By, "may") && !by.MayDo("approve") {
					r.refuse(n, cannotApprove, "Role", p.Approve.By)
				}
			})
		}),
	)
}
