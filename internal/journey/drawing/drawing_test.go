package drawing

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func emotion(v float64) *float64 { return &v }

func sheet(stages, cards int) *Sheet {
	s := &Sheet{Title: "Current account & <more>", Remark: "Personal · Draft", Legend: Legend{"Intended", "Measured, 95 % band", "+2 delighted", "−2 angry"}}
	row := Row{Name: "We reach out", Remark: "identified in advance", Cells: make([][]Card, stages)}
	for i := range stages {
		s.Stages = append(s.Stages, Column{Phase: []string{"Before purchase", "After purchase"}[i*2/stages], Name: fmt.Sprintf("%d. Stage", i+1),
			Wants: []Want{{"Feel", "at ease"}}, Intended: emotion(float64(i%3) - 1), Felt: &Felt{0.5, 0.2, 0.8}})
	}
	for i := range cards {
		at := i % stages
		row.Cells[at] = append(row.Cells[at], Card{Title: fmt.Sprintf("Receive the letter number %d, which is long enough for two lines", i), Lines: []string{"Service · phone"}, Tags: []string{"First contact", "intended +1"}})
	}
	s.Rows = []Row{row}
	return s
}

func lay(t *testing.T, s *Sheet) (*Drawing, *Font) {
	t.Helper()
	f, err := NewFont()
	if err != nil {
		t.Fatal(err)
	}
	return Lay(s, f), f
}

func TestASVGHoldsEveryWordOfTheMapAndItsCurve(t *testing.T) {
	t.Parallel()
	d, _ := lay(t, sheet(5, 12))
	svg := d.SVG()
	in := xml.NewDecoder(bytes.NewReader(svg))
	var said strings.Builder
	for {
		tok, err := in.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := tok.(xml.CharData); ok {
			said.Write(c)
			said.WriteByte(' ')
		}
	}
	all := strings.Join(strings.Fields(said.String()), " ")
	for _, want := range []string{"Current account & <more>", "Before purchase", "5. Stage", "at ease", "We reach out", "number 11", "First contact", "+0.5 (−1.0)", "Measured, 95 % band"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q isn't there: %s", want, all)
		}
	}
	if n := strings.Count(string(svg), "C"); n < 4*4 {
		t.Errorf("%d pieces of curves", n)
	}
}

func TestCardsOfAColumnNeverLieOnOneAnother(t *testing.T) {
	t.Parallel()
	d, f := lay(t, sheet(8, 150))
	low := map[float64]float64{}
	boxes := 0
	for _, m := range d.marks {
		if m.kind != box || m.w != column || m.stroke == "" {
			continue
		}
		boxes++
		if m.y < low[m.x] {
			t.Fatalf("a card at %v begins at %v, above the end of the last at %v", m.x, m.y, low[m.x])
		}
		low[m.x] = m.y + m.h
	}
	if boxes != 150 {
		t.Errorf("%d cards are drawn", boxes)
	}
	for _, m := range d.marks {
		if m.kind == words && m.anchor == start && (m.x+f.Wide(m.text, m.size, m.bold) > d.Width || m.y > d.Height) {
			t.Errorf("%q leaves the page", m.text)
		}
	}
}

func TestAPDFIsOnePageWhateverItsSize(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{1, 0}, {5, 12}, {3, 150}, {30, 400}} {
		d, f := lay(t, sheet(size[0], size[1]))
		b, err := d.PDF(f, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
		if err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) || !bytes.Contains(b, []byte("/Count 1\n")) {
			t.Errorf("%v: %d bytes, %v", size, len(b), err)
		}
	}
}

func TestALongWordAndLettersTheFontLacksAreDrawn(t *testing.T) {
	t.Parallel()
	s := sheet(2, 2)
	s.Rows[0].Cells[0][0].Title = strings.Repeat("Donaudampfschifffahrt", 8) + " 漢字"
	d, f := lay(t, s)
	for _, m := range d.marks {
		if m.kind == words && m.bold && m.size == 13 && f.Wide(m.text, 13, true) > column {
			t.Errorf("%q is wider than its card", m.text)
		}
	}
	if _, err := d.PDF(f, time.Now()); err != nil {
		t.Error(err)
	}
	if got := f.drawable("漢a"); got != "□a" {
		t.Errorf("%q", got)
	}
}

func TestTheCurveSaysNothingBetweenStagesThatNeitherSays(t *testing.T) {
	t.Parallel()
	p := []point{{0, 0}, {1, 10}, {2, 10}, {3, 0}, {4, 5}}
	for i, z := range monotone(p) {
		low, high := min(p[i].y, p[i+1].y), max(p[i].y, p[i+1].y)
		for _, c := range []point{z.a, z.b} {
			if c.y < low-1e-9 || c.y > high+1e-9 {
				t.Errorf("piece %d leaves %v to %v: %v", i, low, high, c)
			}
		}
	}
}
