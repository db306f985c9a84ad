package verify

import (
	"context"
	"log/slog"
	"strings"

	"slovo"
	"slovo/internal/gate"
	"slovo/internal/post"
	"slovo/internal/text"
)

// The letters that this room sends. None holds data of the customer's:
// a letter may be read by anybody who reads that box.
const (
	letterInvite  = "invite"  // the one-time link
	letterInvited = "invited" // to the other addresses: a link went out
	letterSet     = "set"     // a first factor was set
	letterLocked  = "locked"  // too many failures

	letterPassed = "passed" // somebody was verified
	letterAgent  = "agent"  // to the company itself: an agent's tries fail often

	letterLockedHere = "locked_here" // too many with a document in person
)

// letter writes the letter in the charter's languages, one under another:
// nobody has said yet which of them the customer reads.
func (v *Verifier) letter(to gate.Contact, kind string, gaps ...any) post.Letter {
	return v.letterOf(to, kind, func(slovo.Lang) []any { return gaps })
}

// letterOf is letter with gaps that each language fills in its own words.
func (v *Verifier) letterOf(to gate.Contact, kind string, gaps func(slovo.Lang) []any) post.Letter {
	var subjects, bodies []string
	for _, lang := range v.Charter().Languages {
		data := []any{
			"Company", v.company(lang), "Phone", v.Charter().Controller.Contact.Phone,
			"For", v.Charter().Verification.Lock.Per.Words().In(lang),
		}
		if gaps != nil {
			data = append(data, gaps(lang)...)
		}
		subjects = append(subjects, text.T(lang, "letter."+kind+"_subject", data...))
		bodies = append(bodies, text.T(lang, "letter."+kind, data...))
	}
	return post.Letter{
		To: to.Value, Subject: strings.Join(subjects, " / "), Text: strings.Join(bodies, "\n\n— — —\n\n") + "\n",
	}
}

// company is the name that the letter is signed with.
func (v *Verifier) company(lang slovo.Lang) string {
	name := v.Charter().Controller.Name
	for _, n := range []string{name.In(lang), name.RU, name.EN} {
		if n != "" {
			return n
		}
	}
	return "slovo"
}

// tell sends the letter to each contact. What it tells of has been done and
// stands, so a letter that does not go out is only put into the log.
func (v *Verifier) tell(ctx context.Context, contacts []gate.Contact, kind string) {
	v.tellOf(ctx, contacts, kind, nil)
}

// later sends letters that whoever waits for the answer need not wait for.
func (v *Verifier) later(ctx context.Context, contacts []gate.Contact, kind string, gaps func(slovo.Lang) []any) {
	ctx = context.WithoutCancel(ctx)
	send := func() { v.tellOf(ctx, contacts, kind, gaps) }
	if v.Later == nil {
		send()
		return
	}
	v.Later(send)
}

func (v *Verifier) tellOf(ctx context.Context, contacts []gate.Contact, kind string, gaps func(slovo.Lang) []any) {
	if v.Post == nil {
		return
	}
	for _, contact := range contacts {
		if err := v.Post.Send(ctx, v.letterOf(contact, kind, gaps)); err != nil {
			slog.WarnContext(ctx, "verify: letter was not sent", "letter", kind, "cause", err)
		}
	}
}
