package roster

import (
	"context"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/importing"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// small reports a list that is looked at as a whole.
func (l List) small() bool { return l == Units || l == People || l == Employees }

// Look says what taking a file in would do, without doing it.
func (r *Rosters) Look(ctx context.Context, org db.Org, list List, w Wish) (*Look, error) {
	out := &Look{List: list, Fields: fields[list], Lines: []Line{}, Refused: []Line{}}
	rd, err := r.reader(ctx, org, list)
	if err != nil {
		return nil, err
	}
	err = r.each(ctx, org, list, w, func(names []string, columns map[string]string, row importing.Row, v map[string]string) error {
		out.Names, out.Columns = names, columns
		out.Rows++
		if !list.small() && out.Rows > maxLooked {
			return nil // counted only
		}
		line := Line{Row: row.Number, Values: v}
		if row.Reason != "" {
			line.Outcome, line.What = Refused, row.Reason
		} else if line.Outcome, line.What, _, err = rd.row(ctx, v); err != nil {
			line.Outcome, line.What, err = refusal(err)
			if err != nil {
				return err
			}
		}
		out.Looked++
		out.Counts.add(line.Outcome)
		if len(out.Lines) < maxShown {
			out.Lines = append(out.Lines, line)
		}
		if line.Outcome == Refused && len(out.Refused) < maxRefused {
			out.Refused = append(out.Refused, line)
		}
		return nil
	})
	if p, ok := problem.As(err); ok && p.Code == "column_needed" {
		return r.bare(ctx, org, list, w, out)
	}
	return out, err
}

// bare describes a file whose columns couldn't all be recognised, so that somebody can say which is which.
func (r *Rosters) bare(ctx context.Context, org db.Org, list List, w Wish, out *Look) (*Look, error) {
	err := r.Imports.Rows(ctx, org, w.Upload, func(names []string, _ importing.Row) (err error) {
		out.Names = names
		out.Columns, err = recognised(list, names, w.Columns)
		out.Rows++
		return err
	})
	return out, err
}

// refusal turns a problem into a row's outcome; anything internal stays an error.
func refusal(err error) (Outcome, string, error) {
	if p, ok := problem.As(err); ok {
		return Refused, p.Message, nil
	}
	return "", "", err
}

// each reads a file's rows as values by field.
func (r *Rosters) each(ctx context.Context, org db.Org, list List, w Wish,
	fn func(names []string, columns map[string]string, row importing.Row, v map[string]string) error) error {
	var columns map[string]string
	at := map[string]int{}
	rows := 0
	return r.Imports.Rows(ctx, org, w.Upload, func(names []string, row importing.Row) (err error) {
		if columns == nil {
			if columns, err = recognised(list, names, w.Columns); err != nil {
				return err
			}
			if err := missing(list, columns); err != nil {
				return err
			}
			for field, column := range columns {
				at[field] = slices.Index(names, column)
			}
		}
		if rows++; list.small() && rows > maxSmall {
			return problem.New(problem.TooLarge, "list_too_long", "A list of %s has at most %d rows.", list, maxSmall)
		}
		v := map[string]string{}
		for field, n := range at {
			if n < len(row.Fields) {
				if s := strings.TrimSpace(row.Fields[n]); s != "" {
					v[field] = s
				}
			}
		}
		return fn(names, columns, row, v)
	})
}
