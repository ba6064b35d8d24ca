package analytics

import (
	"slices"
	"strconv"
	"strings"
)

// medians finds the order statistics around the median as percentiles does, and counts what is left out beside them. Ranks are
// found by comparing whole numbers: no root is taken, so that every engine finds the same.
func (c *compiler) medians(q Question, keys []string) string {
	x, m := c.state(q.Measure.Metric), c.metric(q.Measure.Metric)
	c.and(x + " <> " + number(int64(Absent)))
	c.narrow(q)
	names := make([]string, len(keys))
	inner := slices.Clone(keys)
	for i := range keys {
		names[i] = "k" + strconv.Itoa(i)
		inner[i] += " as " + names[i]
	}
	counted := c.from(append(inner, x+" as x", m+" as v", "count(*) as c")) + grouped(len(keys)+2)

	part, sep := "", ""
	if len(names) > 0 {
		part, sep = "partition by "+strings.Join(names, ", "), " "
	}
	// What isn't answered has no score, and wherever it is ordered it adds nothing.
	answers := "sum(case when x = " + number(int64(Answered)) + " then c else 0 end)"
	added := "select " + strings.Join(append(slices.Clone(names), "x", "v", "c",
		"cast("+answers+" over ("+part+sep+"order by v) as bigint) as upto", "cast("+answers+" over ("+part+") as bigint) as n"), ", ") +
		"\nfrom counted"

	// within is true for ranks up to the interval's lower one: n+1−2r ≥ 0 and 1000·(n+1−2r)² ≥ spread·n, with d for n+1−2r.
	spread := c.number(q.Measure.Spread)
	within := func(d string) string {
		return d + " >= 0 and (" + d + ") * (" + d + ") * 1000 >= " + spread + " * n"
	}
	least := func(condition string) string {
		return "coalesce(min(case when x = " + number(int64(Answered)) + " and " + condition + " then v end), 0)"
	}
	out := append(slices.Clone(names), "coalesce(max(n), 0)",
		least("not ("+within("n - 1 - 2 * upto")+")"), least("2 * upto >= n"), least("2 * upto > n"), least(within("2 * upto - n - 1")))
	for _, s := range []State{NotAnswered, NotRated, OutOfScale} {
		out = append(out, "coalesce(cast(sum(case when x = "+number(int64(s))+" then c end) as bigint), 0)")
	}
	return "with counted as (\n" + counted + "\n), added as (\n" + added + "\n)\nselect " + strings.Join(out, ", ") +
		"\nfrom added" + grouped(len(names)) + ordered(len(names)) + c.limit(q)
}
