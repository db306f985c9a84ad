package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const exampleCharter = "../charter/testdata/charter-example.yaml"

// said runs a command and returns what it told and its exit code.
func said(t *testing.T, args ...string) (string, int) {
	t.Helper()
	var out, complaints bytes.Buffer
	exit := Main(args, strings.NewReader(""), &out, &complaints)
	return out.String() + complaints.String(), exit
}

// changedCharter is the example with one place changed.
func changedCharter(t *testing.T, old, updated string) string {
	t.Helper()
	data, err := os.ReadFile(exampleCharter)
	if err != nil || !strings.Contains(string(data), old) {
		t.Fatalf("no %q in the example: %v", old, err)
	}
	path := filepath.Join(t.TempDir(), "charter.yaml")
	if err := os.WriteFile(path, []byte(strings.Replace(string(data), old, updated, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCharterDiff(t *testing.T) {
	longer := changedCharter(t, "from: order_closed, for: P3Y", "from: order_closed, for: P5Y")
	broken := changedCharter(t, "version: 7", "version: x")
	for _, tt := range []struct {
		name string
		args []string
		exit int
		want string
	}{
		{"a wider charter", []string{exampleCharter, longer, "--lang", "ru"}, 1, "Исполнение заказа\n  + расширяет  Данные теперь храним дольше — 5 лет, раньше 3 года.\n\n1 изменение."},
		{"a narrower one", []string{longer, exampleCharter, "--lang", "en"}, 0, "− narrows  We now keep your data for 3 years instead of 5 years, which is\n             shorter.\n"},
		{"the same", []string{longer, longer, "--lang", "en"}, 0, "Nothing changes for a customer.\n"},
		{"the same for a program", []string{longer, longer, "--json"}, 0, `{"widens":false,"changes":[]}`},
		{"no file", []string{longer, longer + "x"}, 2, longer + "x"},
		{"no charter", []string{exampleCharter, broken}, 2, "slovo charter check"},
		{"one file", []string{exampleCharter}, 2, "NEW"},
		{"no such language", []string{longer, longer, "--lang", "de"}, 2, "de"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, exit := said(t, append([]string{"charter", "diff"}, tt.args...)...)
			if exit != tt.exit || !strings.Contains(got, tt.want) {
				t.Errorf("exit %d, want %d; want %q in:\n%s", exit, tt.exit, tt.want, got)
			}
		})
	}
}

// The same charter beside other words is another promise.
func TestCharterDiffSeesTheConsentsTexts(t *testing.T) {
	var paths []string
	for _, words := range []string{"Я согласен на новости.", "Я согласен на всё."} {
		path := changedCharter(t, "version: 7", "version: 7")
		if err := os.Mkdir(filepath.Join(filepath.Dir(path), "texts"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), "texts", "ads.v2.ru.md"), []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	got, exit := said(t, "charter", "diff", paths[0], paths[1], "--lang", "ru")
	if exit != 1 || !strings.Contains(strings.Join(strings.Fields(got), " "), "Согласие «ads»: слова другие") {
		t.Errorf("exit %d:\n%s", exit, got)
	}
}

func TestCharterDiffForPrograms(t *testing.T) {
	longer := changedCharter(t, "from: order_closed, for: P3Y", "from: order_closed, for: P5Y")
	got, exit := said(t, "charter", "diff", exampleCharter, longer, "--json")
	var answer struct {
		Widens  bool `json:"widens"`
		Changes []struct {
			Kind, Path, Code string
			Text             struct{ RU, EN string }
		} `json:"changes"`
	}
	if err := json.Unmarshal([]byte(got), &answer); err != nil || exit != 1 || !answer.Widens || len(answer.Changes) != 1 {
		t.Fatalf("exit %d, %v:\n%s", exit, err, got)
	}
	c := answer.Changes[0]
	if c.Kind != "widens" || c.Path != "purposes.fulfil.keep.for" || c.Code != "keep_more" || c.Text.RU == "" || c.Text.EN == "" {
		t.Errorf("the change: %+v", c)
	}
}

func TestCharterShow(t *testing.T) {
	broken := changedCharter(t, "version: 7", "version: x")
	for _, tt := range []struct {
		name string
		args []string
		exit int
		want string
	}{
		{"in Russian", []string{exampleCharter, "--lang", "ru"}, 0, "\nРассылка\n  зачем           чтобы рассказать о новинках\n"},
		{"in English", []string{exampleCharter, "--lang", "en"}, 0, "  how long        erased at once when this comes: consent withdrawn\n"},
		{"for a program", []string{exampleCharter, "--json"}, 0, `{"id":"lavka","version":7,"effective":"2026-12-01",`},
		{"mistakes", []string{broken}, 2, "slovo charter check"},
		{"no company", []string{"--dir", t.TempDir()}, 2, "slovo init"},
		{"two files", []string{exampleCharter, exampleCharter}, 2, exampleCharter},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, exit := said(t, append([]string{"charter", "show"}, tt.args...)...)
			if exit != tt.exit || !strings.Contains(got, tt.want) {
				t.Errorf("exit %d, want %d; want %q in:\n%s", exit, tt.exit, tt.want, got)
			}
		})
	}
}

func TestCharterSchema(t *testing.T) {
	got, exit := said(t, "charter", "schema")
	want, err := os.ReadFile("../../docs/charter.schema.json")
	if err != nil || exit != 0 || got != string(want) {
		t.Errorf("exit %d, %v: not the committed schema", exit, err)
	}
}
