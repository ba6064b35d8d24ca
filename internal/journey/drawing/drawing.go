// Package drawing lays a journey map out once, and writes it as SVG or PDF: lines and letters, not pictures of them.
package drawing

import "math"

// Sheet is what is drawn of a map, in words.
type Sheet struct {
	Title  string
	Remark string // whose journey, which version, when
	Legend Legend
	Stages []Column
	Rows   []Row
}

// Legend names what the lines of the curve are, and its ends.
type Legend struct {
	Intended, Measured, High, Low string
}

// Column is a stage.
type Column struct {
	Phase    string
	Name     string
	Wants    []Want
	Intended *float64 // −2 to 2; nil where nothing is
	Felt     *Felt    // nil where nothing tells
}

// Want is what customers should feel, think or do: a label and its words.
type Want struct{ Label, Text string }

// Felt is a measured emotion with its 95 % interval.
type Felt struct{ Value, Low, High float64 }

// Row is a lane. Cells are by stage.
type Row struct {
	Name, Remark string
	Cells        [][]Card
}

// Card is a touch point.
type Card struct {
	Title string
	Lines []string // small and grey below it
	Tags  []string
}

// Sizes in pixels of 1/96 inch.
const (
	margin   = 32.0
	column   = 232.0
	gap      = 14.0
	inset    = 12.0
	curveTop = 14.0
	curveLow = 96.0
)

// Drawing is a laid-out sheet: marks on a page of a size.
type Drawing struct {
	Title         string
	Width, Height float64
	marks         []mark
}

// mark is one of: a box, a line, a text, a smooth curve (or the band between two).
type mark struct {
	kind          kind
	x, y, w, h    float64
	radius        float64
	fill, stroke  string // #rrggbb, or empty
	width         float64
	dash          bool
	text          string
	size          float64
	bold          bool
	anchor        anchor
	points, under []point
}

type (
	kind   int
	anchor int
	point  struct{ x, y float64 }
)

const (
	box kind = iota
	line
	words
	smooth
	dot
)

const (
	start anchor = iota
	middle
)

// The light palette of the interface.
const (
	ink     = "#15181e"
	ink2    = "#454b57"
	ink3    = "#626976"
	rule    = "#d3d6dc"
	rule1   = "#e5e7eb"
	ground  = "#ffffff"
	bar     = "#ecedf0"
	accent  = "#3a4bc4"
	band    = "#d5daf7"
	softBox = "#eceefb"
)

// Lay lays a sheet out.
func Lay(s *Sheet, f *Font) *Drawing {
	n := max(len(s.Stages), 1)
	d := &pen{font: f, Drawing: &Drawing{Title: s.Title, Width: 2*margin + float64(n)*column + float64(n-1)*gap}}
	d.add(mark{kind: box, w: d.Width, fill: ground}) // its height is known at the end
	y := d.head(s)
	y = d.stages(s, y)
	y = d.curve(s, y)
	y = d.wants(s, y)
	for i := range s.Rows {
		y = d.row(&s.Rows[i], y)
	}
	d.Height = y + margin
	d.marks[0].h = d.Height
	return d.Drawing
}

type pen struct {
	*Drawing
	font *Font
}

func (d *pen) add(m mark) { d.marks = append(d.marks, m) }

func (d *pen) say(x, y, size float64, bold bool, colour, text string) {
	d.add(mark{kind: words, x: x, y: y, size: size, bold: bold, fill: colour, text: text})
}

// lines writes a text in lines that fit, and returns where the next thing begins.
func (d *pen) lines(x, y, wide, size, step float64, bold bool, colour, text string) float64 {
	for _, l := range d.font.Wrap(text, wide, size, bold) {
		d.say(x, y+size, size, bold, colour, l)
		y += step
	}
	return y
}

func (d *pen) across(y float64, colour string, dash bool) {
	d.add(mark{kind: line, x: margin, y: y, w: d.Width - 2*margin, stroke: colour, width: 1, dash: dash})
}

func left(i int) float64 { return margin + float64(i)*(column+gap) }

func (d *pen) head(s *Sheet) float64 {
	y := d.lines(margin, margin, d.Width-2*margin, 22, 28, true, ink, s.Title)
	y = d.lines(margin, y+2, d.Width-2*margin, 12, 16, false, ink3, s.Remark)
	x := margin
	for _, l := range []struct {
		text, colour string
		dash         bool
	}{{s.Legend.Intended, ink3, true}, {s.Legend.Measured, accent, false}} {
		if l.text == "" {
			continue
		}
		if !l.dash {
			d.add(mark{kind: box, x: x, y: y + 4, w: 24, h: 10, radius: 2, fill: band})
		}
		d.add(mark{kind: line, x: x, y: y + 9, w: 24, stroke: l.colour, width: 1.8, dash: l.dash})
		d.say(x+30, y+13, 11, false, ink2, l.text)
		x += 46 + d.font.Wide(l.text, 11, false)
	}
	return y + 28
}

