package analytics

import (
	"database/sql"
	"fmt"
)

// Read turns the rows of the plan's SQL into the answer. rows and err are what the query returned; Read closes rows.
func (p Plan) Read(rows *sql.Rows, err error) (Answer, error) {
	if err != nil {
		return Answer{}, fmt.Errorf("ask %s: %w", p.q.Measure.What, err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	columns, err := rows.Columns()
	if err != nil {
		return Answer{}, err
	}
	cells, into := make([]int64, len(columns)), make([]any, len(columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	var a Answer
	for rows.Next() {
		if len(a.Rows) == p.q.Limit {
			a.More = true
			break
		}
		if err := rows.Scan(into...); err != nil {
			return Answer{}, fmt.Errorf("read %s: %w", p.q.Measure.What, err)
		}
		a.Rows = append(a.Rows, p.row(cells))
	}
	if err := rows.Err(); err != nil {
		return Answer{}, fmt.Errorf("read %s: %w", p.q.Measure.What, err)
	}
	return a, nil
}

// row reads one row of cells in the order of compiler.measure.
func (p Plan) row(cells []int64) Row {
	m := p.q.Measure
	if m.What == Signals {
		return Row{At: Position{At: cells[0], Signal: cells[1]}}
	}
	keys := len(p.q.By)
	if m.What == Distribution {
		keys++
	}
	r := Row{N: cells[keys]}
	if keys > 0 {
		r.Keys = append(r.Keys, cells[:keys]...)
	}
	rest := cells[keys+1:]
	switch m.What {
	case Sums:
		r.Sum, r.Squares = rest[0], normal(rest[1], rest[2])
		r.shares(rest[3:])
	case Shares:
		r.shares(rest)
	case Medians:
		r.LeftOut[NotAnswered], r.LeftOut[NotRated], r.LeftOut[OutOfScale] = rest[4], rest[5], rest[6]
		if r.N > 0 {
			r.Values = append(r.Values, rest[:4]...)
		}
	case Correlation:
		r.Sum, r.Squares = rest[0], normal(rest[1], rest[2])
		r.SumY, r.SquaresY, r.Products = rest[3], normal(rest[4], rest[5]), normal(rest[6], rest[7])
	case Crosses:
		r.crossed(m, rest)
	case Together:
		r.Values = append(r.Values, rest...)
	case Percentiles:
		if r.N > 0 {
			r.Values = append(r.Values, rest...)
		}
	}
	return r
}

func (r *Row) shares(cells []int64) {
	r.Above, r.Below = cells[0], cells[1]
	r.LeftOut[NotAnswered], r.LeftOut[NotRated], r.LeftOut[OutOfScale] = cells[2], cells[3], cells[4]
}
