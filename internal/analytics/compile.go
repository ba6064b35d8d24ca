package analytics

import (
	"slices"
	"strconv"
	"strings"
)

// Dialect is what an engine supplies to the compiler: how it spells the few things in which databases differ. The table of
// facts goes by the alias f. A parameter is written $1, $2 …
type Dialect struct {
	Table string   // the facts of one organisation, such as "fact as f"
	Where []string // what narrows Table to the organisation
	Args  []any    // the parameters that Table and Where use, from $1
	// Column reads one column of f, never null except for m…; one that the table lacks reads as 0, or as null for m….
	Column func(name string) string
	// Divide rounds down, whatever the sign of expr. by is positive.
	Divide func(expr string, by int64) string
	// Halves sums a product of two scores over the group without loss: Σ = hi·2³² + lo. 0 for an empty group.
	Halves func(product string) (hi, lo string)
	// CountIf counts the group's facts for which a condition is true.
	CountIf func(condition string) string
	// In is true where expr is among the numbers of the list parameter.
	In func(expr, list string) string
	// Pairs is a table with the columns code and shown, from two list parameters of equal length.
	Pairs func(codes, shown string) string
	// List is how a list of numbers travels as a parameter.
	List func([]int64) any
}

// Plan is a question in one engine's SQL. Every column of its result is a whole number and not null.
type Plan struct {
	Text string
	Args []any
	q    Question
}

// Compile turns a question into SQL. It's the only place where questions become SQL; what comes from a question travels as a
// parameter, except for slots and the limit, which are bounded numbers.
func Compile(q Question, d Dialect) (Plan, error) {
	if err := Validate(q); err != nil {
		return Plan{}, err
	}
	if q.Limit == 0 {
		q.Limit = MaxRows
	}
	c := compiler{d: d, args: slices.Clone(d.Args), where: slices.Clone(d.Where)}
	return Plan{Text: c.compile(q), Args: c.args, q: q}, nil
}

type compiler struct {
	d     Dialect
	args  []any
	joins []string
	where []string
	rolls int
}

func (c *compiler) compile(q Question) string {
	// Keys come before conditions only to keep the numbers of parameters in reading order.
	var keys []string
	for _, by := range q.By {
		keys = append(keys, c.key(by, "join"))
	}
	if q.Measure.What == Percentiles {
		return c.percentiles(q, keys)
	}
	if q.Measure.What == Medians {
		return c.medians(q, keys)
	}
	if q.Measure.What == Crosses {
		return c.crosses(q, keys)
	}
	if q.Measure.What == Distribution {
		keys = append(keys, c.metric(q.Measure.Metric))
	}
	out := append(slices.Clone(keys), c.measure(q.Measure)...)
	c.narrow(q)
	text := c.from(out)
	if q.Measure.What == Signals {
		return text + "\norder by 1 desc, 2 desc" + c.limit(q)
	}
	return text + grouped(len(keys)) + ordered(len(keys)) + c.limit(q)
}

// percentiles finds nearest ranks by counting each value once and adding up the counts: the p-th percentile is the least value
// that at least p per thousand of the answers don't exceed.
func (c *compiler) percentiles(q Question, keys []string) string {
	m := c.metric(q.Measure.Metric)
	c.and(c.state(q.Measure.Metric) + " = " + number(int64(Answered)))
	c.narrow(q)
	names := make([]string, len(keys))
	inner := slices.Clone(keys)
	for i := range keys {
		names[i] = "k" + strconv.Itoa(i)
		inner[i] += " as " + names[i]
	}
	counted := c.from(append(inner, m+" as v", "count(*) as c")) + grouped(len(keys)+1)

	part, sep := "", ""
	if len(names) > 0 {
		part, sep = "partition by "+strings.Join(names, ", "), " "
	}
	added := "select " + strings.Join(append(slices.Clone(names), "v",
		"cast(sum(c) over ("+part+sep+"order by v) as bigint) as upto", "cast(sum(c) over ("+part+") as bigint) as n"), ", ") +
		"\nfrom counted"

	out := append(slices.Clone(names), "coalesce(max(n), 0)")
	for _, p := range q.Measure.Percents {
		out = append(out, "coalesce(min(case when upto * 1000 >= n * "+c.number(int64(p))+" then v end), 0)")
	}
	return "with counted as (\n" + counted + "\n), added as (\n" + added + "\n)\nselect " + strings.Join(out, ", ") +
		"\nfrom added" + grouped(len(names)) + ordered(len(names)) + c.limit(q)
}

func (c *compiler) from(out []string) string {
	var b strings.Builder
	b.WriteString("select " + strings.Join(out, ", ") + "\nfrom " + c.d.Table)
	for _, j := range c.joins {
		b.WriteString("\n" + j)
	}
	if len(c.where) > 0 {
		b.WriteString("\nwhere " + strings.Join(c.where, "\n  and "))
	}
	return b.String()
}

func grouped(keys int) string { return ordinals("\ngroup by ", keys) }
func ordered(keys int) string { return ordinals("\norder by ", keys) }

func ordinals(before string, n int) string {
	for i := 1; i <= n; i++ {
		before += strconv.Itoa(i)
		if i < n {
			before += ", "
		}
	}
	if n == 0 {
		return ""
	}
	return before
}

// limit asks for one row more than wanted, to know whether there is more.
func (c *compiler) limit(q Question) string { return "\nlimit " + strconv.Itoa(q.Limit+1) }

// key is the expression of one dimension. A unit that is rolled up is joined to what it is shown under: an inner join leaves
// out those that aren't in the roll, a left join makes them null.
func (c *compiler) key(by By, join string) string {
	if by.Roll == nil {
		return c.dim(by.Dim, by.Slot)
	}
	codes := make([]int64, 0, len(by.Roll))
	for code := range by.Roll {
		codes = append(codes, int64(code))
	}
	slices.Sort(codes)
	shown := make([]int64, len(codes))
	for i, code := range codes {
		shown[i] = int64(by.Roll[int32(code)]) //nolint:gosec // it was one
	}
	alias := "r" + strconv.Itoa(c.rolls)
	c.rolls++
	c.joins = append(c.joins, join+" "+c.d.Pairs(c.list(codes), c.list(shown))+" as "+alias+" on "+alias+".code = "+
		c.dim(by.Dim, by.Slot))
	return alias + ".shown"
}

func (c *compiler) dim(d Dim, slotNo int) string {
	switch d {
	case Attrib:
		return c.d.Column(slot("a", slotNo))
	case Quarter:
		return c.d.Divide(c.d.Column(string(Month)), 3)
	case Year:
		return c.d.Divide(c.d.Column(string(Month)), 12) + " + 1970"
	case Block:
		return c.block()
	default:
		return c.d.Column(string(d))
	}
}

func (c *compiler) metric(n int) string { return c.d.Column(slot("m", n)) }
func (c *compiler) state(n int) string  { return c.d.Column(slot("x", n)) }

func (c *compiler) and(condition string) { c.where = append(c.where, condition) }

// number is a number from the question as a parameter; the cast spares each database from guessing its width.
func (c *compiler) number(v int64) string { return "cast(" + c.param(v) + " as bigint)" }

func (c *compiler) list(v []int64) string { return c.param(c.d.List(v)) }

func (c *compiler) param(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}

func number(v int64) string { return strconv.FormatInt(v, 10) }
