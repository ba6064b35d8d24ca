package value

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/customer"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/lifetime"
)

// Wish is how a value is to be computed.
type Wish struct {
	Segment      string             `json:"segment,omitempty" maxLength:"64" doc:"Key of a segment; empty is all customers"`
	Kind         Kind               `json:"kind" enum:"non_contractual,contractual"`
	HorizonDays  int                `json:"horizon_days" minimum:"7" maximum:"3650"`
	MarginShare  float64            `json:"margin_share" doc:"Above 0, at most 1"`
	DiscountRate float64            `json:"discount_rate" doc:"A year: 0 to 1"`
	Currency     string             `json:"currency" maxLength:"3"`
	Rates        map[string]float64 `json:"rates,omitempty" doc:"What one unit of another currency is taken for, in units of the currency"`
	HeldBack     int                `json:"held_back_weeks,omitempty" maximum:"520" doc:"For the back-test; a third of the history, 26 at most, where left out"`
}

// Validate checks what needs no database.
func (w *Wish) Validate() error {
	switch {
	case w.Kind != NonContractual && w.Kind != Contractual:
		return problem.At("body.kind", "kind_unknown", "A value is computed from purchases (non_contractual) or subscriptions (contractual).")
	case w.HorizonDays < minHorizon || w.HorizonDays > maxHorizon:
		return problem.At("body.horizon_days", "horizon_range", "A horizon is between %d and %d days.", minHorizon, maxHorizon)
	case !(w.MarginShare > 0 && w.MarginShare <= 1):
		return problem.At("body.margin_share", "margin_range", "The margin is a share of what is paid: above 0 and at most 1.")
	case !(w.DiscountRate >= 0 && w.DiscountRate <= 1):
		return problem.At("body.discount_rate", "discount_range", "A yearly discount is between 0 and 1; ten per cent is 0.1.")
	case w.HeldBack < 0:
		return problem.At("body.held_back_weeks", "hold_range", "Hold back some weeks, or leave this out.")
	}
	if _, err := customer.ParseMoney("0", w.Currency, "body"); err != nil {
		return err
	}
	for c, r := range w.Rates {
		if _, err := customer.ParseMoney("0", c, "body.rates"); err != nil {
			return err
		}
		if !(r > 0) || math.IsInf(r, 0) {
			return problem.At("body.rates."+c, "rate_range", "A rate is above 0.")
		}
	}
	return nil
}

const computeJob = "value.compute"

// Handlers registers the computing.
func (v *Values) Handlers(q *jobs.Queue) {
	q.Handle(computeJob, v.compute)
	q.Limit("values", 1)
}

type computeArgs struct {
	Wish   Wish
	Caller identity.Caller
}

// Compute begins to compute a value in the background, and returns the job.
func (v *Values) Compute(ctx context.Context, org db.Org, w Wish) (*Computing, error) {
	if err := w.Validate(); err != nil {
		return nil, err
	}
	var id string
	err := v.DB.Write(ctx, org, func(tx *db.Tx) (err error) {
		if err := checkSegment(ctx, tx, org, w.Segment); err != nil {
			return err
		}
		id, err = v.Jobs.Enqueue(ctx, tx, computeJob, computeArgs{w, identity.From(ctx)}, jobs.Unique("segment "+w.Segment), jobs.InQueue("values"), jobs.MaxAttempts(3))
		if err != nil {
			return err
		}
		return v.Audit.Record(ctx, tx, "value.compute", id, map[string]any{"segment": w.Segment, "kind": w.Kind})
	})
	if err != nil {
		return nil, err
	}
	return v.Computing(ctx, org, id)
}

// Computing is a computation under way, or one that has ended.
type Computing struct {
	ID         string     `json:"id"`
	State      jobs.State `json:"state" enum:"waiting,running,done,failed,cancelled"`
	Segment    string     `json:"segment"`
	Kind       Kind       `json:"kind" enum:"non_contractual,contractual"`
	Done       int64      `json:"done"`
	Total      int64      `json:"total" doc:"0 where it isn't known"`
	Note       string     `json:"note,omitempty" enum:"reading,fitting,testing,drawing,"`
	Code       string     `json:"code,omitempty" doc:"Why it failed"`
	Error      string     `json:"error,omitempty"`
	Value      ID         `json:"value,omitempty" doc:"What came of it"`
	CreatedAt  time.Time  `json:"created_at"`
	FinishedAt *time.Time `json:"finished_at,omitempty"`
	Wish       Wish       `json:"wish"`
}

// outcome is a job's result: a value, or why there is none. A refusal is no failure of the job: trying again changes nothing.
type outcome struct {
	Value ID     `json:"value,omitempty"`
	Code  string `json:"code,omitempty"`
	Error string `json:"error,omitempty"`
}

// Computing returns one computation.
func (v *Values) Computing(ctx context.Context, org db.Org, id string) (*Computing, error) {
	in, err := v.Jobs.Get(ctx, org, id)
	if err == nil && in.Kind != computeJob {
		err = problem.New(problem.NotFound, "job_unknown", "There is no such computation.")
	}
	if err != nil {
		return nil, err
	}
	return computingOf(in)
}

// Computations lists the latest, the newest first.
func (v *Values) Computations(ctx context.Context, org db.Org) (out []Computing, err error) {
	list, err := v.Jobs.List(ctx, org, jobs.Filter{Kind: computeJob, Limit: 20})
	for _, in := range list {
		c, err := computingOf(in)
		if err != nil {
			return nil, err
		}
		out = append(out, *c)
	}
	return out, err
}

