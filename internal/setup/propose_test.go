package setup

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/metric"
)

// everything is an organisation that does all of it.
func everything(i Industry) Answers {
	a := Answers{Industry: i, Channels: slices.Clone(Channels), Size: Size{Sites: 3, Teams: 6, Employees: 40, Customers: 2000}, Promises: []Promise{}}
	for _, o := range offers(i)[:maxPromises-1] {
		a.Promises = append(a.Promises, Promise{Text: o.Text, About: o.About})
	}
	a.Promises = append(a.Promises, Promise{Text: "Élan — nous tenons parole."})
	return a
}

// variants are answers of an industry: each channel alone, all together, each promise alone, small and large.
func variants(i Industry) (all []Answers) {
	for _, c := range Channels {
		all = append(all, Answers{Industry: i, Channels: []Channel{c}, Promises: []Promise{}})
	}
	for _, t := range topics {
		all = append(all, Answers{Industry: i, Channels: []Channel{Email, Phone}, Promises: []Promise{{Text: t.text, About: t.key}}})
	}
	for _, s := range []Size{{Sites: 1, Teams: 1}, {Sites: 2}, {Teams: 5}, {Sites: 4, Teams: 3}, {Sites: 500, Teams: 9000, Employees: 100_000, Customers: 9_000_000},
		{Sites: 2, SiteNames: []string{"東京", "大阪"}}, {Customers: 12}} {
		all = append(all, Answers{Industry: i, Channels: []Channel{Store, Chat}, Promises: []Promise{}, Size: s})
	}
	return append(all, everything(i))
}

func TestEveryAnswerGivesAProposalThatHoldsTogether(t *testing.T) {
	for _, industry := range Industries {
		for _, a := range variants(industry) {
			if err := a.Validate(); err != nil {
				t.Fatalf("%+v: %v", a, err)
			}
			p := Propose(a)
			if !reflect.DeepEqual(p, Propose(a)) {
				t.Fatalf("%+v gives two proposals", a)
			}
			holds(t, a, &p)
		}
	}
}

func holds(t *testing.T, a Answers, p *Proposal) {
	t.Helper()
	seen, sections := map[string]bool{}, map[Section]int{}
	for n := range p.Items {
		i := &p.Items[n]
		if seen[i.Key] || i.Why == "" || i.Name == "" || len(i.Name) > 200 || strings.Contains(i.Why, "%!") || strings.Contains(i.Why, "through :") || strings.HasSuffix(i.Why, "through .") {
			t.Errorf("%s %v: %q because %q, twice %v", a.Industry, a.Channels, i.Key, i.Why, seen[i.Key])
		}
		for _, key := range i.Needs {
			if !seen[key] {
				t.Errorf("%s %v: %s needs %s, which isn't before it", a.Industry, a.Channels, i.Key, key)
			}
		}
		if i.metric != nil {
			if err := i.metric.Validate(); err != nil {
				t.Errorf("%s: %v", i.Key, err)
			}
		}
		if i.Target != nil && (i.Target.Value < i.Target.Low || i.Target.Value > i.Target.High) {
			t.Errorf("%s lies off its scale", i.Key)
		}
		if i.wait != nil && len(i.Name) > 80 {
			t.Errorf("%q is too long a name", i.Name)
		}
		seen[i.Key] = true
		sections[i.Section]++
	}
	if sections[TouchPoints] < 3 || sections[Metrics] < 3 || sections[Targets] < 3 || sections[FirstSurvey] != 1 || sections[AlertRules] < 3 {
		t.Errorf("%s %v proposes too little: %v", a.Industry, a.Channels, sections)
	}
	if n := len(p.item("survey:first").survey.Questions); n < 3 || n > 7 {
		t.Errorf("%s %v: a first survey of %d questions", a.Industry, a.Channels, n)
	}
}

