package moment

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Quality is what of service a criterion is about.
type Quality string

// The closed list of qualities: the first three are the course's, the last is ours.
const (
	Care           Quality = "care"
	Spontaneity    Quality = "spontaneity"
	Recovery       Quality = "recovery"
	ProblemSolving Quality = "problem_solving"
)

var qualities = []Quality{Care, Spontaneity, Recovery, ProblemSolving}

// Scale says how it is counted whether a criterion is kept.
type Scale string

// Share: in how many of a hundred cases it was kept. Mean: the average of ratings from low to high.
const (
	Share Scale = "share"
	Mean  Scale = "mean"
)

// Judged is how it is told whether a criterion is kept.
type Judged struct {
	Quality   Quality `json:"quality" enum:"care,spontaneity,recovery,problem_solving"`
	Metric    string  `json:"metric,omitempty" maxLength:"64" doc:"Key of the metric with which customers judge it; its figures give the scale"`
	Scale     Scale   `json:"scale,omitempty" enum:"share,mean" doc:"Without a metric: share in %, or mean of ratings"`
	Low       float64 `json:"low,omitempty" doc:"mean: the lowest rating"`
	High      float64 `json:"high,omitempty" doc:"mean: the highest rating"`
	Threshold float64 `json:"threshold" doc:"From where on it is kept: % for a share, a rating for a mean, else in the unit of the metric's figures"`
}

// Picked is a criterion as it is picked from a comment.
type Picked struct {
	Signal   signal.ID `json:"signal" maxLength:"60" doc:"The signal with the customer's comment"`
	Wording  string    `json:"wording" maxLength:"400" doc:"A passage of that comment, word for word"`
	Incident Kind      `json:"incident,omitempty" enum:"failure,delight" doc:"Links the comment as a critical incident too"`
	Judged
}

// CriterionID is a criterion's id.
type CriterionID string

// Criterion is something that customers judge by, in their own words.
type Criterion struct {
	ID      CriterionID `json:"id"`
	Wording string      `json:"wording"`
	Signal  signal.ID   `json:"signal" doc:"The customer's statement that the words were picked from"`
	SaidAt  time.Time   `json:"said_at"`
	Erased  bool        `json:"erased,omitempty" doc:"The statement was erased, or no longer says it; the criterion stays"`
	Judged
	Unit        string       `json:"unit" doc:"In what its threshold and its figures are counted"`
	Better      string       `json:"better" enum:"up,down"`
	Verdict     string       `json:"verdict" enum:"kept,not_kept,unclear,too_few,not_measured" doc:"By what customers say where they were asked, else by the latest assessment; never by employees' own"`
	Readings    []Reading    `json:"readings" doc:"What was found: customers first, then assessors, employees' own apart at the end"`
	Past        []Assessment `json:"past" doc:"Assessments that were superseded or withdrawn"`
	Version     int          `json:"version"`
	CreatedBy   string       `json:"created_by"`
	CreatedAt   time.Time    `json:"created_at"`
	Removed     bool         `json:"removed,omitempty"`
	moment      ID
	assessments []Assessment
}

const maxWording = 300

