package store

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"slovo"
	"slovo/internal/staff"
	"slovo/internal/store/gen"
)

// PutAccount implements staff.Accounts.
func (s *Store) PutAccount(ctx context.Context, a staff.Account, secrets staff.Secrets) error {
	return known(s.q(ctx).PutAccount(ctx, gen.PutAccountParams{
		ID: string(a.ID), Login: a.Login, Name: a.Name, Role: a.Role, Password: secrets.Hash,
		Totp: secrets.Seed, TotpStep: secrets.Step, Blocked: bit(a.Blocked), MadeAt: slovo.Micros(a.Made), OneTime: bit(a.OneTime),
	}))
}

// ChangeAccount implements staff.Accounts.
func (s *Store) ChangeAccount(ctx context.Context, a staff.Account) error {
	return found(s.q(ctx).ChangeAccount(ctx, a.Name, a.Role, bit(a.Blocked), string(a.ID)))
}

// Account implements staff.Accounts.
func (s *Store) Account(ctx context.Context, id slovo.StaffID) (staff.Account, error) {
	row, err := s.q(ctx).Account(ctx, string(id))
	if err != nil {
		return staff.Account{}, about("account", id, err)
	}
	return account(row), nil
}

// AccountsAfter implements staff.Accounts.
func (s *Store) AccountsAfter(ctx context.Context, login string, limit int) ([]staff.Account, error) {
	rows, err := s.q(ctx).AccountsAfter(ctx, login, int32(limit)) //nolint:gosec // pages are small
	return each(rows, account), known(err)
}

// AccountByLogin implements staff.Credentials. The login stays out of the
// error: it may be a password typed into the wrong line.
func (s *Store) AccountByLogin(ctx context.Context, login string) (staff.Account, staff.Secrets, error) {
	row, err := s.q(ctx).AccountByLogin(ctx, login)
	if err != nil {
		return staff.Account{}, staff.Secrets{}, fmt.Errorf("store: account by login: %w", known(err))
	}
	return account(row), staff.Secrets{Hash: row.Password, Seed: row.Totp, Step: row.TotpStep}, nil
}

// SetPassword implements staff.Credentials.
func (s *Store) SetPassword(ctx context.Context, id slovo.StaffID, hash string) error {
	return found(s.q(ctx).SetPassword(ctx, hash, string(id)))
}

// SetOneTime implements staff.Credentials.
func (s *Store) SetOneTime(ctx context.Context, id slovo.StaffID, oneTime bool) error {
	return found(s.q(ctx).SetOneTime(ctx, bit(oneTime), string(id)))
}

// SetSeed implements staff.Credentials.
func (s *Store) SetSeed(ctx context.Context, id slovo.StaffID, sealed []byte) error {
	return found(s.q(ctx).SetSeed(ctx, sealed, string(id)))
}

// SpendStep implements staff.Credentials.
func (s *Store) SpendStep(ctx context.Context, id slovo.StaffID, seen staff.Secrets, step int64) error {
	return moved(s.q(ctx).SpendStep(ctx, step, string(id), seen.Hash, seen.Seed))
}

// ActiveInRole implements staff.Sweeps.
func (s *Store) ActiveInRole(ctx context.Context, role string) (int64, error) {
	n, err := s.q(ctx).ActiveInRole(ctx, role)
	return n, known(err)
}

// PutSignIn implements staff.SignIns.
func (s *Store) PutSignIn(ctx context.Context, try staff.SignIn) error {
	return known(s.q(ctx).PutSignIn(ctx, try.Owner, slovo.Micros(try.At), try.ID, slovo.Micros(try.Until)))
}

// SignInsAfter implements staff.SignIns.
func (s *Store) SignInsAfter(ctx context.Context, owner string, after time.Time, limit int) ([]staff.SignIn, error) {
	rows, err := s.q(ctx).SignInsAfter(ctx, owner, slovo.Micros(after), int32(limit)) //nolint:gosec // pages are small
	return each(rows, func(r gen.Signin) staff.SignIn {
		return staff.SignIn{Owner: r.Owner, ID: r.ID, At: slovo.Time(r.At), Until: slovo.Time(r.UntilAt)}
	}), known(err)
}

