package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"slovo/internal/app"
	"slovo/internal/text"
)

func (c *console) importFile() *cobra.Command {
	var (
		o           app.ImportOptions
		dir         *string
		dry, asJSON *bool
	)
	cmd := c.command("import FILE", "cli.import", func(cmd *cobra.Command, args []string) error {
		if err := c.files(&o, args[0]); err != nil {
			return err
		}
		o.Lang = c.lang
		if *dry {
			return c.planImport(cmd.Context(), *dir, o, *asJSON)
		}
		return c.takeIn(cmd.Context(), *dir, o, *asJSON)
	})
	dir = c.dirFlag(cmd)
	cmd.Flags().StringSliceVar(&o.Purposes, "purpose", nil, c.t("cli.flag.purposes"))
	cmd.Flags().StringVar(&o.Source, "source", "", c.t("cli.flag.source"))
	cmd.Flags().StringVar(&o.Rejects, "rejects", "", c.t("cli.flag.rejects"))
	dry = cmd.Flags().Bool("dry-run", false, c.t("cli.flag.dry_run"))
	asJSON = c.jsonFlag(cmd)
	return cmd
}

// files makes the paths whole, for the server that opens them may stand in
// another folder, and sees that there is something to read.
func (c *console) files(o *app.ImportOptions, file string) error {
	f, err := os.Open(file) //nolint:gosec // the caller's own file
	if err != nil {
		return c.unreadable(file, err)
	}
	about, err := f.Stat()
	if err = errors.Join(err, f.Close()); err != nil {
		return c.unreadable(file, err)
	}
	if about.IsDir() {
		return c.unable("cli.fault.folder", "Name", file)
	}
	if o.File, err = filepath.Abs(file); err != nil {
		return c.unreadable(file, err)
	}
	if o.Rejects == "" {
		return nil
	}
	if o.Rejects, err = filepath.Abs(o.Rejects); err != nil {
		return c.unreadable(o.Rejects, err)
	}
	if _, err := os.Stat(filepath.Dir(o.Rejects)); errors.Is(err, fs.ErrNotExist) {
		return c.unable("cli.fault.no_folder", "Name", filepath.Dir(o.Rejects))
	}
	return nil
}

// planImport shows what an import would do. It reads the charter alone, so
// it needs neither server nor lock.
func (c *console) planImport(ctx context.Context, dir string, o app.ImportOptions, asJSON bool) error {
	if !app.IsCompany(dir) {
		return c.noCompany(dir)
	}
	p := c.progress()
	defer p.end()
	plan, err := app.PlanImport(ctx, dir, o, p.tell)
	if err != nil {
		return err
	}
	p.end()
	if asJSON {
		return c.print(plan)
	}
	c.showPlan(app.Imported{Plan: plan})
	c.showWishes(plan.Suppressed, plan.Claimed)
	c.say("cli.import.would", "Stored", c.count(int64(plan.Stored)), "Rows", c.count(int64(plan.Rows)),
		"Events", c.count(int64(plan.Events)), "Rejected", c.count(int64(plan.Rejected)))
	c.showRefused(app.Imported{Plan: plan})
	return nil
}

func (c *console) takeIn(ctx context.Context, dir string, o app.ImportOptions, asJSON bool) error {
	began := time.Now()
	var done app.Imported
	if err := c.do(ctx, dir, "import", o, nil, &done); err != nil {
		if ctx.Err() != nil {
			return c.unable("cli.import.stopped")
		}
		return err
	}
	if asJSON {
		return c.print(done)
	}
	c.showPlan(done)
	spent, rate := time.Since(began), ""
	if spent >= time.Second {
		rate = c.count(int64(float64(done.Rows) / spent.Seconds()))
	}
	c.say("cli.import.done", "Stored", c.count(int64(done.Stored)), "Rows", c.count(int64(done.Rows)),
		"Events", c.count(int64(done.Events)), "Known", c.count(int64(done.Known)), "Rejected", c.count(int64(done.Rejected)),
		"Time", text.Took(c.lang, spent), "Rate", rate)
	c.showRefused(done)
	c.showWishes(done.Suppressed, done.Claimed)
	if done.Same > 0 {
		c.say("cli.import.same", "N", c.count(int64(done.Same)))
	}
	switch {
	case done.Rejected > 0 && o.Rejects != "":
		c.say("cli.import.rejects", "File", o.Rejects)
	case done.Rejected > 0:
		c.say("cli.import.ask_rejects")
	}
	return nil
}

// showWishes tells of refusals and opt-ins, where there are any.
func (c *console) showWishes(suppressed, claimed int) {
	if suppressed+claimed > 0 {
		c.say("cli.import.wishes", "Suppressed", c.count(int64(suppressed)), "Claimed", c.count(int64(claimed)))
	}
}

// showRefused tells why rows are not taken, and how many for each reason.
func (c *console) showRefused(done app.Imported) {
	p := done.Plan
	for _, r := range p.Refused {
		c.line("  " + c.t("cli.import.refused", "Rows", c.count(int64(r.Rows)), "Column", r.Column, "Reason", r.Reason.In(c.lang)))
	}
	if p.RefusedElse > 0 {
		c.line("  " + c.t("cli.import.refused_else", "Rows", c.count(int64(p.RefusedElse))))
	}
}

// separators are the ids of their words: a comma between commas reads like
// a mistake.
var separators = map[string]string{",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

// separator says what stands between the file's cells.
func (c *console) separator(s string) string {
	if id, known := separators[s]; known {
		return c.t("cli.import." + id)
	}
	return "“" + s + "”"
}

// showPlan tells how the file was understood, column by column.
func (c *console) showPlan(done app.Imported) {
	p := done.Plan
	c.say("cli.import.layout", "Layout", p.Layout, "Encoding", p.Encoding, "Separator", c.separator(p.Separator), "Source", p.Source)
	wide := 0
	for _, col := range p.Columns {
		wide = max(wide, len([]rune(col.Title(c.lang))))
	}
	for _, col := range p.Columns {
		line := "  " + pad(col.Title(c.lang), min(wide, 40)) + "  "
		if goes := cmp.Or(col.Field, col.Event); goes != "" {
			line += styled(c.out, nameStyle, goes) + " – "
		}
		switch {
		case col.Note != nil:
			line += col.Note.In(c.lang)
		case col.Reason != nil:
			line += styled(c.out, dimStyle, col.Reason.In(c.lang))
		}
		if len(col.Samples) > 0 {
			line += " (" + strings.Join(col.Samples, ", ") + ")"
		}
		if col.LeftOut > 0 {
			line += "; " + c.t("cli.import.left_out", "N", c.count(int64(col.LeftOut)))
		}
		c.line(line)
	}
	if len(p.Purposes) > 0 {
		c.say("cli.import.purposes", "Purposes", strings.Join(p.Purposes, ", "), "Why", p.Why.In(c.lang))
	}
	for _, other := range p.Others {
		c.say("cli.import.not_for", "Purpose", other.Purpose, "Reason", other.Reason.In(c.lang))
	}
}
