package survey

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Kind is how a question is asked and answered.
type Kind string

// The closed list of kinds.
const (
	NPS       Kind = "nps"        // 0 to 10
	CSAT      Kind = "csat"       // 1 to 5, as faces with words
	CES       Kind = "ces"        // 1 to 7: how easy it was
	Choice    Kind = "choice"     // one of several options
	Multiple  Kind = "multiple"   // any number of options
	ShortText Kind = "short_text" // a line of words
	LongText  Kind = "long_text"  // words
	Number    Kind = "number"     // a decimal number
	Date      Kind = "date"       // a day
	Statement Kind = "statement"  // says something and asks nothing
)

var kinds = []Kind{NPS, CSAT, CES, Choice, Multiple, ShortText, LongText, Number, Date, Statement}

// Limits of a definition.
const (
	maxQuestions = 50
	maxOptions   = 50
	maxLine      = 500  // characters of a question, a help text or an option
	maxLabel     = 40   // characters of the words at an end of a scale
	maxProse     = 2000 // characters of the introduction and the thanks
	maxAnswer    = 2000 // characters of a long text that is given as an answer
	maxShort     = 200  // characters of a short one
)

// Definition is what a survey asks. Everything in it is found by a question's key, never by its place, so that translations
// (texts by key), pages and conditions (lists of keys) can be added beside the questions without moving them.
type Definition struct {
	Language   string     `json:"language,omitempty" doc:"BCP 47; en without it" example:"en"`
	TouchPoint string     `json:"touch_point,omitempty" doc:"Key of the touch point the answers are about; made if it isn't known yet" example:"call"`
	Intro      string     `json:"intro,omitempty" doc:"Said above the questions"`
	Questions  []Question `json:"questions" doc:"In the order in which they are asked, at most 50"`
	Thanks     string     `json:"thanks,omitempty" doc:"Said after the last answer"`
	ThanksLink *Link      `json:"thanks_link,omitempty" doc:"Where a respondent may go on from there"`
	Theme      *Theme     `json:"theme,omitempty"`

	Translations map[string]Translation `json:"translations,omitempty" doc:"By language tag: the same words in other languages, at most 100"`
}

// Link leads a respondent on.
type Link struct {
	Text string `json:"text"`
	URL  string `json:"url" doc:"An https address"`
}

// Question is one item. Its key is what answers are kept under and never changes its meaning.
type Question struct {
	Key       string   `json:"key" doc:"Lower-case letters, digits, - and _; unique in the survey" example:"q1"`
	Kind      Kind     `json:"kind" enum:"nps,csat,ces,choice,multiple,short_text,long_text,number,date,statement"`
	Text      string   `json:"text" example:"How likely are you to recommend us to a friend or colleague?"`
	Help      string   `json:"help,omitempty"`
	Required  bool     `json:"required,omitempty"`
	Metric    string   `json:"metric,omitempty" doc:"nps, csat, ces, number: the metric that is scored; without it the kind's own, and none for a number"`
	Low       string   `json:"low,omitempty" doc:"Words at the low end of the scale"`
	High      string   `json:"high,omitempty" doc:"Words at the high end of the scale"`
	Options   []Option `json:"options,omitempty" doc:"choice, multiple: what can be chosen, 2 to 50"`
	Attribute string   `json:"attribute,omitempty" doc:"choice, multiple, number, date: the attribute that the answer becomes, the question's key without it; short_text: the attribute that it becomes instead of a comment"`
	Min       string   `json:"min,omitempty" doc:"number, date: the least that is taken, such as 0 or 2026-01-01"`
	Max       string   `json:"max,omitempty" doc:"number, date: the most that is taken"`
	Show      *Show    `json:"show,omitempty" doc:"When the question is asked; always without it"`
}

// Option is one possible answer of a choice.
type Option struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// Scored reports whether the answer is a score, and of which metric.
func (q *Question) Scored() (metric string, ok bool) {
	switch {
	case q.Kind == Number:
		return q.Metric, q.Metric != ""
	case q.Kind != NPS && q.Kind != CSAT && q.Kind != CES:
		return "", false
	case q.Metric != "":
		return q.Metric, true
	}
	return string(q.Kind), true
}

// Scale returns the lowest and highest score of a scored question.
func (q *Question) Scale() (low, high int) {
	switch q.Kind {
	case NPS:
		return 0, 10
	case CES:
		return 1, 7
	default:
		return 1, 5
	}
}

// chooses reports whether the answer is one or several options.
func (q *Question) chooses() bool { return q.Kind == Choice || q.Kind == Multiple }

// worded reports whether the answer is words.
func (q *Question) worded() bool { return q.Kind == ShortText || q.Kind == LongText }

// Asks reports whether there is anything to answer.
func (q *Question) Asks() bool { return q.Kind != Statement }

// attribute is where an answer goes that is neither a score nor a comment; "" where it goes elsewhere.
func (q *Question) attribute() string {
	_, scored := q.Scored()
	switch {
	case q.Kind == LongText || q.Kind == Statement || scored:
		return ""
	case q.Attribute != "" || q.Kind == ShortText:
		return q.Attribute
	}
	return q.Key
}

func (q *Question) option(key string) *Option {
	for i := range q.Options {
		if q.Options[i].Key == key {
			return &q.Options[i]
		}
	}
	return nil
}

// Question finds one by its key; nil where there is none.
func (d *Definition) Question(key string) *Question {
	for i := range d.Questions {
		if d.Questions[i].Key == key {
			return &d.Questions[i]
		}
	}
	return nil
}