// Pick makes a criterion of a passage of a customer's comment.
func (m *Moments) Pick(ctx context.Context, org db.Org, id ID, in Picked) (c *Criterion, err error) {
	if err := m.judged(ctx, org, &in.Judged); err != nil {
		return nil, err
	}
	in.Wording = plain(in.Wording)
	if n := utf8.RuneCountInString(in.Wording); n < 3 || n > maxWording {
		return nil, problem.At("body.wording", "wording_length", "Pick between 3 and %d characters of what the customer said.", maxWording)
	}
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err := m.touch(ctx, tx, org, id)
		if err != nil {
			return err
		}
		said, err := m.statement(ctx, tx, org, one, in.Signal)
		if err != nil {
			return err
		}
		if !says(said, in.Wording) {
			return problem.At("body.wording", "wording_not_said", "The customer didn't say this. Pick the words as they stand in the comment.")
		}
		all, err := criteriaOf(ctx, tx, org, id)
		if err != nil {
			return err
		}
		there := slices.DeleteFunc(all, func(c Criterion) bool { return c.Removed })
		if slices.ContainsFunc(there, func(c Criterion) bool { return identity.Fold(c.Wording) == identity.Fold(in.Wording) }) {
			return problem.New(problem.Conflict, "criterion_twice", "This moment has a criterion in these words already.").On("body.wording")
		}
		if len(there) >= maxCriteria {
			return problem.New(problem.Invalid, "too_many_criteria", "A moment has at most %d criteria: keep those that decide.", maxCriteria)
		}
		c = &Criterion{ID: CriterionID(tx.ID("cri")), Wording: in.Wording, Signal: in.Signal, SaidAt: said.At, Judged: in.Judged, Version: 1,
			CreatedBy: identity.From(ctx).Name, CreatedAt: tx.Now, moment: id}
		if err := putCriterion(ctx, tx, org, c); err != nil {
			return err
		}
		if in.Incident != "" {
			if _, err := m.link(ctx, tx, org, id, Linked{Signal: in.Signal, Kind: in.Incident}); err != nil {
				return err
			}
		}
		if err := told(ctx, tx, org, id, "criterion", in.Wording); err != nil {
			return err
		}
		return m.Audit.Record(ctx, tx, "moment.criterion", string(id), map[string]any{"criterion": c.ID, "signal": in.Signal})
	})
	if err != nil {
		return nil, err
	}
	return c, m.dress(ctx, org, c)
}

// Judge changes how it is told whether a criterion is kept. The words stay the customer's.
func (m *Moments) Judge(ctx context.Context, org db.Org, id ID, which CriterionID, version int, in Judged) (c *Criterion, err error) {
	if err := m.judged(ctx, org, &in); err != nil {
		return nil, err
	}
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		if _, err := m.touch(ctx, tx, org, id); err != nil {
			return err
		}
		if c, err = findCriterion(ctx, tx, org, id, which); err != nil {
			return err
		}
		if c.Version != version {
			return web.Stale()
		}
		found, err := assessmentsOf(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(found, func(a Assessment) bool { return a.Criterion == which && a.stands() }) &&
			(in.Scale != c.Scale || in.Low != c.Low || in.High != c.High) {
			return problem.At("body.scale", "scale_assessed", "It was assessed on its scale already. Withdraw those assessments first, or keep the scale.")
		}
		c.Judged, c.Version = in, version+1
		if err := putCriterion(ctx, tx, org, c); err != nil {
			return err
		}
		if err := told(ctx, tx, org, id, "edited", c.Wording); err != nil {
			return err
		}
		return m.Audit.Record(ctx, tx, "moment.criterion_edit", string(id), map[string]any{"criterion": which})
	})
	if err != nil {
		return nil, err
	}
	return c, m.dress(ctx, org, c)
}

// Drop takes a criterion away; back brings it again. The last one of a confirmed moment stays: it is what the moment rests on.
func (m *Moments) Drop(ctx context.Context, org db.Org, id ID, which CriterionID, back bool) error {
	return m.DB.Write(ctx, org, func(tx *db.Tx) error {
		one, err := m.touch(ctx, tx, org, id)
		if err != nil {
			return err
		}
		c, err := findCriterion(ctx, tx, org, id, which)
		if err != nil || c.Removed != back {
			return err
		}
		if !back && one.State == Confirmed {
			all, err := criteriaOf(ctx, tx, org, id)
			if err != nil {
				return err
			}
			if len(slices.DeleteFunc(all, func(c Criterion) bool { return c.Removed })) == 1 {
				return problem.New(problem.Conflict, "last_criterion", "A confirmed moment rests on this criterion. Pick another one first, or take the confirmation back.")
			}
		}
		kind := "criterion"
		if !back {
			kind = "criterion_removed"
		}
		if err := setRemoved(ctx, tx, org, "moment_criterion", string(which), !back); err != nil {
			return err
		}
		if err := told(ctx, tx, org, id, kind, c.Wording); err != nil {
			return err
		}
		return m.Audit.Record(ctx, tx, "moment."+kind, string(id), map[string]any{"criterion": which})
	})
}

