package impact

import (
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// fits checks that a limit lies on the metric's scale and leaves something that isn't a failure.
func (f *Failing) fits(m *metric.Metric) error {
	switch {
	case f.AtMost != nil:
		if at, ok := metric.Milli(*f.AtMost); !ok || at < m.Low || at >= m.High {
			return problem.At("body.failing.at_most", "limit_off_scale", "%s runs from %s to %s: failing is at most something from there to below the top.",
				m.Name, metric.FormatMilli(m.Low), metric.FormatMilli(m.High))
		}
	case f.AtLeast != nil:
		if at, ok := metric.Milli(*f.AtLeast); !ok || at <= m.Low || at > m.High {
			return problem.At("body.failing.at_least", "limit_off_scale", "%s runs from %s to %s: failing is at least something above the bottom.",
				m.Name, metric.FormatMilli(m.Low), metric.FormatMilli(m.High))
		}
	case m.Direction == metric.Down:
		return problem.At("body.failing.at_least", "limit_needed", "Low is good in %s: say from which score on it is a failure.", m.Name)
	}
	return nil
}

// condition is how figures are narrowed to signals that tell of a failure, and to those that could.
func (f *Failing) condition(m *metric.Metric) (fails, asked string) {
	asked = "metric." + m.Key + ":answered"
	switch {
	case f.AtMost != nil:
		at, _ := metric.Milli(*f.AtMost)
		return "metric." + m.Key + "<=" + metric.FormatMilli(at), asked
	case f.AtLeast != nil:
		at, _ := metric.Milli(*f.AtLeast)
		return "metric." + m.Key + ">=" + metric.FormatMilli(at), asked
	case m.Scoring.Method == metric.NPS:
		return "metric." + m.Key + "<=6", asked
	case m.Direction == metric.Down:
		return "metric." + m.Key + ">=" + metric.FormatMilli(m.High-(m.High-m.Low)*2/5), asked
	}
	return "metric." + m.Key + "<=" + metric.FormatMilli(m.Low+(m.High-m.Low)*2/5), asked
}

// failing chooses by which signals an area is seen to fail. Nothing heard there that could tell gives nothing.
func (s *source) failing(a *Area, here []string) (fails, asked string, err error) {
	if a.Failing.Metric != "" {
		m, err := s.Metrics.ByKey(s.ctx, s.org, a.Failing.Metric, "body.failing.metric")
		if err != nil {
			return "", "", err
		}
		fails, asked = a.Failing.condition(m)
		return fails, asked, nil
	}
	for _, p := range a.TouchPoints {
		for i := range s.metrics {
			if m := &s.metrics[i]; m.Key == s.bound[p] && (m.Direction == metric.Up) {
				fails, asked = a.Failing.condition(m)
				return fails, asked, nil
			}
		}
	}
	most := int64(0)
	for i := range s.metrics {
		m := &s.metrics[i]
		if m.Archived || m.Direction != metric.Up || m.Scoring.Method == metric.Rate || m.Scoring.Method == metric.Within || m.Unit != "%" && m.Unit != "points" && m.ScaleUnit != "score" {
			continue
		}
		low, could := a.Failing.condition(m)
		r, err := s.reached(metric.Reach{Where: append(slices.Clone(here), could)})
		if err != nil {
			return "", "", err
		}
		if n := s.count(r); n > most {
			most, fails, asked = n, low, could
		}
	}
	if fails != "" {
		return fails, asked, nil
	}
	return "sentiment:very negative,negative", "sentiment!:", nil
}

// told says a condition of failing in words.
func (s *source) told(fails string) string {
	for _, m := range s.metrics {
		if limit, ok := strings.CutPrefix(fails, "metric."+m.Key+"<="); ok {
			return m.Name + " at most " + limit
		}
		if limit, ok := strings.CutPrefix(fails, "metric."+m.Key+">="); ok {
			return m.Name + " at least " + limit
		}
	}
	return "a comment that feels negative"
}