// Cancel stops a computation; nothing of it stays.
func (v *Values) Cancel(ctx context.Context, org db.Org, id string) (*Computing, error) {
	if _, err := v.Computing(ctx, org, id); err != nil {
		return nil, err
	}
	if err := v.Jobs.Cancel(ctx, org, id); err != nil {
		return nil, err
	}
	v.Hub.Publish(string(org), "values", map[string]string{"computing": id})
	return v.Computing(ctx, org, id)
}

func computingOf(in jobs.Info) (*Computing, error) {
	var args computeArgs
	j := jobs.Job{Kind: in.Kind, Args: in.Args}
	if err := j.Decode(&args); err != nil {
		return nil, err
	}
	c := &Computing{ID: in.ID, State: in.State, Segment: args.Wish.Segment, Kind: args.Wish.Kind, CreatedAt: in.CreatedAt, FinishedAt: in.FinishedAt, Wish: args.Wish}
	if in.Progress != nil {
		c.Done, c.Total, c.Note = in.Progress.Done, in.Progress.Total, in.Progress.Note
	}
	if in.State == jobs.Failed {
		c.Code, c.Error = "internal", "Something went wrong on our side. Try it again."
	}
	o, err := outcomeOf(in.Result)
	if err != nil {
		return nil, err
	}
	if c.Value = o.Value; o.Error != "" {
		c.State, c.Code, c.Error = jobs.Failed, o.Code, o.Error
	}
	return c, nil
}

// compute does the work.
func (v *Values) compute(ctx context.Context, j *jobs.Job) error {
	var args computeArgs
	if err := j.Decode(&args); err != nil {
		return err
	}
	ctx = identity.With(ctx, args.Caller)
	note := func(what string, done, total int64) {
		j.Progress(ctx, done, total, what)
		v.Hub.Publish(string(j.Org), "values", map[string]string{"computing": j.ID})
	}
	defer func() { v.Hub.Publish(string(j.Org), "values", map[string]string{"computing": j.ID}) }()
	var one *CustomerValue
	var err error
	if args.Wish.Kind == Contractual {
		one, err = v.fromContracts(ctx, j.Org, &args.Wish, note)
	} else {
		one, err = v.fromPurchases(ctx, j.Org, &args.Wish, note)
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	var refusal *stats.Refusal
	switch p, told := problem.As(err); {
	case told:
		return j.Result(outcome{Code: p.Code, Error: p.Message})
	case errors.As(err, &refusal):
		return j.Result(outcome{Code: refusal.Code, Error: refusal.Text})
	case err != nil:
		return err
	}
	return v.DB.Write(ctx, j.Org, func(tx *db.Tx) error {
		if err := v.supersede(ctx, tx, j.Org, one); err != nil {
			return err
		}
		if err := j.Result(outcome{Value: one.ID}); err != nil {
			return err
		}
		return j.Complete(ctx, tx)
	})
}

// horizons are where the course of a value is kept: enough to read any time between from straight lines.
func horizons(days int) (out []int, over []lifetime.Duration) {
	out = slices.DeleteFunc([]int{30, 91, 182, 365, 547, 730, 1095, 1460, 1825, 2555, 3650}, func(m int) bool { return m > max(days, 1095) })
	if !slices.Contains(out, days) {
		out = append(out, days)
		slices.Sort(out)
	}
	for _, d := range out {
		over = append(over, lifetime.Days(float64(d)))
	}
	return out, over
}

func outcomeOf(result json.RawMessage) (o outcome, err error) {
	if len(result) > 0 {
		err = json.Unmarshal(result, &o)
	}
	return o, err
}

func minorScale(currency string) float64 { return math.Pow10(customer.MinorDigits(currency)) }

// wrong is how far a back-test was off, as the standard deviation of a logarithm: a model that missed by a tenth isn't known to a
// hundredth, however many customers it saw.
func wrong(b *BackTest) float64 {
	if b == nil || !(b.Predicted > 0 && b.Actual > 0) {
		return 0
	}
	return math.Abs(math.Log(b.Predicted / b.Actual))
}

// graded sets the grade by the back-test.
func (c *CustomerValue) graded() {
	switch {
	case c.BackTest == nil:
		c.Grade, c.Reason = GradeC, "Own data, without a back-test."
	case c.BackTest.Held:
		c.Grade, c.Reason = GradeB, "Own data, and the method foretold the weeks held back."
	default:
		c.Grade, c.Reason = GradeC, "Own data, but the method missed the weeks held back."
	}
}

// course makes amount and curve from the value at each horizon and its draws there.
func (c *CustomerValue) course(days []int, point []float64, drawn [][]float64) {
	c.Curve = make([]Point, len(days))
	for k := range days {
		values := make([]float64, 0, len(drawn))
		for _, d := range drawn {
			if x := d[k]; !math.IsNaN(x) && !math.IsInf(x, 0) {
				values = append(values, x)
			}
		}
		slices.Sort(values)
		c.Curve[k] = Point{days[k], point[k], point[k], point[k]}
		if n := len(values); n >= 20 {
			c.Curve[k].P10, c.Curve[k].P90 = math.Min(point[k], values[n/10]), math.Max(point[k], values[n*9/10])
		}
		if days[k] == c.HorizonDays {
			at := func(x float64) customer.Money { return *customer.Amount(int64(math.Round(x)), c.Currency) }
			c.Amount = Range{at(c.Curve[k].P10), at(point[k]), at(c.Curve[k].P90)}
		}
	}
}
