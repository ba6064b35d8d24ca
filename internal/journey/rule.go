package journey

import (
	"fmt"
	"slices"
	"strings"
)

// The rules of the course, by name. Each can be waived with a signed reason, except that a map must have something on it.
const (
	RuleStageEmpty    = "stage_empty"
	RuleNoStage       = "no_stage"
	RuleOneFirst      = "one_first_contact"
	RuleOneLast       = "one_last_controlled_point"
	RuleFunctions     = "two_functions"
	RuleQuestions     = "four_questions"
	RuleReactive      = "reactive_is_discovered"
	RuleOneEvent      = "one_event"
	RuleOptionalLast  = "optional_last"
	RuleTouchPoint    = "touch_point_missing"
	RulePromise       = "promise_in_force"
	RuleTenetCarried  = "tenet_carried"
	RuleStageMeasured = "intended_measured"
	RuleOwner         = "owner_missing"
)

// Finding is a rule that a map breaks.
type Finding struct {
	Rule   string `json:"rule"`
	Blocks bool   `json:"blocks" doc:"Nothing is published before it is mended or waived"`
	Stage  string `json:"stage,omitempty"`
	Card   string `json:"card,omitempty"`
	Text   string `json:"text" doc:"What is wrong"`
	Mend   string `json:"mend" doc:"What to do about it"`
	Edits  []Edit `json:"edits,omitempty" doc:"The edits that mend it, where one press can"`
	Waived string `json:"waived,omitempty" doc:"By whom, and why"`
}

// Check lists what is wrong with a map, in the order of the map.
func (m *Map) Check() []Finding {
	var out []Finding
	out = append(out, m.checkShape()...)
	out = append(out, m.checkEnds()...)
	for i := range m.Cards {
		out = append(out, m.checkCard(&m.Cards[i])...)
	}
	out = append(out, m.checkTeam()...)
	for i := range out {
		on := out[i].Card
		if on == "" {
			on = out[i].Stage
		}
		for _, e := range m.Exceptions {
			if e.Rule == out[i].Rule && e.On == on {
				out[i].Blocks, out[i].Waived = false, e.By+": "+e.Reason
			}
		}
	}
	return out
}

func (m *Map) checkShape() (out []Finding) {
	if len(m.Stages) == 0 {
		return []Finding{{Rule: RuleNoStage, Blocks: true, Text: "The map has no stage.", Mend: "Add the stages that customers go through, from before the purchase to long after it."}}
	}
	for _, s := range m.Stages {
		if !slices.ContainsFunc(m.Cards, func(c Card) bool { return c.Stage == s.ID }) {
			out = append(out, Finding{Rule: RuleStageEmpty, Blocks: true, Stage: s.ID, Text: fmt.Sprintf("Nothing happens in “%s”.", s.Name),
				Mend: "Put a touch point there, or take the stage out.", Edits: []Edit{{Op: DropStage, ID: s.ID}}})
		}
		for _, w := range []struct {
			word string
			want Want
		}{{"feel", s.Feel}, {"think", s.Think}, {"do", s.Do}} {
			if w.want.Text != "" && w.want.Metric == "" {
				out = append(out, Finding{Rule: RuleStageMeasured, Stage: s.ID, Text: fmt.Sprintf("Nothing tells whether customers %s as intended in “%s”.", w.word, s.Name),
					Mend: "Choose the metric that tells."})
			}
		}
	}
	return out
}

