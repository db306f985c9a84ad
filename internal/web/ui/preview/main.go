// Command preview shows slovo's pages with invented people, for those who
// work on their look. It is not part of slovo: nothing imports it.
//
//	go run ./internal/web/ui/preview
//
// /design shows every part in every state; ?lang=en and ?theme=dark choose.
package main

import (
	"flag"
	"log"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"slovo"
	"slovo/internal/text"
	"slovo/internal/web/assets"
)

// policy is the content policy that slovo itself sends.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func main() {
	listen := flag.String("listen", "localhost:7070", "address to listen on")
	flag.Parse()
	server := &http.Server{Addr: *listen, Handler: handler(), ReadHeaderTimeout: 5 * time.Second}
	log.Printf("http://%s/design", *listen)
	log.Fatal(server.ListenAndServe())
}

func handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Handler())
	for path, draw := range pages {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			lang, known := text.Lang(r.FormValue("lang"))
			if !known {
				lang = slovo.RU
			}
			show(w, r, draw(lang))
		})
	}
	return mux
}

func show(w http.ResponseWriter, r *http.Request, page templ.Component) {
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := page.Render(r.Context(), w); err != nil {
		log.Print(err)
	}
}
