package post

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"slovo"
)

// patience is how long one letter may take altogether: somebody waits for
// the page that sends it.
const patience = 15 * time.Second

// The ways to use TLS. A letter holds a link that sets a PIN, so nothing
// but Mandatory is fit for a server that is not on this machine.
const (
	Mandatory     = "mandatory"     // STARTTLS, or nothing is sent; where nothing is said
	Implicit      = "implicit"      // TLS from the first byte, as on port 465
	Opportunistic = "opportunistic" // STARTTLS where the server offers it
	None          = "none"
)

// SMTP is the mail server that takes letters over.
type SMTP struct {
	Server   string // host:port
	From     string // an address, or a name and an address: Лавка <hello@lavka.example>
	User     string // empty: the server knows us otherwise
	Password slovo.Value
	TLS      string

	Roots *x509.CertPool // nil: the system's
}

// Post sends letters to one mail server. Safe for concurrent use.
type Post struct {
	from     string
	server   string
	implicit bool
	options  []mail.Option
}

// NewSMTP returns a sender to the server; slovo.ErrInvalid where the
// settings cannot be.
func NewSMTP(s SMTP) (*Post, error) {
	host, number, err := net.SplitHostPort(s.Server)
	if err != nil {
		return nil, fmt.Errorf("post: server %q is not host:port: %w", s.Server, slovo.ErrInvalid)
	}
	port, err := strconv.Atoi(number)
	if err != nil {
		return nil, fmt.Errorf("post: server %q is not host:port: %w", s.Server, slovo.ErrInvalid)
	}
	if err := mail.NewMsg().From(s.From); err != nil {
		return nil, fmt.Errorf("post: sender %q is no address: %w", s.From, slovo.ErrInvalid)
	}
	options := []mail.Option{
		mail.WithPort(port), mail.WithTimeout(patience),
		mail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}),
	}
	secure, err := secured(s.TLS)
	if err != nil {
		return nil, err
	}
	options = append(options, secure)
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(s.User), mail.WithPassword(strings.TrimSpace(s.Password.Show())))
	}
	if _, err := mail.NewClient(host, options...); err != nil {
		return nil, fmt.Errorf("post: server %q: settings: %w", s.Server, slovo.ErrInvalid)
	}
	return &Post{from: s.From, server: host, implicit: s.TLS == Implicit, options: options}, nil
}

func secured(how string) (mail.Option, error) {
	switch how {
	case Mandatory, "":
		return mail.WithTLSPolicy(mail.TLSMandatory), nil
	case Implicit:
		return mail.WithSSL(), nil
	case Opportunistic:
		return mail.WithTLSPolicy(mail.TLSOpportunistic), nil
	case None:
		return mail.WithTLSPolicy(mail.NoTLS), nil
	}
	return nil, fmt.Errorf("post: TLS %q is none of mandatory, implicit, opportunistic, none: %w", how, slovo.ErrInvalid)
}

// Send implements Sender. The server's own words stay out of the error:
// they often repeat the address.
func (p *Post) Send(ctx context.Context, l Letter) error {
	m, err := p.message(l)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	client, err := mail.NewClient(p.server, append(slices.Clone(p.options), p.hangUp(ctx)...)...)
	if err != nil {
		return fmt.Errorf("post: server %s: settings: %w", p.server, slovo.ErrInvalid)
	}
	// A server that has taken the letter and then fails to part has it all the same.
	if err := client.DialAndSendWithContext(ctx, m); err != nil && !m.IsDelivered() {
		return fmt.Errorf("post: server %s: %s: %w", p.server, cause(err), slovo.ErrUnavailable)
	}
	return nil
}

// hangUp closes the connection when the letter's time is over: the library
// looks at the clock only between its own steps. Over implicit TLS it must
// make the connection itself, or it would not know that it is secured.
func (p *Post) hangUp(letter context.Context) []mail.Option {
	if p.implicit {
		return nil
	}
	return []mail.Option{mail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err == nil {
			context.AfterFunc(letter, func() { _ = conn.Close() })
		}
		return conn, err
	})}
}

func (p *Post) message(l Letter) (*mail.Msg, error) {
	m := mail.NewMsg()
	if err := m.From(p.from); err != nil {
		return nil, fmt.Errorf("post: sender is no address: %w", slovo.ErrInvalid)
	}
	if strings.ContainsAny(l.To.Show(), "\r\n,;") || m.To(l.To.Show()) != nil {
		return nil, fmt.Errorf("post: what the letter should go to is no address: %w", slovo.ErrInvalid)
	}
	m.Subject(strings.Join(strings.Fields(l.Subject), " ")) // a line break there would begin a header
	m.SetDate()
	m.SetMessageID()
	m.SetGenHeader("Auto-Submitted", "auto-generated") // no out-of-office comes back
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	return m, nil
}

// cause tells what went wrong in words of ours.
func cause(err error) string {
	var refused *mail.SendError
	var unknown x509.UnknownAuthorityError
	var network net.Error
	switch {
	case errors.As(err, &refused) && refused.ErrorCode() != 0:
		return fmt.Sprintf("did not take the letter (%d)", refused.ErrorCode())
	case errors.As(err, &unknown):
		return "has a certificate that nobody known vouches for"
	case errors.As(err, &network) && network.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return "did not answer in time"
	}
	return "cannot be reached, or does not let us in by TLS and sign-in as set"
}
