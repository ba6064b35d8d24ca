package reply

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	_ "embed" // the page's parts
	"encoding/base64"
	"encoding/json"
	"html/template"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

//go:embed status.css
var statusCSS string

//go:embed status.html
var statusHTML string

var statusTemplate = template.Must(template.New("").Parse(statusHTML))

const (
	maxMessage  = 5000 // characters that a customer may write at once
	maxBodySize = 64 << 10
	maxPerDay   = 20 // messages of one case from the page in a day
)

// Promise is what we promised a customer, as the page tells it.
type Promise struct {
	Text string
	By   time.Time
	Kept bool
}

// statusView is everything the page shows.
type statusView struct {
	CSS                   template.CSS
	W                     *words
	Lang                  string
	RightToLeft           bool
	Organisation, Initial string
	Ref, Code             string
	Fault, Notice         string

	// Below: once the code fits.
	Open          bool
	Title, State  string
	Promised      []promised
	Messages      []message
	Nonce, Text   string
	TextFault     string
	Again, Asking bool // resolved: writing opens it again; and that must be confirmed
}

type promised struct{ Text, Mark string }

type message struct {
	Who, When, Subject string
	Lines              []string
	Ours               bool
}

// Pages serves what customers see, outside the API.
func (r *Replies) Pages(mux *http.ServeMux) {
	mux.HandleFunc("GET /status/{place}", r.ask)
	mux.HandleFunc("POST /status/{place}", r.tell)
	mux.HandleFunc("/status/", func(w http.ResponseWriter, req *http.Request) { r.nowhere(w, req) })
}

// place finds whose page it is, or tells that there is none.
func (r *Replies) place(w http.ResponseWriter, req *http.Request) (db.Org, *statusView, bool) {
	org, err := r.ownerOf(req.Context(), req.PathValue("place"))
	if err != nil {
		r.trouble(w, req, err)
		return "", nil, false
	}
	if org == "" {
		r.nowhere(w, req)
		return "", nil, false
	}
	o, err := r.People.Organisation(req.Context(), org)
	if err != nil {
		r.trouble(w, req, err)
		return "", nil, false
	}
	return org, newView(req, o.Language, o.Name), true
}

func newView(req *http.Request, fallback, organisation string) *statusView {
	tag := accepted(req.Header.Get("Accept-Language"), fallback)
	v := &statusView{CSS: template.CSS(statusCSS), W: wordsFor(tag), Lang: tag, Organisation: organisation} //nolint:gosec // our own file
	for _, c := range organisation {
		v.Initial = string(unicode.ToUpper(c))
		break
	}
	return v
}

// accepted picks a language that the page has words in.
func accepted(header, fallback string) string {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err == nil && len(header) <= 200 {
		for _, t := range tags {
			base, _ := t.Base()
			if _, ok := allWords[base.String()]; ok {
				return base.String()
			}
		}
	}
	base, _, _ := strings.Cut(strings.ToLower(fallback), "-")
	if _, ok := allWords[base]; ok {
		return base
	}
	return "en"
}

// ask shows the empty form; a reference in the address is filled in.
func (r *Replies) ask(w http.ResponseWriter, req *http.Request) {
	_, v, ok := r.place(w, req)
	if !ok {
		return
	}
	v.Ref = cut(strings.TrimSpace(req.URL.Query().Get("ref")), 20)
	r.show(w, http.StatusOK, v)
}

