package main

import (
	"slices"
	"strings"
	"testing"

	"slovo/internal/web"
)

// Every address that a GET shows has its picture, or a reason why not.
func TestEveryPageIsTaken(t *testing.T) {
	for _, address := range web.Addresses() {
		taken := slices.ContainsFunc(pages, func(p page) bool { return p.route == address })
		if strings.HasPrefix(address, "GET ") && !taken && elsewhere[address] == "" {
			t.Errorf("%s: no picture; add a line to pages", address)
		}
	}
	for _, p := range pages {
		if p.route != "" && !slices.Contains(web.Addresses(), p.route) {
			t.Errorf("%s: no address %s", p.name, p.route)
		}
	}
}

// Pages of one role stand together.
func TestRolesComeOnce(t *testing.T) {
	var seen []string
	for _, p := range pages {
		if p.role == "" || len(seen) > 0 && seen[len(seen)-1] == p.role {
			continue
		}
		if slices.Contains(seen, p.role) {
			t.Errorf("%s: %s comes a second time", p.name, p.role)
		}
		seen = append(seen, p.role)
	}
}