// statement returns what a customer said at a moment's touch point, if the caller may read it.
func (m *Moments) statement(ctx context.Context, tx *db.Tx, org db.Org, one *Moment, id signal.ID) (*signal.Logged, error) {
	said, err := m.Log.Now(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	within, err := m.scope(ctx, tx)
	if err != nil {
		return nil, err
	}
	points, err := m.Points.All(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	at := ""
	for _, p := range points {
		if string(p.ID) == said.Content.TouchPoint {
			at = p.Key
		}
	}
	switch {
	case !within(said.Content.Unit):
		return nil, problem.New(problem.NotFound, "signal_unknown", "There is no signal %.60s.", id)
	case said.Kind == "employee" || said.Kind == "evaluation" || said.Kind == "operational":
		return nil, problem.At("body.signal", "not_a_customer", "A criterion comes from a customer. This wasn't said by one.")
	case len(said.Content.Comments) == 0:
		return nil, problem.At("body.signal", "no_words", "This customer said nothing in words.")
	case at != one.TouchPoint:
		return nil, problem.At("body.signal", "said_elsewhere", "This was said at another touch point.")
	}
	return said, nil
}

// says reports whether a passage stands in one of a signal's comments; where lines break makes no difference.
func says(e *signal.Logged, wording string) bool {
	return slices.ContainsFunc(e.Content.Comments, func(c signal.Comment) bool { return strings.Contains(plain(c.Text), wording) })
}

func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// judged checks how a criterion is judged, and fills the scale that a metric gives.
func (m *Moments) judged(ctx context.Context, org db.Org, in *Judged) error {
	if !slices.Contains(qualities, in.Quality) {
		return problem.At("body.quality", "quality_unknown", "A quality is care, spontaneity, recovery or problem_solving.")
	}
	if in.Metric != "" {
		def, err := m.Metrics.ByKey(ctx, org, in.Metric, "body.metric")
		if err != nil {
			return err
		}
		in.Low, in.High = def.Reach()
		in.Scale = Mean
		if def.Unit == "%" {
			in.Scale = Share
		}
		return def.CheckTarget(in.Threshold, "body.threshold")
	}
	switch in.Scale {
	case Share, "":
		in.Scale, in.Low, in.High = Share, 0, 100
	case Mean:
		low, ok := metric.Milli(in.Low)
		high, also := metric.Milli(in.High)
		if !ok || !also || low >= high {
			return problem.At("body.low", "scale_invalid", "A scale runs from a lower to a higher number, with at most three decimals.")
		}
	default:
		return problem.At("body.scale", "scale_unknown", "A scale is a share or a mean.")
	}
	if _, ok := metric.Milli(in.Threshold); !ok || in.Threshold < in.Low || in.Threshold > in.High {
		return problem.At("body.threshold", "threshold_off_scale", "The threshold lies on the scale, from %v to %v, with at most three decimals.", in.Low, in.High)
	}
	return nil
}

// Consumer follows the log: where what a customer said was erased or says something else now, criteria and incidents say so.
func (m *Moments) Consumer() signal.Consumer {
	wants := func(context.Context, *db.Tx, db.Org) ([]signal.Op, error) {
		return []signal.Op{signal.OpErase, signal.OpCorrect}, nil
	}
	return signal.Consumer{Name: "moment", Wants: wants, Apply: func(ctx context.Context, tx *db.Tx, org db.Org, entries []*signal.Logged) error {
		for _, e := range entries {
			if e.Op == signal.OpPut {
				continue
			}
			if err := sourceChanged(ctx, tx, org, e); err != nil {
				return err
			}
		}
		return nil
	}}
}
