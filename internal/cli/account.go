package cli

import (
	"github.com/spf13/cobra"

	"slovo/internal/app"
)

// staffRole gives an account another role.
func (c *console) staffRole() *cobra.Command {
	var (
		dir, role *string
		asJSON    *bool
	)
	cmd := c.command("role LOGIN", "cli.staff_role", func(cmd *cobra.Command, args []string) error {
		if err := c.needed(flagValue{"role", *role}); err != nil {
			return err
		}
		o := app.StaffOptions{Login: args[0], Role: *role}
		if err := c.do(cmd.Context(), *dir, "staff role", o, nil, &struct{}{}); err != nil {
			return err
		}
		return c.did(*asJSON, "cli.staff_role.done", "Login", o.Login, "Role", o.Role)
	})
	dir = c.dirFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	role = c.textFlag(cmd, "role", "", "cli.flag.role")
	return cmd
}

// staffPassword gives an account another password.
func (c *console) staffPassword() *cobra.Command {
	var (
		dir, file *string
		asJSON    *bool
	)
	cmd := c.command("password LOGIN", "cli.staff_password", func(cmd *cobra.Command, args []string) error {
		secret, err := c.secret(cmd.Context(), *file, "cli.staff_add.ask_password")
		if err != nil {
			return err
		}
		o := app.StaffOptions{Login: args[0], Password: secret.Show()}
		if err := c.do(cmd.Context(), *dir, "staff password", o, nil, &struct{}{}); err != nil {
			return err
		}
		return c.did(*asJSON, "cli.staff_password.done", "Login", o.Login)
	})
	dir = c.dirFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	file = c.passwordFlag(cmd)
	return cmd
}

// staffCodes gives an account a new secret for its authenticator.
func (c *console) staffCodes() *cobra.Command {
	var (
		dir    *string
		asJSON *bool
	)
	cmd := c.command("codes LOGIN", "cli.staff_codes", func(cmd *cobra.Command, args []string) error {
		var done app.NewStaff
		if err := c.do(cmd.Context(), *dir, "staff codes", app.LoginOptions{Login: args[0]}, nil, &done); err != nil {
			return err
		}
		if *asJSON {
			return c.print(done)
		}
		c.enrolled(args[0], done.TOTP, done.URL)
		return nil
	})
	dir = c.dirFlag(cmd)
	asJSON = c.jsonFlag(cmd)
	return cmd
}
