package app

import (
	"context"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"slovo/internal/backup"
)

// gather finds the facts out. What cannot be found out stays nil.
func (c *Company) gather(ctx context.Context) facts {
	f := facts{now: time.Now(), url: c.Settings.URL, tlsOn: c.Settings.TLS.On(), proxied: len(c.Settings.Proxies) > 0}
	f.open, f.keyOpen = opened(c.Dir), opened(within(c.Dir, keyFile)) // one that systemd hands over is not there
	f.database, f.sameDisk = c.databaseFacts()
	f.free, f.synced, f.swap, f.files = free(c.Dir), synced(), swapped(), mayOpen()
	f.certEnds, f.certFault = c.certificateFacts()
	f.mail, f.mailTLS, f.mailFault = c.Settings.Mail.Server, c.Settings.Mail.TLS, c.answers(ctx)
	f.recovery = backup.CheckRecipient(c.Settings.Recovery) == nil
	if last, err := c.kept(ctx); err == nil {
		f.last = last
	}
	if draft, err := c.Draft(ctx); err == nil {
		f.draft = &draft
	}
	if lax, err := c.store.Lax(ctx); err == nil {
		f.lax = &lax
	}
	return f
}

// opened tells whether others than the owner may read it.
func opened(path string) *bool {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	open := info.Mode().Perm()&0o077 != 0
	return &open
}

// databaseFacts are the file's size, and whether the outside checkpoint lies
// on the same disk. Of a PostgreSQL elsewhere neither is known here.
func (c *Company) databaseFacts() (size *int64, same *bool) {
	file, isFile := strings.CutPrefix(c.Settings.address(c.Dir), "sqlite:")
	if !isFile {
		return nil, nil
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, nil
	}
	n := info.Size()
	state, err := os.Stat(c.outside(""))
	if err != nil {
		return &n, nil
	}
	one, ok := info.Sys().(*syscall.Stat_t)
	other, both := state.Sys().(*syscall.Stat_t)
	if !ok || !both {
		return &n, nil
	}
	equal := one.Dev == other.Dev
	return &n, &equal
}

func free(dir string) *int64 {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return nil
	}
	n := int64(s.Bavail) * s.Bsize //nolint:gosec // no disk is so large
	return &n
}

// unsynced is STA_UNSYNC of adjtimex(2): nothing keeps the clock.
const unsynced = 0x0040

func synced() *bool {
	var t syscall.Timex
	if _, err := syscall.Adjtimex(&t); err != nil {
		return nil
	}
	kept := t.Status&unsynced == 0
	return &kept
}

// swapped tells whether memory may be written to a disk: whether encrypted
// is not to be seen from here.
func swapped() *bool {
	text, err := os.ReadFile("/proc/swaps")
	if err != nil {
		return nil
	}
	on := strings.Count(strings.TrimSpace(string(text)), "\n") > 0
	return &on
}

func mayOpen() *int64 {
	var most syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &most); err != nil {
		return nil
	}
	n := int64(min(most.Max, 1<<40)) //nolint:gosec // bounded
	return &n
}

func (c *Company) certificateFacts() (ends *time.Time, fault string) {
	t := c.Settings.TLS
	if err := t.check(); err != nil {
		return nil, err.Error()
	}
	if t.CertFile == "" {
		return nil, ""
	}
	files := &certificate{cert: within(c.Dir, t.CertFile), key: within(c.Dir, t.KeyFile), now: time.Now}
	if err := files.load(); err != nil {
		return nil, err.Error()
	}
	return &files.loaded.Leaf.NotAfter, ""
}

// answers asks whether the mail server takes a connection; nil where there
// is no server to ask.
func (c *Company) answers(ctx context.Context) *string {
	if c.Settings.Mail.Server == "" {
		return nil
	}
	said := ""
	l, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", c.Settings.Mail.Server)
	if err != nil {
		said = err.Error()
		return &said
	}
	_ = l.Close()
	return &said
}
