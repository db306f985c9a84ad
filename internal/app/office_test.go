package app_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"slovo/internal/app"
)

const chosen = "скрепка окно барсук маяк"

var (
	codes   = regexp.MustCompile(`<code>([^<]+)</code>`)
	members = regexp.MustCompile(`href="(/staff/[a-z0-9]{16})"[^>]*>Newcomer<`)
)

// hire makes an account as the owner does, and returns what it signs in with.
func hire(t *testing.T, owner *visitor, login, role string) app.DemoStaff {
	t.Helper()
	answer, body := owner.post("/staff", "same-origin", url.Values{"login": {login}, "name": {"Newcomer"}, "role": {role}})
	shown := codes.FindAllStringSubmatch(body, -1)
	if answer.StatusCode != http.StatusOK || len(shown) != 3 || answer.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("hired with %d, shown %v", answer.StatusCode, shown)
	}
	return app.DemoStaff{Login: shown[0][1], Role: role, Password: shown[1][1], TOTP: strings.ReplaceAll(shown[2][1], " ", "")}
}

// door tries to sign in, with the code of the moment.
func (v *visitor) door(s app.DemoStaff, at time.Time) string {
	v.t.Helper()
	code, err := totp.GenerateCode(s.TOTP, at)
	if err != nil {
		v.t.Fatal(err)
	}
	answer, _ := v.post("/signin", "same-origin", url.Values{"login": {s.Login}, "password": {s.Password}, "code": {code}})
	return answer.Request.URL.Path
}

