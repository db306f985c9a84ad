package intake_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/intake"
	"slovo/internal/store"
	"slovo/internal/store/storetest"
)

// sent is a file on its way.
func sent(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }

// jobsOf takes files into the kit's company.
func jobsOf(k *gatetest.Kit, dir string) *intake.Jobs {
	rules := func() *charter.Charter { return k.Charter }
	return &intake.Jobs{
		Dir: dir, Doors: doors(k), Charter: rules, Now: k.Clock.Now,
		Log: intake.Log{Store: k.Store.(*store.Store), Ledger: k.Ledger, Charter: rules},
	}
}

// logged are the firm's entries about files, the oldest first.
func logged(t *testing.T, k *gatetest.Kit) []string {
	t.Helper()
	entries, err := k.Ledger.Of(t.Context(), slovo.Firm, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range slices.Backward(entries) {
		half, err := k.Ledger.OpenFirm(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		if half.Act == "import" {
			all = append(all, fmt.Sprint(half.Account, " ", half.Subject, " ", half.Count))
		}
	}
	return all
}

// onDisk is all that lies in the folder.
func onDisk(t *testing.T, dir string) []byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", filepath.Base(file), info, err)
		}
		all = append(all, read(t, file)...)
	}
	return all
}

// A file that is not taken leaves nothing behind, and nobody without the
// duty learns even that there is one.
func TestJobsTakeWhatTheyCan(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	dir := filepath.Join(t.TempDir(), "uploads")
	j := jobsOf(k, dir)
	j.Most = 200
	good := "Имя,Телефон\nАнна,+7 900 000-77-01\n"
	program := owner
	program.Token = "robot"
	for _, by := range []slovo.Actor{{Account: "ivan", Role: "agent"}, program, {}} {
		_, looked := j.Job(by)
		_, rows := j.Rejected(t.Context(), by)
		for what, err := range map[string]error{
			"Take": j.Take(t.Context(), by, sent(good)), "Choose": j.Choose(by, intake.Options{}), "Start": j.Start(t.Context(), by, slovo.RU),
			"Drop": j.Drop(by), "Job": looked, "Rejected": rows,
		} {
			if !errors.Is(err, slovo.ErrDenied) {
				t.Errorf("%s by %+v: %v", what, by, err)
			}
		}
	}
	var refusal *intake.Refusal
	if err := j.Take(t.Context(), owner, sent("PK\x03\x04")); !errors.As(err, &refusal) {
		t.Errorf("no table: %v", err)
	}
	if err := j.Take(t.Context(), owner, sent(good+strings.Repeat("x", 200))); !errors.Is(err, intake.ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that was not taken is left: %v", err)
	}
	if err := j.Start(t.Context(), owner, slovo.RU); !errors.Is(err, slovo.ErrConflict) {
		t.Errorf("started with no file: %v", err)
	}
	if err := j.Take(t.Context(), owner, sent(good)); err != nil {
		t.Fatal(err)
	}
	if job, _ := j.Job(owner); job.Stage != intake.Ready || len(job.Plan.Columns) != 2 || job.Plan.Stored != 1 {
		t.Errorf("taken: %+v", job)
	}
	if lies := onDisk(t, dir); len(lies) == 0 || bytes.Contains(lies, []byte("900 000")) {
		t.Errorf("%d bytes lie on the disk, in the open", len(lies))
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file outlived the program: %v", err)
	}
	if err := j.Take(t.Context(), owner, sent(good)); !errors.Is(err, slovo.ErrConflict) {
		t.Errorf("taken after the end: %v", err)
	}
}

