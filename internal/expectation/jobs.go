package expectation

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

const (
	lookJob   = "expectation.look"
	lookBatch = 200
)

// Handlers registers the look at the clock.
func (x *Expectations) Handlers(q *jobs.Queue) {
	q.Handle(lookJob, func(ctx context.Context, _ *jobs.Job) error { return x.Look(ctx) })
	q.Every(lookJob, jobs.Interval(time.Minute), lookJob)
}

// Look says, in signals of kind silence, what should have come by now and didn't. One that fails doesn't keep the others.
func (x *Expectations) Look(ctx context.Context) error {
	all, err := x.People.Organisations(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, o := range all {
		for more := true; more && ctx.Err() == nil; {
			if more, err = x.look(identity.System(ctx, o.ID, "expectations"), o.ID); err != nil {
				failed = append(failed, fmt.Errorf("expectations of %s: %w", o.ID, err))
				break
			}
		}
	}
	return errors.Join(append(failed, ctx.Err())...)
}

// look takes one batch. The signals and that they were said are one transaction, and the keys keep it to once.
func (x *Expectations) look(ctx context.Context, org db.Org) (more bool, err error) {
	err = x.DB.Write(ctx, org, func(tx *db.Tx) error {
		more = false
		due, err := waits(ctx, tx, `org = $1 and silence = '' and due < $2 and (answered is null or answered > due) order by due limit $3`,
			org, tx.Micros(), lookBatch)
		if err != nil || len(due) == 0 {
			return err
		}
		names := map[ID]Expectation{}
		all, err := list(ctx, tx, org)
		if err != nil {
			return err
		}
		for _, e := range all {
			names[e.ID] = e
		}
		for _, w := range due {
			e, known := names[w.expectation]
			if !known || !e.On {
				if err := dropWait(ctx, tx, org, w); err != nil {
					return err
				}
				continue
			}
			if err := x.say(ctx, tx, org, &e, w); err != nil {
				return err
			}
		}
		more = len(due) == lookBatch
		return nil
	})
	return more, err
}

// say records one silence.
func (x *Expectations) say(ctx context.Context, tx *db.Tx, org db.Org, e *Expectation, w *wait) error {
	entry := x.Log.Derived(db.Micros(w.due), "silence", "silence:"+string(e.ID)+":"+w.subject+":"+strconv.FormatInt(w.since, 36), signal.Content{
		TouchPoint: w.touchPoint, Unit: w.unit, Employee: w.employee, Customer: w.customer,
		Attributes: map[string]string{"expectation": e.Name, "expected": string(e.Kind)}})
	out, err := x.Log.Record(ctx, tx, org, []*signal.Entry{entry})
	if err != nil {
		return err
	}
	if out[0].Err != nil {
		return out[0].Err
	}
	w.silence = out[0].ID
	return putWait(ctx, tx, org, w)
}
