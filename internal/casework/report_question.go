package casework

import (
	"context"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// ReportQuestion asks what became of cases in a period.
type ReportQuestion struct {
	Facet
	From, To time.Time // To is exclusive; zero: the last 30 days
	By       string    // cause, unit, rule, owner, severity or touch_point
	Grain    string    // day, week or month; empty: fits the period
}

// Row counts the cases of one group, or of all. Each count is of exactly the cases that case-list gives for the same words.
type Row struct {
	Key      string `json:"key" doc:"What to filter a list by; none: where there is nothing to group by"`
	Name     string `json:"name"`
	Opened   int64  `json:"opened" doc:"Within the period"`
	Resolved int64  `json:"resolved" doc:"Within the period"`
	InTime   int64  `json:"in_time" doc:"Of those resolved: by their due time"`
	Closed   int64  `json:"closed" doc:"Within the period"`
	Reopened int64  `json:"reopened" doc:"Cases that were reopened within the period"`
	Open     int64  `json:"open" doc:"Now"`
	Overdue  int64  `json:"overdue" doc:"Now"`

	InTimeRate *Estimate `json:"in_time_rate,omitempty" doc:"Percent of those resolved, with its 95 % interval (Wilson)"`
	Median     *Estimate `json:"median_minutes,omitempty" doc:"From opening to resolution by the clock on the wall, of those resolved within the period, with its 95 % interval (order statistics)"`
}

// Estimate is a figure with its interval; the limits are absent where too few cases tell.
type Estimate struct {
	Value float64  `json:"value"`
	Low   *float64 `json:"low,omitempty"`
	High  *float64 `json:"high,omitempty"`
	N     int64    `json:"n"`
}

// Point is one step of the period.
type Point struct {
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Opened   int64     `json:"opened"`
	Resolved int64     `json:"resolved"`
	InTime   int64     `json:"in_time"`
	Closed   int64     `json:"closed"`
	Reopened int64     `json:"reopened"`
}

// Age counts open cases by how long ago they were opened.
type Age struct {
	Days  string    `json:"days" example:"3-7"`
	From  time.Time `json:"opened_from" doc:"Zero for the oldest"`
	To    time.Time `json:"opened_to"`
	Count int64     `json:"count"`
}

// Report is the answer.
type Report struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Grain  string    `json:"grain" enum:"day,week,month"`
	By     string    `json:"by"`
	Total  Row       `json:"total"`
	Rows   []Row     `json:"rows"`
	Points []Point   `json:"points"`
	Ages   []Age     `json:"ages"`
}

func (q *ReportQuestion) complete(now time.Time, zone *time.Location) error {
	if q.By == "" {
		q.By = "cause"
	}
	if groups[q.By] == "" {
		return problem.At("query.by", "group_unknown", "Reports are by cause, unit, rule, owner, severity or touch point.")
	}
	if q.To.IsZero() {
		l := now.In(zone)
		q.To = time.Date(l.Year(), l.Month(), l.Day()+1, 0, 0, 0, 0, zone).UTC()
	}
	if q.From.IsZero() {
		l := q.To.In(zone)
		q.From = time.Date(l.Year(), l.Month(), l.Day()-30, 0, 0, 0, 0, zone).UTC()
	}
	if !q.From.Before(q.To) || q.To.Sub(q.From) > maxPeriod {
		return problem.At("query.from", "period_wrong", "A period begins before it ends, and is at most five years long.")
	}
	if q.Grain == "" {
		q.Grain = "month"
		if days := q.To.Sub(q.From).Hours() / 24; days <= 62 {
			q.Grain = "day"
		} else if days <= 400 {
			q.Grain = "week"
		}
	}
	return nil
}

// steps cuts the period at midnights, Mondays or firsts of the month in the organisation's zone.
func (q *ReportQuestion) steps(zone *time.Location) (out []Point, err error) {
	for at := q.From; at.Before(q.To); {
		l := at.In(zone)
		y, m, d := l.Date()
		var next time.Time
		switch q.Grain {
		case "day":
			next = time.Date(y, m, d+1, 0, 0, 0, 0, zone)
		case "week":
			next = time.Date(y, m, d+7-(int(l.Weekday())+6)%7, 0, 0, 0, 0, zone)
		case "month":
			next = time.Date(y, m+1, 1, 0, 0, 0, 0, zone)
		default:
			return nil, problem.At("query.grain", "grain_unknown", "A period is cut into days, weeks or months.")
		}
		if next = next.UTC(); next.After(q.To) {
			next = q.To
		}
		if out = append(out, Point{From: at.UTC(), To: next}); len(out) > maxPoints {
			return nil, problem.At("query.grain", "too_many_steps", "This is more than %d steps. Choose a longer one.", maxPoints)
		}
		at = next
	}
	return out, nil
}

// Report counts the cases that the caller sees.
func (c *Cases) Report(ctx context.Context, org db.Org, q ReportQuestion) (*Report, error) {
	o, err := c.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	zone := o.Location()
	if err := q.complete(c.DB.Now(), zone); err != nil {
		return nil, err
	}
	r := &Report{From: q.From, To: q.To, Grain: q.Grain, By: q.By, Rows: []Row{}}
	if r.Points, err = q.steps(zone); err != nil {
		return nil, err
	}
	err = c.DB.Read(ctx, org, func(tx *db.Tx) error {
		t := &tally{desk: c.desk(tx, org), q: q, rows: map[string]*Row{}, took: map[string][]int64{}, report: r}
		if t.reach, err = c.reach(ctx, tx); err != nil {
			return err
		}
		return t.run(ctx)
	})
	return r, err
}
