package rooms

import (
	"cmp"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// use is one import in one file. All build tags are read alike, so that
// nothing hides behind one.
type use struct {
	file, path string
	test       bool
}

// folder is one folder with Go files in it.
type folder struct {
	dir  string // from the module's root, "." for the root itself
	doc  string // the package comment, its lines joined
	uses []use
}

// tree reads every folder of Go below root: no other module, no testdata.
func tree(root string) ([]folder, error) {
	found := map[string]*folder{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return enter(root, name)
		}
		if strings.HasSuffix(name, ".go") {
			return read(found, root, name)
		}
		return nil
	})
	var folders []folder
	for _, f := range found {
		folders = append(folders, *f)
	}
	slices.SortFunc(folders, func(a, b folder) int { return cmp.Compare(a.dir, b.dir) })
	return folders, err
}

// enter tells whether the go command would look into that folder.
func enter(root, dir string) error {
	if dir == root {
		return nil
	}
	base := filepath.Base(dir)
	if base == "testdata" || base == "node_modules" || base[0] == '.' || base[0] == '_' {
		return fs.SkipDir
	}
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	if err == nil {
		return fs.SkipDir
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// read adds one file's imports and package comment to its folder.
func read(found map[string]*folder, root, name string) error {
	src, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(root, name)
	if err != nil {
		return err
	}
	rel = filepath.ToSlash(rel)
	dir := path.Dir(rel)
	if found[dir] == nil {
		found[dir] = &folder{dir: dir}
	}
	return found[dir].take(rel, src)
}

// take adds what one parsed file says.
func (f *folder) take(file string, src *ast.File) error {
	test := strings.HasSuffix(file, "_test.go")
	if src.Doc != nil && !test {
		f.doc = strings.Join(strings.Fields(f.doc+" "+src.Doc.Text()), " ")
	}
	for _, spec := range src.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		f.uses = append(f.uses, use{file: file, path: path, test: test})
	}
	return nil
}
