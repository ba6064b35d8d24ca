// Package driver says which measures go along with an outcome, for whom, and how sure that is: shares of R² with their ranks,
// importance beside performance, penalties beside rewards. It is association, not cause, and never money.
//
// One row is one signal: a response or contact in which the outcome was answered, with every measure that was heard in that same
// response or contact. Rows of one customer are drawn together.
package driver

import (
	"log/slog"
	"slices"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
	"github.com/touchstone-cx/touchstone/stats/drivers"
)

// ID is an analysis's id.
type ID string

// State of an analysis.
type State string

// The closed list of states.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Missing says what becomes of rows in which not every measure is known.
type Missing = drivers.Missing

// Wish is what is asked: which measures go along with an outcome, among which signals.
type Wish struct {
	Outcome  string   `json:"outcome" maxLength:"60" doc:"Key of the metric to explain"`
	Measures []string `json:"measures,omitempty" maxItems:"15" nullable:"false" doc:"Keys of what may drive it; none: what GET /driver-candidates proposes"`
	Where    []string `json:"where,omitempty" maxItems:"50" nullable:"false" doc:"Conditions as for a figure"`
	From     string   `json:"from,omitempty" maxLength:"40"`
	To       string   `json:"to,omitempty" maxLength:"40" doc:"Exclusive"`
	Missing  Missing  `json:"missing,omitempty" enum:"listwise,pairwise" doc:"listwise (what is left out) uses rows in which everything is known; pairwise each correlation's own rows"`
	Sides    []string `json:"sides,omitempty" maxItems:"2" nullable:"false" doc:"Two conditions, such as attributes.segment:vip: one analysis for each, side by side, and their difference"`
}

// Analysis is one asking and what was found.
type Analysis struct {
	ID          ID         `json:"id"`
	Name        string     `json:"name" doc:"Empty unless it was saved"`
	Wish        Wish       `json:"wish"`
	State       State      `json:"state" enum:"waiting,running,done,failed,cancelled"`
	Progress    int        `json:"progress" doc:"Hundredths that are done"`
	Step        string     `json:"step,omitempty" enum:"counting,adding,drawing,contrasting"`
	Error       string     `json:"error,omitempty"`
	Result      *Result    `json:"result,omitempty"`
	DataVersion int64      `json:"data_version"`
	Outdated    bool       `json:"outdated" doc:"New data have come since, or it was asked again later"`
	By          string     `json:"by" doc:"Name of who asked"`
	Mine        bool       `json:"mine"`
	CreatedAt   time.Time  `json:"created_at"`
	FinishedAt  *time.Time `json:"finished_at,omitempty"`

	input  string
	job    string
	caller identity.Caller
}

// Result is what was found, for everything or for each of two sides.
type Result struct {
	Outcome     *metric.Metric `json:"outcome"`
	Sides       []Side         `json:"sides" doc:"One, or two where sides were asked for"`
	Differences []Difference   `json:"differences,omitempty" doc:"Of the two sides' shares, the first less the second"`
	Overlap     int64          `json:"overlap" doc:"Rows that are in both sides: where there are any, differences are only a hint"`
	Receipt     string         `json:"receipt" doc:"Hash of question, data version and method"`
}

// Note is a warning, or why there is no result: a code, a sentence, and which measures it is about.
type Note struct {
	Code    string       `json:"code"`
	About   []string     `json:"about,omitempty" nullable:"false" doc:"Keys"`
	Args    problem.Args `json:"args,omitempty" doc:"Names and counts of the sentence"`
	Message string       `json:"message"`
}

