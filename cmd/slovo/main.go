// Command slovo is the program: one call of cli.
package main

import (
	"os"

	"slovo/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
