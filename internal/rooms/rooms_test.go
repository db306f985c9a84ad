package rooms

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRooms holds the whole tree to the tables of ARCHITECTURE.md.
func TestRooms(t *testing.T) {
	text, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	promised, err := parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	folders, err := tree("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, complaint := range check(promised, folders) {
		t.Error(complaint)
	}
	t.Run("doors", func(t *testing.T) { checkDoors(t, promised) })
}

// checkDoors keeps the table itself from giving away what the design
// promises: a row that opened one of these would pass every other check.
func checkDoors(t *testing.T, promised table) {
	for _, tt := range []struct {
		target string
		only   []string
	}{
		{"store", []string{"app"}},
		{"gate/internal/vault", []string{"gate"}},
		{"cli", []string{"cmd/slovo"}},
	} {
		for _, r := range promised.rows {
			if slices.Contains(r.may, tt.target) && !slices.Contains(tt.only, r.room) {
				t.Errorf("row %s may import %s, which only %v may", r.room, tt.target, tt.only)
			}
		}
	}
	for _, guarded := range []string{"database/sql", "crypto/aes"} {
		if !slices.ContainsFunc(promised.doors, func(d door) bool { return d.path == guarded }) {
			t.Errorf("nothing says who may import %s", guarded)
		}
	}
}

const small = `
| room | holds | may import |
|---|---|---|
| slovo | shared **words** | – |
| ledger | the **entries** | slovo |
| gate | it **decides** | slovo ledger gate/internal/vault |
| gate/internal/vault | the **keys** | slovo |
| store | the **SQL** | slovo ledger |
| cmd/slovo | the **main** | ledger |
| any test | | store |

| import | only in |
|---|---|
| ` + "`database/sql`" + ` | store |
| ` + "`crypto/aes`" + ` | gate/internal/vault |
`

// inOrder returns folders of which the small table has nothing to say.
func inOrder() []folder {
	return []folder{
		{dir: ".", doc: "Package slovo holds shared words."},
		{dir: "internal/ledger", doc: "Package ledger keeps entries.", uses: []use{{file: "l.go", path: "slovo"}}},
		{dir: "internal/gate", doc: "Package gate decides.", uses: []use{{file: "g.go", path: "slovo/internal/gate/internal/vault"}}},
		{dir: "internal/gate/internal/vault", doc: "Package vault holds keys.", uses: []use{{file: "v.go", path: "crypto/aes"}}},
		{dir: "internal/store", doc: "Package store speaks SQL.", uses: []use{{file: "s.go", path: "slovo/internal/store/gen"}}},
		{dir: "internal/store/gen", uses: []use{{file: "gen.go", path: "database/sql"}}},
		{dir: "cmd/slovo", doc: "Command slovo is the main program."},
	}
}

// with adds one import to one of the folders in order.
func with(dir string, u use) []folder {
	all := inOrder()
	i := slices.IndexFunc(all, func(f folder) bool { return f.dir == dir })
	all[i].uses = append(all[i].uses, u)
	return all
}

