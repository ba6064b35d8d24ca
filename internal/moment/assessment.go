package moment

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/stats"
)

// Method is how it was found whether a criterion is kept.
type Method string

// The closed list of methods. Survey is computed; the others are entered. Staff is what employees think of it themselves.
const (
	Survey          Method = "survey"
	Evaluation      Method = "evaluation"
	Observation     Method = "observation"
	MysteryShopping Method = "mystery_shopping"
	ByStaff         Method = "staff"
)

// entered are the methods whose results a person types in.
var entered = []Method{Evaluation, Observation, MysteryShopping, ByStaff}

// Found is what is entered of an assessment.
type Found struct {
	Method     Method       `json:"method" enum:"evaluation,observation,mystery_shopping,staff"`
	From       string       `json:"from" maxLength:"10" doc:"First day" example:"2026-10-01"`
	To         string       `json:"to" maxLength:"10" doc:"Last day" example:"2026-10-31"`
	N          int64        `json:"n" doc:"How many contacts, visits or people"`
	Kept       int64        `json:"kept,omitempty" doc:"On a share: in how many of them the criterion was kept"`
	Mean       float64      `json:"mean,omitempty" doc:"On a mean: the average rating"`
	SD         float64      `json:"sd,omitempty" doc:"On a mean: the standard deviation of the ratings (with n−1)"`
	Assessor   string       `json:"assessor" maxLength:"120" doc:"Who looked"`
	Note       string       `json:"note,omitempty" maxLength:"2000"`
	Supersedes AssessmentID `json:"supersedes,omitempty" maxLength:"60" doc:"The assessment whose place it takes"`
}

// AssessmentID is an assessment's id.
type AssessmentID string

// Assessment is a measurement that somebody entered: never edited, only superseded or withdrawn.
type Assessment struct {
	ID        AssessmentID `json:"id"`
	Criterion CriterionID  `json:"criterion"`
	Found
	SupersededBy AssessmentID `json:"superseded_by,omitempty"`
	Withdrawn    string       `json:"withdrawn,omitempty" doc:"Who withdrew it and why"`
	CreatedBy    string       `json:"created_by"`
	CreatedAt    time.Time    `json:"created_at"`
	moment       ID
}

func (a *Assessment) stands() bool { return a.SupersededBy == "" && a.Withdrawn == "" }

// Reading is one finding against a criterion's threshold.
type Reading struct {
	Voice      string        `json:"voice" enum:"customers,assessors,employees" doc:"Who judges. Employees' own are shown apart and count for nothing else"`
	Method     Method        `json:"method" enum:"survey,evaluation,observation,mystery_shopping,staff"`
	Figure     metric.Number `json:"figure"`
	Verdict    string        `json:"verdict" enum:"kept,not_kept,unclear,too_few" doc:"kept or not_kept where all of the interval lies on one side of the threshold"`
	Where      []string      `json:"where,omitempty" doc:"The conditions of a computed figure"`
	Receipt    string        `json:"receipt,omitempty"`
	Withheld   bool          `json:"withheld,omitempty" doc:"Fewer employees than may be shown"`
	Assessment *Assessment   `json:"assessment,omitempty"`
}

const (
	// few is the n below which the interval of an entered assessment judges nothing.
	few = 5
	// minGroup is the number of employees under which no figure of them is shown.
	minGroup = 5
)

// Assess keeps an assessment.
func (m *Moments) Assess(ctx context.Context, org db.Org, id ID, which CriterionID, in Found) (a *Assessment, err error) {
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		if _, err := m.touch(ctx, tx, org, id); err != nil {
			return err
		}
		c, err := findCriterion(ctx, tx, org, id, which)
		if err != nil {
			return err
		}
		if err := in.validate(c, tx.Now); err != nil {
			return err
		}
		if in.Supersedes != "" {
			was, err := findAssessment(ctx, tx, org, id, in.Supersedes)
			if err != nil {
				return err
			}
			if was.Criterion != which || was.Method != in.Method || !was.stands() {
				return problem.At("body.supersedes", "supersedes_other", "Only an assessment that stands, of this criterion and by this method, can be superseded.")
			}
		}
		a = &Assessment{ID: AssessmentID(tx.ID("ass")), Criterion: which, Found: in, CreatedBy: identity.From(ctx).Name, CreatedAt: tx.Now, moment: id}
		if err := insertAssessment(ctx, tx, org, a); err != nil {
			return err
		}
		if in.Supersedes != "" {
			if err := supersede(ctx, tx, org, in.Supersedes, a.ID); err != nil {
				return err
			}
		}
		if err := told(ctx, tx, org, id, "assessed", string(in.Method)+": "+c.Wording); err != nil {
			return err
		}
		return m.Audit.Record(ctx, tx, "moment.assess", string(id), map[string]any{"criterion": which, "assessment": a.ID, "method": in.Method, "n": in.N})
	})
	return a, err
}

