// Package promise holds what a brand promises its customers, tenet by tenet, through what each tenet reaches them, and how well
// each is kept; and what the organisation wants most.
package promise

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/metric"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/touchpoint"
)

// ID is a promise's id.
type ID string

// State is where a promise stands.
type State string

// The closed list of states.
const (
	Draft   State = "draft"
	InForce State = "in_force"
	Retired State = "retired"
)

// Tenet is one thing that a promise says, as something people can be seen doing.
type Tenet struct {
	ID          string   `json:"id,omitempty" maxLength:"60" doc:"Stays with the tenet through revisions; made where it is left out"`
	Name        string   `json:"name" maxLength:"120"`
	Behaviour   string   `json:"behaviour" maxLength:"1000" doc:"What somebody would see people do who keep it"`
	Metric      string   `json:"metric,omitempty" maxLength:"64" doc:"Key of the metric that says how well it is kept"`
	Target      *float64 `json:"target,omitempty" doc:"In the unit of the metric's figures"`
	TouchPoints []string `json:"touch_points,omitempty" maxItems:"200" doc:"Keys of the touch points that carry it"`
	Processes   []string `json:"processes,omitempty" maxItems:"200" doc:"Ids of the processes that carry it"`
}

// Input is what is sent of a promise.
type Input struct {
	Brand   string  `json:"brand,omitempty" maxLength:"80" doc:"Empty is the organisation itself"`
	Segment string  `json:"segment,omitempty" maxLength:"80" doc:"Which customers it is made to; empty is all"`
	Text    string  `json:"text" maxLength:"2000"`
	Owner   string  `json:"owner,omitempty" maxLength:"60" doc:"Id of the user who answers for it"`
	Tenets  []Tenet `json:"tenets" maxItems:"30"`
}

// Promise is what a brand promises one kind of customers.
type Promise struct {
	ID ID `json:"id" readOnly:"true"`
	Input
	State     State      `json:"state" enum:"draft,in_force,retired"`
	Revises   ID         `json:"revises,omitempty" doc:"The promise whose place it takes"`
	Version   int        `json:"version"`
	CreatedBy string     `json:"created_by"`
	CreatedAt time.Time  `json:"created_at"`
	InForceAt *time.Time `json:"in_force_at,omitempty"`
	RetiredAt *time.Time `json:"retired_at,omitempty"`
	Gaps      []Gap      `json:"gaps" doc:"What keeps it from being a promise that can be kept"`
}

// Gap is something missing of a tenet.
type Gap struct {
	Tenet string `json:"tenet"`
	Code  string `json:"code" enum:"not_carried,no_metric,no_target"`
	Text  string `json:"text" doc:"A sentence, with what to do"`
}

// Promises is the capability.
type Promises struct {
	DB      *db.DB
	Metrics *metric.Metrics
	Points  *touchpoint.Points
	People  *identity.Identity
	Audit   identity.Auditor
}

const (
	maxPromises = 500
	maxTenets   = 30
)

// Validate checks what needs no database.
func (in *Input) Validate() error {
	in.Brand, in.Segment, in.Text = strings.TrimSpace(in.Brand), strings.TrimSpace(in.Segment), strings.TrimSpace(in.Text)
	for place, s := range map[string]string{"body.brand": in.Brand, "body.segment": in.Segment} {
		if err := identity.Clean(s, place); err != nil {
			return err
		}
	}
	if in.Text == "" {
		return problem.At("body.text", "text_needed", "Say what is promised.")
	}
	if len(in.Tenets) > maxTenets {
		return problem.At("body.tenets", "too_many_tenets", "A promise has at most %d tenets: nobody remembers more.", maxTenets)
	}
	seen, ids := map[string]bool{}, map[string]bool{}
	for i := range in.Tenets {
		t := &in.Tenets[i]
		place := "body.tenets[" + strconv.Itoa(i) + "]"
		t.Name, t.Behaviour = strings.TrimSpace(t.Name), strings.TrimSpace(t.Behaviour)
		if err := identity.Name(t.Name, place+".name", 120); err != nil {
			return err
		}
		if seen[identity.Fold(t.Name)] {
			return problem.At(place+".name", "tenet_twice", "There is a tenet %q already.", t.Name)
		}
		seen[identity.Fold(t.Name)] = true
		if t.ID != "" && ids[t.ID] {
			return problem.At(place+".id", "tenet_id_twice", "Two tenets have the id %.60q. Leave it out of the new one.", t.ID)
		}
		ids[t.ID] = true
		if t.Target != nil && t.Metric == "" {
			return problem.At(place+".metric", "metric_needed", "A target needs a metric that it is a target of.")
		}
		t.TouchPoints, t.Processes = unique(t.TouchPoints), unique(t.Processes)
	}
	return nil
}

// unique drops what comes again and keeps the order.
func unique(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// gaps lists what is missing of each tenet.
func (p *Promise) gaps() []Gap {
	out := []Gap{}
	for _, t := range p.Tenets {
		switch {
		case len(t.TouchPoints) == 0 && len(t.Processes) == 0:
			out = append(out, Gap{t.ID, "not_carried", "No touch point and no process carries “" + t.Name + "”. Name one, or take the tenet back."})
		case t.Metric == "":
			out = append(out, Gap{t.ID, "no_metric", "Nothing says whether “" + t.Name + "” is kept. Choose a metric."})
		case t.Target == nil:
			out = append(out, Gap{t.ID, "no_target", "“" + t.Name + "” has no target. Say from where on it is kept."})
		}
	}
	return out
}
