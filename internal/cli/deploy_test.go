package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"slovo"
)

// deployed are the files for systemd.
func deployed(t *testing.T, pattern string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", "..", "deploy", pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files: %v", err)
	}
	all := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)] = string(text)
	}
	return all
}

// understood fails where the program would not take the line.
func understood(t *testing.T, where, line string) {
	t.Helper()
	cmd, rest, err := (&console{lang: slovo.EN}).root().Find(strings.Fields(line)[1:])
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err != nil || !acts(cmd) {
		t.Errorf("%s: %q is no command: %v", where, line, err)
	}
}

func TestTheServicesCallWhatThereIs(t *testing.T) {
	for name, text := range deployed(t, "*.service") {
		calls := regexp.MustCompile(`(?m)^ExecStart=/usr/bin/(slovo .*)$`).FindAllStringSubmatch(text, -1)
		if len(calls) != 1 {
			t.Errorf("%s calls slovo %d times", name, len(calls))
		}
		for _, call := range calls {
			understood(t, name, call[1])
		}
	}
}

// TestTheManualForWhoRunsItCallsWhatThereIs in both languages, which have the
// same commands.
func TestTheManualForWhoRunsItCallsWhatThereIs(t *testing.T) {
	var calls [2][]string
	for i, lang := range []string{"en", "ru"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", "operate."+lang+".md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^    (?:sudo )?(?:-u slovo )?(slovo .*)$`).FindAllStringSubmatch(string(text), -1) {
			understood(t, "operate."+lang+".md", m[1])
			cmd, _, _ := strings.Cut(m[1], " --")
			calls[i] = append(calls[i], cmd)
		}
	}
	if len(calls[0]) < 6 || strings.Join(calls[0], "\n") != strings.Join(calls[1], "\n") {
		t.Errorf("commands: %q and %q", calls[0], calls[1])
	}
}

// TestTheServicesAreShutIn asks systemd's own judgement: 0 is the most shut
// in, and 2 is what slovo promises at the most.
func TestTheServicesAreShutIn(t *testing.T) {
	tool, err := exec.LookPath("systemd-analyze")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("systemd-analyze is needed: apt-get install systemd")
		}
		t.Skip("systemd-analyze is not here; CI runs this")
	}
	folder := t.TempDir()
	for name, text := range deployed(t, "slovo*") {
		text = strings.ReplaceAll(text, "/usr/bin/slovo", "/bin/true")
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name := range deployed(t, "*.service") {
		for _, args := range [][]string{{"verify", "--man=no"}, {"security", "--offline=true", "--threshold=20"}} {
			said, err := exec.CommandContext(t.Context(), tool, append(args, filepath.Join(folder, name))...).CombinedOutput() //nolint:gosec // our own files
			if err != nil || args[0] == "verify" && strings.Contains(string(said), name) {
				t.Errorf("%s: %s: %v\n%s", name, args[0], err, said)
			}
		}
	}
}
