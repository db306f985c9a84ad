package app_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"slovo/internal/app"
	"slovo/internal/ledger"
)

// journalOf is what stands in the running company's journal, by act and name.
func journalOf(t *testing.T, r app.DemoReady) map[string]ledger.Line {
	t.Helper()
	lines, err := ledger.ReadJournal(filepath.Join(r.Dir, "state", "journal"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]ledger.Line{}
	for _, l := range lines {
		name := string(l.Act)
		if len(l.Names) > 0 {
			name += " " + l.Names[0]
		}
		all[name] = l
	}
	return all
}

// eraseOther has the second customer of the demo erased.
func eraseOther(t *testing.T, r app.DemoReady) {
	t.Helper()
	if status, _ := api(t, r, http.MethodDelete, "/customers/"+string(r.Other.ID), ""); status != http.StatusAccepted {
		t.Fatalf("asked for an erasure: %d", status)
	}
	owner := visit(t, r).signIn(member(t, r, "owner"))
	_, list := owner.get("/requests")
	request := found(t, regexp.MustCompile(`href="(/requests/[^"]+)"`), list)
	if answer, _ := owner.post(request+"/confirm", "same-origin", nil); answer.StatusCode >= http.StatusBadRequest {
		t.Fatalf("confirmed: %d", answer.StatusCode)
	}
}

// stopped is a demo in the folder that something was done in, and that has
// been stopped.
func stopped(t *testing.T, dir string, act func(*testing.T, app.DemoReady)) app.DemoReady {
	t.Helper()
	return stoppedOn(t, dir, "", act)
}

// stoppedOn is stopped on that database.
func stoppedOn(t *testing.T, dir, store string, act func(*testing.T, app.DemoReady)) app.DemoReady {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	answers, ended := make(chan app.DemoReady, 1), make(chan error, 1)
	go func() {
		ended <- app.Demo(ctx, app.DemoOptions{Keep: dir, Listen: "localhost:0", Store: store}, func(r app.DemoReady) { answers <- r })
	}()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the demo ended with %v", err)
		}
	}()
	select {
	case r := <-answers:
		act(t, r)
		return r
	case err := <-ended:
		ended <- nil
		t.Fatalf("the demo did not start: %v", err)
	}
	return app.DemoReady{}
}

// servingAt serves the company in the folder, and returns its address.
func servingAt(t *testing.T, dir string) string {
	t.Helper()
	url := "http://" + hosting(t, dir)
	read200(t, url+"/healthz") // answered once it serves
	return url
}

// hosting serves the company in the folder, and returns host and port.
func hosting(t *testing.T, dir string) string {
	t.Helper()
	c, err := app.Open(t.Context(), dir, false)
	if err != nil {
		t.Fatal(err)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- errors.Join(c.Serve(ctx, l), c.Close()) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return fmt.Sprintf("localhost:%d", l.Addr().(*net.TCPAddr).Port)
}

// What an old database must not bring back stands outside it as soon as it
// is answered, with no value in it.
func TestTheJournalOutlastsTheDatabase(t *testing.T) {
	eachEngine(t, func(t *testing.T, r app.DemoReady) {
		eraseOther(t, r)
		if err := do(t, r, "staff block", app.LoginOptions{Login: "mark"}, &struct{}{}); err != nil {
			t.Fatal(err)
		}
		all := journalOf(t, r)
		if all["erase"].Entry.Customer() != r.Other.ID || all["staff blocked"].Subject == "" {
			t.Errorf("the journal: %v", all)
		}
		for name := range all {
			if name == "staff added" || name == "token added" || name == "add" {
				t.Errorf("%s is nothing that an old database would bring back", name)
			}
		}
		planted(t, r, filepath.Join(r.Dir, "state"))
	})
}

// A journal that was lost is made again of the log, and one that a crash
// left behind is filled.
func TestAJournalIsFilledFromTheLog(t *testing.T) {
	dir := t.TempDir()
	r := stopped(t, dir, eraseOther)
	path := filepath.Join(dir, "state", "journal")
	before, err := ledger.ReadJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		c, err := app.Open(t.Context(), dir, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		lines, err := ledger.ReadJournal(path)
		if err != nil || len(lines) != len(before) || lines[len(lines)-1].Entry.Customer() != r.Other.ID {
			t.Errorf("the journal: %v, was %v, %v", lines, before, err)
		}
	}
}

// TestTheLastCheckpointIsKeptAtTheEnd: a server that is stopped has folded in
// all that it was told, and the checkpoint of all of it lies outside, also
// where the end came between the two.
func TestTheLastCheckpointIsKeptAtTheEnd(t *testing.T) {
	dir := t.TempDir()
	stopped(t, dir, func(t *testing.T, r app.DemoReady) {
		for i := range 20 {
			if status, _ := api(t, r, http.MethodPost, "/customers", fmt.Sprintf(`{"fields":{"name":"Person %d"},"purposes":["support"],"source":"api"}`, i)); status != http.StatusCreated {
				t.Errorf("a customer: %d", status)
			}
		}
	})
	note, err := os.ReadFile(filepath.Join(dir, "state", "checkpoint"))
	if err != nil {
		t.Fatal(err)
	}
	var v app.Verification
	if err := app.Do(t.Context(), dir, app.Command{Name: "ledger verify", Options: app.VerifyOptions{}}, &v, func(app.Progress) {}); err != nil || !v.OK {
		t.Fatalf("verified: %+v, %v", v, err)
	}
	if want := fmt.Sprintf("\n%d\n", v.Entries); !strings.Contains(string(note), want) {
		t.Errorf("of %d entries, kept outside: %s", v.Entries, note)
	}
}
