package cli

import (
	"os"

	"github.com/spf13/cobra"
)

const (
	dirVariable   = "SLOVO_DIR"
	storeVariable = "SLOVO_STORE"
)

// dirFlag is the company's folder, for every command that touches one.
func (c *console) dirFlag(cmd *cobra.Command) *string {
	usual := os.Getenv(dirVariable)
	if usual == "" {
		usual = "."
	}
	return cmd.Flags().String("dir", usual, c.t("cli.flag.dir"))
}

// storeFlag is a database's address. It may hold a password, so it can be
// given by a variable too, which other people's list of processes does not show.
func (c *console) storeFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("store", os.Getenv(storeVariable), c.t("cli.flag.store"))
}

// jsonFlag asks for an answer to a program.
func (c *console) jsonFlag(cmd *cobra.Command) *bool {
	return cmd.Flags().Bool("json", false, c.t("cli.flag.json"))
}

func (c *console) textFlag(cmd *cobra.Command, name, usual, id string) *string {
	return cmd.Flags().String(name, usual, c.t(id))
}

func (c *console) listFlag(cmd *cobra.Command, name, id string) *[]string {
	return cmd.Flags().StringSlice(name, nil, c.t(id))
}

// flagValue is a flag's name and what it was given.
type flagValue struct{ name, value string }

// needed refuses a flag that was left out.
func (c *console) needed(flags ...flagValue) error {
	for _, f := range flags {
		if f.value == "" {
			return c.wrong("cli.fault.missing", "Name", "--"+f.name)
		}
	}
	return nil
}
