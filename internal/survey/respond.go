package survey

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"slices"
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
	mux.HandleFunc("GET /s/{token}/logo", s.showLogo)
	mux.HandleFunc("/s/", func(w http.ResponseWriter, r *http.Request) { s.nothing(w, r) })
}

// Headers of every page. It isn't "no-store": going back must find the page with its nonce and what was typed. Nor is the
// referrer policy "no-referrer": browsers would then send a form's origin as null, and the form be refused as foreign.
var (
	contentType = []string{"text/html; charset=utf-8"}
	pagePolicy  = []string{policy("'none'", "'self'", nil)}
	cachePolicy = []string{"private, no-cache"}
	referrer    = []string{"same-origin"}
	nosniff     = []string{"nosniff"}
	noindex     = []string{"noindex"}
	vary        = []string{"Accept-Encoding, Accept-Language"}
)

// policy is the content security policy of a page that may be framed by ancestors and send its form to action, in a survey's
// own look.
func policy(ancestors, action string, t *Theme) string {
	style, images := StyleSource, ""
	if css := t.css(); css != "" {
		style += " " + source(string(css))
	}
	if t != nil && t.Logo != "" {
		images = "img-src 'self' data:; "
	}
	return "default-src 'none'; " + images + "style-src " + style + "; script-src " + ScriptSource + " " + AskingSource + "; connect-src 'self'; form-action " + action +
		"; base-uri 'none'; frame-ancestors " + ancestors
}

func setHeaders(h http.Header, policy []string) {
	h["Content-Type"], h["Content-Security-Policy"], h["Cache-Control"] = contentType, policy, cachePolicy
	h["Referrer-Policy"], h["X-Content-Type-Options"], h["X-Robots-Tag"], h["Vary"] = referrer, nosniff, noindex, vary
}

// show serves the survey. Serving makes no response: it counts as an opening at most.
func (s *Surveys) show(w http.ResponseWriter, r *http.Request) {
	l := s.open(w, r)
	if l == nil {
		return
	}
	setHeaders(w.Header(), l.policy)
	l.pages[l.tag(r)].write(w, nonceOf(r), takesGzip(r.Header))
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
		s.closed(w, r, l)
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
	words := pageWords(l.tag(r))
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			s.say(w, http.StatusRequestEntityTooLarge, l.tag(r), l.organisation, words.TooLarge, "")
			return
		}
		s.say(w, http.StatusBadRequest, l.tag(r), l.organisation, words.Later, words.LaterMore)
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
	sub.language = choose(sub.def.languages(), r.PostForm.Get("lang"), "")
	words = pageWords(sub.language)
	partial, turn := r.PostForm.Get("partial") != "", r.PostForm.Get("switch")
	given, shown, faults := read(sub.def.in(sub.language), r.PostForm, words)
	asked := sub.def.visible(given)
	given, faults = keep(asked, given, faults)
	more := false
	if !partial && turn == "" {
		faults = missing(sub.def.in(sub.language), asked, given, faults, words)
		more = len(faults) == 0 && sub.def.leadsOn(asked, given, r.PostForm)
	}
	sub.answers, sub.complete = given, !partial && turn == "" && !more && len(faults) == 0
	if err := s.take(r.Context(), sub); err != nil {
		s.trouble(w, r, l, err)
		return
	}
	switch {
	case partial && len(faults) > 0:
		web.WriteProblem(w, r, refusal(faults))
	case partial:
		w.WriteHeader(http.StatusNoContent)
	case turn != "":
		sub.language = choose(sub.def.languages(), turn, "")
		s.again(w, r, l, sub, shown, nil, false)
	case more || len(faults) > 0:
		s.again(w, r, l, sub, shown, faults, more)
	default:
		http.Redirect(w, r, "/s/"+l.token+"/thanks"+langOf(sub), http.StatusSeeOther)
	}
}

// langOf carries a chosen language on.
func langOf(sub *submission) string {
	if sub.language == sub.def.language() {
		return ""
	}
	return "?lang=" + url.QueryEscape(sub.language)
}

// leadsOn reports whether answers led to questions that the respondent hasn't seen, because the page's script didn't run: the
// page then comes again with them. A program that doesn't say what it has seen has seen everything.
func (d *Definition) leadsOn(asked map[string]bool, given Answers, form url.Values) bool {
	if !form.Has("seen") {
		return false
	}
	seen := strings.Fields(form.Get("seen"))
	for i := range d.Questions {
		q := &d.Questions[i]
		if q.Asks() && asked[q.Key] && given[q.Key] == "" && !slices.Contains(seen, q.Key) {
			return true
		}
	}
	return false
}

// again shows the page with what was answered and what is wrong, or what the answers led to.
func (s *Surveys) again(w http.ResponseWriter, r *http.Request, l *link, sub *submission, shown Answers, faults []fault, more bool) {
	v := formView(sub.def.in(sub.language), l.organisation, shown, faults).dressed(sub.def.Theme, logoOf(l.token))
	v.Token, v.Version, v.Nonce, v.More, v.Languages = l.token, sub.version, sub.nonce, more, tongues(sub.def, sub.language)
	b, err := v.render()
	if err != nil {
		s.trouble(w, r, l, err)
		return
	}
	setHeaders(w.Header(), []string{policy("'none'", "'self'", sub.def.Theme)})
	if len(faults) > 0 {
		w.WriteHeader(http.StatusUnprocessableEntity)
	}
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
	tag := choose(l.languages, r.URL.Query().Get("lang"), "")
	b, err := thanksPage(l.def, tag, l.organisation, l.token)
	if err != nil {
		s.trouble(w, r, nil, err)
		return
	}
	setHeaders(w.Header(), l.policy)
	_, _ = w.Write(b) //nolint:gosec // html/template escaped it; the respondent may have gone
}

func (s *Surveys) nothing(w http.ResponseWriter, r *http.Request) {
	tag, words := accepted(r.Header.Get("Accept-Language"))
	s.say(w, http.StatusNotFound, tag, "", words.None, words.NoneMore)
}

func (s *Surveys) closed(w http.ResponseWriter, r *http.Request, l *link) {
	tag := l.tag(r)
	words := pageWords(tag)
	s.say(w, http.StatusGone, tag, l.organisation, words.Closed, words.ClosedMore)
}

// trouble tells a respondent that the answers weren't saved, and the log why.
func (s *Surveys) trouble(w http.ResponseWriter, r *http.Request, l *link, err error) {
	if errors.Is(err, errNotOpen) && l != nil {
		s.closed(w, r, l)
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
	b, err := messagePage(tag, organisation, heading, message)
	if err != nil {
		s.Slog.Error("could not render a page", "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	setHeaders(w.Header(), pagePolicy)
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
