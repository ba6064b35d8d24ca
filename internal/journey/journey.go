// Package journey holds the map: the way of one kind of customers through stages and touch points, who drew it and by which rules.
package journey

import (
	"time"
)

// ID is a journey's id. Its versions share it.
type ID string

// State is where a version of a journey stands.
type State string

// The closed list of states.
const (
	Draft      State = "draft"
	Published  State = "published"
	Superseded State = "superseded"
)

// Phase says whether a stage lies before, during or after the purchase.
type Phase string

// The closed list of phases.
const (
	Before Phase = "before"
	During Phase = "during"
	After  Phase = "after"
)

// Lane is the depth at which a card lies, as in a service blueprint.
type Lane string

// The closed list of lanes, from the customer down.
const (
	Customer   Lane = "customer"
	FrontStage Lane = "front_stage"
	BackStage  Lane = "back_stage"
	Support    Lane = "support"
)

// Initiator is who begins at a touch point.
type Initiator string

// The closed list of initiators.
const (
	ByOrganisation Initiator = "organisation"
	ByCustomer     Initiator = "customer"
	ByThirdParty   Initiator = "third_party"
)

// Want is what customers should feel, think or do in a stage, and the measure that says whether they do.
type Want struct {
	Text   string   `json:"text,omitempty" maxLength:"500"`
	Metric string   `json:"metric,omitempty" maxLength:"64" doc:"Key of the metric that tells"`
	Target *float64 `json:"target,omitempty" doc:"In the unit of the metric's figures"`
}

// Stage is a column of the map.
type Stage struct {
	ID    string `json:"id" maxLength:"60"`
	Name  string `json:"name" maxLength:"80"`
	Phase Phase  `json:"phase" enum:"before,during,after"`
	Feel  Want   `json:"feel"`
	Think Want   `json:"think"`
	Do    Want   `json:"do"`
}

// Role is what a metric tells of a touch point.
type Role string

// The closed list of roles of a binding.
const (
	Volume     Role = "volume"
	Failure    Role = "failure"
	Experience Role = "experience"
	Outcome    Role = "outcome"
)

// Binding ties a metric to a card.
type Binding struct {
	Metric string   `json:"metric" maxLength:"64"`
	Role   Role     `json:"role" enum:"volume,failure,experience,outcome"`
	Where  []string `json:"where,omitempty" maxItems:"10" doc:"Further conditions, as figures take them"`
}

// Card places a touch point on the map.
type Card struct {
	ID         string    `json:"id" maxLength:"60"`
	Stage      string    `json:"stage" maxLength:"60"`
	Lane       Lane      `json:"lane" enum:"customer,front_stage,back_stage,support"`
	TouchPoint string    `json:"touch_point,omitempty" maxLength:"64" doc:"Key of the touch point; empty in the lanes that customers don't see"`
	Task       string    `json:"task" maxLength:"120" doc:"The one event, as a person would say it"`
	Initiator  Initiator `json:"initiator" enum:"organisation,customer,third_party"`
	Discovered bool      `json:"discovered,omitempty" doc:"Found in signals, as everything is that customers begin"`
	Optional   bool      `json:"optional,omitempty" doc:"Happens only if required"`
	First      bool      `json:"first,omitempty" doc:"The first contact"`
	Last       bool      `json:"last,omitempty" doc:"The last point that the organisation controls"`
	Controlled bool      `json:"controlled,omitempty" doc:"The organisation decides what happens here"`
	Channels   []string  `json:"channels,omitempty" maxItems:"20"`
	Locations  []string  `json:"locations,omitempty" maxItems:"20" doc:"Where it happens: a building, a lounge, a letter"`
	Roles      []string  `json:"roles,omitempty" maxItems:"20" doc:"Roles of staff who are there"`
	Owner      string    `json:"owner,omitempty" maxLength:"60" doc:"Id of the unit that answers for it"`
	Function   string    `json:"function,omitempty" maxLength:"80" doc:"Function that owns it"`
	Supporting []string  `json:"supporting,omitempty" maxItems:"20" doc:"Functions that support it"`
	Tenets     []string  `json:"tenets,omitempty" maxItems:"30" doc:"Ids of the tenets it carries"`
	Process    string    `json:"process,omitempty" maxLength:"60" doc:"Id of the process that delivers it"`
	Emotion    *int      `json:"emotion,omitempty" minimum:"-2" maximum:"2" doc:"How customers are expected to feel, −2 to 2"`
	Bindings   []Binding `json:"bindings,omitempty" maxItems:"20"`
	Note       string    `json:"note,omitempty" maxLength:"2000"`
}

// Contributor is somebody who drew the map.
type Contributor struct {
	Name     string `json:"name" maxLength:"120"`
	Function string `json:"function" maxLength:"80"`
}

// Questions are the four that a map must answer.
type Questions struct {
	Sold      string `json:"sold,omitempty" maxLength:"2000" doc:"How is it sold?"`
	Delivered string `json:"delivered,omitempty" maxLength:"2000" doc:"How is it delivered?"`
	Lived     string `json:"lived,omitempty" maxLength:"2000" doc:"How is it lived with?"`
	Supported string `json:"supported,omitempty" maxLength:"2000" doc:"How is it supported?"`
}

// Exception is a rule that somebody waived, with a reason they sign for.
type Exception struct {
	Rule   string    `json:"rule" maxLength:"60"`
	On     string    `json:"on,omitempty" maxLength:"60" doc:"Id of the stage or card; empty is the whole map"`
	Reason string    `json:"reason" maxLength:"1000"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Map is what is drawn. The order of stages is from left to right, that of cards from first to last within stage and lane.
type Map struct {
	Stages       []Stage       `json:"stages"`
	Cards        []Card        `json:"cards"`
	Contributors []Contributor `json:"contributors"`
	Questions    Questions     `json:"questions"`
	Exceptions   []Exception   `json:"exceptions"`
}

// Limits of a map. 150 touch points are what a screen must bear with live figures; no team draws more than this.
const (
	maxStages       = 30
	maxCards        = 600
	maxContributors = 100
)

// stage finds a stage's place; -1 where there is none.
func (m *Map) stage(id string) int {
	for i := range m.Stages {
		if m.Stages[i].ID == id {
			return i
		}
	}
	return -1
}

func (m *Map) card(id string) int {
	for i := range m.Cards {
		if m.Cards[i].ID == id {
			return i
		}
	}
	return -1
}

// Ordered lists the cards as a customer meets them: by stage, then as drawn. Cards of a stage that is gone come last.
func (m *Map) Ordered() []Card {
	out := make([]Card, 0, len(m.Cards))
	for _, s := range m.Stages {
		for i := range m.Cards {
			if m.Cards[i].Stage == s.ID {
				out = append(out, m.Cards[i])
			}
		}
	}
	for i := range m.Cards {
		if m.stage(m.Cards[i].Stage) < 0 {
			out = append(out, m.Cards[i])
		}
	}
	return out
}
