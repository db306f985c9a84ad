package manual

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown reads pages. It lets no HTML of their own through, and adds no
// style: the content policy would refuse it.
var markdown = goldmark.New(goldmark.WithParserOptions(parser.WithAutoHeadingID()))

// render makes a page. Its first heading is the title, the paragraph after
// it the lead; both are shown by whoever shows the page.
func render(slug string, src []byte) Page {
	page := Page{Slug: slug}
	tree := markdown.Parser().Parse(text.NewReader(src), parser.WithContext(parser.NewContext(parser.WithIDs(&anchors{taken: map[string]bool{}}))))
	if title, ok := tree.FirstChild().(*ast.Heading); ok && title.Level == 1 {
		page.Title = plain(title, src)
		tree.RemoveChild(tree, title)
	}
	if lead, ok := tree.FirstChild().(*ast.Paragraph); ok {
		page.Lead = plain(lead, src)
		tree.RemoveChild(tree, lead)
	}
	page.Sections = sections(tree, src)
	page.Sections[0].Says = append(sentences(page.Lead), page.Sections[0].Says...)
	var html bytes.Buffer
	if err := markdown.Renderer().Render(&html, src, tree); err != nil {
		panic("manual: " + slug + ": " + err.Error()) // a buffer takes everything
	}
	page.HTML = html.String()
	return page
}

// sections cuts the page at its headings.
func sections(tree ast.Node, src []byte) []Section {
	all := []Section{{}}
	for n := tree.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			id, _ := h.AttributeString("id")
			anchor, _ := id.([]byte)
			all = append(all, Section{Anchor: string(anchor), Heading: plain(h, src), Top: h.Level == 2})
			continue
		}
		last := &all[len(all)-1]
		for _, block := range blocks(n) {
			last.Says = append(last.Says, sentences(plain(block, src))...)
		}
	}
	return all
}

// blocks are the pieces of text of a node: of a list, its items.
func blocks(n ast.Node) []ast.Node {
	if n.Kind() != ast.KindList && n.Kind() != ast.KindListItem && n.Kind() != ast.KindBlockquote {
		return []ast.Node{n}
	}
	var all []ast.Node
	for under := n.FirstChild(); under != nil; under = under.NextSibling() {
		all = append(all, blocks(under)...)
	}
	return all
}

// plain is a node's text without its marks.
func plain(n ast.Node, src []byte) string {
	var said strings.Builder
	if n.Type() == ast.TypeBlock && n.FirstChild() == nil {
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			said.Write(line.Value(src))
		}
	}
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			said.Write(util.UnescapePunctuations(t.Segment.Value(src)))
			if t.SoftLineBreak() || t.HardLineBreak() {
				said.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(said.String()), " ")
}

// sentences cuts a text after full stops and question marks.
func sentences(said string) []string {
	var all []string
	for said != "" {
		end := len(said)
		for _, stop := range []string{". ", "? ", "; "} {
			if i := strings.Index(said, stop); i >= 0 && i+1 < end {
				end = i + 1
			}
		}
		all = append(all, strings.TrimSpace(said[:end]))
		said = strings.TrimSpace(said[end:])
	}
	return all
}

// anchors names headings: by the Latin letters in them, where what they
// name is written in those, else by their number.
type anchors struct {
	taken map[string]bool
	n     int
}

// Generate implements parser.IDs.
func (a *anchors) Generate(heading []byte, _ ast.NodeKind) []byte {
	a.n++
	name := strings.Trim(strings.Map(plainLetter, strings.ToLower(string(heading))), "-.")
	for strings.Contains(name, "--") {
		name = strings.ReplaceAll(name, "--", "-")
	}
	if name == "" || a.taken[name] || len(name) < len(heading)/3 {
		name = "s" + strconv.Itoa(a.n)
	}
	a.taken[name] = true
	return []byte(name)
}

// Put implements parser.IDs.
func (a *anchors) Put(name []byte) { a.taken[string(name)] = true }

func plainLetter(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_', r == '.':
		return r
	case r == ' ', r == '/', r == '-':
		return '-'
	}
	return -1
}
