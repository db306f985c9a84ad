package charter

import (
	"slices"

	"slovo"
)

// Role is one kind of colleague. May lists its duties that show no
// customer's value; those that do are given by purposes.
type Role struct {
	Name slovo.Text
	May  []string
}

// MayDo tells whether the role has the duty.
func (r Role) MayDo(duty string) bool { return slices.Contains(r.May, duty) }
