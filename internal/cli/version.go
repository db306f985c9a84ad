package cli

import (
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// release is the version that CHANGELOG.md tells of.
const release = "0.1.0"

func (c *console) version() *cobra.Command {
	var asJSON *bool
	cmd := c.command("version", "cli.version", func(*cobra.Command, []string) error {
		b := builtFrom()
		if *asJSON {
			return c.print(b)
		}
		c.line(strings.TrimSpace("slovo " + b.Version + " " + b.System + " " + b.Go + " " + b.Revision))
		return nil
	})
	asJSON = c.jsonFlag(cmd)
	return cmd
}

// built is the answer to `slovo version --json`.
type built struct {
	Version  string `json:"version"`
	System   string `json:"system"`
	Go       string `json:"go"`
	Revision string `json:"revision,omitempty"`
}

func builtFrom() built {
	b := built{Version: release, System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				b.Revision = s.Value
			}
		}
	}
	return b
}
