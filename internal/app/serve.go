package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"slovo/internal/api"
)

// stopWithin is how long running answers have to end.
const stopWithin = 10 * time.Second

// Serve answers on the listener, and on the folder's socket for commands,
// until the context ends; it then lets running answers end.
func (c *Company) Serve(ctx context.Context, l net.Listener) error {
	return c.serve(ctx, l, func() {})
}

// serve calls ready once connections are taken.
func (c *Company) serve(ctx context.Context, l net.Listener, ready func()) error {
	if err := c.sequence(ctx); err != nil {
		return err
	}
	if _, err := c.ledger.Publish(ctx); err != nil {
		return err
	}
	local, err := c.listenLocal(ctx)
	if err != nil {
		return err
	}
	public := c.server(c.Handler())
	if public.TLSConfig, err = c.Settings.TLS.config(c.Dir); err != nil {
		return errors.Join(err, local.Close())
	}
	servers := map[*http.Server]net.Listener{public: l, c.server(c.commandServer()): local}
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error { return c.keepLog(ctx) })
	work.Go(func() error { return c.sweep(ctx) })
	work.Go(func() error { return c.measure(ctx) })
	work.Go(func() error { return c.alarm(ctx) })
	work.Go(func() error { return c.watchCharter(ctx) })
	for server, listener := range servers {
		work.Go(func() error { return ignoreClosed(answer(server, listener)) })
		work.Go(func() error {
			<-ctx.Done()
			stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
			defer cancel()
			return server.Shutdown(stop)
		})
	}
	ready()
	slog.Info("app: serving", "address", l.Addr().String())
	defer slog.Info("app: stopped")
	if err := work.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("app: serve: %w", err)
	}
	return c.sequence(context.WithoutCancel(ctx))
}

// answer serves, encrypted where the server has a certificate.
func answer(server *http.Server, l net.Listener) error {
	if server.TLSConfig == nil {
		return server.Serve(l)
	}
	return server.ServeTLS(l, "", "")
}

// Handler is everything that is served: pages, the API, the public log, and
// what watches the server.
func (c *Company) Handler() http.Handler { return c.handler() }

func (c *Company) handler(options ...api.Option) http.Handler {
	c.watched()
	mux := http.NewServeMux()
	rest := api.New(c.apiRooms(), options...)
	mux.Handle("/api/", c.health.Count("api", rest))
	mux.Handle("/ledger/", c.health.Count("ledger", rest))
	mux.Handle("/", c.health.Count("pages", c.console().Handler()))
	c.healthy(mux)
	return c.Settings.Proxies.before(strict(c.Settings.URL, mux))
}

// server bounds what one client can hold open.
func (c *Company) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
}

// listenLocal opens the folder's socket, for its owner only. The folder is
// locked, so a socket that is there already was left by a process that died.
func (c *Company) listenLocal(ctx context.Context) (net.Listener, error) {
	path := filepath.Join(c.Dir, socketFile)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("app: socket: %w", err)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("app: socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("app: socket: %w", err), l.Close())
	}
	return l, nil
}

// sweep forgets, once an hour, sessions and sign-ins that no longer count.
func (c *Company) sweep(ctx context.Context) error {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if err := c.staff.Sweep(ctx); err != nil && ctx.Err() == nil {
			slog.Error("app: sessions are not swept", "cause", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// sequence folds in all that waits, and says when it did so last.
func (c *Company) sequence(ctx context.Context) error {
	if err := c.fold(ctx); err != nil {
		return err
	}
	c.health.sequenced.Store(time.Now().UnixMicro())
	return nil
}

// fold folds in all that waits, and keeps the checkpoint outside: also that of
// a tree which grew before, by a call that ended between the two.
func (c *Company) fold(ctx context.Context) error {
	for {
		n, err := c.ledger.Sequence(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return c.ledger.KeepOutside(ctx)
		}
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
