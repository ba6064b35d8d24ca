// Package metric holds the definitions of what is measured (scale, direction, scoring) and makes figures of it, each with its
// n, its interval and what was left out.
package metric

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/codebook"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// ID is a metric's id; its key is what signals call it.
type ID string

// Direction says whether more is better.
type Direction string

// Up: a high score is good. Down: a low one is.
const (
	Up   Direction = "up"
	Down Direction = "down"
)

// Method is how scores become a figure.
type Method string

// The closed list of methods.
const (
	NPS    Method = "nps"     // 100 × (share of 9–10 − share of 0–6), −100 to 100
	TopBox Method = "top_box" // share of scores ≥ from, in %
	Mean   Method = "mean"    // in scale units
	Rate   Method = "rate"    // share of the highest score, in %
	Median Method = "median"  // in scale units, by order statistics
	Within Method = "within"  // share of scores ≤ to, in %: answered within a time
)

// Scoring is one version of how a metric is scored. Past figures apply one version to all raw scores.
type Scoring struct {
	Version int     `json:"version"`
	Method  Method  `json:"method" enum:"nps,top_box,mean,rate,median,within"`
	From    float64 `json:"from,omitempty" doc:"top_box: the lowest score that counts"`
	To      float64 `json:"to,omitempty" doc:"within: the highest score that counts"`
}

// Break marks the date from which scores are no longer comparable with the ones before.
type Break struct {
	At      string `json:"at" doc:"Date in the organisation's zone" example:"2015-06-09"`
	Note    string `json:"note"`
	Dropped int64  `json:"dropped" doc:"Values of another scale that were dropped from then on"`
}

// Metric is a named definition. Scale and direction never change.
type Metric struct {
	ID        ID        `json:"id"`
	Key       string    `json:"key"`
	Name      string    `json:"name"`
	Min       float64   `json:"min"`
	Max       float64   `json:"max"`
	Direction Direction `json:"direction" enum:"up,down"`
	Scoring   Scoring   `json:"scoring"`
	ScaleUnit string    `json:"scale_unit" example:"minutes" doc:"What scores are measured in: score, count, %, seconds, minutes, hours, days, or a currency such as EUR"`
	Better    Direction `json:"better" enum:"up,down" doc:"Whether a higher or a lower figure is better: the direction, but turned round for within"`
	Unit      string    `json:"unit" example:"%" doc:"What its figures are counted in: points for NPS, % for shares, else what scores are measured in"`
	Break     *Break    `json:"break,omitempty"`
	Archived  bool      `json:"archived" doc:"Put away: no longer offered, its figures can still be asked for"`
	Revision  int       `json:"revision" doc:"Counts edits; its ETag"`

	Slot int `json:"-"`
	// Low and High are the scale's ends in thousandths, as scores are stored.
	Low  int64 `json:"-"`
	High int64 `json:"-"`
}

// Milli turns a number of scale points into thousandths; ok is false where it has more than three decimals or is too large.
func Milli(f float64) (int64, bool) {
	v := math.Round(f * analytics.Scale)
	return int64(v), math.Abs(v) <= analytics.MaxScore && math.Abs(f*analytics.Scale-v) < 1e-6
}

// ParseMilli reads a decimal number exactly, as thousandths.
func ParseMilli(s string) (int64, error) {
	s = strings.TrimSpace(s)
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, fmt.Errorf("%q isn't a number", short(s))
	}
	v, ok := Milli(f)
	if !ok {
		return 0, fmt.Errorf("%s has more than three decimals or is too large", short(s))
	}
	return v, nil
}