func (d *Definition) language() string {
	if d.Language == "" {
		return "en"
	}
	return d.Language
}

var languageForm = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)

// Validate checks what even a half-written draft must keep to, so that it can be stored and shown. Whether it can be
// published is what gaps says.
func (d *Definition) Validate() error {
	const at = "body.definition"
	if d.Language != "" && !languageForm.MatchString(d.Language) {
		return problem.At(at+".language", "language_invalid", "%q isn't a language tag such as en or pt-BR.", brief(d.Language))
	}
	if d.TouchPoint != "" {
		if err := identity.Key(d.TouchPoint, at+".touch_point"); err != nil {
			return err
		}
	}
	if err := text(d.Intro, at+".intro", maxProse); err != nil {
		return err
	}
	if err := text(d.Thanks, at+".thanks", maxProse); err != nil {
		return err
	}
	if len(d.Questions) > maxQuestions {
		return problem.At(at+".questions", "too_many_questions", "A survey has at most %d questions.", maxQuestions)
	}
	seen := map[string]bool{}
	for i := range d.Questions {
		place := fmt.Sprintf("%s.questions[%d]", at, i)
		if err := d.Questions[i].validate(place); err != nil {
			return err
		}
		if k := d.Questions[i].Key; seen[k] {
			return problem.At(place+".key", "key_twice", "Two questions have the key %q.", k)
		}
		seen[d.Questions[i].Key] = true
	}
	for i := range d.Questions {
		if err := d.checkShow(i, fmt.Sprintf("%s.questions[%d].show", at, i)); err != nil {
			return err
		}
	}
	if err := d.ThanksLink.validate(at + ".thanks_link"); err != nil {
		return err
	}
	if err := d.Theme.validate(at + ".theme"); err != nil {
		return err
	}
	return d.checkTranslations(at + ".translations")
}

func (q *Question) validate(place string) error {
	if err := identity.Key(q.Key, place+".key"); err != nil {
		return err
	}
	if !slices.Contains(kinds, q.Kind) {
		return problem.At(place+".kind", "question_kind_unknown", "There is no kind of question %q.", brief(string(q.Kind)))
	}
	for _, t := range []struct {
		field, value string
		most         int
	}{{".text", q.Text, maxLine}, {".help", q.Help, maxLine}, {".low", q.Low, maxLabel}, {".high", q.High, maxLabel}} {
		if err := text(t.value, place+t.field, t.most); err != nil {
			return err
		}
	}
	for field, key := range map[string]string{".metric": q.Metric, ".attribute": q.Attribute} {
		if key != "" {
			if err := identity.Key(key, place+field); err != nil {
				return err
			}
		}
	}
	if err := q.checkRange(place); err != nil {
		return err
	}
	if len(q.Options) > maxOptions {
		return problem.At(place+".options", "too_many_options", "A question has at most %d options.", maxOptions)
	}
	seen := map[string]bool{}
	for i, o := range q.Options {
		at := fmt.Sprintf("%s.options[%d]", place, i)
		if err := identity.Key(o.Key, at+".key"); err != nil {
			return err
		}
		if seen[o.Key] {
			return problem.At(at+".key", "key_twice", "Two options have the key %q.", o.Key)
		}
		seen[o.Key] = true
		if err := text(o.Text, at+".text", maxLine); err != nil {
			return err
		}
	}
	return nil
}

// gaps lists what keeps a definition from being published, apart from its metrics.
func (d *Definition) gaps() (found []problem.Field) {
	say := func(place, format string, args ...any) {
		found = append(found, problem.Field{Location: "definition" + place, Message: fmt.Sprintf(format, args...)})
	}
	asks := 0
	metrics, attributes := map[string]bool{}, map[string]bool{}
	for i := range d.Questions {
		q, place := &d.Questions[i], fmt.Sprintf(".questions[%d]", i)
		if q.Asks() {
			asks++
		}
		if strings.TrimSpace(q.Text) == "" {
			say(place+".text", "Question %d has no words.", i+1)
		}
		if m, ok := q.Scored(); ok {
			if metrics[m] {
				say(place+".metric", "Two questions score the metric %q. Give one of them another metric.", m)
			}
			metrics[m] = true
		}
		if q.chooses() && len(q.Options) < 2 {
			say(place+".options", "Question %d needs at least two options.", i+1)
		}
		for n, o := range q.Options {
			if q.chooses() && strings.TrimSpace(o.Text) == "" {
				say(fmt.Sprintf("%s.options[%d].text", place, n), "Option %d of question %d has no words.", n+1, i+1)
			}
		}
		if a := q.attribute(); a != "" && attributes[a] {
			say(place+".attribute", "Two questions fill the attribute %q.", a)
		} else {
			attributes[a] = true
		}
	}
	found = append(found, d.untranslated()...)
	if asks == 0 {
		found = append([]problem.Field{{Location: "definition.questions", Message: "The survey asks nothing yet. Add a question."}}, found...)
	}
	return found
}

func text(s, location string, most int) error {
	if len(s) > most && utf8.RuneCountInString(s) > most {
		return problem.At(location, "text_too_long", "At most %d characters.", most).With(problem.Args{"max": most})
	}
	return identity.Clean(s, location)
}

func brief(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}

func hashOf(doc string) string {
	h := sha256.Sum256([]byte(doc))
	return hex.EncodeToString(h[:])
}
