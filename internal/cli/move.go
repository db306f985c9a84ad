package cli

import (
	"github.com/spf13/cobra"

	"slovo/internal/app"
)

// migrateStore moves the company to another database.
func (c *console) migrateStore() *cobra.Command {
	var (
		dir, to *string
		asJSON  *bool
	)
	cmd := c.command("migrate-store", "cli.migrate_store", func(cmd *cobra.Command, _ []string) error {
		if err := c.needed(flagValue{"to", *to}); err != nil {
			return err
		}
		if !app.IsCompany(*dir) {
			return c.noCompany(*dir)
		}
		p := c.progress()
		moved, err := app.MoveStore(cmd.Context(), *dir, *to, p.tell)
		p.end()
		if err != nil {
			return err
		}
		if *asJSON {
			return c.print(moved)
		}
		c.say("cli.migrate_store.done", "Rows", c.count(moved.Rows), "Tables", c.count(int64(moved.Tables)), "Hash", moved.Hash)
		c.say("cli.migrate_store.old", "File", moved.Old)
		return nil
	})
	dir = c.dirFlag(cmd)
	to = c.textFlag(cmd, "to", "", "cli.flag.to")
	asJSON = c.jsonFlag(cmd)
	return cmd
}
