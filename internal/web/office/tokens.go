package office

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"slovo"
	"slovo/internal/staff"
	"slovo/internal/text"
	"slovo/internal/web/ui"
	"slovo/internal/web/visit"
)

// Tokens are what programs sign in with.
type Tokens interface {
	AllTokens(ctx context.Context, by slovo.Actor, after slovo.TokenID, limit int) ([]staff.Token, error)
	CreateToken(ctx context.Context, by slovo.Actor, n staff.NewToken) (staff.Token, slovo.Value, error)
	Tokens(ctx context.Context, by slovo.Actor, id slovo.StaffID) ([]staff.Token, error)
	RevokeToken(ctx context.Context, by slovo.Actor, id slovo.TokenID) error
}

// AllTokens lists programs' tokens, the newest first.
func (c *Pages) AllTokens(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	all, err := c.Tokens.AllTokens(r.Context(), v.Actor, "", mostShown)
	if err != nil {
		return err
	}
	accounts, err := c.byID(r.Context(), v)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b staff.Token) int { return b.Made.Compare(a.Made) })
	v.Page.Title, v.Page.Toast = text.T(v.Lang, "office.tokens"), done(v, r)
	page := ui.Tokens{Page: v.Page, More: len(all) == mostShown}
	for _, t := range all {
		page.All = append(page.All, c.tokenOf(v, t, accounts))
	}
	return visit.Show(w, r, http.StatusOK, ui.TokensPage(page))
}

func (c *Pages) byID(ctx context.Context, v visit.Visit) (map[slovo.StaffID]staff.Account, error) {
	all, err := c.Staff.Accounts(ctx, v.Actor, "", mostShown)
	byID := map[slovo.StaffID]staff.Account{}
	for _, a := range all {
		byID[a.ID] = a
	}
	return byID, err
}

// tokenOf is a token in words.
func (c *Pages) tokenOf(v visit.Visit, t staff.Token, accounts map[slovo.StaffID]staff.Account) ui.Token {
	a := accounts[t.Account]
	one := ui.Token{
		ID: string(t.ID), Label: t.Label, Account: a.Name, Maker: c.maker(v.Lang, t.Maker, accounts), Role: c.roleName(v.Lang, t.Role),
		Bounds: c.bounds(v.Lang, t), Seen: c.last(v, t.Seen), Live: t.Counts(a, c.Now()), Kind: ui.Unknown,
	}
	day := func(at time.Time) string { return text.Date(v.Lang, at, c.Local(c.Now())) }
	switch {
	case one.Live:
		one.Kind, one.State = ui.OK, text.T(v.Lang, "token.live", "At", day(t.Expires))
	case !t.Revoked.IsZero():
		one.State = text.T(v.Lang, "token.revoked", "At", day(t.Revoked))
	case !c.Now().Before(t.Expires):
		one.State = text.T(v.Lang, "token.ended", "At", day(t.Expires))
	default:
		one.Kind, one.State = ui.Stop, text.T(v.Lang, "token.stopped")
	}
	return one
}

// maker tells who made a token: a colleague, or somebody at the server.
func (c *Pages) maker(l slovo.Lang, id slovo.StaffID, accounts map[slovo.StaffID]staff.Account) string {
	if a, ok := accounts[id]; ok {
		return a.Name
	}
	if (slovo.Actor{Account: id}).Operator() {
		return text.T(l, "token.at_server", "Name", strings.TrimPrefix(string(id), slovo.AtServer))
	}
	return string(id)
}

// bounds are purposes, networks and quota in words.
func (c *Pages) bounds(l slovo.Lang, t staff.Token) string {
	var all []string
	for _, p := range t.Purposes {
		all = append(all, c.purposeName(l, p))
	}
	if len(t.Networks) == 0 {
		all = append(all, text.T(l, "token.anywhere"))
	}
	for _, n := range t.Networks {
		all = append(all, n.String())
	}
	if t.Quota > 0 {
		all = append(all, text.T(l, "token.per_hour", "N", text.Number(l, t.Quota)))
	}
	return strings.Join(all, ", ")
}

func (c *Pages) purposeName(l slovo.Lang, purpose string) string {
	if declared, ok := c.Charter().Purposes[purpose]; ok {
		return declared.Label.In(l)
	}
	return purpose
}

// NewTokenPage is the form that makes a token.
func (c *Pages) NewTokenPage(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if _, err := c.Tokens.AllTokens(r.Context(), v.Actor, "", 1); err != nil {
		return err
	}
	page, err := c.tokenForm(r, v)
	if err != nil {
		return err
	}
	return visit.Show(w, r, http.StatusOK, ui.NewTokenPage(page))
}

// longest is the longest that a token may be good for.
const longest = 365 * 24 * time.Hour

