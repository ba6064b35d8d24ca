package journey

import (
	"context"
	"fmt"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/journey/drawing"
)

// Picture is how a map is drawn into a file.
type Picture string

// The closed list of pictures.
const (
	SVG Picture = "svg"
	PDF Picture = "pdf"
)

// Draw makes a file of a map as it is seen: the whole of it, with the curve; what is measured only for whoever may see figures.
func (j *Journeys) Draw(ctx context.Context, org db.Org, id ID, s Slice, as Picture) (*Outgoing, error) {
	one, m, err := j.drawn(ctx, org, id, s.Version)
	if err != nil {
		return nil, err
	}
	felt := map[string]*drawing.Felt{}
	if identity.From(ctx).May(identity.FigureRead) {
		if felt, err = j.felt(ctx, org, id, s); err != nil {
			return nil, err
		}
	}
	font, err := drawing.NewFont()
	if err != nil {
		return nil, err
	}
	sheet := m.sheet(one, s.Version, felt)
	sheet.Remark += " · " + j.DB.Now().UTC().Format("2 Jan 2006")
	d := drawing.Lay(sheet, font)
	name := slugOr(one.Name, "journey")
	if as == SVG {
		return &Outgoing{Name: name + ".svg", Type: "image/svg+xml", Body: d.SVG()}, nil
	}
	b, err := d.PDF(font, j.DB.Now().UTC())
	return &Outgoing{Name: name + ".pdf", Type: "application/pdf", Body: b}, err
}

// felt is how customers feel in each stage, where it is measured of enough.
func (j *Journeys) felt(ctx context.Context, org db.Org, id ID, s Slice) (map[string]*drawing.Felt, error) {
	live, err := j.Live(ctx, org, id, s)
	if err != nil {
		return nil, err
	}
	out := map[string]*drawing.Felt{}
	for i := range live.Stages {
		n := live.Stages[i].Emotion.Measured
		if n != nil && !n.TooFew && n.Value != nil && n.Low != nil && n.High != nil {
			out[live.Stages[i].ID] = &drawing.Felt{Value: *n.Value, Low: *n.Low, High: *n.High}
		}
	}
	return out, nil
}

var (
	phaseTitles = map[Phase]string{Before: "Before purchase", During: "During", After: "After purchase"}
	rowsDrawn   = []struct {
		lane         Lane
		reach        bool // by who begins
		out          bool
		name, remark string
	}{
		{Customer, false, false, "Customer", "what they do themselves"},
		{FrontStage, true, true, "We reach out", "identified in advance"},
		{FrontStage, true, false, "Customers come to us", "discovered from signals"},
		{BackStage, false, false, "Back stage", "behind the line that customers see"},
		{Support, false, false, "Support", "what the back stage leans on"},
	}
)

// sheet says a map in the words of a drawing. Rows without a card are left out.
func (m *Map) sheet(one *Journey, number int, felt map[string]*drawing.Felt) *drawing.Sheet {
	state := "Draft"
	if number > 0 {
		state = fmt.Sprintf("Version %d", number)
	}
	whose := one.Segment
	if whose == "" {
		whose = "All customers"
	}
	s := &drawing.Sheet{Title: one.Name, Remark: whose + " · " + state, Legend: drawing.Legend{Intended: "Intended", High: "+2 delighted", Low: "−2 angry"}}
	if len(felt) > 0 {
		s.Legend.Measured = "Measured, 95 % band"
	}
	for i := range m.Stages {
		st := &m.Stages[i]
		s.Stages = append(s.Stages, drawing.Column{Phase: phaseTitles[st.Phase], Name: fmt.Sprintf("%d. %s", i+1, st.Name), Intended: m.intended(st.ID), Felt: felt[st.ID],
			Wants: []drawing.Want{{Label: "Feel", Text: st.Feel.Text}, {Label: "Think", Text: st.Think.Text}, {Label: "Do", Text: st.Do.Text}}})
	}
	for _, r := range rowsDrawn {
		row := drawing.Row{Name: r.name, Remark: r.remark, Cells: make([][]drawing.Card, len(m.Stages))}
		any := false
		for i := range m.Cards {
			c := &m.Cards[i]
			at := m.stage(c.Stage)
			if at < 0 || c.Lane != r.lane || r.reach && (c.Initiator == ByOrganisation) != r.out {
				continue
			}
			row.Cells[at], any = append(row.Cells[at], c.drawn()), true
		}
		if any {
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}

// intended is the mean of what the cards of a stage expect, in the lanes that customers see; nil where none does.
func (m *Map) intended(stage string) *float64 {
	sum, n := 0, 0
	for i := range m.Cards {
		if c := &m.Cards[i]; c.Stage == stage && c.seen() && c.Emotion != nil {
			sum, n = sum+*c.Emotion, n+1
		}
	}
	if n == 0 {
		return nil
	}
	mean := float64(sum) / float64(n)
	return &mean
}

func (c *Card) drawn() drawing.Card {
	out := drawing.Card{Title: c.Task}
	by := []string{}
	if c.Function != "" {
		by = append(by, c.Function)
	}
	if len(c.Channels) > 0 {
		by = append(by, strings.Join(c.Channels, ", "))
	}
	if len(by) > 0 {
		out.Lines = append(out.Lines, strings.Join(by, " · "))
	}
	for _, t := range []struct {
		on   bool
		name string
	}{{c.First, "First contact"}, {c.Last, "Last point"}, {c.Optional, "If required"}} {
		if t.on {
			out.Tags = append(out.Tags, t.name)
		}
	}
	if c.Emotion != nil {
		out.Tags = append(out.Tags, "intended "+strings.TrimSuffix(drawing.Signed(float64(*c.Emotion)), ".0"))
	}
	return out
}
