package bench

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func get(path string) func(int, int) []byte {
	return func(int, int) []byte { return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path) }
}

// The floor answers with the value, and each answer has its row in the chain.
func TestFloorChainsWhatItAnswers(t *testing.T) {
	f, err := OpenFloor(t.Context(), filepath.Join(t.TempDir(), "floor.db"), 3)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(f)
	for id := range 3 {
		w := httptest.NewRecorder()
		f.ServeHTTP(w, httptest.NewRequest(http.MethodGet, fmt.Sprintf("/%d", id), nil))
		if want := fmt.Sprintf("{\"phone\":\"+7900100000%d\"}\n", id); w.Body.String() != want {
			t.Errorf("cell %d: %d %q, want %q", id, w.Code, w.Body, want)
		}
	}
	rate, err := Drive(t.Context(), Load{Name: "floor", URL: server.URL, Ask: get("/1")}, 8, 50*time.Millisecond)
	if err != nil || rate.Answered == 0 || rate.Failed != 0 {
		t.Fatalf("%+v, %v", rate, err)
	}
	server.Close()
	var rows int64
	if err := f.writes.QueryRowContext(t.Context(), "SELECT count(*) FROM chain").Scan(&rows); err != nil || rows != 3+rate.Answered {
		t.Errorf("%d rows in the chain, %v; want %d", rows, err, 3+rate.Answered)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

// An answer that is no 2xx is counted apart, and never as a rate.
func TestDriveCountsRefusals(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	rate, err := Drive(t.Context(), Load{URL: server.URL, Ask: get("/")}, 2, 20*time.Millisecond)
	if err != nil || rate.Failed == 0 || rate.Answered != 0 || rate.PerSecond != 0 {
		t.Errorf("%+v, %v", rate, err)
	}
}

// A server that hangs up is an error, not a slow answer.
func TestDriveTellsOfAServerThatHangsUp(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer server.Close()
	if _, err := Drive(t.Context(), Load{URL: server.URL, Ask: get("/")}, 1, time.Second); err == nil {
		t.Error("no error")
	}
}

func TestRatioIsTheMiddleOfItsRounds(t *testing.T) {
	floor := []Rate{{PerSecond: 100}, {PerSecond: 200}, {PerSecond: 400}}
	load := []Rate{{PerSecond: 10}, {PerSecond: 100}, {PerSecond: 100, Failed: 2}}
	if got := ratio(load, floor); got != 0.25 {
		t.Errorf("ratio %v, want 0.25", got)
	}
	if got := middle(load); got.PerSecond != 100 || got.Failed != 2 {
		t.Errorf("middle %+v", got)
	}
}

func TestRoomOfAStack(t *testing.T) {
	for stack, want := range map[string]string{
		"net/http.(*conn).serve slovo/internal/api.(*door).ServeHTTP slovo/internal/gate.(*Gate).Reveal crypto/sha256.Sum256": "gate",
		"slovo/internal/store.(*writer).run modernc.org/sqlite/lib._sqlite3Step":                                              "store",
		"slovo/internal/gate.(*Gate).open slovo/internal/gate/internal/vault.Open":                                            "gate/internal/vault",
		"runtime.gcBgMarkWorker":         "runtime",
		"net/http.(*conn).serve bufio.x": "http",
	} {
		if got := roomOf(strings.Fields(stack)); got != want {
			t.Errorf("%s: %s, want %s", stack, got, want)
		}
	}
}

// The picture is well-formed, whatever a function is called, and each bar
// lies within its caller's.
func TestFlameIsWellFormed(t *testing.T) {
	root := &Call{Name: "all"}
	root.add([]string{"main", "slovo/gate.Decide[go.shape.<&>]"}, 30)
	root.add([]string{"main", "other"}, 70)
	var picture bytes.Buffer
	if err := Flame(&picture, root); err != nil {
		t.Fatal(err)
	}
	decoder, bars := xml.NewDecoder(bytes.NewReader(picture.Bytes())), []string{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "rect" {
			bars = append(bars, e.Attr[0].Value+" "+e.Attr[2].Value)
		}
	}
	if diff := cmp.Diff([]string{"0.0 1199.5", "0.0 1199.5", "0.0 359.5", "360.0 839.5"}, bars); diff != "" {
		t.Error(diff)
	}
}

// No two people share what must be one's own.
func TestPeopleAreDifferent(t *testing.T) {
	seen := map[string]bool{}
	for i := range 3000 {
		p := Person{i}
		for _, own := range []string{p.Phone(), p.Email(), p.Account()} {
			if seen[own] {
				t.Fatalf("%q twice", own)
			}
			seen[own] = true
		}
	}
}
