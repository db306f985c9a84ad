// Command shots takes a picture of every page of a running demo, in both
// languages, light and dark, on a phone, a tablet and a desk, and of the
// preview's parts. It is not part of slovo: nothing imports it.
//
//	make screenshots
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
)

// person is a customer of the demo.
type person struct {
	ID      string            `json:"id"`
	Factors map[string]string `json:"factors"`
}

// shop is the demo, as it tells of itself.
type shop struct {
	URL   string `json:"url"`
	Staff []struct {
		Login, Role, Password, TOTP string
	} `json:"staff"`
	Tokens struct {
		Agent string `json:"agent"`
	} `json:"tokens"`
	Customer person `json:"customer"`
	Other    person `json:"other_customer"`
}

func main() {
	program := flag.String("slovo", "bin/slovo", "the program whose pages to take")
	out := flag.String("out", "screenshots", "folder for the pictures")
	chromium := flag.String("chromium", "chromium", "the browser")
	only := flag.String("only", "", "the names of the pages to take, with commas; empty for all")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *program, *out, *chromium, *only); err != nil {
		slog.Error("shots: stopped", "cause", err)
		os.Exit(1) //nolint:gocritic // nothing is left to end
	}
}

func run(ctx context.Context, program, out, chromium, only string) error {
	s, stop, err := open(ctx, program)
	if err != nil {
		return err
	}
	defer stop()
	options := append(
		chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium),
		chromedp.Flag("no-sandbox", true), chromedp.Flag("hide-scrollbars", true),
	)
	ctx, cancel := chromedp.NewExecAllocator(ctx, options...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		return fmt.Errorf("shots: browser: %w", err)
	}
	c := camera{shop: s, out: out}
	for _, p := range pages {
		if only != "" && !slices.Contains(strings.Split(only, ","), p.name) {
			continue
		}
		if err := c.take(ctx, p); err != nil {
			return fmt.Errorf("shots: %s: %w", p.name, err)
		}
	}
	return c.index()
}

// open starts the demo and returns what it says of itself once it answers.
func open(ctx context.Context, program string) (shop, func(), error) {
	cmd := exec.CommandContext(ctx, program, "demo", "--json", "--listen", "127.0.0.1:0") //nolint:gosec // our own program
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Stderr = os.Stderr
	says, err := cmd.StdoutPipe()
	if err != nil {
		return shop{}, nil, err
	}
	if err := cmd.Start(); err != nil {
		return shop{}, nil, fmt.Errorf("shots: demo: %w", err)
	}
	stop := func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}
	var s shop
	line, err := bufio.NewReader(says).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &s)
	}
	if err != nil {
		stop()
		return shop{}, nil, fmt.Errorf("shots: demo: %w", err)
	}
	return s, stop, nil
}

func (c *camera) write(name string, picture []byte) error {
	if err := os.MkdirAll(c.out, 0o750); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.out, name), picture, 0o600)
}
