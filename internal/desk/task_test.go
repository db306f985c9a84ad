package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slovo"
	"slovo/internal/desk"
	"slovo/internal/gate"
	"slovo/internal/gate/gatetest"
	"slovo/internal/ledger"
)

// hire puts accounts into the store.
func (o *office) hire(t *testing.T, role string, blocked bool, ids ...slovo.StaffID) {
	t.Helper()
	for _, id := range ids {
		account, secrets, _ := o.store.AccountByLogin(t.Context(), "nobody") // empty ones
		account.ID, account.Login, account.Role, account.Blocked = id, string(id), role, blocked
		o.Atomic(t, func(ctx context.Context) error {
			return errors.Join(o.store.PutAccount(ctx, account, secrets), o.store.ChangeAccount(ctx, account))
		})
	}
}

func (o *office) open(t *testing.T, a slovo.Actor, c slovo.CustomerID) slovo.CaseID {
	t.Helper()
	id, err := o.d.Open(t.Context(), a, c, slovo.ChannelPhone, "support", gate.Once{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (o *office) task(t *testing.T, a slovo.Actor, in slovo.CaseID, after time.Duration, who slovo.StaffID) slovo.TaskID {
	t.Helper()
	id, err := o.d.AddTask(t.Context(), a, in, desk.CallBack, o.Clock.Now().Add(after), who)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// taskEntries returns what the log says of the customer's tasks, in order.
func (o *office) taskEntries(t *testing.T, c slovo.CustomerID) []string {
	t.Helper()
	lines, err := o.Ledger.Of(t.Context(), c, 1<<40, 100)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, line := range slices.Backward(lines) {
		half, err := o.Ledger.OpenFirm(t.Context(), line)
		if err != nil {
			t.Fatal(err)
		}
		if half.Act == ledger.ActTask || half.Act == ledger.ActFinish {
			list = append(list, string(half.Act)+" "+string(half.Outcome)+" by "+string(half.Account)+" "+half.Subject)
		}
	}
	return list
}

func deniedFor(err error, code gate.Code) bool {
	var denial *gate.Denial
	return errors.As(err, &denial) && denial.Has(code) && denial.Entry != ""
}

func TestAddTaskRefuses(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire(t, "agent", false, "vera", "oleg")
		o.hire(t, "marketer", false, "mark")
		o.hire(t, "agent", true, "gone")
		c := o.Add(t, gatetest.Anna())
		mine, closed := o.open(t, agent, c), o.open(t, agent, c)
		if err := o.d.Close(t.Context(), agent, closed); err != nil {
			t.Fatal(err)
		}
		hour := gatetest.Noon.Add(time.Hour)
		for _, tt := range []struct {
			name  string
			actor slovo.Actor
			in    slovo.CaseID
			kind  string
			due   time.Time
			who   slovo.StaffID
			want  error     // or
			code  gate.Code // of a denial
		}{
			{"no such kind", agent, mine, "buy flowers", hour, "vera", slovo.ErrInvalid, ""},
			{"due before now", agent, mine, desk.CallBack, gatetest.Noon.Add(-time.Second), "vera", slovo.ErrInvalid, ""},
			{"due in two years", agent, mine, desk.CallBack, gatetest.Noon.AddDate(2, 0, 0), "vera", slovo.ErrInvalid, ""},
			{"for nobody", agent, mine, desk.CallBack, hour, "nobody", slovo.ErrInvalid, ""},
			{"for who is blocked", agent, mine, desk.CallBack, hour, "gone", slovo.ErrInvalid, ""},
			{"no such case", agent, slovo.NewCaseID(c), desk.CallBack, hour, "vera", slovo.ErrNotFound, ""},
			{"a colleague's case", other, mine, desk.CallBack, hour, "oleg", nil, gate.NoCase},
			{"a closed case", agent, closed, desk.CallBack, hour, "vera", nil, gate.CaseClosed},
			{"for a role that does not serve", agent, mine, desk.CallBack, hour, "mark", nil, gate.RoleNotAllowed},
		} {
			_, err := o.d.AddTask(t.Context(), tt.actor, tt.in, tt.kind, tt.due, tt.who)
			if tt.code != "" && !deniedFor(err, tt.code) || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("%s: %v, want %v%s", tt.name, err, tt.want, tt.code)
			}
		}
		want := []string{"task refused by oleg ", "task refused by vera ", "task refused by vera "}
		if diff := cmp.Diff(want, o.taskEntries(t, c)); diff != "" {
			t.Errorf("entries (-want +got):\n%s", diff)
		}
		if q, err := o.d.Queue(t.Context(), agent, 10); err != nil || len(q.Tasks) != 0 {
			t.Errorf("Queue: %+v, %v", q, err)
		}
	})
}

func TestFinishTask(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire(t, "agent", false, "vera", "oleg")
		c := o.Add(t, gatetest.Anna())
		in := o.open(t, agent, c)
		id := o.task(t, agent, in, time.Hour, "vera")
		want := []desk.Task{{
			ID: id, Customer: c, Case: in, Purpose: "support", Kind: desk.CallBack,
			Due: gatetest.Noon.Add(time.Hour), For: "vera", Made: gatetest.Noon,
		}}
		list, err := o.d.TasksOf(t.Context(), other, c)
		if diff := cmp.Diff(want, list); err != nil || diff != "" {
			t.Errorf("TasksOf: %v (-want +got):\n%s", err, diff)
		}
		marketer := gatetest.Actor("mark", "marketer")
		if list, err := o.d.TasksOf(t.Context(), marketer, c); err != nil || len(list) != 0 {
			t.Errorf("a role that does not serve the purpose sees %+v, %v", list, err)
		}
		if err := o.d.FinishTask(t.Context(), marketer, id); !deniedFor(err, gate.RoleNotAllowed) {
			t.Errorf("finished by a role that does not serve: %v", err)
		}
		if err := o.d.FinishTask(t.Context(), agent, slovo.NewTaskID(c)); !errors.Is(err, slovo.ErrNotFound) {
			t.Errorf("no such task: %v", err)
		}
		if err := o.d.FinishTask(t.Context(), other, id); err != nil {
			t.Errorf("finished by a colleague: %v", err)
		}
		if err := o.d.FinishTask(t.Context(), agent, id); !errors.Is(err, slovo.ErrConflict) {
			t.Errorf("finished twice: %v", err)
		}
		if list, err := o.d.TasksOf(t.Context(), agent, c); err != nil || len(list) != 0 {
			t.Errorf("still to be done: %+v, %v", list, err)
		}
		if got, err := o.store.Task(t.Context(), id); err != nil || !got.Done.Equal(gatetest.Noon) {
			t.Errorf("done at %v: %v", got.Done, err)
		}
		entries := []string{"task done by vera " + string(id), "finish refused by mark " + string(id), "finish done by oleg " + string(id)}
		if diff := cmp.Diff(entries, o.taskEntries(t, c)); diff != "" {
			t.Errorf("entries (-want +got):\n%s", diff)
		}
	})
}

