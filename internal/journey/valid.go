package journey

import (
	"math"
	"slices"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

func (s *Stage) validate() error {
	s.Name = strings.TrimSpace(s.Name)
	if err := identity.Name(s.Name, "set.name", 80); err != nil {
		return err
	}
	if !slices.Contains([]Phase{Before, During, After}, s.Phase) {
		return problem.At("set.phase", "phase_unknown", "A stage lies before, during or after the purchase.")
	}
	for place, w := range map[string]*Want{"set.feel": &s.Feel, "set.think": &s.Think, "set.do": &s.Do} {
		if len(w.Text) > 2000 {
			return problem.At(place, "too_long", "At most 500 characters.")
		}
		if w.Target != nil && (math.IsNaN(*w.Target) || w.Metric == "") {
			return problem.At(place, "metric_needed", "A target needs a metric that it is a target of.")
		}
	}
	return nil
}

// checkPlace validates a card and that its stage is there.
func (m *Map) checkPlace(c *Card) error {
	if m.stage(c.Stage) < 0 {
		return gone("stage")
	}
	if !slices.Contains([]Lane{Customer, FrontStage, BackStage, Support}, c.Lane) {
		return problem.At("lane", "lane_unknown", "A card lies in the lane of the customer, the front stage, the back stage or support.")
	}
	c.Task = strings.TrimSpace(c.Task)
	if err := identity.Name(c.Task, "set.task", 120); err != nil {
		return err
	}
	if !slices.Contains([]Initiator{ByOrganisation, ByCustomer, ByThirdParty}, c.Initiator) {
		return problem.At("set.initiator", "initiator_unknown", "The organisation, the customer or a third party begins.")
	}
	if c.TouchPoint != "" {
		if err := identity.Key(c.TouchPoint, "set.touch_point"); err != nil {
			return err
		}
	}
	if c.Emotion != nil && (*c.Emotion < -2 || *c.Emotion > 2) {
		return problem.At("set.emotion", "emotion_off_scale", "An expected emotion lies between −2 and 2.")
	}
	for _, b := range c.Bindings {
		if !slices.Contains([]Role{Volume, Failure, Experience, Outcome}, b.Role) || b.Metric == "" {
			return problem.At("set.bindings", "binding_invalid", "A binding names a metric and what it tells: volume, failure, experience or outcome.")
		}
	}
	for place, list := range map[string][]string{"set.channels": c.Channels, "set.locations": c.Locations, "set.roles": c.Roles, "set.supporting": c.Supporting} {
		if len(list) > 20 || slices.ContainsFunc(list, func(s string) bool { return strings.TrimSpace(s) == "" || len(s) > 200 }) {
			return problem.At(place, "list_invalid", "At most 20 short names.")
		}
	}
	return nil
}