func TestAPromiseLeadsToItsTouchPointItsMeasureItsTargetAndItsSilence(t *testing.T) {
	p := Propose(Answers{Industry: Banking, Channels: []Channel{Email}, Promises: []Promise{
		{Text: "We ring back within the hour.", About: CallBack}, {Text: "E-mails are answered the same day.", About: AnswerFast, Within: 8}, {Text: "We never sell your data."}}})
	for _, key := range []string{"touch_point:call-back", "metric:kept_call_back", "target:kept_call_back", "expectation:call-back", "rule:missed-call-back",
		"rule:broken-kept_call_back", "metric:answered_within_8h", "target:answered_within_8h", "expectation:answer-email", "rule:missed-answer-email",
		"metric:kept_we_never_sell_your_data", "rule:broken-kept_we_never_sell_your_data"} {
		i := p.item(key)
		if i == nil {
			t.Errorf("no %s", key)
		} else if i.From != AboutPromises {
			t.Errorf("%s comes from %s", key, i.From)
		}
	}
	if i := p.item("expectation:call-back"); i.wait.AnswerAt != "@touch_point:call-back" || !strings.Contains(i.Why, "We ring back within the hour.") {
		t.Errorf("%+v", i)
	}
	if i := p.item("expectation:answer-email"); i.wait.Hours != 8 || i.wait.Channel != "email" {
		t.Errorf("%+v", i.wait)
	}
	if p.item("expectation:answer-chat") != nil {
		t.Error("nobody chats here")
	}
	asked := 0
	for _, q := range p.item("survey:first").survey.Questions {
		if strings.HasPrefix(q.Metric, "kept_") {
			asked++
		}
	}
	if asked != 3 {
		t.Errorf("the survey asks about %d promises", asked)
	}
}

func TestUnitsFollowTheSize(t *testing.T) {
	said := func(s Size) (out []string) {
		for _, i := range Propose(Answers{Industry: Retail, Channels: []Channel{Store}, Size: s}).Items {
			if i.Unit != nil {
				out = append(out, strings.TrimPrefix(i.Unit.Parent, "unit:")+"/"+i.Unit.Key)
			}
		}
		return out
	}
	for _, c := range []struct {
		size Size
		want []string
	}{
		{Size{Sites: 1, Teams: 1}, nil},
		{Size{Sites: 2, Teams: 3}, []string{"/store-1", "store-1/team-1", "store-1/team-2", "/store-2", "store-2/team-3"}},
		{Size{Sites: 2, SiteNames: []string{"Old Town", "Old town!"}}, []string{"/old-town", "/old-town-2"}},
		{Size{Sites: 1, Teams: 2}, []string{"/team-1", "/team-2"}},
		{Size{Teams: 61}, nil},
	} {
		if got := said(c.size); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, not %v", c.size, got, c.want)
		}
	}
	if n := len(said(Size{Sites: 500})); n != maxSites {
		t.Errorf("%d sites", n)
	}
}

func TestWhatIsMissingIsAskedFor(t *testing.T) {
	p := Propose(Answers{})
	if !slices.Equal(p.Missing, []Step{AboutIndustry, AboutChannels}) || len(p.Items) != 0 {
		t.Errorf("%+v", p)
	}
}

func TestWhatIsMeasuredOtherwiseTakesItsLinesAway(t *testing.T) {
	p := Propose(everything(ContactCentre))
	nps := metric.Metric{ID: "met_1", Key: "nps", Name: "Ours", Min: 0, Max: 10, Scoring: metric.Scoring{Method: metric.Mean}}
	if err := nps.Validate(); err != nil {
		t.Fatal(err)
	}
	(&there{metrics: []metric.Metric{nps}}).mark(&p)
	if i := p.item("metric:nps"); i.Standing != Differs || i.Name != "Ours" {
		t.Errorf("%+v", i)
	}
	for _, key := range []string{"target:nps", "rule:low-nps", "rule:praise"} {
		if p.item(key) != nil {
			t.Errorf("%s rests on it", key)
		}
	}
	s := p.item("survey:first")
	for _, q := range s.survey.Questions {
		if q.Metric == "nps" {
			t.Error("the survey asks for it")
		}
	}
	if len(s.Survey.Questions) != len(s.survey.Questions) {
		t.Error("the shown questions aren't those that are asked")
	}
}
