package setup

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/expectation"
	"github.com/touchstone-cx/touchstone/internal/sentiment"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/survey"
)

// firstSurvey proposes one short survey about the touch point that matters most, with a question for each promise.
func (d *draft) firstSurvey() {
	about := d.surveyed()
	if about == nil {
		return
	}
	def := &survey.Definition{Language: "en", TouchPoint: "@" + about.Key, Thanks: "Thank you. We read every answer."}
	part := &SurveyPart{TouchPoint: about.Key, Questions: []QuestionPart{}}
	ask := func(q survey.Question, metric string) {
		def.Questions = append(def.Questions, q)
		p := QuestionPart{Kind: q.Kind, Text: q.Text}
		if metric != "" {
			p.Needs = metricItem(metric)
		}
		part.Questions = append(part.Questions, p)
	}
	ask(survey.Question{Key: "csat", Kind: survey.CSAT, Text: "How satisfied were you with the " + nameMark + "?", Required: true, Metric: "csat"}, "csat")
	if d.a.promised(Easy) != nil || d.a.hasAny([]Channel{Phone, Chat, Web}) && d.a.Industry != Hospitality {
		ask(survey.Question{Key: "ces", Kind: survey.CES, Text: "How easy was it to get what you wanted?", Metric: "ces"}, "ces")
	}
	promises, by := d.asked()
	for i, p := range promises {
		ask(survey.Question{Key: fmt.Sprintf("promise-%d", i+1), Kind: survey.CSAT, Metric: by[i].Key,
			Text: "We promise: “" + p.Text + "” How satisfied were you with how we kept it?"}, by[i].Key)
	}
	ask(survey.Question{Key: "nps", Kind: survey.NPS, Text: "How likely are you to recommend us to a friend or colleague?", Metric: "nps"}, "nps")
	ask(survey.Question{Key: "comment", Kind: survey.LongText, Text: "What is the one thing we could do better?"}, "")
	why, from := "The touch point at which your "+d.trade.customer+" judge you; the promises are asked about, too.", AboutIndustry
	if len(promises) > 0 {
		from = AboutPromises
	} else {
		why = "The touch point at which your " + d.trade.customer + " judge you."
	}
	d.add(Item{Key: "survey:first", Section: FirstSurvey, Name: "After the " + inSentence(about.Name), Why: why, From: from,
		Needs: []string{about.Key}, survey: def, Survey: part})
	d.expectedAnswers()
}

// nameMark stands for the name of the touch point in a question's words.
const nameMark = "%s"

// surveyed is the touch point that the first survey asks about.
func (d *draft) surveyed() *Item {
	if i := d.item(pointItem(d.trade.first)); i != nil {
		return i
	}
	for n := range d.p.Items { // the first conversation on a channel that there is, rather than a menu or a queue
		i := &d.p.Items[n]
		if i.Point != nil && (strings.Contains(i.Name, "onversation") || strings.Contains(i.Name, "nswer")) {
			return i
		}
	}
	for n := range d.p.Items {
		if d.p.Items[n].Point != nil {
			return &d.p.Items[n]
		}
	}
	return nil
}

// expectedAnswers says what the size means for the figures of a month.
func (d *draft) expectedAnswers() {
	n := d.a.Size.Customers / 10
	if n < 1 {
		return
	}
	if n < 30 {
		d.note(FirstSurvey, "Of %s customers a month perhaps one in ten answers: about %d answers. Fewer than 30 make no figure, so look at whole quarters.", thousands(d.a.Size.Customers), n)
		return
	}
	// The widest 95 % interval of a share, at one half: 1.96 × √(0.25 / n).
	d.note(FirstSurvey, "Of %s customers a month perhaps one in ten answers: about %s answers, which tell a share to within %.0f points.",
		thousands(d.a.Size.Customers), thousands(n), math.Ceil(100*1.96*math.Sqrt(0.25/float64(n))))
}

