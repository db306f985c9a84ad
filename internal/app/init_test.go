package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"slovo"
	"slovo/internal/app"
	"slovo/internal/charter"
	"slovo/internal/staff"
)

func founding(t *testing.T, dir string, password string) app.Founding {
	t.Helper()
	text, err := app.FirstCharter("shop", slovo.Text{RU: "Ромашка", EN: "Daisy"}, "")
	if err != nil {
		t.Fatal(err)
	}
	return app.Founding{
		Dir: dir, Charter: text, Kind: "shop", Settings: app.UsualSettings(),
		Owner: staff.NewAccount{Login: "boss", Name: "Big Boss", Password: slovo.NewValue(password)},
	}
}

func TestInitTouchesNothingThatIsThere(t *testing.T) {
	for _, name := range []string{"slovo.yaml", "charter.yaml", "texts", "keys", "state", "slovo.db"} {
		t.Run(name, func(t *testing.T) {
			there := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(there, []byte("precious"), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := app.Init(t.Context(), founding(t, filepath.Dir(there), "quiet-harbor-sings-at-noon"))
			if !errors.Is(err, slovo.ErrConflict) {
				t.Errorf("Init: %v, want a conflict", err)
			}
			if text, err := os.ReadFile(there); err != nil || string(text) != "precious" {
				t.Errorf("%s is not what it was: %q, %v", name, text, err)
			}
		})
	}
}

func TestInitThatFailsLeavesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "shop")
	if _, err := app.Init(t.Context(), founding(t, dir, "weak")); !errors.Is(err, slovo.ErrInvalid) {
		t.Fatalf("Init: %v, want invalid", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is left: %v", err)
	}
	if _, err := app.Init(t.Context(), founding(t, dir, "quiet-harbor-sings-at-noon")); err != nil {
		t.Errorf("a second try: %v", err)
	}
}

func TestTheFirstCharterIsTheCompanysOwn(t *testing.T) {
	for _, tt := range []struct{ ru, en, email, id, wantEmail string }{
		{"ООО «Ромашка»", "Daisy & Sons", "data@daisy.example", "daisy_sons", "data@daisy.example"},
		{"Ромашка", "Ромашка", "", "company", app.NoEmail},
		{"Семь", "7 Days", "", "company", app.NoEmail},
		{"Две\nстроки", "Two \"lines\"\nid: x", "", "two_lines_id_x", app.NoEmail},
	} {
		text, err := app.FirstCharter("shop", slovo.Text{RU: tt.ru, EN: tt.en}, tt.email)
		if err != nil {
			t.Errorf("%s: %v", tt.en, err)
			continue
		}
		c, err := charter.Load(text)
		if err != nil || c.ID != tt.id || c.Controller.Contact.Email != tt.wantEmail || c.Controller.Name.EN != strings.Join(strings.Fields(tt.en), " ") {
			t.Errorf("%s: id %q, e-mail %q, name %q, %v", tt.en, c.ID, c.Controller.Contact.Email, c.Controller.Name.EN, err)
		}
		if strings.Contains(strings.ToLower(string(text)), "lavka") {
			t.Errorf("%s: the sample shop is still in it", tt.en)
		}
	}
	if _, err := app.FirstCharter("shop", slovo.Text{RU: "Р", EN: "D"}, "no address"); err == nil {
		t.Error("an e-mail that is none was taken")
	}
}

// TestEachKindOfCompanyBegins: the folder holds a charter that is in order
// but for what only the company knows, with its consents' texts, and none
// of the sample's own facts.
func TestEachKindOfCompanyBegins(t *testing.T) {
	for _, kind := range app.Kinds() {
		t.Run(kind, func(t *testing.T) {
			f := founding(t, filepath.Join(t.TempDir(), "company"), "quiet-harbor-sings-at-noon")
			var err error
			if f.Charter, err = app.FirstCharter(kind, slovo.Text{RU: "ООО «Ромашка»", EN: "Daisy LLC"}, "data@daisy.example"); err != nil {
				t.Fatal(err)
			}
			f.Kind = kind
			if _, err := app.Init(t.Context(), f); err != nil {
				t.Fatal(err)
			}
			report, err := app.CheckCharter(filepath.Join(f.Dir, "charter.yaml"), nil)
			if err != nil || !report.OK || len(report.Warnings) != 1 || report.Warnings[0].Code != "register_number" {
				t.Errorf("check: %+v, %v", report, err)
			}
			for _, left := range []string{"7700000000", "77-26", "900 000", "Приме", "Иванова", "Лавка", "Забота", "Маяк", "{company}", "{email}"} {
				for _, name := range files(t, f.Dir) {
					if text, err := os.ReadFile(name); err != nil || strings.Contains(uncommented(string(text)), left) {
						t.Errorf("%s says %q, %v", name, left, err)
					}
				}
			}
		})
	}
}

// files are what a person reads in the folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	texts, err := filepath.Glob(filepath.Join(dir, "texts", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	return append(texts, filepath.Join(dir, "charter.yaml"))
}

// uncommented leaves out the comments, where a sample may show how it is written.
func uncommented(text string) string {
	var said []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			said = append(said, line)
		}
	}
	return strings.Join(said, "")
}
