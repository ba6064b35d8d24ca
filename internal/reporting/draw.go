package reporting

import (
	"bytes"
	"math"
	"strings"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"

	"github.com/touchstone-cx/touchstone/internal/metric"
)

// Sizes in millimetres on A4.
const (
	margin   = 18.0
	width    = 210 - 2*margin
	bottom   = 297 - margin
	maxRows  = 60 // of one table
	plotHigh = 46.0
)

type colour struct{ r, g, b int }

var (
	ink    = colour{28, 36, 48}
	grey   = colour{91, 102, 117}
	line   = colour{214, 219, 226}
	accent = colour{48, 71, 178}
	band   = colour{214, 219, 243}
)

// page draws a document; the font is embedded, so that it looks the same everywhere.
type page struct {
	*fpdf.Fpdf
	has    *sfnt.Font
	buffer sfnt.Buffer
	lost   bool // characters that the font lacks were met
}

func (d *document) draw() ([]byte, error) {
	font, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	p := &page{Fpdf: fpdf.New("P", "mm", "A4", ""), has: font}
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.SetTitle(d.title, true)
	p.SetAuthor(d.organisation, true)
	p.SetCreator("Touchstone", true)
	p.SetCreationDate(d.made)
	p.SetModificationDate(d.made)
	p.SetCatalogSort(true)
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(true, margin)
	p.AliasNbPages("{pages}")
	p.SetFooterFunc(func() {
		p.SetY(-12)
		p.pen(grey, 8, "")
		p.CellFormat(width/2, 4, p.clean(d.organisation+" · "+d.title), "", 0, "L", false, 0, "")
		p.CellFormat(width/2, 4, "Page "+itoa(p.PageNo())+" of {pages}", "", 0, "R", false, 0, "")
	})
	p.AddPage()
	p.top(d)
	for i := range d.parts {
		p.part(&d.parts[i])
	}
	p.foot(d)
	var b bytes.Buffer
	err = p.Output(&b)
	return b.Bytes(), err
}

func itoa(n int) string { return thousands(int64(n)) }

// clean replaces characters that the font can't draw, such as Chinese or Arabic ones, and remembers that it did.
func (p *page) clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		if unicode.IsControl(r) {
			return -1
		}
		if i, err := p.has.GlyphIndex(&p.buffer, r); err != nil || i == 0 {
			p.lost = true
			return '□'
		}
		return r
	}, s)
}

func (p *page) pen(c colour, size float64, style string) {
	p.SetTextColor(c.r, c.g, c.b)
	p.SetFont("go", style, size)
}

func (p *page) text(s string, high float64) { p.MultiCell(width, high, p.clean(s), "", "L", false) }

// room begins another page where less than this is left.
func (p *page) room(high float64) {
	if p.GetY()+high > bottom {
		p.AddPage()
	}
}

func (p *page) top(d *document) {
	p.pen(ink, 19, "B")
	p.text(d.title, 8.5)
	p.pen(grey, 9.5, "")
	p.text(d.organisation+" · made on "+d.made.Format("2 January 2006, 15:04")+" ("+d.made.Location().String()+") for "+d.by, 5)
	if s := d.period(); s != "" {
		p.text("Period: "+s, 5)
	}
	if len(d.where) > 0 {
		p.text("Only: "+strings.Join(d.where, "; "), 5)
	}
	if d.about != "" {
		p.pen(ink, 9.5, "")
		p.text(d.about, 5)
	}
	p.pen(accent, 9.5, "")
	p.WriteLinkString(5, "Open it in Touchstone", d.link)
	p.Ln(9)
}

// period is the one that all parts have; "" where they differ.
func (d *document) period() string {
	found := ""
	for i := range d.parts {
		a := d.parts[i].answer
		if a == nil {
			continue
		}
		s := period(&a.Period)
		if b := d.parts[i].against(); b != "" {
			s += ", compared with " + b
		}
		if found != "" && s != found {
			return ""
		}
		found = s
	}
	return found
}

func (p *page) part(t *part) {
	p.room(30)
	if h := t.heading(); h != "" {
		p.pen(ink, 12.5, "B")
		p.text(h, 6)
	}
	if t.note != "" {
		p.pen(ink, 10, "")
		p.text(t.note, 5)
	}
	if why := t.missing(); why != "" {
		p.pen(grey, 10, "")
		p.text(why, 5)
		p.Ln(5)
		return
	}
	if t.answer != nil {
		for _, f := range t.answer.Figures {
			switch {
			case len(t.answer.By) == 0:
				p.tile(t, f)
			case len(t.answer.By) == 1 && timeLike(t.answer.By[0]):
				p.trend(t, f)
			default:
				p.table(t, f)
			}
		}
	}
	p.Ln(5)
}

func timeLike(by string) bool {
	switch by {
	case "day", "week", "month", "quarter", "year":
		return true
	}
	return false
}

