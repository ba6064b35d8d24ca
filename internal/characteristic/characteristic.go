// Package characteristic holds the characteristics of service: what each means, which metrics measure it, how units stand in each,
// compared so that chance isn't taken for merit or fault, and sheets on which people assess a conversation, letter, case, premises
// or process against them.
package characteristic

import (
	"slices"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Way is how a metric becomes a score from 0 to 100.
type Way string

// Share takes the metric's own figure, a share in %, turned round where less is better. Scaled takes the mean of its scores between
// two stated ends. OfAll takes what the metric adds up to as a share of what another does: needs met of all needs.
const (
	Share  Way = "share"
	Scaled Way = "scaled"
	OfAll  Way = "of_all"
)

// Binding is one metric that measures a characteristic.
type Binding struct {
	Metric  string   `json:"metric" maxLength:"60" doc:"Key"`
	Way     Way      `json:"way,omitempty" enum:"share,scaled,of_all" doc:"share: the metric's own figure in %; scaled: its mean between zero and hundred; of_all: its sum as a share of that of another metric. Left out: share where the metric's figure is in %"`
	Zero    *float64 `json:"zero,omitempty" doc:"scaled: the mean that is worth 0; the worse end of the scale where left out"`
	Hundred *float64 `json:"hundred,omitempty" doc:"scaled: the mean that is worth 100; the better end where left out"`
	Of      string   `json:"of,omitempty" maxLength:"60" doc:"of_all: the metric that counts all, such as needs of a contact"`
	Part    string   `json:"part,omitempty" maxLength:"60" doc:"What of the characteristic it measures, such as facts told"`
	Where   []string `json:"where,omitempty" maxItems:"10" nullable:"false" doc:"Only among these signals"`
}

// Characteristic is one, with what it means and what measures it.
type Characteristic struct {
	Key        string    `json:"key"`
	Name       string    `json:"name"`
	Definition string    `json:"definition"`
	Nuance     string    `json:"nuance,omitempty" doc:"What is easily got wrong about it"`
	Target     *float64  `json:"target,omitempty" doc:"0 to 100"`
	Standard   bool      `json:"standard" doc:"One of the eight: its name and meaning stay"`
	Bindings   []Binding `json:"bindings" nullable:"false"`
	Proposed   []string  `json:"proposed,omitempty" nullable:"false" doc:"Metrics of the organisation that could measure it and aren't bound"`
	Remarks    []string  `json:"remarks,omitempty" nullable:"false" doc:"What its bindings leave out"`
	Version    int       `json:"version" doc:"Counts edits; its ETag. 0 was never edited"`
}

// Characteristics is the capability. Its fields are set by app.
type Characteristics struct {
	DB      *db.DB
	Metrics *metric.Metrics
	People  *identity.Identity
	Audit   identity.Auditor
}

const most = 30 // characteristics of an organisation

// standard are the eight, in the order of a contact, and which ready-made metrics could measure them.
func standard() []Characteristic {
	hundred := 100.0
	list := []Characteristic{
		{Key: "listening", Name: "Listening", Definition: "The customer is heard out and understood; what they said is used.",
			Nuance: "Shown by what is done with what was said, not by silence while it is said.", Proposed: []string{"listening", "listened"}},
		{Key: "asking", Name: "Asking", Definition: "The right questions are asked to find out what is needed.",
			Nuance: "Asking what is on file already is the opposite of asking well.", Proposed: []string{"asking", "asked"}},
		{Key: "responsible", Name: "Responsible", Definition: "Somebody owns the customer's need until it is settled, and keeps what was promised.",
			Nuance: "The owner may change; that there is one may not.", Proposed: []string{"responsible", "ownership", "first_contact_resolution", "first_contact", "repeat_contact"}},
		{Key: "responsive", Name: "Responsive", Definition: "Every need of the contact is answered.",
			Nuance: "A contact with three needs of which two were answered counts two of three, not one.", Proposed: []string{"responsive", "needs_met"}},
		{Key: "knowledgeable", Name: "Knowledgeable", Definition: "Who serves knows the product, the process and the customer's situation, or who does.",
			Nuance: "Saying “I don’t know, I’ll find out” and finding out is knowledgeable.", Proposed: []string{"knowledgeable", "knowledge"}},
		{Key: "complete", Name: "Complete", Definition: "The customer leaves with everything done, and needn't come back or be passed about.",
			Nuance:   "Passing somebody on, introduced, to who can help is right: a warm hand-over doesn’t lower it. Being bounced does.",
			Proposed: []string{"complete", "bounced", "first_contact_resolution", "first_contact"}},
		{Key: "timely", Name: "Timely", Definition: "It is done when the customer needs it: efficient and thorough.",
			Nuance:   "Not merely fast: speed that makes people come again isn’t timely. Bind a measure of time and one of thoroughness.",
			Proposed: []string{"timely", "first_response_in_time", "resolved_in_time", "abandoned", "repeat_contact", "wait_minutes"}},
		{Key: "accurate", Name: "Accurate", Definition: "What is told is true, and what is done is right.",
			Nuance: "The target is 100. Facts told and actions done are measured apart.", Target: &hundred, Proposed: []string{"accurate", "accurate_facts", "accurate_actions", "corrected"}},
	}
	for k := range list {
		list[k].Standard, list[k].Bindings = true, []Binding{}
	}
	return list
}

// Input is what a person says of a characteristic.
type Input struct {
	Name       string    `json:"name" maxLength:"60"`
	Definition string    `json:"definition,omitempty" maxLength:"600"`
	Nuance     string    `json:"nuance,omitempty" maxLength:"600"`
	Target     *float64  `json:"target,omitempty" minimum:"0" maximum:"100"`
	Bindings   []Binding `json:"bindings,omitempty" maxItems:"8" nullable:"false"`
}

// check refuses bindings that measure nothing, and fills in what was left out.
func (b *Binding) check(m *metric.Metric, at string) error {
	if b.Way == "" {
		if b.Way = Scaled; m.Unit == "%" && m.Scoring.Method != metric.Mean && m.Scoring.Method != metric.Median {
			b.Way = Share
		}
	}
	switch b.Way {
	case Share:
		if !shares(m) {
			return problem.At(at+".way", "not_a_share", "The figure of “%s” isn't a share in %%: scale its mean instead.", m.Name).With(problem.Args{"metric": m.Name})
		}
		b.Zero, b.Hundred, b.Of = nil, nil, ""
	case OfAll:
		if b.Of == "" || b.Of == b.Metric {
			return problem.At(at+".of", "of_missing", "Name the other metric that counts all.")
		}
		b.Zero, b.Hundred = nil, nil
	case Scaled:
		b.Of = ""
		low, high := m.Min, m.Max
		if m.Direction == metric.Down {
			low, high = high, low
		}
		if b.Zero == nil {
			b.Zero = &low
		}
		if b.Hundred == nil {
			b.Hundred = &high
		}
		if *b.Zero == *b.Hundred {
			return problem.At(at+".hundred", "same_ends", "The mean worth 0 and the mean worth 100 must differ.")
		}
		if (*b.Hundred > *b.Zero) != (m.Direction == metric.Up) {
			return problem.At(at+".hundred", "wrong_way", "More of “%s” is %s: the ends are the wrong way round.", m.Name,
				map[metric.Direction]string{metric.Up: "better", metric.Down: "worse"}[m.Direction]).With(problem.Args{"metric": m.Name})
		}
	default:
		return problem.At(at+".way", "way_unknown", "A metric is taken as its share, scaled, or as a part of another.")
	}
	b.Part = strings.TrimSpace(b.Part)
	return nil
}

func shares(m *metric.Metric) bool {
	return slices.Contains([]metric.Method{metric.TopBox, metric.Rate, metric.Within}, m.Scoring.Method)
}

// remark says what the bindings of a characteristic leave out, of what is easily got wrong.
func (c *Characteristic) remark(defs map[string]metric.Metric) {
	c.Remarks = nil
	if len(c.Bindings) == 0 {
		return
	}
	switch c.Key {
	case "timely":
		only := !slices.ContainsFunc(c.Bindings, func(b Binding) bool { return !isTime(defs[b.Metric]) })
		if only {
			c.Remarks = append(c.Remarks, "Measured by speed alone. Add a measure of thoroughness, such as repeat contacts: timely isn’t merely fast.")
		}
	case "accurate":
		parts := map[string]bool{}
		for _, b := range c.Bindings {
			parts[strings.ToLower(b.Part)] = true
		}
		if len(parts) < 2 {
			c.Remarks = append(c.Remarks, "Facts told and actions done aren’t told apart. Name the part that each metric measures.")
		}
	case "complete":
		for _, b := range c.Bindings {
			if name := strings.ToLower(b.Metric); strings.Contains(name, "hand_over") || strings.Contains(name, "transfer") {
				c.Remarks = append(c.Remarks, "A warm hand-over doesn’t lower completeness: bind contacts that were bounced, not all that were passed on.")
			}
		}
	}
}

func isTime(m metric.Metric) bool {
	return slices.Contains([]string{"seconds", "minutes", "hours", "days"}, m.ScaleUnit) || strings.Contains(m.Key, "wait") || m.Key == "abandoned"
}

// Kind is what a sheet assesses.
type Kind string

// The closed list of what is assessed.
const (
	Conversation Kind = "conversation"
	Letter       Kind = "letter"
	Case         Kind = "case"
	Premises     Kind = "premises"
	Process      Kind = "process"
)

// ID is a sheet's id.
type ID string

// Mark is what a sheet says of one characteristic: 0 to 4, or nothing where it doesn't apply.
type Mark struct {
	Characteristic string `json:"characteristic" maxLength:"60"`
	Score          *int   `json:"score,omitempty" minimum:"0" maximum:"4" doc:"Absent: not applicable"`
	Evidence       string `json:"evidence,omitempty" maxLength:"1000" doc:"What was said or seen"`
}

// SheetInput is what a person assesses.
type SheetInput struct {
	Kind       Kind   `json:"kind" enum:"conversation,letter,case,premises,process"`
	Subject    string `json:"subject" maxLength:"200" doc:"What was assessed, in words"`
	Link       string `json:"link,omitempty" maxLength:"400" doc:"Where it can be seen: an address, or a path in this program such as /signals/sig_…"`
	Date       string `json:"date,omitempty" maxLength:"10" doc:"When it took place; today where left out"`
	Unit       string `json:"unit,omitempty" maxLength:"60" doc:"Key"`
	Employee   string `json:"employee,omitempty" maxLength:"100" doc:"External id"`
	TouchPoint string `json:"touch_point,omitempty" maxLength:"60" doc:"Key"`
	Marks      []Mark `json:"marks" maxItems:"40" nullable:"false"`
}

// Sheet is one assessment.
type Sheet struct {
	ID ID `json:"id"`
	SheetInput
	Version   int       `json:"version"`
	By        string    `json:"by" doc:"Who assessed"`
	CreatedAt time.Time `json:"created_at"`
	ChangedAt time.Time `json:"changed_at"`
	ChangedBy string    `json:"changed_by"`
}
