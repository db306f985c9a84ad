package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"slovo"
	"slovo/internal/app"
)

// asSlovo makes this test's own binary be slovo, as testscript does.
const asSlovo = "SLOVO_TEST_AS_SLOVO"

func init() {
	if os.Getenv(asSlovo) != "" {
		os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
}

// started is a demo that has told in its first line how to get in.
func started(ctx context.Context, t *testing.T) (*exec.Cmd, *bufio.Reader, app.DemoReady) {
	t.Helper()
	cmd := exec.CommandContext(ctx, os.Args[0], "demo", "--json", "--listen", "localhost:0")
	cmd.Env = append(os.Environ(), asSlovo+"=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewReader(out)
	line, err := lines.ReadBytes('\n')
	if err != nil {
		t.Fatalf("first line: %v", err)
	}
	var ready app.DemoReady
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatalf("first line is no JSON: %v", err)
	}
	return cmd, lines, ready
}

// ends sends the signal: the demo ends in order and leaves nothing behind.
func ends(t *testing.T, cmd *exec.Cmd, lines io.Reader, ready app.DemoReady, by os.Signal) {
	t.Helper()
	if err := cmd.Process.Signal(by); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(lines); err != nil || len(rest) > 0 {
		t.Errorf("after the first line: %q, %v", rest, err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("stopped by %v: %v", by, err)
	}
	if _, err := os.Stat(ready.Dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("stopped by %v: the folder stays behind: %v", by, err)
	}
}

// A terminal that is closed takes the demo's folder with it.
func TestDemoEndsWithItsTerminal(t *testing.T) {
	// Under nohup the tests ignore SIGHUP, and so would the demo; a signal
	// that is listened for is not ignored in children.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	defer signal.Stop(signals)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd, lines, ready := started(ctx, t)
	ends(t, cmd, lines, ready, syscall.SIGHUP)
}

// Other programs start the demo, read its first line, and are answered.
func TestDemoForPrograms(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd, lines, ready := started(ctx, t)
	complete(t, ready)
	answers(ctx, t, ready)
	commands(t, ready)
	ends(t, cmd, lines, ready, syscall.SIGTERM)
}

// The page for people has all that it takes to get in, in both languages.
func TestTour(t *testing.T) {
	person := app.DemoPerson{
		ID: "c1", Values: map[string]string{"name": "Иван Петров", "phone": "+7 900 000-00-01", "email": "i@example.com"},
		Factors: map[string]string{"pin": "407182", "card_last4": "6407", "account_number": "4190100000"},
	}
	ready := app.DemoReady{
		URL: "http://localhost:1", Dir: "/tmp/shop", LedgerKey: "slovo/x+1+y", Customer: person, Other: person,
		Staff: []app.DemoStaff{{Login: "anna", Name: "Анна", Role: "agent", Password: "tea", TOTP: "JBSWY3DPEHPK3PXP"}},
	}
	for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
		var out bytes.Buffer
		c := &console{out: &out, err: &out, lang: lang}
		c.tour(ready, false)
		c.tour(ready, true)
		for _, want := range []string{ready.URL, ready.Dir, "407182", "6407", "4190100000", "JBSWY3DPEHPK3PXP", "--as anna --customer c1", "--key 'slovo/x+1+y'"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: no %s", lang, want)
			}
		}
		if strings.Contains(out.String(), "cli.demo") {
			t.Errorf("%s: a text is missing:\n%s", lang, out.String())
		}
	}
}

// complete tells what other programs would miss.
func complete(t *testing.T, ready app.DemoReady) {
	t.Helper()
	if len(ready.Staff) < 2 || ready.LedgerKey == "" || ready.Customer.ID == ready.Other.ID {
		t.Errorf("staff %d, key %q, customers %s and %s", len(ready.Staff), ready.LedgerKey, ready.Customer.ID, ready.Other.ID)
	}
	for _, p := range []app.DemoPerson{ready.Customer, ready.Other} {
		for _, name := range []string{"name", "phone", "email"} {
			if p.Values[name] == "" {
				t.Errorf("customer %s: no %s", p.ID, name)
			}
		}
		for _, kind := range []string{"pin", "card_last4", "account_number"} {
			if p.Factors[kind] == "" {
				t.Errorf("customer %s: no %s", p.ID, kind)
			}
		}
	}
}

