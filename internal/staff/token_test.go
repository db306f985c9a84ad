package staff_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/staff"
)

func TestCreateTokenRefuses(t *testing.T) {
	o := sqlite(t)
	boss, anna, blocked := o.hire("boss", "owner"), o.hire("anna", "agent"), o.hire("blocked", "agent")
	want(t, "block", o.SetBlocked(t.Context(), operator, blocked.ID, true), nil)
	denis := o.hire("denis", "packs")
	good := staff.NewToken{Account: anna.ID, Label: "shop"}
	but := func(change func(*staff.NewToken)) staff.NewToken {
		n := good
		change(&n)
		return n
	}
	it := slovo.Actor{Account: "i", Role: "it"}
	for _, tt := range []struct {
		name string
		by   slovo.Actor
		give staff.NewToken
		want error
	}{
		{"an agent", anna.Actor(), good, slovo.ErrDenied},
		{"HR", slovo.Actor{Account: "h", Role: "hr"}, good, slovo.ErrDenied},
		{"a program", slovo.Actor{Account: boss.ID, Role: "owner", Token: "t"}, good, slovo.ErrDenied},
		{"IT an owner's", it, but(func(n *staff.NewToken) { n.Account = boss.ID }), slovo.ErrDenied},
		{"nobody's", operator, but(func(n *staff.NewToken) { n.Account = "nobody" }), slovo.ErrNotFound},
		{"a blocked account's", operator, but(func(n *staff.NewToken) { n.Account = blocked.ID }), slovo.ErrInvalid},
		{"another role than the account's", operator, but(func(n *staff.NewToken) { n.Role = "owner" }), slovo.ErrInvalid},
		{"no label", operator, but(func(n *staff.NewToken) { n.Label = " " }), slovo.ErrInvalid},
		{"undeclared purpose", operator, but(func(n *staff.NewToken) { n.Purposes = []string{"fun"} }), slovo.ErrInvalid},
		{"no network", operator, but(func(n *staff.NewToken) { n.Networks = []netip.Prefix{{}} }), slovo.ErrInvalid},
		{"quota below zero", operator, but(func(n *staff.NewToken) { n.Quota = -1 }), slovo.ErrInvalid},
		{"expired", operator, but(func(n *staff.NewToken) { n.Expires = noon }), slovo.ErrInvalid},
		{"for two years", operator, but(func(n *staff.NewToken) { n.Expires = noon.AddDate(2, 0, 0) }), slovo.ErrInvalid},
		{"IT one that reads with nobody verified", it, but(func(n *staff.NewToken) { n.Account = denis.ID }), slovo.ErrDenied},
		{"IT one for another purpose", it, but(func(n *staff.NewToken) { n.Account, n.Purposes = denis.ID, []string{"support"} }), nil},
		{"IT an agent's", it, good, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := o.CreateToken(t.Context(), tt.by, tt.give)
			want(t, "CreateToken", err, tt.want)
		})
	}
}

func TestToken(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna, boss := o.hire("anna", "agent"), o.hire("boss", "owner")
		token, secret, err := o.CreateToken(t.Context(), boss.Actor(), staff.NewToken{
			Account: anna.ID, Label: "the shop's site", Purposes: []string{"support", "fulfil"}, Quota: 40,
			Networks: []netip.Prefix{netip.MustParsePrefix("10.1.2.3/8"), netip.MustParsePrefix("2001:db8::/32")},
		})
		want(t, "CreateToken", err, nil)
		if !strings.HasPrefix(secret.Show(), "slovo_") || token.Expires != noon.AddDate(0, 0, 90) {
			t.Errorf("token %+v: want slovo_… for 90 days", token)
		}
		if got := o.book.last(); got != "token done "+string(token.ID)+" [added account:"+string(anna.ID)+"]" {
			t.Errorf("entry %q", got)
		}
		listed, err := o.Tokens(t.Context(), anna.Actor(), anna.ID) // who may not make any sees her own
		same := cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })
		if diff := cmp.Diff([]staff.Token{token}, listed, same); diff != "" || err != nil {
			t.Errorf("listed (-want +got):\n%s%v", diff, err)
		}
		wantActor := slovo.Actor{Account: anna.ID, Role: "agent", Token: token.ID, Maker: boss.ID, Purposes: []string{"support", "fulfil"}, Quota: 40}
		_, err = o.Tokens(t.Context(), anna.Actor(), boss.ID)
		want(t, "Tokens of another", err, slovo.ErrDenied)
		_, err = o.Tokens(t.Context(), wantActor, anna.ID)
		want(t, "Tokens asked by a program", err, slovo.ErrDenied)
		for _, addr := range []string{"10.200.0.1", "::ffff:10.0.0.1", "2001:db8:9::1"} {
			actor, err := o.TokenActor(t.Context(), secret, netip.MustParseAddr(addr))
			if diff := cmp.Diff(wantActor, actor); diff != "" || err != nil {
				t.Errorf("from %s (-want +got):\n%s%v", addr, diff, err)
			}
		}
		want(t, "RevokeToken", o.RevokeToken(t.Context(), operator, token.ID), nil)
		want(t, "RevokeToken again", o.RevokeToken(t.Context(), operator, token.ID), nil)
		want(t, "RevokeToken of none", o.RevokeToken(t.Context(), operator, "none"), slovo.ErrNotFound)
		if n := len(o.book.drafts); n != 4 {
			t.Errorf("%d entries, want 4: two accounts, the token, its end", n)
		}
	})
}

func TestTokenGivesOneAnswer(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna := o.hire("anna", "agent")
		make := func(change func(*staff.NewToken)) slovo.Value {
			n := staff.NewToken{Account: anna.ID, Label: "shop"}
			change(&n)
			token, secret, err := o.CreateToken(t.Context(), operator, n)
			want(t, "CreateToken", err, nil)
			if n.Label == "revoked" {
				want(t, "RevokeToken", o.RevokeToken(t.Context(), operator, token.ID), nil)
			}
			return secret
		}
		near := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
		good := make(func(*staff.NewToken) {})
		inside := make(func(n *staff.NewToken) { n.Networks = near })
		short := make(func(n *staff.NewToken) { n.Expires = o.now.Add(time.Minute) })
		revoked := make(func(n *staff.NewToken) { n.Label = "revoked" })
		o.now = o.now.Add(time.Minute)
		var texts []string
		for _, tt := range []struct {
			name   string
			secret slovo.Value
			addr   netip.Addr
		}{
			{"nothing", slovo.Value{}, home},
			{"without its prefix", slovo.NewValue(strings.TrimPrefix(good.Show(), "slovo_")), home},
			{"a letter off", slovo.NewValue(good.Show() + "0"), home},
			{"from outside its network", inside, home},
			{"from nowhere", inside, netip.Addr{}},
			{"expired", short, home},
			{"revoked", revoked, home},
			{"a session", o.signIn(anna), home},
		} {
			_, err := o.TokenActor(t.Context(), tt.secret, tt.addr)
			want(t, tt.name, err, slovo.ErrUnauthenticated)
			if err != nil {
				texts = append(texts, err.Error())
			}
		}
		if len(slices.Compact(texts)) != 1 {
			t.Errorf("answers %q, want one", texts)
		}
		actor, err := o.TokenActor(t.Context(), good, home)
		if err != nil || actor.Purposes != nil || !actor.Program() {
			t.Errorf("good: %+v, %v; want a program with whatever its role allows", actor, err)
		}
	})
}
