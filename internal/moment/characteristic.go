package moment

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
	"github.com/touchstone-cx/touchstone/stats"
)

// Key names one of the five characteristics of companies that handle moments of truth well.
type Key string

// The closed list, in the course's order.
const (
	Criteria   Key = "criteria"   // contact points with customers' criteria
	OneOwner   Key = "one_owner"  // problems with a single owner until solved
	Procedures Key = "procedures" // staff who understand the crisis procedure
	Authority  Key = "authority"  // solved within the first person's authority
	Initiative Key = "initiative" // employees' answers on initiative
)

// Keys lists the five.
var Keys = []Key{Criteria, OneOwner, Procedures, Authority, Initiative}

// Statement is what somebody says of a characteristic: a judgement, with its author.
type Statement struct {
	Value    int       `json:"value" doc:"0 to 100"`
	Evidence string    `json:"evidence" doc:"On what it rests"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
}

// Characteristic is one of the five, computed from evidence where there is any, else as somebody assessed it.
type Characteristic struct {
	Key        Key                `json:"key" enum:"criteria,one_owner,procedures,authority,initiative"`
	Mark       string             `json:"mark" enum:"computed,assessed,none" doc:"computed: from evidence; assessed: somebody's statement; none: neither"`
	Figure     metric.Number      `json:"figure" doc:"0 to 100"`
	Hits       int64              `json:"hits" doc:"Of n, where it is a share"`
	Full       bool               `json:"full,omitempty" doc:"Counted in full: there is no interval, because nothing was left to chance"`
	Withheld   bool               `json:"withheld,omitempty" doc:"Fewer employees answered than may be shown"`
	Metric     *metric.Metric     `json:"metric,omitempty" doc:"With which employees were asked about initiative"`
	Where      []string           `json:"where,omitempty"`
	Without    []string           `json:"without,omitempty" doc:"Keys of contact points without a criterion, at most 100"`
	Cases      []casework.CaseRef `json:"cases,omitempty" doc:"The latest cases that don't count as hits"`
	Moments    []ID               `json:"moments,omitempty" doc:"Those with a crisis procedure that is asked about"`
	Statements []Statement        `json:"statements" doc:"What people have said of it, the latest first"`
	History    []Then             `json:"history" doc:"The same figure at the ends of the last six months"`
}

// Then is a figure as it was.
type Then struct {
	Month  string        `json:"month" example:"2026-10"`
	Figure metric.Number `json:"figure"`
}

// Five is how the organisation handles moments of truth.
type Five struct {
	Items      []Characteristic `json:"items"`
	Initiative string           `json:"initiative,omitempty" doc:"Key of the metric with which employees are asked"`
	Version    int              `json:"version" doc:"Of that choice; its ETag"`
}

// window is the time that a characteristic is computed for; what is counted as of a day is counted at its end.
type window struct {
	from, to time.Time
}

// Characteristics computes the five for a period; empty is the last 90 days.
func (m *Moments) Characteristics(ctx context.Context, org db.Org, s Span) (*Five, error) {
	o, err := m.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	zone := o.Location()
	w, err := s.window(m.DB.Now(), zone)
	if err != nil {
		return nil, err
	}
	out := &Five{}
	said := map[Key][]Statement{}
	err = m.DB.Read(ctx, org, func(tx *db.Tx) error {
		if out.Initiative, out.Version, err = setting(ctx, tx, org, string(Initiative)); err != nil {
			return err
		}
		said, err = statements(ctx, tx, org)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, key := range Keys {
		c := Characteristic{Key: key, Statements: said[key], History: []Then{}}
		if err := m.compute(ctx, org, &c, w, out.Initiative); err != nil {
			return nil, err
		}
		for _, month := range months(w.to, zone) {
			past := Characteristic{Key: key}
			if err := m.compute(ctx, org, &past, month, out.Initiative); err != nil {
				return nil, err
			}
			if past.Mark == "computed" {
				c.History = append(c.History, Then{Month: month.from.In(zone).Format("2006-01"), Figure: past.Figure})
			}
		}
		if c.Statements == nil {
			c.Statements = []Statement{}
		}
		if c.Mark = mark(&c); c.Mark == "assessed" {
			v := float64(c.Statements[0].Value)
			c.Figure = metric.Number{Value: &v}
		}
		out.Items = append(out.Items, c)
	}
	return out, nil
}

func mark(c *Characteristic) string {
	switch {
	case c.Mark == "computed":
		return "computed"
	case len(c.Statements) > 0:
		return "assessed"
	}
	return "none"
}

// months are the last six whole months up to a moment, with the one that is under way, the earliest first.
func months(to time.Time, zone *time.Location) (out []window) {
	l := to.Add(-time.Microsecond).In(zone)
	for i := 5; i >= 0; i-- {
		from := time.Date(l.Year(), l.Month()-time.Month(i), 1, 0, 0, 0, 0, zone)
		end := from.AddDate(0, 1, 0)
		if end.After(to) {
			end = to
		}
		out = append(out, window{from, end})
	}
	return out
}

// window reads a period in the organisation's days.
func (s Span) window(now time.Time, zone *time.Location) (w window, err error) {
	l := now.In(zone)
	w.to = time.Date(l.Year(), l.Month(), l.Day()+1, 0, 0, 0, 0, zone)
	w.from = w.to.AddDate(0, 0, -90)
	if s.To != "" {
		if w.to, err = moment(s.To, zone, "query.to"); err != nil {
			return w, err
		}
		w.from = w.to.AddDate(0, 0, -90)
	}
	if s.From != "" {
		if w.from, err = moment(s.From, zone, "query.from"); err != nil {
			return w, err
		}
	}
	if !w.from.Before(w.to) {
		return w, problem.At("query.from", "period_wrong", "A period begins before it ends.")
	}
	return w, nil
}

func moment(s string, zone *time.Location, at string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil {
		return t, problem.At(at, "date_invalid", "%.40q isn't a date such as 2026-01-31.", s)
	}
	return t, nil
}

// compute fills a characteristic from evidence, and marks it where there is any.
func (m *Moments) compute(ctx context.Context, org db.Org, c *Characteristic, w window, initiative string) error {
	switch c.Key {
	case Criteria:
		return m.DB.Read(ctx, org, func(tx *db.Tx) error { return m.withCriteria(ctx, tx, org, c, w) })
	case OneOwner, Authority:
		h, err := m.Cases.Hands(ctx, org, w.from, w.to)
		if err != nil {
			return err
		}
		if c.Cases, c.Hits = h.Passed, h.OneOwner; c.Key == Authority {
			c.Cases, c.Hits = h.Raised, h.Alone
		}
		c.share(h.Solved)
	case Procedures:
		return m.DB.Read(ctx, org, func(tx *db.Tx) error { return m.understood(ctx, tx, org, c, w) })
	case Initiative:
		return m.initiative(ctx, org, c, w, initiative)
	}
	return nil
}

func (c *Characteristic) share(n int64) {
	if n == 0 {
		return
	}
	i := stats.Percentage(c.Hits, n, level)
	c.Figure = metric.Number{Value: finite(i.Estimate), N: n, Low: finite(i.Low), High: finite(i.High)}
	c.Mark = "computed"
}

// withCriteria counts the contact points at which customers' criteria are known, in full.
func (m *Moments) withCriteria(ctx context.Context, tx *db.Tx, org db.Org, c *Characteristic, w window) error {
	all, err := m.Points.All(ctx, tx, org)
	if err != nil {
		return err
	}
	with, err := pointsWithCriteria(ctx, tx, org, w.to.UnixMicro())
	if err != nil {
		return err
	}
	var n int64
	for _, p := range all {
		if !p.CreatedAt.Before(w.to) {
			continue
		}
		n++
		if with[p.Key] {
			c.Hits++
		} else if len(c.Without) < 100 {
			c.Without = append(c.Without, p.Key)
		}
	}
	c.share(n)
	c.Full, c.Figure.Low, c.Figure.High = true, nil, nil
	return nil
}

// understood counts those who passed the check of a crisis procedure, in the full groups of each.
func (m *Moments) understood(ctx context.Context, tx *db.Tx, org db.Org, c *Characteristic, w window) error {
	all, err := checksUntil(ctx, tx, org, w.to.UnixMicro())
	if err != nil {
		return err
	}
	by := map[ID][]check{}
	for _, one := range last(all) {
		if by[one.moment] == nil {
			c.Moments = append(c.Moments, one.moment)
		}
		by[one.moment] = append(by[one.moment], one)
	}
	var n int64
	for _, id := range c.Moments {
		figure, hits, _ := passedOf(by[id])
		c.Hits += hits
		n += figure.N
	}
	c.Withheld = n == 0 && len(all) > 0
	c.share(n)
	return nil
}

// initiative asks employees' answers, on 0 to 100.
func (m *Moments) initiative(ctx context.Context, org db.Org, c *Characteristic, w window, key string) error {
	if key == "" || !identity.From(ctx).May(identity.FigureRead) {
		return nil
	}
	c.Where = []string{"kind:employee"}
	f, err := m.Metrics.Figure(ctx, org, metric.Ask{Metric: key, Where: c.Where, From: w.from.Format(time.RFC3339), To: w.to.Format(time.RFC3339)})
	if problem.CodeOf(err) == "metric_unknown" {
		return nil
	}
	if err != nil {
		return err
	}
	c.Metric = f.Metric
	if len(f.Rows) == 0 || f.Rows[0].N == 0 {
		return nil
	}
	if f.Rows[0].N < minGroup {
		c.Withheld = true
		return nil
	}
	low, high := f.Metric.Reach()
	down := f.Metric.Better == metric.Down
	to := func(v *float64) *float64 {
		if v == nil || high <= low {
			return nil
		}
		p := 100 * (*v - low) / (high - low)
		if down {
			p = 100 - p
		}
		return &p
	}
	n := f.Rows[0].Number
	c.Figure = metric.Number{Value: to(n.Value), Low: to(n.Low), High: to(n.High), N: n.N}
	if down {
		c.Figure.Low, c.Figure.High = c.Figure.High, c.Figure.Low
	}
	c.Mark = "computed"
	return nil
}

// State keeps what somebody says of a characteristic for which there is no evidence.
func (m *Moments) State(ctx context.Context, org db.Org, key Key, value int, evidence string) (*Statement, error) {
	evidence = strings.TrimSpace(evidence)
	switch {
	case !slices.Contains(Keys, key):
		return nil, problem.At("body.key", "characteristic_unknown", "There is no characteristic %.40q.", string(key))
	case value < 0 || value > 100:
		return nil, problem.At("body.value", "value_range", "An assessment lies between 0 and 100.")
	case evidence == "":
		return nil, problem.At("body.evidence", "evidence_needed", "Say on what your assessment rests.")
	}
	if err := identity.Clean(evidence, "body.evidence"); err != nil {
		return nil, err
	}
	now, err := m.Characteristics(ctx, org, Span{})
	if err != nil {
		return nil, err
	}
	for _, c := range now.Items {
		if c.Key == key && c.Mark == "computed" {
			return nil, problem.New(problem.Conflict, "evidence_there", "This is computed from evidence. A judgement doesn't take its place.")
		}
	}
	s := &Statement{Value: value, Evidence: evidence, By: identity.From(ctx).Name}
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		s.At = tx.Now
		if err := insertStatement(ctx, tx, org, key, s); err != nil {
			return err
		}
		m.publish(tx, org)
		return m.Audit.Record(ctx, tx, "moment.characteristic", string(key), map[string]any{"value": value})
	})
	return s, err
}

// Bind chooses the metric with which employees are asked about initiative; empty is none.
func (m *Moments) Bind(ctx context.Context, org db.Org, version int, key string) error {
	if key != "" {
		if _, err := m.Metrics.ByKey(ctx, org, key, "body.metric"); err != nil {
			return err
		}
	}
	return m.DB.Write(ctx, org, func(tx *db.Tx) error {
		_, now, err := setting(ctx, tx, org, string(Initiative))
		if err != nil {
			return err
		}
		if now != version {
			return web.Stale()
		}
		if err := putSetting(ctx, tx, org, string(Initiative), key, version+1); err != nil {
			return err
		}
		m.publish(tx, org)
		return m.Audit.Record(ctx, tx, "moment.initiative", key, nil)
	})
}
