package office

import (
	"cmp"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
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
	Take(ctx context.Context, a slovo.Actor, from io.ReadCloser) error
	Rejected(ctx context.Context, a slovo.Actor) (io.ReadCloser, error)
}

// Taking is the one file on its way.
type Taking interface {
	Job(a slovo.Actor) (intake.Job, error)
	Choose(a slovo.Actor, o intake.Options) error
	Start(ctx context.Context, a slovo.Actor, lang slovo.Lang) error
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
	case intake.Taking:
		page.Since = text.When(v.Lang, job.Began, c.Local(c.Now()))
	case intake.Ready:
		c.planned(&page, job)
	case intake.Looking, intake.Running:
		page.Working = c.working(v.Lang, job)
	case intake.Failed:
		page.Error = cmp.Or(wrong, whyNot(v.Lang, job.Err))
		page.Report = c.report(v.Lang, job)
	case intake.Done:
		page.Report, page.Rows = c.report(v.Lang, job), job.Progress.Rejected > 0
	}
	return visit.Show(w, r, status, ui.ImportPage(page))
}

// planned tells what would be stored: headers, counts and masks, never a value.
func (c *Pages) planned(page *ui.Import, job intake.Job) {
	l, p := page.Page.Lang, job.Plan
	page.Report, page.Refused = c.counted(l, p.Counts, "would_store"), refusals(l, p)
	page.Source, page.Purposes = p.Source, c.choices(l, p)
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
	one := ui.ImportColumn{Name: col.Title(l), Filled: text.Number(l, col.Filled), Sample: strings.Join(col.Samples, ", "), Taken: true}
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
	w := ui.Progress{Label: text.T(l, "upload."+job.Stage, "Rows", text.Number(l, p.Rows)), Total: 100}
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
	if errors.Is(job.Err, intake.ErrInterrupted) {
		return nil // nobody knows how far it came
	}
	all := c.counted(l, job.Progress.Counts, "stored")
	return append(all, ui.Answer{Asks: text.T(l, "upload.took"), Says: []string{text.Took(l, job.Ended.Sub(job.Began))}})
}

// counted is what becomes of the rows, or would.
func (c *Pages) counted(l slovo.Lang, p intake.Counts, stored string) []ui.Answer {
	var all []ui.Answer
	for _, line := range []struct {
		id string
		n  int
	}{
		{"rows", p.Rows},
		{stored, p.Stored},
		{"known", p.Known},
		{"rejected_rows", p.Rejected},
		{"same", p.Same},
		{"claimed", p.Claimed},
		{"suppressed", p.Suppressed},
		{"events", p.Events},
	} {
		if line.n > 0 || line.id == "rows" || line.id == stored {
			all = append(all, ui.Answer{Asks: text.T(l, "upload."+line.id), Says: []string{text.Number(l, line.n)}})
		}
	}
	return all
}

// refusals are why rows are not taken, and how many for each reason.
func refusals(l slovo.Lang, p *intake.Plan) []ui.Answer {
	var all []ui.Answer
	for _, r := range p.Refused {
		why := text.T(l, "upload.refused_row", "Column", r.Column, "Reason", r.Reason.In(l))
		all = append(all, ui.Answer{Asks: why, Says: []string{text.Number(l, r.Rows)}})
	}
	if p.RefusedElse > 0 {
		all = append(all, ui.Answer{Asks: text.T(l, "upload.refused_else"), Says: []string{text.Number(l, p.RefusedElse)}})
	}
	return all
}

// choices are the purposes that a file can serve: they need no consent.
func (c *Pages) choices(l slovo.Lang, p *intake.Plan) []ui.Option {
	var all []ui.Option
	for _, name := range slices.Sorted(maps.Keys(c.Charter().Purposes)) {
		if len(c.Charter().Purposes[name].Consents) == 0 {
			all = append(all, ui.Option{Value: name, Label: c.purposeName(l, name), Selected: slices.Contains(p.Purposes, name)})
		}
	}
	return all
}

// PlanImport reads the file again, as somebody says that it is meant.
func (c *Pages) PlanImport(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return slovo.ErrInvalid
	}
	err := c.Imports.Choose(v.Actor, intake.Options{Purposes: r.PostForm["purpose"], Source: strings.TrimSpace(r.PostFormValue("source"))})
	var refusal *intake.Refusal
	if errors.As(err, &refusal) {
		return c.showImport(w, r, v, http.StatusUnprocessableEntity, refusal.Why.In(v.Lang))
	}
	return c.step(w, r, v, err)
}

// An upload may take an hour in all, and half a minute without a byte.
const (
	uploadFor = time.Hour
	patience  = 30 * time.Second
)

// steady is a body of which a byte has to come while somebody has patience.
// Close ends a Read that waits, and each after it.
type steady struct {
	io.Reader
	deadline func(time.Time) error // of the connection's reads
	until    time.Time

	mu     sync.Mutex
	closed bool
}

// Read implements io.Reader.
func (s *steady) Read(p []byte) (int, error) {
	if err := s.wait(); err != nil {
		return 0, err
	}
	return s.Reader.Read(p)
}

func (s *steady) wait() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return io.ErrClosedPipe
	}
	by := time.Now().Add(patience)
	if s.until.Before(by) {
		by = s.until
	}
	_ = s.deadline(by) // else the server's own holds
	return nil
}

// Close implements io.Closer.
func (s *steady) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return s.deadline(time.Unix(1, 0)) // long past: a Read that waits ends now
}

// upload is the file's bytes, bounded in time as the whole body is.
type upload struct {
	io.Reader
	*steady
}

// Read reads the file's bytes, not the body's.
func (u upload) Read(p []byte) (int, error) { return u.Reader.Read(p) }

// Upload takes a file in and looks at it; nothing is stored yet.
func (c *Pages) Upload(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if _, err := c.Imports.Job(v.Actor); err != nil {
		return err // before a gigabyte is read for nothing
	}
	body := &steady{Reader: r.Body, deadline: http.NewResponseController(w).SetReadDeadline, until: time.Now().Add(uploadFor)}
	r.Body = body
	file, err := part(r)
	if err == nil {
		err = c.Imports.Take(r.Context(), v.Actor, upload{file, body})
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
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return nil, err
		}
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
	case errors.Is(err, intake.ErrDropped):
		return text.T(l, "upload.dropped")
	case errors.Is(err, intake.ErrInterrupted):
		return text.T(l, "upload.interrupted")
	case errors.Is(err, slovo.ErrConflict):
		return text.T(l, "upload.busy")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return text.T(l, "upload.slow")
	case errors.Is(err, slovo.ErrInvalid):
		return text.T(l, "upload.none")
	}
	return text.T(l, "upload.broke")
}

// StartImport stores the file that was looked at.
func (c *Pages) StartImport(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.step(w, r, v, c.Imports.Start(r.Context(), v.Actor, v.Lang))
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
func (c *Pages) Rejected(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	rows, err := c.Imports.Rejected(r.Context(), v.Actor)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // only read
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="rejected.csv"`)
	_, _ = io.Copy(w, rows) // a browser that left is no error
	return nil
}