// DropSignIn implements staff.SignIns.
func (s *Store) DropSignIn(ctx context.Context, try staff.SignIn) error {
	return known(s.q(ctx).DropSignIn(ctx, try.Owner, slovo.Micros(try.At), try.ID))
}

// DropSignInsOf implements staff.SignIns.
func (s *Store) DropSignInsOf(ctx context.Context, owner string) error {
	return known(s.q(ctx).DropSignInsOf(ctx, owner))
}

// SweepSignIns implements staff.Sweeps.
func (s *Store) SweepSignIns(ctx context.Context, now time.Time) error {
	return known(s.q(ctx).SweepSignIns(ctx, slovo.Micros(now)))
}

// PutSession implements staff.Sessions.
func (s *Store) PutSession(ctx context.Context, session staff.Session) error {
	return known(s.q(ctx).PutSession(ctx, gen.PutSessionParams{
		Hash: session.Hash, StaffID: string(session.Account), MadeAt: slovo.Micros(session.Made),
		SeenAt: slovo.Micros(session.Seen), ExpiresAt: slovo.Micros(session.Expires),
	}))
}

// Session implements staff.Sessions.
func (s *Store) Session(ctx context.Context, hash []byte) (staff.Session, error) {
	row, err := s.q(ctx).Session(ctx, hash)
	if err != nil {
		return staff.Session{}, fmt.Errorf("store: session: %w", known(err))
	}
	return session(row), nil
}

// SessionsOf implements staff.Sessions.
func (s *Store) SessionsOf(ctx context.Context, id slovo.StaffID, now time.Time) ([]staff.Session, error) {
	rows, err := s.q(ctx).SessionsOf(ctx, string(id), slovo.Micros(now))
	return each(rows, session), known(err)
}

// SeeAccount implements staff.Sessions.
func (s *Store) SeeAccount(ctx context.Context, id slovo.StaffID, at time.Time) error {
	return known(s.q(ctx).SeeAccount(ctx, slovo.Micros(at), string(id)))
}

// SeeSession implements staff.Sessions.
func (s *Store) SeeSession(ctx context.Context, hash []byte, at time.Time) error {
	return known(s.q(ctx).SeeSession(ctx, slovo.Micros(at), hash))
}

// EndSession implements staff.Endings.
func (s *Store) EndSession(ctx context.Context, hash []byte, at time.Time) error {
	return known(s.q(ctx).EndSession(ctx, slovo.Micros(at), hash))
}

// EndSessionsOf implements staff.Endings.
func (s *Store) EndSessionsOf(ctx context.Context, id slovo.StaffID, at time.Time) error {
	return known(s.q(ctx).EndSessionsOf(ctx, slovo.Micros(at), string(id)))
}

// SweepSessions implements staff.Sweeps.
func (s *Store) SweepSessions(ctx context.Context, expiredBefore time.Time) error {
	return known(s.q(ctx).SweepSessions(ctx, slovo.Micros(expiredBefore)))
}

// PutToken implements staff.Tokens.
func (s *Store) PutToken(ctx context.Context, t staff.Token, hash []byte) error {
	networks := each(t.Networks, netip.Prefix.String)
	return known(s.q(ctx).PutToken(ctx, gen.PutTokenParams{
		ID: string(t.ID), Hash: hash, StaffID: string(t.Account), MadeBy: string(t.Maker), Label: t.Label, Role: t.Role,
		Purposes: strings.Join(t.Purposes, " "), Network: strings.Join(networks, " "), Quota: int64(t.Quota),
		MadeAt: slovo.Micros(t.Made), ExpiresAt: slovo.Micros(t.Expires),
	}))
}

