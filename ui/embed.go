// Package ui holds the staff interface as it was built, and serves it.
package ui

import (
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed all:dist
var built embed.FS

// Handler serves the interface. Addresses of screens all answer with the same page; where nothing was built, a page says how
// to build it.
func Handler() http.Handler {
	files, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // the name is fixed
	}
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		index, _ = fs.ReadFile(files, "placeholder.html")
	}
	server := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		if s, err := fs.Stat(files, name); err == nil && !s.IsDir() && name != "index.html" {
			if strings.HasPrefix(name, "assets/") { // named after their content
				w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			}
			server.ServeHTTP(w, r)
			return
		}
		if strings.HasPrefix(name, "assets/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(index) // the client may have gone
	})
}
