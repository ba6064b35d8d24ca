package survey

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	_ "embed" // the page's parts
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

//go:embed asking.js
var askingJS string

//go:embed page.html
var pageHTML string

var pageTemplate = template.Must(template.New("").Parse(pageHTML))

// Sources of the page's own style and script, as a content security policy names them. The staff interface needs them only
// if it shows a preview inside its own policy.
var (
	StyleSource  = source(pageCSS)
	ScriptSource = source(pageJS)
	AskingSource = source(askingJS) // of what only pages with conditions or languages carry
)

func source(s string) string {
	h := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(h[:]) + "'"
}

// view is everything a page shows.
type view struct {
	CSS   template.CSS
	Theme template.CSS // the organisation's own colours, over the page's
	JS    template.JS
	Asks  template.JS // the script of conditions and languages, where there are any
	W     *words
	Lang  string
	Title string

	RightToLeft           bool
	Organisation, Initial string
	Logo                  template.URL
	LogoAlt               string

	// A message page has these and no questions.
	Heading, Message string
	Done             bool
	Link             *Link

	Preview        bool
	Token, Nonce   string
	Version        int
	Intro, Privacy string
	Questions      []item
	Faults         []fault
	Seen           string // keys of the questions that are shown, for the answer to tell
	More           bool   // the page comes again with what earlier answers lead to
	Languages      []tongue
}

// tongue is a language that the page can be had in.
type tongue struct {
	Tag, Name string
	Current   bool
}

// item is one question as it is drawn.
type item struct {
	*Question
	W             *words
	Name          string
	Class         string // of the row of answers
	Answers       []answer
	Given         string // words, a number or a day
	Several       bool   // checkboxes
	Type          string // of an input
	Hidden        bool   // its conditions aren't met
	If            string // its conditions, for the page's script
	Fault         string
	Described     string
	Most          int
	UpTo, Counter string
}

// answer is one radio button.
type answer struct {
	Value, Words, Mouth string
	Checked             bool
}

// fault is what is wrong with one answer.
type fault struct {
	Key  string
	Text string // for the list on top: the question, then what to do
	What string // beside the question
	Code string
}

func newView(tag, organisation string) *view {
	w := pageWords(tag)
	v := &view{CSS: template.CSS(pageCSS), JS: template.JS(pageJS), W: w, Lang: tag, RightToLeft: rightToLeft(tag), //nolint:gosec // our own files
		Organisation: organisation, Title: strings.TrimSpace(fmt.Sprintf(w.Title, organisation))}
	for _, r := range organisation {
		v.Initial = string(unicode.ToUpper(r))
		break
	}
	return v
}

// dressed adds a survey's own look. logo is where its image is found.
func (v *view) dressed(t *Theme, logo template.URL) *view {
	if t != nil {
		v.Theme = t.css()
		if t.Logo != "" {
			v.Logo, v.LogoAlt = logo, or(t.LogoAlt, v.Organisation)
		}
	}
	return v
}

// formView lays out a definition with what has been answered so far and what is wrong with it.
func formView(d *Definition, organisation string, given Answers, faults []fault) *view {
	v := newView(d.language(), organisation)
	v.Intro, v.Faults = d.Intro, faults
	asked, seen := d.visible(given), []string{}
	for i := range d.Questions {
		if asked[d.Questions[i].Key] {
			seen = append(seen, d.Questions[i].Key)
		}
	}
	v.Seen = strings.Join(seen, " ")
	if d.alive() {
		v.Asks = template.JS(askingJS) //nolint:gosec // our own file
	}
	if organisation != "" {
		v.Privacy = fmt.Sprintf(v.W.Privacy, organisation)
	}
	for i := range d.Questions {
		it := layOut(&d.Questions[i], v.W, given, faults)
		it.Hidden, it.If = !asked[it.Key], it.Show.script()
		v.Questions = append(v.Questions, it)
	}
	return v
}

// alive reports whether a page of the definition changes while it is answered, or can be had in another language.
func (d *Definition) alive() bool {
	return len(d.Translations) > 0 || slices.ContainsFunc(d.Questions, func(q Question) bool { return q.Show != nil })
}

// script is the conditions as the page's script reads them.
func (s *Show) script() string {
	if s == nil {
		return ""
	}
	list := make([][]any, len(s.Conditions))
	for i, c := range s.Conditions {
		list[i] = []any{c.Question, c.Op, c.Values}
	}
	b, err := json.Marshal([]any{s.Match, list})
	if err != nil {
		return "" // texts and lists of texts always have a form
	}
	return string(b)
}

