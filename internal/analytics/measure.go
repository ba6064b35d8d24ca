package analytics

// measure returns what a question counts or sums in each group, in the order in which Plan.row reads it, and narrows the facts
// to those that the measure is about.
func (c *compiler) measure(m Measure) []string {
	switch m.What {
	case Sums, Shares:
		return c.sums(m)
	case Distribution:
		c.answered(m.Metric)
		return []string{"count(*)"}
	case Correlation:
		c.answered(m.Metric)
		c.answered(m.Other)
		x, y := c.metric(m.Metric), c.metric(m.Other)
		out := append([]string{"count(*)", sum(x)}, c.halves(x, x)...)
		out = append(out, sum(y))
		return append(append(out, c.halves(y, y)...), c.halves(x, y)...)
	case Together:
		c.answered(m.Metric)
		out := []string{"count(*)"}
		for _, col := range m.Columns {
			out = append(out, "count("+c.metric(col.Metric)+")")
		}
		return out
	case Distinct:
		key := c.key(m.Of, "left join")
		if hasNone(m.Of.Dim) {
			key = "nullif(" + key + ", 0)"
		}
		return []string{"count(distinct " + key + ")"}
	case Signals:
		return []string{c.d.Column("at"), c.d.Column("signal")}
	default: // Count
		return []string{"count(*)"}
	}
}

func (c *compiler) sums(m Measure) []string {
	x, v := c.state(m.Metric), c.metric(m.Metric)
	c.and(x + " <> " + number(int64(Absent)))
	out := []string{"count(" + v + ")"}
	if m.What == Sums {
		out = append(append(out, sum(v)), c.halves(v, v)...)
	}
	out = append(out, c.d.CountIf(v+" >= "+c.number(m.Above)), c.d.CountIf(v+" <= "+c.number(m.Below)))
	for _, s := range []State{NotAnswered, NotRated, OutOfScale} {
		out = append(out, c.d.CountIf(x+" = "+number(int64(s))))
	}
	return out
}

// sum adds up scores: below 2³¹ rows of at most MaxScore it stays under 63 bits.
func sum(v string) string { return "coalesce(cast(sum(" + v + ") as bigint), 0)" }

func (c *compiler) halves(x, y string) []string {
	hi, lo := c.d.Halves(x + " * " + y)
	return []string{hi, lo}
}

func (c *compiler) answered(metric int) { c.and(c.state(metric) + " = " + number(int64(Answered))) }

// hasNone tells the dimensions of codes, where 0 is none, from moments and numbers, where it is a value.
func hasNone(d Dim) bool {
	switch d {
	case Comment, Day, Week, Month, Quarter, Year, SignalNo, Block:
		return false
	default:
		return true
	}
}

// narrow adds what the question leaves out: other times, units out of scope, its conditions, and what was listed before.
func (c *compiler) narrow(q Question) {
	at := c.d.Column("at")
	if q.From != 0 {
		c.and(at + " >= " + c.number(q.From))
	}
	if q.To != 0 {
		c.and(at + " < " + c.number(q.To))
	}
	if q.Scope != nil {
		units := make([]int64, len(q.Scope))
		for i, u := range q.Scope {
			units[i] = int64(u)
		}
		c.and(c.d.In(c.d.Column(string(Unit)), c.list(units)))
	}
	for _, cond := range q.Where {
		c.and(c.condition(cond))
	}
	if p := q.Before; p != nil {
		here := c.number(p.At)
		c.and(at + " <= " + here) // says the same as the next, in a form that an index serves
		c.and("(" + at + " < " + here + " or " + c.d.Column("signal") + " < " + c.number(p.Signal) + ")")
	}
}

func (c *compiler) condition(cond Cond) string {
	if cond.Metric > 0 {
		return c.score(cond)
	}
	key := c.dim(cond.Dim, cond.Slot)
	switch cond.Op {
	case Between:
		return key + " between " + c.number(cond.Codes[0]) + " and " + c.number(cond.Codes[1])
	case NotIn:
		return "not (" + c.d.In(key, c.list(cond.Codes)) + ")"
	default: // In
		return c.d.In(key, c.list(cond.Codes))
	}
}

func (c *compiler) score(cond Cond) string {
	x := c.state(cond.Metric)
	if len(cond.States) > 0 {
		text := x + " in ("
		for i, s := range sorted(cond.States) {
			if i > 0 {
				text += ", "
			}
			text += number(int64(s))
		}
		return text + ")"
	}
	return "(" + x + " = " + number(int64(Answered)) + " and " + c.metric(cond.Metric) + " between " + c.number(cond.Low) +
		" and " + c.number(cond.High) + ")"
}
