package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"slovo/internal/gate"
)

var update = flag.Bool("update", false, "write openapi.json anew")

func get(t *testing.T, path string) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	New(Rooms{}).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w.Result()
}

func document(t *testing.T) []byte {
	t.Helper()
	var plain bytes.Buffer
	if _, err := plain.ReadFrom(get(t, documentPath+".json").Body); err != nil {
		t.Fatal(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, plain.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
	return append(pretty.Bytes(), '\n')
}

// TestDocumentIsTheCommittedOne makes every change of the API a change that
// a reader sees. `go generate` writes the file anew.
func TestDocumentIsTheCommittedOne(t *testing.T) {
	now := document(t)
	if *update {
		if err := os.WriteFile("openapi.json", now, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(now, committed) {
		t.Error("the API is not as openapi.json says: run go generate ./internal/api and look at the difference")
	}
}

func TestDocumentTellsEveryReason(t *testing.T) {
	var d struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct {
					Enum        []string
					Description string
				}
			}
		}
	}
	if err := json.Unmarshal(document(t), &d); err != nil {
		t.Fatal(err)
	}
	told := d.Components.Schemas["Reason"].Properties["code"]
	for _, c := range gate.Codes() {
		if !strings.Contains(told.Description, "`"+string(c)+"`: ") {
			t.Errorf("reason %s is not told", c)
		}
	}
	if len(told.Enum) != len(gate.Codes()) {
		t.Errorf("%d codes are listed, want %d", len(told.Enum), len(gate.Codes()))
	}
}

func TestDocumentIsServedInBothForms(t *testing.T) {
	for _, suffix := range []string{"json", "yaml"} {
		r := get(t, documentPath+"."+suffix)
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "application/openapi+"+suffix {
			t.Errorf("%s: %d, %s", suffix, r.StatusCode, r.Header.Get("Content-Type"))
		}
	}
}
