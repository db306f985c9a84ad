package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"slovo"
	"slovo/internal/post"
)

// Settings is how a company's slovo runs: the file slovo.yaml in its
// folder. What it promises to customers is in charter.yaml instead.
type Settings struct {
	Store string `yaml:"store"` // sqlite:FILE in the folder, or postgres://…
	State string `yaml:"state"` // where the last checkpoint is kept, best on another disk
	URL   string `yaml:"url"`   // under which people reach it
	// Recovery is the recipient to which backups are sealed: age1…. Who opens
	// them holds its identity, which is not kept here.
	Recovery string `yaml:"recovery,omitempty"`
	Mail     Mail   `yaml:"mail"`
	// TLS is for a server that people reach without a proxy in front.
	TLS TLS `yaml:"tls,omitempty"`
	// Proxies are those in front of it; none are believed unless named here.
	Proxies Proxies `yaml:"proxies,omitempty"`
	// Metrics are those who may read /metrics besides this machine.
	Metrics Proxies `yaml:"metrics,omitempty"`
}

// Mail is the server that takes letters. Without one no letter goes out.
type Mail struct {
	Server string `yaml:"server"` // host:port
	From   string `yaml:"from"`
	User   string `yaml:"user,omitempty"`
	// Password is read from the file named here, so that settings can be shown.
	PasswordFile string `yaml:"password_file,omitempty"`
	TLS          string `yaml:"tls,omitempty"` // mandatory (default), opportunistic, none
}

// The files in a company's folder.
const (
	settingsFile = "slovo.yaml"
	charterFile  = "charter.yaml"
	keyFile      = "keys/installation.key"
	lockFile     = "lock"
	socketFile   = "slovo.sock"
)

const settingsHead = `# How this slovo runs. What it promises to customers is in charter.yaml.
# state: the last checkpoint of the log. Put it on another disk, or another
# machine's share: a database put back from yesterday is then refused.
# recovery: backups are sealed to this recipient. Its identity (AGE-SECRET-KEY-1…)
# opens them: keep it where this machine is not.
# tls: {cert_file: cert.pem, key_file: key.pem} lets the server speak TLS itself; a
# renewed file is taken without a restart. Or tls: {acme: {domains: [slovo.example.org],
# email: it@example.org}}: an authority issues the certificate, over port 443.
# proxies: [127.0.0.1] where a TLS proxy on this machine passes people on;
# its X-Forwarded-For is then believed, so that each counts as their own address.
# metrics: [10.0.0.5] may read /metrics, besides this machine itself.
`

// UsualSettings are those of a new folder.
func UsualSettings() Settings {
	return Settings{Store: "sqlite:slovo.db", State: "state/checkpoint", URL: "http://localhost:8017"}
}

// IsCompany tells whether the folder holds a company.
func IsCompany(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, settingsFile))
	return err == nil
}

// readSettings reads the folder's settings strictly: a key it does not know
// is refused with its line.
func readSettings(dir string) (Settings, error) {
	path := filepath.Join(dir, settingsFile)
	text, err := os.ReadFile(path) //nolint:gosec // the operator's own folder
	if errors.Is(err, os.ErrNotExist) {
		return Settings{}, fmt.Errorf("app: %s is not a company's folder: `slovo init %s` makes one: %w", dir, dir, slovo.ErrNotFound)
	}
	if err != nil {
		return Settings{}, fmt.Errorf("app: settings: %w", err)
	}
	s := UsualSettings()
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&s); err != nil && !errors.Is(err, io.EOF) {
		return Settings{}, fmt.Errorf("app: %s: %w: %w", path, slovo.ErrInvalid, err)
	}
	return s, nil
}

func (s Settings) write(dir string) error {
	text, err := yaml.Marshal(s)
	if err != nil {
		return fmt.Errorf("app: settings: %w", err)
	}
	return writeNew(filepath.Join(dir, settingsFile), append([]byte(settingsHead), text...))
}

// address is the store's address with its file put into the folder.
func (s Settings) address(dir string) string {
	file, ok := strings.CutPrefix(s.Store, "sqlite:")
	if !ok {
		return s.Store
	}
	return "sqlite:" + within(dir, file)
}

// within puts a relative path into the folder.
func within(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// writeNew writes a file that must not be there yet.
func writeNew(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator's own folder
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("app: %s: %w", path, err)
	}
	return nil
}

// sender is the mail server's, or nil where none is set up.
func (m Mail) sender(dir string) (post.Sender, error) {
	if m.Server == "" {
		return nil, nil //nolint:nilnil // no server is a setting, not a fault
	}
	secret, err := m.password(dir)
	if err != nil {
		return nil, err
	}
	return post.NewSMTP(post.SMTP{Server: m.Server, From: m.From, User: m.User, Password: secret, TLS: m.TLS})
}

func (m Mail) password(dir string) (slovo.Value, error) {
	if m.PasswordFile == "" {
		return slovo.Value{}, nil
	}
	text, err := os.ReadFile(within(dir, m.PasswordFile))
	if err != nil {
		return slovo.Value{}, fmt.Errorf("app: mail password: %w", err)
	}
	return slovo.NewValue(strings.TrimSpace(string(text))), nil
}
