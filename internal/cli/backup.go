package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"slovo/internal/app"
)

// backup makes backups; `backup drill` tries one and keeps nothing.
func (c *console) backup() *cobra.Command {
	var (
		dir    *string
		asJSON *bool
	)
	cmd := c.command("backup DEST", "cli.backup", func(cmd *cobra.Command, args []string) error {
		dest, err := filepath.Abs(args[0])
		if err != nil {
			return c.unreadable(args[0], err)
		}
		var b app.Backup
		if err := c.do(cmd.Context(), *dir, "backup", app.BackupOptions{Dest: dest}, nil, &b); err != nil {
			return err
		}
		return c.showBackup(b, *asJSON)
	})
	dir = c.dirFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	cmd.AddCommand(c.backupDrill())
	return cmd
}

// drilled is the answer to `slovo backup drill --json`.
type drilled struct {
	app.Backup
	Sealed *app.Trial `json:"sealed,omitempty"` // what the identity opened
}

func (c *console) backupDrill() *cobra.Command {
	var (
		dir, identity *string
		asJSON        *bool
	)
	cmd := c.command("drill", "cli.backup_drill", func(cmd *cobra.Command, _ []string) error {
		d, err := c.drill(cmd.Context(), *dir, *identity)
		if err != nil {
			return err
		}
		return c.showDrill(d, *asJSON)
	})
	dir = c.dirFlag(cmd)
	identity = c.textFlag(cmd, "identity", "", "cli.flag.identity")
	asJSON = c.jsonFlag(cmd)
	return cmd
}

// drill asks the server for sealed files, and opens them here: the identity
// never reaches the server.
func (c *console) drill(ctx context.Context, dir, identity string) (drilled, error) {
	var d drilled
	if identity == "" {
		return d, c.do(ctx, dir, "backup drill", app.DrillOptions{}, nil, &d.Backup)
	}
	key, err := c.identityFile(identity)
	if err != nil {
		return d, err
	}
	defer key.Close() //nolint:errcheck // only read
	if err := c.do(ctx, dir, "backup drill", app.DrillOptions{Keep: true}, nil, &d.Backup); err != nil || !d.OK {
		return d, err
	}
	opened, err := app.OpenDrill(ctx, dir, d.Folder, key)
	opened.Drill, opened.Data, opened.Keys = true, d.Data, d.Keys
	d.Folder, d.Sealed = "", &opened
	return d, err
}

// identityFile opens the file with the recovery identity; "-" is stdin.
func (c *console) identityFile(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(c.in), nil
	}
	f, err := os.Open(name) //nolint:gosec // the caller's own file
	if err != nil {
		return nil, c.unreadable(name, err)
	}
	return f, nil
}

func (c *console) showBackup(b app.Backup, asJSON bool) error {
	if asJSON {
		return c.answered(b, b.OK)
	}
	c.trial(b.Result)
	if !b.OK {
		c.say("cli.backup.dropped")
		return found
	}
	c.say("cli.backup.kept", "Folder", b.Folder, "Data", c.megabytes(b.Data.Bytes), "Keys", c.megabytes(b.Keys.Bytes))
	c.say("cli.backup.apart")
	if b.Pruned > 0 {
		c.say("cli.backup.pruned", b.Pruned)
	}
	c.line("\n" + b.Signed)
	return nil
}

func (c *console) showDrill(d drilled, asJSON bool) error {
	ok := d.OK && (d.Sealed == nil || d.Sealed.OK)
	if asJSON {
		return c.answered(d, ok)
	}
	c.trial(d.Result)
	if d.Sealed != nil {
		c.say("cli.backup_drill.sealed")
		c.trial(*d.Sealed)
	}
	if !ok {
		return found
	}
	c.line("\n" + d.Signed)
	return nil
}

// answered gives a program its answer, and the exit code that goes with it.
func (c *console) answered(v any, ok bool) error {
	if err := c.print(v); err != nil || ok {
		return err
	}
	return found
}

// trial tells how a trial restore went.
func (c *console) trial(r app.Trial) {
	c.say("cli.backup.tried", "Rows", c.count(r.Rows), "Tables", c.count(int64(r.Tables)), "Customers", c.count(r.Customers),
		"Entries", c.count(r.Entries), "Opened", c.count(int64(r.Opened)))
	for _, f := range r.Findings {
		c.line("  "+styled(c.out, nameStyle, c.findingSaid(f.Where)), c.findingSaid(f.What))
	}
	if r.OK {
		c.say("cli.backup.holds")
	}
}

// megabytes writes a size as people read it, never as nothing.
func (c *console) megabytes(n int64) string { return c.count(max(1, n>>20)) }