func layOut(q *Question, w *words, given Answers, faults []fault) item {
	it := item{Question: q, W: w, Name: field(q.Key)}
	for _, f := range faults {
		if f.Key == q.Key {
			it.Fault = f.What
		}
	}
	now := given[q.Key]
	switch q.Kind {
	case NPS:
		it.Class, it.Answers = "nps", scale(0, 10, now)
		it.Answers[0].Words, it.Answers[10].Words = or(q.Low, w.Low), or(q.High, w.High)
	case CSAT:
		it.Class, it.Answers = "fcs", scale(1, 5, now)
		for i := range it.Answers {
			it.Answers[i].Words, it.Answers[i].Mouth = w.Faces[i], mouths[i]
		}
		it.Answers[0].Words, it.Answers[4].Words = or(q.Low, w.Faces[0]), or(q.High, w.Faces[4])
	case CES:
		it.Class, it.Answers = "ces", scale(1, 7, now)
		it.Answers[0].Words, it.Answers[6].Words = or(q.Low, w.Hard), or(q.High, w.Easy)
	case Choice, Multiple:
		it.Class, it.Several = "chs", q.Kind == Multiple
		for _, o := range q.Options {
			it.Answers = append(it.Answers, answer{Value: o.Key, Words: o.Text, Checked: slices.Contains(strings.Split(now, between), o.Key)})
		}
	case ShortText, Number, Date:
		it.Given, it.Type, it.Most = now, "text", q.most()
		if q.Kind == Date {
			it.Type = "date"
		}
	case LongText:
		most := w.grouped(maxAnswer)
		it.Given, it.Most = now, maxAnswer
		it.UpTo, it.Counter = strings.ReplaceAll(w.UpTo, "{max}", most), strings.ReplaceAll(w.Counter, "{max}", most)
	case Statement:
	}
	var about []string
	if it.Fault != "" {
		about = append(about, "e-"+q.Key)
	}
	if q.Help != "" || it.Several {
		about = append(about, "h-"+q.Key)
	}
	it.Described = strings.Join(about, " ")
	return it
}

// mouths are the five faces' mouths, from very poor to very good.
var mouths = [5]string{"M5 11.3c1.6-2 4.4-2 6 0", "M5.3 11c1.4-1 4-1 5.4 0", "M5.3 10.5h5.4", "M5.3 10c1.4 1.2 4 1.2 5.4 0", "M5 9.5c1.4 2.4 4.6 2.4 6 0"}

func scale(low, high int, now string) (out []answer) {
	for i := low; i <= high; i++ {
		v := strconv.Itoa(i)
		out = append(out, answer{Value: v, Checked: now == v})
	}
	return out
}

func or(s, other string) string {
	if s != "" {
		return s
	}
	return other
}

// grouped writes a number below a million as the language does.
func (w *words) grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d%s%03d", n/1000, w.Group, n%1000)
}

// field is the name of a question's answer in the form.
func field(key string) string { return "q-" + key }

func (v *view) render() ([]byte, error) {
	var b bytes.Buffer
	if err := pageTemplate.ExecuteTemplate(&b, "page", v); err != nil {
		return nil, fmt.Errorf("render page: %w", err)
	}
	return b.Bytes(), nil
}

// tongues lists what the page can be had in; nothing where there is no choice.
func tongues(d *Definition, current string) (out []tongue) {
	if len(d.Translations) == 0 {
		return nil
	}
	for _, tag := range d.languages() {
		out = append(out, tongue{Tag: tag, Name: endonym(tag), Current: tag == current})
	}
	return out
}

// formPage renders the page of a published version in one of its languages once, to be served to everyone with a nonce of
// their own.
func formPage(d *Definition, tag, organisation, token string, version int) (*page, error) {
	v := formView(d.in(tag), organisation, nil, nil).dressed(d.Theme, logoOf(token))
	v.Token, v.Version, v.Nonce, v.Languages = token, version, rand.Text(), tongues(d, tag)
	b, err := v.render()
	if err != nil {
		return nil, err
	}
	head, tail, ok := bytes.Cut(b, []byte(v.Nonce))
	if !ok || bytes.Contains(tail, []byte(v.Nonce)) {
		return nil, fmt.Errorf("render page: the nonce isn't there once")
	}
	return newPage(head, tail)
}

// previewPage renders a draft as respondents will see it, with nothing that could be sent.
func previewPage(d *Definition, tag, organisation string, logo template.URL) ([]byte, error) {
	v := formView(d.in(tag), organisation, nil, nil).dressed(d.Theme, logo)
	v.Preview = true
	if len(v.Questions) == 0 {
		v.Heading, v.Message = v.Title, d.Intro
	}
	return v.render()
}

// messagePage renders a page that only says something.
func messagePage(tag, organisation, heading, message string) ([]byte, error) {
	v := newView(tag, organisation)
	if organisation == "" {
		v.Title = heading
	}
	v.Heading, v.Message = heading, message
	return v.render()
}

// thanksPage is what a respondent sees at the end, in the survey's own look.
func thanksPage(d *Definition, tag, organisation, token string) ([]byte, error) {
	d = d.in(tag)
	v := newView(tag, organisation).dressed(d.Theme, logoOf(token))
	v.Heading, v.Done, v.Link = v.W.Thanks, true, d.ThanksLink
	switch t := strings.TrimSpace(d.Thanks); {
	case t == "":
	case len(t) <= 90 && !strings.Contains(t, "\n"):
		v.Heading = t
	default:
		v.Message = t
	}
	return v.render()
}

// logoOf is where a published survey's image is served.
func logoOf(token string) template.URL { return template.URL("/s/" + token + "/logo") } //nolint:gosec // the token was found