func TestANewcomersFirstDay(t *testing.T) {
	r := demoCompany(t, "")
	owner := visit(t, r).signIn(member(t, r, "owner"))
	person := hire(t, owner, "newcomer", "agent")
	_, list := owner.get("/staff")
	found := members.FindStringSubmatch(list)
	if found == nil || strings.Contains(list, person.Password) || !strings.Contains(list, "has not signed in yet") {
		t.Fatalf("the list does not show the newcomer as new: %v", found)
	}
	page := found[1]

	inside := visit(t, r)
	if at := inside.door(person, time.Now()); at != "/account" {
		t.Fatalf("a one-time password leads to %s", at)
	}
	if answer, _ := inside.get("/desk"); answer.Request.URL.Path != "/account" {
		t.Errorf("the desk opens with a one-time password: %s", answer.Request.URL.Path)
	}
	code, err := totp.GenerateCode(person.TOTP, time.Now().Add(30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	change := func(old, new, again string) (int, string) {
		answer, body := inside.post("/account/password", "same-origin", url.Values{"password": {old}, "new": {new}, "again": {again}, "code": {code}})
		return answer.StatusCode, body
	}
	for _, tt := range []struct{ name, old, new, again, says string }{
		{"two that differ", person.Password, chosen, chosen + "x", "The passwords differ"},
		{"a weak one", person.Password, "password123", "password123", "one of the first that people try"},
		{"not the old one", "wrong", chosen, chosen, "did not fit"},
	} {
		if status, body := change(tt.old, tt.new, tt.again); status != http.StatusUnprocessableEntity || !strings.Contains(body, tt.says) {
			t.Errorf("%s: %d, want the page to say %q", tt.name, status, tt.says)
		}
	}
	if status, body := change(person.Password, chosen, chosen); status != http.StatusOK || !strings.Contains(body, "The password was changed") {
		t.Fatalf("changed with %d", status)
	}
	if answer, _ := inside.get("/account"); answer.Request.URL.Path != "/signin" {
		t.Error("the old session outlived the password")
	}

	for _, tt := range []struct {
		act  string
		form url.Values
		says string
	}{
		{"block", nil, "Sign-in is blocked"},
		{"unblock", nil, "Sign-in is unblocked"},
		{"role", url.Values{"role": {"pilot"}}, "The charter has no such role"},
		{"role", url.Values{"role": {"accountant"}}, "The role was changed"},
		{"sessions", nil, "All sign-ins have ended"},
		{"password", nil, "One-time password"},
		{"codes", nil, "Key for the app with codes"},
	} {
		if _, body := owner.post(page+"/"+tt.act, "same-origin", tt.form); !strings.Contains(body, tt.says) {
			t.Errorf("%s: the page does not say %q", tt.act, tt.says)
		}
	}
}

func TestTheOfficeTellsWhatIsWrong(t *testing.T) {
	r := demoCompany(t, "")
	owner := visit(t, r).signIn(member(t, r, "owner"))
	person := hire(t, owner, "newcomer", "agent")
	_, list := owner.get("/tokens/new")
	account := regexp.MustCompile(`value="([a-z0-9]{16})"[^>]*>Newcomer`).FindStringSubmatch(list)[1]
	tokens := func(change func(url.Values)) url.Values {
		form := url.Values{"label": {"the website"}, "account": {account}, "purpose": {"support"}, "networks": {"10.0.0.0/8 192.0.2.7"}, "quota": {"5"}}
		change(form)
		return form
	}
	for _, tt := range []struct {
		name, path string
		form       url.Values
		says       string
		kept       string
	}{
		{"a login with a space", "/staff", url.Values{"login": {"two words"}, "name": {"Anna Kept"}, "role": {"agent"}}, "no spaces", "Anna Kept"},
		{"a login that is taken", "/staff", url.Values{"login": {person.Login}, "name": {"Anna Kept"}, "role": {"agent"}}, "such a login already", "Anna Kept"},
		{"no name", "/staff", url.Values{"login": {"kept"}, "name": {" "}, "role": {"agent"}}, "Write a name", `value="kept"`},
		{"an unknown role", "/staff", url.Values{"login": {"kept"}, "name": {"A"}, "role": {"pilot"}}, "no such role", `value="kept"`},
		{"a day gone by", "/tokens", tokens(func(f url.Values) { f.Set("expires", "2020-01-01") }), "a day in the future", "the website"},
		{"no day", "/tokens", tokens(func(f url.Values) { f.Set("expires", "soon") }), "a day in the future", "the website"},
		{"no network", "/tokens", tokens(func(f url.Values) { f.Set("networks", "10.0.0") }), "A network is written as", "10.0.0"},
		{"no number", "/tokens", tokens(func(f url.Values) { f.Set("quota", "many") }), "Write a whole number", "many"},
		{"no label", "/tokens", tokens(func(f url.Values) { f.Set("label", "") }), "Name the token", "192.0.2.7"},
		{"an unknown purpose", "/tokens", tokens(func(f url.Values) { f.Set("purpose", "spying") }), "no longer in the charter", "the website"},
		{"nobody's", "/tokens", tokens(func(f url.Values) { f.Set("account", "nobody") }), "on whose behalf", "the website"},
	} {
		answer, body := owner.post(tt.path, "same-origin", tt.form)
		if answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, tt.says) || !strings.Contains(body, tt.kept) {
			t.Errorf("%s: %d; want the page to say %q and keep %q", tt.name, answer.StatusCode, tt.says, tt.kept)
		}
	}
	_, body := owner.post("/tokens", "same-origin", tokens(func(url.Values) {}))
	secret := codes.FindStringSubmatch(body)
	_, list = owner.get("/tokens")
	if secret == nil || !strings.HasPrefix(secret[1], "slovo_") || strings.Contains(list, secret[1]) {
		t.Fatalf("the token is not shown once and only once: %v", secret)
	}
	if !strings.Contains(list, "10.0.0.0/8, 192.0.2.7/32, up to") || !strings.Contains(list, "never yet") {
		t.Error("the list does not tell what the token is bound to")
	}
	revoke := regexp.MustCompile(`/tokens/[a-z0-9]+/revocation`).FindString(list)
	if _, body := owner.post(revoke, "same-origin", nil); !strings.Contains(body, "opens nothing any more") || strings.Contains(body, revoke) {
		t.Error("the token was not revoked")
	}
}

// The office is shut to those whose role lacks the duty, whatever the page.
func TestTheOfficeIsShut(t *testing.T) {
	r := demoCompany(t, "")
	owner := visit(t, r).signIn(member(t, r, "owner"))
	hire(t, owner, "newcomer", "agent")
	_, list := owner.get("/staff")
	page := members.FindStringSubmatch(list)[1]
	agent := visit(t, r).signIn(member(t, r, "agent"))
	for _, path := range []string{"/staff", "/staff/new", "/staff/roles", page, "/tokens", "/tokens/new"} {
		if answer, _ := agent.get(path); answer.StatusCode != http.StatusForbidden {
			t.Errorf("an agent gets %s: %d", path, answer.StatusCode)
		}
		if answer, _ := visit(t, r).get(path); answer.Request.URL.Path != "/signin" {
			t.Errorf("a stranger gets %s: %d", path, answer.StatusCode)
		}
	}
	for _, path := range []string{"/staff", page + "/role", page + "/block", page + "/unblock", page + "/sessions", page + "/password", page + "/codes", "/tokens", "/tokens/x/revocation"} {
		form := url.Values{"login": {"evil"}, "name": {"E"}, "role": {"owner"}, "label": {"x"}}
		if answer, _ := agent.post(path, "same-origin", form); answer.StatusCode != http.StatusForbidden {
			t.Errorf("an agent posts to %s: %d", path, answer.StatusCode)
		}
		if answer, _ := owner.post(path, "cross-site", form); answer.StatusCode != http.StatusForbidden {
			t.Errorf("another site posts to %s: %d", path, answer.StatusCode)
		}
	}
	if _, body := agent.get("/account"); !strings.Contains(body, "you are here") {
		t.Error("an agent does not see the own sign-in")
	}
}
