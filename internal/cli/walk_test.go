package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"slovo"
	"slovo/internal/text"
)

// neverFinds are the commands that never end with 1, so that their help
// tells of no finding and no refusal. Whoever adds one says so here.
var neverFinds = []string{"slovo bench", "slovo charter schema", "slovo charter show", "slovo version"}

// answersAlone are the commands whose answer is a program's in any case, or
// that answer nobody: they take no --json.
var answersAlone = []string{"slovo charter schema", "slovo receipt get", "slovo serve"}

// Every command says in both languages what it does, what its arguments and
// flags are, how it is called, and what its exit codes mean; no line of that
// is wider than people's terminals.
func TestEveryCommandExplainsItself(t *testing.T) {
	t.Setenv(dirVariable, "")
	for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
		walk(lang, func(c *console, cmd *cobra.Command) {
			t.Run(string(lang)+" "+cmd.CommandPath(), func(t *testing.T) {
				var out bytes.Buffer
				c.out = &out
				c.help(cmd, nil)
				for line := range strings.SplitSeq(out.String(), "\n") {
					if w := cells(line); w > widthUsual && strings.Count(strings.TrimSpace(line), " ") > 1 {
						t.Errorf("%d wide: %q", w, line)
					}
				}
				explains(t, lang, c, cmd)
			})
		})
	}
}

func explains(t *testing.T, lang slovo.Lang, c *console, cmd *cobra.Command) {
	t.Helper()
	told := map[string]string{"short": cmd.Short, "long": cmd.Long, "exit": cmd.Annotations[exitNote]}
	for _, row := range c.flagRows(cmd) {
		told[row[0]] = row[1]
	}
	for what, said := range told {
		if optional := what == "long" || what == "exit"; said == "" && optional {
			continue
		}
		if strings.Contains(said, "cli.") || cyrillic.MatchString(said) != (lang == slovo.RU) {
			t.Errorf("%s: not said in this language: %q", what, said)
		}
		if what != "exit" && !strings.ContainsAny(said[:1], "-") && strings.ToLower(said[:2]) == said[:2] && !strings.HasPrefix(said, "slovo") {
			t.Errorf("%s begins small: %q", what, said)
		}
	}
	for _, word := range strings.Fields(cmd.Use)[1:] {
		if c.argument(word) == word && lang == slovo.RU {
			t.Errorf("no usage.arg.%s", strings.ToLower(word))
		}
	}
	if !acts(cmd) {
		return
	}
	if told["exit"] == "" != slices.Contains(neverFinds, cmd.CommandPath()) {
		t.Errorf("when does it end with 1? exit says %q", told["exit"])
	}
	if (cmd.Flag("json") == nil) != slices.Contains(answersAlone, cmd.CommandPath()) {
		t.Error("does it answer programs, by --json?")
	}
	examplesHold(t, cmd)
}

var cyrillic = regexp.MustCompile(`\p{Cyrillic}`)

// examplesHold parses the examples as the program would.
func examplesHold(t *testing.T, cmd *cobra.Command) {
	t.Helper()
	if cmd.Example == "" {
		t.Error("no example: usage.….example")
	}
	for line := range strings.SplitSeq(cmd.Example, "\n") {
		typed, _, _ := strings.Cut(line, " > ")
		rest, ours := strings.CutPrefix(typed, cmd.CommandPath())
		if !ours {
			t.Errorf("an example of another command: %q", line)
			continue
		}
		if err := cmd.ParseFlags(strings.Fields(rest)); err != nil {
			t.Errorf("%q: %v", line, err)
		}
		if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
			t.Errorf("%q: %v", line, err)
		}
	}
}

// walk visits every command, each time of a console of its own.
func walk(lang slovo.Lang, do func(*console, *cobra.Command)) {
	c := &console{lang: lang}
	each(c.root(), func(cmd *cobra.Command) {
		if !cmd.Hidden {
			do(c, cmd)
		}
	})
}

