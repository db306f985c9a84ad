package cases

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"slovo"
	"slovo/internal/desk"
	"slovo/internal/gate"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// toDo are the agent's own tasks, soonest due first. Like a case, a task
// tells its customer by the number alone: the list is no look at a record.
func (c *Pages) toDo(r *http.Request, v visit.Visit) ([]ui.Hit, error) {
	tasks, err := c.Tasks.Tasks(r.Context(), v.Actor, mostMine)
	if err != nil {
		return nil, err
	}
	hits := make([]ui.Hit, len(tasks))
	for i, t := range tasks {
		hits[i] = ui.Hit{
			Href: ui.CustomerPath(string(t.Customer)), Icon: "clock", Name: text.T(v.Lang, "task.kind_"+t.Kind),
			What: text.T(v.Lang, "requests.customer", "Number", ui.Short(t.Customer)), At: text.Day(v.Lang, t.Due, c.Local(c.Now())),
		}
	}
	return hits, nil
}

// putTasks lists what is to be done for the customer and, in an open case,
// offers to write one more down.
func (c *Pages) putTasks(r *http.Request, v visit.Visit, id slovo.CustomerID, d *ui.Desk) error {
	tasks, err := c.Tasks.TasksOf(r.Context(), v.Actor, id)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		one, err := c.task(r, v, t)
		if err != nil {
			return err
		}
		d.Tasks = append(d.Tasks, one)
	}
	if d.Case == nil || d.Case.Closed != "" {
		return nil
	}
	d.AddTask = &ui.AddTask{First: day(c.Local(c.Now())), Due: day(c.Local(c.Now()).AddDate(0, 0, 1))}
	for _, kind := range desk.TaskKinds() {
		d.AddTask.Kinds = append(d.AddTask.Kinds, ui.Option{Value: kind, Label: text.T(v.Lang, "task.kind_"+kind)})
	}
	return nil
}

func (c *Pages) task(r *http.Request, v visit.Visit, t desk.Task) (ui.Task, error) {
	who := text.T(v.Lang, "task.you")
	if t.For != v.Actor.Account {
		account, err := c.Staff.Account(r.Context(), t.For)
		if err != nil {
			return ui.Task{}, err
		}
		who = account.Name
	}
	late := t.Due.Before(c.Now())
	words := "task.by"
	if late {
		words = "task.was_due"
	}
	return ui.Task{
		ID: string(t.ID), What: text.T(v.Lang, "task.kind_"+t.Kind), Late: late, Who: who,
		Due: text.T(v.Lang, words, "At", text.Day(v.Lang, t.Due, c.Local(c.Now()))),
	}, nil
}

// AddTask writes down what is still to be done, by the end of the day that
// was chosen; for the agent, unless a colleague's login stands in the form.
func (c *Pages) AddTask(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	id := slovo.CaseID(r.PathValue("case"))
	due, err := time.ParseInLocation(time.DateOnly, r.PostFormValue("due"), c.Local(c.Now()).Location())
	if err != nil {
		return c.taskTrouble(w, r, v, "due", "task.wrong_day")
	}
	if !due.After(c.Now().AddDate(0, 0, -1)) {
		return c.taskTrouble(w, r, v, "due", "task.wrong_day")
	}
	who := v.Actor.Account
	if login := strings.TrimSpace(r.PostFormValue("login")); login != "" {
		account, err := c.Colleagues.ByLogin(r.Context(), login)
		if errors.Is(err, slovo.ErrNotFound) {
			return c.taskTrouble(w, r, v, "login", "task.nobody")
		}
		if err != nil {
			return err
		}
		who = account.ID
	}
	_, err = c.Tasks.AddTask(r.Context(), v.Actor, id, r.PostFormValue("kind"), due.AddDate(0, 0, 1).Add(-time.Second), who)
	var denial *gate.Denial
	switch {
	case err == nil:
		http.Redirect(w, r, ui.CasePath(string(id))+"?done=task", http.StatusSeeOther) //nolint:gosec // a path of ours, whatever the id
		return nil
	case errors.Is(err, slovo.ErrInvalid):
		return c.taskTrouble(w, r, v, "due", "task.wrong_day")
	case errors.As(err, &denial) && denial.Has(gate.RoleNotAllowed):
		return c.taskTrouble(w, r, v, "login", "task.not_theirs")
	}
	return err
}

// taskTrouble draws the case with what is wrong with the task, under the
// field that it is about; what was typed stays.
func (c *Pages) taskTrouble(w http.ResponseWriter, r *http.Request, v visit.Visit, in, words string) error {
	d, _, err := c.caseDesk(r, v, nil, "")
	if err != nil {
		return err
	}
	if d.AddTask != nil {
		d.AddTask.Errors = map[string]string{in: text.T(v.Lang, words)}
		d.AddTask.Due, d.AddTask.Login = r.PostFormValue("due"), r.PostFormValue("login")
		for i, kind := range d.AddTask.Kinds {
			d.AddTask.Kinds[i].Selected = kind.Value == r.PostFormValue("kind")
		}
	}
	return visit.Show(w, r, http.StatusUnprocessableEntity, ui.DeskPage(d))
}

// FinishTask marks a task done, and leads back to where that was said. One
// that was done already is what was wanted.
func (c *Pages) FinishTask(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	err := c.Tasks.FinishTask(r.Context(), v.Actor, slovo.TaskID(r.PathValue("task")))
	if err != nil && !errors.Is(err, slovo.ErrConflict) {
		return err
	}
	return back(w, r, "finished")
}
