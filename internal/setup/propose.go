package setup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/metric"
)

// draft is a proposal in the making: pure, and the same answers always give the same lines.
type draft struct {
	a     Answers
	trade trade
	p     Proposal
}

// Propose says what follows from answers, in an organisation where nothing is there yet but what every organisation starts with.
func Propose(a Answers) Proposal {
	d := &draft{a: a, trade: trades[a.Industry], p: Proposal{Missing: []Step{}, Items: []Item{}, Notes: []Note{}}}
	if a.Industry == "" {
		d.p.Missing = append(d.p.Missing, AboutIndustry)
	}
	if len(a.Channels) == 0 {
		d.p.Missing = append(d.p.Missing, AboutChannels)
	}
	if len(d.p.Missing) > 0 {
		return d.p
	}
	d.places()
	d.metrics()
	d.targets()
	d.units()
	d.brandPromise()
	d.firstSurvey()
	d.waits()
	d.rules()
	return d.p
}

func (d *draft) add(i Item) {
	if i.Needs == nil {
		i.Needs = []string{}
	}
	i.Standing = New
	d.p.Items = append(d.p.Items, i)
}

func (d *draft) item(key string) *Item {
	for n := range d.p.Items {
		if d.p.Items[n].Key == key {
			return &d.p.Items[n]
		}
	}
	return nil
}

func pointItem(key string) string  { return "touch_point:" + key }
func metricItem(key string) string { return "metric:" + key }

// places proposes the touch points of the industry that the channels reach, then those that promises are kept at.
func (d *draft) places() {
	put := func(t place, why string, from Step) {
		if d.item(pointItem(t.key)) != nil {
			return
		}
		on := []Channel{}
		for _, c := range t.on {
			if d.a.has(c) {
				on = append(on, c)
			}
		}
		d.add(Item{Key: pointItem(t.key), Section: TouchPoints, Name: t.name, Why: why, From: from, Point: &PointPart{Key: t.key, Channels: on}})
	}
	for _, t := range d.trade.places {
		if !d.a.hasAny(t.on) {
			continue
		}
		why, from := "Usual in "+called[d.a.Industry]+", whatever the channel.", AboutIndustry
		if len(t.on) > 0 {
			why, from = "Usual in "+called[d.a.Industry]+", and you meet customers through "+d.channelsOf(t.on)+".", AboutChannels
		}
		if t.key == complaint.key {
			why = "Whoever complains must land somewhere, on every channel."
		}
		put(t, why, from)
	}
	for _, p := range d.a.Promises {
		t := topicOf(p.About)
		if t == nil || t.place == nil {
			continue
		}
		why := "Here your promise is kept or broken: " + quoted(p)
		put(*t.place, why, AboutPromises)
		i := d.item(pointItem(t.place.key))
		i.Why, i.From = why, AboutPromises // usual in the industry or not: this weighs more
	}
}

func quoted(p Promise) string { return "“" + p.Text + "”" }

// channelsOf names those of a list that were answered.
func (d *draft) channelsOf(list []Channel) string {
	var names []string
	for _, c := range list {
		if d.a.has(c) {
			names = append(names, spoken[c])
		}
	}
	return sentence(names, "and")
}

func sentence(names []string, and string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " " + and + " " + names[len(names)-1]
}

// maxAsked is how many promises the first survey asks about: a longer one is answered by fewer.
const maxAsked = 3

// askedMetric is the metric by which customers say whether a promise was kept; nil where there is none.
func askedMetric(p Promise) *metric.Metric {
	m := &metric.Metric{Min: 1, Max: 5, Direction: metric.Up, ScaleUnit: "score", Scoring: metric.Scoring{Method: metric.TopBox, From: 4}}
	t := topicOf(p.About)
	switch {
	case t == nil:
		m.Key, m.Name = "kept_"+slug(p.Text), "Promise kept: "+cut(p.Text, 70)+", top 2 of 5"
	case t.asked == "":
		return nil
	default:
		m.Key, m.Name = t.asked, t.named+", top 2 of 5"
	}
	return m
}

