package cli

import (
	"io"
	"os"
	"unicode"

	"github.com/charmbracelet/x/term"
)

// A terminal is as wide as it is, up to widthAtMost; what is written to a
// file or a pipe is as wide as people set terminals.
const (
	widthAtMost = 96
	widthUsual  = 80
)

// style is how a piece of text looks: what ECMA-48 calls a rendition.
type style string

// The few styles of help and answers.
const (
	headStyle = style("1")    // bold
	nameStyle = style("36")   // cyan
	dimStyle  = style("2")    // faint
	wideStyle = style("1;33") // bold, yellow
	goodStyle = style("32")   // green
	markStyle = style("1;31") // bold, red
)

// styled colors the text where a person looks, unless NO_COLOR asks not to.
func styled(w io.Writer, s style, text string) string {
	if !terminal(w) || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// terminal tells whether a person sits at that end.
func terminal(end any) bool {
	f, ok := end.(term.File)
	return ok && term.IsTerminal(f.Fd())
}

// width is how wide a line may be there.
func width(w io.Writer) int {
	if f, ok := w.(term.File); ok {
		if cols, _, err := term.GetSize(f.Fd()); err == nil && cols > 20 {
			return min(cols, widthAtMost)
		}
	}
	return widthUsual
}

// cells is how wide a text is where each letter takes one place, as both our
// languages' do. Signs that are set upon a letter take none.
func cells(text string) int {
	n := 0
	for _, r := range text {
		if !unicode.Is(unicode.Mn, r) {
			n++
		}
	}
	return n
}
