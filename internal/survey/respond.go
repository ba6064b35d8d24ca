package survey

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

const maxBody = 64 << 10

// Pages serves what respondents see, outside the API: plain net/http, because thousands may come at once.
func (s *Surveys) Pages(mux *http.ServeMux) {
	mux.HandleFunc("GET /s/{token}", s.show)
	mux.HandleFunc("POST /s/{token}", s.receive)
	mux.HandleFunc("GET /s/{token}/thanks", s.thank)
	mux.HandleFunc("/s/", func(w http.ResponseWriter, r *http.Request) { s.nothing(w, r) })
}

// Headers of every page. It isn't "no-store": going back must find the page with its nonce and what was typed. Nor is the
// referrer policy "no-referrer": browsers would then send a form's origin as null, and the form be refused as foreign.
var (
	contentType = []string{"text/html; charset=utf-8"}
	pagePolicy  = []string{policy("'none'", "'self'")}
	cachePolicy = []string{"private, no-cache"}
	referrer    = []string{"same-origin"}
	nosniff     = []string{"nosniff"}
	noindex     = []string{"noindex"}
	vary        = []string{"Accept-Encoding"}
)

// policy is the content security policy of a page that may be framed by ancestors and send its form to action.
func policy(ancestors, action string) string {
	return "default-src 'none'; style-src " + StyleSource + "; script-src " + ScriptSource + "; connect-src 'self'; form-action " + action +
		"; base-uri 'none'; frame-ancestors " + ancestors
}

func setHeaders(h http.Header) {
	h["Content-Type"], h["Content-Security-Policy"], h["Cache-Control"] = contentType, pagePolicy, cachePolicy
	h["Referrer-Policy"], h["X-Content-Type-Options"], h["X-Robots-Tag"], h["Vary"] = referrer, nosniff, noindex, vary
}

// show serves the survey. Serving makes no response: it counts as an opening at most.
func (s *Surveys) show(w http.ResponseWriter, r *http.Request) {
	l := s.open(w, r)
	if l == nil {
		return
	}
	setHeaders(w.Header())
	l.page.write(w, rand.Text(), takesGzip(r.Header))
	if isVisit(r) {
		hour := s.DB.Now().UTC().Truncate(time.Hour)
		s.openings.add(opening{l.org, l.survey, hour.UnixMicro()}, 1)
	}
}

// open returns the link of a survey that takes answers, or tells the respondent why there is none.
func (s *Surveys) open(w http.ResponseWriter, r *http.Request) *link {
	l, err := s.link(r.Context(), r.PathValue("token"))
	switch {
	case err != nil:
		s.trouble(w, r, nil, err)
	case l == nil:
		s.nothing(w, r)
	case l.state == Draft:
		words := pageWords("en")
		s.say(w, http.StatusNotFound, "en", l.organisation, words.Draft, words.DraftMore)
	case l.state == Closed:
		s.closed(w, l)
	default:
		return l
	}
	return nil
}

// receive takes answers: all of them from the button, some of them, marked partial, from the page's script.
func (s *Surveys) receive(w http.ResponseWriter, r *http.Request) {
	l := s.open(w, r)
	if l == nil {
		return
	}
	words := pageWords(l.def.language())
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			s.say(w, http.StatusRequestEntityTooLarge, l.def.language(), l.organisation, words.TooLarge, "")
			return
		}
		s.say(w, http.StatusBadRequest, l.def.language(), l.organisation, words.Later, words.LaterMore)
		return
	}
	sub := &submission{org: l.org, survey: l.survey, version: l.version, def: l.def, nonce: r.PostForm.Get("nonce"), agent: agentOf(r.UserAgent())}
	if !isNonce(sub.nonce) {
		sub.nonce = rand.Text() // sent by something that never had the page
	}
	if n, err := strconv.Atoi(r.PostForm.Get("version")); err == nil && n > 0 && n < l.version {
		if d, err := s.definition(r.Context(), l.org, l.survey, n); err == nil {
			sub.version, sub.def = n, d // published anew while this one was being answered
		}
	}
	partial := r.PostForm.Get("partial") != ""
	given, shown, faults := read(sub.def, r.PostForm, words)
	if !partial {
		faults = missing(sub.def, given, faults, words)
	}
	sub.answers, sub.complete = given, !partial && len(faults) == 0
	if err := s.take(r.Context(), sub); err != nil {
		s.trouble(w, r, l, err)
		return
	}
	switch {
	case partial && len(faults) > 0:
		web.WriteProblem(w, r, refusal(faults))
	case partial:
		w.WriteHeader(http.StatusNoContent)
	case len(faults) > 0:
		s.again(w, r, l, sub, shown, faults)
	default:
		http.Redirect(w, r, "/s/"+l.token+"/thanks", http.StatusSeeOther)
	}
}

