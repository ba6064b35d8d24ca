package reporting

import (
	"math"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/touchstone-cx/touchstone/internal/metric"
)

// span is the least range that holds every interval of a figure, with a little air.
func span(rows []metric.FigureRow) (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for i := range rows {
		n := &rows[i].Number
		if n.Value == nil {
			continue
		}
		l, h := *n.Value, *n.Value
		if n.Low != nil && n.High != nil {
			l, h = math.Min(l, *n.Low), math.Max(h, *n.High)
		}
		low, high = math.Min(low, l), math.Max(high, h)
	}
	if low > high {
		return 0, 0, false
	}
	air := math.Max((high-low)*0.08, 0.01)
	return low - air, high + air, true
}

// trend draws a line with its interval as a band. Buckets without answers are gaps, not zeros.
func (p *page) trend(t *part, f *metric.Figure) {
	m := f.Metric
	p.room(plotHigh + 22)
	p.pen(grey, 9, "")
	p.text(m.Name+", band = 95 % interval", 5)
	low, high, ok := span(f.Rows)
	if !ok {
		p.text("No answers in this period.", 5)
		return
	}
	left, top := margin+14, p.GetY()+2
	wide := width - 16.0
	x := func(i int) float64 {
		if len(f.Rows) == 1 {
			return left + wide/2
		}
		return left + wide*float64(i)/float64(len(f.Rows)-1)
	}
	y := func(v float64) float64 { return top + plotHigh*(high-v)/(high-low) }
	p.SetLineWidth(0.15)
	p.SetDrawColor(line.r, line.g, line.b)
	p.pen(grey, 7.5, "")
	for _, v := range ticks(low, high) {
		p.Line(left, y(v), left+wide, y(v))
		p.SetXY(margin, y(v)-2)
		p.CellFormat(13, 4, amount(m, &v), "", 0, "R", false, 0, "")
	}
	for from := 0; from < len(f.Rows); {
		to := from
		for to < len(f.Rows) && f.Rows[to].Value != nil {
			to++
		}
		p.stretch(f.Rows[from:to], func(i int) float64 { return x(from + i) }, y)
		from = max(to, from) + 1
	}
	step := max(1, (len(f.Rows)+7)/8)
	p.pen(grey, 7.5, "")
	for i := 0; i < len(f.Rows); i += step {
		at := math.Min(math.Max(x(i)-11, margin), margin+width-22)
		p.SetXY(at, top+plotHigh+1.5)
		p.CellFormat(22, 4, bucket(f.Rows[i].By[t.answer.By[0]]), "", 0, "C", false, 0, "")
	}
	p.SetXY(margin, top+plotHigh+7)
	last := &f.Rows[len(f.Rows)-1]
	p.pen(ink, 9.5, "")
	p.text("Last: "+bucket(last.By[t.answer.By[0]])+" "+value(m, &last.Number)+" ("+interval(m, &last.Number)+")", 5)
}

// ticks are three to six round numbers within a range.
func ticks(low, high float64) (out []float64) {
	step := math.Pow(10, math.Floor(math.Log10((high-low)/3)))
	for _, by := range []float64{2, 2.5, 2} { // 1, 2, 5, 10
		if (high-low)/step <= 6 {
			break
		}
		step *= by
	}
	for v := math.Ceil(low/step) * step; v <= high; v += step {
		out = append(out, v)
	}
	return out
}

// stretch draws buckets that follow each other without a gap.
func (p *page) stretch(rows []metric.FigureRow, x func(int) float64, y func(float64) float64) {
	var around []fpdf.PointType
	for i := range rows {
		if rows[i].High != nil {
			around = append(around, fpdf.PointType{X: x(i), Y: y(*rows[i].High)})
		}
	}
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Low != nil {
			around = append(around, fpdf.PointType{X: x(i), Y: y(*rows[i].Low)})
		}
	}
	if len(around) > 3 {
		p.SetFillColor(band.r, band.g, band.b)
		p.Polygon(around, "F")
	}
	p.SetDrawColor(accent.r, accent.g, accent.b)
	p.SetFillColor(accent.r, accent.g, accent.b)
	p.SetLineWidth(0.5)
	for i := range rows {
		if i > 0 {
			p.Line(x(i-1), y(*rows[i-1].Value), x(i), y(*rows[i].Value))
		}
		p.Circle(x(i), y(*rows[i].Value), 0.7, "F")
	}
}

// bucket says a bucket of time briefly: 2026-01 is Jan 2026.
func bucket(s string) string {
	if at, err := time.Parse("2006-01", s); err == nil {
		return at.Format("Jan 2006")
	}
	if at, err := time.Parse(time.DateOnly, s); err == nil {
		return at.Format("2 Jan 2006")
	}
	return s
}
