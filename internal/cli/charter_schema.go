package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"slovo/internal/app"
)

func (c *console) charterSchema() *cobra.Command {
	return c.command("schema", "cli.charter_schema", func(*cobra.Command, []string) error {
		schema, err := app.CharterSchema()
		if err != nil {
			return err
		}
		if _, err := c.out.Write(schema); err != nil {
			return fmt.Errorf("cli: schema: %w", err)
		}
		return nil
	})
}
