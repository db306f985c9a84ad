package charter

import (
	"go.yaml.in/yaml/v3"

	"slovo"
)

// Consent is one text that a customer agrees to for one purpose.
type Consent struct {
	Text      string // the wording's file and version
	Form      string // "" or written
	Channels  []slovo.Channel
	Expires   Period // zero: not until withdrawn
	Withdraw  []string
	ProofKeep Period
}

// letters are the channels that a company writes or calls over by itself.
// SMS is no channel of a case, but it is one of a mailing.
var letters = []slovo.Channel{slovo.ChannelEmail, "sms", slovo.ChannelPhone, slovo.ChannelChat}

func (r *reading) consent(n *yaml.Node, _ string, c *Consent) {
	r.keys(
		n,
		need("text", r.line(&c.Text)),
		may("form", word(r, &c.Form, "written")),
		may("channels", words(r, &c.Channels, letters...)),
		may("expires", r.within(&c.Expires, days(1), longest)),
		need("withdraw", words(r, &c.Withdraw, "portal", "email", "phone", "chat", "in_person", "link_in_message")),
		need("proof_keep", r.within(&c.ProofKeep, days(1), longest)),
	)
}
