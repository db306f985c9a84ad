package charter

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// Verification says what proves who a customer is.
type Verification struct {
	FactorsAtLeast int
	Points         map[Level]int
	Factors        []string
	Grant          Grant
	Lock           Lock
}

// Grant is how long a passed verification opens fields.
type Grant struct{ For, Idle Period }

// Lock is how many failures per period close the assisted channels.
type Lock struct {
	Failures int
	Per      Period
}

// points are what each factor proves.
var points = map[string]int{
	"passkey": 5, "totp": 3, "portal_code": 3, "document": 3, "sms_code": 2, "pin": 2,
	"email_code": 1, "card_last4": 1, "account_number": 1,
}

// Document is the kind of factor that is seen in person, and not said.
const Document = "document"

// Points returns how much a factor of the kind proves; 0 for what is none.
// Source: the table of the design's verification.md.
func Points(kind string) int { return points[kind] }

// Factors returns what may prove who a customer is, strongest first.
func Factors() []string {
	return []string{
		"passkey", "totp", "portal_code", Document, "sms_code", "pin",
		"email_code", "card_last4", "account_number",
	}
}

// usualVerification is what holds where the charter is silent; and no
// charter may ask for less.
func usualVerification() Verification {
	return Verification{
		FactorsAtLeast: 2,
		Points:         map[Level]int{Low: 2, Normal: 3, High: 5},
		Factors:        Factors(),
		Grant:          Grant{For: minutes(15), Idle: minutes(5)},
		Lock:           Lock{Failures: 5, Per: hours(24)},
	}
}

func (r *reading) verification(n *yaml.Node) {
	v := &r.charter.Verification
	r.keys(
		n,
		may("factors_at_least", r.number(&v.FactorsAtLeast, 2, 5)),
		may("points", func(n *yaml.Node) { r.points(n, v) }),
		may("factors", func(n *yaml.Node) {
			v.Factors = nil
			r.list(n, func(item *yaml.Node) { r.factor(item, &v.Factors) })
		}),
		may("grant", func(n *yaml.Node) { r.grant(n, &v.Grant) }),
		may("lock", func(n *yaml.Node) {
			r.keys(
				n,
				may("failures", r.number(&v.Lock.Failures, 1, 5)),
				may("per", r.within(&v.Lock.Per, hours(24), years(1))),
			)
		}),
	)
	r.agree(func() { r.reach(n, v) })
}

// biometric are the ways of knowing a customer that slovo never takes.
var biometric = []string{"face", "voice", "fingerprint", "photo", "iris"}

func (r *reading) factor(n *yaml.Node, to *[]string) {
	if slices.Contains(biometric, n.Value) {
		r.refuse(n, biometricFactor, "Word", n.Value)
		return
	}
	var one string
	if wordOr(r, notFactor, &one, Factors())(n); one != "" {
		*to = append(*to, one)
	}
}

func (r *reading) points(n *yaml.Node, v *Verification) {
	low, normal, high := v.Points[Low], v.Points[Normal], v.Points[High]
	r.keys(
		n,
		may("low", r.number(&low, low, 20)),
		may("normal", r.number(&normal, normal, 20)),
		may("high", r.number(&high, high, 20)),
	)
	if r.sound(n) && (low > normal || normal > high) {
		r.refuse(n, pointsDescend)
	}
	v.Points = map[Level]int{Low: low, Normal: normal, High: high}
}

func (r *reading) grant(n *yaml.Node, g *Grant) {
	r.keys(
		n,
		may("for", r.within(&g.For, minutes(1), minutes(60))),
		may("idle", r.within(&g.Idle, minutes(1), minutes(60))),
	)
	if r.sound(n) && g.Idle.Duration() > g.For.Duration() {
		r.refuse(n, idleLonger)
	}
}

// reach refuses factors that all together do not open a level that some
// field has: nobody could ever be told it.
func (r *reading) reach(n *yaml.Node, v *Verification) {
	if !r.sound(n, "factors") || !r.sound(n, "points") {
		return
	}
	sum := 0
	for _, f := range v.Factors {
		sum += points[f]
	}
	for _, level := range levels {
		if sum < v.Points[level] && r.uses(level) {
			r.refuse(n, outOfReach, "Level", string(level))
			return // nor the levels above
		}
	}
}

func (r *reading) uses(level Level) bool {
	for _, f := range r.charter.Fields {
		if f.Shown() && slices.Contains([]Level{f.Level, f.Change}, level) {
			return true
		}
	}
	return false
}
