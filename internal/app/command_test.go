package app

import (
	"io"
	"strings"
	"testing"
)

// Options of any length arrive, and what the command reads after them.
func TestFrame(t *testing.T) {
	options := `{"password":"` + strings.Repeat("x", 1<<20) + `"}`
	for _, input := range []io.Reader{nil, strings.NewReader("a,b\n1,2\n")} {
		got, rest, err := unframe(frame([]byte(options), input))
		if err != nil || strings.TrimSpace(string(got)) != options {
			t.Fatalf("options did not arrive whole: %d bytes, %v", len(got), err)
		}
		text, err := io.ReadAll(rest)
		want := ""
		if input != nil {
			want = "a,b\n1,2\n"
		}
		if err != nil || string(text) != want {
			t.Errorf("input: %q, want %q, %v", text, want, err)
		}
	}
	if _, _, err := unframe(strings.NewReader(`{"half":`)); err == nil {
		t.Error("half a line of options was taken")
	}
}
