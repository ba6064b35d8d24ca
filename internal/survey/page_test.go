package survey_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/survey"
)

func TestThePageIsOneGzipMemberOfTheSamePage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	for range 50 { // another nonce each time, and so another checksum
		r := w.get("/s/"+sv.Token, "Accept-Encoding", "br, gzip;q=0.8")
		if r.Header().Get("Content-Encoding") != "gzip" {
			t.Fatal("not compressed")
		}
		packed := r.Body.Bytes()
		if len(packed) > 10_000 {
			t.Fatalf("%d bytes", len(packed))
		}
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		z.Multistream(false)
		page, err := io.ReadAll(z)
		if err != nil || !bytes.HasSuffix(page, []byte("</html>")) || noncePlace.Find(page) == nil {
			t.Fatalf("%v\n%s", err, page)
		}
		plain := w.get("/s/" + sv.Token).Body.String()
		if blank(plain) != blank(string(page)) {
			t.Fatal("the compressed page isn't the plain one")
		}
	}
	for _, header := range []string{"", "gzip;q=0", "br", "identity, gzip; q=0.0"} {
		if r := w.get("/s/"+sv.Token, "Accept-Encoding", header); r.Header().Get("Content-Encoding") != "" {
			t.Errorf("compressed for %q", header)
		}
	}
}

func blank(page string) string { return noncePlace.ReplaceAllString(page, "") }

func TestTheLargestSurveyStaysBelowTenKilobytes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	r := w.get("/s/"+sv.Token, "Accept-Encoding", "gzip")
	t.Logf("the sample: %d bytes compressed, %d plain", r.Body.Len(), w.get("/s/"+sv.Token).Body.Len())
	d := &survey.Definition{}
	for i := range 50 {
		q := survey.Question{Key: "q" + string(rune('a'+i/26)) + string(rune('a'+i%26)), Kind: survey.Choice, Text: "Which of these describes what happened on day " + string(rune('a'+i%26)) + "?"}
		for n := range 10 {
			q.Options = append(q.Options, survey.Option{Key: "o" + string(rune('a'+n)), Text: "It was option " + string(rune('a'+n)) + " that happened to me"})
		}
		d.Questions = append(d.Questions, q)
	}
	if n := w.get("/s/"+w.published(d).Token, "Accept-Encoding", "gzip").Body.Len(); n > 10_000 {
		t.Fatalf("fifty questions of ten options: %d bytes", n)
	}
}

func TestThePageAsksNobodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sv := w.published(sample())
	r := w.get("/s/" + sv.Token)
	page := r.Body.String()
	for _, outside := range []string{"http:", "https:", "//", "url(", "@import", "src=", "<link", "<img"} {
		if strings.Contains(page, outside) {
			t.Errorf("%q in the page", outside)
		}
	}
	policy := r.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("no %s in %s", want, policy)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("unsafe: %s", policy)
	}
	// The hashes are those of what is really there; a browser would drop the rest.
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(page)
	script := regexp.MustCompile(`(?s)<script>(.*)</script>`).FindStringSubmatch(page)
	if style == nil || script == nil || sourceOf(style[1]) != survey.StyleSource || sourceOf(script[1]) != survey.ScriptSource {
		t.Error("the policy's hashes aren't those of the page's style and script")
	}
	if n := len(script[1]); n > 1536 {
		t.Errorf("the script has %d bytes", n)
	}
	if r.Header().Get("Cache-Control") != "private, no-cache" || r.Header().Get("Referrer-Policy") != "same-origin" {
		t.Errorf("%v", r.Header())
	}
}

func TestHostileTextsAreOnlyTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}</style></textarea>` + "\u202e"
	d := sample()
	d.Intro, d.Thanks = evil, evil
	for i := range d.Questions {
		d.Questions[i].Text, d.Questions[i].Help = evil, evil
	}
	d.Questions[0].Low, d.Questions[0].High = `<b onclick=x>`, `"><i>`
	d.Questions[2].Options[0].Text = evil
	sv := w.published(d)
	pages := []string{
		w.get("/s/" + sv.Token).Body.String(),
		w.get("/s/" + sv.Token + "/thanks").Body.String(),
		w.post("/s/"+sv.Token, "nonce", w.opened(sv), "q-words", evil).Body.String(),
	}
	for i, p := range pages {
		if strings.Count(p, "<script>") > 1 || strings.Contains(p, "<img") || strings.Contains(p, "<b onclick") || strings.Contains(p, "<i>") || strings.Count(p, "</style>") != 1 {
			t.Errorf("page %d: %s", i, p)
		}
		if !strings.Contains(p, "alert(1)&lt;/script&gt;") {
			t.Errorf("page %d doesn't show the text: %s", i, p)
		}
	}
}

func TestThePageSpeaksTheSurveysLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for tag, want := range map[string]string{
		"de-CH": "Sehr wahrscheinlich", "fr": "Très probable", "es": "Muy probable", "pl": "Extremely likely", "ar": `dir="rtl"`,
	} {
		d := sample()
		d.Language = tag
		page := w.get("/s/" + w.published(d).Token).Body.String()
		if !strings.Contains(page, `<html lang="`+tag+`"`) || !strings.Contains(page, want) {
			t.Errorf("%s: %s", tag, page)
		}
	}
}

