package setup

import (
	"slices"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/expectation"
)

// Topic is what a promise is about.
type Topic string

// The closed list of topics.
const (
	CallBack     Topic = "call_back"
	AnswerFast   Topic = "answer_fast"
	FirstTime    Topic = "first_time"
	OneStory     Topic = "one_story"
	OnTime       Topic = "on_time"
	KeepInformed Topic = "keep_informed"
	RightFirst   Topic = "right_first"
	PutRight     Topic = "put_right"
	Easy         Topic = "easy"
	Care         Topic = "care"
)

// topic is what follows from a promise: where it is kept, how it is measured, what silence breaks it.
type topic struct {
	key    Topic
	text   string // a sentence to begin with
	unit   string // hours or days; "" where the promise has no time
	within int    // what holds where nobody said
	most   int

	place    *place   // the touch point at which the promise is kept or broken
	asked    string   // the survey's own metric of it: key
	named    string   // and name
	measures []string // operational metrics that show it
	silence  expectation.Kind
	alert    casework.Severity // of an answer that says it was broken
}

// topics is the table behind everything that follows from promises.
var topics = []topic{
	{key: CallBack, text: "We call back when we say we will.", place: &place{"call-back", "Call-back", nil},
		asked: "kept_call_back", named: "Called back as promised", silence: expectation.Promise, alert: casework.High},
	{key: AnswerFast, text: "You have an answer within 24 hours.", unit: "hours", within: 24, most: 720,
		asked: "kept_answer", named: "Answered in the time we promise", measures: []string{"first_response_minutes"}, silence: expectation.Answer, alert: casework.Medium},
	{key: FirstTime, text: "We solve it the first time.", unit: "days", within: 7, most: 90,
		asked: "kept_first_time", named: "Solved the first time", measures: []string{"first_contact_resolution", "repeat_contact"}, silence: expectation.Repeat, alert: casework.Medium},
	{key: OneStory, text: "You tell your story only once.", asked: "kept_one_story", named: "Told the story only once",
		measures: []string{"warm_hand_over", "bounced"}, alert: casework.Medium},
	{key: OnTime, text: "We come and deliver when we said we would.", place: &place{"appointment", "Appointment or delivery as agreed", nil},
		asked: "kept_on_time", named: "Came and delivered as agreed", silence: expectation.Promise, alert: casework.High},
	{key: KeepInformed, text: "We keep you informed until it is done.", place: &place{"progress-message", "Message on how things stand", nil},
		asked: "kept_informed", named: "Kept informed", silence: expectation.Promise, alert: casework.Medium},
	{key: RightFirst, text: "What we do is right the first time.", asked: "kept_right", named: "Right the first time", measures: []string{"corrected"}, alert: casework.Medium},
	{key: PutRight, text: "If something goes wrong, we put it right.", asked: "kept_put_right", named: "Put right what went wrong",
		measures: []string{"resolution_hours", "resolved_in_time"}, alert: casework.High},
	{key: Easy, text: "We make it easy.", asked: "", measures: nil}, // ease has its own metric, CES, which every organisation has
	{key: Care, text: "We listen, and treat you as a person.", asked: "kept_care", named: "Felt listened to", alert: casework.Medium},
}

func topicOf(key Topic) *topic {
	for i := range topics {
		if topics[i].key == key {
			return &topics[i]
		}
	}
	return nil
}

// span is how long a promise gives, in its topic's unit.
func (t *topic) span(p *Promise) int {
	if p.Within > 0 {
		return p.Within
	}
	return t.within
}

// offers lists what a promise may be about, those that suit an industry first and in its order.
func offers(i Industry) []Offer {
	suits := trades[i].suits
	out := make([]Offer, 0, len(topics))
	add := func(t *topic, fits bool) {
		out = append(out, Offer{About: t.key, Text: t.text, Unit: t.unit, Within: t.within, Suits: fits})
	}
	for _, key := range suits {
		add(topicOf(key), true)
	}
	for n := range topics {
		if !slices.Contains(suits, topics[n].key) {
			add(&topics[n], false)
		}
	}
	return out
}
