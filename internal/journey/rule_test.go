package journey

import (
	"fmt"
	"strings"
	"testing"
)

// broken lists the rules that block, and on what.
func broken(m *Map) (out []string) {
	for _, f := range m.Check() {
		if f.Blocks {
			out = append(out, strings.TrimSuffix(f.Rule+" "+f.Card, " "))
		}
	}
	return out
}

func TestEachRuleOfTheCourseIsSeenAndItsMendMendsIt(t *testing.T) {
	t.Parallel()
	if got := broken(drawn(t)); len(got) > 0 {
		t.Fatalf("the sound map breaks %v", got)
	}
	for name, c := range map[string]struct {
		edits []Edit
		want  string
		hand  bool // somebody has to write something
	}{
		"an empty stage":          {[]Edit{{Op: AddStage, ID: "new", After: "use", Set: map[string]any{"name": "Renew"}}}, "[stage_empty]", false},
		"no first contact":        {[]Edit{{Op: SetCard, ID: "offer", Set: map[string]any{"first": false}}}, "[one_first_contact]", false},
		"two first contacts":      {[]Edit{{Op: SetCard, ID: "call", Set: map[string]any{"first": true}}}, "[one_first_contact call]", false},
		"no last point":           {[]Edit{{Op: SetCard, ID: "call", Set: map[string]any{"last": false}}}, "[one_last_controlled_point]", false},
		"a last one out of hand":  {[]Edit{{Op: SetCard, ID: "call", Set: map[string]any{"controlled": false}}}, "[one_last_controlled_point]", false},
		"a predicted complaint":   {[]Edit{{Op: AddCard, ID: "moan", After: "call", Stage: "use", Lane: FrontStage, Set: map[string]any{"task": "Complain", "touch_point": "complaint", "initiator": "customer"}}}, "[reactive_is_discovered moan]", false},
		"an appointment in one":   {[]Edit{{Op: AddCard, ID: "visit", After: "offer", Stage: "buy", Lane: FrontStage, Set: map[string]any{"task": "Design centre appointment", "touch_point": "design-centre"}}}, "[one_event visit]", true},
		"a card that is no point": {[]Edit{{Op: SetCard, ID: "offer", Set: map[string]any{"touch_point": ""}}}, "[touch_point_missing offer]", true},
		"one function":            {[]Edit{{Op: SetMap, Set: map[string]any{"contributors": []any{map[string]any{"name": "Ana", "function": "Sales"}, map[string]any{"name": "Bo", "function": "sales"}}}}}, "[two_functions]", true},
		"a question left open":    {[]Edit{{Op: SetMap, Set: map[string]any{"questions": map[string]any{"sold": "x", "delivered": "x", "lived": " ", "supported": "x"}}}}, "[four_questions]", true},
	} {
		m := drawn(t)
		must(t, m, c.edits...)
		if got := fmt.Sprint(broken(m)); got != c.want {
			t.Errorf("%s: %s, not %s", name, got, c.want)
		}
		for _, f := range m.Check() {
			if !f.Blocks {
				continue
			}
			if f.Text == "" || f.Mend == "" {
				t.Errorf("%s says nothing: %+v", name, f)
			}
			must(t, m, f.Edits...)
		}
		if got := broken(m); !c.hand && len(got) > 0 {
			t.Errorf("%s: mended, and still %v", name, got)
		}
	}
}

func TestAnAppointmentIsSplitIntoItsEvents(t *testing.T) {
	t.Parallel()
	m := drawn(t)
	must(t, m, Edit{Op: AddCard, ID: "visit", After: "offer", Stage: "buy", Lane: FrontStage, Set: map[string]any{"task": "Design centre appointment", "touch_point": "design-centre", "owner": "unt_1"}})
	for _, f := range m.Check() {
		if f.Rule == RuleOneEvent {
			must(t, m, f.Edits...)
		}
	}
	var got []string
	for _, c := range m.Ordered() {
		if strings.HasPrefix(c.ID, "visit") {
			got = append(got, fmt.Sprint(c.Task, "|", c.Optional, "|", c.TouchPoint, "|", c.Owner))
		}
	}
	want := []string{"Schedule design centre appointment|false|design-centre|unt_1", "Hold design centre appointment|false||unt_1", "Follow up design centre appointment, if required|true||unt_1"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v", got)
	}
	for _, f := range m.Check() {
		if f.Rule == RuleOneEvent {
			t.Errorf("split, and split again: %s", f.Text)
		}
	}
}

func TestStepsAreSeenWhereThereAreSeveral(t *testing.T) {
	t.Parallel()
	for task, want := range map[string]int{
		"Receive the invoice": 1, "Terms and conditions": 1, "Sign the contract and pay the deposit": 2, "Home inspection": 3, "Schedule home inspection": 1,
		"Visit": 3, "Read the letter then call the desk": 2, "Follow up, if required": 1,
	} {
		if got := Steps(task); len(got) != want {
			t.Errorf("%s: %q", task, got)
		}
	}
}

func TestASignedExceptionWaivesOneRuleOnOnePart(t *testing.T) {
	t.Parallel()
	m := drawn(t)
	must(t, m, Edit{Op: SetCard, ID: "offer", Set: map[string]any{"touch_point": ""}}, Edit{Op: SetCard, ID: "call", Set: map[string]any{"touch_point": ""}})
	m.Exceptions = []Exception{{Rule: RuleTouchPoint, On: "offer", Reason: "It comes next month.", By: "Ana Berg"}}
	if got := fmt.Sprint(broken(m)); got != "[touch_point_missing call]" {
		t.Error(got)
	}
	for _, f := range m.Check() {
		if f.Card == "offer" && f.Rule == RuleTouchPoint && f.Waived != "Ana Berg: It comes next month." {
			t.Errorf("%+v", f)
		}
	}
}
