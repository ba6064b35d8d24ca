// Package analytics is the closed vocabulary in which figures are asked for, and the seam to the engines that answer.
//
// It knows neither names nor people: dimensions are integer codes, metrics and attributes are numbered slots, scores are
// whole thousandths. Callers translate; nobody outside this package builds SQL. Engines return integers only, so that
// every engine, screen, export and proof shows the same digits.
package analytics

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Limits of one organisation. Slots are numbered from 1.
const (
	MaxAttributes = 200
	MaxMetrics    = 100
)

// Unit of scores: thousandths of a scale point. A score of 9 is stored as 9000.
const Scale = 1000

// MaxScore bounds |score| in thousandths, so that no product of two scores overflows 63 bits.
const MaxScore = 3_000_000_000

// Blocks is into how many blocks facts are put by what doesn't depend on their scores: those of one customer together, those of
// nobody known by themselves. A bootstrap draws blocks, because answers of one customer aren't independent of each other.
const Blocks = 1000

// State says what became of one metric of one signal. The zero value means: the signal doesn't carry the metric.
type State uint8

// The states of a score. Everything but Answered is left out of the figure and counted beside it.
const (
	Absent      State = 0
	Answered    State = 1
	NotAnswered State = 2
	NotRated    State = 3
	OutOfScale  State = 4
)

// Score is one measure of one signal.
type Score struct {
	State State
	Value int64 // thousandths; meaningful when State is Answered
}

// Fact is one signal as the engines see it. Code 0 means "none" in every dimension.
type Fact struct {
	Signal  int64 // seq of the signal's first entry in the log: its lasting number
	At      int64 // µs UTC
	Day     int32 // days since 1970-01-01 in the organisation's zone
	Week    int32 // Monday of the ISO week, as a day number
	Month   int32 // months since January 1970
	Kind    int32
	Touch   int32
	Unit    int32
	Worker  int32 // employee
	Client  int32 // customer
	Channel int32
	Lang    int32
	Import  int32
	Mood    int32 // sentiment word: 0 none, 1 very negative … 5 very positive
	Comment bool
	// Attributes holds one code per slot, slot 1 first; shorter means none.
	Attributes []int32
	// Scores holds one score per metric slot, slot 1 first; shorter means absent.
	Scores []Score
}

// Batch is what one step of the projector adds. Gone leaves first, so a correction lists its signal in both.
type Batch struct {
	To    int64 // the watermark after this batch
	Gone  []int64
	Facts []Fact
}

// Dim names a dimension.
type Dim string

// The closed list of dimensions.
const (
	Kind     Dim = "kind"
	Touch    Dim = "touch"
	Unit     Dim = "unit"
	Worker   Dim = "worker"
	Client   Dim = "client"
	Channel  Dim = "channel"
	Lang     Dim = "lang"
	Import   Dim = "import"
	Mood     Dim = "mood"
	Comment  Dim = "comment" // 0 or 1
	Day      Dim = "day"
	Week     Dim = "week"
	Month    Dim = "month"
	Quarter  Dim = "quarter"   // quarters since 1970
	Year     Dim = "year"      // calendar years
	Attrib   Dim = "attribute" // with Slot
	SignalNo Dim = "signal"    // Fact.Signal
	Block    Dim = "block"     // 0 to Blocks−1, see Blocks
)

// By is one dimension to break a figure down by. Slot goes with Attrib, Roll with Unit. Roll maps a unit's code to the unit it is shown under (the structure as it
// is now); codes missing from a non-nil Roll are left out.
type By struct {
	Dim  Dim
	Slot int
	Roll map[int32]int32
}

// Op compares.
type Op string

// The closed list of comparisons. Between includes both ends.
const (
	In      Op = "in"
	NotIn   Op = "not_in"
	Between Op = "between"
)

// Cond narrows a question: a dimension (Dim, Slot, Op, Codes; Between takes two codes) or, with Metric > 0, a score: either
// answered from Low to High (thousandths, both included) or in one of States. Op says nothing about a score and stays empty.
// In with no codes matches nothing, NotIn with none matches everything.
type Cond struct {
	Dim    Dim
	Slot   int
	Op     Op
	Codes  []int64
	Metric int
	Low    int64
	High   int64
	States []State
}

// What is asked for.
type What string

// The closed list of measures.
const (
	Count        What = "count"        // signals
	Sums         What = "sums"         // of Metric: N, Sum, squares, Above, Below, LeftOut: serves means, and everything else
	Shares       What = "shares"       // Sums without Sum and squares, which cost a third: serves NPS, top box and rate
	Distribution What = "distribution" // of Metric: one row per By × score, the score as the last key
	Percentiles  What = "percentiles"  // of Metric: nearest rank for each of Percents
	Medians      What = "medians"      // of Metric: N, LeftOut, and in Values the order statistics around the median; see Row.Values
	Correlation  What = "correlation"  // of Metric and Other, where both are answered
	Crosses      What = "crosses"      // of Columns: Totals and Crosses, or with Pairwise Pairs; only signals that answered the first column's metric
	Together     What = "together"     // of Columns, where Metric is answered: in Values how many answered each column's metric too
	Distinct     What = "distinct"     // N is how many codes of Of occur; none isn't counted, a unit not in Roll neither
	Signals      What = "signals"      // numbers of the signals, newest first, at most Limit after Before
)

