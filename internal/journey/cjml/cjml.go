// Package cjml reads and writes the XML of the Customer Journey Modelling Language, version 2.0 (SINTEF).
//
// It knows journeys, actors, phases and touch points as CJML has them, and nothing of ours. Elements that it doesn't know are
// left out and counted, since the language has extensions.
package cjml

// Document is one file.
type Document struct {
	Version  string
	Journeys []Journey
	Unknown  map[string]int // elements that weren't understood, by name
}

// Journey is a plannedJourney, as intended, or an actualJourney, as one person went it.
type Journey struct {
	Actual  bool
	ID      string
	Title   string
	Short   string // journeyShortSummary
	Long    string // journeyLongSummary
	Planned string // plannedReference: the id of the journey that this one follows
	Phases  []Phase
	Actors  []Actor
	Points  []Point
	Line    int
}

// Phase is a part of a journey.
type Phase struct{ ID, Name, Description string }

// Actor takes part.
type Actor struct {
	ID   string
	Name string
	User bool // endUser: the one whose journey it is; else a serviceProvider
}

// Point is one touch point: a communication point has a sender and a receiver, an action has an initiator alone.
type Point struct {
	ID        string
	Action    bool
	Phase     string // id of a phase, from belongsTo
	Initiator Side
	Receiver  Side
	Channels  []string
	Comment   string
	Category  string
	Line      int
}

// Side is one end of a touch point.
type Side struct{ Actor, Label string }

// Limits of a file. Ours hold at most 600 cards; these leave room for files that hold several journeys.
const (
	MaxBytes    = 5 << 20
	maxDepth    = 24
	maxElements = 60_000
	maxText     = 20_000 // of one element
)

// Find returns an actor by id; nil where there is none.
func (j *Journey) Find(actor string) *Actor {
	for i := range j.Actors {
		if j.Actors[i].ID == actor {
			return &j.Actors[i]
		}
	}
	return nil
}
