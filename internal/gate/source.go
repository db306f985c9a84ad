package gate

import (
	"fmt"
	"regexp"

	"slovo"
	"slovo/internal/field"
	"slovo/internal/gate/internal/vault"
)

// SourceForm is the form of a source's name, as a regular expression.
const SourceForm = `^[a-z0-9_.:-]{1,64}$`

var sourceForm = regexp.MustCompile(SourceForm)

// ValidSource tells whether the name may be kept as a record's source. It
// is kept in plain text, so it is a short name and holds no card's number.
func ValidSource(name string) bool { return sourceForm.MatchString(name) && !field.HasCard(name) }

// taken are the record's values in their normal forms, or why the record
// cannot be taken.
func (g *Gate) taken(n NewCustomer) (map[string]string, error) {
	if !ValidSource(n.Source) {
		return nil, fmt.Errorf("gate: source: not a short name of a-z, 0-9, _, ., : and -: %w", slovo.ErrInvalid)
	}
	if err := g.mayTell(n.Events); err != nil {
		return nil, err
	}
	return g.normalize(n.Fields)
}

// sourceHash is what is kept of a source's own id: a keyed hash, for the id
// may be an e-mail address and outlives the erasure. It is bound to whose
// source it is, so that a guessed id finds nobody else's customers, and none
// is taken before its owner comes. nil where the source has no id.
func (g *Gate) sourceHash(whose, owner string, n NewCustomer) []byte {
	if n.SourceID == "" {
		return nil
	}
	return vault.Hash(g.keys.blind, 32, "source", whose, owner, n.Source, n.SourceID)
}
