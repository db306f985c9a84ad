package cli

import (
	"context"
	"io"

	"slovo/internal/app"
)

// do carries a command out on the folder, by the running server where there
// is one. It shows how far long work is.
func (c *console) do(ctx context.Context, dir, name string, options any, input io.Reader, result any) error {
	if !app.IsCompany(dir) {
		return c.noCompany(dir)
	}
	p := c.progress()
	defer p.end()
	return app.Do(ctx, dir, app.Command{Name: name, Options: options, Input: input}, result, p.tell)
}

func (c *console) noCompany(dir string) error {
	return c.wrong("cli.fault.no_company", "Name", dir)
}
