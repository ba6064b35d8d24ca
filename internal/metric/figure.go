package metric

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/stats"
)

// Level is the level of every interval shown.
const Level = 0.95

// Enough is the n from which a figure is drawn as a number; below, it is said to be too few.
const Enough = 30

// Ask is what a figure is asked for with.
type Ask struct {
	Metric      string
	By          []string
	Where       []string
	From        string // date or RFC 3339, inclusive
	To          string // exclusive
	AgainstFrom string
	AgainstTo   string
	Rest        bool   // compare with everything else in the same period instead of with another period
	Order       string // Tabulate: lowest (first), highest, most (answers), name, change
	Top         int    // Tabulate: rows at most; 0 is all
	Version     int    // of the scoring; 0 is the one in force
}

// Number is a value with its n and its interval.
type Number struct {
	Value  *float64 `json:"value" doc:"Absent answers have no value"`
	N      int64    `json:"n" doc:"Answers"`
	Low    *float64 `json:"low" doc:"Lower end of the 95 % interval"`
	High   *float64 `json:"high"`
	TooFew bool     `json:"too_few" doc:"Fewer than 30 answers: don't draw it as a number"`

	interval stats.Interval
}

// LeftOut counts what carries the metric and isn't in n. Together with n it is every signal asked.
type LeftOut struct {
	NotAnswered int64 `json:"not_answered"`
	NotRated    int64 `json:"not_rated"`
	OutOfScale  int64 `json:"out_of_scale"`
}

// Change compares with the period before.
type Change struct {
	Value     *float64 `json:"value"`
	Low       *float64 `json:"low"`
	High      *float64 `json:"high"`
	Verdict   string   `json:"verdict" enum:"higher,lower,unclear,too_few" doc:"higher or lower: more than noise"`
	Judgement string   `json:"judgement" enum:"better,worse,unclear"`
	Alone     bool     `json:"alone,omitempty" doc:"More than noise if it were the only comparison, but not among the many made at once"`

	p float64
}

// FigureRow is one group's figure.
type FigureRow struct {
	By    map[string]string `json:"by" doc:"Dimension to key"`
	Label map[string]string `json:"label,omitempty" doc:"Dimension to what people call it"`
	Number
	LeftOut LeftOut `json:"left_out"`
	Before  *Number `json:"before,omitempty"`
	Rest    *Number `json:"rest,omitempty" doc:"Everything else in the same period"`
	Change  *Change `json:"change,omitempty" doc:"Against the period before, or against the rest where that was asked for"`
	Target  *Mark   `json:"target,omitempty" doc:"What it should reach, and whether it does"`

	raw analytics.Row
}

// Warning is something the reader of a figure must know.
type Warning struct {
	Code    string       `json:"code" example:"not_comparable"`
	Args    problem.Args `json:"args,omitempty"`
	Message string       `json:"message"`
}

// Figure answers an Ask. Its receipt is the same on the screen, in the API and in exports.
type Figure struct {
	Metric      *Metric     `json:"metric"`
	Rows        []FigureRow `json:"rows"`
	Warnings    []Warning   `json:"warnings,omitempty"`
	Receipt     string      `json:"receipt" doc:"Hash of question, data version and method"`
	DataVersion int64       `json:"data_version"`

	Whole    *FigureRow  `json:"whole,omitempty" doc:"The figure of the whole slice"`
	Margin   []FigureRow `json:"margin,omitempty" doc:"By two dimensions: the figure of each row over all columns, in the rows' order"`
	Others   *FigureRow  `json:"others,omitempty" doc:"The groups beyond the limit of rows, together"`
	Groups   int         `json:"groups,omitempty" doc:"How many groups have answers, shown or not"`
	Columns  int         `json:"columns,omitempty" doc:"How many columns there are, shown or not"`
	Compared *Compared   `json:"compared,omitempty" doc:"How many comparisons were made at once"`
}

// Figure computes.
func (m *Metrics) Figure(ctx context.Context, org db.Org, a Ask) (*Figure, error) {
	t, err := m.translator(ctx, org)
	if err != nil {
		return nil, err
	}
	return m.figure(ctx, t, a)
}

func (m *Metrics) figure(ctx context.Context, t *translator, a Ask) (*Figure, error) {
	def, err := m.ByKey(ctx, t.org, a.Metric, "query.metric")
	if err != nil {
		return nil, err
	}
	if a.Version != 0 && a.Version != def.Scoring.Version {
		if def, err = m.asOf(ctx, t.org, def, a.Version); err != nil {
			return nil, err
		}
	}
	return m.figureAs(ctx, t, a, def)
}

// figureAs computes with a definition, which may be one that is only thought of.
func (m *Metrics) figureAs(ctx context.Context, t *translator, a Ask, def *Metric) (*Figure, error) {
	org := t.org
	q, err := t.question(ctx, a, def)
	if err != nil {
		return nil, err
	}
	now, err := m.Engine.Ask(ctx, org, q)
	if err != nil {
		return nil, err
	}
	f := &Figure{Metric: def, Rows: make([]FigureRow, 0, len(now.Rows)), DataVersion: now.Version}
	for _, r := range now.Rows {
		f.Rows = append(f.Rows, t.row(q, a.By, def, r))
	}
	if len(q.By) == 0 && len(f.Rows) == 0 {
		f.Rows = append(f.Rows, t.row(q, a.By, def, analytics.Row{}))
	}
	if a.Rest {
		if err := m.rest(ctx, t, q, f, now.Rows); err != nil {
			return nil, err
		}
	} else if a.AgainstFrom != "" || a.AgainstTo != "" {
		if err := m.compare(ctx, org, t, a, q, f); err != nil {
			return nil, err
		}
	}
	if err := m.mark(ctx, org, t, a, q, f); err != nil {
		return nil, err
	}
	f.Warnings = warnings(def, q, t.zone)
	if f.Receipt, err = t.receipt(a, q, def, now.Version); err != nil {
		return nil, err
	}
	return f, nil
}