func TestEveryAnswerHasANameForThoseWhoListen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := w.get("/s/" + w.published(sample()).Token).Body.String()
	for _, want := range []string{
		`<fieldset class="q" data-q="nps"><legend>How likely are you to recommend us to a friend or colleague?</legend>`,
		`<label><input type="radio" name="q-nps" value="0" id="i-nps" required><span><b>0</b> <small>Not at all likely</small></span></label>`,
		`<label class="cl" for="i-words">What is the main reason? <span class="o">Optional</span></label>`,
		`aria-describedby="h-words n-q-words"`, `<small>Very poor</small>`, `Up to 2,000 characters`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in %s", want, page)
		}
	}
	if n := strings.Count(page, `type="radio"`); n != 11+5+2 {
		t.Errorf("%d radio buttons", n)
	}
}

// BenchmarkPage serves the page as the server does, without the network.
func BenchmarkPage(b *testing.B) {
	w := newWorld(b)
	sv := w.published(sample())
	for _, encoding := range []string{"gzip", "identity"} {
		b.Run(encoding, func(b *testing.B) {
			r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/s/"+sv.Token, nil)
			r.Header.Set("Accept-Encoding", encoding)
			out := &discard{h: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				clear(out.h)
				w.pages.ServeHTTP(out, r)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

// BenchmarkOverHTTP serves the page through net/http over loopback, and beside it the same bytes by a handler that does nothing
// else: the limit.
func BenchmarkOverHTTP(b *testing.B) {
	w := newWorld(b)
	sv := w.published(sample())
	answer := w.get("/s/"+sv.Token, "Accept-Encoding", "gzip")
	body := answer.Body.Bytes()
	b.Run("page", func(b *testing.B) { overHTTP(b, w.pages, sv) })
	b.Run("limit", func(b *testing.B) {
		overHTTP(b, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for k, v := range answer.Header() {
				w.Header()[k] = v
			}
			_, _ = w.Write(body)
		}), sv)
	})
}

// overHTTP measures with a client that does as little as it can, since it shares the cores: it knows how long an answer is.
func overHTTP(b *testing.B, h http.Handler, sv *survey.Survey) {
	srv := httptest.NewServer(h)
	defer srv.Close()
	request := []byte("GET /s/" + sv.Token + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n")
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		conn, err := (&net.Dialer{}).DialContext(b.Context(), "tcp", srv.Listener.Addr().String())
		if err != nil {
			b.Error(err)
			return
		}
		defer func() { _ = conn.Close() }()
		buf, length := make([]byte, 64<<10), 0
		for pb.Next() {
			if _, err := conn.Write(request); err != nil {
				b.Error(err)
				return
			}
			if length == 0 {
				length = firstAnswer(b, conn, buf)
				continue
			}
			if _, err := io.ReadFull(conn, buf[:length]); err != nil || !bytes.HasPrefix(buf, []byte("HTTP/1.1 200 ")) {
				b.Errorf("%v %.40s", err, buf)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

// firstAnswer reads one answer and returns its length, headers included.
func firstAnswer(b *testing.B, conn net.Conn, buf []byte) int {
	for n := 0; ; {
		k, err := conn.Read(buf[n:])
		if err != nil {
			b.Error(err)
			return 0
		}
		n += k
		at := bytes.Index(buf[:n], []byte("\r\n\r\n"))
		m := lengthPlace.FindSubmatch(buf[:n])
		if at < 0 || m == nil {
			continue
		}
		body, _ := strconv.Atoi(string(m[1]))
		if n == at+4+body {
			return n
		}
	}
}

var lengthPlace = regexp.MustCompile(`Content-Length: (\d+)\r\n`)

// BenchmarkCompressEachTime is what serving would cost if the page were compressed anew for its nonce.
func BenchmarkCompressEachTime(b *testing.B) {
	w := newWorld(b)
	page := w.get("/s/" + w.published(sample()).Token).Body.Bytes()
	z, _ := flate.NewWriter(io.Discard, flate.DefaultCompression)
	for b.Loop() {
		z.Reset(io.Discard)
		_, _ = z.Write(page)
		_ = z.Close()
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

// BenchmarkSubmit takes complete answers, each with its signal, durably.
func BenchmarkSubmit(b *testing.B) {
	w := newWorld(b)
	sv := w.published(sample())
	w.get("/s/" + sv.Token)
	b.SetParallelism(64)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if r := w.post("/s/"+sv.Token, "nonce", rand.Text(), "q-nps", "9", "q-csat", "4", "q-words", "It took three days."); r.Code != http.StatusSeeOther {
				b.Error(r.Code)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "responses/s")
}

// discard is a response that goes nowhere.
type discard struct{ h http.Header }

func (d *discard) Header() http.Header         { return d.h }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             {}