// again shows the page with what was answered and what is wrong.
func (s *Surveys) again(w http.ResponseWriter, r *http.Request, l *link, sub *submission, shown Answers, faults []fault) {
	v := formView(sub.def, l.organisation, shown, faults)
	v.Token, v.Version, v.Nonce = l.token, sub.version, sub.nonce
	b, err := v.render()
	if err != nil {
		s.trouble(w, r, l, err)
		return
	}
	setHeaders(w.Header())
	w.WriteHeader(http.StatusUnprocessableEntity)
	_, _ = w.Write(b) //nolint:gosec // html/template escaped it; the respondent may have gone
}

// thank is where a respondent lands, so that neither reloading nor coming back sends anything again.
func (s *Surveys) thank(w http.ResponseWriter, r *http.Request) {
	l, err := s.link(r.Context(), r.PathValue("token"))
	if err != nil {
		s.trouble(w, r, nil, err)
		return
	}
	if l == nil || l.def == nil {
		s.nothing(w, r)
		return
	}
	heading, more := pageWords(l.def.language()).Thanks, ""
	switch t := strings.TrimSpace(l.def.Thanks); {
	case t == "":
	case len(t) <= 90 && !strings.Contains(t, "\n"):
		heading = t
	default:
		more = t
	}
	b, err := messagePage(l.def.language(), l.organisation, heading, more, true)
	if err != nil {
		s.trouble(w, r, nil, err)
		return
	}
	setHeaders(w.Header())
	_, _ = w.Write(b) //nolint:gosec // html/template escaped it; the respondent may have gone
}

func (s *Surveys) nothing(w http.ResponseWriter, r *http.Request) {
	tag, words := accepted(r.Header.Get("Accept-Language"))
	s.say(w, http.StatusNotFound, tag, "", words.None, words.NoneMore)
}

func (s *Surveys) closed(w http.ResponseWriter, l *link) {
	tag := l.def.language()
	words := pageWords(tag)
	s.say(w, http.StatusGone, tag, l.organisation, words.Closed, words.ClosedMore)
}

// trouble tells a respondent that the answers weren't saved, and the log why.
func (s *Surveys) trouble(w http.ResponseWriter, r *http.Request, l *link, err error) {
	if errors.Is(err, errNotOpen) && l != nil {
		s.closed(w, l)
		return
	}
	status := web.From(err).Status
	if problem.KindOf(err) != problem.Unavailable && r.Context().Err() == nil {
		s.Slog.ErrorContext(r.Context(), "a respondent could not be served", "method", r.Method, "error", err)
	}
	if status < 500 { // a refusal of our own making, such as a metric gone: nothing the respondent did
		status = http.StatusInternalServerError
	}
	tag, words := accepted(r.Header.Get("Accept-Language"))
	s.say(w, status, tag, "", words.Later, words.LaterMore)
}

// say serves a page that only says something.
func (s *Surveys) say(w http.ResponseWriter, status int, tag, organisation, heading, message string) {
	b, err := messagePage(tag, organisation, heading, message, false)
	if err != nil {
		s.Slog.Error("could not render a page", "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	setHeaders(w.Header())
	w.WriteHeader(status)
	_, _ = w.Write(b) //nolint:gosec // html/template escaped it; the respondent may have gone
}

func isNonce(s string) bool {
	if len(s) != nonceLength {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'A' || c > 'Z') && (c < '2' || c > '7') {
			return false
		}
	}
	return true
}

// takesGzip reads Accept-Encoding, as far as it decides about gzip.
func takesGzip(h http.Header) bool {
	for _, line := range h["Accept-Encoding"] {
		for part := range strings.SplitSeq(line, ",") {
			name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
			if strings.EqualFold(strings.TrimSpace(name), "gzip") {
				weight = strings.ReplaceAll(weight, " ", "")
				return !strings.HasPrefix(weight, "q=0") || strings.Trim(weight, "q=0.") != ""
			}
		}
	}
	return false
}

// isVisit leaves out what nobody looks at: HEAD, a browser fetching ahead, a program that previews links.
func isVisit(r *http.Request) bool {
	if r.Method != http.MethodGet {
		return false
	}
	for _, name := range []string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		if v := r.Header.Get(name); strings.Contains(v, "prefetch") || strings.Contains(v, "preview") {
			return false
		}
	}
	return agentOf(r.UserAgent()) != "bot"
}

// agentOf sorts a user agent into a class. Nothing finer is kept of it.
func agentOf(ua string) string {
	ua = strings.ToLower(ua)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(ua, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("bot", "crawl", "spider", "externalhit", "whatsapp", "preview", "slurp"):
		return "bot"
	case has("ipad", "tablet") || has("android") && !has("mobile"):
		return "tablet"
	case has("mobile", "iphone"):
		return "phone"
	case has("mozilla"):
		return "computer"
	}
	return "other"
}
