package journey

import (
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/sentiment"
)

// LiveStage is what customers feel, think and do in a stage, beside what they should.
type LiveStage struct {
	ID      string    `json:"id"`
	Feel    *LiveWant `json:"feel,omitempty" doc:"Absent where no measure tells"`
	Think   *LiveWant `json:"think,omitempty"`
	Do      *LiveWant `json:"do,omitempty"`
	Emotion Emotion   `json:"emotion"`
	Volume  int64     `json:"volume" doc:"Signals at its touch points"`

	Figures []WholeFigure `json:"figures" doc:"Each metric over the touch points of the stage"`
}

// LiveWant is the measure of what customers should feel, think or do, at the touch points of the stage.
type LiveWant struct {
	Metric  string   `json:"metric"`
	Where   []string `json:"where"`
	Intent  *float64 `json:"intended,omitempty" doc:"What it should reach"`
	Verdict string   `json:"verdict" enum:"met,not_met,unclear,too_few,no_target,not_measured" doc:"met: the whole interval is on the good side of what is intended"`
	metric.GroupFigure
}

// Emotion is how customers are expected to feel in a stage and how they do, from −2 to 2.
type Emotion struct {
	Expected *float64       `json:"expected,omitempty" doc:"Mean of what its cards expect"`
	Cards    int            `json:"cards" doc:"How many cards expect something"`
	Measured *metric.Number `json:"measured,omitempty" doc:"Absent where nothing tells"`
	Source   string         `json:"source" enum:"scores,comments,none" doc:"What measured was made of: the scores of the metrics of experience, or the sentiment of comments where there are too few"`
	Parts    []FeelingPart  `json:"parts" doc:"What each metric says, and the comments, whichever was used"`
}

// FeelingPart is what one source says of an emotion.
type FeelingPart struct {
	Source string `json:"source" enum:"scores,comments"`
	Metric string `json:"metric,omitempty"`
	metric.Number
}

// stage reads what a stage's measures say.
func (l *listening) stage(ctx context.Context, s *Stage) (LiveStage, error) {
	out := LiveStage{ID: s.ID}
	points := l.points(s.ID)
	out.Volume, _ = l.heard.Count(points...)
	for _, w := range []struct {
		want *Want
		into **LiveWant
	}{{&s.Feel, &out.Feel}, {&s.Think, &out.Think}, {&s.Do, &out.Do}} {
		if w.want.Metric == "" {
			continue
		}
		told, err := l.want(ctx, w.want, points)
		if err != nil {
			return out, err
		}
		*w.into = told
	}
	out.Emotion, out.Figures = l.emotion(s.ID, points), l.over(points)
	return out, nil
}

// points are the touch points of a stage, each once.
func (l *listening) points(stage string) []string {
	out := []string{}
	for _, c := range l.byStage[stage] {
		if c.TouchPoint != "" && !slices.Contains(out, c.TouchPoint) {
			out = append(out, c.TouchPoint)
		}
	}
	return out
}

// at are the conditions of what is heard at touch points.
func (l *listening) at(points []string) []string {
	escaped := make([]string, len(points))
	for i, p := range points {
		escaped[i] = metric.Escape(p)
	}
	return append(slices.Clone(l.where), "touch_point:"+strings.Join(escaped, ","))
}

// over are the figures of every metric over touch points, of those that were answered there.
func (l *listening) over(points []string) []WholeFigure {
	out := []WholeFigure{}
	for i := range l.all {
		key := l.all[i].Key
		g := l.group(key, nil)
		if g == nil || len(points) == 0 || !g.Adds() && len(points) > 1 {
			continue
		}
		if f := g.Of(points...); f.N > 0 {
			out = append(out, WholeFigure{Metric: key, Where: l.at(points), GroupFigure: f})
		}
	}
	return out
}