func (d *pen) stages(s *Sheet, y float64) float64 {
	for from := 0; from < len(s.Stages); {
		to := from
		for to < len(s.Stages) && s.Stages[to].Phase == s.Stages[from].Phase {
			to++
		}
		d.add(mark{kind: box, x: left(from), y: y, w: left(to-1) + column - left(from), h: 22, radius: 4, fill: bar})
		d.say(left(from)+8, y+15, 12, false, ink2, s.Stages[from].Phase)
		from = to
	}
	y += 30
	low := y
	for i := range s.Stages {
		low = math.Max(low, d.lines(left(i), y, column, 15, 20, true, ink, s.Stages[i].Name))
	}
	for i := range s.Stages {
		d.add(mark{kind: line, x: left(i), y: low + 6, w: column, stroke: rule, width: 1})
	}
	return low + 8
}

// curve draws how customers should feel, and how they do.
func (d *pen) curve(s *Sheet, y float64) float64 {
	at := func(v float64) float64 { return y + curveTop + (2-v)/4*curveLow }
	d.across(at(0), rule1, false)
	for _, l := range []struct {
		text string
		v    float64
	}{{s.Legend.High, 2}, {"0", 0}, {s.Legend.Low, -2}} {
		d.say(margin+4, at(l.v)-3, 10, false, ink3, l.text)
	}
	var wanted, felt, high, low []point
	for i, c := range s.Stages {
		x := left(i) + column/2
		if c.Intended != nil {
			wanted = append(wanted, point{x, at(*c.Intended)})
		}
		if c.Felt != nil {
			felt, high, low = append(felt, point{x, at(c.Felt.Value)}), append(high, point{x, at(c.Felt.High)}), append(low, point{x, at(c.Felt.Low)})
		}
	}
	if len(felt) > 1 {
		d.add(mark{kind: smooth, points: high, under: low, fill: band})
	}
	if len(wanted) > 1 {
		d.add(mark{kind: smooth, points: wanted, stroke: ink3, width: 1.8, dash: true})
	}
	if len(felt) > 1 {
		d.add(mark{kind: smooth, points: felt, stroke: accent, width: 2.2})
	}
	for i := range s.Stages {
		d.feeling(&s.Stages[i], left(i)+column/2, at)
	}
	d.across(y+curveTop+curveLow+22, rule1, false)
	return y + curveTop + curveLow + 30
}

// feeling marks the points of one stage and writes their values.
func (d *pen) feeling(c *Column, x float64, at func(float64) float64) {
	switch {
	case c.Felt != nil:
		d.add(mark{kind: dot, x: x, y: at(c.Felt.Value), w: 4, fill: accent})
		text := Signed(c.Felt.Value)
		if c.Intended != nil {
			text += "  (" + Signed(*c.Intended) + ")"
		}
		d.add(mark{kind: words, x: x, y: at(c.Felt.Value) + 18, size: 11, fill: ink, text: text, anchor: middle})
	case c.Intended != nil:
		d.add(mark{kind: dot, x: x, y: at(*c.Intended), w: 4, fill: ground, stroke: ink3, width: 1.5})
		d.add(mark{kind: words, x: x, y: at(*c.Intended) + 18, size: 11, fill: ink2, text: Signed(*c.Intended), anchor: middle})
	}
}

func (d *pen) wants(s *Sheet, y float64) float64 {
	low := y
	for i := range s.Stages {
		at := y
		for _, w := range s.Stages[i].Wants {
			d.say(left(i), at+12, 11, false, ink3, w.Label)
			at = math.Max(at+16, d.lines(left(i)+42, at, column-42, 12, 16, false, ink, w.Text)) + 3
		}
		low = math.Max(low, at)
	}
	return low + 6
}

func (d *pen) row(r *Row, y float64) float64 {
	d.across(y, rule, false)
	d.say(margin, y+19, 13, true, ink, r.Name)
	d.say(margin+d.font.Wide(r.Name, 13, true)+8, y+19, 12, false, ink3, r.Remark)
	y += 30
	low := y
	for i, cards := range r.Cells {
		at := y
		for j := range cards {
			at = d.card(&cards[j], left(i), at) + 8
		}
		low = math.Max(low, at)
	}
	return low + 8
}

func (d *pen) card(c *Card, x, y float64) float64 {
	at := len(d.marks)
	d.add(mark{kind: box, x: x, y: y, w: column, radius: 7, fill: ground, stroke: rule, width: 1})
	low := d.lines(x+inset, y+9, column-2*inset, 13, 18, true, ink, c.Title)
	for _, l := range c.Lines {
		low = d.lines(x+inset, low+1, column-2*inset, 11, 15, false, ink3, l)
	}
	if len(c.Tags) > 0 {
		low = d.tags(c.Tags, x+inset, low+5, column-2*inset)
	}
	low += 8
	d.marks[at].h = low - y
	return low
}

func (d *pen) tags(tags []string, x, y, wide float64) float64 {
	right := x
	for _, t := range tags {
		w := d.font.Wide(t, 11, false) + 12
		if right > x && right+w > x+wide {
			right, y = x, y+22
		}
		d.add(mark{kind: box, x: right, y: y, w: w, h: 18, radius: 4, fill: softBox})
		d.say(right+6, y+13, 11, false, ink2, t)
		right += w + 6
	}
	return y + 18
}
