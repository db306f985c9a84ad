package app_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"slovo"
	"slovo/internal/app"
	"slovo/internal/ledger"
)

// publish publishes the folder's charter with words in it changed, by the
// server that runs on the folder.
func publish(t *testing.T, dir string, oldnew ...string) app.Published {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "charter.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(oldnew...).Replace(string(text))
	var done app.Published
	command := app.Command{Name: "charter publish", Options: app.PublishOptions{File: "next.yaml"}, Input: strings.NewReader(changed)}
	if err := app.Do(t.Context(), dir, command, &done, func(app.Progress) {}); err != nil {
		t.Fatal(err)
	}
	if !done.Report.OK {
		t.Fatalf("not published: %+v", done.Report.Problems)
	}
	return done
}

// api asks the REST API as the agent's program.
func api(t *testing.T, r app.DemoReady, method, path, body string) (int, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, r.URL+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+r.Tokens.Agent)
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // read to its end
	var text bytes.Buffer
	if _, err := text.ReadFrom(answer.Body); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, text.Bytes()
}

// A running server decides the next ask by the charter that was published,
// on both of its doors; what was decided before stays proven.
func TestTheNextAskIsDecidedByTheNewCharter(t *testing.T) {
	r := demoCompany(t, "")
	agent := visit(t, r).signIn(member(t, r, "agent"))
	matter := agent.openCase(string(r.Customer.ID))
	agent.post(matter+"/verification", "same-origin", url.Values{"pin": {r.Customer.Factors["pin"]}, "card_last4": {r.Customer.Factors["card_last4"]}})
	reveal := func() string {
		_, page := agent.post(matter+"/reveal", "same-origin", url.Values{"field": {"phone"}})
		return page
	}
	if !strings.Contains(reveal(), "+7 900 000") {
		t.Fatal("the phone did not open under the first charter")
	}
	before := newest(t, r)
	done := publish(t, r.Dir, "version: 1\n", "version: 2\n", "see: [agent], correct: [agent]", "see: [owner], correct: [agent]")
	if strings.Contains(reveal(), "+7 900 000") {
		t.Error("the phone opened, though no agent sees it any more")
	}
	after, first, second := newest(t, r), receipt(t, r, before), receipt(t, r, newest(t, r))
	if hex.EncodeToString(first.Entry.Charter) == done.Version.Hash || before == after ||
		hex.EncodeToString(second.Entry.Charter) != done.Version.Hash || second.Entry.Outcome != ledger.Refused {
		t.Errorf("entries: %+v before and %+v after, want the second of %s", first.Entry, second.Entry, done.Version.Hash)
	}
	status, body := api(t, r, http.MethodGet, "/charter", "")
	var told struct {
		Version int
		Hash    string
	}
	if err := json.Unmarshal(body, &told); err != nil || status != http.StatusOK || told.Version != 2 || told.Hash != done.Version.Hash {
		t.Errorf("the API tells %d %+v, %v", status, told, err)
	}
	var v app.Verification
	if err := app.Do(t.Context(), r.Dir, app.Command{Name: "ledger verify", Options: app.VerifyOptions{Vault: true}}, &v, func(app.Progress) {}); err != nil || !v.OK {
		t.Errorf("ledger verify: %+v, %v", v, err)
	}
}

// newest returns the id of the customer's newest entry.
func newest(t *testing.T, r app.DemoReady) slovo.EntryID {
	t.Helper()
	status, body := api(t, r, http.MethodGet, "/customers/"+string(r.Customer.ID)+"/entries?limit=1", "")
	var list struct{ Entries []struct{ ID slovo.EntryID } }
	if err := json.Unmarshal(body, &list); err != nil || status != http.StatusOK || len(list.Entries) != 1 {
		t.Fatalf("entries: %d, %v", status, err)
	}
	return list.Entries[0].ID
}

// receipt gets the entry's receipt, and verifies it.
func receipt(t *testing.T, r app.DemoReady, id slovo.EntryID) ledger.Verified {
	t.Helper()
	var proof json.RawMessage
	command := app.Command{Name: "receipt get", Options: app.ReceiptOptions{Entry: id}}
	if err := app.Do(t.Context(), r.Dir, command, &proof, func(app.Progress) {}); err != nil {
		t.Fatal(err)
	}
	held, err := ledger.VerifyReceipt(proof, r.LedgerKey)
	if err != nil {
		t.Fatalf("the receipt of %s: %v", id, err)
	}
	return held
}
