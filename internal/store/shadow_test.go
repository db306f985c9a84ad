package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// A query named like one of its parameters would have the parameter's value
// run as SQL: sqlc calls the text by the query's name, in lower case. It
// happened once, with a query named Source.
func TestNoParameterHidesItsQuery(t *testing.T) {
	files, err := filepath.Glob("gen/*.sql.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			text := strings.ToLower(f.Name.Name[:1]) + f.Name.Name[1:]
			for _, p := range f.Type.Params.List {
				for _, param := range p.Names {
					if param.Name == text {
						t.Errorf("%s: %s: its parameter hides its text", name, f.Name.Name)
					}
				}
			}
		}
	}
}
