package cli

import (
	"context"
	"errors"
	"log/slog"
	"net"

	"github.com/spf13/cobra"

	"slovo/internal/app"
)

// usualListen is where slovo answers unless told otherwise: on this machine only.
const usualListen = "localhost:8017"

func (c *console) serve() *cobra.Command {
	var dir, listen *string
	cmd := c.command("serve", "cli.serve", func(cmd *cobra.Command, _ []string) error {
		return c.serveOn(cmd.Context(), *dir, *listen)
	})
	dir = c.dirFlag(cmd)
	listen = c.textFlag(cmd, "listen", usualListen, "cli.flag.listen")
	return cmd
}

func (c *console) serveOn(ctx context.Context, dir, listen string) error {
	if !app.IsCompany(dir) {
		return c.noCompany(dir)
	}
	c.logs()
	company, err := app.Open(ctx, dir, false)
	if err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", listen)
	if err != nil {
		return errors.Join(c.unable("cli.fault.listen", "Listen", listen), company.Close())
	}
	if draft, err := company.Draft(ctx); err == nil && draft {
		c.note("cli.serve.draft", "Version", company.InForce().Version)
	}
	scheme := "http://"
	if company.Settings.TLS.On() {
		scheme = "https://"
	}
	c.say("cli.serve.ready", "URL", scheme+l.Addr().String())
	return errors.Join(company.Serve(ctx, l), company.Close())
}

// logs writes the server's log in JSON, a line per event, unless a person
// reads it at a terminal.
func (c *console) logs() {
	if !terminal(c.err) {
		slog.SetDefault(slog.New(slog.NewJSONHandler(c.err, nil)))
	}
}
