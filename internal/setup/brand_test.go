package setup_test

import (
	"testing"

	"github.com/touchstone-cx/touchstone/internal/app/apptest"
	"github.com/touchstone-cx/touchstone/internal/promise"
	"github.com/touchstone-cx/touchstone/internal/setup"
)

func TestTheDraftPromiseHoldsWhatIsMadeBesideItAndNothingElse(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := answered(t, a, "Acme", callCentre())
	run := &setup.Setup{}
	read(t, a.Must(t, 201, "POST", "/setup/guide/runs", o.Owner, object{"items": []object{{"key": "promise:draft"},
		{"key": "touch_point:call-back"}, {"key": "metric:kept_call_back"}, {"key": "target:kept_call_back", "value": 92.5}}}, at(1)), run)
	one := &promise.Promise{}
	for _, m := range run.Made {
		if m.Noun == "promise" {
			read(t, a.Must(t, 200, "GET", "/promises/"+m.ID, o.Owner, nil), one)
		}
	}
	if one.State != promise.Draft || one.Text != "We call back when we say we will." || len(one.Tenets) != 1 {
		t.Fatalf("%+v", one)
	}
	if d := one.Tenets[0]; d.Metric != "kept_call_back" || *d.Target != 92.5 || len(d.TouchPoints) != 1 || d.TouchPoints[0] != "call-back" || d.Behaviour != "" {
		t.Errorf("%+v", d)
	}

	bare := answered(t, a, "Bare", callCentre())
	read(t, a.Must(t, 201, "POST", "/setup/guide/runs", bare.Owner, some("promise:draft"), at(1)), run)
	sole := &promise.Promise{}
	read(t, a.Must(t, 200, "GET", "/promises/"+run.Made[0].ID, bare.Owner, nil), sole)
	if d := sole.Tenets[0]; d.Metric != "" || d.Target != nil || len(d.TouchPoints) != 0 {
		t.Errorf("a tenet names what wasn't made: %+v", d)
	}
}

func TestADraftPromiseThatSomebodyWroteOnStaysWhenTheRestIsTakenBack(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	o := answered(t, a, "Acme", callCentre())
	run := &setup.Setup{}
	read(t, a.Must(t, 201, "POST", "/setup/guide/runs", o.Owner, some("promise:draft", "touch_point:call-back"), at(1)), run)
	id := ""
	for _, m := range run.Made {
		if m.Noun == "promise" {
			id = m.ID
		}
	}
	a.Must(t, 200, "PUT", "/promises/"+id, o.Owner, object{"text": "We ring back.", "tenets": []object{}}, at(1))
	read(t, a.Must(t, 200, "POST", "/setup/guide/runs/"+string(run.ID)+"/undo", o.Owner, nil), run)
	for _, m := range run.Made {
		if kept := m.State == setup.Kept; kept != (m.Noun == "promise") {
			t.Errorf("%s is %s: %s", m.Key, m.State, m.Why)
		}
	}
	for _, i := range propose(t, a, o).Items {
		if i.Promise != nil && i.Standing != setup.Exists {
			t.Error("a second draft is proposed beside the one that is there")
		}
	}
}