// compare adds the figures of the period before, group by group, and judges the differences.
func (m *Metrics) compare(ctx context.Context, org db.Org, t *translator, a Ask, q analytics.Question, f *Figure) error {
	for _, by := range q.By {
		if isTime(by.Dim) {
			return problem.At("query.against_from", "against_time", "A breakdown by time isn't compared with another period. Ask for the other period itself.")
		}
	}
	var err error
	if q.From, q.To, err = t.period(a.AgainstFrom, a.AgainstTo, "query.against_from", "query.against_to"); err != nil {
		return err
	}
	before, err := m.Engine.Ask(ctx, org, q)
	if err != nil {
		return err
	}
	byKey := map[string]FigureRow{}
	for _, r := range before.Rows {
		row := t.row(q, a.By, f.Metric, r)
		byKey[keyOf(row.By)] = row
	}
	changes := make([]*Change, len(f.Rows))
	for i := range f.Rows {
		r := &f.Rows[i]
		was, ok := byKey[keyOf(r.By)]
		if !ok {
			was = t.row(q, a.By, f.Metric, analytics.Row{})
		}
		r.Before = &was.Number
		r.Change = change(f.Metric, r.Number, was.Number)
		changes[i] = r.Change
	}
	f.Compared = allow("period", changes)
	return nil
}

func keyOf(by map[string]string) string {
	b, _ := json.Marshal(by) // texts marshal, sorted by key
	return string(b)
}

func change(m *Metric, now, was Number) *Change {
	c := &Change{Verdict: "too_few", Judgement: "unclear"}
	if now.N == 0 || was.N == 0 {
		return c
	}
	d := stats.Difference(now.interval, was.interval)
	c.p = tail(d)
	c.Value, c.Low, c.High = finite(d.Estimate), finite(d.Low), finite(d.High)
	if now.TooFew || was.TooFew {
		return c
	}
	v := stats.Judge(d)
	c.Verdict = string(v)
	switch {
	case v == stats.Unclear:
	case (v == stats.Higher) == (m.Better == Up):
		c.Judgement = "better"
	default:
		c.Judgement = "worse"
	}
	return c
}

// measure says what the engine must add up for a metric.
func measure(m *Metric) analytics.Measure {
	q := analytics.Measure{What: analytics.Shares, Metric: m.Slot, Above: m.High, Below: m.Low}
	switch m.Scoring.Method {
	case NPS:
		q.Above, q.Below = 9*analytics.Scale, 6*analytics.Scale
	case TopBox:
		q.Above, _ = Milli(m.Scoring.From)
	case Mean:
		q.What = analytics.Sums
	case Median:
		q = analytics.Measure{What: analytics.Medians, Metric: m.Slot, Spread: stats.Spread(Level)}
	case Within:
		q.Below, _ = Milli(m.Scoring.To)
	case Rate:
	}
	return q
}

// number makes a figure of sufficient statistics.
func number(m *Metric, r analytics.Row) Number {
	n := Number{N: r.N, TooFew: r.N < Enough}
	switch m.Scoring.Method {
	case NPS:
		n.interval = stats.NPS(r.Above, r.N-r.Above-r.Below, r.Below, Level)
	case TopBox, Rate:
		n.interval = stats.Percentage(r.Above, r.N, Level)
	case Within:
		n.interval = stats.Percentage(r.Below, r.N, Level)
	case Median:
		n.interval = stats.MedianFromRanks(0, 0, 0, 0, 0, analytics.Scale, Level)
		if len(r.Values) == 4 {
			n.interval = stats.MedianFromRanks(r.N, r.Values[0], r.Values[1], r.Values[2], r.Values[3], analytics.Scale, Level)
		}
	case Mean:
		n.interval = stats.Mean(stats.NewSums(r.N, r.Sum, r.Squares.Hi, r.Squares.Lo), analytics.Scale, Level).Clamp(m.Min, m.Max)
	}
	n.Value, n.Low, n.High = finite(n.interval.Estimate), finite(n.interval.Low), finite(n.interval.High)
	return n
}

// finite keeps NaN and infinities out of JSON: what isn't known is absent.
func finite(f float64) *float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return &f
}

// warnings tells what keeps a figure from being compared.
func warnings(m *Metric, q analytics.Question, zone *time.Location) []Warning {
	if m.Break == nil {
		return nil
	}
	at, err := time.ParseInLocation(time.DateOnly, m.Break.At, zone)
	if err != nil || q.To != 0 && q.To <= at.UnixMicro() {
		return nil
	}
	return []Warning{{Code: "not_comparable", Args: problem.Args{"at": m.Break.At, "dropped": m.Break.Dropped},
		Message: "Not comparable from " + m.Break.At + " on. " + m.Break.Note}}
}

// method names how figures are made; it changes when a formula does.
const method = "figures-2"

// receipt covers all that an answer depends on: the zone too, because a rebuild cuts the same data into other days.
func (t *translator) receipt(a Ask, q analytics.Question, m *Metric, version int64) (string, error) {
	from, to, err := t.period(a.AgainstFrom, a.AgainstTo, "query.against_from", "query.against_to")
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(struct {
		Question string
		Against  [2]int64
		Rest     bool
		Metric   string
		Scoring  Scoring
		Zone     string
		Version  int64
		Method   string
	}{q.Key(), [2]int64{from, to}, a.Rest, m.Key, m.Scoring, t.zone.String(), version, method})
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:16]), err
}