// checkEnds wants exactly one first contact and one last controlled point.
func (m *Map) checkEnds() (out []Finding) {
	ordered := m.Ordered()
	seen := slices.DeleteFunc(slices.Clone(ordered), func(c Card) bool { return c.Lane == BackStage || c.Lane == Support })
	ends := []struct {
		rule, what string
		is         func(Card) bool
		propose    func() *Card
		field      string
	}{
		{RuleOneFirst, "first contact", func(c Card) bool { return c.First }, func() *Card { return at(seen, 0) }, "first"},
		{RuleOneLast, "last controlled point", func(c Card) bool { return c.Last && c.Controlled }, func() *Card {
			for i := len(seen) - 1; i >= 0; i-- {
				if seen[i].Controlled || seen[i].Initiator == ByOrganisation {
					return &seen[i]
				}
			}
			return nil
		}, "last"},
	}
	for _, e := range ends {
		var have []Card
		for _, c := range ordered {
			if e.is(c) {
				have = append(have, c)
			}
		}
		switch {
		case len(have) == 0:
			f := Finding{Rule: e.rule, Blocks: true, Text: "The map has no " + e.what + ".", Mend: "Mark the touch point at which it is."}
			if c := e.propose(); c != nil {
				f.Mend = fmt.Sprintf("Mark “%s” as it.", c.Task)
				f.Edits = []Edit{{Op: SetCard, ID: c.ID, Set: map[string]any{e.field: true}}}
				if e.field == "last" {
					f.Edits[0].Set["controlled"] = true
				}
			}
			out = append(out, f)
		case len(have) > 1:
			names := make([]string, len(have))
			f := Finding{Rule: e.rule, Blocks: true, Card: have[1].ID}
			for i, c := range have {
				names[i] = "“" + c.Task + "”"
				if keep := e.field == "first" && i > 0 || e.field == "last" && i < len(have)-1; keep {
					f.Edits = append(f.Edits, Edit{Op: SetCard, ID: c.ID, Set: map[string]any{e.field: false}})
				}
			}
			f.Text = fmt.Sprintf("There are %d %ss: %s.", len(have), e.what, strings.Join(names, ", "))
			f.Mend = "Keep one."
			out = append(out, f)
		}
	}
	return out
}

func at(list []Card, i int) *Card {
	if i < len(list) {
		return &list[i]
	}
	return nil
}

func (m *Map) checkCard(c *Card) (out []Finding) {
	add := func(rule string, blocks bool, text, mend string, edits ...Edit) {
		out = append(out, Finding{Rule: rule, Blocks: blocks, Card: c.ID, Stage: c.Stage, Text: text, Mend: mend, Edits: edits})
	}
	behind := c.Lane == BackStage || c.Lane == Support
	if behind {
		return nil
	}
	if c.TouchPoint == "" {
		add(RuleTouchPoint, true, fmt.Sprintf("“%s” is no touch point yet.", c.Task), "Choose the touch point it is, or make one: figures and cases hang on it.")
	}
	if c.Initiator != ByOrganisation && !c.Discovered {
		add(RuleReactive, true, fmt.Sprintf("“%s” begins with the customer. Such touch points are never predicted: they are discovered from signals.", c.Task),
			"Take it from those that signals speak of, or say that you reach out here.", Edit{Op: SetCard, ID: c.ID, Set: map[string]any{"initiator": string(ByOrganisation)}})
	}
	if steps := Steps(c.Task); len(steps) > 1 {
		add(RuleOneEvent, true, fmt.Sprintf("“%s” takes several events.", c.Task), "Split it: "+strings.Join(steps, "; ")+".", Split(c, steps)...)
	}
	if c.Owner == "" && c.Function == "" {
		add(RuleOwner, false, fmt.Sprintf("Nobody answers for “%s”.", c.Task), "Name the unit or the function that does.")
	}
	return out
}

func (m *Map) checkTeam() (out []Finding) {
	functions := map[string]bool{}
	for _, c := range m.Contributors {
		if f := strings.ToLower(strings.TrimSpace(c.Function)); f != "" {
			functions[f] = true
		}
	}
	if len(functions) < 2 {
		out = append(out, Finding{Rule: RuleFunctions, Blocks: true, Text: "The map was drawn by fewer than two functions.",
			Mend: "Bring in somebody from another function: sales, delivery, support and accounts each see another part of it."})
	}
	q := m.Questions
	for _, one := range []struct{ name, text string }{{"sold", q.Sold}, {"delivered", q.Delivered}, {"lived with", q.Lived}, {"supported", q.Supported}} {
		if strings.TrimSpace(one.text) == "" {
			out = append(out, Finding{Rule: RuleQuestions, Blocks: true, Text: "How is it " + one.name + "? The map doesn't say.", Mend: "Answer it in a sentence."})
		}
	}
	return out
}
