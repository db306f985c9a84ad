package office

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"slovo"
	"slovo/internal/staff"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// Staff keeps colleagues' accounts.
type Staff interface {
	Accounts(ctx context.Context, by slovo.Actor, after string, limit int) ([]staff.Account, error)
	Add(ctx context.Context, by slovo.Actor, n staff.NewAccount) (staff.Account, staff.Enrollment, error)
	SetRole(ctx context.Context, by slovo.Actor, id slovo.StaffID, role string) error
	SetBlocked(ctx context.Context, by slovo.Actor, id slovo.StaffID, blocked bool) error
}

// mostShown is how many accounts or tokens a list shows.
const mostShown = 500

// Colleagues lists who can sign in.
func (c *Pages) Colleagues(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	all, err := c.Staff.Accounts(r.Context(), v.Actor, "", mostShown)
	if err != nil {
		return err
	}
	v.Page.Title, v.Page.Toast = text.T(v.Lang, "office.staff"), done(v, r)
	page := ui.Colleagues{Page: v.Page, More: len(all) == mostShown}
	for _, a := range all {
		page.All = append(page.All, c.colleague(v, a, false))
	}
	return visit.Show(w, r, http.StatusOK, ui.ColleaguesPage(page))
}

// colleague is an account in words.
func (c *Pages) colleague(v visit.Visit, a staff.Account, running bool) ui.Colleague {
	one := ui.Colleague{
		ID: string(a.ID), Login: a.Login, Name: a.Name, Role: c.roleName(v.Lang, a.Role), Blocked: a.Blocked,
		Seen:  c.last(v, a.Seen),
		Since: text.T(v.Lang, "staff.since", "At", text.Date(v.Lang, a.Made, c.Local(c.Now()))),
	}
	switch {
	case a.Blocked:
		one.Kind, one.State = ui.Stop, text.T(v.Lang, "staff.blocked")
	case running:
		one.Kind, one.State = ui.OK, text.T(v.Lang, "staff.running")
	case a.Seen.IsZero():
		one.Kind, one.State = ui.Unknown, text.T(v.Lang, "staff.first")
	default:
		one.Kind, one.State = ui.OK, text.T(v.Lang, "staff.open")
	}
	return one
}

// last is a moment in words; the zero time is never.
func (c *Pages) last(v visit.Visit, at time.Time) string {
	if at.IsZero() {
		return text.T(v.Lang, "office.never")
	}
	return text.When(v.Lang, at, c.Local(c.Now()))
}

// roleName is what people call the role; a role that the charter lost is
// called by its name there.
func (c *Pages) roleName(l slovo.Lang, role string) string {
	if declared, ok := c.Charter().Roles[role]; ok {
		return declared.Name.In(l)
	}
	return role
}

// roles are the charter's, to choose from.
func (c *Pages) roles(l slovo.Lang, chosen string) []ui.Option {
	var options []ui.Option
	for _, role := range slices.Sorted(maps.Keys(c.Charter().Roles)) {
		options = append(options, ui.Option{Value: role, Label: c.roleName(l, role), Selected: role == chosen})
	}
	return options
}

// HirePage is the form that makes an account.
func (c *Pages) HirePage(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if _, err := c.Staff.Accounts(r.Context(), v.Actor, "", 1); err != nil {
		return err
	}
	v.Page.Title = text.T(v.Lang, "staff.new")
	return visit.Show(w, r, http.StatusOK, ui.HirePage(ui.Hire{Page: v.Page, Roles: c.roles(v.Lang, "")}))
}

// Hire makes an account, and shows once what its owner signs in with.
func (c *Pages) Hire(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	n := staff.NewAccount{
		Login: r.PostFormValue("login"), Name: r.PostFormValue("name"), Role: r.PostFormValue("role"),
		Password: staff.OneTimePassword(), OneTime: true,
	}
	account, enrolled, err := c.Staff.Add(r.Context(), v.Actor, n)
	if err != nil {
		return c.hireAgain(w, r, v, n, err)
	}
	once := handed(v, account, "once.hired")
	once.Password, once.Seed, once.Picture = n.Password, ui.InFours(enrolled.Secret), ui.QR(enrolled.URL)
	return visit.Show(w, r, http.StatusOK, ui.OncePage(once))
}

// hireAgain shows the form with what was typed and what is wrong with it.
func (c *Pages) hireAgain(w http.ResponseWriter, r *http.Request, v visit.Visit, n staff.NewAccount, err error) error {
	v.Page.Title = text.T(v.Lang, "staff.new")
	page := ui.Hire{Page: v.Page, Login: n.Login, Name: n.Name, Roles: c.roles(v.Lang, n.Role)}
	var wrong *staff.Wrong
	switch {
	case errors.Is(err, slovo.ErrConflict):
		page.Errors = ui.Errors{"login": text.T(v.Lang, "staff.login_taken")}
	case errors.As(err, &wrong):
		page.Errors = ui.Errors{wrong.Part: text.T(v.Lang, "staff."+wrong.Part+"_wrong")}
	case errors.Is(err, slovo.ErrDenied) && c.Charter().Roles[v.Actor.Role].MayDo("staff"):
		page.Refusal = above(v)
	default:
		return err
	}
	return visit.Show(w, r, http.StatusUnprocessableEntity, ui.HirePage(page))
}

// above says that the other role has duties that one's own lacks.
func above(v visit.Visit) *ui.Refusal {
	return &ui.Refusal{Reason: text.T(v.Lang, "office.denied"), Remedy: text.T(v.Lang, "office.denied_help")}
}

// handed is the page that shows once what a colleague signs in with.
func handed(v visit.Visit, a staff.Account, title string) ui.Once {
	v.Page.Title = text.T(v.Lang, title)
	return ui.Once{
		Page: v.Page, Title: v.Page.Title, Lead: text.T(v.Lang, "once.lead", "Name", a.Name), Login: a.Login,
		Done: ui.Link{Label: text.T(v.Lang, "once.done"), Href: ui.MemberPath(string(a.ID))},
	}
}

// said are the words that a page may be come back to with: an address
// holds one of these and nothing else.
var said = []string{"staff.done_role", "staff.done_sessions", "staff.done_block", "staff.done_unblock", "staff.done_session", "token.done_revoke", "rules.done_published", "rules.done_waits"}

// back leads to the page, which then tells what was done.
func back(w http.ResponseWriter, r *http.Request, path, done string) error {
	http.Redirect(w, r, path+"?done="+strings.ReplaceAll(done, ".", "-"), http.StatusSeeOther) //nolint:gosec // a path of ours
	return nil
}

// done is the word about what was just done, if the address says so.
func done(v visit.Visit, r *http.Request) *ui.Toast {
	for _, id := range said {
		if r.URL.Query().Get("done") == strings.ReplaceAll(id, ".", "-") {
			return &ui.Toast{Kind: ui.OK, Text: text.T(v.Lang, id)}
		}
	}
	return nil
}
