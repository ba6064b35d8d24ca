package drawing

import (
	"bytes"
	"math"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// edge is the margin of the page in millimetres.
const edge = 8.0

// PDF writes the drawing on one page: A4, or A3 where it is large; upright where it is higher than wide.
func (d *Drawing) PDF(f *Font, made time.Time) ([]byte, error) {
	way, size := "L", "A4"
	if d.Height > d.Width {
		way = "P"
	}
	if d.Width > 1500 || d.Height > 1500 {
		size = "A3"
	}
	p := fpdf.New(way, "mm", size, "")
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.SetTitle(d.Title, true)
	p.SetCreator("Touchstone", true)
	p.SetCreationDate(made)
	p.SetModificationDate(made)
	p.SetCatalogSort(true)
	p.SetAutoPageBreak(false, 0)
	p.SetMargins(0, 0, 0)
	p.AddPage()
	wide, tall := p.GetPageSize()
	t := &paper{Fpdf: p, font: f, scale: math.Min((wide-2*edge)/d.Width, (tall-2*edge)/d.Height)}
	t.left = (wide - d.Width*t.scale) / 2
	for i := range d.marks {
		t.draw(&d.marks[i])
	}
	var b bytes.Buffer
	err := p.Output(&b)
	return b.Bytes(), err
}

type paper struct {
	*fpdf.Fpdf
	font  *Font
	scale float64 // millimetres a pixel
	left  float64
}

func (t *paper) x(v float64) float64 { return t.left + v*t.scale }
func (t *paper) y(v float64) float64 { return edge + v*t.scale }

func (t *paper) draw(m *mark) {
	style := t.paint(m)
	switch m.kind {
	case box:
		if m.radius > 0 {
			t.RoundedRect(t.x(m.x), t.y(m.y), m.w*t.scale, m.h*t.scale, math.Min(m.radius, m.h/2)*t.scale, "1234", style)
		} else {
			t.Rect(t.x(m.x), t.y(m.y), m.w*t.scale, m.h*t.scale, style)
		}
	case line:
		t.Line(t.x(m.x), t.y(m.y), t.x(m.x+m.w), t.y(m.y))
	case dot:
		t.Circle(t.x(m.x), t.y(m.y), m.w*t.scale, style)
	case words:
		t.words(m)
	case smooth:
		t.smooth(m, style)
	}
	t.SetDashPattern(nil, 0)
}

func (t *paper) words(m *mark) {
	weight := ""
	if m.bold {
		weight = "B"
	}
	// A point is 1/72 inch; what is drawn is scaled as the page is.
	t.SetFont("go", weight, m.size*t.scale/25.4*72)
	text := t.font.drawable(m.text)
	x := t.x(m.x)
	if m.anchor == middle {
		x -= t.GetStringWidth(text) / 2
	}
	t.Text(x, t.y(m.y), text)
}

func (t *paper) smooth(m *mark, style string) {
	t.MoveTo(t.x(m.points[0].x), t.y(m.points[0].y))
	piece := func(z bezier) {
		t.CurveBezierCubicTo(t.x(z.a.x), t.y(z.a.y), t.x(z.b.x), t.y(z.b.y), t.x(z.to.x), t.y(z.to.y))
	}
	for _, z := range monotone(m.points) {
		piece(z)
	}
	if len(m.under) > 0 {
		last := m.under[len(m.under)-1]
		t.LineTo(t.x(last.x), t.y(last.y))
		for _, z := range back(m.under) {
			piece(z)
		}
		t.ClosePath()
	}
	t.DrawPath(style)
}

// paint sets colours and the line, and says what is done with a shape.
func (t *paper) paint(m *mark) string {
	style := ""
	if m.fill != "" {
		r, g, b := rgb(m.fill)
		t.SetFillColor(r, g, b)
		t.SetTextColor(r, g, b)
		style = "F"
	}
	if m.stroke != "" {
		r, g, b := rgb(m.stroke)
		t.SetDrawColor(r, g, b)
		t.SetLineWidth(m.width * t.scale)
		if m.dash {
			t.SetDashPattern([]float64{5 * t.scale, 4 * t.scale}, 0)
		}
		style += "D"
	}
	return style
}

func rgb(hex string) (r, g, b int) {
	v, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		panic("a colour of the palette: " + hex)
	}
	return int(v >> 16), int(v >> 8 & 255), int(v & 255)
}