// tell shows how a matter stands to who knows its reference and its code, and takes a message. What fails, fails the same
// whether there is such a reference or not.
func (r *Replies) tell(w http.ResponseWriter, req *http.Request) {
	org, v, ok := r.place(w, req)
	if !ok {
		return
	}
	req.Body = http.MaxBytesReader(w, req.Body, maxBodySize)
	if err := req.ParseForm(); err != nil {
		v.Fault = v.W.TooLong
		r.show(w, http.StatusRequestEntityTooLarge, v)
		return
	}
	v.Ref, v.Code = cut(strings.TrimSpace(req.PostForm.Get("ref")), 20), cut(strings.TrimSpace(req.PostForm.Get("code")), 30)
	network := identity.Network(req)
	now := r.DB.Now()
	if left := r.tries.wait(now, org, v.Ref, network); left > 0 {
		minutes := int(math.Ceil(left.Minutes()))
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(left.Seconds()))))
		v.Fault = strings.ReplaceAll(v.W.TooMany, "{n}", strconv.Itoa(minutes))
		v.Code = ""
		r.show(w, http.StatusTooManyRequests, v)
		return
	}
	var k *casework.Case
	fits := false
	err := r.DB.Read(req.Context(), org, func(tx *db.Tx) (err error) {
		if k, err = casework.Numbered(req.Context(), tx, org, v.Ref); err != nil {
			return err
		}
		fits, err = opens(req.Context(), tx, org, k, v.Code)
		return err
	})
	if err != nil {
		r.trouble(w, req, err)
		return
	}
	if !fits {
		r.tries.failed(now, org, v.Ref, network)
		v.Fault, v.Code = v.W.Wrong, ""
		r.show(w, http.StatusUnprocessableEntity, v)
		return
	}
	ctx := identity.System(req.Context(), org, "status page")
	status := http.StatusOK
	if req.PostForm.Has("text") {
		if status, err = r.hear(ctx, org, k, v, req); err != nil {
			r.trouble(w, req, err)
			return
		}
	}
	if err := r.lay(ctx, org, k.ID, v); err != nil {
		r.trouble(w, req, err)
		return
	}
	r.show(w, status, v)
}

// hear takes a customer's message, or says what is wrong with it and keeps the words.
func (r *Replies) hear(ctx context.Context, org db.Org, k *casework.Case, v *statusView, req *http.Request) (int, error) {
	text, nonce := strings.TrimSpace(strings.ReplaceAll(req.PostForm.Get("text"), "\r\n", "\n")), req.PostForm.Get("nonce")
	done := k.State == casework.Resolved || k.State == casework.Closed
	switch {
	case text == "":
		v.TextFault = v.W.Write
	case utf8.RuneCountInString(text) > maxMessage:
		v.TextFault = strings.ReplaceAll(v.W.TooMuch, "{n}", strconv.Itoa(maxMessage))
	case identity.Clean(text, "text") != nil || len(nonce) == 0 || len(nonce) > 60:
		v.TextFault = v.W.BadText
	case done && req.PostForm.Get("again") == "":
		v.TextFault, v.Asking = v.W.Confirm, true
	}
	if v.TextFault != "" {
		v.Text = cut(text, maxMessage)
		return http.StatusUnprocessableEntity, nil
	}
	enough := false
	err := r.DB.Write(ctx, org, func(tx *db.Tx) error {
		n := 0
		if err := tx.QueryRow(ctx, `select count(*) from status_message where org = $1 and case_id = $2 and at > $3 and nonce not like 'seen/%'`,
			org, k.ID, tx.Now.Add(-24*time.Hour).UnixMicro()).Scan(&n); err != nil {
			return err
		}
		if enough = n >= maxPerDay; enough {
			return nil
		}
		fresh, err := firstTime(ctx, tx, org, k.ID, "p/"+nonce)
		if err != nil || !fresh {
			return err
		}
		now, err := r.Cases.HeardIn(ctx, tx, org, k.ID, casework.Event{Kind: casework.Received, Text: text, Detail: json.RawMessage(`{"by":"customer"}`)}, true)
		if err != nil {
			return err
		}
		if err := r.tellOwner(ctx, tx, org, now, text); err != nil {
			return err
		}
		return r.Audit.Record(ctx, tx, "case.received", string(k.ID), map[string]any{"ref": k.Ref})
	})
	if err != nil {
		return 0, err
	}
	if enough {
		v.TextFault, v.Text = v.W.Enough, text
		return http.StatusTooManyRequests, nil
	}
	v.Notice = v.W.Got
	return http.StatusOK, nil
}

