package today

import (
	"fmt"
	"io/fs"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/charter/law"
)

// idleAfter is how long an account or a token may go unused.
const idleAfter = 90 * 24 * time.Hour

// Account is what is counted of a colleague who is not blocked.
type Account struct {
	Login string
	Coded bool      // signs in with a code besides the password
	Made  time.Time // when it was made
	Seen  time.Time // the last sign-in; zero: none with the present code
	Token bool      // a program works in its name
}

// Token is what is counted of a program's token that counts.
type Token struct {
	Label string
	Bound bool // to a network
	// Borrowed tells that it works in the name of a colleague who signs in,
	// and somebody else made it.
	Borrowed bool
	Made     time.Time // when it was made
	Seen     time.Time // the last use; zero: none yet
}

// verdict is failed where something was found, else passed.
func verdict(id string, found []string, of int) Check {
	c := Check{ID: id, State: Passed, Args: map[string]any{"N": len(found), "Of": of}, Notes: names(found)}
	if len(found) > 0 {
		c.State = Failed
	}
	return c
}

func names(list []string) []slovo.Text {
	var notes []slovo.Text
	for _, name := range list {
		notes = append(notes, slovo.Text{RU: name, EN: name})
	}
	return notes
}

// codes: every account signs in with a code.
func codes(accounts []Account) Check {
	var without []string
	for _, a := range accounts {
		if !a.Coded {
			without = append(without, a.Login)
		}
	}
	return verdict("codes", without, len(accounts))
}

// idle: no account goes unused for 90 days. One that a program works for
// never signs in; its tokens are looked at instead. One whose code was
// renewed counts from its making until it signs in again.
func idle(accounts []Account, now time.Time) Check {
	var unused []string
	for _, a := range accounts {
		last := a.Seen
		if last.IsZero() {
			last = a.Made
		}
		if !a.Token && now.Sub(last) > idleAfter {
			unused = append(unused, a.Login)
		}
	}
	return verdict("idle", unused, len(accounts))
}

// tokens: each is bound to a network. That each has an end is held where
// they are made.
func tokens(list []Token) Check {
	var free []string
	for _, t := range list {
		if !t.Bound {
			free = append(free, t.Label)
		}
	}
	return verdict("tokens", free, len(list))
}

// borrowed: no token works in the name of a colleague who did not make it.
// Who makes a token sees its secret, and could act as that colleague.
func borrowed(list []Token) Check {
	var others []string
	for _, t := range list {
		if t.Borrowed {
			others = append(others, t.Label)
		}
	}
	return verdict("borrowed", others, len(list))
}

// unused: no token goes unused for 90 days. One that never was used counts
// from its making.
func unused(list []Token, now time.Time) Check {
	var left []string
	for _, t := range list {
		last := t.Seen
		if last.IsZero() {
			last = t.Made
		}
		if now.Sub(last) > idleAfter {
			left = append(left, t.Label)
		}
	}
	return verdict("unused", left, len(list))
}

// key: nobody but its owner reads the file of the key.
func key(mode fs.FileMode) Check {
	c := Check{ID: "key", State: Passed, Args: map[string]any{"Mode": fmt.Sprintf("%04o", mode.Perm())}}
	if mode.Perm()&0o077 != 0 {
		c.State = Failed
	}
	return c
}

// https: people come over an encrypted way, or stay on this machine.
func https(address string) Check {
	c := Check{ID: "https", State: Failed}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		c.State = Unknown
		return c
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	if u.Scheme == "https" || u.Hostname() == "localhost" || ip.IsLoopback() {
		c.State = Passed
	}
	return c
}

// lawful: the charter in force keeps to its laws. Warnings are named and
// fail nothing.
func lawful(r charter.Report) Check {
	c := Check{ID: "law", State: Passed, Args: map[string]any{"N": len(r.Problems), "Of": len(r.Warnings)}}
	if !r.OK {
		c.State = Failed
	}
	for _, p := range r.All() {
		c.Notes = append(c.Notes, p.What)
	}
	return c
}

// texts: each consent has its words in each of the charter's languages, and
// they are those that were published. has tells it of a file.
func texts(c *charter.Charter, has func(name string) bool) Check {
	var missing []string
	of := 0
	for _, name := range c.Wordings() {
		of++
		if !has(name) {
			missing = append(missing, name)
		}
	}
	return verdict("texts", missing, of)
}

// published: the file that people look at is the charter in force, or one
// that waits for its day.
func published(known []string, file string) Check {
	c := Check{ID: "published", State: Passed}
	if !slices.Contains(known, file) {
		c.State = Failed
	}
	return c
}

// claims: those who are said to have agreed are asked anew. A claim is no
// consent, so until then it is not known whether they did.
func claims(claimed, suppressed int) Check {
	c := Check{ID: "claims", State: Passed, Args: map[string]any{"N": claimed, "Of": suppressed}}
	if claimed > 0 {
		c.State = Unknown
	}
	return c
}

// dueBy is when an answer to what was asked then is due: by the strictest of
// the laws, the last moment of that day. ok is false where none of them says.
// Working days are Monday to Friday; holidays are not known here, which
// makes the day earlier, never later.
func dueBy(asked time.Time, laws []string) (due time.Time, ok bool) {
	for _, id := range laws {
		pack, err := law.Get(id)
		if err != nil {
			continue
		}
		clock, has := pack.Clock("answer")
		if !has {
			continue
		}
		if at := runs(clock, asked); !ok || at.Before(due) {
			due, ok = at, true
		}
	}
	return due, ok
}

// runs is the end of the day on which the clock runs out; one in hours runs
// out at its moment.
func runs(c law.Clock, from time.Time) time.Time {
	at := from
	switch c.Unit {
	case "hours":
		return from.Add(time.Duration(c.Time) * time.Hour)
	case "months":
		at = charter.Period{Months: c.Time}.After(from)
	case "years":
		at = charter.Period{Years: c.Time}.After(from)
	case "working_days":
		for left := c.Time; left > 0; {
			at = at.AddDate(0, 0, 1)
			if day := at.Weekday(); day != time.Saturday && day != time.Sunday {
				left--
			}
		}
	default:
		at = from.AddDate(0, 0, c.Time)
	}
	y, m, d := at.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, at.Location()).Add(-time.Microsecond)
}

// requests: none of those that wait is late. Where no law of the charter's
// says when an answer is due, it is not known of any that waits.
func requests(asked []time.Time, laws []string, now time.Time) Check {
	c := Check{ID: "requests", State: Passed}
	late := 0
	for _, at := range asked {
		due, ok := dueBy(at, laws)
		switch {
		case !ok:
			c.State = Unknown
		case now.After(due):
			late++
		}
	}
	if late > 0 {
		c.State = Failed
	}
	c.Args = map[string]any{"N": late, "Of": len(asked)}
	return c
}

// none: a count that should be nothing.
func none(id string, n int) Check {
	c := Check{ID: id, State: Passed, Args: map[string]any{"N": n}}
	if n > 0 {
		c.State = Failed
	}
	return c
}

// pins: of a customer without a PIN nobody knows, before the call, whether
// two factors can be had.
func pins(without, of int) Check {
	c := Check{ID: "pins", State: Passed, Args: map[string]any{"N": without, "Of": of}}
	if without > 0 {
		c.State = Unknown
	}
	return c
}
