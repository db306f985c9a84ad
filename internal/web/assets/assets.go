// Package assets serves what pages are dressed in: the style sheet, the
// fonts, the icons and the scripts, built from npm packages into dist and
// embedded, so that no page asks another host for anything.
package assets

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:generate npm install --no-save --silent
//go:generate npm run build

// Prefix is the path under which Handler serves.
const Prefix = "/assets/"

//go:embed dist
var dist embed.FS

// shelf holds every file under a name that changes with its content, so
// that browsers may keep it for good.
type shelf struct {
	names map[string]string // as written: slovo.css
	files map[string][]byte // as served: slovo.0f3a5c11d2.css
}

var stock = sync.OnceValue(func() shelf {
	s := shelf{names: map[string]string{}, files: map[string][]byte{}}
	for _, name := range listed() {
		s.put(name, read(name))
	}
	s.put("slovo.css", s.hashedLinks(read("slovo.css")))
	return s
})

// listed names the files to serve; the style sheet comes apart, because
// the names of its fonts change it.
func listed() []string {
	var names []string
	err := fs.WalkDir(dist, "dist", func(name string, d fs.DirEntry, err error) error {
		name = strings.TrimPrefix(name, "dist/")
		if err == nil && !d.IsDir() && name != "slovo.css" && name != "icons.json" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		panic("assets: " + err.Error())
	}
	return names
}

func read(name string) []byte {
	content, err := dist.ReadFile("dist/" + name)
	if err != nil {
		panic("assets: " + err.Error())
	}
	return content
}

func (s shelf) put(name string, content []byte) {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	served := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	s.names[name], s.files[served] = served, content
}

func (s shelf) hashedLinks(css []byte) []byte {
	for name, served := range s.names {
		css = bytes.ReplaceAll(css, []byte(name), []byte(served))
	}
	return css
}

// URL returns the address of the file in dist, with its content's hash in
// it. A name that is not there returns an address that answers 404.
func URL(name string) string {
	if served, ok := stock().names[name]; ok {
		return Prefix + served
	}
	return Prefix + name
}

// Handler serves the files under Prefix, to be kept by browsers for a year.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		content, ok := stock().files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		w.Header().Set("Content-Type", kind(name))
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	})
}

// kind does not ask the machine's own tables, which differ.
func kind(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	case ".svg":
		return "image/svg+xml"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}

var icons = sync.OnceValue(func() map[string]string {
	drawn := map[string]string{}
	if err := json.Unmarshal(read("icons.json"), &drawn); err != nil {
		panic("assets: icons.json: " + err.Error())
	}
	return drawn
})

// Icon returns the paths of a Lucide icon, to stand inside an svg element
// of 24 by 24; empty where there is none of that name.
func Icon(name string) string { return icons()[name] }
