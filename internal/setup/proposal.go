package setup

import (
	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/expectation"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/survey"
)

// Section is a part of the proposal.
type Section string

// The sections in the order in which they are shown and made.
const (
	TouchPoints  Section = "touch_points"
	Metrics      Section = "metrics"
	Targets      Section = "targets"
	Units        Section = "units"
	BrandPromise Section = "promise"
	FirstSurvey  Section = "survey"
	AlertRules   Section = "rules"
)

// Step is one of the four questions.
type Step string

// The steps in their order.
const (
	AboutIndustry Step = "industry"
	AboutPromises Step = "promises"
	AboutChannels Step = "channels"
	AboutSize     Step = "size"
)

// Standing says whether something proposed is there already.
type Standing string

// New isn't there; Exists is; Differs is a metric of that key that measures something else, and stays as it is.
const (
	New     Standing = "new"
	Exists  Standing = "exists"
	Differs Standing = "differs"
)

// Item is one line of a proposal. Exactly one of its parts is there.
type Item struct {
	Key      string   `json:"key" example:"touch_point:call-back"`
	Section  Section  `json:"section" enum:"touch_points,metrics,targets,units,promise,survey,rules"`
	Name     string   `json:"name"`
	Why      string   `json:"why" doc:"Which answer led to it, in a sentence"`
	From     Step     `json:"from" enum:"industry,promises,channels,size" doc:"The answer that led to it"`
	Needs    []string `json:"needs" nullable:"false" doc:"Keys of items that must be taken with it, or be there already"`
	Standing Standing `json:"standing" enum:"new,exists,differs"`
	ID       string   `json:"id,omitempty" doc:"Of what exists"`
	Fixed    bool     `json:"fixed,omitempty" doc:"Its name can't be changed here"`

	Point   *PointPart   `json:"touch_point,omitempty"`
	Metric  *MetricPart  `json:"metric,omitempty"`
	Target  *TargetPart  `json:"target,omitempty"`
	Unit    *UnitPart    `json:"unit,omitempty"`
	Survey  *SurveyPart  `json:"survey,omitempty"`
	Rule    *RulePart    `json:"rule,omitempty"`
	Wait    *WaitPart    `json:"expectation,omitempty"`
	Promise *PromisePart `json:"promise,omitempty"`

	metric  *metric.Metric
	survey  *survey.Definition
	rule    *casework.RuleInput // values such as @touch_point:call-back stand for what the item became
	wait    *expectation.Input  // its touch points too
	promise []sworn             // what the draft of a brand promise would say
}

// PointPart is a touch point.
type PointPart struct {
	Key      string    `json:"key"`
	Channels []Channel `json:"channels" nullable:"false" doc:"Of those that were answered; none: any"`
}

// MetricPart is a metric.
type MetricPart struct {
	Key       string           `json:"key"`
	Min       float64          `json:"min"`
	Max       float64          `json:"max"`
	ScaleUnit string           `json:"scale_unit"`
	Scoring   metric.Scoring   `json:"scoring"`
	Better    metric.Direction `json:"better" enum:"up,down"`
	Asked     bool             `json:"asked" doc:"The first survey asks for it; else signals bring it"`
}

// TargetPart is a target for the whole organisation.
type TargetPart struct {
	Metric string           `json:"metric" doc:"Key"`
	Value  float64          `json:"value"`
	Unit   string           `json:"unit" doc:"What figures of the metric are counted in"`
	Better metric.Direction `json:"better" enum:"up,down"`
	Low    float64          `json:"low" doc:"The least that a figure can be"`
	High   float64          `json:"high"`
}

// UnitPart is a unit.
type UnitPart struct {
	Key    string `json:"key"`
	Kind   string `json:"kind" enum:"site,team"`
	Parent string `json:"parent,omitempty" doc:"Item that it lies under; the top unit without it"`
}

// SurveyPart is the first survey.
type SurveyPart struct {
	TouchPoint string         `json:"touch_point" doc:"Item of the touch point that it asks about"`
	Questions  []QuestionPart `json:"questions" nullable:"false"`
}

// QuestionPart is a question of the first survey. It is left out where its metric isn't taken.
type QuestionPart struct {
	Kind  survey.Kind `json:"kind"`
	Text  string      `json:"text" doc:"%s stands for the name of the touch point"`
	Needs string      `json:"needs,omitempty" doc:"Item of the metric that it scores"`
}

// RulePart is a rule that opens cases, or passes praise on.
type RulePart struct {
	Severity  casework.Severity `json:"severity" enum:"high,medium,low"`
	Purpose   casework.Purpose  `json:"purpose" enum:"case,compliment"`
	DueHours  int               `json:"due_hours"`
	DayCap    int               `json:"day_cap,omitempty" doc:"At most so many cases a day"`
	On        bool              `json:"on" doc:"Whether it is proposed switched on"`
	WouldOpen int               `json:"would_open" doc:"How many signals of the past 30 days it matches: so many cases it would have opened"`
	Days      int               `json:"days"`
}

// WaitPart is an expectation: what isn't heard in time becomes a signal of kind silence.
type WaitPart struct {
	Kind expectation.Kind `json:"kind" enum:"promise,answer,contact,repeat"`
	On   bool             `json:"on"`
}

// PromisePart is the draft of a brand promise.
type PromisePart struct {
	Tenets []string `json:"tenets" nullable:"false" doc:"Their names"`
}

// Proposal is what follows from the answers.
type Proposal struct {
	Version int    `json:"version" doc:"Of the answers that it follows from"`
	Missing []Step `json:"missing" nullable:"false" enum:"industry,channels" doc:"Answers without which nothing can be proposed"`
	Items   []Item `json:"items" nullable:"false"`
	Notes   []Note `json:"notes" nullable:"false"`
}

// Note is something to know beside the lines of a section.
type Note struct {
	Section Section `json:"section" enum:"touch_points,metrics,targets,units,promise,survey,rules"`
	Text    string  `json:"text"`
}
