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
	var from, otherwise *yaml.Node
	r.keys(
		n,
		need("from", func(n *yaml.Node) {
			from = n
			r.name(&k.From, events)(n)
		}),
		need("for", r.period(&k.For)),
		may("otherwise", func(n *yaml.Node) {
			otherwise = n
			k.Otherwise = &Clock{}
			r.clock(n, k.Otherwise)
		}),
		may("why", r.text(&k.Why)),
		need("then", word(r, &k.Then, "erase")),
	)
	r.later(func() { r.comes(p, from, otherwise) })
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
func (r *reading) comes(p *Purpose, from, otherwise *yaml.Node) {
	k := p.Keep
	if from == nil || k.From == "" || r.certain(p, k.From) {
		return
	}
	switch {
	case k.Otherwise == nil:
		r.refuse(from, mayNeverStart, "event", k.From)
	case k.Otherwise.From != "" && !r.certain(p, k.Otherwise.From):
		r.refuse(otherwise, otherwiseMayNeverStart, "event", k.Otherwise.From)
	}
}

// certain tells whether the event comes for every record of the purpose.
func (r *reading) certain(p *Purpose, event string) bool {
	if event == created {
		return true
	}
	if event != consentExpired {
		return false
	}
	for _, c := range p.Consents {
		if !r.charter.Consents[c].Expires.IsZero() {
			return true
		}
	}
	return false
}
