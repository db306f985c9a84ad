package cli

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is the version that CHANGELOG.md tells of.
const release = "0.1.0"

func (c *console) version() *cobra.Command {
	return c.command("version", "cli.version", func(*cobra.Command, []string) error {
		line := "slovo " + release + " " + runtime.GOOS + "/" + runtime.GOARCH + " " + runtime.Version()
		if info, ok := debug.ReadBuildInfo(); ok {
			for _, s := range info.Settings {
				if s.Key == "vcs.revision" {
					line += " " + s.Value
				}
			}
		}
		c.line(line)
		return nil
	})
}
