package bench

import (
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
)

// Call is a function, as it was called in one place, and the time that was
// spent in it, in nanoseconds.
type Call struct {
	Name  string
	Spent int64
	Calls []*Call
}

// add spends the time in the stack, the outermost call first.
func (c *Call) add(stack []string, spent int64) {
	c.Spent += spent
	if len(stack) == 0 {
		return
	}
	i := slices.IndexFunc(c.Calls, func(under *Call) bool { return under.Name == stack[0] })
	if i < 0 {
		c.Calls, i = append(c.Calls, &Call{Name: stack[0]}), len(c.Calls)
	}
	c.Calls[i].add(stack[1:], spent)
}

// The picture's measures, in pixels; a bar thinner than the least is left out.
const (
	flameWide  = 1200
	flameRow   = 18
	flameLeast = 1.0
	flameChar  = 6.6
)

// Flame draws the tree as a flame graph, in SVG: a bar for each call, as
// wide as its time, on top of its caller.
func Flame(to io.Writer, c *Call) error {
	high := (c.depth() + 1) * flameRow
	f := flame{high: high, per: flameWide / float64(max(1, c.Spent))}
	f.put(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="monospace" font-size="11">`+"\n", flameWide, high)
	f.draw(c, 0, 0)
	f.put("</svg>\n")
	if _, err := io.WriteString(to, f.String()); err != nil {
		return fmt.Errorf("bench: flame graph: %w", err)
	}
	return nil
}

func (c *Call) depth() int {
	deepest := 0
	for _, under := range c.Calls {
		deepest = max(deepest, 1+under.depth())
	}
	return deepest
}

type flame struct {
	strings.Builder
	high int
	per  float64 // pixels a nanosecond
}

func (f *flame) draw(c *Call, x float64, level int) {
	wide := float64(c.Spent) * f.per
	if wide < flameLeast {
		return
	}
	y := f.high - (level+1)*flameRow
	name := html.EscapeString(c.Name)
	f.put(`<g><title>%s %.1f %%</title><rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s" rx="2"/>`,
		name, wide*100/flameWide, x, y, wide-0.5, flameRow-1, hue(c.Name))
	if fits := int(wide / flameChar); fits > 3 {
		f.put(`<text x="%.1f" y="%d">%s</text>`, x+3, y+13, html.EscapeString(short(c.Name, fits-1)))
	}
	f.put("</g>\n")
	for _, under := range c.Calls {
		f.draw(under, x, level+1)
		x += float64(under.Spent) * f.per
	}
}

// put writes to memory, which never fails.
func (f *flame) put(format string, args ...any) { _, _ = fmt.Fprintf(f, format, args...) }

// hue tells slovo's own calls from those of libraries and of Go.
func hue(name string) string {
	switch {
	case strings.HasPrefix(name, "slovo/"):
		return "#e8a87c"
	case strings.Contains(name, "sqlite"):
		return "#9fc5c1"
	}
	return "#d9d4cc"
}

// short is the end of the name, without the folders before its package.
func short(name string, most int) string {
	name = name[strings.LastIndexByte(name, '/')+1:]
	return name[:min(len(name), most)]
}
