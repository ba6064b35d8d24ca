package journey

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/promise"
)

func itoa(n int) string { return strconv.Itoa(n) }

// maxPrompts keeps a step's questions few enough to be asked.
const maxPrompts = 8

// prompts are the questions that a facilitator asks at a step, from what the map doesn't say yet.
func (m *Map) prompts(s *AgendaStep, made *promise.Promise) (out []string) {
	add := func(text string, args ...any) {
		if len(out) < maxPrompts {
			out = append(out, fmt.Sprintf(text, args...))
		}
	}
	switch s.Kind {
	case StepPromise:
		m.promptPromise(made, add)
	case StepStages:
		if len(m.Stages) == 0 {
			add("Which stages do customers go through, from before the purchase to long after it?")
		}
		for _, phase := range []Phase{Before, During, After} {
			if !slices.ContainsFunc(m.Stages, func(s Stage) bool { return s.Phase == phase }) {
				add("What happens %s the purchase? The map says nothing of it.", phase)
			}
		}
		add("How is it sold, delivered, lived with and supported? Has each its place on the map?")
	case StepTouchPoints:
		m.promptStage(s.Stage, add)
	case StepEmotions:
		for _, st := range m.Stages {
			if st.Feel.Text == "" {
				add("What should customers feel in “%s”, and by which measure would we know?", st.Name)
			}
		}
		open := 0
		for i := range m.Cards {
			if m.Cards[i].seen() && m.Cards[i].Emotion == nil {
				open++
			}
		}
		if open > 0 {
			add("At %d touch points it isn't said how customers should feel: from −2 to 2, where is each?", open)
		}
		add("Where does the way go down on purpose, and where does it come up again?")
	case StepMoments:
		add("At which of these do customers decide whether we are really there for them?")
		add("What do they say themselves? No criterion without a customer's own words.")
		add("What goes wrong there, and may the first person who hears of it put it right?")
	case StepQuestions:
		q := m.Questions
		for _, one := range []struct{ name, text string }{{"sold", q.Sold}, {"delivered", q.Delivered}, {"lived with", q.Lived}, {"supported", q.Supported}} {
			if strings.TrimSpace(one.text) == "" {
				add("How is it %s? Answer in a sentence.", one.name)
			}
		}
		add("Would a customer tell it the same way?")
	case StepContributors:
		add("Who sees a part of this way that nobody here sees?")
	case StepDecisions:
		add("What is decided, who does it, and by when?")
		add("Which touch points were put up for later, and who takes them?")
	}
	return out
}

func (m *Map) promptPromise(made *promise.Promise, add func(string, ...any)) {
	if made == nil {
		add("No promise is in force for these customers: what do we promise them?")
		return
	}
	add("We promise: “%s” Does everybody here know it?", clipRunes(made.Text, 300))
	for _, t := range made.Tenets {
		if !slices.ContainsFunc(m.Cards, func(c Card) bool { return slices.Contains(c.Tenets, t.ID) }) {
			add("Where do customers meet “%s”? Nothing on the map carries it.", t.Name)
		}
	}
}

// promptStage asks for what a stage's cards leave open.
func (m *Map) promptStage(id string, add func(string, ...any)) {
	at := m.stage(id)
	if at < 0 {
		add("This stage has been taken out of the map.")
		return
	}
	name := m.Stages[at].Name
	add("Where do we reach out to customers in “%s”? One event each.", name)
	add("What do signals say that customers begin here? Look at what is heard and not on the map.")
	for i := range m.Cards {
		c := &m.Cards[i]
		if c.Stage != id || !c.seen() {
			continue
		}
		if len(Steps(c.Task)) > 1 {
			add("“%s”: which steps does this take?", c.Task)
		}
		if c.Owner == "" && c.Function == "" {
			add("“%s”: who answers for it?", c.Task)
		}
		if c.TouchPoint == "" {
			add("“%s”: which touch point is it, so that it can be heard?", c.Task)
		}
	}
}
