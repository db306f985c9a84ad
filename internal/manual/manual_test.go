package manual

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"slovo"
	"slovo/internal/charter"
	"slovo/internal/gate"
)

var langs = []slovo.Lang{slovo.RU, slovo.EN}

// every page of the manual, in a language.
func every(l slovo.Lang) []Page { return append(Topics(l), References(l)...) }

// A page has a title, a lead and something to say, in both languages, and
// every written page is listed.
func TestEveryPageIsInBothLanguages(t *testing.T) {
	for _, l := range langs {
		var listed []string
		for _, p := range every(l) {
			listed = append(listed, p.Slug)
			if p.Title == "" || p.Lead == "" || len(p.HTML) < 200 || strings.ContainsAny(p.Title+p.Lead, "!`") {
				t.Errorf("%s %s: title %q, lead %q, %d bytes", l, p.Slug, p.Title, p.Lead, len(p.HTML))
			}
		}
		there, err := fs.Glob(files, "pages/"+string(l)+"/*.md")
		if err != nil || len(there) == 0 {
			t.Fatalf("pages: %d, %v", len(there), err)
		}
		for _, name := range there {
			if slug := strings.TrimSuffix(path.Base(name), ".md"); !slices.Contains(listed, slug) {
				t.Errorf("%s: the page %s is listed nowhere", l, slug)
			}
		}
	}
	for i, p := range every(slovo.RU) {
		if en := every(slovo.EN)[i]; strings.Count(p.HTML, "<h2") != strings.Count(en.HTML, "<h2") || strings.Count(p.HTML, "<li") != strings.Count(en.HTML, "<li") {
			t.Errorf("%s: the two languages do not have the same parts", p.Slug)
		}
	}
}

// What the content policy would refuse, or what a page should not hold.
func TestPagesAreMarkdownAlone(t *testing.T) {
	link := regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	for _, l := range langs {
		for _, p := range every(l) {
			if strings.Contains(p.HTML, "raw HTML omitted") || strings.Contains(p.HTML, "style=") {
				t.Errorf("%s %s: HTML or style in Markdown", l, p.Slug)
			}
			for _, m := range link.FindAllStringSubmatch(p.HTML, -1) {
				slug, ours := strings.CutPrefix(m[1], "/help/")
				if _, err := Find(l, slug); !ours || err != nil {
					t.Errorf("%s %s: leads to %s, which the manual does not have", l, p.Slug, m[1])
				}
			}
		}
	}
	if got := render("x", []byte("# T\n\nlead\n\n<script>alert(1)</script>\n\n[a](javascript:alert(1)) <b>x</b>\n")).HTML; strings.Contains(got, "script") || strings.Contains(got, "<b>") {
		t.Errorf("a page's own HTML came through: %s", got)
	}
}

// Every reason and every key of a charter has its place, with words in the
// reader's language.
func TestEveryReasonAndKeyHasItsPlace(t *testing.T) {
	for _, l := range langs {
		var want []string
		for _, c := range gate.Codes() {
			want = append(want, string(c))
		}
		spoken(t, l, Reasons, want)
		want = nil
		for _, k := range charter.Keys() {
			want = append(want, k.Path)
		}
		spoken(t, l, Keys, want)
	}
}

func spoken(t *testing.T, l slovo.Lang, slug string, want []string) {
	t.Helper()
	page, err := Find(l, slug)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string][]string{}
	for _, s := range page.Sections {
		said[s.Heading] = s.Says
	}
	cyrillic := regexp.MustCompile(`\p{Cyrillic}`)
	for _, name := range want {
		all := strings.Join(said[name], " ")
		if all == "" || cyrillic.MatchString(all) != (l == slovo.RU) || strings.Contains(all, "manual.kind") || strings.Contains(all, "charter.key") {
			t.Errorf("%s %s %s: %q", l, slug, name, all)
		}
	}
}

func TestAnchorsAreAPagesOwn(t *testing.T) {
	for _, l := range langs {
		for _, p := range every(l) {
			seen := map[string]bool{}
			for _, s := range p.Sections[1:] {
				if s.Anchor == "" || seen[s.Anchor] || !strings.Contains(p.HTML, `id="`+s.Anchor+`"`) {
					t.Errorf("%s %s: heading %q has the anchor %q", l, p.Slug, s.Heading, s.Anchor)
				}
				seen[s.Anchor] = true
			}
		}
	}
}

func TestEscapeShowsWhatWasSaid(t *testing.T) {
	for _, said := range []string{"a * b_c_d <e> [f](g) & #h \\ i", "`--law` x_y", "1 < 2", "plain"} {
		src := []byte(Escape(said))
		tree := markdown.Parser().Parse(text.NewReader(src))
		if got, want := plain(tree.FirstChild(), src), strings.ReplaceAll(said, "`", ""); got != want {
			t.Errorf("Escape(%q) reads %q", said, got)
		}
		_ = ast.Walk(tree, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
			switch n.Kind() {
			case ast.KindRawHTML, ast.KindHTMLBlock, ast.KindLink, ast.KindEmphasis, ast.KindHeading:
				t.Errorf("Escape(%q) is read as %s", said, n.Kind())
			}
			return ast.WalkContinue, nil
		})
	}
}
