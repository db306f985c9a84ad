// Package edition keeps the charter's versions: which one is in force,
// since when and by whom it was published, and what a new one must hold to.
package edition

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/ledger"
)

// Version is one published charter, without its text.
type Version struct {
	ID          string        `json:"id"`
	Version     int           `json:"version"`
	Hash        string        `json:"hash"`              // of the file
	Wording     string        `json:"wording,omitempty"` // over the consents' texts: see WordingOf
	Effective   time.Time     `json:"effective"`         // the moment from which it is in force
	PublishedAt time.Time     `json:"published_at"`
	By          slovo.StaffID `json:"by,omitempty"`
}

// Store keeps versions; *store.Store is one.
type Store interface {
	Shelf
	Counts
}

// Shelf holds the versions and their files.
type Shelf interface {
	Atomic(ctx context.Context, do func(context.Context) error) error
	// CharterVersions returns all, the highest first.
	CharterVersions(ctx context.Context) ([]Version, error)
	// CharterText returns a version's file, or slovo.ErrNotFound.
	CharterText(ctx context.Context, hash string) ([]byte, error)
	// PutCharterVersion keeps one more, with its consents' texts by file;
	// slovo.ErrConflict where its number is taken.
	PutCharterVersion(ctx context.Context, v Version, text []byte, wordings map[string][]byte) error
	// CharterWordings returns the texts that the version was published with.
	CharterWordings(ctx context.Context, version int) (map[string][]byte, error)
}

// Counts tells how much is kept, never what.
type Counts interface {
	// CountKeptFor counts the customers whose records serve the purpose.
	CountKeptFor(ctx context.Context, purpose string) (int, error)
	// CountValues counts the customers whose records hold the field.
	CountValues(ctx context.Context, field string) (int, error)
}

// Writer writes entries; *ledger.Ledger is one.
type Writer interface {
	Append(ctx context.Context, d ledger.Draft) (slovo.EntryID, error)
}

// Publisher knows the charter in force and takes new versions. All its
// fields are needed but Texts and Tell. Safe for concurrent use once Open or First
// returned.
type Publisher struct {
	Store  Store
	Ledger Writer
	Now    slovo.Clock

	Texts fs.FS // the company's folder, where consents' texts lie; nil: they are neither looked at nor published

	// Tell is told the file that is in force, whenever that may be another
	// than before.
	Tell func(ctx context.Context, text []byte) error

	known atomic.Pointer[shelf]
	mu    sync.Mutex // one refresh at a time
	told  string     // the hash that Tell was told last
}

// shelf is what the store held when it was last looked at.
type shelf struct {
	all   []Version // the highest first
	ready []edition // the one in force then, and those that follow it; lowest first
}

// edition is a version that can be worked by.
type edition struct {
	Version
	charter *charter.Charter
	text    []byte
}

// Charter returns the charter in force. A version that waits comes into
// force at its moment, with nobody having to look.
func (p *Publisher) Charter() *charter.Charter { return p.current().charter }

// InForce returns the version in force.
func (p *Publisher) InForce() Version { return p.current().Version }

func (p *Publisher) current() edition {
	ready, now := p.known.Load().ready, p.Now()
	for _, e := range slices.Backward(ready) {
		if !e.Effective.After(now) {
			return e
		}
	}
	return ready[0]
}

// Open reads the published versions; slovo.ErrNotFound where there is none.
func (p *Publisher) Open(ctx context.Context) error {
	if err := p.look(ctx); err != nil {
		return err
	}
	if p.known.Load() == nil {
		return fmt.Errorf("edition: no charter was published: %w", slovo.ErrNotFound)
	}
	return nil
}

// Refresh notices what another process published, and tells of a charter
// that came into force. It is cheap, and to be called every second or so.
func (p *Publisher) Refresh(ctx context.Context) error {
	if err := p.look(ctx); err != nil {
		return err
	}
	return p.tell(ctx, false)
}

