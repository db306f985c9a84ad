package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/app"
)

// published is the answer to `slovo charter publish --json`.
type published struct {
	ID        string       `json:"id"`
	Version   int          `json:"version"`
	Hash      string       `json:"hash"`
	Effective time.Time    `json:"effective"` // the moment
	Waits     bool         `json:"waits"`     // until then the version before is in force
	Widens    bool         `json:"widens"`    // more is done with customers' data
	Changes   []app.Change `json:"changes"`
	Wording   string       `json:"wording,omitempty"` // over the consents' texts
}

func (c *console) charterPublish() *cobra.Command {
	var (
		dir         *string
		yes, asJSON *bool
	)
	cmd := c.command("publish FILE", "cli.charter_publish", func(cmd *cobra.Command, args []string) error {
		return c.publishCharter(cmd.Context(), *dir, args[0], *yes, *asJSON)
	})
	dir = c.dirFlag(cmd)
	yes = cmd.Flags().Bool("yes", false, c.t("cli.flag.yes"))
	asJSON = c.jsonFlag(cmd)
	return cmd
}

func (c *console) publishCharter(ctx context.Context, dir, path string, yes, asJSON bool) error {
	text, err := os.ReadFile(path) //nolint:gosec // the caller's own file
	if err != nil {
		return c.unreadable(path, err)
	}
	o, asked := app.PublishOptions{File: filepath.Base(path)}, !yes && !asJSON && c.asks()
	ask := func(name string) (done app.Published, err error) {
		err = c.do(ctx, dir, name, o, bytes.NewReader(text), &done)
		return done, c.mayPublish(err)
	}
	if asked {
		would, err := ask("charter preview")
		if err == nil && would.Widens {
			err = c.sure(ctx, would)
		}
		if err != nil {
			return err
		}
	}
	done, err := ask("charter publish")
	if err != nil {
		return err
	}
	if !asked && done.Report.OK && done.Widens {
		c.warn(done)
	}
	return c.showPublished(done, asJSON)
}

// mayPublish says in the reader's language that no role may.
func (c *console) mayPublish(err error) error {
	if errors.Is(err, slovo.ErrDenied) {
		return c.refused("cli.charter_publish.denied")
	}
	return err
}

// sure shows the person who sits there what changes, and asks.
func (c *console) sure(ctx context.Context, would app.Published) error {
	for _, change := range would.Changes {
		c.line("  " + change.Text.In(c.lang))
	}
	answer := ""
	yes, no := choice{c.t("cli.charter_publish.yes"), "yes"}, choice{c.t("cli.charter_publish.no"), "no"}
	if err := c.form(ctx, question{title: c.t("cli.charter_publish.ask"), choices: []choice{yes, no}, to: &answer}); err != nil {
		return err
	}
	if answer != yes.value {
		return c.refused("cli.charter_publish.left")
	}
	return nil
}

// warn says, beside the answer, how a version that nobody was asked about
// widens what is done with data: in a pipe it must not go by unseen.
func (c *console) warn(done app.Published) {
	c.note("cli.charter_publish.widens", "Version", done.Version.Version)
	for _, change := range done.Changes {
		if change.Effect == app.Widens {
			fmt.Fprintln(c.err, "  "+change.Text.In(c.lang)) //nolint:errcheck // a reader that went away needs no telling
		}
	}
}

func (c *console) showPublished(done app.Published, asJSON bool) error {
	if !done.Report.OK {
		return c.showReport(done.Report, asJSON)
	}
	v := done.Version
	if asJSON {
		return c.print(published{v.ID, v.Version, v.Hash, v.Effective, v.Effective.After(v.PublishedAt), done.Widens, done.Changes, v.Wording})
	}
	if v.Effective.After(v.PublishedAt) {
		c.say("cli.charter_publish.waits", "Version", v.Version, "From", moment(v.Effective))
		return nil
	}
	c.say("cli.charter_publish.done", "Version", v.Version)
	return nil
}

func moment(at time.Time) string { return at.Local().Format("2006-01-02 15:04") }

// edition is one line of `slovo charter versions --json`.
type edition struct {
	Version     int           `json:"version"`
	Hash        string        `json:"hash"`
	Effective   time.Time     `json:"effective"`
	PublishedAt time.Time     `json:"published_at"`
	By          slovo.StaffID `json:"by,omitempty"`
	InForce     bool          `json:"in_force"`
	Wording     string        `json:"wording,omitempty"`
}

func (c *console) charterVersions() *cobra.Command {
	var (
		dir    *string
		asJSON *bool
	)
	cmd := c.command("versions", "cli.charter_versions", func(cmd *cobra.Command, _ []string) error {
		var all app.Editions
		if err := c.do(cmd.Context(), *dir, "charter versions", nil, nil, &all); err != nil {
			return err
		}
		return c.showVersions(all, *asJSON)
	})
	dir = c.dirFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	return cmd
}

func (c *console) showVersions(all app.Editions, asJSON bool) error {
	list := make([]edition, len(all.Versions))
	for i, v := range all.Versions {
		list[i] = edition{v.Version, v.Hash, v.Effective, v.PublishedAt, v.By, v.Hash == all.InForce, v.Wording}
	}
	if asJSON {
		return c.print(list)
	}
	for _, v := range list {
		state := ""
		if v.InForce {
			state = c.t("cli.charter_versions.in_force")
		}
		c.line(strings.TrimSpace(c.t("cli.charter_versions.line", "Version", v.Version, "From", moment(v.Effective),
			"Hash", v.Hash[:min(12, len(v.Hash))], "By", string(v.By)) + " " + styled(c.out, headStyle, state)))
	}
	return nil
}
