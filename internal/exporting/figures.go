package exporting

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/metric"
)

// figures writes the rows of one figure after the other, as the API answers them, each with its receipt.
func (x *Exports) figures(ctx context.Context, org db.Org, e *Export, out io.Writer, done func(int64)) (n int64, err error) {
	w := &e.Wish
	compared := w.AgainstFrom != "" || w.AgainstTo != "" || w.Rest
	all := make([]*metric.Figure, len(w.Metrics))
	receipts := make([]string, len(w.Metrics))
	for i, key := range w.Metrics {
		if all[i], err = x.figure(ctx, org, w, key); err != nil {
			return 0, err
		}
		receipts[i] = all[i].Receipt
	}
	a, err := x.about(ctx, org, e)
	if err != nil {
		return 0, err
	}
	s, err := open(w.Format, x.Dir, out, "Figures", figureColumns(w.By, compared), append(a, [2]string{"Receipt", strings.Join(receipts, ", ")}))
	if err != nil {
		return 0, err
	}
	defer s.drop()
	for _, f := range all {
		for i := range f.Rows {
			if err := s.row(figureRow(f, &f.Rows[i], w.By, compared)); err != nil {
				return n, err
			}
			n++
		}
	}
	done(n)
	return n, s.close()
}

func figureColumns(by []string, compared bool) []column {
	out := []column{{"metric", "Metric", text}}
	for _, b := range by {
		title := strings.ReplaceAll(strings.TrimPrefix(b, "attributes."), "_", " ")
		title = strings.ToUpper(title[:1]) + title[1:]
		out = append(out, column{b, title, text}, column{b + "_key", title + ", key", text})
	}
	out = append(out, column{"value", "Value", number}, column{"n", "Answers", count}, column{"low", "From (95 %)", number},
		column{"high", "To (95 %)", number}, column{"too_few", "Too few answers", truth}, column{"not_answered", "Not answered", count},
		column{"not_rated", "Not rated", count}, column{"out_of_scale", "Out of scale", count})
	if compared {
		out = append(out, column{"before_value", "Before", number}, column{"before_n", "Answers before", count},
			column{"before_low", "Before, from", number}, column{"before_high", "Before, to", number}, column{"change", "Change", number},
			column{"change_low", "Change, from", number}, column{"change_high", "Change, to", number}, column{"verdict", "Verdict", text},
			column{"judgement", "Judgement", text})
	}
	return append(out, column{"receipt", "Receipt", text})
}

func figureRow(f *metric.Figure, r *metric.FigureRow, by []string, compared bool) []cell {
	out := []cell{words(f.Metric.Key)}
	for _, b := range by {
		label := r.Label[b]
		if label == "" {
			label = r.By[b]
		}
		out = append(out, words(label), words(r.By[b]))
	}
	out = append(out, figure(r.Value), whole(r.N), figure(r.Low), figure(r.High), yes(r.TooFew), whole(r.LeftOut.NotAnswered),
		whole(r.LeftOut.NotRated), whole(r.LeftOut.OutOfScale))
	if compared {
		b, c := r.Before, r.Change
		if b == nil {
			b = r.Rest
		}
		if b == nil {
			b = &metric.Number{}
		}
		if c == nil {
			c = &metric.Change{}
		}
		out = append(out, figure(b.Value), whole(b.N), figure(b.Low), figure(b.High), figure(c.Value), figure(c.Low), figure(c.High),
			words(c.Verdict), words(c.Judgement))
	}
	return append(out, words(f.Receipt))
}

// about says in a file what was asked, by whom and when.
func (x *Exports) about(ctx context.Context, org db.Org, e *Export) (about, error) {
	o, err := x.People.Organisation(ctx, org)
	if err != nil {
		return nil, err
	}
	w := &e.Wish
	a := about{{"Organisation", o.Name}, {"Made for", e.caller.Name}, {"Made at", e.CreatedAt.In(o.Location()).Format(momentLayout)},
		{"Time zone", o.Location().String()}, {"From", orWord(w.From, "the beginning")}, {"To (exclusive)", orWord(w.To, "now")}}
	for _, c := range w.Where {
		a = append(a, [2]string{"Condition", c})
	}
	if len(w.By) > 0 {
		a = append(a, [2]string{"Broken down by", strings.Join(w.By, ", ")})
	}
	if w.AgainstFrom != "" || w.AgainstTo != "" {
		a = append(a, [2]string{"Compared with", w.AgainstFrom + " to " + w.AgainstTo})
	}
	if e.caller.Unit != "" {
		a = append(a, [2]string{"Within the unit", string(e.caller.Unit)})
	}
	return slices.Clip(a), nil
}

func orWord(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// momentLayout is a time in the organisation's zone, with its offset.
const momentLayout = "2006-01-02T15:04:05.999999Z07:00"
