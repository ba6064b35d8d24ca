package analyticstest

import (
	"math/rand/v2"
	"time"

	"github.com/touchstone-cx/touchstone/internal/analytics"
)

// Slots that generated facts fill: few and low, and the last, so that the ends of the tables are reached.
const (
	lowSlots   = 4
	freeSlot   = 50 // no fact fills it
	units      = 12
	codes      = 5
	lastAttrib = analytics.MaxAttributes
	lastMetric = analytics.MaxMetrics
)

// world makes facts and questions that meet often: few codes, scores at and around thresholds, moments at the edges of days,
// weeks and months of a zone.
type world struct {
	r     *rand.Rand
	zone  *time.Location
	next  int64 // signal
	alive []int64
}

func newWorld(seed uint64) *world {
	r := rand.New(rand.NewPCG(seed, 0x5eed)) //nolint:gosec // tests repeat
	// Offsets of zones far east and west, of quarters of an hour, and UTC.
	zones := []int{0, 14 * 3600, -11 * 3600, 5*3600 + 45*60, 3600}
	return &world{r: r, zone: time.FixedZone("test", zones[r.IntN(len(zones))])}
}

func (w *world) code() int32 { return int32(w.r.IntN(codes)) } //nolint:gosec // small

// batch makes n new facts, and corrects or removes a few that are there.
func (w *world) batch(n int) analytics.Batch {
	var b analytics.Batch
	for range n {
		w.next += 1 + w.r.Int64N(3)
		b.Facts = append(b.Facts, w.fact(w.next))
	}
	kept := w.alive[:0]
	for _, s := range w.alive {
		switch w.r.IntN(12) {
		case 0: // removed
			b.Gone = append(b.Gone, s)
		case 1: // corrected
			b.Gone = append(b.Gone, s)
			b.Facts = append(b.Facts, w.fact(s))
			kept = append(kept, s)
		default:
			kept = append(kept, s)
		}
	}
	w.alive = kept
	for i := range n {
		w.alive = append(w.alive, b.Facts[i].Signal)
	}
	b.To = w.next
	return b
}

func (w *world) fact(signal int64) analytics.Fact {
	at := w.moment()
	f := analytics.Fact{
		Signal: signal, At: at, Kind: w.code(), Touch: w.code(), Unit: int32(w.r.IntN(units)), //nolint:gosec // small
		Worker: w.code(), Client: w.code(), Channel: w.code(), Lang: w.code(), Import: w.code(), Mood: w.code(),
		Comment: w.r.IntN(2) == 0,
	}
	f.Day, f.Week, f.Month = analytics.Calendar(at, w.zone)
	for range w.r.IntN(lowSlots + 1) {
		f.Attributes = append(f.Attributes, w.code())
		f.Scores = append(f.Scores, w.score())
	}
	if w.r.IntN(4) == 0 {
		f.Attributes = append(f.Attributes, make([]int32, lastAttrib-len(f.Attributes))...)
		f.Attributes[lastAttrib-1] = 1<<31 - 1 - w.code()
		f.Scores = append(f.Scores, make([]analytics.Score, lastMetric-len(f.Scores))...)
		f.Scores[lastMetric-1] = w.score()
	}
	return f
}

func (w *world) score() analytics.Score {
	s := analytics.Score{State: analytics.State(w.r.IntN(5))} //nolint:gosec // small
	if w.r.IntN(2) == 0 {
		s.State = analytics.Answered
	}
	if s.State == analytics.Answered {
		s.Value = w.value()
	}
	return s
}

// value is mostly a small whole score, so that thresholds are met exactly, and sometimes as large as may be.
func (w *world) value() int64 {
	switch w.r.IntN(12) {
	case 0:
		return analytics.MaxScore
	case 1:
		return -analytics.MaxScore
	case 2:
		return w.r.Int64N(2*analytics.MaxScore+1) - analytics.MaxScore
	case 3:
		return w.r.Int64N(20_001) - 10_000
	default:
		return (w.r.Int64N(12) - 1) * analytics.Scale
	}
}

// moment is a date in the world's zone around the turns of years, quarters, weeks and the epoch, often at the edge of a day.
func (w *world) moment() int64 {
	starts := []time.Time{
		time.Date(1969, 12, 28, 0, 0, 0, 0, w.zone), time.Date(2020, 12, 28, 0, 0, 0, 0, w.zone),
		time.Date(2024, 2, 27, 0, 0, 0, 0, w.zone), time.Date(2026, 3, 29, 0, 0, 0, 0, w.zone),
	}
	t := starts[w.r.IntN(len(starts))].AddDate(0, 0, w.r.IntN(12)).UnixMicro()
	switch w.r.IntN(4) {
	case 0:
		return t
	case 1:
		return t - 1
	default:
		return t + w.r.Int64N(24*3600)*1_000_000
	}
}
