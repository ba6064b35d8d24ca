package reply

import (
	"context"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/stats"
)

// Recovery is before and after, added up over cases.
type Recovery struct {
	Key      string   `json:"key,omitempty"`
	Name     string   `json:"name"`
	Asked    int64    `json:"asked"`
	Answered int64    `json:"answered"`
	N        int64    `json:"n" doc:"Cases with a score before and one after"`
	Before   *float64 `json:"before,omitempty" doc:"Mean of the first scores of those n"`
	After    *float64 `json:"after,omitempty" doc:"Mean of their later scores"`
	Change   *Range   `json:"change,omitempty" doc:"Mean of the differences, with its 95 % interval by Student's t"`
	Better   *Range   `json:"better,omitempty" doc:"Percentage of the n that scored better than before, with Wilson's 95 % interval"`
}

// Range is a value with its interval.
type Range struct {
	Value float64  `json:"value"`
	Low   *float64 `json:"low,omitempty" doc:"Absent where one case alone says nothing of a spread"`
	High  *float64 `json:"high,omitempty"`
}

func rangeOf(i stats.Interval) *Range {
	r := &Range{Value: i.Estimate}
	if i.Known() {
		r.Low, r.High = &i.Low, &i.High
	}
	return r
}

// Recovered is the whole and its parts.
type Recovered struct {
	Metric string     `json:"metric"`
	Name   string     `json:"name"`
	Total  Recovery   `json:"total"`
	Rows   []Recovery `json:"rows"`
}

// parts says by which column of a case its parts are told apart, and where their names are.
var parts = map[string]struct{ column, name, from string }{
	"rule":  {"coalesce(f.rule, '')", "coalesce(x.name, 'Opened by hand')", "left join alert_rule x on x.org = f.org and x.id = f.rule"},
	"unit":  {"coalesce(f.unit, '')", "coalesce(x.name, 'No unit')", "left join unit x on x.org = f.org and x.id = f.unit"},
	"cause": {"f.cause", "f.cause", ""},
}

// pairRow is one asked case.
type pairRow struct {
	key, name string
	answered  bool
	has       bool
	first     int64
	later     int64
}

// Recovered adds up follow-ups of a time, for one metric, by rule, unit or cause. Of a member of one unit it tells only what lies
// within.
func (r *Replies) Recovered(ctx context.Context, org db.Org, key, by string, from, to time.Time) (*Recovered, error) {
	part, ok := parts[by]
	if !ok {
		return nil, problem.At("query.by", "part_unknown", "Tell apart by rule, unit or cause.")
	}
	d, err := r.Metrics.ByKey(ctx, org, key, "query.metric")
	if err != nil {
		return nil, err
	}
	if to.IsZero() {
		to = r.DB.Now()
	}
	var all []pairRow
	err = r.DB.Read(ctx, org, func(tx *db.Tx) error {
		units, err := r.People.Scope(ctx, tx)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `select `+part.column+`, `+part.name+`, coalesce(f.unit, ''), u.state, s.first, s.later
			from follow_up u join case_file f on f.org = u.org and f.id = u.case_id `+part.from+`
			left join follow_up_score s on s.org = u.org and s.case_id = u.case_id and s.metric = $2
			where u.org = $1 and u.state <> 'skipped' and u.asked_at >= $3 and u.asked_at < $4`, org, key, from.UnixMicro(), to.UnixMicro())
		all, err = db.Collect(rows, err, func(s db.Scanner) (p pairRow, err error) {
			var unit identity.UnitID
			var state string
			var first, later *int64
			if err := s.Scan(&p.key, &p.name, &unit, &state, &first, &later); err != nil {
				return p, err
			}
			p.answered, p.has = state == "answered", first != nil && later != nil
			if p.has {
				p.first, p.later = *first, *later
			}
			if units != nil && !slices.Contains(units, unit) {
				p.key = "\x00" // out of the caller's sight
			}
			return p, nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p pairRow) bool { return p.key == "\x00" })
	out := &Recovered{Metric: key, Name: d.Name, Total: sum("", "All", all, d.Direction), Rows: []Recovery{}}
	groups := map[string][]pairRow{}
	for _, p := range all {
		groups[p.key] = append(groups[p.key], p)
	}
	for key, list := range groups {
		out.Rows = append(out.Rows, sum(key, list[0].name, list, d.Direction))
	}
	slices.SortFunc(out.Rows, func(a, b Recovery) int {
		if a.N != b.N {
			return int(b.N - a.N)
		}
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return out, nil
}

func sum(key, name string, list []pairRow, way metric.Direction) Recovery {
	v := Recovery{Key: key, Name: name, Asked: int64(len(list))}
	var before, after, change, squares, better int64
	for _, p := range list {
		if p.answered {
			v.Answered++
		}
		if !p.has {
			continue
		}
		v.N++
		d := p.later - p.first
		before += p.first
		after += p.later
		change += d
		squares += d * d
		if d > 0 && way != metric.Down || d < 0 && way == metric.Down {
			better++
		}
	}
	if v.N == 0 {
		return v
	}
	b, a := float64(before)/float64(v.N)/1000, float64(after)/float64(v.N)/1000
	v.Before, v.After = &b, &a
	v.Better = rangeOf(stats.Percentage(better, v.N, 0.95))
	v.Change = rangeOf(stats.Mean(stats.NewSums(v.N, change, 0, squares), 1000, 0.95))
	return v
}
