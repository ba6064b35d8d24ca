package drawing

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// SVG writes the drawing as a file of its own: shapes, and texts that can be read and searched.
func (d *Drawing) SVG() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" font-family="Go, 'Helvetica Neue', Arial, sans-serif">`+"\n",
		num(d.Width), num(d.Height), num(d.Width), num(d.Height))
	fmt.Fprintf(&b, "<title>%s</title>\n", escaped(d.Title))
	for i := range d.marks {
		d.marks[i].svg(&b)
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func (m *mark) svg(b *bytes.Buffer) {
	switch m.kind {
	case box:
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" rx="%s"%s/>`, num(m.x), num(m.y), num(m.w), num(m.h), num(m.radius), m.paint())
	case line:
		fmt.Fprintf(b, `<path d="M%s %sh%s"%s/>`, num(m.x), num(m.y), num(m.w), m.paint())
	case dot:
		fmt.Fprintf(b, `<circle cx="%s" cy="%s" r="%s"%s/>`, num(m.x), num(m.y), num(m.w), m.paint())
	case words:
		at, weight := "", ""
		if m.anchor == middle {
			at = ` text-anchor="middle"`
		}
		if m.bold {
			weight = ` font-weight="bold"`
		}
		fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s" fill="%s"%s%s>%s</text>`, num(m.x), num(m.y), num(m.size), m.fill, weight, at, escaped(m.text))
	case smooth:
		fmt.Fprintf(b, `<path d="%s"%s/>`, m.path(), m.paint())
	}
	b.WriteByte('\n')
}

func (m *mark) path() string {
	var b strings.Builder
	piece := func(z bezier) {
		fmt.Fprintf(&b, "C%s %s %s %s %s %s", num(z.a.x), num(z.a.y), num(z.b.x), num(z.b.y), num(z.to.x), num(z.to.y))
	}
	fmt.Fprintf(&b, "M%s %s", num(m.points[0].x), num(m.points[0].y))
	for _, z := range monotone(m.points) {
		piece(z)
	}
	if len(m.under) > 0 {
		last := m.under[len(m.under)-1]
		fmt.Fprintf(&b, "L%s %s", num(last.x), num(last.y))
		for _, z := range back(m.under) {
			piece(z)
		}
		b.WriteByte('Z')
	}
	return b.String()
}

func (m *mark) paint() string {
	fill := "none"
	if m.fill != "" {
		fill = m.fill
	}
	out := fmt.Sprintf(` fill="%s"`, fill)
	if m.stroke != "" {
		out += fmt.Sprintf(` stroke="%s" stroke-width="%s"`, m.stroke, num(m.width))
		if m.dash {
			out += ` stroke-dasharray="5 4"`
		}
	}
	return out
}

func num(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