// lay reads how the matter stands now, and notes once a day that the customer looked.
func (r *Replies) lay(ctx context.Context, org db.Org, id casework.ID, v *statusView) error {
	err := r.DB.Read(ctx, org, func(tx *db.Tx) error {
		k, err := r.Cases.Seen(ctx, tx, org, id)
		if err != nil {
			return err
		}
		var zone string
		if err := tx.QueryRow(ctx, `select zone from organisation where id = $1`, org).Scan(&zone); err != nil {
			return err
		}
		place, err := time.LoadLocation(zone)
		if err != nil {
			place = time.UTC
		}
		v.Open, v.Ref, v.State, v.Nonce = true, k.Ref, v.W.States[k.State], rand.Text()
		v.Again = k.State == casework.Resolved || k.State == casework.Closed
		if k.State.Live() && k.DueAt.After(tx.Now) {
			v.Promised = append(v.Promised, promised{Text: strings.ReplaceAll(v.W.By, "{day}", day(k.DueAt.In(place), v.Lang))})
		}
		if r.Promises != nil {
			list, err := r.Promises(ctx, tx, org, id)
			if err != nil {
				return err
			}
			for _, p := range list {
				one := promised{Text: p.Text + " – " + strings.ReplaceAll(v.W.Until, "{day}", day(p.By.In(place), v.Lang))}
				if p.Kept {
					one.Mark = v.W.Kept
				}
				v.Promised = append(v.Promised, one)
			}
		}
		v.Messages, err = r.messages(ctx, tx, org, id, v, place)
		return err
	})
	if err != nil {
		return err
	}
	return r.DB.Write(ctx, org, func(tx *db.Tx) error {
		fresh, err := firstTime(ctx, tx, org, id, "seen/"+tx.Now.Format("2006-01-02"))
		if err != nil || !fresh {
			return err
		}
		return r.Cases.Told(ctx, tx, org, id, casework.Event{Kind: casework.StatusSeen, To: "seen"})
	})
}

// messages lists what was sent to the customer and what they answered, the newest first. What colleagues note stays inside.
func (r *Replies) messages(ctx context.Context, tx *db.Tx, org db.Org, id casework.ID, v *statusView, place *time.Location) ([]message, error) {
	story, err := casework.StoryIn(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	out := []message{}
	for i := len(story) - 1; i >= 0; i-- {
		e := story[i]
		if e.Kind != casework.Replied && e.Kind != casework.Received {
			continue
		}
		m := message{Who: v.W.You, When: day(e.At.In(place), v.Lang), Lines: strings.Split(e.Text, "\n")}
		if m.Ours = e.Kind == casework.Replied; m.Ours {
			var d detail
			if json.Unmarshal(e.Detail, &d) == nil {
				m.Subject = d.Subject
			}
			m.Who = v.Organisation
		}
		out = append(out, m)
	}
	return out, nil
}

func (r *Replies) nowhere(w http.ResponseWriter, req *http.Request) {
	v := newView(req, "en", "")
	v.Fault = v.W.Nowhere
	r.show(w, http.StatusNotFound, v)
}

func (r *Replies) trouble(w http.ResponseWriter, req *http.Request, err error) {
	if req.Context().Err() == nil {
		r.Slog.ErrorContext(req.Context(), "a customer could not be served", "error", err)
	}
	v := newView(req, "en", "")
	v.Fault = v.W.Later
	r.show(w, http.StatusInternalServerError, v)
}

func (r *Replies) show(w http.ResponseWriter, status int, v *statusView) {
	var b bytes.Buffer
	if err := statusTemplate.ExecuteTemplate(&b, "page", v); err != nil {
		r.Slog.Error("could not render a page", "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	sum := sha256.Sum256([]byte(statusCSS))
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) //nolint:gosec // html/template escaped it; the reader may have gone
}

// foot makes a letter's end: where the customer sees how their matter stands, with a code of its own.
func (r *Replies) foot(ctx context.Context, tx *db.Tx, org db.Org, k *casework.Case, page string) (f foot, err error) {
	var tag string
	if err := tx.QueryRow(ctx, `select language from organisation where id = $1`, org).Scan(&tag); err != nil {
		return f, err
	}
	code, err := mint(ctx, tx, org, k.ID)
	return foot{words: wordsFor(accepted("", tag)).Foot, link: r.Public + "/status/" + page + "?ref=" + k.Ref, ref: k.Ref, code: code}, err
}
