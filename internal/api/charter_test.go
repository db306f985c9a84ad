package api_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"testing"

	"slovo/internal/charter"
	"slovo/internal/edition"
	"slovo/internal/store"
)

func TestTheCharterIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		text, err := charter.Sample("shop")
		if err != nil {
			t.Fatal(err)
		}
		editions := &edition.Publisher{Store: h.Store.(*store.Store), Ledger: h.Ledger, Now: h.Clock.Now, Texts: charter.SampleFolder()}
		if err := editions.First(t.Context(), "os/root", text); err != nil {
			t.Fatal(err)
		}
		h.rooms.Editions = editions
		h.serve()
		a := h.must(http.StatusOK, "agent", "GET", "/api/v1/charter", "")
		if a.text(t, "text") != string(text) || a.text(t, "hash") != h.Charter.Hash || a.text(t, "id") != h.Charter.ID {
			t.Errorf("the charter in force: %s", a.body)
		}
		var told struct {
			Wordings []struct{ File, Hash, Text string }
		}
		if err := json.Unmarshal([]byte(a.body), &told); err != nil || len(told.Wordings) != len(h.Charter.Wordings()) {
			t.Fatalf("the consents' texts: %s, %v", a.body, err)
		}
		for _, one := range told.Wordings {
			want, err := fs.ReadFile(charter.SampleFolder(), one.File)
			if err != nil || one.Text != string(want) || one.Hash != charter.HashOf(want) {
				t.Errorf("%s: %q, %v", one.File, one.Text, err)
			}
		}
		var list struct {
			InForce  string `json:"in_force"`
			Versions []struct {
				Version int
				Hash    string
				Wording string
			}
		}
		all := h.must(http.StatusOK, "agent", "GET", "/api/v1/charter/versions", "")
		if err := json.Unmarshal([]byte(all.body), &list); err != nil || len(list.Versions) != 1 ||
			list.Versions[0].Hash != h.Charter.Hash || list.Versions[0].Wording == "" || list.InForce != h.Charter.Hash {
			t.Errorf("versions: %s, %v", all.body, err)
		}
		h.must(http.StatusUnauthorized, "", "GET", "/api/v1/charter", "")
	})
}
