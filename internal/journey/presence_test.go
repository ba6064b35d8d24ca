package journey_test

import (
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/journey"
	"github.com/touchstone-cx/touchstone/internal/web"
)

func TestWhoHasAMapOpenIsSeenUntilTheyLeaveOrFallSilent(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	p := &journey.Presence{Hub: web.NewHub(), Now: func() time.Time { return now }}
	ana := journey.Here{Tab: "1", User: "usr_a", Name: "Ana"}
	p.Enter("org", "jrn", ana)
	if all := p.Enter("org", "jrn", journey.Here{Tab: "2", User: "usr_b", Name: "Bo", Holding: "card:t1"}); len(all) != 2 || all[1].Holding != "card:t1" {
		t.Fatalf("%v", all)
	}
	if all := p.Who("other", "jrn"); len(all) != 0 {
		t.Errorf("another organisation sees %v", all)
	}
	if all := p.Who("org", "jrn2"); len(all) != 0 {
		t.Errorf("another map has %v", all)
	}
	since := now
	now = now.Add(40 * time.Second)
	ana.Holding = "stage:use"
	if all := p.Enter("org", "jrn", ana); len(all) != 2 || all[0].Holding != "stage:use" || !all[0].Since.Equal(since) {
		t.Errorf("%v", all)
	}
	now = now.Add(20 * time.Second)
	if all := p.Who("org", "jrn"); len(all) != 1 || all[0].Name != "Ana" {
		t.Errorf("after a minute of silence: %v", all)
	}
	p.Leave("org", "jrn", "usr_a", "another window")
	if all := p.Who("org", "jrn"); len(all) != 1 {
		t.Errorf("%v", all)
	}
	p.Leave("org", "jrn", "usr_a", "1")
	if all := p.Who("org", "jrn"); len(all) != 0 {
		t.Errorf("%v", all)
	}
}

func TestTwoPeopleAnswerTwoQuestionsAtOnce(t *testing.T) {
	t.Parallel()
	m := &journey.Map{}
	back, err := m.Apply([]journey.Edit{{Op: journey.SetMap, Set: map[string]any{"sold": "In shops"}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Apply([]journey.Edit{{Op: journey.SetMap, Set: map[string]any{"lived": "Every day"}}}); err != nil {
		t.Fatal(err)
	}
	if q := m.Questions; q.Sold != "In shops" || q.Lived != "Every day" {
		t.Errorf("%+v", q)
	}
	if _, err := m.Apply(back); err != nil || m.Questions.Sold != "" || m.Questions.Lived != "Every day" {
		t.Errorf("taken back: %+v %v", m.Questions, err)
	}
}