// said replaces the package comment of one of the folders in order.
func said(dir, doc string) []folder {
	all := inOrder()
	i := slices.IndexFunc(all, func(f folder) bool { return f.dir == dir })
	all[i].doc = doc
	return all
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		name string
		give []folder
		want []string
	}{
		{
			"an import that no row allows",
			with("internal/ledger", use{file: "l.go", path: "slovo/internal/gate"}),
			[]string{"l.go: imports slovo/internal/gate; the row of ledger does not allow it"},
		},
		{
			"an import of a folder inside another room",
			with("internal/gate", use{file: "g.go", path: "slovo/internal/store/gen"}),
			[]string{"g.go: imports slovo/internal/store/gen; the row of gate does not allow it"},
		},
		{
			"an import of the root that the row does not name",
			with("cmd/slovo", use{file: "main.go", path: "slovo"}),
			[]string{"main.go: imports slovo; the row of cmd/slovo does not allow it"},
		},
		{
			"a test's import that no row allows",
			with("internal/ledger", use{file: "l_test.go", path: "slovo/internal/gate/internal/vault", test: true}),
			[]string{"l_test.go: imports slovo/internal/gate/internal/vault; the row of ledger does not allow it"},
		},
		{
			"the store outside a test",
			with("internal/gate", use{file: "g.go", path: "slovo/internal/store"}),
			[]string{"g.go: imports slovo/internal/store; the row of gate does not allow it"},
		},
		{
			"SQL in another room's test",
			with("internal/gate", use{file: "g_test.go", path: "database/sql", test: true}),
			[]string{"g_test.go: imports database/sql, which only store may"},
		},
		{
			"a part of a guarded library",
			with("internal/ledger", use{file: "l.go", path: "database/sql/driver"}),
			[]string{"l.go: imports database/sql/driver, which only store may"},
		},
		{
			"AES beside the vault",
			with("internal/gate", use{file: "g.go", path: "crypto/aes"}),
			[]string{"g.go: imports crypto/aes, which only gate/internal/vault may"},
		},
		{
			"a room without a row",
			append(inOrder(), folder{dir: "internal/util"}, folder{dir: "kit"}),
			[]string{"internal/util: a room without a row", "kit: a room without a row"},
		},
		{
			"an import of a room without a row",
			with("internal/ledger", use{file: "l.go", path: "slovo/internal/util"}),
			[]string{"l.go: imports slovo/internal/util; the row of ledger does not allow it"},
		},
		{
			"a row without a room",
			inOrder()[:6],
			[]string{"row cmd/slovo: a row without a room"},
		},
		{
			"a comment without the row's noun",
			said("internal/ledger", "Package ledger keeps lines."),
			[]string{`internal/ledger: its package comment does not say "entries", as its row does`},
		},
		{
			"no comment at all",
			said("cmd/slovo", ""),
			[]string{
				`cmd/slovo: its package comment does not begin with "Command slovo "`,
				`cmd/slovo: its package comment does not say "main", as its row does`,
			},
		},
		{
			"the store in a test",
			with("internal/gate", use{file: "g_test.go", path: "slovo/internal/store", test: true}),
			nil,
		},
		{
			"a test kit in the program",
			with("cmd/slovo", use{file: "main.go", path: "slovo/internal/ledger/ledgertest"}),
			[]string{"main.go: imports slovo/internal/ledger/ledgertest, which is for tests"},
		},
		{
			"a test kit that takes more than a test may",
			append(inOrder(), folder{dir: "internal/ledger/ledgertest", uses: []use{
				{file: "kit.go", path: "slovo/internal/store"},
				{file: "kit.go", path: "slovo/internal/gate"},
			}}),
			[]string{"kit.go: imports slovo/internal/gate; the row of ledger does not allow it"},
		},
		{
			"a test kit in a test",
			with("internal/gate", use{file: "g_test.go", path: "slovo/internal/ledger/ledgertest", test: true}),
			nil,
		},
		{
			"a library that nobody guards",
			with("internal/ledger", use{file: "l.go", path: "slovonik.example/x"}),
			nil,
		},
		{"all in order", inOrder(), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			promised, err := parse(small)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, check(promised, tt.give)); diff != "" {
				t.Errorf("check: complaints (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckTable(t *testing.T) {
	for _, tt := range []struct {
		name, old, new string
		want           []string
	}{
		{"a name that no row explains", "| slovo ledger |", "| slovo legder |", []string{"row store: may import legder, which has no row"}},
		{"a row that says nothing", "the **SQL**", "the SQL", []string{"row store: no noun in bold"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			promised, err := parse(strings.Replace(small, tt.old, tt.new, 1))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, check(promised, inOrder())); diff != "" {
				t.Errorf("check: complaints (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ name, give string }{
		{"no tables", "# Architecture\n"},
		{"no doors", strings.Split(small, doorsHeader)[0]},
		{"a row with a cell too many", strings.Replace(small, "| store |\n\n", "| store | |\n\n", 1)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := parse(tt.give); err == nil {
				t.Error("parse: took a broken table")
			}
		})
	}
}

// TestTree reads this very folder: its files, their imports, and which of
// them are tests.
func TestTree(t *testing.T) {
	folders, err := tree(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(folders) != 1 || !strings.HasPrefix(folders[0].doc, "Package rooms is the test") {
		t.Fatalf("tree(.): %+v, want this folder with its comment", folders)
	}
	want := use{file: "rooms_test.go", path: "github.com/google/go-cmp/cmp", test: true}
	if !slices.Contains(folders[0].uses, want) {
		t.Errorf("tree(.): no %+v in %+v", want, folders[0].uses)
	}
}