func (l *listening) want(ctx context.Context, w *Want, points []string) (*LiveWant, error) {
	out := &LiveWant{Metric: w.Metric, Intent: w.Target, Verdict: "not_measured", Where: slices.Clone(l.where)}
	g := l.group(w.Metric, nil)
	if g == nil || len(points) == 0 {
		return out, nil
	}
	out.Where = l.at(points)
	switch {
	case g.Adds() || len(points) == 1:
		out.GroupFigure = g.Of(points...)
	default: // the median of several touch points doesn't follow from theirs
		f, err := l.j.Metrics.Figure(ctx, l.org, metric.Ask{Metric: w.Metric, Where: out.Where, From: l.slice.From, To: l.slice.To,
			AgainstFrom: l.slice.AgainstFrom, AgainstTo: l.slice.AgainstTo})
		if err != nil {
			return nil, err
		}
		r := f.Rows[0]
		out.GroupFigure = metric.GroupFigure{Number: r.Number, LeftOut: r.LeftOut, Before: r.Before, Change: r.Change, Target: r.Target}
	}
	if out.Intent == nil && out.Target != nil {
		out.Intent = &out.Target.Value
	}
	switch {
	case out.N == 0:
	case out.Intent == nil && out.TooFew:
		out.Verdict = "too_few"
	case out.Intent == nil:
		out.Verdict = "no_target"
	default:
		out.Verdict = g.Metric.Judge(*out.Intent, out.Number)
	}
	return out, nil
}

// emotion puts the scores of experience on a scale from −2 to 2, and comments where there are too few scores.
func (l *listening) emotion(stage string, points []string) Emotion {
	out := Emotion{Source: "none", Parts: []FeelingPart{}}
	sum := 0
	for _, c := range l.byStage[stage] {
		if c.Emotion != nil {
			out.Cards++
			sum += *c.Emotion
		}
	}
	if out.Cards > 0 {
		mean := float64(sum) / float64(out.Cards)
		out.Expected = &mean
	}
	scores := l.scores(stage)
	for _, p := range scores {
		if p.N > 0 {
			out.Parts = append(out.Parts, p)
		}
	}
	said := l.comments(points)
	if said.N > 0 {
		out.Parts = append(out.Parts, FeelingPart{Source: "comments", Number: said})
	}
	pooled := pool(scores)
	switch {
	case pooled != nil && (!pooled.TooFew || said.TooFew):
		out.Measured, out.Source = pooled, "scores"
	case said.N > 0:
		out.Measured, out.Source = &said, "comments"
	}
	return out
}

// scores are the positions of the scores of experience at a stage's touch points, one part a question.
func (l *listening) scores(stage string) (out []FeelingPart) {
	points := map[string][]string{}
	order := []Binding{}
	for _, c := range l.byStage[stage] {
		if c.TouchPoint == "" {
			continue
		}
		for _, b := range l.bound(&c) {
			def := l.metric(b.Metric)
			if b.Role != Experience || def == nil || def.ScaleUnit != "score" || l.group(b.Metric, b.Where) == nil {
				continue // minutes and counts have no place between bad and good
			}
			name := question(b.Metric, b.Where)
			if points[name] == nil {
				order = append(order, b)
			}
			if !slices.Contains(points[name], c.TouchPoint) {
				points[name] = append(points[name], c.TouchPoint)
			}
		}
	}
	for _, b := range order {
		g := l.group(b.Metric, b.Where)
		if !g.Adds() {
			continue
		}
		out = append(out, FeelingPart{Source: "scores", Metric: b.Metric, Number: g.Position(-2, 2, points[question(b.Metric, b.Where)]...)})
	}
	return out
}

// pool is the mean of parts by their n. Its interval is the mean of theirs by n, which is what it would be if the same customers
// answered everything alike: never too narrow.
func pool(parts []FeelingPart) *metric.Number {
	var n int64
	var value, low, high float64
	whole := true
	for _, p := range parts {
		if p.N == 0 {
			continue
		}
		n += p.N
		value += float64(p.N) * *p.Value
		if p.Low == nil || p.High == nil {
			whole = false
			continue
		}
		low, high = low+float64(p.N)**p.Low, high+float64(p.N)**p.High
	}
	if n == 0 {
		return nil
	}
	value, low, high = value/float64(n), low/float64(n), high/float64(n)
	out := &metric.Number{Value: &value, N: n, TooFew: n < metric.Enough}
	if whole {
		out.Low, out.High = &low, &high
	}
	return out
}

// comments is the mean sentiment of comments, the five words being −2 to 2.
func (l *listening) comments(points []string) metric.Number {
	counts := map[int64]int64{}
	for _, p := range l.heard.Across(points...) {
		if code := sentiment.Word(p.Key).Code(); code > 0 {
			counts[int64(code)-3] = p.N
		}
	}
	n := metric.MeanOf(counts)
	if n.Low != nil {
		low, high := max(-2, *n.Low), min(2, *n.High)
		n.Low, n.High = &low, &high
	}
	return n
}
