package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"slovo"
	"slovo/internal/app"
	"slovo/internal/staff"
)

func founding(t *testing.T, dir string, password string) app.Founding {
	t.Helper()
	text, err := app.FirstCharter(slovo.Text{RU: "Ромашка", EN: "Daisy"})
	if err != nil {
		t.Fatal(err)
	}
	return app.Founding{
		Dir: dir, Charter: text, Settings: app.UsualSettings(),
		Owner: staff.NewAccount{Login: "boss", Name: "Big Boss", Password: slovo.NewValue(password)},
	}
}

func TestInitTouchesNothingThatIsThere(t *testing.T) {
	for _, name := range []string{"slovo.yaml", "charter.yaml", "keys", "state", "slovo.db"} {
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