// Measure is what a question asks of each group.
type Measure struct {
	What     What
	Metric   int
	Other    int
	Above    int64 // Sums, Shares: Row.Above counts scores ≥ Above
	Below    int64 // Sums, Shares: Row.Below counts scores ≤ Below
	Percents []int // Percentiles: in thousandths, 500 is the median
	// Spread is for Medians: 1000·z². The interval's lower rank is the largest l with n+1−2l ≥ 0 and 1000·(n+1−2l)² ≥ Spread·n.
	Spread int64 `json:",omitempty"`
	Of     By    // Distinct
	// Columns are for Crosses and Together: what is taken of each signal.
	Columns []Column `json:",omitempty"`
	// Pairwise is for Crosses: each pair of columns is added up over the signals that have both. Without it, only signals that
	// have every column count.
	Pairwise bool `json:",omitempty"`
}

// Part says what of a score a column takes.
type Part string

// The closed list of parts. Low and High are 1 or 0 where the score is answered.
const (
	Whole Part = ""
	Low   Part = "low"  // 1 where the score ≤ Limit
	High  Part = "high" // 1 where the score ≥ Limit
)

// Column is a metric's score, or whether it is low or high. Limit goes with Low and High, in thousandths.
type Column struct {
	Metric int
	Part   Part  `json:",omitempty"`
	Limit  int64 `json:",omitempty"`
}

// Pair is what two columns x and y add up to over the signals that have both.
type Pair struct {
	N, X, Y    int64
	XX, YY, XY Wide
}

// Position is a place in a list of signals ordered by (At, Signal).
type Position struct{ At, Signal int64 }

// Question is everything that may be asked. The zero From and To are open ends; To is exclusive.
type Question struct {
	Measure  Measure
	By       []By // at most two
	Where    []Cond
	Scope    []int32 // unit codes the asker may see; nil is all of them. Always part of the cache key
	From, To int64   // µs UTC
	Limit    int     // rows; 0 is the engine's cap of 100,000
	Before   *Position
}

// Row is one group's sufficient statistics, keys in the order of By. Rows come ordered by key; those beyond Limit are cut.
// Only groups with signals have a row: for Sums, Shares and Medians signals that carry the metric, for Distribution, Percentiles and Correlation
// signals that answered. Without By there is one row even if nothing was found, except for Distribution and Signals.
type Row struct {
	Keys    []int64
	N       int64
	Sum     int64
	Squares Wide // Σ(x²)
	Above   int64
	Below   int64
	LeftOut [5]int64 // by State: NotAnswered, NotRated, OutOfScale
	// Correlation only: over the signals that answered both, x is Metric and y is Other.
	SumY     int64
	SquaresY Wide
	Products Wide
	// Values are of Percentiles one per percent, and of Medians four scores: those of rank l, ⌊(n+1)/2⌋, ⌊n/2⌋+1 and n+1−l. Where
	// n is too small to have an l ≥ 1, the first is the least score and the last is 0: neither says anything.
	Values []int64
	At     Position // Signals
	// Crosses without Pairwise: Σ of each column, and Σ of the products of columns i ≤ j in the order 00, 01, … 11, 12 …
	Totals  []int64
	Crosses []Wide
	Pairs   []Pair // Crosses with Pairwise, in the same order
}

// Wide is a sum too large for 63 bits, kept exactly: Hi·2³² + Lo. Engines add up the halves of each term, so
// that neither half can overflow below two thousand million rows, and answer with 0 ≤ Lo < 2³².
type Wide struct{ Hi, Lo int64 }

// Answer is what an engine found, and the watermark it had read on to: the same question at the same version has the
// same answer.
type Answer struct {
	Rows    []Row // to read only: answers are shared between those who ask the same
	More    bool  // Limit cut rows off
	Version int64
}

// Engine answers questions about one organisation at a time.
type Engine interface {
	// Append adds a batch if the organisation's watermark is after, atomically with the new watermark, and returns the
	// watermark that holds now. With another watermark it changes nothing and returns that one. The zero Batch only asks.
	Append(ctx context.Context, org db.Org, after int64, b Batch) (int64, error)
	Ask(ctx context.Context, org db.Org, q Question) (Answer, error)
	// Forget drops everything of one organisation and sets its watermark to 0.
	Forget(ctx context.Context, org db.Org) error
	Close() error
}