// Whatever is wrong with how a command is called, it ends with 2 and says in
// the reader's language what; a program gets JSON, and nothing beside it.
func TestEveryCommandRefusesWrongUse(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none")
	t.Setenv(dirVariable, none)
	t.Setenv("LC_ALL", "ru_RU.UTF-8")
	walk(slovo.EN, func(_ *console, cmd *cobra.Command) {
		path := strings.Fields(cmd.CommandPath())[1:]
		want := len(strings.Fields(cmd.Use)) - 1
		ways := map[string][]string{"no such flag": {"--no-such-flag"}, "one more": slices.Repeat([]string{none}, want+1)}
		if acts(cmd) && want > 0 && !strings.Contains(cmd.Use, "[") {
			ways["one too few"] = slices.Repeat([]string{none}, want-1)
		}
		if cmd.Flag("dir") != nil {
			ways["no company"] = append(slices.Repeat([]string{none}, want), "--dir", none)
		}
		for _, name := range slices.Sorted(maps.Keys(ways)) {
			t.Run(cmd.CommandPath()+" "+name, func(t *testing.T) {
				refused(t, append(slices.Clone(path), ways[name]...))
			})
		}
	})
}

func refused(t *testing.T, args []string) {
	t.Helper()
	var out, complaint bytes.Buffer
	if code := Main(args, strings.NewReader(""), &out, &complaint); code != exitWrong || out.Len() > 0 {
		t.Errorf("exit code %d, standard output %q", code, out.String())
	}
	if said := complaint.String(); !strings.HasPrefix(said, "slovo: ") || !cyrillic.MatchString(said) || strings.Contains(said, "goroutine") {
		t.Errorf("told %q", said)
	}
	out.Reset()
	complaint.Reset()
	code := Main(append(args, "--json"), strings.NewReader(""), &out, &complaint)
	var told failure
	if err := json.Unmarshal(out.Bytes(), &told); err != nil || told.Error.Code == "" || !cyrillic.MatchString(told.Error.Message) || told.Exit != code || code != exitWrong || complaint.Len() > 0 {
		t.Errorf("to a program: exit code %d, %v: %q, beside it %q", code, err, out.String(), complaint.String())
	}
}

func TestAsksJSON(t *testing.T) {
	for _, tt := range []struct {
		args string
		want bool
	}{
		{"", false},
		{"version", false},
		{"version --json=false", false},
		{"import -- --json", false},
		{"version --json", true},
		{"--json=true frob", true},
	} {
		if got := asksJSON(strings.Fields(tt.args)); got != tt.want {
			t.Errorf("asksJSON(%q) = %t", tt.args, got)
		}
	}
}

// What a verification can find has its words: every sentence that ledger,
// gate and app find stands in the table.
func TestEveryFindingHasWords(t *testing.T) {
	sentences := regexp.MustCompile(`(?:\.find\([^"]*(?:"[^"]*"[^"]*)?, |What: |return \[\]string\{|Sprintf\(|append\(what, )"([^"]{8,})"`)
	verbs := regexp.MustCompile(`%[ds]`)
	seen := 0
	for _, file := range []string{"../ledger/verify.go", "../ledger/verify_tree.go", "../gate/check.go", "../app/commands.go"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range sentences.FindAllStringSubmatch(string(source), -1) {
			if strings.Contains(m[1], ": ") || strings.HasPrefix(m[1], "index") {
				continue // an error, a place
			}
			seen++
			what := verbs.ReplaceAllString(strings.Replace(m[1], "field %s", "field phone", 1), "7")
			if strings.HasPrefix(what, "field ") && strings.HasSuffix(what, " ") {
				continue // put together; told below
			}
			if said := (&console{lang: slovo.RU}).findingSaid(what); said == what {
				t.Errorf("%s: %q has no words", file, what)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d findings were seen", seen)
	}
	for _, one := range findings {
		for _, lang := range []slovo.Lang{slovo.RU, slovo.EN} {
			if id := "cli.found." + one.id; text.T(lang, id) == id {
				t.Errorf("%s: no text %s", lang, id)
			}
		}
	}
	if got := (&console{lang: slovo.RU}).findingSaid("field phone has version 7, the log says 8"); got != "поле phone версии 7, а по журналу — 8" {
		t.Errorf("told %q", got)
	}
}
