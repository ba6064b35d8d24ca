package metric

import (
	"context"
	"net/http"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// Operational are the measures of what happens rather than of what is said. Times go up to a year; scores keep thousandths of
// their unit, so seconds keep milliseconds and hours keep 3.6 seconds.
func Operational() []Metric {
	return []Metric{
		{Key: "first_response_minutes", Name: "First response time", Min: 0, Max: 525_600, ScaleUnit: "minutes", Direction: Down, Scoring: Scoring{Method: Median}},
		{Key: "first_response_in_time", Name: "First response within 60 minutes", Min: 0, Max: 525_600, ScaleUnit: "minutes", Direction: Down, Scoring: Scoring{Method: Within, To: 60}},
		{Key: "resolution_hours", Name: "Resolution time", Min: 0, Max: 8_784, ScaleUnit: "hours", Direction: Down, Scoring: Scoring{Method: Median}},
		{Key: "resolved_in_time", Name: "Resolved within 24 hours", Min: 0, Max: 8_784, ScaleUnit: "hours", Direction: Down, Scoring: Scoring{Method: Within, To: 24}},
		{Key: "first_contact_resolution", Name: "First contact resolution", Min: 0, Max: 1, Direction: Up, Scoring: Scoring{Method: Rate}},
		{Key: RepeatContact, Name: "Repeat contact", Min: 0, Max: 1, Direction: Down, Scoring: Scoring{Method: Rate}},
		{Key: "warm_hand_over", Name: "Hand-overs that were warm", Min: 0, Max: 1, Direction: Up, Scoring: Scoring{Method: Rate}},
		{Key: "bounced", Name: "Contacts that were bounced", Min: 0, Max: 1, Direction: Down, Scoring: Scoring{Method: Rate}},
		{Key: "hold_seconds", Name: "Hold time", Min: 0, Max: 86_400, ScaleUnit: "seconds", Direction: Down, Scoring: Scoring{Method: Median}},
		{Key: "abandoned", Name: "Abandonment", Min: 0, Max: 1, Direction: Down, Scoring: Scoring{Method: Rate}},
		{Key: "corrected", Name: "Work that had to be corrected", Min: 0, Max: 1, Direction: Down, Scoring: Scoring{Method: Rate}},
	}
}

// RepeatContact is the metric that signals about repeated contacts carry: 1 where the customer came again, 0 where not.
const RepeatContact = "repeat_contact"

// Added says what became of a ready-made metric.
type Added struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	State string `json:"state" enum:"added,there,differs" doc:"differs: a metric of that key measures something else, and stays as it is"`
}

// AddOperational adds the operational metrics that aren't there yet.
func (m *Metrics) AddOperational(ctx context.Context, org db.Org) (out []Added, err error) {
	err = m.DB.Write(ctx, org, func(tx *db.Tx) error {
		out = nil
		for _, n := range Operational() {
			a := Added{Key: n.Key, Name: n.Name, State: "there"}
			made, err := m.Define(ctx, tx, org, &n)
			switch p, ok := problem.As(err); {
			case ok && p.Code == "metric_differs":
				a.State = "differs"
			case err != nil:
				return err
			case made:
				a.State = "added"
			}
			out = append(out, a)
		}
		return nil
	})
	return out, err
}

func (m *Metrics) operationalRoutes(a *web.API) {
	web.Register(a, web.Op{ID: "metric-operational", Method: http.MethodPost, Path: "/metrics/operational", Tag: "Metrics", Verb: identity.MetricWrite,
		Summary: "Add the ready-made operational metrics that aren't there yet", Doc: "Response and resolution time, first contact resolution, repeat contact, hand-over, hold, abandonment, correction."},
		func(ctx context.Context, _ *struct{}) (*web.List[Added], error) {
			list, err := m.AddOperational(ctx, identity.From(ctx).Org)
			return web.ListOf(list, "", err)
		})
}
