package importing

import (
	"container/heap"
	"errors"
	"hash/maphash"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/masking"
)

// Kind of a column, judged by all of its values.
type Kind string

// The closed list of kinds.
const (
	DateColumn   Kind = "date"
	NumberColumn Kind = "number"
	YesNoColumn  Kind = "yes_no"
	TextColumn   Kind = "text"
)

// Column is what a file's column looks like.
type Column struct {
	Name     string   `json:"name"`
	Kind     Kind     `json:"kind" enum:"date,number,yes_no,text"`
	Samples  []string `json:"samples" doc:"The first different values, shortened"`
	Filled   int64    `json:"filled" doc:"Rows that aren't blank here"`
	Distinct int64    `json:"distinct" doc:"Different values; estimated above 1,000"`
	Min      *float64 `json:"min,omitempty" doc:"Of numbers"`
	Max      *float64 `json:"max,omitempty" doc:"Of numbers"`
	Format   string   `json:"format,omitempty" doc:"Of dates, in Go's notation" example:"2006-01-02"`
	// Unsure dates fit two formats equally well, such as 03/04/2015: a person should look.
	Unsure bool `json:"unsure,omitempty" doc:"The date's format could be another as well"`

	stats *columnStats
	words bool // it holds bare numbers that are to be masked
}

// columnStats gathers while a file is read.
type columnStats struct {
	filled, numbers, truths  int64
	length                   int64 // characters of all values
	min, max                 float64
	values                   map[float64]int64 // how often each number, while there are few different ones
	distinct                 sketch
	held, idLike             int64               // bare numbers that would be masked; other bare words
	exact                    map[uint64]struct{} // of columns named like an id
	repeated                 bool
	layouts                  []int   // still possible
	fits                     []int64 // per layout
	unpadded                 bool
	longest                  int
	samples                  []string
	couldBeDates, namedAsKey bool
}

const (
	maxValues   = 64        // different numbers that are counted one by one
	maxExact    = 2_000_000 // values of an id column whose uniqueness is checked
	trialValues = 200       // after so many, layouts that fit less than half are dropped
)

// profile reads a whole file and describes its columns.
func profile(r *Reader, masker *masking.Masker) (columns []Column, rows int64, err error) {
	names, err := r.Header()
	if err != nil {
		return nil, 0, err
	}
	seed := maphash.MakeSeed()
	columns = make([]Column, len(names))
	sound := true // where quotes are broken, nobody knows which column a value is in
	for i, n := range names {
		columns[i] = Column{Name: n, stats: newStats(n)}
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, 0, err
		}
		rows++
		sound = sound && row.Reason != brokenQuotes
		for i, f := range row.Fields {
			columns[i].stats.add(f, seed)
			columns[i].stats.weigh(strings.TrimSpace(f), masker)
		}
	}
	if rows == 0 {
		return nil, 0, errNoRows()
	}
	for i := range columns {
		columns[i].words = sound && columns[i].stats.ofWords(columns[i].Name)
		columns[i].settle()
	}
	return columns, rows, nil
}

func newStats(name string) *columnStats {
	s := &columnStats{min: math.Inf(1), max: math.Inf(-1), values: map[float64]int64{}, couldBeDates: true, namedAsKey: looksLikeKey(name)}
	s.fits = make([]int64, len(layouts))
	for i := range layouts {
		s.layouts = append(s.layouts, i)
	}
	if s.namedAsKey {
		s.exact = map[uint64]struct{}{}
	}
	return s
}

// add takes in one value.
func (s *columnStats) add(v string, seed maphash.Seed) {
	v = strings.TrimSpace(v)
	if v == "" {
		return
	}
	s.filled++
	chars := len(v)
	if chars > 1 {
		chars = utf8.RuneCountInString(v)
	}
	s.length += int64(chars)
	s.longest = max(s.longest, chars)
	h := maphash.String(seed, v)
	s.distinct.add(h)
	if s.exact != nil && !s.repeated {
		if _, again := s.exact[h]; again || len(s.exact) >= maxExact {
			s.repeated, s.exact = true, nil
		} else {
			s.exact[h] = struct{}{}
		}
	}
	if len(s.samples) < 5 && !slices.Contains(s.samples, shorten(v)) {
		s.samples = append(s.samples, strings.Clone(shorten(v)))
	}
	s.number(v)
	if s.couldBeDates {
		s.date(v)
	}
}

