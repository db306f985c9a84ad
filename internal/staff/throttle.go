package staff

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"slovo"
	"slovo/internal/ledger"
)

// Throttling, and why it does not shut a colleague out for a stranger's
// tries. Every try is counted before it is looked at (so that a hundred at
// once are not all "the first") and taken back when it was right.
//
// A colleague's usual places are the networks from which the login came in
// lately, within 90 days. There only what fails for this login counts:
//
//   - login and network together: five failures in a quarter of an hour;
//   - login from all its usual places: forty in a row.
//
// Everywhere else, and for whoever has never signed in, there count too:
//
//   - network, whatever the login: thirty in a quarter of an hour, enough
//     for an office behind one address.
//   - login from places that are not its usual ones: fifty in a day, sixty
//     in a row, however many machines the stranger has. At three right
//     codes in a million that leaves one chance in five thousand to
//     somebody who knows the password.
//   - everybody from such places together: three hundred in a quarter of
//     an hour, so that a flood slows strangers and not the staff.
//
// In a row means since the last right sign-in from anywhere, or since the
// password was set anew, in 90 days. Forty and sixty make the hundred that
// NIST SP 800-63B-4 (3.2.2) allows at the most; that guessing is bounded and
// that strangers cannot lock an account by it is what OWASP ASVS 5.0 asks
// (6.1.1, 6.3.1). What is left: somebody in the same network as a colleague
// can make that colleague wait there, and not elsewhere.
//
// A network is an IPv4 address or an IPv6 /64. Beneath all this lies the
// bound on how many Argon2id run at once. The operator at the machine can
// always set a password anew.
const (
	perPair     = 5
	perNetwork  = 30
	perLogin    = 50
	perAll      = 300
	inRowUsual  = 40 // together no more than a hundred
	inRowOther  = 60
	quarter     = 15 * time.Minute
	day         = 24 * time.Hour
	rememberFor = 90 * day
)

// Wait is an slovo.ErrTooMany that says when to come back.
type Wait struct {
	Until time.Time
}

// Error says until when, never whose.
func (w *Wait) Error() string {
	return fmt.Sprintf("staff: sign-in: wait until %s: too many", w.Until.UTC().Format(time.RFC3339))
}

// Unwrap makes it an slovo.ErrTooMany.
func (w *Wait) Unwrap() error { return slovo.ErrTooMany }

// bucket counts the tries of one owner.
type bucket struct {
	kind, owner string
	most        int
	window      time.Duration
}

// place names a network as buckets know it.
func place(addr netip.Addr) string {
	addr = addr.Unmap().WithZone("")
	bits := 32
	if addr.Is6() {
		bits = 64
	}
	network, err := addr.Prefix(bits)
	if err != nil {
		return "here" // no address: the machine's own socket
	}
	return network.String()
}

// blur names a bucket by 32 bits of a hash: enough to count by and too few
// to guess back what was typed; people type passwords into the login's line.
func blur(kind, text string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + text))
	return kind + ":" + hex.EncodeToString(sum[:4])
}

// tries is one sign-in's counts, to be taken back when it was right.
type tries struct {
	login, pair, known string

	all     []SignIn
	buckets []bucket
}

// count writes the try down in its buckets and refuses it with a *Wait
// where one is full.
func (o *Office) count(ctx context.Context, login string, addr netip.Addr) (tries, error) {
	t, err := o.buckets(ctx, login, place(addr))
	if err != nil {
		return t, err
	}
	// The count is read in a transaction of its own, after this one: whoever
	// tries at the same time has then been written down too.
	if err := o.Store.Atomic(ctx, func(ctx context.Context) error { return o.put(ctx, t.all...) }); err != nil {
		return t, err
	}
	for i, b := range t.buckets {
		seen, err := o.Store.SignInsAfter(ctx, b.owner, t.all[i].At.Add(-b.window), b.most+1)
		if err != nil {
			return t, err
		}
		if len(seen) > b.most {
			wait := &Wait{Until: seen[b.most].At.Add(b.window)}
			return t, errors.Join(wait, o.refuse(ctx, t, b, login))
		}
	}
	return t, nil
}