// Number is an estimate with its 95 % interval; what isn't known is absent.
type Number struct {
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

// Side is the analysis of one selection of signals.
type Side struct {
	Where       string    `json:"where,omitempty" doc:"The side's own condition"`
	Rows        int64     `json:"rows" doc:"Responses and contacts in which the outcome was answered"`
	N           int64     `json:"n" doc:"Those that counted"`
	R2          Number    `json:"r2" doc:"Share of the outcome's variance that all measures together go along with, 0 to 1"`
	Adjusted    *float64  `json:"adjusted" doc:"R² less what as many random measures would seem to explain"`
	Drivers     []Driver  `json:"drivers" nullable:"false" doc:"The largest share first"`
	Crosshairs  Crosshair `json:"crosshairs"`
	Contrast    *Contrast `json:"contrast,omitempty"`
	NoContrast  *Note     `json:"no_contrast,omitempty"`
	Warnings    []Note    `json:"warnings" nullable:"false"`
	Refused     *Note     `json:"refused,omitempty" doc:"Why there are no shares, and what to do"`
	Draws       int       `json:"draws" doc:"Bootstrap draws behind the intervals"`
	DataVersion int64     `json:"data_version"`
}

// Crosshair is where the chart of importance against performance is divided.
type Crosshair struct {
	Performance float64 `json:"performance" doc:"Mean of the measures' performances"`
	Importance  float64 `json:"importance" doc:"The share each would have if all were alike"`
}

// Driver is one measure's part.
type Driver struct {
	Key         string       `json:"key"`
	Name        string       `json:"name"`
	Heard       int64        `json:"heard" doc:"Rows in which it is known"`
	Share       Number       `json:"share" doc:"Part of R², all adding up to 1"`
	Rank        int          `json:"rank"`
	RankLow     int          `json:"rank_low" doc:"The best rank the interval allows"`
	RankHigh    int          `json:"rank_high" doc:"The worst"`
	Correlation Number       `json:"correlation" doc:"With the outcome, each alone"`
	Coefficient Number       `json:"coefficient" doc:"Standardised, the others held"`
	Sign        string       `json:"sign" enum:"up,down,unclear" doc:"Whether more of it goes along with more of the outcome"`
	Inflation   *float64     `json:"inflation" doc:"VIF: how far it follows from the others; 1 is not at all"`
	Mean        *float64     `json:"mean" doc:"In its own unit"`
	Worst       float64      `json:"worst" doc:"What performance 0 stands for, in its own unit"`
	Best        float64      `json:"best" doc:"What performance 100 stands for"`
	Performance *float64     `json:"performance" doc:"The mean between worst and best, 0 to 100"`
	Ellipse     [][2]float64 `json:"ellipse,omitempty" nullable:"false" doc:"Outline of the 95 % region of performance and share"`
	Quadrant    string       `json:"quadrant,omitempty" enum:"concentrate,keep_up,low_priority,overkill" doc:"Only where the whole region lies inside"`
}

// Contrast is the penalty–reward chart's figures, in units of the outcome with better up.
type Contrast struct {
	Rows       int64       `json:"rows"`
	N          int64       `json:"n"`
	Sampled    bool        `json:"sampled,omitempty" doc:"Of a part of the customers, chosen by chance, because there are so many"`
	Middle     Number      `json:"middle" doc:"The outcome where every measure is in its middle"`
	Attributes []Attribute `json:"attributes" nullable:"false"`
	Excluded   []Note      `json:"excluded,omitempty" nullable:"false"`
	Warnings   []Note      `json:"warnings" nullable:"false"`
}

// Attribute is one measure's penalty for being poor and reward for being good.
type Attribute struct {
	Key     string  `json:"key"`
	Name    string  `json:"name"`
	Poor    float64 `json:"poor" doc:"From this score on it counts as poor"`
	Good    float64 `json:"good" doc:"From this score on as good"`
	PoorN   int64   `json:"poor_n"`
	GoodN   int64   `json:"good_n"`
	Penalty Number  `json:"penalty"`
	Reward  Number  `json:"reward"`
	Kind    string  `json:"kind" enum:"must_have,delighter,both,unsure" doc:"Named only where the intervals carry it"`
}

// Difference compares one measure's share on two sides.
type Difference struct {
	Key     string `json:"key"`
	Share   Number `json:"share" doc:"The first side's less the second's"`
	Verdict string `json:"verdict" enum:"higher,lower,unclear"`
}

// Drivers is the capability. Its fields are set by app.
type Drivers struct {
	DB      *db.DB
	Metrics *metric.Metrics
	Engine  analytics.Engine
	People  *identity.Identity
	Jobs    *jobs.Queue
	Audit   identity.Auditor
	Hub     *web.Hub
	Slog    *slog.Logger
	// AtOnce is how much is analysed while the caller waits, in rows × products; more than that is a job. 0 is the default.
	AtOnce int64
}

// atOnce is what takes about half a second: a million rows of a few measures, or 300,000 of twelve.
const atOnce = 30_000_000

const (
	makeJob = "driver.analyse"
	tidyJob = "driver.tidy"
	queue   = "drivers"
	keep    = 7 * 24 * time.Hour // of analyses that nobody saved
)

func (w *Wish) validate() error {
	if w.Missing == "" {
		w.Missing = drivers.Listwise
	}
	switch {
	case w.Outcome == "":
		return problem.At("body.outcome", "outcome_missing", "Choose the outcome that is to be explained.")
	case w.Missing != drivers.Listwise && w.Missing != drivers.Pairwise:
		return problem.At("body.missing", "missing_unknown", "Rows with missing values are used either listwise or pairwise.")
	case len(w.Measures) > drivers.MostDrivers:
		return problem.At("body.measures", "too_many_measures", "%d measures are too many to compare; choose at most %d.", len(w.Measures), drivers.MostDrivers).
			With(problem.Args{"n": len(w.Measures), "max": drivers.MostDrivers})
	case slices.Contains(w.Measures, w.Outcome):
		return problem.At("body.measures", "outcome_as_measure", "The outcome can't drive itself: leave it out of the measures.")
	case len(w.Sides) == 1 || len(w.Sides) > 2:
		return problem.At("body.sides", "two_sides", "Two selections are compared, no more and no fewer.")
	case len(w.Sides) == 2 && w.Sides[0] == w.Sides[1]:
		return problem.At("body.sides", "same_sides", "Both sides are the same selection. Choose two different ones.")
	}
	for i, key := range w.Measures {
		if slices.Contains(w.Measures[:i], key) {
			return problem.At("body.measures", "measure_twice", "%.60q is chosen twice.", key)
		}
	}
	return nil
}

// Handlers registers the background work.
func (d *Drivers) Handlers(q *jobs.Queue) {
	q.Handle(makeJob, d.run)
	q.Limit(queue, 1) // each fills the cores
	q.Handle(tidyJob, d.tidy)
	q.Every(tidyJob, jobs.Interval(time.Hour), tidyJob)
}
