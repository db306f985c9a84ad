package intake_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"

	"slovo/internal/charter"
	"slovo/internal/gate/gatetest"
	"slovo/internal/intake"
)

// damage is what happens to a file on its way.
type damage struct {
	name string
	do   func(t *testing.T, file string) string
}

// harmless damages leave every row and column as good as it was.
var harmless = slices.Concat([]damage{
	{"a mark before it", func(_ *testing.T, f string) string { return "\uFEFF" + f }},
	{"lines of Windows", func(_ *testing.T, f string) string { return strings.ReplaceAll(f, "\n", "\r\n") }},
	{"no end of the last line", func(_ *testing.T, f string) string { return strings.TrimRight(f, "\n") }},
	{"blank lines behind", func(_ *testing.T, f string) string { return f + "\n\n  \n" }},
	{"short rows", eachRow(func(i int, cells []string) []string {
		for len(cells) > 1 && cells[len(cells)-1] == "" {
			cells = cells[:len(cells)-1]
		}
		return cells
	})},
	{"long rows", eachRow(func(i int, cells []string) []string { return append(cells, "", " ") })},
	{"a blank header", eachRow(func(i int, cells []string) []string { return append(cells, of(i, "", "серый")) })},
	{"a blank header in front", eachRow(func(i int, cells []string) []string { return append([]string{of(i, "", "x7")}, cells...) })},
	{"headers twice", eachRow(func(i int, cells []string) []string {
		return append(cells, of(i, "Комментарий", "красный"), of(i, "Комментарий", "синий"))
	})},
	{"lines inside quotes under one more header", eachRow(func(i int, cells []string) []string {
		return append(cells, of(i, "Notes", "call back;\r\nafter \"lunch\",\n\n8 o'clock"))
	})},
	{"a header of two lines", eachRow(func(i int, cells []string) []string { return append(cells, of(i, "Notes\n(short)", "x")) })},
	{"in windows-1251", inCharset(charmap.Windows1251)},
	{"in KOI8-R", inCharset(charmap.KOI8R)},
	{"in CP866", inCharset(charmap.CodePage866)},
	{"in UTF-16LE", inCharset(utf.UTF16(utf.LittleEndian, utf.UseBOM))},
	{"in UTF-16BE", inCharset(utf.UTF16(utf.BigEndian, utf.UseBOM))},
	{"in UTF-16LE without a mark", inCharset(utf.UTF16(utf.LittleEndian, utf.IgnoreBOM))},
}, separated())

// of is the header in the first row and the cell in the others.
func of(row int, header, cell string) string {
	if row == 0 {
		return header
	}
	return cell
}

// eachRow changes every row of a file, the header's first.
func eachRow(change func(row int, cells []string) []string) func(*testing.T, string) string {
	return func(t *testing.T, f string) string {
		rows, separator := parsed(t, f)
		for i := range rows {
			rows[i] = change(i, rows[i])
		}
		return written(t, rows, separator)
	}
}

func separated() []damage {
	var all []damage
	for name, separator := range map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t', "bar": '|'} {
		all = append(all, damage{"separated by " + name, func(t *testing.T, f string) string {
			rows, _ := parsed(t, f)
			return written(t, rows, separator)
		}}, damage{"a line sep= and " + name, func(t *testing.T, f string) string {
			rows, _ := parsed(t, f)
			return "sep=" + string(separator) + "\n" + written(t, rows, separator)
		}})
	}
	return all
}

func inCharset(e encoding.Encoding) func(*testing.T, string) string {
	return func(t *testing.T, f string) string {
		out, err := encoding.ReplaceUnsupported(e.NewEncoder()).String(f)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

// parsed reads a good file by another reader than ours.
func parsed(t *testing.T, f string) ([][]string, rune) {
	t.Helper()
	table, err := intake.Open(strings.NewReader(f))
	if err != nil {
		t.Fatal(err)
	}
	from := csv.NewReader(strings.NewReader(f))
	from.Comma, from.FieldsPerRecord = table.Separator, -1
	rows, err := from.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows, table.Separator
}

func written(t *testing.T, rows [][]string, separator rune) string {
	t.Helper()
	var b strings.Builder
	to := csv.NewWriter(&b)
	to.Comma = separator
	if err := to.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// checked maps the file as wanted, and returns what a dry run counts.
func checked(t *testing.T, file string, want fields, c *charter.Charter) intake.Counts {
	t.Helper()
	table, p := planOf(t, file, c, intake.Options{})
	if diff := cmp.Diff(want, mapped(t, p)); diff != "" {
		t.Errorf("stored columns (-want +got):\n%s", diff)
	}
	counts, err := intake.Check(t.Context(), table, p, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

// headed are the layouts whose first row is their header.
func headed(name string) bool { return name != "no header at all" && name != "a title above" }

// TestBrokenLayoutsNeedNoQuestion: a damaged export is mapped as the whole
// one, and none of its rows is lost.
func TestBrokenLayoutsNeedNoQuestion(t *testing.T) {
	c := gatetest.Shop(t)
	for _, tt := range layouts {
		whole := checked(t, tt.file, tt.want, c)
		for _, damage := range harmless {
			if !headed(tt.name) && strings.Contains(damage.name, "header") {
				continue
			}
			t.Run(tt.name+" with "+damage.name, func(t *testing.T) {
				if got := checked(t, damage.do(t, tt.file), tt.want, c); got != whole {
					t.Errorf("Check: %+v, of the whole file %+v", got, whole)
				}
			})
		}
	}
}

// TestManyDamagesAtOnce: what a table of an old program looks like.
func TestManyDamagesAtOnce(t *testing.T) {
	c := gatetest.Shop(t)
	for _, tt := range layouts {
		t.Run(tt.name, func(t *testing.T) {
			file := tt.file
			for _, name := range []string{"short rows", "separated by tab", "lines of Windows", "in CP866"} {
				i := slices.IndexFunc(harmless, func(d damage) bool { return d.name == name })
				file = harmless[i].do(t, file)
			}
			if got, want := checked(t, file, tt.want, c), checked(t, tt.file, tt.want, c); got != want {
				t.Errorf("Check: %+v, of the whole file %+v", got, want)
			}
		})
	}
}

// TestBrokenRowsCostOnlyThemselves: a row that nobody can read is rejected
// alone, wherever it stands.
func TestBrokenRowsCostOnlyThemselves(t *testing.T) {
	c := gatetest.Shop(t)
	for _, tt := range layouts {
		whole := checked(t, tt.file, tt.want, c)
		rows, separator := parsed(t, tt.file)
		s := string(separator)
		for name, file := range map[string]string{
			"a row too long":        tt.file + strings.Repeat("x"+s, len(rows[len(rows)-1])+1) + "x\n",
			"a lost quote":          tt.file + "\"x" + s + "x\n",
			"a lost quote far back": tt.file + "\"x" + s + "x\n" + strings.Repeat("\n", 100),
		} {
			t.Run(tt.name+" with "+name, func(t *testing.T) {
				want := whole
				want.Rows++
				want.Rejected++
				if got := checked(t, file, tt.want, c); got != want {
					t.Errorf("Check: %+v, want %+v", got, want)
				}
			})
		}
	}
}
