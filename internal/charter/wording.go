package charter

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"slovo"
)

// File returns the name of the wording's file in the language, in the
// folder that the charter lies in.
func (c Consent) File(l slovo.Lang) string { return c.Text + "." + string(l) + ".md" }

// Wordings returns the files of the charter's consents' texts, in all of
// its languages, by their place beside it.
func (c *Charter) Wordings() []string {
	var files []string
	for _, consent := range c.Consents {
		for _, l := range c.Languages {
			files = append(files, consent.File(l))
		}
	}
	slices.Sort(files)
	return files
}

// Texts reads the consents' texts that lie in the folder, by file. One that
// nobody could read, and so agree to, is left out.
func (c *Charter) Texts(folder fs.FS) map[string][]byte {
	texts := map[string][]byte{}
	if folder == nil {
		return texts
	}
	for _, file := range c.Wordings() {
		if text, ok := agreeable(folder, file); ok {
			texts[file] = text
		}
	}
	return texts
}

// Bind ties the consents to the very words that people agree to. A charter
// names its texts' files, and a file can be written anew: without this
// nobody could say what was agreed to. It is for who has just loaded the
// charter; nothing else may hold it yet.
func (c *Charter) Bind(texts map[string][]byte) {
	for name, consent := range c.Consents {
		consent.Words = map[slovo.Lang]string{}
		for _, l := range c.Languages {
			if text, ok := texts[consent.File(l)]; ok {
				consent.Words[l] = HashOf(text)
			}
		}
		c.Consents[name] = consent
	}
}

// wordings looks for each consent's text in each of the charter's languages.
func (r *reading) wordings() {
	shared, unseen := map[string]string{}, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(r.charter.Consents)) {
		at, c := under(r.root, "consents", name, "text"), r.charter.Consents[name]
		if c.Text == "" || at == nil {
			continue
		}
		if other, ok := shared[c.Text]; ok {
			r.refuse(at, wordingShared, "Name", other)
			continue
		}
		shared[c.Text] = name
		if r.look.Texts != nil {
			r.worded(at, c, unseen)
		}
	}
}

// worded looks for the consent's texts; a folder that is not there at all
// is told of once.
func (r *reading) worded(n *yaml.Node, c Consent, unseen map[string]bool) {
	folder := path.Dir(c.Text)
	if _, err := fs.Stat(r.look.Texts, folder); errors.Is(err, fs.ErrNotExist) {
		if !unseen[folder] {
			r.refuse(n, textsUnseen, "Name", folder)
		}
		unseen[folder] = true
		return
	}
	for _, l := range r.charter.Languages {
		if _, ok := agreeable(r.look.Texts, c.File(l)); !ok {
			r.refuse(n, textMissing, "Name", c.File(l), "Lang", string(l))
		}
	}
}

// agreeable returns the file's text, if it is one that somebody could agree
// to.
func agreeable(in fs.FS, name string) ([]byte, bool) {
	info, err := fs.Stat(in, name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > bytesAtMost {
		return nil, false
	}
	data, err := fs.ReadFile(in, name)
	return data, err == nil && utf8.Valid(data) && strings.TrimSpace(string(data)) != ""
}
