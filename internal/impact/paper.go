package impact

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
)

// Sizes in millimetres on A4.
const (
	margin   = 16.0
	width    = 210 - 2*margin
	mostRows = 12 // areas on the page
	mostBars = 6  // of the tornado
)

type colour struct{ r, g, b int }

var (
	ink    = colour{28, 36, 48}
	grey   = colour{91, 102, 117}
	line   = colour{214, 219, 226}
	spread = colour{172, 180, 192}
)

// paper is the vulnerability report before it is drawn.
type paper struct {
	*Ranking
	organisation, by, hash string
	made                   time.Time
	from                   map[Source]int // inputs by source
	weak                   map[Name]int   // inputs of grade D that decide, by how many areas

	pdf    *fpdf.Fpdf
	font   *sfnt.Font
	buffer sfnt.Buffer
}

// sources counts what the amounts rest on.
func (d *paper) sources(areas []Assessed) {
	d.from, d.weak = map[Source]int{}, map[Name]int{}
	for i := range areas {
		if areas[i].Missing != nil {
			continue
		}
		for k := range areas[i].Inputs {
			d.from[areas[i].Inputs[k].Source]++
		}
		if areas[i].Grade == "D" {
			for _, name := range areas[i].Decisive {
				d.weak[name]++
			}
		}
	}
}

// words are what inputs are called.
var words = map[Name]string{Customers: "customers there are", Exposed: "customers who meet it", Failure: "share for whom it fails", Complaint: "share who complain",
	Resolved: "share put right", LeaveSilent: "leave without a word", LeaveUnresolved: "leave after complaining in vain", LeaveResolved: "leave though put right",
	SpendSilent: "spend less without a word", SpendUnresolved: "spend less after complaining in vain", SpendResolved: "spend less though put right",
	Value: "value of a customer", Tell: "people told", LostPerTold: "lost per person told", TellResolved: "people told well", WonPerTold: "won per person told well", Margin: "margin of a won customer"}

func (d *paper) draw() ([]byte, error) {
	font, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	p := fpdf.New("P", "mm", "A4", "")
	d.pdf, d.font = p, font
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.SetTitle("Vulnerability report", true)
	p.SetAuthor(d.organisation, true)
	p.SetCreator("Touchstone", true)
	p.SetCreationDate(d.made)
	p.SetModificationDate(d.made)
	p.SetCatalogSort(true)
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(false, margin) // it is one page
	p.AddPage()
	d.top()
	if d.Missing != nil || len(d.Areas) == 0 {
		d.nothing()
	} else {
		d.whole()
		d.ranked()
		d.tornado()
		d.rests()
	}
	d.foot()
	var b bytes.Buffer
	err = p.Output(&b)
	return b.Bytes(), err
}

// clean replaces what the font can't draw.
func (d *paper) clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		if i, err := d.font.GlyphIndex(&d.buffer, r); err != nil || i == 0 {
			return '□'
		}
		return r
	}, s)
}

func (d *paper) pen(c colour, size float64, style string) {
	d.pdf.SetTextColor(c.r, c.g, c.b)
	d.pdf.SetFont("go", style, size)
}

func (d *paper) text(s string, high float64) {
	d.pdf.MultiCell(width, high, d.clean(s), "", "L", false)
}

func (d *paper) cell(wide float64, s, align string) {
	d.pdf.CellFormat(wide, 6, d.clean(s), "", 0, align, false, 0, "")
}

func (d *paper) rule() {
	d.pdf.SetDrawColor(line.r, line.g, line.b)
	d.pdf.SetLineWidth(0.2)
	y := d.pdf.GetY()
	d.pdf.Line(margin, y, margin+width, y)
}

func (d *paper) top() {
	d.pen(ink, 18, "B")
	d.text("Where service is vulnerable, and what it costs", 8)
	d.pen(grey, 9, "")
	d.text(d.organisation+" · "+d.made.Format("2 January 2006")+" · for "+d.by, 4.8)
	said := "All customers and units"
	if len(d.Where) > 0 {
		said = "Only: " + strings.Join(d.Where, "; ")
	}
	if !d.From.IsZero() {
		said += " · heard from " + d.From.Format("2 Jan 2006") + " to " + d.To.Format("2 Jan 2006")
	}
	d.text(said, 4.8)
	d.pdf.Ln(3)
}

func (d *paper) nothing() {
	d.pen(ink, 11, "")
	why := "There are no impact areas yet."
	if d.Missing != nil {
		why = d.Missing.Message
	}
	d.text(why, 6)
}

func (d *paper) money(x int64) string { return short(x, d.Currency) }

