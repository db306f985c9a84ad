package charter

import (
	"go.yaml.in/yaml/v3"

	"slovo"
)

// Keep says how long a purpose holds a record, and what happens then.
type Keep struct {
	From      string // event
	For       Period
	Otherwise *Clock // for records whose clock never started
	Why       slovo.Text
	Then      string // erase
}

// Clock runs for a time from an event.
type Clock struct {
	From string // event
	For  Period
}

func (r *reading) keep(n *yaml.Node, p *Purpose) {
	k := &p.Keep
	r.keys(
		n,
		need("from", r.name(&k.From, events)),
		need("for", r.period(&k.For)),
		may("otherwise", func(n *yaml.Node) {
			k.Otherwise = &Clock{}
			r.clock(n, k.Otherwise)
		}),
		may("why", r.text(&k.Why)),
		need("then", word(r, &k.Then, "erase")),
	)
	r.agree(func() { r.comes(n, p) })
}

func (r *reading) clock(n *yaml.Node, c *Clock) {
	r.keys(
		n,
		need("from", r.name(&c.From, events)),
		need("for", r.period(&c.For)),
	)
}

// comes refuses a clock that may never start: what is kept for ever was
// not said to be kept at all.
func (r *reading) comes(n *yaml.Node, p *Purpose) {
	k := p.Keep
	if k.From == "" || !r.sound(n, "from") || r.certain(p, k.From) {
		return
	}
	switch {
	case k.Otherwise == nil:
		r.refuse(under(n, "from"), mayNeverStart, "Event", k.From)
	case k.Otherwise.From != "" && r.sound(n, "otherwise", "from") && !r.certain(p, k.Otherwise.From):
		r.refuse(under(n, "otherwise"), otherwiseMayNeverStart, "Event", k.Otherwise.From)
	}
}

// certain tells whether the event comes for every record of the purpose. A
// consent whose end cannot be read may have one.
func (r *reading) certain(p *Purpose, event string) bool {
	if event == created {
		return true
	}
	if event != consentExpired {
		return false
	}
	for _, c := range p.Consents {
		if !r.charter.Consents[c].Expires.IsZero() || !r.declared[consents][c] || !r.sound(r.root, "consents", c, "expires") {
			return true
		}
	}
	return false
}
