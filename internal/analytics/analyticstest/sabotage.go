package analyticstest

import (
	"fmt"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/analytics"
)

// Compiler is analytics.Compile or a broken one.
type Compiler = func(analytics.Question, analytics.Dialect) (analytics.Plan, error)

// Sabotages returns compilers that each have one fragment broken, in a way that looks right at a glance.
func Sabotages() map[string]Compiler {
	return map[string]Compiler{
		"> instead of >=":     text(">=", ">"),
		"<= instead of <":     text("at < ", "at <= "),
		"a forgotten state":   text("x1 <> 0", "x1 = 1", "f.x1, 0) <> 0", "f.x1, 0) = 1"),
		"the order of a list": text("order by 1 desc, 2 desc", "order by 1 desc, 2"),
		"one row too few": func(q analytics.Question, d analytics.Dialect) (analytics.Plan, error) {
			p, err := analytics.Compile(q, d)
			p.Text = strings.Replace(p.Text, fmt.Sprint("limit ", q.Limit+1), fmt.Sprint("limit ", q.Limit), 1)
			return p, err
		},
		"a week that begins on Sunday": dialect(func(d *analytics.Dialect) {
			column := d.Column
			d.Column = func(name string) string {
				if name == "week" {
					return "(" + column(name) + " - 1)"
				}
				return column(name)
			}
		}),
		"columns: an empty slot is one": dialect(func(d *analytics.Dialect) {
			column := d.Column
			d.Column = func(name string) string {
				if name == "a50" {
					return "1"
				}
				return column(name)
			}
		}),
		"divide: toward zero": dialect(func(d *analytics.Dialect) {
			column := d.Column
			d.Divide = func(expr string, by int64) string {
				return fmt.Sprintf("cast((%s - %s %% %d) / %d as bigint)", column("month"), column("month"), by, by)
			}
		}),
		"halves: the upper one lost": dialect(func(d *analytics.Dialect) {
			halves := d.Halves
			d.Halves = func(product string) (string, string) {
				_, lo := halves(product)
				return "0", lo
			}
		}),
		"count if: null counts": dialect(func(d *analytics.Dialect) {
			d.CountIf = func(condition string) string { return "count(case when " + condition + " then 1 else 0 end)" }
		}),
		"in: none is always in": dialect(func(d *analytics.Dialect) {
			in := d.In
			d.In = func(expr, list string) string { return "(" + expr + " = 0 or " + in(expr, list) + ")" }
		}),
		"pairs: the wrong way round": dialect(func(d *analytics.Dialect) {
			pairs := d.Pairs
			d.Pairs = func(codes, shown string) string { return pairs(shown, codes) }
		}),
		"list: the last one lost": dialect(func(d *analytics.Dialect) {
			list := d.List
			d.List = func(v []int64) any { return list(v[:max(0, len(v)-1)]) }
		}),
		"table: a fact lost": dialect(func(d *analytics.Dialect) {
			d.Where = append(d.Where[:len(d.Where):len(d.Where)], "f.signal <> 17")
		}),
	}
}

func dialect(spoil func(*analytics.Dialect)) Compiler {
	return func(q analytics.Question, d analytics.Dialect) (analytics.Plan, error) {
		spoil(&d)
		return analytics.Compile(q, d)
	}
}

func text(pairs ...string) Compiler {
	return func(q analytics.Question, d analytics.Dialect) (analytics.Plan, error) {
		p, err := analytics.Compile(q, d)
		p.Text = strings.NewReplacer(pairs...).Replace(p.Text)
		return p, err
	}
}