func (d *paper) whole() {
	p := d.pdf
	d.pen(ink, 24, "B")
	p.CellFormat(52, 11, d.clean(d.money(d.Total.P50)), "", 0, "L", false, 0, "")
	d.pen(ink, 10, "")
	p.SetXY(margin+54, p.GetY()+1)
	p.MultiCell(width-54, 4.8, d.clean(fmt.Sprintf("a year is at risk where we fail: with eight chances in ten between %s and %s, of %s that all customers are worth. %s",
		d.money(d.Total.P10), d.money(d.Total.P90), d.money(d.Base.P50), d.apart())), "", "L", false)
	p.SetY(p.GetY() + 2)
	d.pen(grey, 8, "")
	for _, s := range []struct {
		name string
		a    Amount
	}{{"Customers who leave", d.Business}, {"Customers who spend less", d.Repeat}, {"Customers not won, by word of mouth", d.Words}} {
		x, y := p.GetX(), p.GetY()
		d.pen(grey, 8.5, "")
		p.CellFormat(width/3, 4.5, d.clean(s.name), "", 2, "L", false, 0, "")
		d.pen(ink, 11.5, "B")
		p.CellFormat(width/3, 5.5, d.clean(d.money(s.a.P50)), "", 2, "L", false, 0, "")
		d.pen(grey, 8, "")
		p.CellFormat(width/3, 4, d.clean(d.money(s.a.P10)+" to "+d.money(s.a.P90)), "", 0, "L", false, 0, "")
		p.SetXY(x+width/3, y)
	}
	p.SetXY(margin, p.GetY()+18)
}

// apart tells what rests on assumptions alone.
func (d *paper) apart() string {
	switch {
	case d.Assumed.P50 == 0:
		return "None of it rests on assumptions alone."
	case d.Proven.P50 == 0:
		return "All of it rests on assumptions (grade D)."
	}
	return "Of it " + d.money(d.Assumed.P50) + " rests on assumptions (grade D), " + d.money(d.Proven.P50) + " on our own data (A to C)."
}

func (d *paper) ranked() {
	p := d.pdf
	d.pen(ink, 12, "B")
	d.text("Where to look first", 6)
	d.pen(grey, 9, "")
	d.text(d.order(), 4.6)
	p.Ln(1)
	const rank, name, month, bar, number, span, box = 14.0, 58.0, 22.0, 36.0, 17.0, 21.0, 10.0
	d.pen(grey, 8, "")
	for _, h := range []struct {
		wide  float64
		s, at string
	}{{rank, "Rank", "L"}, {name, "Impact area", "L"}, {month, "fails a month", "R"}, {bar, "p10 to p90", "C"}, {number, "a year", "R"}, {span, "", "R"}, {box, "Grade", "R"}} {
		d.cell(h.wide, h.s, h.at)
	}
	p.Ln(6)
	d.rule()
	low, high := 0.0, 1.0
	for i := range d.Areas {
		if d.Areas[i].Missing == nil {
			low, high = math.Min(low, float64(d.Areas[i].Total.P10)), math.Max(high, float64(d.Areas[i].Total.P90))
		}
	}
	shown := 0
	for i := range d.Areas {
		a := &d.Areas[i]
		if a.Missing != nil || shown == mostRows {
			continue
		}
		shown++
		d.pen(ink, 9, "")
		ranks := itoa(a.RankLow)
		if a.RankHigh > a.RankLow {
			ranks += "–" + itoa(a.RankHigh)
		}
		d.cell(rank, ranks, "L")
		d.cell(name, cut(a.Name, 36), "L")
		d.cell(month, thousands(int64(math.Round(a.Monthly))), "R")
		at := func(v float64) float64 { return p.GetX() + 3 + (bar-6)*(v-low)/(high-low) }
		y := p.GetY() + 3
		p.SetFillColor(spread.r, spread.g, spread.b)
		p.Rect(at(float64(a.Total.P10)), y-1.1, math.Max(0.4, at(float64(a.Total.P90))-at(float64(a.Total.P10))), 2.2, "F")
		p.SetFillColor(ink.r, ink.g, ink.b)
		p.Rect(at(float64(a.Total.P50))-0.3, y-1.9, 0.6, 3.8, "F")
		p.SetX(p.GetX() + bar)
		d.pen(ink, 9, "B")
		d.cell(number, d.money(a.Total.P50), "R")
		d.pen(grey, 7.5, "")
		d.cell(span, d.money(a.Total.P10)+"–"+d.money(a.Total.P90), "R")
		d.pen(ink, 9, "B")
		d.cell(box, a.Grade, "R")
		p.Ln(6)
		d.rule()
	}
	if left := len(d.Areas) - shown; left > 0 {
		d.pen(grey, 8, "")
		d.text(fmt.Sprintf("and %d more, with less or without an amount", left), 4.6)
	}
	p.Ln(3)
}

