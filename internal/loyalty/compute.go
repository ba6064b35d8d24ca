package loyalty

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/value"
	"github.com/touchstone-cx/touchstone/stats"
	"github.com/touchstone-cx/touchstone/stats/money"
)

const computeJob = "loyalty.compute"

// Handlers registers the measuring.
func (l *Loyalty) Handlers(q *jobs.Queue) {
	q.Handle(computeJob, l.compute)
	q.Limit("loyalty", 1)
}

type computeArgs struct {
	Wish   Wish
	Caller identity.Caller
}

// Compute begins to measure in the background.
func (l *Loyalty) Compute(ctx context.Context, org db.Org, w Wish) (*Measuring, error) {
	if err := w.Validate(); err != nil {
		return nil, err
	}
	var id string
	err := l.DB.Write(ctx, org, func(tx *db.Tx) (err error) {
		var n int
		if err := tx.QueryRow(ctx, `select count(*) from metric where org = $1 and key = $2`, org, w.Metric).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			return problem.At("body.metric", "metric_unknown", "There is no metric %.60q.", w.Metric)
		}
		if id, err = l.Jobs.Enqueue(ctx, tx, computeJob, computeArgs{w, identity.From(ctx)}, jobs.Unique("one"), jobs.InQueue("loyalty"), jobs.MaxAttempts(3)); err != nil {
			return err
		}
		return l.Audit.Record(ctx, tx, "loyalty.compute", id, map[string]any{"metric": w.Metric, "at_most": w.AtMost})
	})
	if err != nil {
		return nil, err
	}
	return l.Measuring(ctx, org)
}

// Measuring is the latest measuring: under way, or how it ended.
type Measuring struct {
	ID    string     `json:"id"`
	State jobs.State `json:"state" enum:"none,waiting,running,done,failed,cancelled"`
	Done  int64      `json:"done" doc:"Signals read"`
	Note  string     `json:"note,omitempty" enum:"listening,comparing,"`
	Code  string     `json:"code,omitempty"`
	Error string     `json:"error,omitempty" doc:"Why it came to nothing"`
}

type outcome struct {
	Result ID     `json:"result,omitempty"`
	Code   string `json:"code,omitempty"`
	Error  string `json:"error,omitempty"`
}

// Measuring returns the latest.
func (l *Loyalty) Measuring(ctx context.Context, org db.Org) (*Measuring, error) {
	list, err := l.Jobs.List(ctx, org, jobs.Filter{Kind: computeJob, Limit: 1})
	if err != nil || len(list) == 0 {
		return &Measuring{State: "none"}, err
	}
	in := list[0]
	m := &Measuring{ID: in.ID, State: in.State}
	if in.Progress != nil {
		m.Done, m.Note = in.Progress.Done, in.Progress.Note
	}
	if in.State == jobs.Failed {
		m.Code, m.Error = "internal", "Something went wrong on our side. Try it again."
	}
	var o outcome
	if len(in.Result) > 0 {
		err = json.Unmarshal(in.Result, &o)
	}
	if o.Error != "" {
		m.State, m.Code, m.Error = jobs.Failed, o.Code, o.Error
	}
	return m, err
}

// Cancel stops measuring; what was measured before stays.
func (l *Loyalty) Cancel(ctx context.Context, org db.Org) (*Measuring, error) {
	m, err := l.Measuring(ctx, org)
	if err != nil {
		return nil, err
	}
	if m.State != jobs.Waiting && m.State != jobs.Running {
		return nil, problem.New(problem.Conflict, "job_finished", "Nothing is being measured.")
	}
	if err := l.Jobs.Cancel(ctx, org, m.ID); err != nil {
		return nil, err
	}
	l.Hub.Publish(string(org), "loyalty", map[string]string{})
	return l.Measuring(ctx, org)
}

func (l *Loyalty) compute(ctx context.Context, j *jobs.Job) error {
	var args computeArgs
	if err := j.Decode(&args); err != nil {
		return err
	}
	ctx = identity.With(ctx, args.Caller)
	defer func() { l.Hub.Publish(string(j.Org), "loyalty", map[string]string{}) }()
	r, lost, err := l.measure(ctx, j.Org, &args.Wish, func(what string, done int64) {
		j.Progress(ctx, done, 0, what)
		l.Hub.Publish(string(j.Org), "loyalty", map[string]string{})
	})
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
	return l.DB.Write(ctx, j.Org, func(tx *db.Tx) error {
		r.ID, r.MadeAt, r.MadeBy, r.Lost = ID(tx.ID("loy")), tx.Now, args.Caller.Name, 0
		for _, one := range lost {
			n, err := propose(ctx, tx, j.Org, one)
			if err != nil {
				return err
			}
			r.Lost += n
		}
		if err := insert(ctx, tx, j.Org, r); err != nil {
			return err
		}
		if err := j.Result(outcome{Result: r.ID}); err != nil {
			return err
		}
		return j.Complete(ctx, tx)
	})
}