// Token implements staff.Tokens.
func (s *Store) Token(ctx context.Context, id slovo.TokenID) (staff.Token, error) {
	row, err := s.q(ctx).Token(ctx, string(id))
	if err != nil {
		return staff.Token{}, about("token", id, err)
	}
	return token(row)
}

// TokenByHash implements staff.Tokens.
func (s *Store) TokenByHash(ctx context.Context, hash []byte) (staff.Token, error) {
	row, err := s.q(ctx).TokenByHash(ctx, hash)
	if err != nil {
		return staff.Token{}, fmt.Errorf("store: token by hash: %w", known(err))
	}
	return token(row)
}

// TokensOf implements staff.Tokens.
func (s *Store) TokensOf(ctx context.Context, id slovo.StaffID) ([]staff.Token, error) {
	rows, err := s.q(ctx).TokensOf(ctx, string(id))
	return tokens(rows, err)
}

// TokensAfter implements staff.Tokens.
func (s *Store) TokensAfter(ctx context.Context, id slovo.TokenID, limit int) ([]staff.Token, error) {
	rows, err := s.q(ctx).TokensAfter(ctx, string(id), int32(limit)) //nolint:gosec // pages are small
	return tokens(rows, err)
}

// SeeToken implements staff.Tokens.
func (s *Store) SeeToken(ctx context.Context, id slovo.TokenID, at time.Time) error {
	return known(s.q(ctx).SeeToken(ctx, slovo.Micros(at), string(id)))
}

func tokens(rows []gen.Token, err error) ([]staff.Token, error) {
	if err != nil {
		return nil, known(err)
	}
	tokens := make([]staff.Token, len(rows))
	for i, row := range rows {
		if tokens[i], err = token(row); err != nil {
			return nil, err
		}
	}
	return tokens, nil
}

// RevokeToken implements staff.Endings.
func (s *Store) RevokeToken(ctx context.Context, id slovo.TokenID, at time.Time) error {
	return known(s.q(ctx).RevokeToken(ctx, slovo.Micros(at), string(id)))
}

// RevokeTokensOf implements staff.Endings.
func (s *Store) RevokeTokensOf(ctx context.Context, id slovo.StaffID, at time.Time) error {
	return known(s.q(ctx).RevokeTokensOf(ctx, slovo.Micros(at), string(id)))
}

func account(r gen.Staff) staff.Account {
	return staff.Account{
		ID: slovo.StaffID(r.ID), Login: r.Login, Name: r.Name, Role: r.Role,
		Blocked: r.Blocked != 0, Made: slovo.Time(r.MadeAt), Seen: slovo.Time(r.SeenAt), OneTime: r.OneTime != 0,
	}
}

func session(r gen.Session) staff.Session {
	return staff.Session{
		Hash: r.Hash, Account: slovo.StaffID(r.StaffID), Made: slovo.Time(r.MadeAt), Seen: slovo.Time(r.SeenAt),
		Expires: slovo.Time(r.ExpiresAt), Ended: slovo.Time(r.EndedAt),
	}
}

// token reads a row. A network that cannot be read must not become "from
// anywhere", so the whole token is refused.
func token(r gen.Token) (staff.Token, error) {
	t := staff.Token{
		ID: slovo.TokenID(r.ID), Account: slovo.StaffID(r.StaffID), Maker: slovo.StaffID(r.MadeBy),
		Label: r.Label, Role: r.Role, Quota: int(r.Quota),
		Made: slovo.Time(r.MadeAt), Expires: slovo.Time(r.ExpiresAt), Revoked: slovo.Time(r.RevokedAt), Seen: slovo.Time(r.SeenAt),
	}
	if r.Purposes != "" {
		t.Purposes = strings.Fields(r.Purposes)
	}
	for _, text := range strings.Fields(r.Network) {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return staff.Token{}, fmt.Errorf("store: token %s: network: %w", r.ID, slovo.ErrInvalid)
		}
		t.Networks = append(t.Networks, network)
	}
	return t, nil
}
