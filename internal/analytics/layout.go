package analytics

import (
	"slices"
	"strconv"
)

// fixed are the columns every fact has, in the order of Fact.Values. All are NOT NULL, 0 being none.
var fixed = []string{
	"signal", "at", "day", "week", "month", "kind", "touch", "unit", "worker", "client", "channel", "lang", "import", "mood",
	"comment",
}

// Columns are the slots that facts fill. Beside the fixed columns, every engine's table of facts has for each attribute slot a
// column a1, a2 … of codes, and for each metric slot m1 … (score, null unless answered) and x1 … (state).
type Columns struct{ Attributes, Metrics []int }

// Columns returns the slots that this batch fills.
func (b Batch) Columns() Columns {
	var attributes [MaxAttributes + 1]bool
	var metrics [MaxMetrics + 1]bool
	for i := range b.Facts {
		for s, code := range b.Facts[i].Attributes {
			attributes[s+1] = attributes[s+1] || code != 0
		}
		for s, score := range b.Facts[i].Scores {
			metrics[s+1] = metrics[s+1] || score.State != Absent
		}
	}
	return Columns{Attributes: filled(attributes[:]), Metrics: filled(metrics[:])}
}

func filled(used []bool) []int {
	var out []int
	for slot, u := range used {
		if u {
			out = append(out, slot)
		}
	}
	return out
}

// Names returns the columns' names: the fixed ones, then a…, then m… and x… in turn.
func (c Columns) Names() []string {
	out := slices.Clone(fixed)
	for _, s := range c.Attributes {
		out = append(out, slot("a", s))
	}
	for _, s := range c.Metrics {
		out = append(out, slot("m", s), slot("x", s))
	}
	return out
}

// Values appends the fact's values to into, in the order of Names: int64 each, or nil.
func (f *Fact) Values(c Columns, into []any) []any {
	comment := int64(0)
	if f.Comment {
		comment = 1
	}
	into = append(into, f.Signal, f.At, int64(f.Day), int64(f.Week), int64(f.Month), int64(f.Kind), int64(f.Touch),
		int64(f.Unit), int64(f.Worker), int64(f.Client), int64(f.Channel), int64(f.Lang), int64(f.Import), int64(f.Mood), comment)
	for _, s := range c.Attributes {
		code := int64(0)
		if s <= len(f.Attributes) {
			code = int64(f.Attributes[s-1])
		}
		into = append(into, code)
	}
	for _, s := range c.Metrics {
		var score Score
		if s <= len(f.Scores) {
			score = f.Scores[s-1]
		}
		if score.State == Answered {
			into = append(into, score.Value, int64(Answered))
		} else {
			into = append(into, nil, int64(score.State))
		}
	}
	return into
}

func slot(letter string, n int) string { return letter + strconv.Itoa(n) }
