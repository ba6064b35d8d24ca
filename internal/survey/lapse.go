package survey

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

// patience is how long a response may stay unfinished before what it holds counts as all that will come.
const patience = 24 * time.Hour

const lapseBatch = 200

// Handlers registers what surveys do in the background.
func (s *Surveys) Handlers(q *jobs.Queue) {
	q.Handle("survey.lapse", func(ctx context.Context, _ *jobs.Job) error { return s.Lapse(ctx) })
	q.Every("survey.lapse", jobs.Interval(5*time.Minute), "survey.lapse")
}

// Lapse turns every response that has waited for 24 hours into a signal of what was answered. One that nothing was answered in
// stays without a signal. A response that fails doesn't keep the others from lapsing.
func (s *Surveys) Lapse(ctx context.Context) error {
	all, err := s.People.Organisations(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, o := range all {
		failed = append(failed, s.lapseAll(identity.System(ctx, o.ID, "survey"), o.ID)...)
	}
	return errors.Join(failed...)
}

func (s *Surveys) lapseAll(ctx context.Context, org db.Org) (failed []error) {
	due := s.DB.Now().Add(-patience)
	var after *Response
	for ctx.Err() == nil {
		var list []*Response
		err := s.DB.Read(ctx, org, func(tx *db.Tx) (err error) {
			list, err = waiting(ctx, tx, org, due, after, lapseBatch)
			return err
		})
		if err != nil || len(list) == 0 {
			return append(failed, err)
		}
		for _, r := range list {
			if err := s.lapse(ctx, org, r); err != nil {
				failed = append(failed, fmt.Errorf("response %s: %w", r.ID, err))
			}
		}
		after = list[len(list)-1]
	}
	return append(failed, ctx.Err())
}

// lapse settles one response, unless more of it has come since it was read.
func (s *Surveys) lapse(ctx context.Context, org db.Org, seen *Response) error {
	d, err := s.definition(ctx, org, seen.Survey, seen.Version)
	if err != nil {
		return err
	}
	in, said := heard(d, seen.Answers, seen.UpdatedAt)
	in.Language = seen.Language
	var entry *signal.Entry
	if said {
		if entry, err = s.Log.Check(ctx, org, in); err != nil {
			return err
		}
	}
	return s.DB.WriteShared(ctx, org, func(tx *db.Tx) error {
		r, err := findResponse(ctx, tx, org, seen.ID)
		if err != nil {
			return err
		}
		if r.Complete || r.Lapsed || !r.UpdatedAt.Equal(seen.UpdatedAt) {
			return nil
		}
		r.Lapsed = true
		if entry != nil {
			if err := s.settle(ctx, tx, org, r, entry); err != nil {
				return err
			}
		}
		return updateResponse(ctx, tx, org, r)
	})
}

// waiting lists unfinished responses not touched since due, the oldest first.
func waiting(ctx context.Context, tx *db.Tx, org db.Org, due time.Time, after *Response, limit int) ([]*Response, error) {
	from, id := int64(0), ResponseID("")
	if after != nil {
		from, id = after.UpdatedAt.UnixMicro(), after.ID
	}
	rows, err := tx.Query(ctx, `select `+responseColumns+` from response where org = $1 and state = 'partial' and lapsed_at is null
		and updated_at <= $2 and (updated_at > $3 or updated_at = $3 and id > $4) order by updated_at, id limit $5`,
		org, due.UnixMicro(), from, string(id), limit)
	return db.Collect(rows, err, scanResponse)
}

// Consumer follows the log: where a signal was erased, the answers it was made of go too.
func (s *Surveys) Consumer() signal.Consumer {
	wants := func(context.Context, *db.Tx, db.Org) ([]signal.Op, error) { return []signal.Op{signal.OpErase}, nil }
	return signal.Consumer{Name: "survey", Wants: wants, Apply: func(ctx context.Context, tx *db.Tx, org db.Org, entries []*signal.Logged) error {
		for _, e := range entries {
			if _, err := tx.Exec(ctx, `update response set answers = '{}', signal = null where org = $1 and signal = $2`, org, string(e.ID)); err != nil {
				return fmt.Errorf("erase answers: %w", err)
			}
		}
		return nil
	}}
}
