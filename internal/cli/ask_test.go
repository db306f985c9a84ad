package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"slovo"
	"slovo/internal/app"
)

// Questions are answered a line each, asked again where a line answers
// nothing, and left by the input's end or by Ctrl+C, which change nothing.
func TestQuestionsAreAsked(t *testing.T) {
	kinds := []choice{{"A shop", "shop"}, {"A clinic", "clinic"}}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, tt := range []struct {
		name       string
		ctx        context.Context
		typed      string
		kind, said string // the answers
		told       string
		left       bool
	}{
		{"all at once", t.Context(), "2\nDaisy\n", "clinic", "Daisy", "  2. A clinic\n", false},
		{"asked again", t.Context(), "0\nx\n1\n \r\nDaisy", "shop", "Daisy", "Type a number from 1 to 2.", false},
		{"the input's end", t.Context(), "1\n", "shop", "", "What: \n", true},
		{"Ctrl+C", stopped, "1\nDaisy\n", "", "", "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var told bytes.Buffer
			var kind, said string
			c := &console{in: strings.NewReader(tt.typed), err: &told, lang: slovo.EN}
			err := c.form(tt.ctx, question{title: "Which", choices: kinds, to: &kind}, question{title: "What", to: &said, hidden: true})
			var f *fault
			if left := errors.As(err, &f) && f.id == "aborted" && f.code == exitWrong; left != tt.left || err != nil && !left {
				t.Errorf("left: %t, %v", left, err)
			}
			if kind != tt.kind || said != tt.said || !strings.Contains(told.String(), tt.told) {
				t.Errorf("answers %q and %q, told %q", kind, said, told.String())
			}
		})
	}
}

func TestProgressIsTold(t *testing.T) {
	p := &progress{c: &console{lang: slovo.EN}}
	for _, tt := range []struct {
		at    app.Progress
		spent time.Duration
		want  string
	}{
		{app.Progress{}, 0, strings.Repeat("░", 30) + " 0 % · 0 rows · 0 per second · –:–– left"},
		{app.Progress{Done: 50, Total: 100, Rows: 1200}, 10 * time.Second, strings.Repeat("█", 15) + strings.Repeat("░", 15) + " 50 % · 1,200 rows · 120 per second · 0:10 left"},
		{app.Progress{Done: 130, Total: 100, Rows: 10}, time.Second, strings.Repeat("█", 30) + " 100 % · 10 rows · 10 per second · 0:00 left"},
	} {
		if got := p.line(tt.at, tt.spent); got != tt.want {
			t.Errorf("line(%+v, %s) = %q, want %q", tt.at, tt.spent, got, tt.want)
		}
	}
}

func TestCells(t *testing.T) {
	for text, want := range map[string]int{"": 0, "slovo": 5, "Слово — «слово»": 15, "е\u0308": 1, "–:––": 4} {
		if got := cells(text); got != want {
			t.Errorf("cells(%q) = %d, want %d", text, got, want)
		}
	}
}