func (s *columnStats) number(v string) {
	if len(v) > 30 {
		return
	}
	if _, ok := truth(v); ok {
		s.truths++
	}
	if c := v[0]; c > '9' || c < '+' {
		return
	}
	f, err := strconv.ParseFloat(decimalPoint(v), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return
	}
	s.numbers++
	s.min, s.max = min(s.min, f), max(s.max, f)
	if s.values != nil {
		if s.values[f]++; len(s.values) > maxValues {
			s.values = nil
		}
	}
}

func (s *columnStats) date(v string) {
	if couldBeDate(v) {
		for _, l := range s.layouts {
			if t, err := time.Parse(layouts[l], v); err == nil && t.Year() > 1900 && t.Year() < 2200 {
				s.fits[l]++
				if !s.unpadded && len(v) < padded[l] {
					s.unpadded = true
				}
			}
		}
	}
	if s.filled == trialValues {
		s.layouts = slices.DeleteFunc(s.layouts, func(l int) bool { return s.fits[l] < trialValues/2 })
		s.couldBeDates = len(s.layouts) > 0
	}
}

// settle decides a column's kind: nineteen of twenty values must agree.
func (c *Column) settle() {
	s := c.stats
	c.Samples, c.Filled, c.Distinct, c.Kind = s.samples, s.filled, min(s.filled, s.distinct.count()), TextColumn
	if c.Samples == nil {
		c.Samples = []string{}
	}
	most := func(n int64) bool { return s.filled > 0 && n*20 >= s.filled*19 }
	best := -1
	for _, l := range s.layouts {
		if best < 0 || s.fits[l] > s.fits[best] {
			best = l
		}
	}
	switch {
	case best >= 0 && most(s.fits[best]):
		c.Kind, c.Format = DateColumn, canonical(layouts[best], !s.unpadded)
		other := slices.Index(layouts, swapped(layouts[best]))
		c.Unsure = other >= 0 && s.fits[other] == s.fits[best]
	case most(s.truths) && c.Distinct <= 8:
		c.Kind = YesNoColumn
	case most(s.numbers):
		c.Kind = NumberColumn
	}
	if c.Kind != TextColumn && c.Kind != DateColumn && s.numbers > 0 {
		c.Min, c.Max = &s.min, &s.max
	}
}

// average is the mean length of what is filled, in characters.
func (s *columnStats) average() float64 {
	if s.filled == 0 {
		return 0
	}
	return float64(s.length) / float64(s.filled)
}

// unique reports that no two rows share a value; known for columns named like an id alone.
func (s *columnStats) unique(rows int64) bool { return s.namedAsKey && !s.repeated && s.filled == rows }

func shorten(v string) string {
	const most = 80
	if len(v) <= most {
		return v
	}
	n := 0
	for i := range v {
		if n++; n > most {
			return v[:i] + "…"
		}
	}
	return v
}

// sketch counts different values: exactly up to its size, above it from the k smallest hashes (Bar-Yossef et al. 2002), to
// about 3 %.
type sketch struct {
	low  hashes
	held map[uint64]struct{}
}

const sketchSize = 1024

func (s *sketch) add(h uint64) {
	if s.held == nil {
		s.held = map[uint64]struct{}{}
	}
	full := len(s.low) == sketchSize
	if full && h >= s.low[0] {
		return
	}
	if _, ok := s.held[h]; ok {
		return
	}
	if full {
		delete(s.held, heap.Pop(&s.low).(uint64))
	}
	heap.Push(&s.low, h)
	s.held[h] = struct{}{}
}

func (s *sketch) count() int64 {
	if len(s.low) < sketchSize {
		return int64(len(s.low))
	}
	return int64(float64(sketchSize-1) / (float64(s.low[0]) / math.MaxUint64))
}

// hashes is a heap with the largest on top.
type hashes []uint64

func (h hashes) Len() int           { return len(h) }
func (h hashes) Less(i, j int) bool { return h[i] > h[j] }
func (h hashes) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *hashes) Push(x any)        { *h = append(*h, x.(uint64)) }
func (h *hashes) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}
