package setup

import (
	"context"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/promise"
)

// sworn is one sentence of the promise, with the items that it would be measured by and kept at.
type sworn struct {
	text, name, metric, target, point string
}

// brandPromise proposes a draft that says what was promised, sentence by sentence. How people are seen keeping it isn't in the
// answers, so the draft waits for that before it can be in force.
func (d *draft) brandPromise() {
	if len(d.a.Promises) == 0 {
		return
	}
	i := Item{Key: "promise:draft", Section: BrandPromise, Name: "Brand promise", Fixed: true, From: AboutPromises, Promise: &PromisePart{Tenets: []string{}},
		Why: "Before touch points, the promise must be understood: no journey is published without one. Say what people would be seen doing, then put it in force."}
	for _, p := range d.a.Promises {
		s := sworn{text: p.Text, name: cut(p.Text, 110)}
		if m := askedMetric(p); m != nil {
			s.metric, s.target = metricItem(m.Key), "target:"+m.Key
		}
		if t := topicOf(p.About); t != nil && t.place != nil {
			s.point = pointItem(t.place.key)
		}
		i.promise, i.Promise.Tenets = append(i.promise, s), append(i.Promise.Tenets, s.name)
	}
	d.add(i)
}

func (m *making) promise(ctx context.Context, i *Item, _ *Choice, made *Made) error {
	in := promise.Input{}
	var said []string
	for _, s := range i.promise {
		t := promise.Tenet{Name: s.name}
		if m.has(s.metric) {
			t.Metric = m.p.item(s.metric).metric.Key
			if target := m.p.item(s.target); target != nil && m.has(s.target) && target.Standing == New {
				value := target.Target.Value
				if given := m.taken[s.target].Value; given != nil {
					value = *given
				}
				t.Target = &value
			}
		}
		if m.has(s.point) {
			t.TouchPoints = []string{m.became[s.point]}
		}
		in.Tenets = append(in.Tenets, t)
		said = append(said, s.text)
	}
	in.Text = strings.Join(said, "\n")
	one, err := m.g.Promises.CreateIn(ctx, m.tx, m.org, in)
	if err != nil {
		return err
	}
	made.Noun, made.ID = "promise", string(one.ID)
	return nil
}