// inSentence is a name as it reads within a sentence: its first letter small, unless it is an abbreviation or a name.
func inSentence(name string) string {
	r := []rune(name)
	if len(r) > 1 && strings.ToUpper(string(r[1])) == string(r[1]) && strings.ToLower(string(r[1])) != string(r[1]) {
		return name
	}
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

const silent = "silence"

// waits proposes what should be heard or done in time because it was promised, each with the rule that opens a case otherwise.
func (d *draft) waits() {
	for _, p := range d.a.Promises {
		t := topicOf(p.About)
		if t == nil || t.silence == "" {
			continue
		}
		for _, w := range d.waitsOf(t, p) {
			d.add(w)
		}
	}
}

func (d *draft) waitsOf(t *topic, p Promise) (list []Item) {
	begin := func(key, name, why string, in expectation.Input, needs ...string) {
		in.Name, in.Kind, in.On = name, t.silence, true
		list = append(list, Item{Key: "expectation:" + key, Section: AlertRules, Name: name, From: AboutPromises, Needs: needs,
			Why: "You promise " + quoted(p) + " " + why, wait: &in, Wait: &WaitPart{Kind: t.silence, On: true}})
	}
	comesAt := func(attribute string) expectation.Rules {
		return expectation.Rules{Attribute: attribute, AnswerAt: "@" + pointItem(t.place.key)}
	}
	switch t.key {
	case CallBack:
		begin("call-back", "Promised call-backs", "A signal that names the time in its attribute promised_at must be followed by one at the call-back.",
			expectation.Input{Rules: comesAt("promised_at")}, pointItem(t.place.key))
	case OnTime:
		begin("appointment", "Agreed appointments", "A signal that names the time in its attribute appointment_at must be followed by one at the appointment.",
			expectation.Input{Rules: comesAt("appointment_at")}, pointItem(t.place.key))
	case KeepInformed:
		begin("next-message", "Next message on how things stand", "A signal that names the time in its attribute next_message_at must be followed by such a message.",
			expectation.Input{Rules: comesAt("next_message_at")}, pointItem(t.place.key))
	case AnswerFast:
		for _, c := range []Channel{Email, Chat, Social, Letter} {
			if d.a.has(c) {
				begin("answer-"+string(c), fmt.Sprintf("%s answered within %d hours", messages[c], t.span(&p)),
					"Each message that comes in through "+spoken[c]+" must be followed by another signal of its customer.",
					expectation.Input{Rules: expectation.Rules{Signals: []signal.Kind{"conversation", "feedback"}, Channel: string(c), Hours: t.span(&p)}})
			}
		}
	case FirstTime:
		begin("repeat", fmt.Sprintf("Nobody has to come again within %d days", t.span(&p)), "Each conversation is looked at: did the same customer come again?",
			expectation.Input{Rules: expectation.Rules{Signals: []signal.Kind{"conversation"}, Days: t.span(&p)}}, metricItem("repeat_contact"))
	}
	return list
}

var messages = map[Channel]string{Email: "E-mails", Chat: "Chats", Social: "Messages on social media", Letter: "Letters"}

// rules proposes which bad news opens a case, and which good news is passed on.
func (d *draft) rules() {
	keep := d.dayCap()
	put := func(key, name, why string, from Step, r casework.RuleInput, needs ...string) {
		r.Name, r.Match, r.On = name, "all", true
		if r.Purpose == "" {
			r.Purpose, r.PerCustomer, r.DayCap = casework.ForCase, true, keep
		}
		d.add(Item{Key: "rule:" + key, Section: AlertRules, Name: name, Why: why, From: from, Needs: needs, rule: &r,
			Rule: &RulePart{Severity: r.Severity, Purpose: r.Purpose, DueHours: r.DueHours, DayCap: r.DayCap, On: true, Days: trialDays}})
	}
	for n := range d.p.Items {
		i := d.p.Items[n]
		if i.wait == nil || i.wait.Kind == expectation.Repeat {
			continue
		}
		key := strings.TrimPrefix(i.Key, "expectation:")
		put("missed-"+key, "Missed: "+i.Name, "What was promised didn’t come, and the customer hasn’t said so yet.", AboutPromises,
			casework.RuleInput{DueHours: 8, Severity: casework.High, Conditions: []casework.Condition{
				{Field: "kind", Op: casework.Is, Value: casework.Text(silent)},
				{Field: "attributes.expectation", Op: casework.Is, Value: casework.Text("@" + i.Key)},
			}}, i.Key)
	}
	promises, by := d.asked()
	for n, p := range promises {
		severity, due := casework.Medium, 48
		if t := topicOf(p.About); t != nil && t.alert == casework.High {
			severity, due = casework.High, 24
		}
		put("broken-"+by[n].Key, cut("Promise broken: "+p.Text, 90), "A customer says that you didn’t keep it: the bottom two of five.", AboutPromises,
			casework.RuleInput{DueHours: due, Severity: severity, Conditions: []casework.Condition{{Field: "metric." + by[n].Key, Op: casework.AtMost, Value: casework.Number(2)}}},
			metricItem(by[n].Key))
	}
	put("low-nps", "Low NPS", "Detractors say that they wouldn’t recommend you.", AboutIndustry,
		casework.RuleInput{DueHours: 24, Severity: casework.High, Conditions: []casework.Condition{{Field: "metric.nps", Op: casework.AtMost, Value: casework.Number(6)}}}, metricItem("nps"))
	put("low-csat", "Low CSAT", "The bottom two of five.", AboutIndustry,
		casework.RuleInput{DueHours: 48, Severity: casework.Medium, Conditions: []casework.Condition{{Field: "metric.csat", Op: casework.AtMost, Value: casework.Number(2)}}}, metricItem("csat"))
	put("very-negative", "Very negative comment", "Words tell what a score doesn’t.", AboutIndustry,
		casework.RuleInput{DueHours: 48, Severity: casework.Medium, Conditions: []casework.Condition{{Field: "sentiment", Op: casework.Is, Value: casework.Text(string(sentiment.VeryNegative))}}})
	put("praise", "Praise from happy customers", "Good work should be heard by those who did it: it opens no case.", AboutIndustry,
		casework.RuleInput{DueHours: 24, Severity: casework.Low, Purpose: casework.ForPraise, Conditions: []casework.Condition{
			{Field: "metric.nps", Op: casework.AtLeast, Value: casework.Number(9)},
			{Field: "sentiment", Op: casework.AtLeast, Value: casework.Text(string(sentiment.Positive))},
		}}, metricItem("nps"))
	if d.a.Size.Employees > 0 {
		d.note(AlertRules, "Each rule opens at most %d cases a day, going by %s who serve customers.", keep, people(d.a.Size.Employees))
	} else {
		d.note(AlertRules, "Each rule opens at most %d cases a day.", keep)
	}
}

func people(n int) string {
	if n == 1 {
		return "one employee"
	}
	return fmt.Sprintf("%d employees", n)
}

// trialDays is how far back a proposed rule is tried.
const trialDays = 30

// dayCap keeps a rule from opening more cases than people can look after: two a day for each employee, within reason.
func (d *draft) dayCap() int {
	if d.a.Size.Employees == 0 {
		return 50
	}
	return min(max(2*d.a.Size.Employees, 10), 1000)
}

func hashed(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:6])
}
