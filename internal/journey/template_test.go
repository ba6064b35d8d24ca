package journey

import (
	"fmt"
	"strings"
	"testing"
)

func TestEachTemplateBreaksNoRuleButThoseOfTheTeam(t *testing.T) {
	t.Parallel()
	if len(Templates()) < 8 {
		t.Fatalf("only %d templates", len(Templates()))
	}
	for _, one := range Templates() {
		m := &Map{}
		if _, err := m.Apply(one.edits()); err != nil {
			t.Errorf("%s: %v", one.Key, err)
			continue
		}
		if one.Stages < 3 || one.Cards < 10 {
			t.Errorf("%s has %d stages and %d cards", one.Key, one.Stages, one.Cards)
		}
		if got := fmt.Sprint(broken(m)); got != "[two_functions four_questions four_questions four_questions four_questions]" {
			t.Errorf("%s breaks %s", one.Key, got)
		}
		for _, c := range m.Cards {
			if c.Lane == FrontStage && c.TouchPoint == "" || c.Initiator != ByOrganisation || strings.Contains(c.Task, "|") {
				t.Errorf("%s: %+v", one.Key, c)
			}
		}
	}
}
