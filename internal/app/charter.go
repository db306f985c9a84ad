package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/edition"
)

// lookEvery is how often a server looks whether another one published.
const lookEvery = time.Second

// openCharter finds the charter in force: the one that was published last
// and whose day has come. The folder's file is that one's copy, or a draft
// that counts for nothing until it is published; only the very first is
// taken from there.
func (c *Company) openCharter(ctx context.Context, inspect bool) error {
	c.editions = &edition.Publisher{
		Store: c.store, Ledger: c.ledger, Now: time.Now, Texts: os.DirFS(c.Dir), Tell: c.keepFile,
	}
	err := c.editions.Open(ctx)
	if errors.Is(err, slovo.ErrNotFound) {
		err = c.firstCharter(ctx)
	}
	if err != nil || inspect {
		return err
	}
	draft, err := c.Draft(ctx)
	if err != nil || draft {
		return err
	}
	return c.editions.Refresh(ctx)
}

func (c *Company) firstCharter(ctx context.Context) error {
	text, err := os.ReadFile(c.charterFile())
	if err != nil {
		return fmt.Errorf("app: charter: %w", err)
	}
	if err := c.editions.First(ctx, operatorName(), text); err != nil {
		return fmt.Errorf("app: %s: %w", charterFile, err)
	}
	return nil
}

func (c *Company) charterFile() string { return filepath.Join(c.Dir, charterFile) }

// InForce returns the version of the charter that is in force.
func (c *Company) InForce() edition.Version { return c.editions.InForce() }

// Draft tells whether the folder's charter was changed and never published.
func (c *Company) Draft(ctx context.Context) (bool, error) {
	text, err := os.ReadFile(c.charterFile())
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("app: charter: %w", err)
	}
	return c.unpublished(ctx, text)
}

// unpublished tells whether the text is none of the published ones.
func (c *Company) unpublished(ctx context.Context, text []byte) (bool, error) {
	_, err := c.editions.Text(ctx, charter.HashOf(text))
	if errors.Is(err, slovo.ErrNotFound) {
		return true, nil
	}
	return false, err
}

// keepFile makes the folder's charter the one in force. A draft that lies
// there is kept beside it, under a name of its own.
func (c *Company) keepFile(ctx context.Context, text []byte) error {
	there, err := os.ReadFile(c.charterFile())
	if err == nil && bytes.Equal(there, text) {
		return nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("app: charter: %w", err)
	}
	if err == nil {
		draft, err := c.unpublished(ctx, there)
		if err != nil {
			return err
		}
		if draft {
			aside := filepath.Join(c.Dir, "charter.draft-"+charter.HashOf(there)[:8]+".yaml")
			if err := replace(aside, there); err != nil {
				return err
			}
		}
	}
	return replace(c.charterFile(), text)
}

// replace writes the file whole or not at all.
func replace(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".charter-*")
	if err != nil {
		return fmt.Errorf("app: charter: %w", err)
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path) //nolint:gosec // both in the operator's own folder
	}
	if err != nil {
		return errors.Join(fmt.Errorf("app: charter: %w", err), os.Remove(f.Name())) //nolint:gosec // our own file
	}
	return nil
}

// watchCharter notices within a second what another server published, and
// keeps the folder's file that of the charter in force.
func (c *Company) watchCharter(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	var told time.Time
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		if err := c.editions.Refresh(ctx); err != nil && ctx.Err() == nil && time.Since(told) > time.Minute {
			slog.Error("app: what is published is not known", "cause", err)
			told = time.Now()
		}
	}
}

// PublishOptions are what `slovo charter publish` takes.
type PublishOptions struct {
	File string `json:"file"` // its name, for complaints; its text is the command's input
}

// Change is one thing that a new charter does differently.
type Change = charter.Change

// Widens is the effect of a change by which more is done with data.
const Widens = charter.Widens

// Published is how a publishing ended, or would end. Where Report tells of
// problems nothing was published.
type Published struct {
	Report  charter.Report   `json:"report"`
	Version edition.Version  `json:"version"`
	Widens  bool             `json:"widens"` // more is done with customers' data than before
	Changes []charter.Change `json:"changes"`
}

// submitted is the file that was sent to be published; charter says what is
// wrong with one that is too large.
func submitted(options json.RawMessage, input io.Reader) (PublishOptions, []byte, error) {
	o, err := read[PublishOptions](options)
	if err != nil {
		return o, nil, err
	}
	text, err := io.ReadAll(io.LimitReader(input, 2<<20))
	if err != nil {
		return o, nil, fmt.Errorf("app: charter: %w", err)
	}
	return o, text, nil
}

func (c *Company) previewCharter(ctx context.Context, options json.RawMessage, input io.Reader, _ func(Progress)) (any, error) {
	o, text, err := submitted(options, input)
	if err != nil {
		return nil, err
	}
	return c.preview(ctx, o, text)
}

func (c *Company) preview(ctx context.Context, o PublishOptions, text []byte) (Published, error) {
	report, changes, err := c.editions.Preview(ctx, c.operatorFor("publish"), text)
	report.File = o.File
	return Published{
		Report: report, Version: c.editions.InForce(), Widens: charter.Widening(changes),
		Changes: append([]charter.Change{}, changes...),
	}, err
}

func (c *Company) publishCharter(ctx context.Context, options json.RawMessage, input io.Reader, _ func(Progress)) (any, error) {
	o, text, err := submitted(options, input)
	if err != nil {
		return nil, err
	}
	done, err := c.preview(ctx, o, text)
	if err != nil || !done.Report.OK {
		return done, err
	}
	done.Version, err = c.editions.Publish(ctx, c.operatorFor("publish"), text)
	return done, err
}

// Editions is what was published, the highest version first, and which of
// it is in force.
type Editions struct {
	InForce  string            `json:"in_force"` // the hash
	Versions []edition.Version `json:"versions"`
}

func (c *Company) charterVersions(ctx context.Context, _ json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	all, err := c.editions.Versions(ctx)
	return Editions{InForce: c.editions.InForce().Hash, Versions: all}, err
}

func (c *Company) charterText(ctx context.Context, _ json.RawMessage, _ io.Reader, _ func(Progress)) (any, error) {
	return c.editions.Text(ctx, c.editions.InForce().Hash)
}

// charterOf is the charter in force in the folder.
func charterOf(ctx context.Context, dir string) (*charter.Charter, error) {
	var text []byte
	err := Do(ctx, dir, Command{Name: "charter text"}, &text, func(Progress) {})
	if err != nil {
		return nil, err
	}
	return charter.Load(text)
}
