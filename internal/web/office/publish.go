package office

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/edition"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// Publisher takes new versions of the charter.
type Publisher interface {
	Preview(ctx context.Context, by slovo.Actor, text []byte) (charter.Report, []charter.Change, error)
	Publish(ctx context.Context, by slovo.Actor, text []byte) (edition.Version, error)
}

// PublishPage is where a new text is given in. Whoever may not publish is
// told so before they type.
func (c *Pages) PublishPage(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if _, _, err := c.Publisher.Preview(r.Context(), v.Actor, nil); err != nil {
		return err
	}
	return showPublish(w, r, v, http.StatusOK, ui.Publish{})
}

func showPublish(w http.ResponseWriter, r *http.Request, v visit.Visit, status int, page ui.Publish) error {
	v.Page.Title = text.T(v.Lang, "rules.new")
	page.Page = v.Page
	return visit.Show(w, r, status, ui.PublishPage(page))
}

// Check tells all that is wrong with the text, or what it changes. It
// publishes nothing. Whoever may not publish is told that first, whatever
// they gave in.
func (c *Pages) Check(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if _, _, err := c.Publisher.Preview(r.Context(), v.Actor, nil); err != nil {
		return err
	}
	given, err := textOf(r)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return showPublish(w, r, v, http.StatusRequestEntityTooLarge, ui.Publish{Error: text.T(v.Lang, "rules.large")})
	case err != nil:
		return slovo.ErrInvalid
	case len(bytes.TrimSpace(given)) == 0:
		return showPublish(w, r, v, http.StatusUnprocessableEntity, ui.Publish{Error: text.T(v.Lang, "rules.none")})
	}
	report, changes, err := c.Publisher.Preview(r.Context(), v.Actor, given)
	if err != nil {
		return err
	}
	page := ui.Publish{Text: string(given), Problems: findings(v.Lang, report.Problems), Warnings: findings(v.Lang, report.Warnings)}
	if !report.OK {
		return showPublish(w, r, v, http.StatusUnprocessableEntity, page)
	}
	if page.Sure, err = c.sure(v, given, changes); err != nil {
		return err
	}
	return showPublish(w, r, v, http.StatusOK, page)
}

// textOf is the file that was chosen, byte by byte, or the text that was pasted.
func textOf(r *http.Request) ([]byte, error) {
	if err := r.ParseMultipartForm(1 << 20); err != nil { //nolint:gosec // bounded for every address by web.protect
		return nil, err
	}
	if file, _, err := r.FormFile("file"); err == nil {
		defer file.Close() //nolint:errcheck // only read
		if given, err := io.ReadAll(file); err != nil || len(given) > 0 {
			return given, err
		}
	}
	return []byte(strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n")), nil
}

func findings(l slovo.Lang, problems []charter.Problem) []ui.Finding {
	var all []ui.Finding
	for _, p := range problems {
		all = append(all, ui.Finding{
			Place: text.T(l, "rules.place", "Line", p.Line, "Column", p.Column), What: p.What.In(l), Do: p.Do.In(l), Law: p.Law,
		})
	}
	return all
}

// sure is what the last yes is asked for.
func (c *Pages) sure(v visit.Visit, given []byte, changes []charter.Change) (*ui.Sure, error) {
	next, err := charter.Load(given)
	if err != nil {
		return nil, err
	}
	s := &ui.Sure{
		Encoded: base64.StdEncoding.EncodeToString(given), Version: strconv.Itoa(next.Version),
		Widens: charter.Widening(changes), When: text.T(v.Lang, "rules.at_once", "Version", next.Version),
	}
	if day := next.Begins(); day.After(c.Now()) {
		s.When = text.T(v.Lang, "rules.later", "Version", next.Version, "From", text.Date(v.Lang, day, c.Local(c.Now())))
	}
	for _, one := range changes {
		name := one.Group.In(v.Lang)
		if n := len(s.Groups); n == 0 || s.Groups[n-1].Name != name {
			s.Groups = append(s.Groups, ui.Changes{Name: name})
		}
		group := &s.Groups[len(s.Groups)-1]
		group.Lines = append(group.Lines, ui.Changed{Effect: string(one.Effect), Said: one.Said.In(v.Lang)})
	}
	return s, nil
}

// Publish puts the text that was checked into force.
func (c *Pages) Publish(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	given, err := base64.StdEncoding.DecodeString(r.PostFormValue("charter"))
	if err != nil {
		return slovo.ErrInvalid
	}
	published, err := c.Publisher.Publish(r.Context(), v.Actor, given)
	var problems *charter.Problems
	if errors.As(err, &problems) { // somebody was quicker, or a day went by
		page := ui.Publish{Text: string(given), Problems: findings(v.Lang, problems.List)}
		return showPublish(w, r, v, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	if published.Effective.After(c.Now()) {
		return back(w, r, ui.PathCharter, "rules.done_waits")
	}
	return back(w, r, ui.PathCharter, "rules.done_published")
}