func TestQueue(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire(t, "agent", false, "vera", "oleg")
		anna, ivan := o.Add(t, gatetest.Anna()), o.Add(t, gatetest.Anna())
		var cases []slovo.CaseID
		for _, c := range []slovo.CustomerID{anna, ivan, anna} {
			cases = append(cases, o.open(t, agent, c))
			o.Clock.Move(time.Second)
		}
		theirs := o.open(t, other, ivan)
		later, sooner := o.task(t, agent, cases[0], 2*time.Hour, "vera"), o.task(t, other, theirs, time.Hour, "vera")
		last, done := o.task(t, agent, cases[1], 3*time.Hour, "vera"), o.task(t, agent, cases[1], time.Minute, "vera")
		o.task(t, agent, cases[1], time.Minute, "oleg")
		if err := errors.Join(o.d.FinishTask(t.Context(), agent, done), o.d.Close(t.Context(), agent, cases[1])); err != nil {
			t.Fatal(err)
		}
		o.sees(t, 10, []slovo.CaseID{cases[0], cases[2]}, []slovo.TaskID{sooner, later, last})
		o.sees(t, 1, cases[:1], []slovo.TaskID{sooner})
		o.Erase(t, anna)
		o.sees(t, 10, []slovo.CaseID{cases[0], cases[2]}, []slovo.TaskID{sooner, last})
	})
}

