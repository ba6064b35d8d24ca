// Package ui holds the staff interface as it was built, and serves it.
package ui

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed all:dist
var built embed.FS

// Handler serves the interface, compressed for those who take that. Addresses of screens all answer with the same page; where
// nothing was built, a page says how to build it.
func Handler() http.Handler {
	files, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // the name is fixed
	}
	return serving(files)
}

func serving(files fs.FS) http.Handler {
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		index, _ = fs.ReadFile(files, "placeholder.html")
	}
	server, small := http.FileServerFS(files), &pressed{files: files}
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
			if !small.serve(w, r, name) {
				server.ServeHTTP(w, r)
			}
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

// pressed keeps the compressed form of files that were asked for. Each is made once, as small as it gets.
type pressed struct {
	files fs.FS
	kept  sync.Map // name → func() []byte
}

// serve answers with the compressed form and reports whether it did: pictures and fonts are compressed as they are.
func (p *pressed) serve(w http.ResponseWriter, r *http.Request, name string) bool {
	switch path.Ext(name) {
	case ".js", ".css", ".svg", ".json", ".webmanifest", ".txt":
	default:
		return false
	}
	w.Header().Add("Vary", "Accept-Encoding")
	if !takesGzip(r.Header.Get("Accept-Encoding")) || r.Header.Get("Range") != "" {
		return false
	}
	entry, _ := p.kept.LoadOrStore(name, sync.OnceValue(func() []byte { return p.press(name) }))
	small := entry.(func() []byte)()
	if small == nil {
		return false
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		w.Header().Set("Content-Type", kind)
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Set("Content-Length", strconv.Itoa(len(small)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(small) // the client may have gone
	}
	return true
}

// press is nil where compressing gains nothing.
func (p *pressed) press(name string) []byte {
	whole, err := fs.ReadFile(p.files, name)
	if err != nil {
		return nil
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(whole)
	}
	if err != nil || z.Close() != nil || b.Len() >= len(whole) {
		return nil
	}
	return b.Bytes()
}

// takesGzip reads an Accept-Encoding header.
func takesGzip(accept string) bool {
	for one := range strings.SplitSeq(accept, ",") {
		coding, q, _ := strings.Cut(strings.TrimSpace(one), ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			return strings.ReplaceAll(q, " ", "") != "q=0"
		}
	}
	return false
}
