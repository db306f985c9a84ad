package app_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/totp"

	"slovo"
	"slovo/internal/app"
	"slovo/internal/ledger"
	"slovo/internal/staff"
	"slovo/internal/store/storetest"
)

// signs answers as those members, one after the other.
func signs(t *testing.T, members ...app.DemoStaff) app.Ask {
	t.Helper()
	return func(context.Context, int, int, app.WrongApproval) (staff.Attempt, error) {
		if len(members) == 0 {
			return staff.Attempt{}, errors.New("nobody is left to ask")
		}
		m := members[0]
		members = members[1:]
		code, err := totp.GenerateCode(m.TOTP, time.Now())
		return staff.Attempt{Login: m.Login, Password: slovo.NewValue(m.Password), Code: slovo.NewValue(code)}, err
	}
}

// lostDemo is a demo with a backup, after which a customer was erased, a
// colleague blocked, a token revoked and another's password changed; then it
// was lost.
type lostDemo struct {
	app.DemoReady

	dest, state string
	token       slovo.TokenID
	store       string // an empty database of the same engine; "" for SQLite's file
}

func loseDemo(t *testing.T, address, empty string) lostDemo {
	t.Helper()
	l := lostDemo{dest: filepath.Join(t.TempDir(), "backups"), state: t.TempDir(), store: empty}
	l.DemoReady = stoppedOn(t, filepath.Join(t.TempDir(), "demo"), address, func(t *testing.T, r app.DemoReady) {
		var token app.NewToken
		if err := do(t, r, "token create", app.TokenOptions{Login: "anna", Label: "shop", Quota: 10}, &token); err != nil {
			t.Fatal(err)
		}
		l.token = token.ID
		backUp(t, r, l.dest)
		eraseOther(t, r)
		for _, c := range []app.Command{
			{Name: "staff block", Options: app.LoginOptions{Login: "mark"}},
			{Name: "staff password", Options: app.StaffOptions{Login: "kira", Password: "another-lantern-over-the-harbor"}},
		} {
			if err := do(t, r, c.Name, c.Options, &struct{}{}); err != nil {
				t.Fatal(c.Name, err)
			}
		}
	})
	for _, name := range []string{"checkpoint", "journal"} {
		text, err := os.ReadFile(filepath.Join(l.Dir, "state", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(l.state, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(l.Dir); err != nil {
		t.Fatal(err)
	}
	return l
}

// told adds to the journal what the lost company did besides.
func (l lostDemo) told(t *testing.T, lines ...ledger.Line) {
	t.Helper()
	j, err := ledger.OpenJournal(filepath.Join(l.state, "journal"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(j.Keep(lines...), j.Close()); err != nil {
		t.Fatal(err)
	}
}

func (l lostDemo) options(t *testing.T) app.RestoreOptions {
	t.Helper()
	return app.RestoreOptions{
		Src: l.dest, Dir: filepath.Join(t.TempDir(), "back"), Identity: strings.NewReader(l.Recovery), Store: l.store, Outside: l.state,
	}
}

func (l lostDemo) two(t *testing.T) []app.DemoStaff {
	t.Helper()
	return []app.DemoStaff{member(t, l.DemoReady, "owner"), member(t, l.DemoReady, "accountant")}
}

func TestARestoreBringsNobodyBackWhoWasErased(t *testing.T) {
	restores := func(t *testing.T, l lostDemo) {
		o := l.options(t)
		got, err := app.Restore(t.Context(), o, signs(t, l.two(t)...))
		if err != nil {
			t.Fatal(err)
		}
		want := app.Replayed{Erased: 1, Accounts: 2, Blocked: []string{"kira"}, Left: []string{}}
		if diff := cmp.Diff(want, got.Replayed); diff != "" {
			t.Errorf("replayed: %s", diff)
		}
		if !got.Backup.OK || !got.Lost.Known || got.Lost.To-got.Lost.From < 4 || !cmp.Equal(got.Approved, []string{"olga", "vera"}) {
			t.Errorf("restored: %+v", got)
		}
		if got.Key == got.OldKey || !strings.HasPrefix(got.Key, strings.SplitN(got.OldKey, "+", 2)[0]+"/2+") {
			t.Errorf("the new log's key is %s, the old one's was %s", got.Key, got.OldKey)
		}
		var v app.Verification
		for range 2 { // as it is, and as it is after it was opened to work
			if err := app.Do(t.Context(), o.Dir, app.Command{Name: "ledger verify", Options: app.VerifyOptions{Vault: true}}, &v, func(app.Progress) {}); err != nil || !v.OK {
				t.Fatalf("verified: %+v, %v", v, err)
			}
			if err := app.Do(t.Context(), o.Dir, app.Command{Name: "staff list"}, &[]any{}, func(app.Progress) {}); err != nil {
				t.Fatal(err)
			}
		}
		erasedThere(t, l, o.Dir)
		tellsWhatWasLost(t, l, o.Dir, got)
		text, err := os.ReadFile(filepath.Join(o.Dir, "state", "journal"))
		if err != nil || strings.Count(string(text), `"act":"erase"`) != 2 {
			t.Errorf("the journal goes on: %v, %s", err, text)
		}
	}
	t.Run("sqlite", func(t *testing.T) { restores(t, loseDemo(t, "", "")) })
	t.Run("postgres", func(t *testing.T) { restores(t, loseDemo(t, storetest.Postgres(t), storetest.Postgres(t))) })
}

// erasedThere asks the restored company itself.
func erasedThere(t *testing.T, l lostDemo, dir string) {
	t.Helper()
	var list []app.Shown
	err := app.Do(t.Context(), dir, app.Command{Name: "ledger show", Options: app.ShowOptions{Customer: l.Other.ID, Limit: 1}}, &list, func(app.Progress) {})
	if err != nil || len(list) != 1 || list[0].Act != ledger.ActErase {
		t.Errorf("the last of the erased customer's lines: %+v, %v", list, err)
	}
	url := servingAt(t, dir)
	get := func(c app.DemoPerson) int {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/v1/customers/"+string(c.ID), nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+l.Tokens.Agent)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode
	}
	if erased, there := get(l.Other), get(l.Customer); erased == http.StatusOK || there != http.StatusOK {
		t.Errorf("the erased customer's record: %d, the other's: %d", erased, there)
	}
}

// tellsWhatWasLost reads the new log's first entry.
func tellsWhatWasLost(t *testing.T, l lostDemo, dir string, r app.Restored) {
	t.Helper()
	var list []app.Shown
	err := app.Do(t.Context(), dir, app.Command{Name: "ledger show", Options: app.ShowOptions{
		Customer: slovo.Firm, Below: r.Entry.Number() + 1, Limit: 1,
	}}, &list, func(app.Progress) {})
	if err != nil || len(list) != 1 || list[0].Act != ledger.ActRestore || list[0].Subject != r.Backup.ID {
		t.Fatalf("the first entry: %+v, %v", list, err)
	}
	note, err := os.ReadFile(filepath.Join(l.state, "checkpoint"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(note), "\n")
	if want := []string{"log:" + r.OldKey, "checkpoint:" + lines[1] + ":" + lines[2]}; !cmp.Equal(list[0].Fields[:2], want) {
		t.Errorf("it commits to %v, want %v", list[0].Fields, want)
	}
}

func TestARestoreThatIsNotApprovedLeavesNothing(t *testing.T) {
	l := loseDemo(t, "", "")
	owner, agent, blocked := l.two(t)[0], member(t, l.DemoReady, "agent"), app.DemoStaff{}
	for _, s := range l.Staff {
		if s.Login == "mark" {
			blocked = s
		}
	}
	wrong := owner
	wrong.Password = "not the one"
	vera := l.two(t)[1]
	for name, who := range map[string][]app.DemoStaff{
		"one alone":            {owner},
		"the same twice":       {owner, owner, owner, owner, owner, owner},
		"nobody who may":       {agent, vera, vera, vera, vera, vera},
		"wrong password":       {wrong, wrong, wrong, wrong},
		"who was blocked then": {blocked, blocked, blocked, blocked},
	} {
		t.Run(name, func(t *testing.T) {
			o := l.options(t)
			if _, err := app.Restore(t.Context(), o, signs(t, who...)); err == nil {
				t.Error("it was restored")
			}
			if _, err := os.Stat(o.Dir); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the folder: %v", err)
			}
		})
	}
}

func TestARestoreSaysWhatIsMissing(t *testing.T) {
	l := loseDemo(t, "", "")
	for name, one := range map[string]struct {
		change func(*app.RestoreOptions)
		want   error
	}{
		"nothing outside": {func(o *app.RestoreOptions) { o.Outside = t.TempDir() }, slovo.ErrNotFound},
		"another's identity": {func(o *app.RestoreOptions) {
			o.Identity = strings.NewReader("AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33\n")
		}, slovo.ErrInvalid},
		"no identity":  {func(o *app.RestoreOptions) { o.Identity = strings.NewReader("x") }, slovo.ErrInvalid},
		"no backup":    {func(o *app.RestoreOptions) { o.Src = t.TempDir() }, slovo.ErrNotFound},
		"a full place": {func(o *app.RestoreOptions) { o.Dir = l.state }, slovo.ErrConflict},
	} {
		t.Run(name, func(t *testing.T) {
			o := l.options(t)
			one.change(&o)
			if _, err := app.Restore(t.Context(), o, signs(t, l.two(t)...)); !errors.Is(err, one.want) {
				t.Errorf("it says %v, want %v", err, one.want)
			}
			if _, err := os.Stat(filepath.Join(o.Dir, "slovo.yaml")); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("a part of the company is there: %v", err)
			}
		})
	}
	if left, err := os.ReadDir(l.state); err != nil || len(left) != 2 {
		t.Errorf("what lay in the full place: %v, %v", left, err)
	}
}

func TestARestoreDoesAgainWhatTheJournalTells(t *testing.T) {
	l := loseDemo(t, "", "")
	staffed := accountsOf(t, l)
	at := func(act ledger.Act, id slovo.EntryID, subject slovo.StaffID, names ...string) ledger.Line {
		return ledger.Line{Entry: id, At: time.Now(), Act: act, Subject: string(subject), Names: names}
	}
	l.told(
		t,
		at(ledger.ActConsent, slovo.EntryIDOf(l.Customer.ID, 90), "", "claimed:email", "suppressed:phone"),
		at(ledger.ActConsent, slovo.EntryIDOf("8rptwgj4affq4hgzgm8b3sv1k0", 2), "", "suppressed:phone"), // who came after the backup
		at(ledger.ActStaff, "firm-90", staffed["denis"], "role:agent"),
		at(ledger.ActStaff, "firm-91", staffed["irina"], "role:no_longer"),
		at(ledger.ActStaff, "firm-92", staffed["timur"], "blocked"),
		at(ledger.ActStaff, "firm-93", staffed["timur"], "unblocked"),
		at(ledger.ActStaff, "firm-94", staffed["olga"], "blocked"),
		at(ledger.ActToken, "firm-95", slovo.StaffID(l.token), "revoked"),
		at(ledger.ActToken, "firm-96", "came-after", "revoked"),
	)
	o := l.options(t)
	got, err := app.Restore(t.Context(), o, signs(t, member(t, l.DemoReady, "officer"), member(t, l.DemoReady, "accountant")))
	if err != nil {
		t.Fatal(err)
	}
	want := app.Replayed{Erased: 1, Refused: 1, Accounts: 6, Tokens: 1, Blocked: []string{"kira", "irina"}, Left: []string{"olga"}}
	if diff := cmp.Diff(want, got.Replayed); diff != "" {
		t.Errorf("replayed: %s", diff)
	}
	var list []staff.Account
	if err := app.Do(t.Context(), o.Dir, app.Command{Name: "staff list"}, &list, func(app.Progress) {}); err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		if a.Login == "denis" && a.Role != "agent" || a.Login == "timur" && a.Blocked || a.Login == "irina" && !a.Blocked {
			t.Errorf("after the restore: %+v", a)
		}
	}
}

// accountsOf reads the accounts' ids out of a first restore.
func accountsOf(t *testing.T, l lostDemo) map[string]slovo.StaffID {
	t.Helper()
	o := l.options(t)
	if _, err := app.Restore(t.Context(), o, signs(t, l.two(t)...)); err != nil {
		t.Fatal(err)
	}
	var list []staff.Account
	if err := app.Do(t.Context(), o.Dir, app.Command{Name: "staff list"}, &list, func(app.Progress) {}); err != nil {
		t.Fatal(err)
	}
	ids := map[string]slovo.StaffID{}
	for _, a := range list {
		ids[a.Login] = a.ID
	}
	return ids
}

// Who lost the journal too may say so; the log then says it, and who was
// erased is back.
func TestARestoreWithoutAJournalSaysSo(t *testing.T) {
	l := loseDemo(t, "", "")
	o := l.options(t)
	o.Outside = app.NoOutside
	got, err := app.Restore(t.Context(), o, signs(t, l.two(t)...))
	if err != nil || got.Lost.Known || got.Replayed.Erased != 0 {
		t.Errorf("restored: %+v, %v", got, err)
	}
}
