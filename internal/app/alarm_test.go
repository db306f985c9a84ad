package app

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"slovo"
	"slovo/internal/staff"
)

// newCompany founds a company, and opens it until the test ends.
func newCompany(t *testing.T) (*Company, Founded) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	text, err := FirstCharter("shop", slovo.Text{RU: "Ромашка", EN: "Daisy"}, "")
	if err != nil {
		t.Fatal(err)
	}
	founded, err := Init(t.Context(), Founding{
		Dir: dir, Charter: text, Kind: "shop", Settings: UsualSettings(),
		Owner: staff.NewAccount{Login: "boss", Name: "Big Boss", Password: slovo.NewValue("quiet-harbor-sings-at-noon")},
	})
	if err != nil {
		t.Fatal(err)
	}
	c, err := Open(t.Context(), dir, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c, founded
}

// sounded is what the alarm writes at that moment.
func sounded(t *testing.T, c *Company, at time.Time) string {
	t.Helper()
	var said bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&said, nil)))
	defer slog.SetDefault(before)
	c.sound(t.Context(), at)
	return said.String()
}

func TestADayWithoutABackupIsAnAlarm(t *testing.T) {
	c, _ := newCompany(t)
	now := time.Now()
	for _, tt := range []struct {
		at     time.Time
		alarms bool
	}{{now, false}, {now.Add(23 * time.Hour), false}, {now.Add(25 * time.Hour), true}} {
		if said := sounded(t, c, tt.at); (said != "") != tt.alarms || tt.alarms && !strings.Contains(said, "level=ERROR") {
			t.Errorf("%s after the beginning, no backup: %q", tt.at.Sub(now), said)
		}
	}
	result, err := c.backUp(t.Context(), []byte(`{"dest":"`+t.TempDir()+`"}`), nil, func(Progress) {})
	if b, _ := result.(Backup); err != nil || !b.OK {
		t.Fatalf("backup: %+v, %v", result, err)
	}
	if said := sounded(t, c, now.Add(23*time.Hour)); said != "" {
		t.Errorf("a backup of the day: %q", said)
	}
	if said := sounded(t, c, now.Add(25*time.Hour)); said == "" {
		t.Error("the backup is older than a day, and nothing is said")
	}
	if at := c.backupSeconds(lastBackup)(); at < float64(now.Unix()) || c.backupSeconds(lastDrill)() != 0 {
		t.Errorf("the figure says %f", at)
	}
	// A result that the log's key did not sign is none.
	file := string(c.resultFile(lastBackup))
	signed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.Replace(signed, []byte(`"drill":false`), []byte(`"drill": false`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := sounded(t, c, now.Add(25*time.Hour)); !strings.Contains(said, "0001") || c.backupSeconds(lastBackup)() != 0 {
		t.Errorf("a result that was changed counts: %q", said)
	}
}
