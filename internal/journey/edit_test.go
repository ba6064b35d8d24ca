package journey

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

func doc(t *testing.T, m *Map) string {
	t.Helper()
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func must(t *testing.T, m *Map, edits ...Edit) []Edit {
	t.Helper()
	back, err := m.Apply(edits)
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// drawn is a small map that breaks no rule.
func drawn(t *testing.T) *Map {
	m := &Map{}
	must(t, m,
		Edit{Op: AddStage, ID: "buy", Set: map[string]any{"name": "Buy", "phase": "before"}},
		Edit{Op: AddStage, ID: "use", After: "buy", Set: map[string]any{"name": "Use", "phase": "after"}},
		Edit{Op: AddCard, ID: "offer", Stage: "buy", Lane: FrontStage, Set: map[string]any{"task": "Receive the offer", "touch_point": "offer", "first": true, "function": "Sales"}},
		Edit{Op: AddCard, ID: "check", After: "offer", Stage: "buy", Lane: BackStage, Set: map[string]any{"task": "Check the credit"}},
		Edit{Op: AddCard, ID: "call", After: "check", Stage: "use", Lane: FrontStage, Set: map[string]any{"task": "Receive the yearly call", "touch_point": "yearly-call", "last": true, "controlled": true, "function": "Service"}},
		Edit{Op: SetMap, Set: map[string]any{"contributors": []any{map[string]any{"name": "Ana", "function": "Sales"}, map[string]any{"name": "Bo", "function": "Service"}},
			"questions": map[string]any{"sold": "By phone", "delivered": "By courier", "lived": "For years", "supported": "By the desk"}}},
	)
	return m
}

func TestEveryEditIsTakenBackExactly(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		m := drawn(t)
		for step := range 30 {
			before := doc(t, m)
			e := anyEdit(r, m, fmt.Sprintf("n%d-%d", round, step))
			back, err := m.Apply([]Edit{e})
			if err != nil {
				if problem.KindOf(err) == "" {
					t.Fatalf("%+v: %v", e, err)
				}
				if doc(t, m) != before {
					t.Fatalf("%+v was refused and changed the map", e)
				}
				continue
			}
			after := doc(t, m)
			forth, err := m.Apply(back)
			if err != nil || doc(t, m) != before {
				t.Fatalf("%+v isn't taken back by %+v (%v):\n%s\n%s", e, back, err, before, doc(t, m))
			}
			if _, err := m.Apply(forth); err != nil || doc(t, m) != after {
				t.Fatalf("%+v isn't made again (%v):\n%s\n%s", e, err, after, doc(t, m))
			}
		}
	}
}

// anyEdit is an edit that mostly makes sense.
func anyEdit(r *rand.Rand, m *Map, id string) Edit {
	stage, card := func() string { return pick(r, append(ids(m.Stages, func(s Stage) string { return s.ID }), "gone", "")) }, func() string {
		return pick(r, append(ids(m.Cards, func(c Card) string { return c.ID }), "gone", ""))
	}
	lane := pick(r, []Lane{Customer, FrontStage, BackStage, Support})
	switch r.IntN(9) {
	case 0:
		return Edit{Op: AddStage, ID: id, After: stage(), Set: map[string]any{"name": "Stage " + id, "phase": "during"}}
	case 1:
		return Edit{Op: SetStage, ID: stage(), Set: map[string]any{"name": "Named " + id, "feel": map[string]any{"text": "safe", "metric": "csat", "target": 80}}}
	case 2:
		return Edit{Op: MoveStage, ID: stage(), After: stage()}
	case 3:
		return Edit{Op: DropStage, ID: stage()}
	case 4:
		return Edit{Op: AddCard, ID: id, After: card(), Stage: stage(), Lane: lane, Set: map[string]any{"task": "Task " + id, "emotion": r.IntN(5) - 2}}
	case 5:
		return Edit{Op: SetCard, ID: card(), Set: map[string]any{"task": "Said " + id, "channels": []any{"phone"}, "emotion": nil, "first": r.IntN(2) == 0}}
	case 6:
		return Edit{Op: MoveCard, ID: card(), After: card(), Stage: stage(), Lane: lane}
	case 7:
		return Edit{Op: DropCard, ID: card()}
	}
	return Edit{Op: SetMap, Set: map[string]any{"questions": map[string]any{"sold": id}}}
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func ids[T any](list []T, id func(T) string) (out []string) {
	for _, v := range list {
		out = append(out, id(v))
	}
	return out
}

func TestEditsOfTwoPeopleOnDifferentPartsBothStand(t *testing.T) {
	t.Parallel()
	m := drawn(t)
	hers := must(t, m, Edit{Op: SetCard, ID: "offer", Set: map[string]any{"emotion": 1}})
	must(t, m, Edit{Op: SetCard, ID: "offer", Set: map[string]any{"task": "Receive the written offer"}}, Edit{Op: MoveCard, ID: "call", Stage: "buy", Lane: FrontStage, After: "offer"})
	must(t, m, hers...) // she takes hers back; his stay
	c := m.Cards[m.card("offer")]
	if c.Emotion != nil || c.Task != "Receive the written offer" || m.Cards[m.card("call")].Stage != "buy" {
		t.Errorf("%+v", m.Cards)
	}
}

func TestEditsRefuseWhatCantBeMeantAtItsPlace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		e    Edit
		code string
	}{
		"no id":                {Edit{Op: AddCard, Stage: "buy", Lane: FrontStage, Set: map[string]any{"task": "x"}}, "id_needed"},
		"an id twice":          {Edit{Op: AddCard, ID: "offer", Stage: "buy", Lane: FrontStage, Set: map[string]any{"task": "x"}}, "id_taken"},
		"a stage that is gone": {Edit{Op: MoveCard, ID: "offer", Stage: "gone", Lane: FrontStage}, "part_gone"},
		"a card that is gone":  {Edit{Op: SetCard, ID: "gone", Set: map[string]any{"task": "x"}}, "part_gone"},
		"an unknown field":     {Edit{Op: SetCard, ID: "offer", Set: map[string]any{"colour": "red"}}, "fields_invalid"},
		"an emotion of 7":      {Edit{Op: SetCard, ID: "offer", Set: map[string]any{"emotion": 7}}, "emotion_off_scale"},
		"no task":              {Edit{Op: SetCard, ID: "offer", Set: map[string]any{"task": " "}}, ""},
		"a lane of its own":    {Edit{Op: MoveCard, ID: "offer", Stage: "buy", Lane: "attic"}, "lane_unknown"},
		"an unknown edit":      {Edit{Op: "paint"}, "edit_unknown"},
		"a target of nothing":  {Edit{Op: SetStage, ID: "buy", Set: map[string]any{"feel": map[string]any{"target": 3}}}, "metric_needed"},
	} {
		m := drawn(t)
		before := doc(t, m)
		_, err := m.Apply([]Edit{c.e})
		p, ok := problem.As(err)
		if !ok || c.code != "" && p.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
		if doc(t, m) != before {
			t.Errorf("%s: refused, and the map has changed", name)
		}
		if ok && len(p.Fields) > 0 && !strings.HasPrefix(p.Fields[0].Location, "body.edits[0].") {
			t.Errorf("%s: at %q", name, p.Fields[0].Location)
		}
	}
}
