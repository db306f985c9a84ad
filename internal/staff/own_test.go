package staff_test

import (
	"errors"
	"testing"
	"time"

	"slovo"
	"slovo/internal/staff"
)

func TestSessionsAreSeenAndEndedByTheirOwner(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna, ivan := o.hire("anna", "agent"), o.hire("ivan", "agent")
		first, second := o.signIn(anna), o.signIn(anna)
		_ = o.signIn(ivan)
		all, err := o.Sessions(t.Context(), anna.Actor(), anna.ID)
		if err != nil || len(all) != 2 || !all[0].Opens(second) || !all[1].Opens(first) || all[0].ID() == all[1].ID() {
			t.Fatalf("anna's sessions are %+v, %v", all, err)
		}
		_, err = o.Sessions(t.Context(), anna.Actor(), ivan.ID)
		want(t, "a colleague's sessions", err, slovo.ErrDenied)
		if seen, err := o.Sessions(t.Context(), operator, ivan.ID); err != nil || len(seen) != 1 {
			t.Errorf("whoever looks after accounts sees %+v, %v", seen, err)
		}
		program := anna.Actor()
		program.Token = "t"
		_, err = o.Sessions(t.Context(), program, anna.ID)
		want(t, "by a program", err, slovo.ErrDenied)

		want(t, "ivan ends anna's", o.EndOwn(t.Context(), ivan.Actor(), all[1].ID()), slovo.ErrNotFound)
		o.book.full = true
		want(t, "without the ledger", o.EndOwn(t.Context(), anna.Actor(), all[1].ID()), slovo.ErrUnavailable)
		_, err = o.SessionActor(t.Context(), first)
		want(t, "it still runs", err, nil)
		o.book.full = false
		want(t, "EndOwn", o.EndOwn(t.Context(), anna.Actor(), all[1].ID()), nil)
		if got, want := o.book.last(), "staff done "+string(anna.ID)+" [session_ended]"; got != want {
			t.Errorf("the entry is %q, want %q", got, want)
		}
		_, err = o.SessionActor(t.Context(), first)
		want(t, "the one that was ended", err, slovo.ErrUnauthenticated)
		_, err = o.SessionActor(t.Context(), second)
		want(t, "the other", err, nil)
		o.now = o.now.Add(time.Hour)
		if idle, err := o.Sessions(t.Context(), anna.Actor(), anna.ID); err != nil || len(idle) != 0 {
			t.Errorf("an idle session is listed: %+v, %v", idle, err)
		}
	})
}

func TestAOneTimePasswordIsToBeChanged(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna := o.hire("anna", "agent")
		_, err := o.GivePassword(t.Context(), anna.Actor(), anna.ID)
		want(t, "by an agent", err, slovo.ErrDenied)
		given, err := o.GivePassword(t.Context(), operator, anna.ID)
		want(t, "GivePassword", err, nil)
		if got, want := o.book.last(), "staff done "+string(anna.ID)+" [one_time_password]"; got != want {
			t.Errorf("the entry is %q, want %q", got, want)
		}
		o.now = o.now.Add(time.Minute)
		try := o.right(anna, home)
		try.Password = given
		in, err := o.SignIn(t.Context(), try)
		if err != nil || !in.Account.OneTime {
			t.Fatalf("signed in as %+v, %v; want an account whose password is to be changed", in.Account, err)
		}
		o.now = o.now.Add(time.Minute)
		try.Code = o.code(anna)
		want(t, "ChangePassword", o.ChangePassword(t.Context(), try, slovo.NewValue(goodPassword)), nil)
		if a, err := o.Account(t.Context(), anna.ID); err != nil || a.OneTime || a.Seen.IsZero() {
			t.Errorf("after the change: %+v, %v", a, err)
		}
		hired, _, err := o.Add(t.Context(), operator, staff.NewAccount{
			Login: "new", Name: "New", Role: "agent", Password: staff.OneTimePassword(), OneTime: true,
		})
		if kept, again := o.Account(t.Context(), hired.ID); err != nil || again != nil || !kept.OneTime || !kept.Seen.IsZero() {
			t.Errorf("a new account is %+v, %v %v", kept, err, again)
		}
	})
}

func TestAllTokensAndTheirUse(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		anna, ivan := o.hire("anna", "agent"), o.hire("ivan", "agent")
		secrets := map[slovo.TokenID]slovo.Value{}
		for _, of := range []colleague{anna, ivan, anna} {
			token, secret, err := o.CreateToken(t.Context(), operator, staff.NewToken{Account: of.ID, Label: "shop"})
			want(t, "CreateToken", err, nil)
			secrets[token.ID] = secret
		}
		_, err := o.AllTokens(t.Context(), anna.Actor(), "", 10)
		want(t, "by an agent", err, slovo.ErrDenied)
		first, err := o.AllTokens(t.Context(), operator, "", 2)
		if err != nil || len(first) != 2 {
			t.Fatalf("the first page is %+v, %v", first, err)
		}
		rest, err := o.AllTokens(t.Context(), operator, first[1].ID, 2)
		if err != nil || len(rest) != 1 || rest[0].ID <= first[1].ID || !rest[0].Seen.IsZero() {
			t.Fatalf("the rest is %+v, %v", rest, err)
		}
		_, err = o.TokenActor(t.Context(), secrets[rest[0].ID], home)
		want(t, "TokenActor", err, nil)
		if used, err := o.AllTokens(t.Context(), operator, first[1].ID, 2); err != nil || !used[0].Seen.Equal(o.now) {
			t.Errorf("its last use is %v, %v; want %v", used[0].Seen, err, o.now)
		}
	})
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	o := sqlite(t)
	anna := o.hire("anna", "agent")
	good := slovo.NewValue(goodPassword)
	for part, give := range map[string]func() error{
		"login": func() error {
			_, _, err := o.Add(t.Context(), operator, staff.NewAccount{Login: "a b", Name: "A", Role: "agent", Password: good})
			return err
		},
		"name": func() error {
			_, _, err := o.Add(t.Context(), operator, staff.NewAccount{Login: "ab", Role: "agent", Password: good})
			return err
		},
		"role": func() error { return o.SetRole(t.Context(), operator, anna.ID, "pilot") },
		"expires": func() error {
			_, _, err := o.CreateToken(t.Context(), operator, staff.NewToken{Account: anna.ID, Label: "shop", Expires: o.now})
			return err
		},
		"purposes": func() error {
			_, _, err := o.CreateToken(t.Context(), operator, staff.NewToken{Account: anna.ID, Label: "shop", Purposes: []string{"none"}})
			return err
		},
	} {
		var wrong *staff.Wrong
		if err := give(); !errors.As(err, &wrong) || wrong.Part != part || !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("%s: %v", part, err)
		}
	}
}
