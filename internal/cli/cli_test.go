package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"slovo"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"slovo": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// The scripts drive the program as people do: testdata/*.txtar.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"await": await,
			"code":  code,
			"keep":  keep,
			"spoil": spoil,
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "en_US.UTF-8")
			return nil
		},
	})
}

// await FILE waits until the file is there.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	for range 200 {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("no %s", args[0])
}

// code N COMMAND… wants the command to end with that exit code.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// keep NAME PATTERN sets the variable to what the pattern's group finds in
// the last command's output.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keep NAME PATTERN")
	}
	m := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if m == nil {
		ts.Fatalf("nothing like %s", args[1])
	}
	ts.Setenv(args[0], m[1])
}

// spoil FILE OLD NEW puts NEW where OLD stands first, as who tampers would.
func spoil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: spoil FILE OLD NEW")
	}
	path := ts.MkAbs(args[0])
	text, err := os.ReadFile(path)
	ts.Check(err)
	if !bytes.Contains(text, []byte(args[1])) {
		ts.Fatalf("%s: no %s", args[0], args[1])
	}
	ts.Check(os.WriteFile(path, bytes.Replace(text, []byte(args[1]), []byte(args[2]), 1), 0o600))
}

func TestLanguage(t *testing.T) {
	for _, tt := range []struct {
		all, messages, lang string
		want                slovo.Lang
	}{
		{"", "", "", slovo.EN},
		{"", "", "C.UTF-8", slovo.EN},
		{"", "", "ru_RU.UTF-8", slovo.RU},
		{"", "en_US", "ru_RU", slovo.EN},
		{"C", "ru_RU", "ru_RU", slovo.EN},
		{"RU", "", "de_DE", slovo.RU},
	} {
		env := map[string]string{"LC_ALL": tt.all, "LC_MESSAGES": tt.messages, "LANG": tt.lang}
		if got := language(func(name string) string { return env[name] }); got != tt.want {
			t.Errorf("language(%v) = %s, want %s", env, got, tt.want)
		}
	}
}

// Every command and every flag explains itself in both languages.
func TestHelpIsInTheCatalogue(t *testing.T) {
	for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
		var out bytes.Buffer
		c := &console{out: &out, err: &out, lang: lang}
		each(c.root(), func(cmd *cobra.Command) {
			c.help(cmd, nil)
			if cmd.Short == "" {
				t.Errorf("%s %s: no help", lang, cmd.CommandPath())
			}
		})
		if id := regexp.MustCompile(`cli\.[a-z_]+\.[a-z_.]+`).FindString(out.String()); id != "" {
			t.Errorf("%s: no text %s", lang, id)
		}
	}
}

func each(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, sub := range cmd.Commands() {
		each(sub, do)
	}
}

// Every id of a text that stands in this package has its text.
func TestEveryTextExists(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	c := &console{lang: slovo.RU}
	var seen []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(cli(?:\.[a-z0-9_]+)+)"[,)]`).FindAllStringSubmatch(string(source), -1) {
			seen = append(seen, m[1])
		}
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(seen))) {
		if c.t(id) == id && c.t(id+".short") == id+".short" {
			t.Errorf("no text %s", id)
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d texts were seen", len(seen))
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		text string
		wide int
		want []string
	}{
		{"", 5, []string{""}},
		{"word", 2, []string{"word"}},
		{"a --dry-run b", 8, []string{"a", "--dry-run", "b"}},
		{"раз два\n\nтри", 80, []string{"раз два", "", "три"}},
	} {
		if got := wrap(tt.text, tt.wide); !slices.Equal(got, tt.want) {
			t.Errorf("wrap(%q, %d) = %q, want %q", tt.text, tt.wide, got, tt.want)
		}
	}
}

func TestPicture(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(picture("otpauth://totp/a:b?secret=ABC"), "\n"), "\n")
	for _, l := range lines {
		if n := len([]rune(l)); n != len([]rune(lines[0])) {
			t.Fatalf("a line of %d beside one of %d", n, len([]rune(lines[0])))
		}
	}
	if picture(strings.Repeat("x", 5000)) != "" {
		t.Error("a picture of what fits in none")
	}
}

func TestPlain(t *testing.T) {
	err := fmt.Errorf("staff: login x: %w", slovo.ErrConflict)
	if got := plain(err); got != "staff: login x" {
		t.Errorf("plain(%v) = %q", err, got)
	}
}
