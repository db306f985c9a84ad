package charter

import (
	"regexp"

	"go.yaml.in/yaml/v3"

	"slovo"
)

// Mailing bounds what is sent for a purpose.
type Mailing struct {
	Channels []slovo.Channel
	AtMost   Rate
	Quiet    Quiet
}

// Rate is so many times per period.
type Rate struct {
	Times int
	Per   Period
}

// Quiet is the part of the day when nothing is sent, as 21:00 to 09:00.
// It may pass midnight; both empty means no quiet hours.
type Quiet struct{ From, To string }

func (r *reading) mailing(n *yaml.Node, p *Purpose) {
	m := &Mailing{}
	p.Mailing = m
	r.keys(
		n,
		need("channels", words(r, &m.Channels, letters...)),
		need("at_most", func(n *yaml.Node) {
			r.keys(
				n,
				need("times", r.number(&m.AtMost.Times, 1, 1000)),
				need("per", r.within(&m.AtMost.Per, hours(1), years(1))),
			)
		}),
		may("quiet", func(n *yaml.Node) { r.quiet(n, &m.Quiet) }),
	)
}

var quiet = regexp.MustCompile(`^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$`)

func (r *reading) quiet(n *yaml.Node, q *Quiet) {
	if r.draws(shape{kind: HoursKind}) {
		return
	}
	m := quiet.FindStringSubmatch(n.Value)
	if n.Kind != yaml.ScalarNode || m == nil || m[1] == m[2] {
		r.refuse(n, notHours)
		return
	}
	*q = Quiet{From: m[1], To: m[2]}
}
