package staff_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/ledger"
	"slovo/internal/password"
	"slovo/internal/staff"
)

func TestAddRefuses(t *testing.T) {
	o := sqlite(t)
	o.hire("boss", "owner")
	good := staff.NewAccount{Login: "anna", Name: "Анна", Role: "agent", Password: slovo.NewValue(goodPassword)}
	but := func(change func(*staff.NewAccount)) staff.NewAccount {
		n := good
		change(&n)
		return n
	}
	for _, tt := range []struct {
		name string
		by   slovo.Actor
		give staff.NewAccount
		want error
	}{
		{"nobody", slovo.Actor{}, good, slovo.ErrDenied},
		{"an agent", slovo.Actor{Account: "a", Role: "agent"}, good, slovo.ErrDenied},
		{"IT, who may only make tokens", slovo.Actor{Account: "a", Role: "it"}, good, slovo.ErrDenied},
		{"a program of the owner's", slovo.Actor{Account: "a", Role: "owner", Token: "t"}, good, slovo.ErrDenied},
		{"HR an owner", slovo.Actor{Account: "a", Role: "hr"}, but(func(n *staff.NewAccount) { n.Role = "owner" }), slovo.ErrDenied},
		{"HR one who makes tokens", slovo.Actor{Account: "a", Role: "hr"}, but(func(n *staff.NewAccount) { n.Role = "it" }), slovo.ErrDenied},
		{"a role that talks and does not", operator, but(func(n *staff.NewAccount) { n.Role = "both" }), slovo.ErrInvalid},
		{"undeclared role", operator, but(func(n *staff.NewAccount) { n.Role = "king" }), slovo.ErrInvalid},
		{"no role", operator, but(func(n *staff.NewAccount) { n.Role = "" }), slovo.ErrInvalid},
		{"no login", operator, but(func(n *staff.NewAccount) { n.Login = " " }), slovo.ErrInvalid},
		{"login with a space", operator, but(func(n *staff.NewAccount) { n.Login = "an na" }), slovo.ErrInvalid},
		{"no name", operator, but(func(n *staff.NewAccount) { n.Name = "" }), slovo.ErrInvalid},
		{"name of two lines", operator, but(func(n *staff.NewAccount) { n.Name = "a\nb" }), slovo.ErrInvalid},
		{"weak password", operator, but(func(n *staff.NewAccount) { n.Password = slovo.NewValue("Ромашка-2026") }), slovo.ErrInvalid},
		{"login taken, in capitals", operator, but(func(n *staff.NewAccount) { n.Login = "BOSS" }), slovo.ErrConflict},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := len(o.book.drafts)
			_, _, err := o.Add(t.Context(), tt.by, tt.give)
			want(t, "Add", err, tt.want)
			if n := len(o.book.drafts) - before; n != 0 {
				t.Errorf("%d entries about nothing", n)
			}
		})
	}
	var weak *password.Weak
	_, _, err := o.Add(t.Context(), operator, but(func(n *staff.NewAccount) { n.Password = slovo.NewValue("Ромашка-2026") }))
	if !errors.As(err, &weak) || weak.Code != password.Personal {
		t.Errorf("weak password: %v, want why", err)
	}
}

func TestAdd(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		a, enrollment, err := o.Add(t.Context(), operator, staff.NewAccount{
			Login: " Anna@Shop ", Name: " Анна ", Role: "agent", Password: slovo.NewValue(goodPassword),
		})
		if err != nil {
			t.Fatal(err)
		}
		kept, err := o.ByLogin(t.Context(), "ANNA@shop")
		if diff := cmp.Diff(staff.Account{ID: a.ID, Login: "anna@shop", Name: "Анна", Role: "agent", Made: noon}, kept); diff != "" || err != nil {
			t.Errorf("account (-want +got):\n%s%v", diff, err)
		}
		if got := o.book.last(); got != "staff done "+string(a.ID)+" [added role:agent]" {
			t.Errorf("entry %q", got)
		}
		if d := o.book.drafts[0]; d.Customer != slovo.Firm || d.Act != ledger.ActStaff || d.Charter != "c0ffee" {
			t.Errorf("entry %+v: not the firm's under the charter in force", d)
		}
		if url := enrollment.URL.Show(); !strings.HasPrefix(url, "otpauth://totp/") || !strings.Contains(url, "secret="+enrollment.Secret.Show()) {
			t.Errorf("enrollment %q", url)
		}
	})
}

// No entry, no change: what is not written down does not stand.
func TestNothingChangesWithoutItsEntry(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		boss, anna := o.hire("boss", "owner"), o.hire("anna", "agent")
		session := o.signIn(anna)
		token, _, err := o.CreateToken(t.Context(), operator, staff.NewToken{Account: boss.ID, Label: "shop"})
		want(t, "CreateToken", err, nil)
		o.book.full = true
		_, _, err = o.Add(t.Context(), operator, staff.NewAccount{Login: "new", Name: "New", Role: "agent", Password: slovo.NewValue(goodPassword)})
		want(t, "Add", err, slovo.ErrUnavailable)
		want(t, "SetBlocked", o.SetBlocked(t.Context(), operator, anna.ID, true), slovo.ErrUnavailable)
		want(t, "SetRole", o.SetRole(t.Context(), operator, anna.ID, "it"), slovo.ErrUnavailable)
		want(t, "EndAll", o.EndAll(t.Context(), operator, anna.ID), slovo.ErrUnavailable)
		want(t, "RevokeToken", o.RevokeToken(t.Context(), operator, token.ID), slovo.ErrUnavailable)
		_, _, err = o.CreateToken(t.Context(), operator, staff.NewToken{Account: boss.ID, Label: "other"})
		want(t, "CreateToken", err, slovo.ErrUnavailable)
		o.book.full = false
		_, err = o.ByLogin(t.Context(), "new")
		want(t, "the account", err, slovo.ErrNotFound)
		_, err = o.SessionActor(t.Context(), session)
		want(t, "the session", err, nil)
		tokens, err := o.Tokens(t.Context(), operator, boss.ID)
		if err != nil || len(tokens) != 1 || !tokens[0].Revoked.IsZero() {
			t.Errorf("tokens %+v, %v: want the one, not revoked", tokens, err)
		}
	})
}

