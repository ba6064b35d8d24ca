package sqlengine

import (
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// dialect spells the compiler's fragments for SQLite and PostgreSQL. They differ in lists only.
func dialect(postgres bool, org db.Org) analytics.Dialect {
	d := analytics.Dialect{
		Table:   "fact as f",
		Where:   []string{"f.org = $1"},
		Args:    []any{string(org)},
		Column:  column,
		Divide:  divide,
		Halves:  halves,
		CountIf: func(condition string) string { return "count(case when " + condition + " then 1 end)" },
	}
	if postgres {
		d.In = func(expr, list string) string { return expr + " = any(cast(" + list + " as bigint[]))" }
		d.Pairs = func(codes, shown string) string {
			return "(select * from unnest(cast(" + codes + " as bigint[]), cast(" + shown + " as bigint[])) as p(code, shown))"
		}
		d.List = func(v []int64) any { return "{" + commas(v) + "}" }
		return d
	}
	d.In = func(expr, list string) string { return expr + " in (select value from json_each(" + list + "))" }
	d.Pairs = func(codes, shown string) string {
		return "(select c.value as code, s.value as shown from json_each(" + codes + ") as c join json_each(" + shown +
			") as s on s.key = c.key)"
	}
	d.List = func(v []int64) any { return "[" + commas(v) + "]" }
	return d
}

// column reads an empty slot as 0, except for scores.
func column(name string) string {
	if slotted(name, 'a') || slotted(name, 'x') {
		return "coalesce(f." + name + ", 0)"
	}
	return "f." + name
}

func slotted(name string, letter byte) bool { return name[0] == letter && name[1] <= '9' }

// divide shifts to above zero first, where dividing rounds down: both databases round toward zero.
func divide(expr string, by int64) string {
	const aeon = 1_000_000
	n := strconv.FormatInt
	return "((" + expr + " + " + n(aeon*by, 10) + ") / " + n(by, 10) + " - " + n(aeon, 10) + ")"
}

// halves splits each product in two's complement: the shift rounds down, the mask is never negative.
func halves(product string) (hi, lo string) {
	return "coalesce(cast(sum((" + product + ") >> 32) as bigint), 0)",
		"coalesce(cast(sum((" + product + ") & 4294967295) as bigint), 0)"
}

func commas(v []int64) string {
	var b strings.Builder
	for i, n := range v {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(n, 10))
	}
	return b.String()
}
