package office

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"slovo"
	"slovo/internal/intake"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// Imports take files in and go on while nobody looks; *intake.Jobs does.
type Imports interface {
	Taking
	Take(a slovo.Actor, from io.Reader) error
	Rejected(a slovo.Actor) (io.ReadCloser, error)
}

// Taking is the one file on its way.
type Taking interface {
	Job(a slovo.Actor) (intake.Job, error)
	Start(a slovo.Actor, lang slovo.Lang) error
	Drop(a slovo.Actor) error
}

// Import shows how far the file came.
func (c *Pages) Import(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.showImport(w, r, v, http.StatusOK, "")
}

func (c *Pages) showImport(w http.ResponseWriter, r *http.Request, v visit.Visit, status int, wrong string) error {
	job, err := c.Imports.Job(v.Actor)
	if err != nil {
		return err
	}
	v.Page.Title = text.T(v.Lang, "upload.title")
	page := ui.Import{Page: v.Page, Stage: job.Stage, Error: wrong}
	switch job.Stage {
	case intake.Ready:
		c.planned(&page, job.Plan)
	case intake.Running:
		page.Working = c.working(v.Lang, job)
	case intake.Failed:
		page.Error = cmp.Or(wrong, whyNot(v.Lang, job.Err))
		page.Report = c.report(v.Lang, job)
	case intake.Done:
		page.Report, page.Rows = c.report(v.Lang, job), job.Progress.Rejected > 0
	}
	return visit.Show(w, r, status, ui.ImportPage(page))
}

// planned tells what would be stored: headers and counts, never a value.
func (c *Pages) planned(page *ui.Import, p *intake.Plan) {
	l := page.Page.Lang
	page.About = text.T(l, "upload.about", "Layout", p.Layout, "Encoding", p.Encoding)
	if len(p.Purposes) > 0 {
		var names []string
		for _, purpose := range p.Purposes {
			names = append(names, c.purposeName(l, purpose))
		}
		page.Serves = text.T(l, "upload.serves", "Purposes", strings.Join(names, ", "), "Why", p.Why.In(l))
	}
	for _, o := range p.Others {
		page.Others = append(page.Others, c.purposeName(l, o.Purpose)+": "+o.Reason.In(l))
	}
	for _, col := range p.Columns {
		page.Columns = append(page.Columns, c.columnOf(l, col))
	}
}

func (c *Pages) columnOf(l slovo.Lang, col intake.Column) ui.ImportColumn {
	one := ui.ImportColumn{Name: col.Title(l), Filled: text.Number(l, col.Filled), Taken: true}
	switch {
	case col.Field != "":
		one.Goes = c.Charter().Fields[col.Field].Label.In(l)
	case col.Event != "":
		one.Goes = c.Charter().Events[col.Event].Name.In(l)
	case col.Wish != "":
		one.Goes = text.T(l, "upload.wish")
	default:
		one.Goes, one.Taken = text.T(l, "upload.left"), false
	}
	switch {
	case col.Reason != nil:
		one.Why = col.Reason.In(l)
	case col.Note != nil:
		one.Why = col.Note.In(l)
	}
	return one
}

// working is how far it came, at what rate and what time is left. The share
// is of the file's bytes: how many rows there are nobody knows before.
func (c *Pages) working(l slovo.Lang, job intake.Job) ui.Progress {
	p, spent := job.Progress, c.Now().Sub(job.Began)
	w := ui.Progress{Label: text.T(l, "upload.running", "Rows", text.Number(l, p.Rows)), Total: 100}
	if p.Size > 0 {
		w.Done = int(100 * p.Read / p.Size)
	}
	if p.Read > 0 && spent > time.Second {
		w.PerSecond = int(float64(p.Rows) / spent.Seconds())
		w.Left = time.Duration(float64(spent) * float64(p.Size-p.Read) / float64(p.Read))
	}
	return w
}

// report is what became of the rows, and how long it took.
func (c *Pages) report(l slovo.Lang, job intake.Job) []ui.Answer {
	p := job.Progress
	var all []ui.Answer
	for _, line := range []struct {
		id string
		n  int
	}{
		{"rows", p.Rows},
		{"stored", p.Stored},
		{"known", p.Known},
		{"rejected_rows", p.Rejected},
		{"same", p.Same},
		{"claimed", p.Claimed},
		{"suppressed", p.Suppressed},
	} {
		if line.n > 0 || line.id == "rows" {
			all = append(all, ui.Answer{Asks: text.T(l, "upload."+line.id), Says: []string{text.Number(l, line.n)}})
		}
	}
	return append(all, ui.Answer{Asks: text.T(l, "upload.took"), Says: []string{text.Left(job.Ended.Sub(job.Began))}})
}

// uploadFor is how long a file may be on its way in.
const uploadFor = time.Hour

// Upload takes a file in and looks at it; nothing is stored yet.
func (c *Pages) Upload(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if _, err := c.Imports.Job(v.Actor); err != nil {
		return err // before a gigabyte is read for nothing
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadFor)) // else the server's own holds
	file, err := part(r)
	if err == nil {
		err = c.Imports.Take(v.Actor, file)
	}
	if err == nil {
		http.Redirect(w, r, ui.PathImport, http.StatusSeeOther)
		return nil
	}
	if errors.Is(err, slovo.ErrDenied) {
		return err
	}
	status := http.StatusUnprocessableEntity
	if tooLarge(err) {
		status = http.StatusRequestEntityTooLarge
	}
	return c.showImport(w, r, v, status, whyNot(v.Lang, err))
}

// part is the file in the form, as it streams in.
func part(r *http.Request) (io.Reader, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, slovo.ErrInvalid
	}
	for {
		p, err := form.NextPart()
		if err != nil {
			return nil, slovo.ErrInvalid
		}
		if p.FormName() == "file" && p.FileName() != "" {
			return p, nil
		}
	}
}

func tooLarge(err error) bool {
	var large *http.MaxBytesError
	return errors.Is(err, intake.ErrTooLarge) || errors.As(err, &large)
}

// whyNot says in words why a file was not taken.
func whyNot(l slovo.Lang, err error) string {
	var refusal *intake.Refusal
	switch {
	case errors.As(err, &refusal):
		return refusal.Why.In(l)
	case tooLarge(err):
		return text.T(l, "upload.large")
	case errors.Is(err, slovo.ErrConflict):
		return text.T(l, "upload.busy")
	case errors.Is(err, slovo.ErrInvalid):
		return text.T(l, "upload.none")
	}
	return text.T(l, "upload.broke")
}

// StartImport stores the file that was looked at.
func (c *Pages) StartImport(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.step(w, r, v, c.Imports.Start(v.Actor, v.Lang))
}

// DropImport gives the file or its report up.
func (c *Pages) DropImport(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.step(w, r, v, c.Imports.Drop(v.Actor))
}

// step leads back to the file; one pressed twice did what was meant.
func (c *Pages) step(w http.ResponseWriter, r *http.Request, _ visit.Visit, err error) error {
	if err != nil && !errors.Is(err, slovo.ErrConflict) {
		return err
	}
	http.Redirect(w, r, ui.PathImport, http.StatusSeeOther)
	return nil
}

// Rejected is the file of rows that were not taken.
func (c *Pages) Rejected(w http.ResponseWriter, _ *http.Request, v visit.Visit) error {
	rows, err := c.Imports.Rejected(v.Actor)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // only read
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="rejected.csv"`)
	_, _ = io.Copy(w, rows) // a browser that left is no error
	return nil
}
