package analytics

import (
	"errors"
	"fmt"
)

// ErrRefused is in the chain of every error about a question or a batch that breaks a rule of the vocabulary: a mistake of
// the calling program, not of a user.
var ErrRefused = errors.New("analytics: refused")

// Limits of one question.
const (
	MaxRows     = 100_000
	MaxCodes    = 500_000 // of one condition, of a scope
	MaxBy       = 2
	maxWhere    = 100
	maxPercents = 20
	// MaxColumns is how many columns Crosses adds up: every product is a column of the result, of which PostgreSQL takes 1,664.
	MaxColumns      = 31
	maxScoreColumns = 16
	maxSpread       = 100_000 // z = 10: no level needs more, and n² · 1000 stays below 63 bits up to ninety million answers
)

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrRefused}, args...)...)
}

// Validate refuses what is outside the vocabulary. Engines call it themselves.
func Validate(q Question) error {
	if len(q.By) > MaxBy {
		return refuse("at most %d dimensions, not %d", MaxBy, len(q.By))
	}
	for _, by := range q.By {
		if err := by.validate(); err != nil {
			return err
		}
	}
	if len(q.Where) > maxWhere {
		return refuse("at most %d conditions, not %d", maxWhere, len(q.Where))
	}
	for _, c := range q.Where {
		if err := c.validate(); err != nil {
			return err
		}
	}
	if len(q.Scope) > MaxCodes {
		return refuse("a scope has at most %d units", MaxCodes)
	}
	if q.Limit < 0 || q.Limit > MaxRows {
		return refuse("limit %d is not within 0 and %d", q.Limit, MaxRows)
	}
	if q.Before != nil && q.Measure.What != Signals {
		return refuse("a position is for lists of signals, not for %q", q.Measure.What)
	}
	return q.validateMeasure()
}

func (q Question) validateMeasure() error {
	m := q.Measure
	needs, other := false, false
	switch m.What {
	case Count:
	case Signals:
		if len(q.By) > 0 {
			return refuse("a list of signals isn't broken down")
		}
	case Distinct:
		if err := m.Of.validate(); err != nil {
			return err
		}
	case Sums, Shares, Distribution:
		needs = true
	case Percentiles:
		needs = true
		if len(m.Percents) == 0 || len(m.Percents) > maxPercents {
			return refuse("between 1 and %d percentiles, not %d", maxPercents, len(m.Percents))
		}
		for _, p := range m.Percents {
			if p < 0 || p > 1000 {
				return refuse("percentile %d is not within 0 and 1000 thousandths", p)
			}
		}
	case Medians:
		needs = true
		if m.Spread < 1 || m.Spread > maxSpread {
			return refuse("a spread of %d is not within 1 and %d", m.Spread, maxSpread)
		}
	case Correlation:
		needs, other = true, true
	case Crosses, Together:
		needs = m.What == Together
		if err := m.validateColumns(); err != nil {
			return err
		}
	default:
		return refuse("unknown measure %q", m.What)
	}
	if err := metricSlot(m.What, m.Metric, needs); err != nil {
		return err
	}
	return metricSlot(m.What, m.Other, other)
}

func (m Measure) validateColumns() error {
	most := MaxColumns
	if m.What == Together {
		most = MaxMetrics
	}
	if len(m.Columns) == 0 || len(m.Columns) > most {
		return refuse("between 1 and %d columns, not %d", most, len(m.Columns))
	}
	scores := 0
	for _, c := range m.Columns {
		if err := metricSlot(m.What, c.Metric, true); err != nil {
			return err
		}
		switch c.Part {
		case Whole:
			scores++
			if c.Limit != 0 {
				return refuse("a whole score has no limit")
			}
		case Low, High:
			if m.What == Together || m.Pairwise {
				return refuse("%q takes whole scores only", m.What)
			}
		default:
			return refuse("unknown part %q", c.Part)
		}
	}
	if m.What == Crosses && scores > maxScoreColumns {
		return refuse("at most %d columns of scores, not %d", maxScoreColumns, scores)
	}
	return nil
}

