package office

import (
	"context"
	"errors"
	"net/http"

	"slovo"
	"slovo/internal/staff"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// Credentials are what colleagues sign in with.
type Credentials interface {
	GivePassword(ctx context.Context, by slovo.Actor, id slovo.StaffID) (slovo.Value, error)
	ResetCodes(ctx context.Context, by slovo.Actor, id slovo.StaffID) (staff.Enrollment, error)
	ChangePassword(ctx context.Context, try staff.Attempt, secret slovo.Value) error
}

// Sessions are the sign-ins that run.
type Sessions interface {
	Sessions(ctx context.Context, by slovo.Actor, id slovo.StaffID) ([]staff.Session, error)
	EndOwn(ctx context.Context, by slovo.Actor, ids ...string) error
	EndAll(ctx context.Context, by slovo.Actor, id slovo.StaffID) error
}

// Member shows a colleague's account. One's own has a page of its own.
func (c *Pages) Member(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if member(r) == v.Actor.Account {
		http.Redirect(w, r, ui.PathAccount, http.StatusSeeOther)
		return nil
	}
	v.Page.Toast = done(v, r)
	return c.showMember(w, r, v, http.StatusOK, nil)
}

func member(r *http.Request) slovo.StaffID { return slovo.StaffID(r.PathValue("account")) }

func (c *Pages) showMember(w http.ResponseWriter, r *http.Request, v visit.Visit, status int, refusal *ui.Refusal) error {
	running, err := c.Sessions.Sessions(r.Context(), v.Actor, member(r))
	if err != nil {
		return err
	}
	account, err := c.Frame.Staff.Account(r.Context(), member(r))
	if err != nil {
		return err
	}
	v.Page.Title = account.Name
	page := ui.Member{
		Page: v.Page, One: c.colleague(v, account, len(running) > 0), Sessions: c.sessions(v, running, slovo.Value{}),
		Roles: c.roles(v.Lang, account.Role), Refusal: refusal,
	}
	return visit.Show(w, r, status, ui.MemberPage(page))
}

// sessions are sign-ins in words; own is the secret of the one who looks.
func (c *Pages) sessions(v visit.Visit, all []staff.Session, own slovo.Value) []ui.Session {
	var list []ui.Session
	for _, s := range all {
		list = append(list, ui.Session{
			ID: s.ID(), Began: text.When(v.Lang, s.Made, c.Local(c.Now())), Seen: text.When(v.Lang, s.Seen, c.Local(c.Now())),
			This: s.Opens(own),
		})
	}
	return list
}

// SetRole gives the colleague another role.
func (c *Pages) SetRole(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.changed(w, r, v, "staff.done_role", c.Staff.SetRole(r.Context(), v.Actor, member(r), r.PostFormValue("role")))
}

// EndSessions ends all that the colleague has running.
func (c *Pages) EndSessions(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.changed(w, r, v, "staff.done_sessions", c.Sessions.EndAll(r.Context(), v.Actor, member(r)))
}

// Block closes the account.
func (c *Pages) Block(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.changed(w, r, v, "staff.done_block", c.Staff.SetBlocked(r.Context(), v.Actor, member(r), true))
}

// Unblock opens it again.
func (c *Pages) Unblock(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	return c.changed(w, r, v, "staff.done_unblock", c.Staff.SetBlocked(r.Context(), v.Actor, member(r), false))
}

// changed leads back to the colleague, or says there why nothing changed.
func (c *Pages) changed(w http.ResponseWriter, r *http.Request, v visit.Visit, what string, err error) error {
	if err == nil {
		return back(w, r, ui.MemberPath(string(member(r))), what)
	}
	var wrong *staff.Wrong
	refusal := above(v)
	switch {
	case errors.As(err, &wrong):
		refusal = &ui.Refusal{Reason: text.T(v.Lang, "staff.role_wrong")}
	case errors.Is(err, slovo.ErrConflict):
		refusal = &ui.Refusal{Reason: text.T(v.Lang, "staff.last"), Remedy: text.T(v.Lang, "staff.last_help")}
	case !errors.Is(err, slovo.ErrDenied) || !c.Charter().Roles[v.Actor.Role].MayDo("staff"):
		return err
	}
	return c.showMember(w, r, v, http.StatusUnprocessableEntity, refusal)
}

// GivePassword shows once a password that the colleague must change.
func (c *Pages) GivePassword(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	secret, err := c.Credentials.GivePassword(r.Context(), v.Actor, member(r))
	if err != nil {
		return c.changed(w, r, v, "", err)
	}
	return c.hand(w, r, v, "once.password", func(o *ui.Once) { o.Password = secret })
}

// ResetCodes shows once a new key for codes.
func (c *Pages) ResetCodes(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	enrolled, err := c.Credentials.ResetCodes(r.Context(), v.Actor, member(r))
	if err != nil {
		return c.changed(w, r, v, "", err)
	}
	return c.hand(w, r, v, "once.codes", func(o *ui.Once) { o.Seed, o.Picture = ui.InFours(enrolled.Secret), ui.QR(enrolled.URL) })
}

func (c *Pages) hand(w http.ResponseWriter, r *http.Request, v visit.Visit, title string, fill func(*ui.Once)) error {
	account, err := c.Frame.Staff.Account(r.Context(), member(r))
	if err != nil {
		return err
	}
	once := handed(v, account, title)
	fill(&once)
	return visit.Show(w, r, http.StatusOK, ui.OncePage(once))
}
