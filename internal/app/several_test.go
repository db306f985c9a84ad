package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"slovo"
	"slovo/internal/app"
	"slovo/internal/store/storetest"
)

// beside is a second process on the demo's database: its own folder, which
// is a copy of the first one's.
func beside(t *testing.T, r app.DemoReady) app.DemoReady {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "second")
	for _, name := range []string{"slovo.yaml", "charter.yaml", "keys/installation.key", "state/checkpoint", "state/journal"} {
		text, err := os.ReadFile(filepath.Join(r.Dir, name))
		if err == nil {
			err = errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700), os.WriteFile(filepath.Join(dir, name), text, 0o600))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	second := r
	second.Dir, second.URL = dir, servingAt(t, dir)
	return second
}

// TestTwoProcessesKeepOneLog writes through both at once: no fork, and what
// one of them opens, ends or counts holds for the other.
func TestTwoProcessesKeepOneLog(t *testing.T) {
	one := demoCompany(t, storetest.Postgres(t))
	two := beside(t, one)
	var refused atomic.Int64
	var all sync.WaitGroup
	for i := range 40 {
		r := []app.DemoReady{one, two}[i%2]
		all.Go(func() {
			body := fmt.Sprintf(`{"fields":{"name":"Person %d","email":"p%d@example.org"},"purposes":["support"],"source":"api"}`, i, i)
			if status, _ := api(t, r, http.MethodPost, "/customers", body); status != http.StatusCreated {
				refused.Add(1)
			}
		})
	}
	all.Wait()
	if refused.Load() > 0 {
		t.Errorf("%d were refused", refused.Load())
	}
	for _, r := range []app.DemoReady{one, two} {
		var v app.Verification
		if err := do(t, r, "ledger verify", app.VerifyOptions{Vault: true}, &v); err != nil || !v.OK {
			t.Errorf("verified: %+v, %v", v, err)
		}
	}
	sessionsHoldForBoth(t, one, two)
	quotasCountForBoth(t, one, two)
}

func sessionsHoldForBoth(t *testing.T, one, two app.DemoReady) {
	t.Helper()
	owner := visit(t, one).signIn(member(t, one, "owner"))
	there := &visitor{t, two.URL, owner.client}
	if answer, _ := there.get("/staff"); answer.Request.URL.Path != "/staff" {
		t.Errorf("signed in at one, and at the other led to %s", answer.Request.URL.Path)
	}
	if err := do(t, two, "staff end", app.LoginOptions{Login: "olga"}, &struct{}{}); err != nil {
		t.Fatal(err)
	}
	if answer, _ := owner.get("/staff"); answer.Request.URL.Path == "/staff" {
		t.Error("ended at one, and it goes on at the other")
	}
}

// quotasCountForBoth opens one field at a time, by turns, until the quota of
// the token is used up.
func quotasCountForBoth(t *testing.T, one, two app.DemoReady) {
	t.Helper()
	const quota = 5
	var token app.NewToken
	if err := do(t, one, "token create", app.TokenOptions{Login: "anna", Label: "both", Quota: quota}, &token); err != nil {
		t.Fatal(err)
	}
	one.Tokens.Agent, two.Tokens.Agent = token.Secret, token.Secret
	matter := verifiedCase(t, one)
	body := fmt.Sprintf(`{"fields":["phone"],"purpose":"support","case":"%s"}`, matter)
	opened := 0
	for i := range quota + 4 {
		status, text := api(t, []app.DemoReady{one, two}[i%2], http.MethodPost, "/customers/"+string(one.Customer.ID)+"/reveal", body)
		if status == http.StatusOK {
			opened++
		} else if !strings.Contains(string(text), "over_quota") {
			t.Errorf("refused: %d %s", status, text)
		}
	}
	if opened != quota {
		t.Errorf("opened %d times by both together, want %d", opened, quota)
	}
}

// verifiedCase opens a case with the demo's first customer, who passes.
func verifiedCase(t *testing.T, r app.DemoReady) string {
	t.Helper()
	var matter struct{ ID string }
	_, text := api(t, r, http.MethodPost, "/cases", fmt.Sprintf(`{"customer":"%s","channel":"phone","purpose":"support"}`, r.Customer.ID))
	if err := json.Unmarshal(text, &matter); err != nil {
		t.Fatal(err)
	}
	answers := fmt.Sprintf(`{"factors":[{"kind":"pin","answer":"%s"},{"kind":"card_last4","answer":"%s"}]}`,
		r.Customer.Factors["pin"], r.Customer.Factors["card_last4"])
	if _, text := api(t, r, http.MethodPost, "/cases/"+matter.ID+"/verification", answers); !strings.Contains(string(text), `"passed":true`) {
		t.Fatalf("verified: %s", text)
	}
	return matter.ID
}

// TestALeaseStolenInTheMiddleForksNothing lets two processes sequence at the
// same time, as if each believed that it alone held the lease.
func TestALeaseStolenInTheMiddleForksNothing(t *testing.T) {
	one := demoCompany(t, storetest.Postgres(t))
	two := beside(t, one)
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for _, r := range []app.DemoReady{one, two} {
		all.Go(func() {
			for ctx.Err() == nil { // whoever asks for a receipt sequences, lease or not
				var receipt any
				if err := do(t, r, "receipt get", app.ReceiptOptions{Entry: slovo.EntryIDOf(one.Customer.ID, 1)}, &receipt); err != nil && ctx.Err() == nil {
					t.Errorf("a receipt: %v", err)
				}
			}
		})
	}
	for i := range 60 {
		if status, _ := api(t, []app.DemoReady{one, two}[i%2], http.MethodPost, "/customers",
			fmt.Sprintf(`{"fields":{"name":"Person %d"},"purposes":["support"],"source":"api"}`, i)); status != http.StatusCreated {
			t.Errorf("a customer: %d", status)
		}
	}
	stop()
	all.Wait()
	var v app.Verification
	if err := do(t, two, "ledger verify", app.VerifyOptions{}, &v); err != nil || !v.OK || v.Checkpoints == 0 {
		t.Errorf("verified: %+v, %v", v, err)
	}
}