func short(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// FormatMilli writes thousandths as the shortest decimal.
func FormatMilli(v int64) string {
	return strconv.FormatFloat(float64(v)/analytics.Scale, 'f', -1, 64)
}

// Fits reports whether a score lies on the scale.
func (m *Metric) Fits(milli int64) bool { return milli >= m.Low && milli <= m.High }

// Validate checks the rules that need no database, and fills what follows from the rest.
func (m *Metric) Validate() error {
	if err := identity.Key(m.Key, "body.key"); err != nil {
		return err
	}
	if err := identity.Name(m.Name, "body.name", 100); err != nil {
		return err
	}
	var okLow, okHigh bool
	m.Low, okLow = Milli(m.Min)
	m.High, okHigh = Milli(m.Max)
	if !okLow || !okHigh || m.Low >= m.High {
		return problem.At("body.min", "scale_invalid", "A scale runs from a lower to a higher number, with at most three decimals.")
	}
	if m.Direction == "" {
		m.Direction = Up
	}
	if m.Direction != Up && m.Direction != Down {
		return problem.At("body.direction", "direction_unknown", "A direction is up or down.")
	}
	if m.ScaleUnit == "" {
		m.ScaleUnit = "score"
	}
	if !slices.Contains(scaleUnits, m.ScaleUnit) && !currency.MatchString(m.ScaleUnit) {
		return problem.At("body.scale_unit", "unit_unknown", "Scores are measured in %s, or in a currency such as EUR.", strings.Join(scaleUnits, ", "))
	}
	m.Unit, m.Better = "%", m.Direction
	switch m.Scoring.Method {
	case NPS:
		if m.Low != 0 || m.High != 10*analytics.Scale {
			return problem.At("body.scoring.method", "nps_scale", "NPS needs a scale from 0 to 10.")
		}
		m.Unit = "points"
	case TopBox:
		if f, ok := Milli(m.Scoring.From); !ok || f <= m.Low || f > m.High {
			return problem.At("body.scoring.from", "top_box_from", "The lowest score that counts lies on the scale, above its lower end.")
		}
	case Rate:
	case Within:
		if f, ok := Milli(m.Scoring.To); !ok || f < m.Low || f >= m.High {
			return problem.At("body.scoring.to", "within_to", "The highest score that counts lies on the scale, below its upper end.")
		}
		if m.Better = Up; m.Direction == Up {
			m.Better = Down
		}
	case Mean, Median:
		m.Unit = m.ScaleUnit
	default:
		return problem.At("body.scoring.method", "scoring_unknown", "There is no scoring %q. Use nps, top_box, mean, rate, median or within.", m.Scoring.Method)
	}
	return nil
}

// Same reports whether two definitions measure the same thing in the same way, whatever they are called.
func (m *Metric) Same(o *Metric) bool {
	return m.Low == o.Low && m.High == o.High && m.Direction == o.Direction &&
		m.Scoring.Method == o.Scoring.Method && m.Scoring.From == o.Scoring.From && m.Scoring.To == o.Scoring.To
}

// scaleUnits are what scores may be measured in, besides currencies.
var scaleUnits = []string{"score", "count", "%", "seconds", "minutes", "hours", "days"}

var currency = regexp.MustCompile(`^[A-Z]{3}$`)

// Metrics is the capability.
type Metrics struct {
	DB     *db.DB
	Audit  identity.Auditor
	Engine analytics.Engine
	Book   *codebook.Book
	People *identity.Identity
	Names  Naming
	// Words finds the numbers of the signals whose comments hold the words of a query. search sits above and is plugged in.
	Words func(ctx context.Context, org db.Org, query, at string) ([]int64, error)

	// Mentions tell whether something besides signals uses a metric: surveys, rules, views. They sit above and are plugged in.
	Mentions []func(ctx context.Context, tx *db.Tx, org db.Org, key string) (bool, error)

	known    db.Cache[[]Metric]
	versions db.Cache[[]Version]
	targets  db.Cache[targetList]
}

// Standard is what every organisation starts with.
func Standard() []Metric {
	return []Metric{
		{Key: "nps", Name: "NPS", Min: 0, Max: 10, Direction: Up, Scoring: Scoring{Method: NPS}},
		{Key: "csat", Name: "CSAT, top 2 of 5", Min: 1, Max: 5, Direction: Up, Scoring: Scoring{Method: TopBox, From: 4}},
		{Key: "ces", Name: "Ease (CES 2.0), 5–7 of 7", Min: 1, Max: 7, Direction: Up, Scoring: Scoring{Method: TopBox, From: 5}},
	}
}

// AddStandard gives a new organisation the standard metrics.
func (m *Metrics) AddStandard(ctx context.Context, tx *db.Tx, org db.Org) error {
	for _, s := range Standard() {
		if err := m.add(ctx, tx, org, &s); err != nil {
			return err
		}
	}
	return nil
}

// Create adds a metric.
func (m *Metrics) Create(ctx context.Context, org db.Org, n *Metric) error {
	return m.DB.Write(ctx, org, func(tx *db.Tx) error { return m.add(ctx, tx, org, n) })
}

func (m *Metrics) add(ctx context.Context, tx *db.Tx, org db.Org, n *Metric) error {
	if err := n.Validate(); err != nil {
		return err
	}
	n.ID, n.Scoring.Version, n.Revision = ID(tx.ID("met")), 1, 1
	if err := insert(ctx, tx, org, n); err != nil {
		return err
	}
	tx.AfterCommit(func() { m.known.Drop(org, "") })
	return m.Audit.Record(ctx, tx, "metric.create", string(n.ID), map[string]any{"key": n.Key})
}

// Define makes sure, inside a transaction, that a metric exists as defined: made where the key is new, kept where it measures
// the same in the same way, refused where it doesn't. It reports whether it was made.
func (m *Metrics) Define(ctx context.Context, tx *db.Tx, org db.Org, n *Metric) (made bool, err error) {
	if err := n.Validate(); err != nil {
		return false, err
	}
	all, err := list(ctx, tx, org)
	if err != nil {
		return false, err
	}
	for _, o := range all {
		if o.Key != n.Key {
			continue
		}
		if !o.Same(n) {
			return false, problem.At("body.measures."+n.Key, "metric_differs",
				"There is a metric %q already, with another scale or scoring (%s to %s, %s). Give this measure another key.",
				n.Key, FormatMilli(o.Low), FormatMilli(o.High), o.Scoring.Method).With(problem.Args{"metric": n.Key})
		}
		*n = o
		return false, nil
	}
	return true, m.add(ctx, tx, org, n)
}

// SetBreak notes from which date a metric's scores are no longer comparable; an earlier date wins.
func (m *Metrics) SetBreak(ctx context.Context, tx *db.Tx, org db.Org, key string, b Break) error {
	_, err := tx.Exec(ctx, `update metric set break_at = case when break_at is null or break_at > $1 then $1 else break_at end,
		break_note = case when break_at is null or break_at > $1 then $2 else break_note end, dropped = $3 where org = $4 and key = $5`,
		b.At, b.Note, b.Dropped, org, key)
	tx.AfterCommit(func() { m.known.Drop(org, "") })
	return err
}

// ClearBreak takes a break back, when the import that found it is undone.
func (m *Metrics) ClearBreak(ctx context.Context, tx *db.Tx, org db.Org, key string) error {
	_, err := tx.Exec(ctx, `update metric set break_at = null, break_note = '', dropped = 0 where org = $1 and key = $2`, org, key)
	tx.AfterCommit(func() { m.known.Drop(org, "") })
	return err
}

// All lists every metric, the standard ones first, from memory where it can.
func (m *Metrics) All(ctx context.Context, org db.Org) (all []Metric, err error) {
	if all, ok := m.known.Get(org, ""); ok {
		return all, nil
	}
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error { all, err = list(ctx, tx, org); return err })
	if err == nil {
		m.known.Set(org, "", all)
	}
	return all, err
}

// ByKey finds a metric, or says that it isn't known.
func (m *Metrics) ByKey(ctx context.Context, org db.Org, key, location string) (*Metric, error) {
	all, err := m.All(ctx, org)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(m Metric) bool { return m.Key == key })
	if at < 0 {
		// Another process may have defined it a moment ago.
		m.known.Drop(org, "")
		if all, err = m.All(ctx, org); err != nil {
			return nil, err
		}
		at = slices.IndexFunc(all, func(m Metric) bool { return m.Key == key })
	}
	if at < 0 {
		return nil, unknown(key, location)
	}
	return &all[at], nil
}

func unknown(key, location string) error {
	return problem.At(location, "metric_unknown", "There is no metric %q.", short(key)).With(problem.Args{"metric": short(key)})
}