// sees compares the agent's queue.
func (o *office) sees(t *testing.T, limit int, cases []slovo.CaseID, tasks []slovo.TaskID) {
	t.Helper()
	q, err := o.d.Queue(t.Context(), agent, limit)
	if err != nil {
		t.Fatal(err)
	}
	var gotCases []slovo.CaseID
	for _, matter := range q.Cases {
		gotCases = append(gotCases, matter.ID)
	}
	var gotTasks []slovo.TaskID
	for _, task := range q.Tasks {
		gotTasks = append(gotTasks, task.ID)
	}
	if diff := cmp.Diff(cases, gotCases) + cmp.Diff(tasks, gotTasks); diff != "" {
		t.Errorf("queue of %d (-want +got):\n%s", limit, diff)
	}
}

// A form that was sent twice asks for one task; a done one may come again.
func TestTheSameTaskIsWrittenOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		vera := gatetest.Agent("vera")
		o.hire(t, "agent", false, "vera")
		c := o.Add(t, gatetest.Anna())
		in := o.open(t, vera, c)
		first, again := o.task(t, vera, in, time.Hour, "vera"), o.task(t, vera, in, time.Hour, "vera")
		if first != again || o.task(t, vera, in, 2*time.Hour, "vera") == first {
			t.Error("the same task has two ids, or another one the same")
		}
		if err := o.d.FinishTask(t.Context(), vera, first); err != nil {
			t.Fatal(err)
		}
		if o.task(t, vera, in, time.Hour, "vera") == first {
			t.Error("a task that was done does not come again")
		}
		if got := o.taskEntries(t, c); len(got) != 4 {
			t.Errorf("the log tells of %d changes, want 4: %v", len(got), got)
		}
	})
}

// What was to be done for a record that was merged is still to be done, and
// found under the one that was kept; doing it is told in its log.
func TestTasksOutliveAMerge(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.hire(t, "agent", false, "vera", "oleg")
		keep := o.Add(t, gatetest.Anna())
		o.Clock.Move(time.Minute)
		merged := o.Add(t, gatetest.Anna())
		later := o.task(t, agent, o.open(t, agent, keep), 2*time.Hour, "vera")
		in := o.open(t, agent, merged)
		sooner := o.task(t, agent, in, time.Hour, "vera")
		if err := o.Gate.Propose(t.Context(), agent, keep, merged); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Gate.Merge(t.Context(), agent, keep, merged, gate.Once{}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []slovo.CustomerID{keep, merged} {
			list, err := o.d.TasksOf(t.Context(), other, c)
			if err != nil || len(list) != 2 || list[0].ID != sooner || list[1].ID != later {
				t.Errorf("TasksOf: %+v, %v; want the other's first", list, err)
			}
		}
		if _, err := o.d.AddTask(t.Context(), agent, in, desk.CallBack, o.Clock.Now().Add(time.Hour), "oleg"); !deniedFor(err, gate.CaseClosed) {
			t.Errorf("a task out of a case that the merge closed: %v", err)
		}
		if err := o.d.FinishTask(t.Context(), other, sooner); err != nil {
			t.Fatal(err)
		}
		want := []string{"task done by vera " + string(later), "task refused by vera ", "finish done by oleg " + string(sooner)}
		if diff := cmp.Diff(want, o.taskEntries(t, keep)); diff != "" {
			t.Errorf("entries of the kept one (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"task done by vera " + string(sooner)}, o.taskEntries(t, merged)); diff != "" {
			t.Errorf("entries of the other (-want +got):\n%s", diff)
		}
	})
}