// tokenForm is the form as it was typed.
func (c *Pages) tokenForm(r *http.Request, v visit.Visit) (ui.NewToken, error) {
	accounts, err := c.Staff.Accounts(r.Context(), v.Actor, "", mostShown)
	if err != nil {
		return ui.NewToken{}, err
	}
	v.Page.Title = text.T(v.Lang, "token.new")
	page := ui.NewToken{
		Page: v.Page, Label: r.PostFormValue("label"), Networks: r.PostFormValue("networks"),
		Quota: r.PostFormValue("quota"), Expires: r.PostFormValue("expires"),
		ExpiresFrom: c.Local(c.Now()).AddDate(0, 0, 1).Format(time.DateOnly), ExpiresUntil: c.Local(c.Now()).Add(longest).Format(time.DateOnly),
	}
	for _, a := range accounts {
		if !a.Blocked {
			page.Accounts = append(page.Accounts, ui.Option{
				Value: string(a.ID), Label: a.Name + ", " + c.roleName(v.Lang, a.Role), Selected: string(a.ID) == r.PostFormValue("account"),
			})
		}
	}
	for _, p := range slices.Sorted(maps.Keys(c.Charter().Purposes)) {
		page.Purposes = append(page.Purposes, ui.Option{
			Value: p, Label: c.purposeName(v.Lang, p), Selected: slices.Contains(r.PostForm["purpose"], p),
		})
	}
	return page, nil
}

// CreateToken makes a token and shows its secret once.
func (c *Pages) CreateToken(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	page, err := c.tokenForm(r, v)
	if err != nil {
		return err
	}
	n, err := c.asked(r)
	if err == nil {
		var t staff.Token
		var secret slovo.Value
		if t, secret, err = c.Tokens.CreateToken(r.Context(), v.Actor, n); err == nil {
			return showToken(w, r, v, t, secret)
		}
	}
	var wrong *staff.Wrong
	switch {
	case errors.As(err, &wrong):
		page.Errors = ui.Errors{wrong.Part: text.T(v.Lang, "token."+wrong.Part+"_wrong")}
	case errors.Is(err, slovo.ErrNotFound), errors.Is(err, slovo.ErrInvalid):
		page.Errors = ui.Errors{"account": text.T(v.Lang, "token.account_wrong")}
	case errors.Is(err, slovo.ErrDenied) && c.Charter().Roles[v.Actor.Role].MayDo("tokens"):
		page.Refusal = above(v)
	default:
		return err
	}
	return visit.Show(w, r, http.StatusUnprocessableEntity, ui.NewTokenPage(page))
}

// asked reads what the token is to be made of.
func (c *Pages) asked(r *http.Request) (staff.NewToken, error) {
	n := staff.NewToken{Account: slovo.StaffID(r.PostFormValue("account")), Label: r.PostFormValue("label"), Purposes: r.PostForm["purpose"]}
	for _, typed := range strings.FieldsFunc(r.PostFormValue("networks"), func(r rune) bool { return strings.ContainsRune(" ,;\n", r) }) {
		network, err := netip.ParsePrefix(typed)
		if addr, alone := netip.ParseAddr(typed); alone == nil {
			network, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return n, &staff.Wrong{Part: "networks", Why: "one is not valid"}
		}
		n.Networks = append(n.Networks, network)
	}
	var err error
	if typed := strings.TrimSpace(r.PostFormValue("quota")); typed != "" {
		if n.Quota, err = strconv.Atoi(typed); err != nil {
			return n, &staff.Wrong{Part: "quota", Why: "not a number"}
		}
	}
	if typed := r.PostFormValue("expires"); typed != "" {
		day, err := time.ParseInLocation(time.DateOnly, typed, c.Local(c.Now()).Location())
		if err != nil {
			return n, &staff.Wrong{Part: "expires", Why: "not a day"}
		}
		n.Expires = day.AddDate(0, 0, 1).Add(-time.Second) // to the end of that day
	}
	return n, nil
}

func showToken(w http.ResponseWriter, r *http.Request, v visit.Visit, t staff.Token, secret slovo.Value) error {
	v.Page.Title = text.T(v.Lang, "token.shown")
	return visit.Show(w, r, http.StatusOK, ui.OncePage(ui.Once{
		Page: v.Page, Title: v.Page.Title, Lead: text.T(v.Lang, "token.shown_lead"), Token: secret, Named: t.Label,
		Done: ui.Link{Label: text.T(v.Lang, "token.shown_done"), Href: ui.PathTokens},
	}))
}

// RevokeToken ends a token at once.
func (c *Pages) RevokeToken(w http.ResponseWriter, r *http.Request, v visit.Visit) error {
	if err := c.Tokens.RevokeToken(r.Context(), v.Actor, slovo.TokenID(r.PathValue("token"))); err != nil {
		return err
	}
	return back(w, r, ui.PathTokens, "token.done_revoke")
}
