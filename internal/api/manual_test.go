package api

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"slovo"
	"slovo/internal/manual"
	"slovo/internal/manual/manualtest"
	"slovo/internal/text"
)

// spoken is what the document says of an operation to people.
type spoken struct {
	OperationID, Summary, Description string
	Responses                         map[string]any
}

// TestTheManualNamesEveryAddress makes the manual's page out of the API's
// own document, in both languages, and holds the committed page to it.
func TestTheManualNamesEveryAddress(t *testing.T) {
	var d struct{ Paths map[string]map[string]spoken }
	if err := json.Unmarshal(document(t), &d); err != nil {
		t.Fatal(err)
	}
	for _, l := range []slovo.Lang{slovo.RU, slovo.EN} {
		var entries []manual.Entry
		for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
			for _, method := range slices.Sorted(maps.Keys(d.Paths[path])) {
				entries = append(entries, entryOf(t, l, strings.ToUpper(method)+" "+path, d.Paths[path][method]))
			}
		}
		manualtest.Says(t, l, entries)
		page := manual.Made(text.T(l, "manual.api"), text.T(l, "manual.api_lead"), entries)
		manualtest.Committed(t, l, manual.API, page, *update)
	}
}

func entryOf(t *testing.T, l slovo.Lang, address string, o spoken) manual.Entry {
	t.Helper()
	says := []string{o.Summary, o.Description}
	if l == slovo.RU {
		for i, part := range []string{"short", "long"} {
			id := "api." + o.OperationID + "." + part
			if says[i] = text.T(l, id); says[i] == id {
				t.Errorf("%s: no Russian text %s in internal/text/api.ru.toml", address, id)
			}
		}
	}
	says[0] = strings.TrimSuffix(says[0], ".") + "."
	says = append(says, text.T(l, "manual.answers")+" "+statuses(slices.Sorted(maps.Keys(o.Responses))))
	return manual.Entry{Name: address, Says: says}
}

// statuses names them as HTTP does, in both languages alike.
func statuses(codes []string) string {
	named := make([]string, len(codes))
	for i, c := range codes {
		named[i] = "`" + c + "`"
		if n, err := strconv.Atoi(c); err == nil && http.StatusText(n) != "" {
			named[i] = "`" + c + " " + http.StatusText(n) + "`"
		}
	}
	return strings.Join(named, ", ") + "."
}
