package app

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"slovo"
)

// TLS is how people reach the server encrypted without a proxy in front: by
// a certificate's files, or by one that an ACME authority issues.
type TLS struct {
	CertFile string `yaml:"cert_file,omitempty"` // PEM, the server's own first
	KeyFile  string `yaml:"key_file,omitempty"`  // PEM
	ACME     ACME   `yaml:"acme,omitempty"`
}

// ACME asks an authority (RFC 8555; Let's Encrypt where none is named) for
// certificates, over port 443 alone (tls-alpn-01).
type ACME struct {
	Domains   []string `yaml:"domains,omitempty"`
	Email     string   `yaml:"email,omitempty"`     // whom the authority writes to
	Directory string   `yaml:"directory,omitempty"` // another authority's address
}

// acmeFolder keeps the account's key and the certificates, in the folder.
const acmeFolder = "acme"

// On tells whether the server itself speaks TLS.
func (t TLS) On() bool { return t.CertFile != "" || t.KeyFile != "" || len(t.ACME.Domains) > 0 }

// check refuses halves, and both ways at once.
func (t TLS) check() error {
	files := t.CertFile != "" || t.KeyFile != ""
	switch {
	case files && len(t.ACME.Domains) > 0:
		return fmt.Errorf("app: tls: both files and acme: %w", slovo.ErrInvalid)
	case files && (t.CertFile == "" || t.KeyFile == ""):
		return fmt.Errorf("app: tls: cert_file and key_file go together: %w", slovo.ErrInvalid)
	}
	return nil
}

// config is what the server shows who connects; nil where TLS is off. A
// certificate that cannot be read is an error now, and not at the first visit.
func (t TLS) config(dir string) (*tls.Config, error) {
	if err := t.check(); err != nil || !t.On() {
		return nil, err
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	if len(t.ACME.Domains) > 0 {
		m := t.ACME.manager(dir)
		config.GetCertificate, config.NextProtos = m.GetCertificate, m.TLSConfig().NextProtos
		return config, nil
	}
	files := &certificate{cert: within(dir, t.CertFile), key: within(dir, t.KeyFile), now: time.Now}
	if err := files.load(); err != nil {
		return nil, err
	}
	config.GetCertificate = files.get
	return config, nil
}

func (a ACME) manager(dir string) *autocert.Manager {
	m := &autocert.Manager{
		Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(filepath.Join(dir, acmeFolder)),
		HostPolicy: autocert.HostWhitelist(a.Domains...), Email: a.Email,
	}
	if a.Directory != "" {
		m.Client = &acme.Client{DirectoryURL: a.Directory}
	}
	return m
}

// lookAgain is how often the files are looked at for a renewed certificate.
const lookAgain = time.Second

// certificate is one in two files, read again when they change.
type certificate struct {
	cert, key string
	now       slovo.Clock

	mu     sync.Mutex
	loaded *tls.Certificate
	of     [2]time.Time // when the files were changed that were loaded last
	looked time.Time
}

// get implements tls.Config.GetCertificate. A renewed certificate that
// cannot be read is told of in the log, and the one before goes on.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); now.Sub(c.looked) >= lookAgain {
		c.looked = now
		if of, err := c.changed(); err != nil || of != c.of {
			c.of = of
			if err := c.read(); err != nil {
				slog.Error("app: tls: the renewed certificate is not taken", "cause", err)
			}
		}
	}
	return c.loaded, nil
}

// load reads the files for the first time.
func (c *certificate) load() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of, _ = c.changed()
	return c.read()
}

func (c *certificate) changed() (of [2]time.Time, err error) {
	for i, name := range []string{c.cert, c.key} {
		info, fault := os.Stat(name)
		if fault != nil {
			err = errors.Join(err, fault)
			continue
		}
		of[i] = info.ModTime()
	}
	return of, err
}

func (c *certificate) read() error {
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return fmt.Errorf("app: tls: certificate: %w", err)
	}
	if pair.Leaf == nil {
		if pair.Leaf, err = x509.ParseCertificate(pair.Certificate[0]); err != nil {
			return fmt.Errorf("app: tls: certificate: %w", err)
		}
	}
	if now := c.now(); now.After(pair.Leaf.NotAfter) {
		return fmt.Errorf("app: tls: certificate: it ended on %s: %w", pair.Leaf.NotAfter.UTC().Format(time.DateOnly), slovo.ErrInvalid)
	}
	c.loaded = &pair
	return nil
}

// strictTransport is how long a browser that came once comes encrypted only:
// OWASP ASVS 5.0 3.4.1 asks for a year at least.
const strictTransport = "max-age=31536000"

// strict tells browsers to come encrypted from now on, where people reach
// the server so.
func strict(url string, next http.Handler) http.Handler {
	if !strings.HasPrefix(url, "https:") {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", strictTransport)
		next.ServeHTTP(w, r)
	})
}
