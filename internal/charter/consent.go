package charter

import (
	"regexp"

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

	// Words are the hashes of the very texts that people agree to, by
	// language; nil until Bind.
	Words map[slovo.Lang]string
}

// letters are the channels that a company writes or calls over by itself.
// SMS is no channel of a case, but it is one of a mailing.
var letters = []slovo.Channel{slovo.ChannelEmail, "sms", slovo.ChannelPhone, slovo.ChannelChat}

// A wording is a file and its version. It stays below the charter's folder.
var wording = regexp.MustCompile(`^(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*\.v[1-9][0-9]{0,3}$`)

func (r *reading) wording(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		text, ok := r.str(n)
		if ok && !wording.MatchString(text) {
			r.refuse(n, notWording)
			return
		}
		*to = text
	}
}

func (r *reading) consent(n *yaml.Node, _ string, c *Consent) {
	r.keys(
		n,
		need("text", r.wording(&c.Text)),
		may("form", word(r, &c.Form, "written")),
		may("channels", words(r, &c.Channels, letters...)),
		may("expires", r.within(&c.Expires, days(1), longest)),
		need("withdraw", words(r, &c.Withdraw, "portal", "email", "phone", "chat", "in_person", "link_in_message")),
		need("proof_keep", r.within(&c.ProofKeep, days(1), longest)),
	)
	if at := under(n, "withdraw"); at != nil && len(c.Withdraw) == 0 && r.sound(at) {
		r.refuse(at, notWithdrawable)
	}
}
