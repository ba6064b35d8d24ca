package promise

import (
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// Kept is how well one tenet is kept in a period.
type Kept struct {
	Tenet   string         `json:"tenet"`
	Metric  *metric.Metric `json:"metric,omitempty"`
	Where   []string       `json:"where,omitempty" doc:"The conditions of the figure: the signals of the touch points that carry the tenet, of the segment that it is promised to; without a condition on segment, of all customers"`
	Figure  *metric.Number `json:"figure,omitempty"`
	Target  *float64       `json:"target,omitempty"`
	Verdict string         `json:"verdict" enum:"kept,not_kept,unclear,too_few,not_measured" doc:"kept: the whole interval is on the good side of the target; not_measured: no metric, or nothing heard"`
	Receipt string         `json:"receipt,omitempty"`
}

// verdicts says a figure's verdict against a target as one about a tenet.
var verdicts = map[string]string{"met": "kept", "not_met": "not_kept", "unclear": "unclear", "too_few": "too_few"}

// Kept asks for the figure of each of a promise's tenets. Where touch points or processes carry a tenet, only what was heard at
// them counts; where the promise is made to a segment of customers that the organisation keeps, only what those say.
func (p *Promises) Kept(ctx context.Context, org db.Org, id ID, from, to string) ([]Kept, error) {
	one, err := p.Find(ctx, org, id)
	if err != nil {
		return nil, err
	}
	processes, err := p.Processes(ctx, org)
	if err != nil {
		return nil, err
	}
	whose := []string{}
	if one.Segment != "" {
		key, err := p.Metrics.SegmentKey(ctx, org, one.Segment)
		if err != nil {
			return nil, err
		}
		if key != "" {
			whose = append(whose, "segment:"+key)
		}
	}
	out := make([]Kept, len(one.Tenets))
	for i := range one.Tenets {
		if out[i], err = p.kept(ctx, org, &one.Tenets[i], processes, whose, from, to); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (p *Promises) kept(ctx context.Context, org db.Org, t *Tenet, processes []Process, whose []string, from, to string) (Kept, error) {
	k := Kept{Tenet: t.ID, Where: slices.Clone(whose), Target: t.Target, Verdict: "not_measured"}
	if t.Metric == "" {
		return k, nil
	}
	if at := carriers(t, processes); len(at) > 0 {
		k.Where = append(k.Where, "touch_point:"+strings.Join(at, ","))
	}
	f, err := p.Metrics.Figure(ctx, org, metric.Ask{Metric: t.Metric, Where: k.Where, From: from, To: to})
	if err != nil {
		return k, err
	}
	k.Metric, k.Receipt = f.Metric, f.Receipt
	if len(f.Rows) == 0 || f.Rows[0].N == 0 {
		return k, nil
	}
	k.Figure = &f.Rows[0].Number
	switch {
	case t.Target == nil && k.Figure.TooFew:
		k.Verdict = "too_few"
	case t.Target == nil:
		k.Verdict = "unclear"
	default:
		k.Verdict = verdicts[f.Metric.Judge(*t.Target, *k.Figure)]
	}
	return k, nil
}

// carriers are the touch points at which customers meet a tenet: its own and those of its processes.
func carriers(t *Tenet, processes []Process) []string {
	out := slices.Clone(t.TouchPoints)
	for _, id := range t.Processes {
		for _, p := range processes {
			if string(p.ID) == id {
				out = append(out, p.TouchPoints...)
			}
		}
	}
	return unique(out)
}
