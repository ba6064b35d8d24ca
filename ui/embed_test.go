package ui

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestFilesAreSmallForThoseWhoTakeThat(t *testing.T) {
	script := strings.Repeat("export const a = 'the same again'\n", 200)
	h := serving(fstest.MapFS{
		"index.html":      {Data: []byte("<!doctype html>")},
		"assets/a.js":     {Data: []byte(script)},
		"assets/b.woff2":  {Data: []byte(strings.Repeat("a font", 100))},
		"assets/tiny.css": {Data: []byte("a{}")},
	})
	get := func(method, path string, header ...string) *http.Response {
		r := httptest.NewRequest(method, path, nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	for range 2 { // the second time from what was kept
		w := get("GET", "/assets/a.js", "Accept-Encoding", "br, gzip;q=0.8")
		if w.Header.Get("Content-Encoding") != "gzip" || w.Header.Get("Vary") != "Accept-Encoding" || w.Header.Get("Cache-Control") == "" ||
			!strings.HasPrefix(w.Header.Get("Content-Type"), "text/javascript") || w.ContentLength > int64(len(script)/10) {
			t.Fatalf("headers %v", w.Header)
		}
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(z); err != nil || string(b) != script {
			t.Fatalf("another script came out (%v)", err)
		}
	}
	for name, header := range map[string][]string{
		"no encoding is named":  nil,
		"gzip is refused":       {"Accept-Encoding", "gzip; q=0"},
		"another one is wanted": {"Accept-Encoding", "zstd"},
		"only a part is wanted": {"Accept-Encoding", "gzip", "Range", "bytes=0-9"},
	} {
		w := get("GET", "/assets/a.js", header...)
		b, _ := io.ReadAll(w.Body)
		if w.Header.Get("Content-Encoding") != "" || !strings.HasPrefix(script, string(b)) || len(b) == 0 {
			t.Errorf("where %s: %v, %d bytes", name, w.Header, len(b))
		}
	}
	for _, path := range []string{"/assets/b.woff2", "/assets/tiny.css"} { // nothing to gain
		if w := get("GET", path, "Accept-Encoding", "gzip"); w.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %v", path, w.Header)
		}
	}
	if w := get("HEAD", "/assets/a.js", "Accept-Encoding", "gzip"); w.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("HEAD: %v", w.Header)
	}
	if w := get("GET", "/assets/gone.js", "Accept-Encoding", "gzip"); w.StatusCode != http.StatusNotFound {
		t.Errorf("a file that isn't there: %d", w.StatusCode)
	}
}
