package cli

import (
	"fmt"
	"strings"
	"time"

	"slovo/internal/app"
	"slovo/internal/text"
)

// progress is a bar on stderr with rate and time left. Where nobody looks
// there is none: the command's last line says it all.
type progress struct {
	c            *console
	on           bool
	began, drawn time.Time
}

// barWide is how wide the bar is, and drawEvery how often it is drawn anew.
const (
	barWide   = 30
	drawEvery = 100 * time.Millisecond
)

func (c *console) progress() *progress { return &progress{c: c, on: terminal(c.err)} }

// tell moves the bar; the first call draws it.
func (p *progress) tell(at app.Progress) {
	now := time.Now()
	if !p.on || now.Sub(p.drawn) < drawEvery {
		return
	}
	if p.began.IsZero() {
		p.began = now
	}
	p.drawn = now
	fmt.Fprint(p.c.err, "\r"+p.line(at, now.Sub(p.began))+"\x1b[K") //nolint:errcheck // a reader that went away needs no telling
}

// line is the bar and what stands after it: "42 % · 1,200 rows · 840 per
// second · 0:05 left". What is done is measured in bytes, the rate in rows.
func (p *progress) line(at app.Progress, spent time.Duration) string {
	part := 0.0
	if at.Total > 0 {
		part = min(1, float64(at.Done)/float64(at.Total))
	}
	left := "–:––"
	if part > 0 {
		left = text.Left(time.Duration(float64(spent) * (1 - part) / part))
	}
	full := int(part * barWide)
	return strings.Repeat("█", full) + strings.Repeat("░", barWide-full) + " " + p.c.t("cli.progress", "Part", int(part*100), "Rows", p.c.count(at.Rows),
		"Rate", p.c.count(int64(float64(at.Rows)/max(spent.Seconds(), 0.001))), "Left", left)
}

// end takes the bar away.
func (p *progress) end() {
	if !p.drawn.IsZero() {
		fmt.Fprint(p.c.err, "\r\x1b[K") //nolint:errcheck // as above
		p.drawn = time.Time{}
	}
}

// count writes a number as people read it.
func (c *console) count(n int64) string { return text.Number(c.lang, int(n)) }
