package charter

import "slovo"

// Consent is one text that a customer agrees to for one purpose.
type Consent struct {
	Text      string // the wording's file and version
	Form      string // "" or written
	Channels  []slovo.Channel
	Expires   Period // zero: not until withdrawn
	Withdraw  []string
	ProofKeep Period
}