// buckets returns those that count this try.
func (o *Office) buckets(ctx context.Context, login, from string) (tries, error) {
	t := tries{login: login, pair: blur("pair", login+"\x00"+from), known: blur("known", login+"\x00"+from)}
	t.buckets = []bucket{
		{"login_and_network", t.pair, perPair, quarter},
	}
	now, id := o.Now(), slovo.RandomText(8)
	before, err := o.Store.SignInsAfter(ctx, t.known, now.Add(-rememberFor), 1)
	if err != nil {
		return t, err
	}
	if len(before) > 0 {
		t.buckets = append(t.buckets, bucket{"usual_in_a_row", blur("usual", login), inRowUsual, rememberFor})
	} else {
		t.buckets = append(t.buckets,
			bucket{"network", blur("network", from), perNetwork, quarter},
			bucket{"login", blur("login", login), perLogin, day},
			bucket{"other_in_a_row", blur("other", login), inRowOther, rememberFor},
			bucket{"all", "all", perAll, quarter})
	}
	for _, b := range t.buckets {
		t.all = append(t.all, SignIn{Owner: b.owner, ID: id, At: now, Until: now.Add(b.window)})
	}
	return t, nil
}

func (o *Office) put(ctx context.Context, all ...SignIn) error {
	for _, s := range all {
		if err := o.Store.PutSignIn(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// release takes the try back: it was right, or nobody looked at it.
func (o *Office) release(ctx context.Context, t tries) error {
	for _, s := range t.all {
		if err := o.Store.DropSignIn(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// welcome takes the try back, empties the pair's bucket and remembers that
// the login has come from here.
func (o *Office) welcome(ctx context.Context, t tries) error {
	if err := o.release(ctx, t); err != nil {
		return err
	}
	for _, owner := range []string{t.pair, t.known} {
		if err := o.Store.DropSignInsOf(ctx, owner); err != nil {
			return err
		}
	}
	if err := o.forgive(ctx, t.login); err != nil {
		return err
	}
	now := o.Now()
	return o.put(ctx, SignIn{Owner: t.known, ID: slovo.RandomText(8), At: now, Until: now.Add(rememberFor)})
}

// forgive ends the login's row of failures.
func (o *Office) forgive(ctx context.Context, login string) error {
	for _, row := range []string{"usual", "other"} {
		if err := o.Store.DropSignInsOf(ctx, blur(row, login)); err != nil {
			return err
		}
	}
	return nil
}

// refuse takes the try back, so that hammering does not lengthen the wait,
// and writes the burst to the ledger once in its window.
func (o *Office) refuse(ctx context.Context, t tries, b bucket, login string) error {
	now := o.Now()
	told := SignIn{Owner: "told:" + b.owner, ID: slovo.RandomText(8), At: now, Until: now.Add(b.window)}
	return o.Store.Atomic(ctx, func(ctx context.Context) error {
		if err := o.release(ctx, t); err != nil {
			return err
		}
		before, err := o.Store.SignInsAfter(ctx, told.Owner, now.Add(-b.window), 1)
		if err != nil || len(before) > 0 {
			return err
		}
		if err := o.put(ctx, told); err != nil {
			return err
		}
		return o.tell(ctx, b.kind, login)
	})
}

// tell writes a refused burst down: about which account, if there is one.
func (o *Office) tell(ctx context.Context, kind, login string) error {
	a, _, err := o.Store.AccountByLogin(ctx, login)
	if err != nil && !errors.Is(err, slovo.ErrNotFound) {
		return err
	}
	_, err = o.Ledger.Append(ctx, ledger.Draft{
		Customer: slovo.Firm, Act: ledger.ActSignIn, Outcome: ledger.Refused,
		Reasons: []string{"too_many_attempts", kind}, Subject: string(a.ID), Charter: o.Charter().Hash,
	})
	return err
}
