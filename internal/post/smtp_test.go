package post_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"slovo"
	"slovo/internal/post"
)

// box is a mail server over TCP that keeps what it takes.
type box struct {
	mu      sync.Mutex
	letters []taken
	refuses string // this recipient
	wants   string // this password; "" lets everybody send
}

type taken struct {
	from, to string
	secure   bool
	body     []byte
}

func (b *box) NewSession(c *smtp.Conn) (smtp.Session, error) { return &session{box: b, conn: c}, nil }

type session struct {
	box      *box
	conn     *smtp.Conn
	from, to string
	in       bool
}

func (s *session) AuthMechanisms() []string {
	if s.box.wants == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, secret string) error {
		if s.in = user == "slovo" && secret == s.box.wants; !s.in {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.from = from; s.box.wants != "" && !s.in {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.to = to; to == s.box.refuses {
		return &smtp.SMTPError{Code: 550, Message: "<" + to + "> is nobody here"}
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	_, secure := s.conn.TLSConnectionState()
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.letters = append(s.box.letters, taken{s.from, s.to, secure, body})
	return err
}

func (*session) Reset()        {}
func (*session) Logout() error { return nil }

// serve starts the server, with TLS where cert is not nil.
func serve(t *testing.T, b *box, cert *tls.Config, implicit bool) (address string) {
	t.Helper()
	s := smtp.NewServer(b)
	s.Domain, s.ReadTimeout, s.WriteTimeout = "127.0.0.1", 5*time.Second, 5*time.Second
	s.AllowInsecureAuth = cert == nil
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if address = l.Addr().String(); implicit {
		l = tls.NewListener(l, cert)
	} else {
		s.TLSConfig = cert
	}
	go s.Serve(l)                       //nolint:errcheck // ends with the test
	t.Cleanup(func() { _ = s.Close() }) // and with it the listener
	return address
}

// vouched returns a certificate for this machine and who vouches for it.
func vouched(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	card := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, card, card, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}, pool
}

var letter = post.Letter{
	To: slovo.NewValue("vera@lavka.example"), Subject: "Лавка: задайте служебный ПИН\r\nBcc: thief@evil.example",
	Text: "Ссылка открывается один раз.\n",
}

func TestSendOverTLS(t *testing.T) {
	cert, roots := vouched(t)
	for _, tt := range []struct {
		name           string
		how            string
		server         *tls.Config
		implicit       bool
		roots          *x509.CertPool
		sent, overTLS  bool
		secret, wanted string
	}{
		{"mandatory, and the server offers none", post.Mandatory, nil, false, roots, false, false, "", ""},
		{"nothing said, and the server offers none", "", nil, false, roots, false, false, "", ""},
		{"mandatory, and nobody vouches", post.Mandatory, cert, false, nil, false, false, "", ""},
		{"opportunistic, and nobody vouches", post.Opportunistic, cert, false, nil, false, false, "", ""},
		{"a wrong password", post.Mandatory, cert, false, roots, false, false, "guess", "right"},
		{"a password where there is no TLS", post.None, nil, false, roots, false, false, "right", "right"},
		{"mandatory", post.Mandatory, cert, false, roots, true, true, "", ""},
		{"mandatory with a password", post.Mandatory, cert, false, roots, true, true, "right\n", "right"},
		{"implicit", post.Implicit, cert, true, roots, true, true, "right", "right"},
		{"opportunistic with TLS", post.Opportunistic, cert, false, roots, true, true, "", ""},
		{"opportunistic without", post.Opportunistic, nil, false, roots, true, false, "", ""},
		{"none", post.None, nil, false, roots, true, false, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &box{wants: tt.wanted}
			s := post.SMTP{
				Server: serve(t, b, tt.server, tt.implicit), From: "Лавка <hello@lavka.example>",
				TLS: tt.how, Roots: tt.roots, Password: slovo.NewValue(tt.secret),
			}
			if tt.secret != "" {
				s.User = "slovo"
			}
			sender, err := post.NewSMTP(s)
			if err != nil {
				t.Fatal(err)
			}
			err = sender.Send(t.Context(), letter)
			if (err == nil) != tt.sent || err != nil && !errors.Is(err, slovo.ErrUnavailable) {
				t.Fatalf("Send: %v, want sent %v", err, tt.sent)
			}
			if tt.sent && (len(b.letters) != 1 || b.letters[0].secure != tt.overTLS) {
				t.Fatalf("the server has %d letters, over TLS: want %v", len(b.letters), tt.overTLS)
			}
			if !tt.sent && len(b.letters) != 0 {
				t.Fatalf("the server has %d letters, want none", len(b.letters))
			}
		})
	}
}

func TestALetterArrivesAsWritten(t *testing.T) {
	b := &box{}
	sender, err := post.NewSMTP(post.SMTP{Server: serve(t, b, nil, false), From: "Лавка <hello@lavka.example>", TLS: post.None})
	if err != nil {
		t.Fatal(err)
	}
	if err := sender.Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	got := b.letters[0]
	if got.from != "hello@lavka.example" || got.to != "vera@lavka.example" {
		t.Errorf("envelope: from %s to %s", got.from, got.to)
	}
	m, err := mail.ReadMessage(bytes.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if want := "Лавка: задайте служебный ПИН Bcc: thief@evil.example"; err != nil || subject != want {
		t.Errorf("subject %q, want %q: %v", subject, want, err)
	}
	if m.Header.Get("Bcc") != "" || m.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("headers: %v", m.Header)
	}
}

func TestNoAddressIsInAnError(t *testing.T) {
	b := &box{refuses: "vera@lavka.example"}
	sender, err := post.NewSMTP(post.SMTP{Server: serve(t, b, nil, false), From: "hello@lavka.example", TLS: post.None})
	if err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]error{
		"vera@lavka.example":                     slovo.ErrUnavailable,
		"vera":                                   slovo.ErrInvalid,
		"":                                       slovo.ErrInvalid,
		"vera@lavka.example, thief@evil.example": slovo.ErrInvalid,
		"vera@lavka.example\r\nBcc: thief@evil.test": slovo.ErrInvalid,
	} {
		err := sender.Send(t.Context(), post.Letter{To: slovo.NewValue(to), Subject: "s", Text: "t"})
		if !errors.Is(err, want) || strings.Contains(err.Error(), "vera") {
			t.Errorf("Send: %v, want %v without the address", err, want)
		}
	}
	if len(b.letters) != 0 {
		t.Errorf("%d letters were taken", len(b.letters))
	}
}

func TestASilentServerIsNotWaitedForLong(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // takes the call and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // the test's own
	sender, err := post.NewSMTP(post.SMTP{Server: l.Addr().String(), From: "hello@lavka.example", TLS: post.None})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer stop()
	begun := time.Now()
	if err := sender.Send(ctx, letter); !errors.Is(err, slovo.ErrUnavailable) || time.Since(begun) > 5*time.Second {
		t.Errorf("Send: %v after %v", err, time.Since(begun))
	}
}

func TestSettingsThatCannotBe(t *testing.T) {
	for _, s := range []post.SMTP{
		{Server: "mail.lavka.example", From: "hello@lavka.example"},
		{Server: "mail.lavka.example:smtp", From: "hello@lavka.example"},
		{Server: "mail.lavka.example:25", From: "hello"},
		{Server: "mail.lavka.example:25", From: "hello@lavka.example", TLS: "perhaps"},
		{Server: "mail.lavka.example:99999", From: "hello@lavka.example"},
	} {
		if _, err := post.NewSMTP(s); !errors.Is(err, slovo.ErrInvalid) {
			t.Errorf("NewSMTP(%s, %s, %s): %v, want invalid", s.Server, s.From, s.TLS, err)
		}
	}
}
