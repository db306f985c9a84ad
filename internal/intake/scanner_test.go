package intake

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// scanned reads all rows of a text.
func scanned(t testing.TB, from io.Reader, separator byte) []row {
	t.Helper()
	s := newScanner(from, separator)
	var all []row
	for {
		r, err := s.next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
}

func TestScanner(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       [][]string
		lines      []int
	}{
		{"nothing", "", nil, nil},
		{"plain", "a,b\nc,d\n", [][]string{{"a", "b"}, {"c", "d"}}, []int{1, 2}},
		{"no line end at the end", "a,b\nc,d", [][]string{{"a", "b"}, {"c", "d"}}, []int{1, 2}},
		{"every line end", "a\r\nb\rc\n", [][]string{{"a"}, {"b"}, {"c"}}, []int{1, 2, 3}},
		{"a last carriage return", "a,b\r", [][]string{{"a", "b"}}, []int{1}},
		{"empty cells", ",\n,,\n", [][]string{{"", ""}, {"", "", ""}}, []int{1, 2}},
		{"quotes", `"a,b","c""d",""` + "\n", [][]string{{"a,b", `c"d`, ""}}, []int{1}},
		{"lines inside quotes", "\"a\nb\",c\nd,e\n", [][]string{{"a\nb", "c"}, {"d", "e"}}, []int{1, 3}},
		{"spaces before quotes", `a, "b,c"` + "\n", [][]string{{"a", "b,c"}}, []int{1}},
		{"bare quotes", `ООО "Ромашка",5"` + "\n", [][]string{{`ООО "Ромашка"`, `5"`}}, []int{1}},
		{"text after a closing quote", `"ООО "Ромашка,b` + "\n", [][]string{{"ООО Ромашка", "b"}}, []int{1}},
		{"a quote that never closes", "a,\"b\nc,d\ne,f\n", [][]string{{`a,"b`}, {"c", "d"}, {"e", "f"}}, []int{1, 2, 3}},
	} {
		for how, from := range map[string]io.Reader{
			"at once": strings.NewReader(tt.text), "by bytes": iotest.OneByteReader(strings.NewReader(tt.text)),
		} {
			t.Run(tt.name+", "+how, func(t *testing.T) {
				var cells [][]string
				var lines []int
				for _, r := range scanned(t, from, ',') {
					cells, lines = append(cells, r.cells), append(lines, r.line)
				}
				if diff := cmp.Diff(tt.want, cells); diff != "" {
					t.Errorf("cells (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(tt.lines, lines); diff != "" {
					t.Errorf("lines (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// endless is a text that never ends, and counts what was read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	if e.read > 64<<20 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = 'x'
	}
	e.read += len(p)
	return len(p), nil
}

func TestScannerTakesBoundedMemory(t *testing.T) {
	for name, begin := range map[string]string{"a line": "", "a quote": `"`} {
		t.Run(name, func(t *testing.T) {
			s := newScanner(io.MultiReader(strings.NewReader("a,b\n"+begin), &endless{}), ',')
			for {
				r, err := s.next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if r.line == 2 && r.wrong == "" {
					t.Error("an endless row was taken")
				}
			}
			if cap(s.buf) > 2*rowAtMost {
				t.Errorf("the buffer grew to %d bytes", cap(s.buf))
			}
		})
	}
}

func TestScannerGoesOnAfterALongRow(t *testing.T) {
	long := strings.Repeat("x", rowAtMost+100)
	rows := scanned(t, strings.NewReader("a\n"+long+"\nb\n\"c\nd\n"), ',')
	want := []row{
		{line: 1, cells: []string{"a"}},
		{line: 2, wrong: rowTooLong},
		{line: 3, cells: []string{"b"}},
		{line: 4, cells: []string{`"c`}, wrong: unclosedQuote},
		{line: 5, cells: []string{"d"}},
	}
	for i := range rows {
		rows[i].size = 0
	}
	if diff := cmp.Diff(want, rows, cmp.AllowUnexported(row{})); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// What is written with every cell quoted is read back, whatever it holds.
func TestScannerReadsWhatWasQuoted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.SliceOfN(rapid.StringMatching("[a-zа-я\",;\n\r ']{0,12}"), 1, 6), 1, 20).Draw(t, "rows")
		var b strings.Builder
		for _, cells := range want {
			for i, cell := range cells {
				if i > 0 {
					b.WriteByte(';')
				}
				b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
			}
			b.WriteString(rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end"))
		}
		s := newScanner(iotest.HalfReader(strings.NewReader(b.String())), ';')
		for i := range want {
			got, err := s.next()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want[i], got.cells); diff != "" {
				t.Fatalf("row %d (-want +got):\n%s", i, diff)
			}
		}
	})
}

// Whatever the bytes, the scanner ends, loses no line's number, and reads
// the same in one piece and byte by byte.
func FuzzScanner(f *testing.F) {
	for _, seed := range []string{"a,b\n\"c\"\"\",d\r\n", "\"", "\"\n\"", "a\r\rb", ",,\n \"x\" ,", "\"a\"b\"c\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := scanned(t, strings.NewReader(text), ',')
		bytewise := scanned(t, iotest.OneByteReader(strings.NewReader(text)), ',')
		if diff := cmp.Diff(once, bytewise, cmp.AllowUnexported(row{})); diff != "" {
			t.Fatalf("read at once and by bytes:\n%s", diff)
		}
		size, line := 0, 0
		for _, r := range once {
			if r.line <= line {
				t.Fatalf("line %d after %d", r.line, line)
			}
			line = r.line
			size += r.size
		}
		if size != len(text) {
			t.Fatalf("%d of %d bytes were read", size, len(text))
		}
	})
}
