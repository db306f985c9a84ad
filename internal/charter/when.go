package charter

import "slovo"

// When is a condition that the company adds to a purpose. It can only
// refuse what would else be allowed.
type When struct {
	CEL string     // of type bool, over what Conditions declares
	Why slovo.Text // what the one who is refused reads
}
