package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/app"
)

// colleague is one account in a list. Its keys read what the server tells,
// whatever their case.
type colleague struct {
	ID      string `json:"id"`
	Login   string `json:"login"`
	Name    string `json:"name"`
	Role    string `json:"role"`
	Blocked bool   `json:"blocked"`
}

func (c *console) staff() *cobra.Command {
	return c.group("staff", "cli.staff", c.staffAdd(), c.staffList(),
		c.staffChange("block"), c.staffChange("unblock"), c.staffChange("end"),
		c.staffRole(), c.staffPassword(), c.staffCodes())
}

func (c *console) staffAdd() *cobra.Command {
	var (
		dir, name, role, file *string
		asJSON                *bool
	)
	cmd := c.command("add LOGIN", "cli.staff_add", func(cmd *cobra.Command, args []string) error {
		if err := c.needed(flagValue{"name", *name}, flagValue{"role", *role}); err != nil {
			return err
		}
		o := app.StaffOptions{Login: args[0], Name: *name, Role: *role}
		return c.addStaff(cmd.Context(), *dir, o, *file, *asJSON)
	})
	dir = c.dirFlag(cmd)
	name = c.textFlag(cmd, "name", "", "cli.flag.name")
	role = c.textFlag(cmd, "role", "", "cli.flag.role")
	file = c.passwordFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	return cmd
}

func (c *console) addStaff(ctx context.Context, dir string, o app.StaffOptions, file string, asJSON bool) error {
	secret, err := c.secret(ctx, file, "cli.staff_add.ask_password")
	if err != nil {
		return err
	}
	o.Password = secret.Show()
	var done app.NewStaff
	err = c.do(ctx, dir, "staff add", o, nil, &done)
	if errors.Is(err, slovo.ErrConflict) {
		return c.refused("cli.staff_add.exists", "Login", o.Login)
	}
	if err != nil {
		return err
	}
	if asJSON {
		return c.print(done)
	}
	c.say("cli.staff_add.done", "Login", o.Login, "Role", o.Role)
	c.enrolled(o.Login, done.TOTP, done.URL)
	return nil
}

func (c *console) staffList() *cobra.Command {
	var (
		dir    *string
		asJSON *bool
	)
	cmd := c.command("list", "cli.staff_list", func(cmd *cobra.Command, _ []string) error {
		list := []colleague{}
		if err := c.do(cmd.Context(), *dir, "staff list", struct{}{}, nil, &list); err != nil {
			return err
		}
		if *asJSON {
			return c.print(list)
		}
		c.showStaff(list)
		return nil
	})
	dir = c.dirFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	return cmd
}

// staffChange is a command that does one thing to an account.
func (c *console) staffChange(what string) *cobra.Command {
	var (
		dir    *string
		asJSON *bool
	)
	cmd := c.command(what+" LOGIN", "cli.staff_"+what, func(cmd *cobra.Command, args []string) error {
		o := app.LoginOptions{Login: args[0]}
		if err := c.do(cmd.Context(), *dir, "staff "+what, o, nil, &struct{}{}); err != nil {
			return err
		}
		return c.did(*asJSON, "cli.staff_"+what+".done", "Login", o.Login)
	})
	dir = c.dirFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	return cmd
}

func (c *console) showStaff(list []colleague) {
	login, role := 0, 0
	for _, l := range list {
		login, role = max(login, cells(l.Login)), max(role, cells(l.Role))
	}
	for _, l := range list {
		line := pad(l.Login, login) + "  " + pad(l.Role, role) + "  " + l.Name
		if l.Blocked {
			line += "  " + c.t("cli.staff_list.blocked")
		}
		c.line(line)
	}
}

func pad(s string, wide int) string {
	return s + strings.Repeat(" ", max(0, wide-cells(s)))
}
