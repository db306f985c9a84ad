package app_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"slovo/internal/app"
)

// issue writes a certificate for localhost into the folder, and returns the
// pool that trusts it.
func issue(t *testing.T, dir string, number int64, until time.Time) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plan := &x509.Certificate{
		SerialNumber: big.NewInt(number), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: until.Add(-48 * time.Hour), NotAfter: until, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{
		"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return pool
}

// foundedWith is a company's folder with these settings.
func foundedWith(t *testing.T, s app.TLS, url string) string {
	t.Helper()
	f := founding(t, filepath.Join(t.TempDir(), "shop"), "quiet-harbor-sings-at-noon")
	f.Settings.TLS, f.Settings.URL = s, url
	if _, err := app.Init(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return f.Dir
}

func TestAServerSpeaksTLSItself(t *testing.T) {
	dir := foundedWith(t, app.TLS{CertFile: "cert.pem", KeyFile: "key.pem"}, "https://localhost")
	first := issue(t, dir, 1, time.Now().Add(time.Hour))
	at := hosting(t, dir)
	seen := visited(t, at, first)
	if seen.TLS.PeerCertificates[0].SerialNumber.Int64() != 1 || seen.TLS.Version < tls.VersionTLS12 || seen.ProtoMajor != 2 {
		t.Errorf("certificate %v, version %x, %s", seen.TLS.PeerCertificates[0].SerialNumber, seen.TLS.Version, seen.Proto)
	}
	if got := seen.Header.Get("Strict-Transport-Security"); got != "max-age=31536000" {
		t.Errorf("HSTS: %q", got)
	}
	if _, err := tls.Dial("tcp", at, &tls.Config{RootCAs: first, ServerName: "localhost", MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}); err == nil { //nolint:gosec // that it is refused is the matter
		t.Error("TLS 1.1 was taken")
	}
	renewed := issue(t, dir, 2, time.Now().Add(time.Hour))
	later := time.Now().Add(time.Minute) // a renewal within the files' own second
	for _, name := range []string{"cert.pem", "key.pem"} {
		if err := os.Chtimes(filepath.Join(dir, name), later, later); err != nil {
			t.Fatal(err)
		}
	}
	for deadline := time.Now().Add(20 * time.Second); ; {
		if answer, err := visit1(t, at, renewed); err == nil {
			if answer.TLS.PeerCertificates[0].SerialNumber.Int64() != 2 {
				t.Error("another certificate than the renewed one")
			}
			return
		} else if time.Now().After(deadline) {
			t.Fatalf("the renewed certificate was not taken: %v", err)
		}
	}
}

func visited(t *testing.T, at string, trusts *x509.CertPool) *http.Response {
	t.Helper()
	answer, err := visit1(t, at, trusts)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// visit1 asks once, over a connection of its own.
func visit1(t *testing.T, at string, trusts *x509.CertPool) (*http.Response, error) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: trusts, ServerName: "localhost", MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true, DisableKeepAlives: true,
	}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+at+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	return answer, answer.Body.Close()
}

func TestACertificateThatCannotServeIsSaid(t *testing.T) {
	for name, one := range map[string]struct {
		tls  app.TLS
		make func(t *testing.T, dir string)
		want string
	}{
		"none": {app.TLS{CertFile: "cert.pem", KeyFile: "key.pem"}, func(*testing.T, string) {}, "no such file"},
		"half": {app.TLS{CertFile: "cert.pem"}, func(*testing.T, string) {}, "go together"},
		"both": {app.TLS{CertFile: "a", KeyFile: "b", ACME: app.ACME{Domains: []string{"x"}}}, func(*testing.T, string) {}, "both"},
		"one that ended": {app.TLS{CertFile: "cert.pem", KeyFile: "key.pem"}, func(t *testing.T, dir string) {
			issue(t, dir, 1, time.Now().Add(-time.Hour))
		}, "ended on"},
		"another's key": {app.TLS{CertFile: "cert.pem", KeyFile: "key.pem"}, func(t *testing.T, dir string) {
			issue(t, dir, 1, time.Now().Add(time.Hour))
			other := t.TempDir()
			issue(t, other, 2, time.Now().Add(time.Hour))
			text, err := os.ReadFile(filepath.Join(other, "key.pem"))
			if err := errors.Join(err, os.WriteFile(filepath.Join(dir, "key.pem"), text, 0o600)); err != nil {
				t.Fatal(err)
			}
		}, "private key does not match"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := foundedWith(t, one.tls, "https://localhost")
			one.make(t, dir)
			c, err := app.Open(t.Context(), dir, false)
			if err != nil {
				t.Fatal(err)
			}
			l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "localhost:0")
			if err != nil {
				t.Fatal(err)
			}
			err = c.Serve(t.Context(), l)
			if err == nil || !strings.Contains(err.Error(), one.want) {
				t.Errorf("it says %v, want %q", err, one.want)
			}
			if err := errors.Join(l.Close(), c.Close()); err != nil && !errors.Is(err, net.ErrClosed) {
				t.Error(err)
			}
		})
	}
}

// An authority is asked for the domains that the settings name, and for no
// other that a stranger says to look for.
func TestNoCertificateIsAskedForAnothersDomain(t *testing.T) {
	asked := make(chan struct{}, 1)
	authority := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		select {
		case asked <- struct{}{}:
		default: // it is known already
		}
	}))
	t.Cleanup(authority.Close)
	dir := foundedWith(t, app.TLS{ACME: app.ACME{Domains: []string{"slovo.example.org"}, Directory: authority.URL}}, "https://slovo.example.org")
	at := hosting(t, dir)
	for _, name := range []string{"evil.example.org", "slovo.example.org"} {
		want := name == "slovo.example.org"
		if _, err := tls.Dial("tcp", at, &tls.Config{ServerName: name, MinVersion: tls.VersionTLS12}); err == nil {
			t.Errorf("%s has a certificate", name)
		}
		select {
		case <-asked:
			if !want {
				t.Errorf("the authority was asked for %s", name)
			}
		default:
			if want {
				t.Errorf("the authority was not asked for %s", name)
			}
		}
	}
}

// By plain HTTP nobody is told to come encrypted.
func TestPlainServersSendNoHSTS(t *testing.T) {
	s := served(t, nil)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // only its head is read
	if got := answer.Header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("HSTS: %q", got)
	}
}