// answers asks for the masked record and the public checkpoint.
func answers(ctx context.Context, t *testing.T, ready app.DemoReady) {
	t.Helper()
	for path, token := range map[string]string{
		"/api/v1/customers/" + string(ready.Customer.ID): ready.Tokens.Agent,
		"/api/v1/customers/" + string(ready.Other.ID):    ready.Tokens.Owner,
		"/ledger/checkpoint":                             "",
	} {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, ready.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body.Close(); answer.StatusCode != http.StatusOK {
			t.Errorf("GET %s: %s", path, answer.Status)
		}
	}
}

// commands go through the running demo: what the gate would say, and a
// receipt that is then checked without it.
func commands(t *testing.T, ready app.DemoReady) {
	t.Helper()
	t.Setenv("LC_ALL", "en_US.UTF-8")
	receipt := filepath.Join(t.TempDir(), "receipt.json")
	why := []string{"gate", "why", "--dir", ready.Dir, "--as", "anna", "--customer", string(ready.Customer.ID), "--purpose", "support", "--field"}
	for _, tt := range []struct {
		args []string
		code int
		want string // in what was told
	}{
		{append(why, "phone"), exitFound, "no_case"},
		{append(why, "phone", "--json"), exitFound, `"code":"unverified","field":"phone","why":"The customer`},
		{append(why, "height"), exitFound, "undeclared_field (height)"},
		{[]string{"receipt", "get", "no-such-entry", "--dir", ready.Dir}, exitWrong, ""},
		{[]string{"receipt", "get", string(ready.Customer.ID) + "-1", "--dir", ready.Dir}, exitDone, `"slovo": "receipt/1"`},
		{[]string{"receipt", "get", string(ready.Customer.ID) + "-1", "--dir", ready.Dir, "--out", receipt}, exitDone, "Receipt written"},
		{[]string{"receipt", "verify", receipt}, exitDone, "Careful: the key came from the receipt itself"},
		{[]string{"receipt", "verify", receipt, "--key", ready.LedgerKey}, exitDone, "Record added"},
		{[]string{"receipt", "verify", receipt, "--key", ready.LedgerKey, "--json"}, exitDone, `{"ok":true,"own_key":false,`},
		{[]string{"receipt", "verify", receipt, "--key", ready.LedgerKey + "x"}, exitFound, "does not hold"},
		{[]string{"ledger", "show", "--dir", ready.Dir, "--customer", string(ready.Customer.ID)}, exitDone, ", made by os/"},
		{[]string{"ledger", "verify", "--vault", "--json", "--dir", ready.Dir}, exitDone, `"ok":true`},
	} {
		if code, told := run(tt.args); code != tt.code || !strings.Contains(told, tt.want) {
			t.Errorf("slovo %s: code %d, want %d, and %q in:\n%s", strings.Join(tt.args, " "), code, tt.code, tt.want, told)
		}
	}
	spoiled(t, receipt)
}

// spoiled wants a receipt refused whatever digit or letter of it was changed.
func spoiled(t *testing.T, receipt string) {
	t.Helper()
	text, err := os.ReadFile(receipt)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{{`"number": 1`, `"number": 2`}, {`"act": "add"`, `"act": "view"`}, {`"index": `, `"index": 1`}, {`"key": "slovo`, `"key": "slova`}} {
		other := bytes.Replace(text, []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(other, text) {
			t.Fatalf("no %s in the receipt", change[0])
		}
		if err := os.WriteFile(receipt, other, 0o600); err != nil {
			t.Fatal(err)
		}
		if code, told := run([]string{"receipt", "verify", receipt}); code != exitFound {
			t.Errorf("%s: code %d: %s", change[1], code, told)
		}
	}
}

func run(args []string) (code int, told string) {
	var out bytes.Buffer
	code = Main(args, strings.NewReader(""), &out, &out)
	return code, out.String()
}
