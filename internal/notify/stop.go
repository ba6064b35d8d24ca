package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	_ "embed" // the page's parts
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

const stopPath = "/notices/stop/"

// everyDigest stands in a link for all kinds that come in the digest.
const everyDigest Kind = "digest"

// stopping is what a link in an e-mail says: who wants no more of what.
type stopping struct {
	org  db.Org
	who  identity.UserID
	kind Kind
}

func (s stopping) text() string { return string(s.org) + "|" + string(s.who) + "|" + string(s.kind) }

func mac(key, text string) []byte {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte("notices.stop|" + text))
	return h.Sum(nil)[:18]
}

// sign makes the last part of a link.
func sign(key string, s stopping) string {
	e := base64.RawURLEncoding
	return e.EncodeToString([]byte(s.text())) + "." + e.EncodeToString(mac(key, s.text()))
}

var errNoLink = errors.New("notify: not a link of ours")

// read checks the last part of a link; whoever changed a letter of it gets errNoLink.
func (n *Notify) read(ctx context.Context, token string) (s stopping, err error) {
	e := base64.RawURLEncoding
	head, tail, _ := strings.Cut(token, ".")
	text, err1 := e.DecodeString(head)
	given, err2 := e.DecodeString(tail)
	parts := strings.Split(string(text), "|")
	if err1 != nil || err2 != nil || len(parts) != 3 || len(token) > 400 || bytes.IndexByte(text, 0) >= 0 {
		return s, errNoLink
	}
	s = stopping{db.Org(parts[0]), identity.UserID(parts[1]), Kind(parts[2])}
	key := ""
	if err := n.DB.Read(ctx, s.org, func(tx *db.Tx) (err error) { key, err = secret(ctx, tx, s.org); return err }); err != nil {
		return s, err
	}
	if key == "" || !hmac.Equal(given, mac(key, s.text())) {
		return s, errNoLink
	}
	return s, nil
}

// stop turns e-mails of a kind, or the whole digest, into notices in the product alone.
func (n *Notify) stop(ctx context.Context, s stopping) error {
	return n.DB.Write(ctx, s.org, func(tx *db.Tx) error {
		w, version, err := n.wishes(ctx, tx, s.org, s.who)
		if err != nil {
			return err
		}
		if s.kind == everyDigest {
			for _, k := range Kinds() {
				if w.way(k) == Daily {
					w.Ways[k] = InProduct
				}
			}
		} else {
			w.Ways[s.kind] = InProduct
		}
		if err := storeWishes(ctx, tx, s.org, s.who, w, version+1); err != nil {
			return err
		}
		ctx := identity.With(ctx, identity.Caller{Org: s.org, Kind: identity.ByUser, ID: string(s.who), Name: "by a link in an e-mail"})
		return n.Audit.Record(ctx, tx, "notices.stop", string(s.who), map[string]any{"kind": s.kind})
	})
}

//go:embed stop.css
var stopCSS string

var stopPage = template.Must(template.New("").Parse(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Title}}</title><style>{{.CSS}}</style></head><body><main><h1>{{.Title}}</h1><p>{{.Text}}</p>{{if .Ask}}<form method="post"><button>Stop these e-mails</button></form>{{end}}</main></body></html>`))

// Pages serves the links that e-mails end with. Opening one only asks: programs that look at e-mails before people do open
// every link. A mail program's own "unsubscribe" posts to it at once (RFC 8058).
func (n *Notify) Pages(mux *http.ServeMux) {
	mux.HandleFunc("GET "+stopPath+"{token}", func(w http.ResponseWriter, r *http.Request) {
		if _, err := n.read(r.Context(), r.PathValue("token")); err != nil {
			n.refuse(w, r, err)
			return
		}
		say(w, http.StatusOK, "Stop these e-mails?", "You will still see in Touchstone what happens; only the e-mails stop. Your settings there bring them back.", true)
	})
	mux.HandleFunc("POST "+stopPath+"{token}", func(w http.ResponseWriter, r *http.Request) {
		s, err := n.read(r.Context(), r.PathValue("token"))
		if err == nil {
			err = n.stop(r.Context(), s)
		}
		if err != nil {
			n.refuse(w, r, err)
			return
		}
		say(w, http.StatusOK, "Stopped", "These e-mails won’t come any more. Your notification settings in Touchstone bring them back.", false)
	})
}

func (n *Notify) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, errNoLink) {
		say(w, http.StatusNotFound, "This link isn’t complete", "Open it again from the e-mail, or change your notification settings in Touchstone.", false)
		return
	}
	n.Slog.ErrorContext(r.Context(), "an e-mail could not be stopped", "error", err)
	say(w, http.StatusInternalServerError, "That didn’t work", "Please try again in a moment.", false)
}

func say(w http.ResponseWriter, status int, title, text string, ask bool) {
	h := sha256.Sum256([]byte(stopCSS))
	head := w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(h[:])+
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Robots-Tag", "noindex")
	w.WriteHeader(status)
	_ = stopPage.Execute(w, struct { //nolint:errcheck // the reader may have gone
		CSS         template.CSS
		Title, Text string
		Ask         bool
	}{template.CSS(stopCSS), title, text, ask}) //nolint:gosec // our own file
}
