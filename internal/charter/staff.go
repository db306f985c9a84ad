package charter

import (
	"go.yaml.in/yaml/v3"
)

// Staff says what is asked of colleagues and of their devices.
type Staff struct {
	Training Training
	Devices  Devices
	Quotas   map[string]Quota // reveals, searches, stops
	Bulk     Bulk
}

// Training is the lessons that colleagues must have passed.
type Training struct {
	Lessons []string
	Every   Period
	Grace   Period
}

// Bulk is when an export counts as one of many customers, and how many
// people must then agree.
type Bulk struct{ Over, Approvers int }

// Quota is how often a role may do one kind of thing.
type Quota struct {
	Roles map[string]int
	Other int
	Per   Period
}

// Quota returns how many of the kind (reveals, searches, stops) the role
// may do in which period. A kind that nobody declared has limit 0.
func (s Staff) Quota(kind, role string) (limit int, per Period) {
	q, ok := s.Quotas[kind]
	if !ok {
		return 0, hours(1)
	}
	if n, ok := q.Roles[role]; ok {
		return n, q.Per
	}
	return q.Other, q.Per
}

// usualStaff is what holds where the charter is silent: a device that is
// not in order sees masked data, and nobody looks at many customers.
func usualStaff() Staff {
	return Staff{
		Training: Training{Lessons: Lessons(), Every: years(1), Grace: days(7)},
		Devices: Devices{
			Required:       "mask",
			Antivirus:      Antivirus{Fresh: days(3), Product: days(3)},
			Security:       days(7),
			DiskEncryption: "required",
			Firewall:       "required",
			ScreenLock:     minutes(10),
			Applications:   Applications{Unknown: "warn"},
			Grace:          hours(24),
			PhoneStatement: "masked_only",
		},
		Quotas: map[string]Quota{
			"reveals":  {Other: 10, Per: hours(1)},
			"searches": {Other: 20, Per: hours(1)},
			"stops":    {Other: 5, Per: hours(1)},
		},
		Bulk: Bulk{Over: 50, Approvers: 2},
	}
}

// Lessons returns the lessons that slovo teaches.
func Lessons() []string {
	return []string{"passwords", "phishing", "applications", "callers", "little", "incidents"}
}

func (r *reading) staff(n *yaml.Node) {
	s := &r.charter.Staff
	r.keys(
		n,
		may("training", func(n *yaml.Node) { r.training(n, &s.Training) }),
		may("devices", func(n *yaml.Node) { r.devices(n, &s.Devices) }),
		may("quotas", func(n *yaml.Node) {
			r.keys(
				n,
				may("reveals", r.quota(s, "reveals")),
				may("searches", r.quota(s, "searches")),
				may("stops", r.quota(s, "stops")),
			)
		}),
		may("bulk", func(n *yaml.Node) {
			r.keys(
				n,
				may("over", r.number(&s.Bulk.Over, 0, 1_000_000)),
				may("approvers", r.number(&s.Bulk.Approvers, 2, 10)),
			)
		}),
	)
}

func (r *reading) training(n *yaml.Node, t *Training) {
	r.keys(
		n,
		may("lessons", func(n *yaml.Node) {
			t.Lessons = nil
			words(r, &t.Lessons, Lessons()...)(n)
		}),
		may("every", r.within(&t.Every, days(1), years(3))),
		may("grace", r.within(&t.Grace, Period{}, days(90))),
	)
}

// quota reads limits by role. A role is any other key than `other` and
// `per`, so it must be declared.
func (r *reading) quota(s *Staff, kind string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		q := Quota{Roles: map[string]int{}, Per: hours(1)}
		r.free(
			n,
			func(e keyed) {
				r.refer(e.key, roles, e.key.Value)
				limit := 0
				r.number(&limit, 0, 1_000_000)(e.value)
				q.Roles[e.key.Value] = limit
			},
			may("other", r.number(&q.Other, 0, 1_000_000)),
			may("per", r.within(&q.Per, minutes(1), days(31))),
		)
		s.Quotas[kind] = q
	}
}