func metricSlot(what What, slot int, needs bool) error {
	if !needs && slot != 0 {
		return refuse("%q takes no such metric: narrow it by a condition", what)
	}
	if needs && (slot < 1 || slot > MaxMetrics) {
		return refuse("metric slot %d is not within 1 and %d", slot, MaxMetrics)
	}
	return nil
}

func (by By) validate() error {
	if by.Roll != nil && by.Dim != Unit {
		return refuse("only units roll up, not %q", by.Dim)
	}
	if len(by.Roll) > MaxCodes {
		return refuse("a roll has at most %d units", MaxCodes)
	}
	return dimension(by.Dim, by.Slot)
}

func dimension(d Dim, slot int) error {
	switch d {
	case Attrib:
		if slot < 1 || slot > MaxAttributes {
			return refuse("attribute slot %d is not within 1 and %d", slot, MaxAttributes)
		}
		return nil
	case Kind, Touch, Unit, Worker, Client, Channel, Lang, Import, Mood, Comment, Day, Week, Month, Quarter, Year, SignalNo, Block:
		if slot != 0 {
			return refuse("%q has no slots", d)
		}
		return nil
	default:
		return refuse("unknown dimension %q", d)
	}
}

func (c Cond) validate() error {
	if c.Metric != 0 {
		return c.validateScore()
	}
	if err := dimension(c.Dim, c.Slot); err != nil {
		return err
	}
	if len(c.States) > 0 || c.Low != 0 || c.High != 0 {
		return refuse("%q has neither scores nor states", c.Dim)
	}
	switch c.Op {
	case In, NotIn:
		if len(c.Codes) > MaxCodes {
			return refuse("at most %d codes", MaxCodes)
		}
	case Between:
		if len(c.Codes) != 2 {
			return refuse("between takes two codes, not %d", len(c.Codes))
		}
	default:
		return refuse("unknown comparison %q", c.Op)
	}
	return nil
}

func (c Cond) validateScore() error {
	if err := metricSlot("condition", c.Metric, true); err != nil {
		return err
	}
	if c.Dim != "" || c.Slot != 0 || c.Op != "" || len(c.Codes) > 0 {
		return refuse("a condition is about a score or about a dimension, not both")
	}
	if len(c.States) > 0 && (c.Low != 0 || c.High != 0) {
		return refuse("a condition on a score has a range or states, not both")
	}
	for _, s := range c.States {
		if s > OutOfScale {
			return refuse("unknown state %d", s)
		}
	}
	return nil
}

// Validate refuses a batch that no engine may take in. after is the watermark it follows.
func (b Batch) Validate(after int64) error {
	if len(b.Facts)+len(b.Gone) > 0 && b.To <= after || b.To != 0 && b.To < after || after < 0 || b.To < 0 {
		return refuse("a batch after %d leads on, not to %d", after, b.To)
	}
	seen := make(map[int64]struct{}, len(b.Facts))
	for i := range b.Facts {
		f := &b.Facts[i]
		if _, twice := seen[f.Signal]; twice {
			return refuse("signal %d comes twice", f.Signal)
		}
		seen[f.Signal] = struct{}{}
		if len(f.Attributes) > MaxAttributes || len(f.Scores) > MaxMetrics {
			return refuse("signal %d has %d attributes and %d scores", f.Signal, len(f.Attributes), len(f.Scores))
		}
		for s, score := range f.Scores {
			if score.State > OutOfScale || score.State == Answered && (score.Value > MaxScore || score.Value < -MaxScore) {
				return refuse("signal %d, metric slot %d: state %d, score %d", f.Signal, s+1, score.State, score.Value)
			}
		}
	}
	return nil
}

// Asks reports the zero Batch, which only asks for the watermark.
func (b Batch) Asks() bool { return b.To == 0 && len(b.Gone) == 0 && len(b.Facts) == 0 }
