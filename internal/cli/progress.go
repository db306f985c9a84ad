package cli

import (
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"slovo/internal/app"
	"slovo/internal/text"
)

// progress is a bar on stderr with rate and time left. Where nobody looks
// there is none: the command's last line says it all.
type progress struct {
	c     *console
	on    bool
	began time.Time
	bars  *mpb.Progress
	bar   *mpb.Bar
	rows  atomic.Int64 // the bar is drawn by another goroutine
}

func (c *console) progress() *progress {
	return &progress{c: c, on: terminal(c.err)}
}

// tell moves the bar; the first call draws it.
func (p *progress) tell(at app.Progress) {
	if !p.on {
		return
	}
	if p.bar == nil {
		p.draw()
	}
	if at.Total > 0 {
		p.bar.SetTotal(at.Total, false)
	}
	p.rows.Store(at.Rows)
	p.bar.SetCurrent(at.Done)
}

func (p *progress) draw() {
	p.began = time.Now()
	p.bars = mpb.New(mpb.WithOutput(p.c.err), mpb.WithWidth(40))
	p.bar = p.bars.AddBar(0, mpb.BarRemoveOnComplete(), mpb.AppendDecorators(decor.Any(p.words)))
}

// words are what stands after the bar: "42 % · 1,200 rows · 840 per second
// · 0:05 left". What is done is measured in bytes, the rate in rows.
func (p *progress) words(s decor.Statistics) string {
	spent, rows := time.Since(p.began), p.rows.Load()
	part := 0.0
	if s.Total > 0 {
		part = float64(s.Current) / float64(s.Total)
	}
	left := "–:––"
	if part > 0 {
		left = text.Left(time.Duration(float64(spent) * (1 - part) / part))
	}
	return " " + p.c.t("cli.progress", "Part", int(part*100), "Rows", p.c.count(rows),
		"Rate", p.c.count(int64(float64(rows)/max(spent.Seconds(), 0.001))), "Left", left)
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		p.bar.Abort(true)
		p.bars.Wait()
	}
}

// count writes a number as people read it.
func (c *console) count(n int64) string { return text.Number(c.lang, int(n)) }