// asked lists the promises that the first survey asks about, with their metrics.
func (d *draft) asked() (out []Promise, by []*metric.Metric) {
	for _, p := range d.a.Promises {
		m := askedMetric(p)
		if m == nil || len(out) == maxAsked || slices.ContainsFunc(by, func(o *metric.Metric) bool { return o.Key == m.Key }) {
			continue
		}
		out, by = append(out, p), append(by, m)
	}
	return out, by
}

func (d *draft) metrics() {
	put := func(m metric.Metric, asked bool, why string, from Step) {
		if d.item(metricItem(m.Key)) != nil {
			return
		}
		if err := m.Validate(); err != nil {
			return // the table's own are valid, which a test shows; a promise's key may not be
		}
		d.add(Item{Key: metricItem(m.Key), Section: Metrics, Name: m.Name, Why: why, From: from, metric: &m,
			Metric: &MetricPart{Key: m.Key, Min: m.Min, Max: m.Max, ScaleUnit: m.ScaleUnit, Scoring: m.Scoring, Better: m.Better, Asked: asked}})
	}
	for _, m := range metric.Standard() {
		put(m, true, "Every organisation starts with it.", AboutIndustry)
	}
	promises, by := d.asked()
	for i, p := range promises {
		put(*by[i], true, "Customers say whether you keep "+quoted(p), AboutPromises)
	}
	for _, p := range d.a.Promises {
		t := topicOf(p.About)
		if t == nil {
			continue
		}
		if t.key == AnswerFast {
			put(answeredWithin(t.span(&p)), false, "The share of messages for which you keep "+quoted(p), AboutPromises)
		}
		for _, key := range t.measures {
			put(operational(key), false, "What happens shows whether you keep "+quoted(p), AboutPromises)
		}
	}
	for _, o := range byChannel {
		if d.a.hasAny(o.on) {
			put(operational(o.key), false, "You meet customers through "+d.channelsOf(o.on)+": "+o.why+".", AboutChannels)
		}
	}
}

// byChannel are the operational metrics that a channel calls for.
var byChannel = []struct {
	key string
	on  []Channel
	why string
}{
	{"abandoned", []Channel{Phone}, "who hangs up before anybody answers is never asked"},
	{"hold_seconds", []Channel{Phone}, "waiting on hold is part of the conversation"},
	{"first_response_minutes", []Channel{Email, Chat, Social, Letter}, "who writes waits for an answer"},
	{"first_contact_resolution", []Channel{Phone, Chat, Store}, "whether it was solved there and then"},
	{"resolution_hours", []Channel{Visit, Store}, "how long it takes until it is done"},
}

func operational(key string) metric.Metric {
	for _, m := range metric.Operational() {
		if m.Key == key {
			return m
		}
	}
	return metric.Metric{}
}

// answeredWithin is the share of messages answered within the hours that are promised.
func answeredWithin(hours int) metric.Metric {
	return metric.Metric{Key: fmt.Sprintf("answered_within_%dh", hours), Name: fmt.Sprintf("Answered within %d hours", hours), Min: 0, Max: 525_600,
		ScaleUnit: "minutes", Direction: metric.Down, Scoring: metric.Scoring{Method: metric.Within, To: float64(hours * 60)}}
}

// aims are first targets. They are round numbers to begin with, not benchmarks: the sentences beside them say so.
var aims = map[string]float64{
	"nps": 30, "csat": 80, "ces": 80, "first_contact_resolution": 75, "repeat_contact": 15, "abandoned": 5, "hold_seconds": 60,
	"warm_hand_over": 80, "bounced": 5, "corrected": 3, "resolution_hours": 48, "resolved_in_time": 80, "first_response_minutes": 240,
}

