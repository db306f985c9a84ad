package rooms

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	namedTest     = regexp.MustCompile("`([a-z/]+)\\.((?:Test|Fuzz)[A-Za-z0-9_]+)`")
	namedDocument = regexp.MustCompile("document `([^`]+)`")
	exception     = regexp.MustCompile(`^not (applicable|yet)\b`)
)

// tally is how the rows of a document are held.
type tally struct{ tests, documents, notApplicable, notYet int }

func (c tally) all() int { return c.tests + c.documents + c.notApplicable + c.notYet }

// TestASVSIsShown counts the requirements of docs/asvs.md, each held by a
// test or a document that is there, or excepted honestly.
func TestASVSIsShown(t *testing.T) {
	c := held(t, "asvs.md")
	t.Logf("OWASP ASVS 5.0: %d requirements: %d by test, %d by document, %d not applicable, %d not yet", c.all(), c.tests, c.documents, c.notApplicable, c.notYet)
	if c.all() < 60 || c.tests < c.all()/3 {
		t.Errorf("%+v: fewer than were promised", c)
	}
}

// TestLawIsHeld does the same for docs/law.md.
func TestLawIsHeld(t *testing.T) {
	c := held(t, "law.md")
	t.Logf("law: %d rows: %d by test, %d not yet", c.all(), c.tests, c.notYet)
	if c.tests == 0 {
		t.Error("no row is held by a test")
	}
}

// held reads the tables of a document: the last cell of each row says what
// holds it.
func held(t *testing.T, name string) tally {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
	if err != nil {
		t.Fatal(err)
	}
	var c tally
	seen := map[string]bool{}
	for line := range strings.Lines(string(src)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "| ") || strings.HasSuffix(strings.TrimSpace(line), " by |") {
			continue
		}
		key, by := cells[0]+cells[len(cells)-2], strings.TrimSpace(cells[len(cells)-1])
		if seen[key] {
			t.Errorf("%s: %s twice", name, key)
		}
		seen[key] = true
		count(t, &c, name+" "+strings.TrimSpace(cells[0]), by)
	}
	return c
}

func count(t *testing.T, c *tally, row, by string) {
	t.Helper()
	for _, m := range namedTest.FindAllStringSubmatch(by, -1) {
		if !tested(t, m[1], m[2]) {
			t.Errorf("%s: there is no test %s in internal/%s", row, m[2], m[1])
		}
	}
	for _, m := range namedDocument.FindAllStringSubmatch(by, -1) {
		if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(m[1]))); err != nil {
			t.Errorf("%s: there is no document %s", row, m[1])
		}
	}
	switch kind := exception.FindStringSubmatch(by); {
	case strings.HasPrefix(by, "test `") && namedTest.MatchString(by):
		c.tests++
	case strings.HasPrefix(by, "document `") && namedDocument.MatchString(by):
		c.documents++
	case kind != nil && kind[1] == "applicable":
		c.notApplicable++
	case kind != nil:
		c.notYet++
	default:
		t.Errorf("%s: neither a test, a document nor an exception: %q", row, by)
	}
}

// tested tells whether the room has a test of that name.
func tested(t *testing.T, room, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(room), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file) //nolint:gosec // a test of ours
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(src), "\nfunc "+name+"(") {
			return true
		}
	}
	return false
}
