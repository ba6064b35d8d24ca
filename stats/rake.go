package stats

import (
	"fmt"
	"math"
)

// Margin is what is known of everybody: the true shares of the categories of one variable, such as age groups.
type Margin struct {
	Name       string
	Categories []string
	Targets    []float64 // of each category; shares, percentages or counts: only their proportions matter
	Of         []int     // the category of each respondent as an index into Categories, −1 where it isn't known
}

// RakeTolerance is how near every raked share comes to its target.
const RakeTolerance = 1e-6

// rakeRounds is after how many rounds over all margins raking gives up. Margins that agree need fewer than a hundred.
const rakeRounds = 1000

// Raked is the outcome of Rake.
type Raked struct {
	Weights      []float64 // of each respondent; their mean is 1
	Effective    float64   // effective n = (Σw)²/Σw²: so many unweighted answers would be as exact
	DesignEffect float64   // n / effective n, at least 1: by so much variances grow
	Rounds       int       // over all margins, until every share was within RakeTolerance
	Least, Most  float64   // the smallest and the largest weight
	Empty        []Cell    // combinations that nobody has, though both of their targets are above 0
}

// Cell is a combination of categories of two margins.
type Cell struct{ MarginA, CategoryA, MarginB, CategoryB string }

// Rake weighs respondents so that the weighted share of every category equals its target: iterative proportional fitting.
// One margin after the other, each respondent's weight is multiplied by target share ÷ present weighted share of their
// category, until no share of any margin is more than 1e-6 off.
//
// base are the weights to begin with (of the design), nil for all alike; the result keeps their proportions inside each
// combination of categories. Respondents without a category (−1) keep their weight in that margin, and its targets hold among
// the others. Raking changes the margins alone: the associations between variables stay as they were found (odds ratios are
// kept), and whoever isn't heard at all stays unheard.
//
// Refusals: "no_margins", "no_respondents", "bad_weights" (a base weight that is negative or no number, or all 0),
// "bad_margin" (lengths or indices that don't fit, targets that are negative, no numbers or all 0), "empty_category" (a target
// above 0, but nobody to carry it), "unwanted_category" (a target of 0, but respondents in it), "impossible_margins" (no
// weights fulfil all margins at once, mostly because of empty cells; names the category that stayed farthest off).
//
// Source: W. E. Deming & F. F. Stephan, Annals of Mathematical Statistics 11 (1940) 427–444; effective n and design effect
// L. Kish, Survey Sampling (1965), section 11.7.
func Rake(base []float64, margins []Margin) (Raked, error) {
	n, err := respondents(base, margins)
	if err != nil {
		return Raked{}, err
	}
	for _, m := range margins {
		if err := m.check(base, n); err != nil {
			return Raked{}, err
		}
	}
	cells := newCells(base, margins, n)
	rounds := 0
	for worst := math.Inf(1); worst > RakeTolerance; rounds++ {
		if rounds == rakeRounds {
			name, category := cells.farthest(margins)
			return Raked{}, Refuse("impossible_margins", "No weights fulfil all targets at once: category %s of %s can't be reached. Combine small categories, "+
				"or leave a margin out.", category, name)
		}
		for m := range margins {
			cells.fit(m, margins[m].Targets)
		}
		worst = cells.worst(margins)
	}
	return cells.result(base, n, rounds, emptyCells(margins)), nil
}

// respondents is how many there are, all margins agreeing.
func respondents(base []float64, margins []Margin) (int, error) {
	if len(margins) == 0 {
		return 0, Refuse("no_margins", "There are no margins to weigh to.")
	}
	n := len(margins[0].Of)
	if n == 0 {
		return 0, Refuse("no_respondents", "There is nobody to weigh.")
	}
	if base == nil {
		return n, nil
	}
	sum := 0.0
	for _, w := range base {
		if !(w >= 0) || math.IsInf(w, 0) {
			return 0, Refuse("bad_weights", "A base weight is negative or isn't a number.")
		}
		sum += w
	}
	if len(base) != n || sum == 0 {
		return 0, Refuse("bad_weights", "Base weights must be one for each respondent, and not all 0.")
	}
	return n, nil
}

// check refuses a margin that can't be raked to.
func (m Margin) check(base []float64, n int) error {
	if len(m.Of) != n || len(m.Targets) != len(m.Categories) || len(m.Categories) == 0 {
		return Refuse("bad_margin", "Margin %s must have one target for each category and one category for each respondent.", m.Name)
	}
	sum := 0.0
	for k, t := range m.Targets {
		if !(t >= 0) || math.IsInf(t, 0) {
			return Refuse("bad_margin", "The target of %s in %s is negative or isn't a number.", m.Categories[k], m.Name)
		}
		sum += t
	}
	if sum == 0 || math.IsInf(sum, 0) {
		return Refuse("bad_margin", "The targets of %s are all 0.", m.Name)
	}
	heard := make([]float64, len(m.Categories))
	for i, c := range m.Of {
		if c < -1 || c >= len(m.Categories) {
			return Refuse("bad_margin", "A respondent's category isn't one of %s.", m.Name)
		}
		if c >= 0 {
			heard[c] += baseWeight(base, i)
		}
	}
	for k, t := range m.Targets {
		if t > 0 && heard[k] == 0 {
			return Refuse("empty_category", "Nobody is in category %s of %s, so no weight can give it its share. Combine it with another.", m.Categories[k], m.Name)
		}
		if t == 0 && heard[k] > 0 {
			return Refuse("unwanted_category", "Category %s of %s has the target 0 but respondents in it. Leave them out, or give it a target.", m.Categories[k], m.Name)
		}
	}
	return nil
}