// look reads the versions anew, and their files only where there is another
// version than before.
func (p *Publisher) look(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	all, err := p.Store.CharterVersions(ctx)
	if err != nil {
		return fmt.Errorf("edition: versions: %w", err)
	}
	if before := p.known.Load(); len(all) == 0 || before != nil && slices.EqualFunc(before.all, all, same) {
		return nil
	}
	fresh := &shelf{all: all}
	for _, v := range all {
		e, err := p.load(ctx, v)
		if err != nil {
			return err
		}
		fresh.ready = append(fresh.ready, e)
		if !v.Effective.After(p.Now()) {
			break // those before it were overtaken
		}
	}
	slices.Reverse(fresh.ready)
	p.known.Store(fresh)
	return nil
}

func same(a, b Version) bool { return a.Version == b.Version && a.Hash == b.Hash }

// load reads a version's file and its consents' texts; what is not what was
// published is refused.
func (p *Publisher) load(ctx context.Context, v Version) (edition, error) {
	text, err := p.Store.CharterText(ctx, v.Hash)
	if err != nil {
		return edition{}, fmt.Errorf("edition: text of version %d: %w", v.Version, err)
	}
	c, err := charter.Load(text)
	if err != nil {
		return edition{}, fmt.Errorf("edition: version %d: %w", v.Version, err)
	}
	if c.Hash != v.Hash {
		return edition{}, fmt.Errorf("edition: version %d is not the text that was published: %w", v.Version, slovo.ErrConflict)
	}
	wordings, err := p.wordings(ctx, v)
	if err != nil {
		return edition{}, err
	}
	c.Bind(wordings)
	return edition{v, c, text}, nil
}

// tell passes the file in force on, where it is another than was told last.
func (p *Publisher) tell(ctx context.Context, again bool) error {
	e := p.current()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Tell == nil || p.told == e.Hash && !again {
		return nil
	}
	if err := p.Tell(ctx, e.text); err != nil {
		return fmt.Errorf("edition: version %d came into force: %w", e.Version.Version, err)
	}
	p.told = e.Hash
	return nil
}

// Versions returns all that were published, the highest first.
func (p *Publisher) Versions(ctx context.Context) ([]Version, error) {
	all, err := p.Store.CharterVersions(ctx)
	if err != nil {
		return nil, fmt.Errorf("edition: versions: %w", err)
	}
	return all, nil
}

// Text returns the file of the version with the hash, or slovo.ErrNotFound.
func (p *Publisher) Text(ctx context.Context, hash string) ([]byte, error) {
	text, err := p.Store.CharterText(ctx, hash)
	if err != nil {
		return nil, fmt.Errorf("edition: text of %.64s: %w", hash, err)
	}
	return text, nil
}

// First puts a company's first charter into force, whatever its date says:
// without one nothing can be asked. Where one was published it does nothing
// but Open.
func (p *Publisher) First(ctx context.Context, by slovo.StaffID, text []byte) error {
	if err := p.Open(ctx); !errors.Is(err, slovo.ErrNotFound) {
		return err
	}
	c, err := charter.Load(text)
	if err != nil {
		return fmt.Errorf("edition: %w", err)
	}
	now := p.Now()
	wordings := c.Texts(p.Texts)
	v := Version{ID: c.ID, Version: c.Version, Hash: c.Hash, Wording: WordingOf(wordings), Effective: now, PublishedAt: now, By: by}
	err = p.Store.Atomic(ctx, func(ctx context.Context) error { return p.put(ctx, slovo.Actor{Account: by}, v, text, wordings) })
	if err != nil && !errors.Is(err, slovo.ErrConflict) { // else another process was quicker
		return fmt.Errorf("edition: first version: %w", err)
	}
	return p.Open(ctx)
}

// put keeps the version and writes it down: from when it is in force, and
// with which texts of consents, too, so that what is changed in the database
// does not agree with the log.
func (p *Publisher) put(ctx context.Context, by slovo.Actor, v Version, text []byte, wordings map[string][]byte) error {
	if err := p.Store.PutCharterVersion(ctx, v, text, wordings); err != nil {
		return err
	}
	said := fmt.Sprintf("%s %d from %s", v.ID, v.Version, v.Effective.UTC().Format(time.RFC3339))
	if v.Wording != "" {
		said += " with texts " + v.Wording
	}
	_, err := p.Ledger.Append(ctx, ledger.Draft{
		Customer: slovo.Firm, Actor: by, Act: ledger.ActCharter, Outcome: ledger.Done, Charter: v.Hash, Subject: said,
	})
	return err
}