// order says in a sentence how far the order can be relied on.
func (d *paper) order() string {
	var names []string
	for i := range d.Areas {
		if a := &d.Areas[i]; a.Missing == nil && a.RankLow == 1 {
			names = append(names, a.Name)
		}
	}
	first := &d.Areas[0]
	switch {
	case len(names) == 1:
		return fmt.Sprintf("%s costs most, in %.0f of 100 draws.", first.Name, 100*first.Costliest)
	case len(names) <= 4:
		return "For the first place, these can't be told apart: " + strings.Join(names, ", ") + "."
	}
	return fmt.Sprintf("For the first place, %d areas can't be told apart, among them %s.", len(names), strings.Join(names[:3], ", "))
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

func (d *paper) tornado() {
	p := d.pdf
	list := d.Influences[:min(len(d.Influences), mostBars)]
	if len(list) == 0 {
		return
	}
	d.pen(ink, 12, "B")
	d.text("What would make it surer", 6)
	d.pen(grey, 9, "")
	d.text("How far the total moves while one number goes from the lower to the upper end of what is thought possible.", 4.6)
	low, high := math.Inf(1), math.Inf(-1)
	for _, i := range list {
		low, high = math.Min(low, float64(min(i.AtP10, i.AtP90))), math.Max(high, float64(max(i.AtP10, i.AtP90)))
	}
	const name, bar = 72.0, 62.0
	for _, i := range list {
		d.pen(ink, 9, "")
		label := words[i.Input]
		if i.Area != "" {
			label += ", " + i.Area
		}
		d.cell(name, cut(label, 46), "L")
		at := func(v int64) float64 { return p.GetX() + 2 + (bar-4)*(float64(v)-low)/math.Max(1, high-low) }
		a, b := at(min(i.AtP10, i.AtP90)), at(max(i.AtP10, i.AtP90))
		p.SetFillColor(spread.r, spread.g, spread.b)
		p.Rect(a, p.GetY()+1.6, math.Max(0.4, b-a), 2.8, "F")
		p.SetX(p.GetX() + bar)
		d.pen(grey, 8, "")
		d.cell(width-name-bar, d.money(min(i.AtP10, i.AtP90))+" to "+d.money(max(i.AtP10, i.AtP90)), "R")
		p.Ln(5.4)
	}
	p.Ln(2)
}

func (d *paper) rests() {
	d.pen(ink, 12, "B")
	d.text("What it rests on", 6)
	d.pen(ink, 9, "")
	grades := map[string]int{}
	for i := range d.Areas {
		if d.Areas[i].Missing == nil {
			grades[d.Areas[i].Grade]++
		}
	}
	var said []string
	for _, g := range []string{"A", "B", "C", "D"} {
		if n := grades[g]; n > 0 {
			said = append(said, fmt.Sprintf("%d of grade %s", n, g))
		}
	}
	s := "Evidence of the areas: " + strings.Join(said, ", ") + " (A experiment, B comparison, C association in own data, D assumed or borrowed)."
	if d.from != nil {
		s += fmt.Sprintf(" Inputs: %d from own data, %d assumptions, %d benchmarks.", d.from[Data], d.from[Assumption], d.from[Benchmark])
		weak := slices.Collect(maps.Keys(d.weak))
		slices.SortFunc(weak, func(a, b Name) int { return cmp.Or(cmp.Compare(d.weak[b], d.weak[a]), cmp.Compare(a, b)) })
		var names []string
		for _, n := range weak[:min(3, len(weak))] {
			names = append(names, words[n])
		}
		if len(names) > 0 {
			s += " Weakest where it matters: " + strings.Join(names, ", ") + "."
		}
	}
	d.text(s, 4.6)
	d.pdf.Ln(2)
	d.text(fmt.Sprintf("Method: customers who meet an area × share for whom it fails × what leaving, spending less and bad words then cost, every number a range, drawn %s times; "+
		"no customer's loss is counted in two areas.", thousands(int64(d.Draws))), 4.6)
}

func (d *paper) foot() {
	p := d.pdf
	p.SetXY(margin, 297-13)
	d.pen(grey, 7.5, "")
	left := "Touchstone · " + method
	if d.hash != "" {
		left += " · inputs " + d.hash
	}
	p.CellFormat(width*0.7, 4, d.clean(left), "", 0, "L", false, 0, "")
	if d.Standing.At != nil {
		p.CellFormat(width*0.3, 4, "measured "+d.Standing.At.In(d.made.Location()).Format("2 Jan 2006, 15:04"), "", 0, "R", false, 0, "")
	}
}