// What is done with a file stands in the firm's log: that it came in, that
// it was stored, and that the rows which were not taken were given out.
func TestFilesAreInTheLog(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		dir := filepath.Join(t.TempDir(), "uploads")
		j := jobsOf(k, dir)
		if err := j.Take(t.Context(), owner, sent(people)); err != nil {
			t.Fatal(err)
		}
		if err := j.Start(t.Context(), owner, slovo.EN); err != nil {
			t.Fatal(err)
		}
		job := ended(t, j)
		if job.Stage != intake.Done || job.Progress.Stored != 2 || job.Progress.Rejected != 1 {
			t.Fatalf("stored: %+v", job)
		}
		if lies := onDisk(t, dir); len(lies) == 0 || bytes.Contains(lies, []byte("ilya")) {
			t.Errorf("%d bytes lie on the disk, in the open", len(lies))
		}
		if _, err := j.Rejected(t.Context(), gatetest.Actor("other", "owner")); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("rows of somebody else's file: %v", err)
		}
		rows, err := j.Rejected(t.Context(), owner)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(rows)
		if err = errors.Join(err, rows.Close()); err != nil || !strings.Contains(string(text), "ilya@example.org") || strings.Contains(string(text), "petr@") {
			t.Errorf("rows to mend: %q, %v", text, err)
		}
		want := []string{"owner upload 0", "owner store 3", "owner rejects 1"}
		if diff := cmp.Diff(want, logged(t, k)); diff != "" {
			t.Errorf("the log (-want +got):\n%s", diff)
		}
		if err := errors.Join(j.Drop(owner), j.Close()); err != nil {
			t.Fatal(err)
		}
	})
}

// ended waits for the file to be stored.
func ended(t *testing.T, j *intake.Jobs) intake.Job {
	t.Helper()
	for {
		job, err := j.Job(owner)
		if err != nil {
			t.Fatal(err)
		}
		if job.Stage != intake.Running && job.Stage != intake.Looking {
			return job
		}
		if t.Context().Err() != nil {
			t.Fatal("the test is over")
		}
	}
}

// waiting is a file of which no more comes until somebody gives up.
type waiting struct {
	begun chan struct{}
	gone  chan struct{}
}

func (w waiting) Read([]byte) (int, error) {
	close(w.begun)
	<-w.gone
	return 0, io.ErrUnexpectedEOF
}

func (w waiting) Close() error {
	close(w.gone)
	return nil
}

// A file that does not arrive keeps nobody out once it is dropped.
func TestAFileOnItsWayIsGivenUp(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	j := jobsOf(k, filepath.Join(t.TempDir(), "uploads"))
	slow, taken := waiting{make(chan struct{}), make(chan struct{})}, make(chan error)
	go func() { taken <- j.Take(context.Background(), owner, slow) }()
	<-slow.begun
	if job, err := j.Job(owner); err != nil || job.Stage != intake.Taking {
		t.Errorf("on its way: %+v, %v", job, err)
	}
	if err := j.Take(t.Context(), owner, sent(people)); !errors.Is(err, slovo.ErrConflict) {
		t.Errorf("two at once: %v", err)
	}
	if err := j.Drop(owner); err != nil {
		t.Fatal(err)
	}
	if err := <-taken; !errors.Is(err, intake.ErrDropped) {
		t.Errorf("dropped: %v", err)
	}
	if err := j.Take(t.Context(), owner, sent(people)); err != nil {
		t.Errorf("the next one: %v", err)
	}
	if job, err := j.Job(owner); err != nil || job.Stage != intake.Ready || job.Plan.Rows != 3 {
		t.Errorf("the next one: %+v, %v", job, err)
	}
}

// halting lets one batch in and then nothing more, as a process that stops.
type halting struct {
	intake.Gate
	turns chan struct{} // one
	in    chan struct{}
}

func (h halting) AddMany(ctx context.Context, a slovo.Actor, records []gate.NewCustomer) ([]gate.Added, error) {
	select {
	case <-h.turns:
		defer close(h.in)
		return h.Gate.AddMany(ctx, a, records)
	default:
		select {}
	}
}