// Withdraw says that an assessment doesn't hold. It stays to be seen.
func (m *Moments) Withdraw(ctx context.Context, org db.Org, id ID, which AssessmentID, why string) error {
	if why = strings.TrimSpace(why); why == "" {
		return problem.At("body.why", "why_needed", "Say why it doesn't hold.")
	}
	if err := identity.Clean(why, "body.why"); err != nil {
		return err
	}
	return m.DB.Write(ctx, org, func(tx *db.Tx) error {
		if _, err := m.touch(ctx, tx, org, id); err != nil {
			return err
		}
		a, err := findAssessment(ctx, tx, org, id, which)
		if err != nil {
			return err
		}
		if !a.stands() {
			return problem.New(problem.Conflict, "assessment_past", "This assessment doesn't stand any more.")
		}
		if err := withdraw(ctx, tx, org, which, identity.From(ctx).Name+": "+why); err != nil {
			return err
		}
		if err := told(ctx, tx, org, id, "withdrawn", why); err != nil {
			return err
		}
		return m.Audit.Record(ctx, tx, "moment.withdraw", string(id), map[string]any{"assessment": which})
	})
}

func (in *Found) validate(c *Criterion, now time.Time) error {
	in.Assessor, in.Note = strings.TrimSpace(in.Assessor), strings.TrimSpace(in.Note)
	if !slices.Contains(entered, in.Method) {
		return problem.At("body.method", "method_unknown", "Entered are evaluations, observations, mystery shopping and what staff think. Surveys are computed.")
	}
	if err := identity.Name(in.Assessor, "body.assessor", 120); err != nil {
		return err
	}
	if err := identity.Clean(in.Note, "body.note"); err != nil {
		return err
	}
	from, err := time.Parse(time.DateOnly, in.From)
	if err != nil {
		return problem.At("body.from", "date_invalid", "%.20q isn't a date such as 2026-01-31.", in.From)
	}
	to, err := time.Parse(time.DateOnly, in.To)
	if err != nil {
		return problem.At("body.to", "date_invalid", "%.20q isn't a date such as 2026-01-31.", in.To)
	}
	switch {
	case to.Before(from):
		return problem.At("body.to", "period_wrong", "A period begins before it ends.")
	case to.After(now.Add(24 * time.Hour)):
		return problem.At("body.to", "period_ahead", "What hasn't happened yet wasn't assessed.")
	case from.Year() < 1990:
		return problem.At("body.from", "date_invalid", "%s is too long ago.", in.From)
	case in.N < 1 || in.N > 1_000_000:
		return problem.At("body.n", "n_needed", "Say of how many contacts, visits or people: 1 to 1,000,000.")
	case in.Method == ByStaff && in.N < minGroup:
		return problem.At("body.n", "few_employees", "Fewer than %d employees could be recognised in such a figure. Ask more of them.", minGroup)
	}
	return in.onScale(c)
}

func (in *Found) onScale(c *Criterion) error {
	if c.Scale == Share {
		in.Mean, in.SD = 0, 0
		if in.Kept < 0 || in.Kept > in.N {
			return problem.At("body.kept", "kept_range", "It was kept in 0 to %d of %d.", in.N, in.N)
		}
		return nil
	}
	in.Kept = 0
	if _, ok := metric.Milli(in.Mean); !ok || in.Mean < c.Low || in.Mean > c.High {
		return problem.At("body.mean", "mean_off_scale", "A mean on this scale lies from %v to %v, with at most three decimals.", c.Low, c.High)
	}
	// Of n ratings between the ends of a scale, none can scatter more than half of them at each end.
	most := (c.High - c.Low) / 2 * math.Sqrt(float64(in.N)/math.Max(1, float64(in.N-1)))
	if _, ok := metric.Milli(in.SD); !ok || in.SD < 0 || in.SD > most+0.001 || in.N == 1 && in.SD != 0 {
		return problem.At("body.sd", "sd_off_scale", "Ratings on this scale scatter by 0 to %.3f.", most)
	}
	return nil
}

// number is an entered assessment as a figure with its interval.
func (a *Assessment) number(c *Criterion) metric.Number {
	i := stats.MeanFromSummary(a.N, a.Mean, a.SD, level).Clamp(c.Low, c.High)
	if c.Scale == Share {
		i = stats.Percentage(a.Kept, a.N, level)
	}
	return metric.Number{Value: finite(i.Estimate), N: a.N, Low: finite(i.Low), High: finite(i.High), TooFew: a.N < few}
}

// judge says on which side of the threshold all of an interval lies.
func (c *Criterion) judge(n metric.Number) string {
	switch {
	case n.TooFew || n.Low == nil || n.High == nil:
		return "too_few"
	case c.Better == "down" && *n.High <= c.Threshold, c.Better != "down" && *n.Low >= c.Threshold:
		return "kept"
	case c.Better == "down" && *n.Low > c.Threshold, c.Better != "down" && *n.High < c.Threshold:
		return "not_kept"
	}
	return "unclear"
}

func finite(f float64) *float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return &f
}
