package edition

import (
	"context"
	"fmt"
	"log/slog"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/ledger"
)

// duty is what a role must hold to publish.
const duty = "publish"

// Preview tells what stands in the way of publishing the file, or, where
// nothing does, what would change for customers against the charter in
// force. It writes nothing but a refusal: slovo.ErrDenied for whom the
// charter does not let publish.
func (p *Publisher) Preview(ctx context.Context, by slovo.Actor, text []byte) (charter.Report, []charter.Change, error) {
	if err := p.permit(ctx, by); err != nil {
		return charter.Report{}, nil, err
	}
	report, next, err := p.report(ctx, by, text)
	if err != nil || !report.OK {
		return report, nil, err
	}
	next.Bind(next.Texts(p.Texts))
	return report, charter.Diff(p.Charter(), next), nil
}

// Publish takes the file as the next version: in force at once where its
// date is today, or from the beginning of its day. A *charter.Problems
// tells all that stands in the way; slovo.ErrDenied is for whom the charter
// does not let publish, and is written down; slovo.ErrConflict where
// somebody else was quicker.
func (p *Publisher) Publish(ctx context.Context, by slovo.Actor, text []byte) (Version, error) {
	if err := p.permit(ctx, by); err != nil {
		return Version{}, err
	}
	var v Version
	err := p.Store.Atomic(ctx, func(ctx context.Context) error {
		report, next, err := p.report(ctx, by, text)
		if err != nil {
			return err
		}
		if !report.OK {
			return &charter.Problems{List: report.Problems}
		}
		wordings := next.Texts(p.Texts)
		v = p.version(by, next, WordingOf(wordings))
		return p.put(ctx, by, v, text, wordings)
	})
	if err != nil {
		return Version{}, fmt.Errorf("edition: publish: %w", err)
	}
	p.follow(ctx)
	return v, nil
}

// follow works by what was just published. It is published whatever comes
// of this, and who was told otherwise would publish it twice: what is not
// read or told now, the next Refresh does.
func (p *Publisher) follow(ctx context.Context) {
	err := p.look(ctx)
	if err == nil {
		err = p.tell(ctx, true)
	}
	if err != nil {
		slog.Error("edition: what was published is not worked by yet", "cause", err)
	}
}

// version is what the charter will be known by.
func (p *Publisher) version(by slovo.Actor, c *charter.Charter, wording string) Version {
	now := p.Now()
	v := Version{ID: c.ID, Version: c.Version, Hash: c.Hash, Wording: wording, PublishedAt: now, By: by.Account, Effective: c.Begins()}
	if v.Effective.Before(now) {
		v.Effective = now
	}
	return v
}

// permit refuses whoever's role lacks the duty, and programs whatever their
// role: the company's word is a person's to give.
func (p *Publisher) permit(ctx context.Context, by slovo.Actor) error {
	c := p.Charter()
	if !by.Program() && c.Roles[by.Role].MayDo(duty) {
		return nil
	}
	err := p.Store.Atomic(ctx, func(ctx context.Context) error {
		_, err := p.Ledger.Append(ctx, ledger.Draft{
			Customer: slovo.Firm, Actor: by, Act: ledger.ActCharter, Outcome: ledger.Refused,
			Reasons: []string{"role_not_allowed"}, Charter: c.Hash,
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("edition: publish: %w", err)
	}
	return fmt.Errorf("edition: role %q may not %s: %w", by.Role, duty, slovo.ErrDenied)
}

// report is what is wrong with the file by itself, or, where nothing is, as
// the next version; and the charter, where there is one to speak of.
func (p *Publisher) report(ctx context.Context, by slovo.Actor, text []byte) (charter.Report, *charter.Charter, error) {
	next, report := charter.Read("", text, charter.Look{Today: p.Now(), Texts: p.Texts})
	if !report.OK {
		return report, nil, nil
	}
	if err := p.look(ctx); err != nil {
		return charter.Report{}, nil, err
	}
	lost, err := p.lost(ctx, next)
	if err != nil {
		return charter.Report{}, nil, err
	}
	report.Problems = append(report.Problems, p.against(by, next, lost).at(text)...)
	report.OK = len(report.Problems) == 0
	return report, next, nil
}

// lost counts what is kept and could not be reached under the next version.
func (p *Publisher) lost(ctx context.Context, next *charter.Charter) ([]loss, error) {
	var list []loss
	for _, e := range p.known.Load().ready {
		for _, one := range losses(e.charter, next) {
			var err error
			if one.section == "purposes" {
				one.kept, err = p.Store.CountKeptFor(ctx, one.name)
			} else {
				one.kept, err = p.Store.CountValues(ctx, one.name)
			}
			if err != nil {
				return nil, fmt.Errorf("edition: what is kept for %s: %w", one.name, err)
			}
			list = append(list, one)
		}
	}
	return list, nil
}
