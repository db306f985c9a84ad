package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"slovo"
	"slovo/internal/app"
	"slovo/internal/store/storetest"
)

func TestACompanyMovesToPostgres(t *testing.T) {
	dir, address := filepath.Join(t.TempDir(), "lavka"), storetest.Postgres(t)
	r := stopped(t, dir, eraseOther)
	settings := filepath.Join(dir, "slovo.yaml")
	text, err := os.ReadFile(settings)
	if err == nil {
		err = os.WriteFile(settings, append(text, "# a line of the owner's\n"...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := app.MoveStore(t.Context(), dir, address, func(app.Progress) {})
	if err != nil || got.Rows < 10000 || got.Old != filepath.Join(dir, "slovo.db") {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := os.Remove(got.Old); err != nil {
		t.Fatal(err)
	}
	if text, err = os.ReadFile(settings); err != nil || !strings.Contains(string(text), address) || !strings.Contains(string(text), "# a line of the owner's") {
		t.Errorf("the settings: %s, %v", text, err)
	}
	var v app.Verification
	if err := app.Do(t.Context(), dir, app.Command{Name: "ledger verify", Options: app.VerifyOptions{Vault: true}}, &v, func(app.Progress) {}); err != nil || !v.OK {
		t.Errorf("verified: %+v, %v", v, err)
	}
	r.Dir, r.URL = dir, servingAt(t, dir)
	if matter := verifiedCase(t, r); matter == "" {
		t.Error("nobody passes")
	}
	if _, err := app.MoveStore(t.Context(), dir, address, func(app.Progress) {}); err == nil {
		t.Error("it moves under a running server")
	}
}

func TestAMoveNeedsPostgres(t *testing.T) {
	if _, err := app.MoveStore(t.Context(), t.TempDir(), "sqlite:other.db", func(app.Progress) {}); !errors.Is(err, slovo.ErrInvalid) {
		t.Errorf("it says %v", err)
	}
}
