package analytics

import (
	"slices"
	"strconv"
	"strings"
)

// The multipliers of a Lehmer generator modulo 2³¹−1, applied twice with the halves exchanged in between: every database
// multiplies these without overflow, and finds the same block.
const (
	mersenne    = 1<<31 - 1
	multiplier1 = 48271
	multiplier2 = 69621
)

// BlockOf is the block of a fact: that of its customer, or its own where there is none.
func BlockOf(client int32, signal int64) int64 {
	x := 2*signal + 1
	if client != 0 {
		x = 2 * int64(client)
	}
	x = x % mersenne * multiplier1 % mersenne
	x = x&65535*32768 + x>>16
	return x % mersenne * multiplier2 % mersenne % Blocks
}

// block spells BlockOf.
func (c *compiler) block() string {
	client, signal := c.d.Column(string(Client)), c.d.Column(string(SignalNo))
	n := func(v int64) string { return number(v) }
	x := "(case when " + client + " <> 0 then cast(" + client + " as bigint) * 2 else " + signal + " * 2 + 1 end)"
	x = "(" + x + " % " + n(mersenne) + " * " + n(multiplier1) + " % " + n(mersenne) + ")"
	x = "(((" + x + " & 65535) * 32768) + (" + x + " >> 16))"
	return "(" + x + " % " + n(mersenne) + " * " + n(multiplier2) + " % " + n(mersenne) + " % " + n(Blocks) + ")"
}

// crosses adds up columns and their products. The columns are made in an inner query, so that each is made once.
func (c *compiler) crosses(q Question, keys []string) string {
	m := q.Measure
	seen := map[int]bool{}
	for k, col := range m.Columns {
		if (k == 0 || !m.Pairwise) && !seen[col.Metric] {
			c.answered(col.Metric)
			seen[col.Metric] = true
		}
	}
	inner, names := slices.Clone(keys), make([]string, len(keys))
	for i := range keys {
		names[i] = "k" + strconv.Itoa(i)
		inner[i] += " as " + names[i]
	}
	cols := make([]string, len(m.Columns))
	for k, col := range m.Columns {
		cols[k] = "c" + strconv.Itoa(k)
		inner = append(inner, c.column(col)+" as "+cols[k])
	}
	c.narrow(q)
	out := append(slices.Clone(names), "count(*)")
	if m.Pairwise {
		out = c.pairs(out, cols)
	} else {
		out = c.products(out, cols, m.Columns)
	}
	return "select " + strings.Join(out, ", ") + "\nfrom (\n" + c.from(inner) + "\n) as g" + grouped(len(names)) + ordered(len(names)) + c.limit(q)
}

// column is a signal's value in a column: null where the score isn't answered.
func (c *compiler) column(col Column) string {
	v := c.metric(col.Metric)
	switch col.Part {
	case Low:
		limit := c.number(col.Limit)
		return "case when " + v + " <= " + limit + " then 1 when " + v + " > " + limit + " then 0 end"
	case High:
		limit := c.number(col.Limit)
		return "case when " + v + " >= " + limit + " then 1 when " + v + " < " + limit + " then 0 end"
	default:
		return v
	}
}

func (c *compiler) products(out, cols []string, of []Column) []string {
	for _, x := range cols {
		out = append(out, sum(x))
	}
	for i, x := range cols {
		for j := i; j < len(cols); j++ {
			if small(of, i, j) {
				out = append(out, sum(x+" * "+cols[j]))
			} else {
				out = append(out, c.halves(x, cols[j])...)
			}
		}
	}
	return out
}

// small products are those with a column of 0 and 1: a sum of them needs no halves.
func small(of []Column, i, j int) bool { return of[i].Part != Whole || of[j].Part != Whole }

func (c *compiler) pairs(out, cols []string) []string {
	both := func(x, y, of string) string {
		if x == y {
			return of
		}
		return "case when " + x + " is not null and " + y + " is not null then " + of + " end"
	}
	for i, x := range cols {
		for _, y := range cols[i:] {
			out = append(out, "count("+both(x, y, x)+")", sum(both(x, y, x)), sum(both(x, y, y)))
			for _, product := range [][2]string{{x, x}, {y, y}, {x, y}} {
				hi, lo := c.d.Halves(both(x, y, product[0]+" * "+product[1]))
				out = append(out, hi, lo)
			}
		}
	}
	return out
}

// crossed reads what products or pairs wrote.
func (r *Row) crossed(m Measure, cells []int64) {
	q := len(m.Columns)
	if m.Pairwise {
		r.Pairs = make([]Pair, 0, q*(q+1)/2)
		for ; len(cells) > 0; cells = cells[9:] {
			r.Pairs = append(r.Pairs, Pair{N: cells[0], X: cells[1], Y: cells[2],
				XX: normal(cells[3], cells[4]), YY: normal(cells[5], cells[6]), XY: normal(cells[7], cells[8])})
		}
		return
	}
	r.Totals = slices.Clone(cells[:q])
	cells = cells[q:]
	r.Crosses = make([]Wide, 0, q*(q+1)/2)
	for i := range q {
		for j := i; j < q; j++ {
			if small(m.Columns, i, j) {
				r.Crosses = append(r.Crosses, normal(0, cells[0]))
				cells = cells[1:]
			} else {
				r.Crosses = append(r.Crosses, normal(cells[0], cells[1]))
				cells = cells[2:]
			}
		}
	}
}