// Whatever is done to an account, nothing that it had running goes on.
func TestChangesEndWhatRuns(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire("boss", "owner")
		for i, tt := range []struct {
			name, entry string
			do          func(id slovo.StaffID, c colleague) error
		}{
			{"blocked", "[blocked]", func(id slovo.StaffID, _ colleague) error { return o.SetBlocked(t.Context(), operator, id, true) }},
			{"role", "[role:it]", func(id slovo.StaffID, _ colleague) error { return o.SetRole(t.Context(), operator, id, "it") }},
			{"password", "[password]", func(id slovo.StaffID, _ colleague) error {
				return o.SetPassword(t.Context(), operator, id, slovo.NewValue("другой пароль: ёжик, туман"))
			}},
			{"own password", "[password]", func(_ slovo.StaffID, c colleague) error {
				return o.ChangePassword(t.Context(), o.right(c, home), slovo.NewValue("другой пароль: ёжик, туман"))
			}},
			{"codes", "[codes]", func(id slovo.StaffID, _ colleague) error {
				_, err := o.ResetCodes(t.Context(), operator, id)
				return err
			}},
			{"ended", "[ended]", func(id slovo.StaffID, c colleague) error { return o.EndAll(t.Context(), c.Actor(), id) }},
		} {
			c := o.hire(strings.Repeat("x", i+1), "agent")
			first, second := o.signIn(c), o.signIn(c)
			_, secret, err := o.CreateToken(t.Context(), operator, staff.NewToken{Account: c.ID, Label: "shop"})
			want(t, tt.name+": token", err, nil)
			o.now = o.now.Add(2 * 60e9)
			want(t, tt.name, tt.do(c.ID, c), nil)
			for _, session := range []slovo.Value{first, second} {
				_, err = o.SessionActor(t.Context(), session)
				want(t, tt.name+": session", err, slovo.ErrUnauthenticated)
			}
			_, err = o.TokenActor(t.Context(), secret, home)
			want(t, tt.name+": token", err, slovo.ErrUnauthenticated)
			if got := o.book.last(); !strings.HasSuffix(got, tt.entry) {
				t.Errorf("%s: entry %q, want %s", tt.name, got, tt.entry)
			}
		}
	})
}

func TestChangesAskForTheDuty(t *testing.T) {
	o := sqlite(t)
	boss, anna := o.hire("boss", "owner"), o.hire("anna", "agent")
	hr, it := slovo.Actor{Account: "h", Role: "hr"}, slovo.Actor{Account: "i", Role: "it"}
	for _, tt := range []struct {
		name string
		err  error
		want error
	}{
		{"IT blocks", o.SetBlocked(t.Context(), it, anna.ID, true), slovo.ErrDenied},
		{"an agent ends a colleague's sessions", o.EndAll(t.Context(), anna.Actor(), boss.ID), slovo.ErrDenied},
		{"HR blocks an owner", o.SetBlocked(t.Context(), hr, boss.ID, true), slovo.ErrDenied},
		{"HR sets an owner's password", o.SetPassword(t.Context(), hr, boss.ID, slovo.NewValue(goodPassword)), slovo.ErrDenied},
		{"HR makes an owner", o.SetRole(t.Context(), hr, anna.ID, "owner"), slovo.ErrDenied},
		{"role that nobody declared", o.SetRole(t.Context(), operator, anna.ID, "king"), slovo.ErrInvalid},
		{"nobody", o.SetBlocked(t.Context(), operator, "nobody", true), slovo.ErrNotFound},
		{"weak password", o.SetPassword(t.Context(), hr, anna.ID, slovo.NewValue("qwertyuiop")), slovo.ErrInvalid},
		{"HR blocks an agent", o.SetBlocked(t.Context(), hr, anna.ID, true), nil},
	} {
		want(t, tt.name, tt.err, tt.want)
	}
	_, err := o.ResetCodes(t.Context(), hr, boss.ID)
	want(t, "HR resets an owner's codes", err, slovo.ErrDenied)
	_, err = o.Accounts(t.Context(), anna.Actor(), "", 10)
	want(t, "an agent lists", err, slovo.ErrDenied)
	page, err := o.Accounts(t.Context(), hr, "anna", 10)
	if err != nil || len(page) != 1 || page[0].ID != boss.ID {
		t.Errorf("page after anna: %+v, %v", page, err)
	}
}

func TestSomebodyIsLeftToLookAfterAccounts(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		boss, second := o.hire("boss", "owner"), o.hire("second", "owner")
		want(t, "one of two", o.SetBlocked(t.Context(), operator, second.ID, true), nil)
		want(t, "the last, blocked", o.SetBlocked(t.Context(), operator, boss.ID, true), slovo.ErrConflict)
		want(t, "the last, demoted", o.SetRole(t.Context(), operator, boss.ID, "agent"), slovo.ErrConflict)
		want(t, "the last, to another such role", o.SetRole(t.Context(), operator, boss.ID, "hr"), nil)
		if a, err := o.Account(t.Context(), boss.ID); err != nil || a.Role != "hr" || a.Blocked {
			t.Errorf("the last: %+v, %v", a, err)
		}
	})
}
