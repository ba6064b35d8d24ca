package survey

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Translation is a survey's words in another language. What it lacks is said in the survey's own language.
type Translation struct {
	Intro      string                `json:"intro,omitempty"`
	Thanks     string                `json:"thanks,omitempty"`
	ThanksLink string                `json:"thanks_link,omitempty" doc:"The words of the link"`
	Questions  map[string]Translated `json:"questions,omitempty" doc:"By the question's key"`
}

// Translated is one question's words.
type Translated struct {
	Text    string            `json:"text,omitempty"`
	Help    string            `json:"help,omitempty"`
	Low     string            `json:"low,omitempty"`
	High    string            `json:"high,omitempty"`
	Options map[string]string `json:"options,omitempty" doc:"By the option's key"`
}

const maxTranslations = 100

// languages lists the survey's own language and then the others, in order of their tags.
func (d *Definition) languages() []string {
	return append([]string{d.language()}, slices.Sorted(maps.Keys(d.Translations))...)
}

// in returns the definition in one of its languages; itself in its own.
func (d *Definition) in(tag string) *Definition {
	t, ok := d.Translations[tag]
	if !ok {
		return d
	}
	out := *d
	out.Language = tag
	out.Intro, out.Thanks = or(t.Intro, d.Intro), or(t.Thanks, d.Thanks)
	if d.ThanksLink != nil {
		out.ThanksLink = &Link{Text: or(t.ThanksLink, d.ThanksLink.Text), URL: d.ThanksLink.URL}
	}
	out.Questions = slices.Clone(d.Questions)
	for i := range out.Questions {
		q := &out.Questions[i]
		w := t.Questions[q.Key]
		q.Text, q.Help, q.Low, q.High = or(w.Text, q.Text), or(w.Help, q.Help), or(w.Low, q.Low), or(w.High, q.High)
		q.Options = slices.Clone(q.Options)
		for n := range q.Options {
			q.Options[n].Text = or(w.Options[q.Options[n].Key], q.Options[n].Text)
		}
	}
	return &out
}

// checkTranslations refuses what isn't a language or says too much. Words for questions that have gone are no fault: a question
// that comes back finds them again.
func (d *Definition) checkTranslations(place string) error {
	if len(d.Translations) > maxTranslations {
		return problem.At(place, "too_many_languages", "A survey has at most %d languages.", maxTranslations)
	}
	for tag, t := range d.Translations {
		at := place + "." + brief(tag)
		if !languageForm.MatchString(tag) {
			return problem.At(at, "language_invalid", "%q isn't a language tag such as en or pt-BR.", brief(tag))
		}
		if strings.EqualFold(tag, d.language()) {
			return problem.At(at, "language_twice", "%s is the survey's own language already.", tag)
		}
		texts := []struct {
			field, value string
			most         int
		}{{".intro", t.Intro, maxProse}, {".thanks", t.Thanks, maxProse}, {".thanks_link", t.ThanksLink, maxLabel}}
		for key, q := range t.Questions {
			of := ".questions." + brief(key)
			texts = append(texts, []struct {
				field, value string
				most         int
			}{{of + ".text", q.Text, maxLine}, {of + ".help", q.Help, maxLine}, {of + ".low", q.Low, maxLabel}, {of + ".high", q.High, maxLabel}}...)
			for option, words := range q.Options {
				texts = append(texts, struct {
					field, value string
					most         int
				}{of + ".options." + brief(option), words, maxLine})
			}
		}
		for _, one := range texts {
			if err := text(one.value, at+one.field, one.most); err != nil {
				return err
			}
		}
	}
	return nil
}

// untranslated lists the questions and options that a language lacks words for: half a survey in each language helps nobody.
func (d *Definition) untranslated() (found []problem.Field) {
	for _, tag := range d.languages()[1:] {
		t := d.Translations[tag]
		for i := range d.Questions {
			q := &d.Questions[i]
			place := fmt.Sprintf("definition.translations.%s.questions.%s", tag, q.Key)
			if strings.TrimSpace(t.Questions[q.Key].Text) == "" {
				found = append(found, problem.Field{Location: place + ".text", Message: fmt.Sprintf("Question %d has no words in %s.", i+1, languageName(tag))})
			}
			for n, o := range q.Options {
				if q.chooses() && strings.TrimSpace(t.Questions[q.Key].Options[o.Key]) == "" {
					found = append(found, problem.Field{Location: place + ".options." + o.Key,
						Message: fmt.Sprintf("Option %d of question %d has no words in %s.", n+1, i+1, languageName(tag))})
				}
			}
		}
	}
	return found
}

// languageName is a language's name in English, for messages to its editor.
func languageName(tag string) string {
	if name := display.English.Languages().Name(language.Make(tag)); name != "" {
		return name
	}
	return tag
}

// endonym is a language's name in itself, for those who can't read any other.
func endonym(tag string) string {
	if name := display.Self.Name(language.Make(tag)); name != "" {
		return name
	}
	return tag
}

// choose picks one of the languages: the one asked for by tag, or else the best for an Accept-Language header.
func choose(languages []string, asked, header string) string {
	if slices.Contains(languages, asked) {
		return asked
	}
	if len(languages) == 1 || header == "" || len(header) > 200 {
		return languages[0]
	}
	want, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return languages[0]
	}
	have := make([]language.Tag, len(languages))
	for i, tag := range languages {
		have[i] = language.Make(tag)
	}
	_, at, confidence := language.NewMatcher(have).Match(want...)
	if confidence == language.No {
		return languages[0]
	}
	return languages[at]
}
