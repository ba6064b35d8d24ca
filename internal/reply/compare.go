package reply

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/notify"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// compare puts the first score beside the one of the follow-up, for every metric that both have.
func (r *Replies) compare(ctx context.Context, j *jobs.Job) error {
	var args answeredArgs
	if err := j.Decode(&args); err != nil {
		return err
	}
	ctx = identity.System(ctx, j.Org, "follow-up")
	later, err := r.Log.View(ctx, j.Org, args.Signal)
	if problem.KindOf(err) == problem.NotFound {
		return nil // erased since
	}
	if err != nil {
		return err
	}
	file, err := r.Cases.File(ctx, j.Org, args.Case)
	if err != nil {
		return err
	}
	return r.DB.Write(ctx, j.Org, func(tx *db.Tx) error {
		n, err := db.Affected(tx.Exec(ctx, `update follow_up set state = 'answered', answered_at = $1, signal = $2 where org = $3 and case_id = $4 and state = 'asked'`,
			tx.Micros(), args.Signal, j.Org, args.Case))
		if err != nil {
			return err
		}
		if n == 0 {
			return j.Complete(ctx, tx)
		}
		told := []string{}
		for _, m := range later.Measures {
			if m.Score == nil {
				continue
			}
			first := scoreOf(file.SignalDetail, m.Metric)
			said := m.Name + " " + metric.FormatMilli(milli(*m.Score))
			if first != nil {
				said = m.Name + " " + metric.FormatMilli(milli(*first)) + " → " + metric.FormatMilli(milli(*m.Score))
				if _, err := tx.Exec(ctx, `insert into follow_up_score (org, case_id, metric, first, later) values ($1, $2, $3, $4, $5) on conflict do nothing`,
					j.Org, args.Case, m.Metric, milli(*first), milli(*m.Score)); err != nil {
					return err
				}
			}
			told = append(told, said)
		}
		for _, c := range later.Comments {
			told = append(told, "“"+c.Text+"”")
		}
		text := strings.Join(told, "\n")
		if err := r.Cases.Told(ctx, tx, j.Org, args.Case, casework.Event{Kind: casework.FollowedUp, To: "answered", Text: text}); err != nil {
			return err
		}
		if err := r.Notify.Tell(ctx, tx, j.Org, notify.Notice{To: identity.UserID(file.Owner.ID), Kind: notify.Answered,
			Title: "The customer answered when asked again on " + file.Ref, Text: cut(text, 200), Link: "/inbox/" + string(args.Case),
			Key: "followup/" + string(args.Case)}); err != nil {
			return err
		}
		return j.Complete(ctx, tx)
	})
}

func milli(f float64) int64 {
	if f < 0 {
		return int64(f*1000 - 0.5)
	}
	return int64(f*1000 + 0.5)
}

func scoreOf(i *signal.Item, key string) *float64 {
	if i == nil {
		return nil
	}
	for _, m := range i.Measures {
		if m.Metric == key {
			return m.Score
		}
	}
	return nil
}

// Consumer follows the log: where a signal was erased, what was made of its scores goes too.
func (r *Replies) Consumer() signal.Consumer {
	wants := func(context.Context, *db.Tx, db.Org) ([]signal.Op, error) { return []signal.Op{signal.OpErase}, nil }
	return signal.Consumer{Name: "reply.followup", Wants: wants, Apply: func(ctx context.Context, tx *db.Tx, org db.Org, entries []*signal.Logged) error {
		for _, e := range entries {
			if e.Op != signal.OpErase {
				continue
			}
			if _, err := tx.Exec(ctx, `delete from follow_up_score where org = $1 and case_id in (select case_id from follow_up where org = $1 and signal = $2
				union select id from case_file where org = $1 and signal = $2)`, org, string(e.ID)); err != nil {
				return err
			}
		}
		return nil
	}}
}

// Asked is how a case's follow-up stands.
type Asked struct {
	State      string     `json:"state" enum:"none,planned,asked,answered,skipped"`
	Reason     string     `json:"reason,omitempty" doc:"Why the customer wasn't asked"`
	AskedAt    *time.Time `json:"asked_at,omitempty"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
	Signal     signal.ID  `json:"signal,omitempty"`
	Scores     []Pair     `json:"scores"`
}

// Pair is a score before and after.
type Pair struct {
	Metric string           `json:"metric"`
	Name   string           `json:"name"`
	First  float64          `json:"first"`
	Later  float64          `json:"later"`
	Better metric.Direction `json:"better" enum:"up,down" doc:"Whether more is better"`
}

// AskedOf returns a case's follow-up.
func (r *Replies) AskedOf(ctx context.Context, org db.Org, id casework.ID) (*Asked, error) {
	a := &Asked{State: "none", Scores: []Pair{}}
	err := r.DB.Read(ctx, org, func(tx *db.Tx) error {
		k, err := r.Cases.Seen(ctx, tx, org, id)
		if err != nil {
			return err
		}
		var asked int64
		var answered sql.NullInt64
		var sig sql.NullString
		err = tx.QueryRow(ctx, `select state, reason, asked_at, answered_at, signal from follow_up where org = $1 and case_id = $2`, org, id).
			Scan(&a.State, &a.Reason, &asked, &answered, &sig)
		if errors.Is(err, sql.ErrNoRows) {
			f, err := findFollowUp(ctx, tx, org)
			if err == nil && f.On && k.State == casework.Closed && k.Customer != nil && k.ClosedAt != nil && k.ClosedAt.AddDate(0, 0, f.Days+1).After(tx.Now) {
				a.State = "planned"
				at := k.ClosedAt.AddDate(0, 0, f.Days)
				a.AskedAt = &at
			}
			return err
		}
		if err != nil {
			return err
		}
		at := db.Micros(asked)
		a.AskedAt, a.AnsweredAt, a.Signal = &at, db.NullMicros(answered), signal.ID(sig.String)
		rows, err := tx.Query(ctx, `select metric, first, later from follow_up_score where org = $1 and case_id = $2 order by metric`, org, id)
		a.Scores, err = db.Collect(rows, err, func(s db.Scanner) (p Pair, err error) {
			var first, later int64
			err = s.Scan(&p.Metric, &first, &later)
			p.First, p.Later = float64(first)/1000, float64(later)/1000
			return p, err
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range a.Scores {
		p := &a.Scores[i]
		p.Name, p.Better = p.Metric, metric.Up
		if d, err := r.Metrics.ByKey(ctx, org, p.Metric, "metric"); err == nil {
			p.Name, p.Better = d.Name, d.Direction
		}
	}
	return a, nil
}