// measure reads everything and compares.
func (l *Loyalty) measure(ctx context.Context, org db.Org, w *Wish, note func(string, int64)) (*Result, []Lost, error) {
	bought, err := l.Values.Bought(ctx, org, w.Currency, w.Rates)
	if err != nil {
		return nil, nil, err
	}
	who, err := l.whom(ctx, org)
	if err != nil {
		return nil, nil, err
	}
	contracts, err := l.contracts(ctx, org, who)
	if err != nil {
		return nil, nil, err
	}
	if len(bought) == 0 && len(contracts) == 0 {
		return nil, nil, stats.Refuse("no_purchases", "Nothing is known of what customers bought. Import purchases or subscriptions first.")
	}
	win := window{until: day(l.DB.Now().UnixMicro()) + 1}
	if len(contracts) == 0 { // a history that ends earlier says nothing of the time since
		win.until = 0
		for _, b := range bought {
			win.until = max(win.until, b.Days[len(b.Days)-1]+1)
		}
	}
	win.landmark = win.until - int32(7*w.OutcomeWeeks) //nolint:gosec // weeks
	win.from = win.landmark - int32(7*w.ExposureWeeks) //nolint:gosec // weeks
	year := int64(win.until-365) * microsPerDay
	h, err := l.listen(ctx, org, w, int64(win.from)*microsPerDay, year, who, func(n int64) { note("listening", n) })
	if err != nil {
		return nil, nil, err
	}
	cases, err := l.cases(ctx, org, w, int64(win.from)*microsPerDay, int64(win.landmark)*microsPerDay, who)
	if err != nil {
		return nil, nil, err
	}
	note("comparing", h.count)
	all := people(bought, contracts, h, cases, win)
	r := &Result{Wish: *w, From: dayText(win.from), Landmark: dayText(win.landmark), To: dayText(win.until - 1), Customers: int64(len(all)), Method: method,
		ByPoint: []Effect{}, BySegment: []Effect{}, Warnings: []string{}, Products: []Product{}, Units: []Unit{}}
	if len(all) < enough {
		return nil, nil, stats.Refuse("too_few", "Fewer than 30 customers had bought in the year before "+r.From+". Use fewer weeks, or import a longer history.")
	}
	if err := l.fill(ctx, org, r, all, h, who, year); err != nil {
		return nil, nil, err
	}
	lost, warning := l.lost(bought, contracts, h, who, win, w.Currency)
	if warning != "" {
		r.Warnings = append(r.Warnings, warning)
	}
	r.InputsHash = hashOf(w, all)
	return r, lost, nil
}

func (l *Loyalty) fill(ctx context.Context, org db.Org, r *Result, all []person, h *heard, who *crowd, year int64) error {
	margin := 0.0
	v, err := l.Values.InForce(ctx, org, "")
	if err != nil {
		return err
	}
	if v != nil && v.Kind != value.Typed {
		margin = v.MarginShare
	}
	r.Groups = sideBySide(all, margin)
	r.Effects = effects(all, everywhere)
	points := map[string]bool{}
	for k := range all {
		for _, c := range all[k].contacts {
			if c.point != "" {
				points[c.point] = true
			}
		}
	}
	for _, id := range sorted(points) {
		for _, e := range effects(all, at(id)) {
			e.TouchPoint = id
			r.ByPoint = append(r.ByPoint, e)
		}
	}
	for _, segment := range who.names {
		in := func(p *person) (kind, bool) {
			k, ok := everywhere(p)
			return k, ok && slices.Contains(who.segments[p.id], segment)
		}
		for _, e := range effects(all, in) {
			e.Segment = segment
			r.BySegment = append(r.BySegment, e)
		}
	}
	units, err := l.People.Units(ctx, org)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, u := range units {
		names[string(u.ID)] = u.Name
	}
	r.Units, r.Together = byUnit(all, names)
	sold, err := l.sold(ctx, org, year)
	if err != nil {
		return err
	}
	r.Products = perSold(h.products, sold)
	return nil
}

// perSold sets contacts against pieces sold, the product that needs most first; those of which none was sold last.
func perSold(contacts, sold map[string]int64) []Product {
	out := []Product{}
	for name, n := range contacts {
		p := Product{Name: name, Contacts: n, Sold: sold[name]}
		if p.Sold > 0 {
			if g, err := money.GammaFromCounts(n, float64(p.Sold)); err == nil {
				p.PerSold = &Interval{float64(n) / float64(p.Sold), g.Quantile(0.025), g.Quantile(0.975)}
			}
		}
		out = append(out, p)
	}
	for name, n := range sold {
		if contacts[name] == 0 {
			g, err := money.GammaFromCounts(0, float64(n))
			if err == nil {
				out = append(out, Product{Name: name, Sold: n, PerSold: &Interval{0, 0, g.Quantile(0.975)}})
			}
		}
	}
	slices.SortFunc(out, func(a, b Product) int {
		switch {
		case (a.PerSold == nil) != (b.PerSold == nil):
			if a.PerSold == nil {
				return 1
			}
			return -1
		case a.PerSold != nil && a.PerSold.Estimate != b.PerSold.Estimate:
			if a.PerSold.Estimate > b.PerSold.Estimate {
				return -1
			}
			return 1
		case a.Name < b.Name:
			return -1
		}
		return 1
	})
	return out[:min(len(out), 200)]
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func dayText(d int32) string { return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly) }

// hashOf is of all that went in, as it was compared.
func hashOf(w *Wish, all []person) string {
	sum := sha256.New()
	e := json.NewEncoder(sum)
	err := e.Encode(w)
	for k := range all {
		p := &all[k]
		err = errors.Join(err, e.Encode([]any{p.id, p.stratum, p.worst, p.stayed, p.bought, p.spent, p.asked, p.promotes, len(p.contacts)}))
	}
	if err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}
