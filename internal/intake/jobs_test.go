package intake_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/intake"
)

// A file that is not taken leaves nothing behind, and nobody without the
// duty learns even that there is one.
func TestJobsTakeWhatTheyCan(t *testing.T) {
	sample, err := charter.Sample("shop")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := charter.Load(sample)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "uploads")
	j := &intake.Jobs{Dir: dir, Charter: func() *charter.Charter { return rules }, Now: time.Now, Most: 200}
	owner := slovo.Actor{Account: "vera", Role: "owner"}
	good := "Имя,Телефон\nАнна,+7 900 000-77-01\n"
	program := owner
	program.Token = "robot"
	for _, by := range []slovo.Actor{{Account: "ivan", Role: "agent"}, program, {}} {
		_, looked := j.Job(by)
		_, rows := j.Rejected(by)
		for what, err := range map[string]error{"Take": j.Take(by, strings.NewReader(good)), "Start": j.Start(by, slovo.RU), "Drop": j.Drop(by), "Job": looked, "Rejected": rows} {
			if !errors.Is(err, slovo.ErrDenied) {
				t.Errorf("%s by %+v: %v", what, by, err)
			}
		}
	}
	var refusal *intake.Refusal
	if err := j.Take(owner, strings.NewReader("PK\x03\x04")); !errors.As(err, &refusal) {
		t.Errorf("no table: %v", err)
	}
	if err := j.Take(owner, strings.NewReader(good+strings.Repeat("x", 200))); !errors.Is(err, intake.ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that was not taken is left: %v", err)
	}
	if err := j.Start(owner, slovo.RU); !errors.Is(err, slovo.ErrConflict) {
		t.Errorf("started with no file: %v", err)
	}
	if err := j.Take(owner, strings.NewReader(good)); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "upload"))
	if job, _ := j.Job(owner); err != nil || info.Mode().Perm() != 0o600 || job.Stage != intake.Ready || len(job.Plan.Columns) != 2 {
		t.Errorf("taken: %v %v, %+v", info, err, job)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file outlived the program: %v", err)
	}
	if err := j.Take(owner, strings.NewReader(good)); !errors.Is(err, slovo.ErrConflict) {
		t.Errorf("taken after the end: %v", err)
	}
}