// tile is a figure alone: the number, how sure it is, and what became of it.
func (p *page) tile(t *part, f *metric.Figure) {
	p.room(22)
	m := f.Metric
	if len(t.answer.Figures) > 1 {
		p.pen(grey, 10, "")
		p.text(m.Name, 5)
	}
	if len(f.Rows) == 0 || f.Rows[0].N == 0 {
		p.pen(grey, 10, "")
		p.text("No answers in this period.", 5)
		return
	}
	r := &f.Rows[0]
	if r.TooFew {
		p.pen(grey, 20, "B")
	} else {
		p.pen(ink, 20, "B")
	}
	p.text(value(m, &r.Number), 9)
	p.pen(grey, 9.5, "")
	p.text(interval(m, &r.Number), 5)
	if s := change(m, r, t.against()); s != "" {
		p.pen(ink, 9.5, "")
		p.text(s, 5)
	}
	p.Ln(2)
}

// table has a row a group: its name, its figure, a bar of the interval, n, and what became of it.
func (p *page) table(t *part, f *metric.Figure) {
	m := f.Metric
	const name, number, bar, count = 50.0, 20.0, 42.0, 16.0
	low, high, ok := span(f.Rows)
	compared := t.against() != ""
	head := func() {
		p.pen(grey, 8, "")
		p.CellFormat(name, 5, p.clean(strings.Join(labels(t.answer.By), ", ")), "B", 0, "L", false, 0, "")
		p.CellFormat(number, 5, p.clean(short(m.Name, 14)), "B", 0, "R", false, 0, "")
		p.CellFormat(bar, 5, "95 % interval", "B", 0, "C", false, 0, "")
		p.CellFormat(count, 5, "n", "B", 0, "R", false, 0, "")
		label := ""
		if compared {
			label = "against " + t.against()
		}
		p.CellFormat(width-name-number-bar-count, 5, "  "+p.clean(short(label, 34)), "B", 1, "L", false, 0, "")
	}
	p.SetDrawColor(line.r, line.g, line.b)
	p.room(24)
	head()
	for i := range f.Rows {
		if i == maxRows {
			p.pen(grey, 9, "")
			p.text("and "+itoa(len(f.Rows)-maxRows)+" more; the linked view has them all.", 5)
			break
		}
		if p.GetY()+6 > bottom {
			p.AddPage()
			head()
		}
		r := &f.Rows[i]
		p.pen(ink, 9, "")
		p.CellFormat(name, 6, p.clean(short(groupName(r, t.answer.By), 30)), "", 0, "L", false, 0, "")
		if r.TooFew {
			p.pen(grey, 9, "")
		} else {
			p.pen(ink, 9, "B")
		}
		p.CellFormat(number, 6, value(m, &r.Number), "", 0, "R", false, 0, "")
		if ok && r.Value != nil && r.Low != nil && r.High != nil {
			at := func(v float64) float64 { return p.GetX() + 4 + (bar-8)*(v-low)/(high-low) }
			y := p.GetY() + 3
			p.SetFillColor(band.r, band.g, band.b)
			p.Rect(at(*r.Low), y-1.2, math.Max(at(*r.High)-at(*r.Low), 0.3), 2.4, "F")
			p.SetFillColor(accent.r, accent.g, accent.b)
			p.Circle(at(*r.Value), y, 0.9, "F")
		}
		p.SetX(p.GetX() + bar)
		p.pen(grey, 9, "")
		p.CellFormat(count, 6, thousands(r.N), "", 0, "R", false, 0, "")
		p.CellFormat(width-name-number-bar-count, 6, "  "+brief(m, r), "", 1, "L", false, 0, "")
	}
}

func groupName(r *metric.FigureRow, by []string) string {
	out := make([]string, len(by))
	for i, b := range by {
		if out[i] = r.Label[b]; out[i] == "" {
			out[i] = r.By[b]
		}
		if out[i] == "" {
			out[i] = "(none)"
		}
	}
	return strings.Join(out, " · ")
}

// brief is the change of a row of a table.
func brief(m *metric.Metric, r *metric.FigureRow) string {
	c := r.Change
	switch {
	case c == nil:
		return ""
	case r.TooFew || c.Verdict == "too_few":
		return "too few answers"
	case c.Verdict == "higher" || c.Verdict == "lower":
		size := math.Abs(*c.Value)
		return amount(m, &size) + " " + c.Verdict
	}
	return "no clear change"
}

func short(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// foot says what the figures mean, and how each can be made again.
func (p *page) foot(d *document) {
	definitions, receipts := d.notes()
	if len(definitions) > 0 {
		p.room(25)
		p.pen(ink, 10.5, "B")
		p.text("How to read this", 6)
		p.pen(grey, 8.5, "")
		for _, s := range definitions {
			p.text(s, 4.3)
		}
		p.text("Intervals are 95 % intervals; n counts answers. A difference is called more than noise when its interval leaves zero out. "+
			"Fewer than 30 answers are too few for a figure to be relied on.", 4.3)
		p.Ln(2)
		p.text("Receipts (the same question on the same data has the same receipt):", 4.3)
		for _, s := range receipts {
			p.text(s, 4.3)
		}
	}
	if p.lost {
		p.Ln(2)
		p.text("Some characters can't be drawn in this document and stand as □; the linked view shows them.", 4.3)
	}
}