func (d *draft) targets() {
	for _, i := range slices.Clone(d.p.Items) {
		if i.metric == nil {
			continue
		}
		m := i.metric
		aim, why := aims[m.Key], "A round number to begin with; change it once you know where you stand."
		switch {
		case m.Key == "first_response_minutes" && !d.a.hasAny([]Channel{Email, Social, Letter}):
			aim, why = 2, "Who chats waits in front of the screen: two minutes to begin with."
		case strings.HasPrefix(m.Key, "answered_within_"):
			aim, why = 90, "You promise it to everybody: nine in ten to begin with."
		case strings.HasPrefix(m.Key, "kept_"):
			aim, why = 80, "You promise it: four in five customers saying so is a place to begin."
		}
		if aim == 0 {
			continue
		}
		low, high := m.Reach()
		d.add(Item{Key: "target:" + m.Key, Section: Targets, Name: m.Name, Fixed: true, Why: why, From: i.From, Needs: []string{i.Key},
			Target: &TargetPart{Metric: m.Key, Value: aim, Unit: m.Unit, Better: m.Better, Low: low, High: high}})
	}
}

const (
	maxSites = 30
	maxTeams = 60
)

// units proposes sites below the top unit, each with its share of the teams below it.
func (d *draft) units() {
	s := d.a.Size
	sites := 0
	if s.Sites > 1 {
		sites = min(s.Sites, maxSites)
	}
	if s.Sites > maxSites {
		d.note(Units, "Only the first %d of %s places are proposed here. Bring all of them in as a list under Settings → Units.", maxSites, thousands(s.Sites))
	}
	teams := s.Teams
	if s.Teams > maxTeams || s.Sites > maxSites && s.Teams > 1 {
		teams = 0
		d.note(Units, "%s teams are too many for a first step: bring them in as a list under Settings → Units.", thousands(s.Teams))
	}
	if teams < 2 {
		teams = 0
	}
	for n := range sites {
		key := d.site(n)
		for t := range teams {
			if t*sites/teams == n {
				d.team(t, key)
			}
		}
	}
	for t := range teams {
		if sites == 0 {
			d.team(t, "")
		}
	}
}

// site proposes the place of a number, under the name it was given or one to begin with.
func (d *draft) site(n int) (key string) {
	name, why := fmt.Sprintf("%s %d", d.trade.site, n+1), fmt.Sprintf("You have %d places of work. Give it its own name.", d.a.Size.Sites)
	if n < len(d.a.Size.SiteNames) {
		name, why = d.a.Size.SiteNames[n], "You named it."
	}
	key = "unit:" + unitKey(name)
	if d.item(key) != nil {
		key += fmt.Sprintf("-%d", n+1)
	}
	d.add(Item{Key: key, Section: Units, Name: name, Why: why, From: AboutSize, Unit: &UnitPart{Key: strings.TrimPrefix(key, "unit:"), Kind: "site"}})
	return key
}

func (d *draft) team(n int, parent string) {
	i := Item{Key: fmt.Sprintf("unit:team-%d", n+1), Section: Units, Name: fmt.Sprintf("Team %d", n+1), From: AboutSize,
		Why: fmt.Sprintf("You have %d teams. Give it its own name.", d.a.Size.Teams), Unit: &UnitPart{Key: fmt.Sprintf("team-%d", n+1), Kind: "team", Parent: parent}}
	if parent != "" {
		i.Needs = []string{parent}
		i.Why = fmt.Sprintf("You have %d teams, dealt out evenly; move them to where they are.", d.a.Size.Teams)
	}
	d.add(i)
}

// thousands writes a number as people read it.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

func (d *draft) note(s Section, text string, args ...any) {
	d.p.Notes = append(d.p.Notes, Note{s, fmt.Sprintf(text, args...)})
}

// slug makes a key of words: letters and digits of ASCII, at most 40.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
		if b.Len() >= 40 {
			break
		}
	}
	if out := strings.Trim(b.String(), "_"); out != "" {
		return out
	}
	return "promise_" + hashed(s)
}

func unitKey(name string) string { return strings.ReplaceAll(slug(name), "_", "-") }

// cut shortens to so many characters, at a blank where there is one.
func cut(s string, most int) string {
	r := []rune(strings.TrimRight(s, ".!"))
	if len(r) <= most {
		return string(r)
	}
	short := string(r[:most-1])
	if at := strings.LastIndexByte(short, ' '); at > most/2 {
		short = short[:at]
	}
	return short + "…"
}