func baseWeight(base []float64, i int) float64 {
	if base == nil {
		return 1
	}
	return base[i]
}

// rakeCells are the combinations of categories that respondents have: all of one combination get the same factor, so that a
// million respondents cost no more than their combinations.
type rakeCells struct {
	of     []int     // the cell of each respondent
	base   []float64 // the sum of base weights of each cell
	weight []float64 // the same after raking so far
	at     [][]int   // by margin and cell: the category
	known  []float64 // scratch: weight of each category of one margin
}

func newCells(base []float64, margins []Margin, n int) *rakeCells {
	c := &rakeCells{of: make([]int, n), at: make([][]int, len(margins))}
	count := 1
	for _, m := range margins {
		next := map[[2]int]int{}
		for i, category := range m.Of {
			key := [2]int{c.of[i], category}
			id, seen := next[key]
			if !seen {
				id = len(next)
				next[key] = id
			}
			c.of[i] = id
		}
		count = len(next)
	}
	c.base = make([]float64, count)
	for m := range margins {
		c.at[m] = make([]int, count)
	}
	for i, cell := range c.of {
		c.base[cell] += baseWeight(base, i)
		for m := range margins {
			c.at[m][cell] = margins[m].Of[i]
		}
	}
	c.weight = append([]float64(nil), c.base...)
	return c
}

// shares are the weight of each category of margin m, and of all whose category is known.
func (c *rakeCells) shares(m, categories int) (each []float64, all float64) {
	if cap(c.known) < categories {
		c.known = make([]float64, categories)
	}
	each = c.known[:categories]
	clear(each)
	for cell, k := range c.at[m] {
		if k >= 0 {
			each[k] += c.weight[cell]
			all += c.weight[cell]
		}
	}
	return each, all
}

// fit multiplies weights so that margin m has its targets.
func (c *rakeCells) fit(m int, targets []float64) {
	each, all := c.shares(m, len(targets))
	total := sum(targets)
	for k := range each {
		if each[k] > 0 {
			each[k] = targets[k] / total * all / each[k]
		}
	}
	for cell, k := range c.at[m] {
		if k >= 0 {
			c.weight[cell] *= each[k]
		}
	}
}

// worst is the largest distance of a share from its target; +Inf where a weight is no number any more.
func (c *rakeCells) worst(margins []Margin) float64 {
	worst := 0.0
	for m := range margins {
		_, off := c.off(m, margins[m].Targets)
		worst = max(worst, off)
	}
	return worst
}

// off is the category of margin m that is farthest from its target, and how far.
func (c *rakeCells) off(m int, targets []float64) (category int, distance float64) {
	each, all := c.shares(m, len(targets))
	total := sum(targets)
	for k := range each {
		d := math.Abs(each[k]/all - targets[k]/total)
		if math.IsNaN(d) {
			d = math.Inf(1)
		}
		if d > distance {
			category, distance = k, d
		}
	}
	return category, distance
}

// farthest names the category that is farthest from its target.
func (c *rakeCells) farthest(margins []Margin) (margin, category string) {
	most := -1.0
	for m := range margins {
		if k, d := c.off(m, margins[m].Targets); d > most {
			margin, category, most = margins[m].Name, margins[m].Categories[k], d
		}
	}
	return margin, category
}

// result scales weights to a mean of 1.
func (c *rakeCells) result(base []float64, n, rounds int, empty []Cell) Raked {
	r := Raked{Weights: make([]float64, n), Rounds: rounds, Least: math.Inf(1), Empty: empty}
	scale := float64(n) / sum(c.weight)
	squares := 0.0
	for i, cell := range c.of {
		w := 0.0
		if c.base[cell] > 0 {
			w = baseWeight(base, i) * c.weight[cell] / c.base[cell] * scale
		}
		r.Weights[i] = w
		squares += w * w
		r.Least, r.Most = min(r.Least, w), max(r.Most, w)
	}
	r.Effective = min(float64(n), float64(n)*float64(n)/squares)
	r.DesignEffect = float64(n) / r.Effective
	return r
}

// emptyCells are combinations of two margins that nobody has.
func emptyCells(margins []Margin) (empty []Cell) {
	for a := range margins {
		for b := a + 1; b < len(margins); b++ {
			heard := make([]bool, len(margins[a].Categories)*len(margins[b].Categories))
			for i, k := range margins[a].Of {
				if l := margins[b].Of[i]; k >= 0 && l >= 0 {
					heard[k*len(margins[b].Categories)+l] = true
				}
			}
			for at, yes := range heard {
				k, l := at/len(margins[b].Categories), at%len(margins[b].Categories)
				if !yes && margins[a].Targets[k] > 0 && margins[b].Targets[l] > 0 {
					empty = append(empty, Cell{margins[a].Name, margins[a].Categories[k], margins[b].Name, margins[b].Categories[l]})
				}
			}
		}
	}
	return empty
}

// String is the cell in words: "age 65+ and region north".
func (c Cell) String() string {
	return fmt.Sprintf("%s %s and %s %s", c.MarginA, c.CategoryA, c.MarginB, c.CategoryB)
}

func sum(values []float64) (s float64) {
	for _, v := range values {
		s += v
	}
	return s
}