// The console's import is cut off by the end of the process, the next one
// says so, nothing of the file can be read by then, and the same file given
// in again goes on without doubling anything.
func TestAConsolesImportGoesOnAfterAKill(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		k := gatetest.New(t, s)
		dir, file := filepath.Join(t.TempDir(), "uploads"), string(manyRows(1200))
		killed := jobsOf(k, dir)
		halt := halting{killed.Doors.Gate, make(chan struct{}, 1), make(chan struct{})}
		halt.turns <- struct{}{}
		killed.Doors.Gate = halt
		if err := errors.Join(killed.Take(t.Context(), owner, sent(file)), killed.Start(t.Context(), owner, slovo.EN)); err != nil {
			t.Fatal(err)
		}
		<-halt.in
		next := jobsOf(k, dir)
		if err := next.Sweep(); err != nil {
			t.Fatal(err)
		}
		if job, err := next.Job(owner); err != nil || job.Stage != intake.Failed || !errors.Is(job.Err, intake.ErrInterrupted) || job.By != owner.Account {
			t.Errorf("after the kill: %+v, %v", job, err)
		}
		if lies := onDisk(t, dir); bytes.Contains(lies, []byte("example.org")) || len(lies) > 200 {
			t.Errorf("%d bytes are left of the file", len(lies))
		}
		if err := errors.Join(next.Take(t.Context(), owner, sent(file)), next.Start(t.Context(), owner, slovo.EN)); err != nil {
			t.Fatal(err)
		}
		job := ended(t, next)
		if p := job.Progress; job.Stage != intake.Done || p.Known == 0 || p.Stored == 0 || p.Known+p.Stored != 1200 {
			t.Errorf("again: %+v", job)
		}
		if ids, err := k.Store.CustomersAfter(t.Context(), "", 2000); err != nil || len(ids) != 1200 {
			t.Errorf("%d customers, %v", len(ids), err)
		}
		if err := next.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// Somebody says what a file is for and where it is from; what cannot be is
// refused and changes nothing.
func TestAFileIsReadAgainAsItIsMeant(t *testing.T) {
	k := gatetest.New(t, storetest.Open(t, storetest.SQLite(t)))
	j := jobsOf(k, filepath.Join(t.TempDir(), "uploads"))
	j.Quick = 1 // so that it is looked at while nobody waits
	if err := j.Take(t.Context(), owner, sent(people)); err != nil {
		t.Fatal(err)
	}
	before := ended(t, j).Plan
	var refusal *intake.Refusal
	for _, o := range []intake.Options{{Purposes: []string{"nonsense"}}, {Source: "shop 4111111111111111"}} {
		if err := j.Choose(owner, o); !errors.As(err, &refusal) {
			t.Errorf("%+v: %v", o, err)
		}
		if job := ended(t, j); job.Stage != intake.Ready || job.Plan != before {
			t.Errorf("after %+v: %+v", o, job)
		}
	}
	if err := j.Choose(owner, intake.Options{Purposes: []string{"support"}, Source: "insales"}); err != nil {
		t.Fatal(err)
	}
	if job := ended(t, j); job.Plan.Source != "insales" || !slices.Equal(job.Plan.Purposes, []string{"support"}) || job.Plan.Rows != 3 {
		t.Errorf("as it is meant: %+v", job.Plan)
	}
}

// A plan shows masks of what is stored, and says how many rows are refused
// for what.
func TestAPlanShowsMasksAndReasons(t *testing.T) {
	table, p := planOf(t, people, gatetest.Shop(t), intake.Options{Purposes: []string{"support"}})
	if _, err := intake.Check(t.Context(), table, p, nil, nil); err != nil {
		t.Fatal(err)
	}
	shown := map[string][]string{}
	for _, col := range p.Columns {
		shown[col.Header] = col.Samples
	}
	want := map[string][]string{
		"Код клиента": nil, "ФИО": {"И. П. С.", "П. А.", "С. И."}, "Телефон": {"+7 ••• ••• 22", "+7 ••• ••• 23"},
		"E-mail": {"p•••@example.org", "a•••@example.org", "i•••@example.org"}, "Карта": {"•••"},
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("masks (-want +got):\n%s", diff)
	}
	if len(p.Refused) != 1 || p.Refused[0].Column != "Телефон" || p.Refused[0].Rows != 1 || p.Refused[0].Reason.EN != "not a phone number" {
		t.Errorf("refused: %+v", p.Refused)
	}
}
