// Package law holds what the laws ask of a charter, as data: the bases that
// they know, what is checked by them, their clocks and their terms. It is a
// folder of the room charter. slovo gives no legal advice: a row marked
// Check was not confirmed at its source.
package law

import (
	"bytes"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"slovo"
)

// Pack is one law with its neighbors.
type Pack struct {
	ID   string     `yaml:"id"`
	Name slovo.Text `yaml:"name"`

	Home []string `yaml:"home"` // countries where what collects must lie; none: anywhere
	Near Near     `yaml:"near"`

	Bases       []Basis  `yaml:"bases"`       // on which any data may be kept
	Special     []Basis  `yaml:"special"`     // on which special and biometric data may be
	Advertising []Basis  `yaml:"advertising"` // on which advertising may be sent
	Automated   []string `yaml:"automated"`   // the bases on which a program alone may decide
	Checks      []Check  `yaml:"checks"`
	Clocks      []Clock  `yaml:"clocks"`
	Terms       []Term   `yaml:"terms"`
}

// Near is the countries that data may go to without a safeguard.
type Near struct {
	Countries []string `yaml:"countries"`
	Source    string   `yaml:"source"`
	Check     bool     `yaml:"check"`
}

// Basis is one ground that the law knows, under the article by which a
// charter names it.
type Basis struct {
	Article string     `yaml:"article"`
	Words   slovo.Text `yaml:"words"`
	Consent bool       `yaml:"consent"`  // it is the customer's consent
	Written bool       `yaml:"written"`  // and in writing
	Legit   bool       `yaml:"interest"` // it is a legitimate interest, to be named
	Check   bool       `yaml:"check"`
}

// Check is one thing that a charter is held to, by the code of its finding.
type Check struct {
	Code    string `yaml:"code"`
	Source  string `yaml:"source"`
	Warning bool   `yaml:"warning"`
	Check   bool   `yaml:"check"`
}

// Clock is within what time something must be done. More is what may be
// added, in the same unit.
type Clock struct {
	ID      string     `yaml:"id"`
	Words   slovo.Text `yaml:"words"`
	Time    int        `yaml:"time"`
	More    int        `yaml:"more"`
	Unit    string     `yaml:"unit"` // hours, days, working_days, months or years
	Source  string     `yaml:"source"`
	Check   bool       `yaml:"check"`
	Reasons bool       `yaml:"reasons"` // More, or lateness, needs reasons given
}

// Term is one word of the law in both languages.
type Term struct {
	ID    string     `yaml:"id"`
	Words slovo.Text `yaml:"words"`
}

//go:embed *.yaml
var files embed.FS

// IDs returns the packs' ids, in the order in which a charter's schema
// lists them.
func IDs() []string { return []string{"ru-152fz", "eu-gdpr", "us-ccpa"} }

// Get returns the pack, or slovo.ErrNotFound. What it holds is shared and
// must not be changed.
func Get(id string) (*Pack, error) {
	if p, ok := packs()[id]; ok {
		return p, nil
	}
	return nil, fmt.Errorf("law: pack %q: %w", id, slovo.ErrNotFound)
}

// packs reads the embedded files. They are part of the program and held by
// a test, so a mistake in them ends it at once.
var packs = sync.OnceValue(func() map[string]*Pack {
	all := map[string]*Pack{}
	for _, id := range IDs() {
		data, err := files.ReadFile(path.Clean(id + ".yaml"))
		if err != nil {
			panic("law: " + err.Error())
		}
		from := yaml.NewDecoder(bytes.NewReader(data))
		from.KnownFields(true)
		p := &Pack{}
		if err := from.Decode(p); err != nil {
			panic("law: " + id + ": " + err.Error())
		}
		all[id] = p
	}
	return all
})

// Basis returns the ground under the article.
func (p *Pack) Basis(article string) (Basis, bool) { return find(p.Bases, article) }

// SpecialBasis returns the ground for special data under the article.
func (p *Pack) SpecialBasis(article string) (Basis, bool) { return find(p.Special, article) }

// AdvertisingBasis returns the ground for advertising under the article.
func (p *Pack) AdvertisingBasis(article string) (Basis, bool) { return find(p.Advertising, article) }

// Holds returns the law's row for the code of a finding.
func (p *Pack) Holds(code string) (Check, bool) {
	i := slices.IndexFunc(p.Checks, func(c Check) bool { return c.Code == code })
	if i < 0 {
		return Check{}, false
	}
	return p.Checks[i], true
}

// Clock returns the clock with that id.
func (p *Pack) Clock(id string) (Clock, bool) {
	i := slices.IndexFunc(p.Clocks, func(c Clock) bool { return c.ID == id })
	if i < 0 {
		return Clock{}, false
	}
	return p.Clocks[i], true
}

func find(in []Basis, article string) (Basis, bool) {
	i := slices.IndexFunc(in, func(b Basis) bool { return b.Article == article })
	if i < 0 {
		return Basis{}, false
	}
	return in[i], true
}

// Articles joins the articles of the grounds, for people to choose from.
func Articles(in []Basis) string {
	all := make([]string, len(in))
	for i, b := range in {
		all[i] = b.Article
	}
	return strings.Join(all, ", ")
}
